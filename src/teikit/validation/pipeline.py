"""A document to all that is wrong with it: well-formedness, RELAX NG, Schematron, TEI's rules, each fault once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.checks import Surroundings, check
from teikit.checks.neighbours import Asked, Neighbours
from teikit.config import Config
from teikit.diagnostics import Diagnostic, Position, Rule, ordered
from teikit.diagnostics.many import tally_of, united
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

# The names and SHA-256 digests of the files that a schema was read from.
Files = tuple[tuple[str, str], ...]


def _holds(_rule: str) -> bool:
    return True


class Validation:
    """One run over documents: what the user asks for, and what the documents share."""

    def __init__(self, options: Options) -> None:
        self.options = options
        allowed = options.access.folders if options.access else ()
        self.neighbours = Neighbours((*options.folders, *allowed))
        self._known: dict[str, str] | None = {} if options.unique_ids else None
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

    def problems(
        self, document: Document, plan: Plan, *, holds: Callable[[str], bool] = _holds
    ) -> Sequence[Diagnostic]:
        """Return what is wrong with a document, in the order of places; `holds` tells which rules count.

        Errors are those of `found`.
        """
        return with_faults(self.found(document, plan, holds=holds), plan)

    def found(
        self,
        document: Document,
        plan: Plan,
        *,
        holds: Callable[[str], bool] = _holds,
        neighbours: Neighbours | Asked | None = None,
    ) -> Sequence[Diagnostic]:
        """Return what is wrong with a document by its schemas and TEI's rules, in the order of places.

        Args:
            document: the document.
            plan: what holds for it.
            holds: tells which rules count.
            neighbours: the files that it may point to, if others than those of the run.

        Raises:
            IncorrectSchemaError: a schema of the plan is missing or not correct.
            UnreadableInputError: the document or a schema cannot be read.
            UnsupportedError: a schema allows too much at once to be judged.
        """
        told = self._by_grammar(document, plan)
        # In what is not well-formed nothing of what follows means anything.
        if any(is_fatal(rule) for found in told for rule, _ in tally_of(found)):
            return united(told)
        told += self._by_rules(document, plan)
        around = Surroundings(neighbours or self.neighbours, self._known)
        return united((*told, _not_told(_checked(document, around, holds), told)))

    def digests(self, plan: Plan) -> tuple[tuple[str, str], ...] | None:
        """Return for each schema of a plan the digest of all files that it was read from, and its phase.

        None stands where one of them may say something else of the same document the next time.
        """
        grammars = [(_digest(self._schema(name).files), "") for name in plan.schemas]
        rules = [(_schematron(name, self.options.access), phase) for name, phase in plan.schematrons]
        if not all(one.lasts for one, _ in rules):
            return None
        return (*grammars, *((f"rules {_digest(_digested(one))}", phase) for one, phase in rules))

    def files(self, plan: Plan) -> Iterator[str]:
        """Yield the files that the schemas of a plan are read from, those that they include among them.

        Raises:
            IncorrectSchemaError, UnreadableInputError: a schema cannot be had, or is not correct.

        """
        for name in plan.schemas:
            yield from (file for file, _ in self._schema(name).files)
        for name, _ in plan.schematrons:
            yield from _schematron(name, self.options.access).files

    def _by_grammar(self, document: Document, plan: Plan) -> list[Sequence[Diagnostic]]:
        schemas = [self._schema(name) for name in plan.schemas] or [anything(ids=self.options.ids)]
        return [one.validate_pieces(document.opener, document.file) for one in schemas]

    def _by_rules(self, document: Document, plan: Plan) -> list[Sequence[Diagnostic]]:
        if not plan.schematrons:
            return []
        data = document.read()
        rules = ((_schematron(name, self.options.access), phase) for name, phase in plan.schematrons)
        return [one.validate(data, document.file, phase or None) for one, phase in rules]

    def _schema(self, name: str) -> Schema:
        access, ids = self.options.access, self.options.ids
        if "://" in name and access is not None and access.network:
            return fetched_schema(name, access, ids=ids)
        return schema(name, access, ids=ids)


def with_faults(found: Sequence[Diagnostic], plan: Plan) -> Sequence[Diagnostic]:
    """Return what is wrong with a document and what is wrong with its plan, in the order of places."""
    return united((found, ordered(plan.faults))) if plan.faults else found


def _checked(document: Document, around: Surroundings, holds: Callable[[str], bool]) -> Iterable[Diagnostic]:
    def is_wanted(rule: Rule) -> bool:
        return holds(rule.id)

    return check(document.opener, document.file, document.path, around, is_wanted)


@lru_cache(maxsize=64)
def _digest(files: Files) -> str:
    return sha256(repr(sorted(files)).encode("utf-8", "surrogateescape")).hexdigest()


@lru_cache(maxsize=16)
def _digested(rules: "Schematron") -> Files:
    return tuple((name, sha256(data).hexdigest()) for name, data in rules.files.items())


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


def _not_told(found: Iterable[Diagnostic], told: Iterable[Iterable[Diagnostic]]) -> Iterator[Diagnostic]:
    """Yield the diagnostics that do not repeat what others tell of the same place; all come in the order of places."""
    places = merge(*map(_places, told))
    place = next(places, None)
    for each in found:
        start = each.span.start if each.span else None
        while start is not None and place is not None and place < start:
            place = next(places, None)
        if start is None or start != place:
            yield each


def _places(found: Iterable[Diagnostic]) -> Iterator[Position]:
    return (each.span.start for each in found if each.span)
