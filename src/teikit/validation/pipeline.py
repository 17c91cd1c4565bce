"""A document to all that is wrong with it: well-formedness, RELAX NG, Schematron, TEI's rules, each fault once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from teikit.checks import Surroundings, check
from teikit.checks.linked_files import Asked, Neighbours
from teikit.config import Config
from teikit.diagnostics import Diagnostic, Position, Rule, ordered
from teikit.diagnostics.collection import tally_of, united
from teikit.diagnostics.selection import is_fatal
from teikit.document.document import Document
from teikit.document.prolog import Prolog, read_prolog
from teikit.errors import IncorrectSchemaError, TeikitError
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.validator.schema import Schema
from teikit.schematron import load as load_schematron
from teikit.storage.files import shown
from teikit.validation.file_memo import Kept
from teikit.validation.loading import anything, fetched_schema, located, schema
from teikit.validation.plan import INCORRECT, MISSING, NOT_READ, Gap, Options, Plan, not_read, plan_for

if TYPE_CHECKING:
    from teikit.schematron.schema import Schematron
    from teikit.validation.access import Access

_Kind = TypeVar("_Kind")
_MOST_FAULTS = 10
# The names and SHA-256 digests of the files that a schema was read from.
Files = tuple[tuple[str, str], ...]


def _holds(_rule: str) -> bool:
    return True


class Validation:
    """One run over documents: what the user asks for, and what the documents share.

    A fault of a schema is not one of a document: what is wrong is left out, and `schema_faults` returns it.

    Raises:
        IncorrectSchemaError: what the user names is not there, or has no such phase.
        UnreadableInputError: what the user names cannot be read.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        allowed = options.access.folders if options.access else ()
        self.neighbours = Neighbours((*options.folders, *allowed))
        self._known: dict[str, str] | None = {} if options.unique_ids else None
        # By kind and name: which schemas are left out as a whole, and what is wrong with them.
        self._left_out: dict[tuple[str, str], tuple[Diagnostic, ...]] = {}
        self._loaded: dict[tuple[str, str], object] = {}
        self._wrong: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Diagnostic]] = {}
        # What the user names is misused if it cannot be had, before any document is looked at.
        for name in options.schemas:
            self._grammar(name, must_be_there=True)
        for name in options.schematrons:
            rules = self._rules(name, must_be_there=True)
            if rules and not rules.faults and not rules.has_phase(options.phase):
                raise IncorrectSchemaError(f"{shown(name)}: there is {_no_phase(rules, options.phase)}")

    def plan(self, document: Document, config: Config | None = None) -> Plan:
        """Return what holds for a document."""
        options = self.options
        prolog = Prolog() if options.schemas else read_prolog(document.opener())
        return self._in_phase(document, plan_for(document, options, config or Config(), prolog))

    def _in_phase(self, document: Document, plan: Plan) -> Plan:
        """Return a plan without the Schematron schemas that lack the phase which is named."""
        if not any(phase for _, phase in plan.schematrons):
            return plan
        left, faults = [], list(plan.faults)
        for name, phase in plan.schematrons:
            rules = self._rules(name) if phase else None
            if rules is None or rules.faults or rules.has_phase(phase):
                left.append((name, phase))
            else:
                model = plan.named.get(name)
                faults.append(not_read(document, name, f"has {_no_phase(rules, phase)}", model))
        return replace(plan, schematrons=tuple(left), faults=tuple(faults))

    def schema_faults(self, plan: Plan) -> list[Diagnostic]:
        """Return what is wrong with the schemas of a plan, each fault once, at places in the schemas' own files.

        Schemas that cannot be used at all come first, where the document names them. Of a schema with very many faults
        these are the first, of which the last says how many more there are.
        """
        missing = {each.message: each for each in reversed(ordered(plan.faults))}
        return [*ordered(missing.values()), *self._incorrect(plan)]

    def _incorrect(self, plan: Plan) -> list[Diagnostic]:
        """Return what is wrong with the files of schemas; few combinations of them hold for many documents."""
        key = plan.schemas, tuple(name for name, _ in plan.schematrons)
        if key not in self._wrong:
            self._wrong[key] = self._faults_of(*key)
        return self._wrong[key]

    def _faults_of(self, schemas: tuple[str, ...], schematrons: tuple[str, ...]) -> list[Diagnostic]:
        faults: list[Diagnostic] = []
        for name in schemas:
            faults += [] if self._grammar(name) else _first(self._left_out["rng", name], name)
        for name in schematrons:
            rules = self._rules(name)
            found = unrepeated(rules.faults if rules else self._left_out["sch", name], faults)
            faults += _first(found, name)
        return faults

    def gaps(self, plan: Plan) -> tuple[Gap, ...]:
        """Return what of a document is not checked, for want of a schema or because of one that is not correct."""
        found = list(plan.gaps)
        found += [MISSING] if plan.faults else []
        found += [INCORRECT] if self._incorrect(plan) else []
        return tuple(found)

    def problems(
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
            UnreadableInputError: the document cannot be read.
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
        grammars = [(_digest(each.files), "") for each in self._grammars(plan)]
        rules = self._runnable(plan)
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
        schemas = self._grammars(plan) or [anything(ids=self.options.ids)]
        return [one.validate_pieces(document.opener, document.file) for one in schemas]

    def _by_rules(self, document: Document, plan: Plan) -> list[Sequence[Diagnostic]]:
        rules = self._runnable(plan)
        data = document.read() if rules else b""
        return [one.validate(data, document.file, phase or None) for one, phase in rules]

    def _grammars(self, plan: Plan) -> list[Schema]:
        """Return the RELAX NG schemas of a plan, without those that are left out."""
        found = map(self._grammar, plan.schemas)
        return [each for each in found if each is not None]

    def _runnable(self, plan: Plan) -> "list[tuple[Schematron, str]]":
        """Return the Schematron schemas of a plan that can be run, with their phases."""
        found = ((self._rules(name), phase) for name, phase in plan.schematrons)
        return [(rules, phase) for rules, phase in found if rules is not None and rules.has_phase(phase)]

    def _grammar(self, name: str, *, must_be_there: bool = False) -> Schema | None:
        return self._kept("rng", name, lambda: self._schema(name), must_be_there=must_be_there)

    def _rules(self, name: str, *, must_be_there: bool = False) -> "Schematron | None":
        access = self.options.access
        return self._kept("sch", name, lambda: schematron(name, access), must_be_there=must_be_there)

    def _kept(self, kind: str, name: str, load: Callable[[], _Kind], *, must_be_there: bool) -> _Kind | None:
        """Return a schema, None where nothing of it can be used; it is then not tried again."""
        if (kind, name) in self._left_out:
            return None
        # One run validates all its documents against the same schemas, whatever becomes of the files.
        if (kind, name) in self._loaded:
            return cast("_Kind", self._loaded[kind, name])
        try:
            made = self._loaded[kind, name] = load()
        except SchemaSyntaxError as error:
            self._left_out[kind, name] = error.diagnostics
        except TeikitError as error:
            if must_be_there:
                raise
            self._left_out[kind, name] = (_missing(name, str(error)),)
        else:
            return made
        return None

    def _schema(self, name: str) -> Schema:
        access, ids = self.options.access, self.options.ids
        if "://" in name and access is not None and access.network:
            return fetched_schema(name, access, ids=ids)
        return schema(name, access, ids=ids)


def _first(faults: Sequence[Diagnostic], name: str) -> Sequence[Diagnostic]:
    """Return faults of a schema, as many as people read: who writes hostile schemas fills no report of documents."""
    more = len(faults) - _MOST_FAULTS
    if more <= 0:
        return faults
    *shown_, last = faults[:_MOST_FAULTS]
    rest = f"(and {more:,} more fault{'s' * (more > 1)}; 'teikit schema check {shown(name)}' reports all)"
    return [*shown_, replace(last, message=f"{last.message} {rest}")]


def unrepeated(found: Iterable[Diagnostic], known: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return faults of a schema without those that are known: what is wrong for two languages is one fault."""
    places = {(each.file, each.span) for each in known}
    malformed = {each.file for each in known if each.rule.endswith("/not-well-formed")}
    return [
        each
        for each in found
        if (each.file, each.span) not in places and not (is_fatal(each.rule) and each.file in malformed)
    ]


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


def _schematron(name: str, access: "Access | None") -> "Schematron":
    """Return a Schematron schema by name or path, without what is wrong in it; errors are those of `schema`."""
    if "://" in name and access is not None and access.network:
        # Few runs are allowed to fetch.
        from teikit.validation.access import fetched  # noqa: PLC0415

        return load_schematron(name, fetched(name), loader=access.loader(Path())[0], lenient=True)
    path, loader, _ = located(name, access)
    return load_schematron(path, loader=loader, lenient=True)


schematron = Kept(_schematron, lambda made: made.files)


def _missing(name: str, why: str) -> Diagnostic:
    """Return that a schema which is named elsewhere than in the document cannot be had."""
    file = shown(name)
    return Diagnostic(file, NOT_READ.id, NOT_READ.severity, why.removeprefix(f"{file}: "))


def _no_phase(rules: "Schematron", phase: str) -> str:
    known = f"there are: {', '.join(rules.phases)}" if rules.phases else "it has none"
    return f"no phase '{shown(phase)}'; {known}"


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
