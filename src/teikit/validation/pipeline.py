"""A document to all that is wrong with it: well-formedness, RELAX NG, Schematron, TEI's rules, each fault once."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.checks import Surroundings, check
from teikit.checks.neighbours import Neighbours
from teikit.config import Config
from teikit.diagnostics import Diagnostic, Position, Rule, ordered
from teikit.diagnostics.selection import is_fatal
from teikit.errors import IncorrectSchemaError
from teikit.files import shown
from teikit.relaxng.verdict.schema import Schema
from teikit.schematron import load as load_schematron
from teikit.validation.loading import anything, fetched_schema, located, schema
from teikit.validation.plan import Options, Plan, plan_for
from teikit.validation.prolog import Prolog, read_prolog
from teikit.validation.source import Document

if TYPE_CHECKING:
    from teikit.schematron.verdict import Schematron
    from teikit.validation.access import Access


def _holds(_rule: str) -> bool:
    return True


class Validation:
    """One run over documents: what the user asks for, and what the documents share."""

    def __init__(self, options: Options) -> None:
        self.options = options
        known: dict[str, str] | None = {} if options.unique_ids else None
        allowed = options.access.folders if options.access else ()
        self._around = Surroundings(Neighbours((*options.folders, *allowed)), known)
        # What the user names is misused if it cannot be had, before any document is looked at.
        for name in options.schemas:
            self._schema(name)
        for name in options.schematrons:
            _has_phase(_schematron(name, options.access), name, options.phase)

    def plan(self, document: Document, config: Config | None = None) -> Plan:
        """Return what holds for a document."""
        options = self.options
        prolog = Prolog() if options.schemas else read_prolog(document.opener())
        return plan_for(document, options, config or Config(), prolog)

    def problems(self, document: Document, plan: Plan, *, holds: Callable[[str], bool] = _holds) -> list[Diagnostic]:
        """Return what is wrong with a document, in the order of places; `holds` tells which rules count.

        Raises:
            IncorrectSchemaError: a schema of the plan is missing or not correct.
            UnreadableInputError: the document or a schema cannot be read.
            UnsupportedError: a schema allows too much at once to be judged.
        """
        found = self._by_grammar(document, plan)
        # In what is not well-formed nothing of what follows means anything.
        if not any(is_fatal(each.rule) for each in found):
            found += self._by_rules(document, plan)
            found += _not_told(self._checked(document, holds), found)
        return ordered({*found, *plan.faults})

    def _by_grammar(self, document: Document, plan: Plan) -> list[Diagnostic]:
        schemas = [self._schema(name) for name in plan.schemas] or [anything(ids=self.options.ids)]
        return [each for one in schemas for each in one.validate_pieces(document.opener, document.file)]

    def _by_rules(self, document: Document, plan: Plan) -> list[Diagnostic]:
        if not plan.schematrons:
            return []
        data = document.read()
        rules = ((_schematron(name, self.options.access), phase) for name, phase in plan.schematrons)
        return [each for one, phase in rules for each in one.validate(data, document.file, phase or None)]

    def _checked(self, document: Document, holds: Callable[[str], bool]) -> list[Diagnostic]:
        def is_wanted(rule: Rule) -> bool:
            return holds(rule.id)

        return check(document.opener, document.file, document.path, self._around, is_wanted)

    def _schema(self, name: str) -> Schema:
        access, ids = self.options.access, self.options.ids
        if "://" in name and access is not None and access.network:
            return fetched_schema(name, access, ids=ids)
        return schema(name, access, ids=ids)


@lru_cache(maxsize=16)
def _schematron(name: str, access: "Access | None") -> "Schematron":
    if "://" in name and access is not None and access.network:
        # Few runs are allowed to fetch.
        from teikit.validation.access import fetched  # noqa: PLC0415

        return load_schematron(name, fetched(name), loader=access.loader(Path())[0])
    path, loader, _ = located(name, access)
    return load_schematron(path, loader=loader)


def _has_phase(rules: "Schematron", name: str, phase: str) -> None:
    if phase and not phase.startswith("#") and phase not in rules.phases:
        known = f"there are: {', '.join(rules.phases)}" if rules.phases else "it has none"
        raise IncorrectSchemaError(f"{shown(name)}: there is no phase '{shown(phase)}'; {known}")


def _not_told(found: Iterable[Diagnostic], told: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics that do not repeat what others tell of the same place."""
    places: set[Position] = {each.span.start for each in told if each.span}
    return [each for each in found if each.span is None or each.span.start not in places]
