"""The validation pipeline: well-formedness, RELAX NG, Schematron, then TEI checks, each fault reported once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from teikit.checks import CheckContext, all_rules, check
from teikit.checks.linked_files import LinkedFiles, RecordedLookups
from teikit.config import Config
from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.selection import is_fatal
from teikit.document.document import Document
from teikit.document.prolog import Prolog, read_prolog
from teikit.errors import IncorrectSchemaError, TeikitError
from teikit.messages import escape_control
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.validator.schema import Schema, StoredRules
from teikit.validation.file_memo import FileBackedCache
from teikit.validation.loading import fetch_schema, schema, wellformedness_schema
from teikit.validation.plan import INCORRECT, MISSING, NOT_READ, Gap, Options, Plan, plan_for, unreadable_schema
from teikit.validation.repeated import drop_known_faults, drop_known_problems, drop_known_rules

if TYPE_CHECKING:
    from teikit.registers import RegisterIndex
    from teikit.report.svrl_elements import SvrlPart
    from teikit.validation.access import ReadPolicy
    from teikit.validation.rules_cache import Rules

_Kind = TypeVar("_Kind")
_MOST_FAULTS = 10
_NO_RULES = "sch-schema/not-a-schema"
# The names and SHA-256 digests of the files that a schema was read from.
Files = tuple[tuple[str, str], ...]


class ValidationPipeline:
    """Validates the documents of one run, with the user's options and a shared state.

    Faults of a schema are not reported for documents: the faulty part is left out, and `schema_faults` returns them.

    Raises:
        IncorrectSchemaError: a schema that the user names does not exist, or lacks the phase.
        PluginError: a check of an extension is broken.
        UnreadableInputError: a schema or a register that the user names cannot be read.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        # A broken extension is reported once, before any document is looked at.
        all_rules()
        allowed = options.access.folders if options.access else ()
        self._linked_files = LinkedFiles((*options.folders, *allowed))
        self._project = options.access.project if options.access else None
        more = self._project.allows if self._project else None
        self._files_of_project = LinkedFiles((*options.folders, *allowed), more)
        self._ids_of_run: dict[str, str] | None = {} if options.unique_ids else None
        # Unusable schemas by kind and name, with their faults.
        self._unusable: dict[tuple[str, str], tuple[Diagnostic, ...]] = {}
        self._loaded: dict[tuple[str, str], object] = {}
        self._registers: dict[Path | None, RegisterIndex] = {}
        self._named_registers: RegisterIndex | None = None
        if options.registers:
            from teikit.validation.registers import read_registers  # noqa: PLC0415  see `_find_registers`

            self._named_registers = read_registers(options.registers)
        self._faults_by_schemas: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[Diagnostic]] = {}
        # A schema that the user names must be usable; this is checked before any document.
        for name in options.schemas:
            self._usable_grammar(name, must_be_there=True)
        for name in options.schematrons:
            rules = self._usable_schematron(name, must_be_there=True)
            if rules and not rules.faults and not rules.has_phase(options.phase):
                reason = _missing_phase_message(rules, options.phase)
                raise IncorrectSchemaError(f"{escape_control(name)}: there is {reason}")

    def linked_files(self, document: Document) -> LinkedFiles:
        """Return the files to which a document may point: those of the project only if it is in it itself."""
        is_in_project = self._project and document.path and self._project.has(document.path)
        return self._files_of_project if is_in_project else self._linked_files

    def plan(self, document: Document, config: Config | None = None) -> Plan:
        """Return the plan of a document: its schemas and phases, and its registers.

        Raises:
            ConfigError: a register that the configuration names is missing or not well-formed.
        """
        options = self.options
        if options.access is not None and options.access.folders:
            document.allow_entities(options.access.folders)
        prolog = Prolog() if options.schemas else read_prolog(document.opener(), document.budget)
        config = config or Config()
        plan = self._filter_by_phase(document, plan_for(document, options, config, prolog))
        return plan._replace(registers=self._find_registers(config))

    def prepare_registers(self, config: Config) -> None:
        """Read the registers that a configuration names; raises the errors of `plan`."""
        self._find_registers(config)

    def _find_registers(self, config: Config) -> "RegisterIndex | None":
        """Return the registers of the options, or else of the configuration; None if there are none."""
        if self._named_registers is not None or not config.validate.registers:
            return self._named_registers
        if config.file not in self._registers:
            # Few editions name registers.
            from teikit.validation.registers import read_configured_registers  # noqa: PLC0415

            self._registers[config.file] = read_configured_registers(config)
        return self._registers[config.file]

    def _filter_by_phase(self, document: Document, plan: Plan) -> Plan:
        """Return a plan without the Schematron schemas that lack the requested phase."""
        if not any(phase for _, phase in plan.schematrons):
            return plan
        left, faults = [], list(plan.faults)
        for name, phase in plan.schematrons:
            rules = self._usable_schematron(name) if phase else None
            if rules is None or rules.faults or rules.has_phase(phase):
                left.append((name, phase))
            else:
                model = plan.references.get(name)
                faults.append(unreadable_schema(document, name, f"has {_missing_phase_message(rules, phase)}", model))
        return plan._replace(schematrons=tuple(left), faults=tuple(faults))

    def schema_faults(self, plan: Plan) -> list[Diagnostic]:
        """Return the faults of a plan's schemas, each once, with positions in the schemas' own files.

        Schemas that cannot be used at all come first, at the position where the document names them. Only the first
        faults of a schema are returned; the last one then says how many more there are.
        """
        missing = {each.message: each for each in reversed(sort_diagnostics(plan.faults))}
        return [*sort_diagnostics(missing.values()), *self._find_schema_faults(plan)]

    def _find_schema_faults(self, plan: Plan) -> list[Diagnostic]:
        """Return the faults in the schemas' files, cached, since many documents share few combinations of schemas."""
        key = plan.schemas, tuple(name for name, _ in plan.schematrons), plan.runs_own_rules
        if (known := self._faults_by_schemas.get(key)) is not None:
            return known
        faults: list[Diagnostic] = []
        for name in key[0]:
            faults += [] if self._usable_grammar(name) else _limit_faults(self._unusable["rng", name], name)
        own = {name: self._own_rules(name) for name in self._with_own_rules(plan)}
        # Own rules that are correct have a screen; they are loaded when a document needs them.
        incorrect = [name for name, stored in own.items() if stored and stored.screen is None]
        for name in (*key[1], *incorrect):
            rules = self._usable_schematron(name)
            found = rules.faults if rules else self._unusable["sch", name]
            # Many documents name their grammar as Schematron too, whether it has rules or not.
            is_grammar_too = name in key[0] and name not in self.options.schematrons
            if not (is_grammar_too and all(each.rule == _NO_RULES for each in found)):
                faults += _limit_faults(drop_known_faults(found, faults), name)
        self._faults_by_schemas[key] = faults
        return faults

    def gaps(self, plan: Plan) -> tuple[Gap, ...]:
        """Return what is not checked in a document because a schema is missing or incorrect."""
        others = [MISSING] * bool(plan.faults) + [INCORRECT] * bool(self._find_schema_faults(plan))
        return (*plan.gaps, *others)

    def problems(
        self,
        document: Document,
        plan: Plan,
        *,
        is_selected: Callable[[str], bool] = lambda _rule: True,
        neighbours: LinkedFiles | RecordedLookups | None = None,
    ) -> DiagnosticList:
        """Return the diagnostics of a document from its schemas and the TEI checks, in document order.

        Args:
            document: the document.
            plan: its schemas and phases.
            is_selected: returns whether a rule is applied.
            neighbours: the files to which the document may point, if not those of the run.

        Raises:
            UnreadableInputError: the document cannot be read.
            UnsupportedError: a schema is too complex to validate with.
        """
        schemas = self._usable_grammars(plan) or [wellformedness_schema(ids=self.options.ids)]
        found: list[Sequence[Diagnostic]] = [one.validate_document(document) for one in schemas]
        # The later steps make no sense for a document that is not well-formed.
        if any(is_fatal(rule) for each in found for rule, _ in DiagnosticList.of(each).counts):
            return DiagnosticList.merge(found)
        named = [one.validate_document(document, phase or None) for one, phase in self._usable_schematrons(plan)]
        own = [self._run_own_rules(name, document) for name in self._with_own_rules(plan)]
        rules = [*named, *(drop_known_rules(each, found, named) for each in own)]
        around = CheckContext(neighbours or self.linked_files(document), self._ids_of_run, plan.registers)
        checked = check(document, around, lambda rule: is_selected(rule.id))
        return DiagnosticList.merge((*found, *rules, drop_known_problems(checked, (*found, *rules), rules)))

    def svrl_parts(self, document: Document, plan: Plan) -> "Iterator[SvrlPart]":
        """Yield what each Schematron schema of a plan says of a document, in the order of `problems`.

        Raises:
            NotWellFormedError: the document is not well-formed XML.
            UnreadableInputError: it cannot be read.
        """
        own = (self._usable_schematron(name) for name in self._with_own_rules(plan))
        rules = [(one, phase or None) for one, phase in self._usable_schematrons(plan)]
        for one, phase in (*rules, *((one, self._phase_of_own_rules(one)) for one in own if one is not None)):
            yield one.svrl_part(document, phase)

    def digests(self, plan: Plan) -> tuple[tuple[str, str], ...] | None:
        """Return the digest of all files of each schema in a plan, and its phase.

        None if a schema may give another result for the same document the next time; `is_lasting` says whether the own
        rules of a schema do.
        """
        grammars = [(_digest(each.files), "") for each in self._usable_grammars(plan)]
        rules = self._usable_schematrons(plan)
        own = [stored for name in self._with_own_rules(plan) if (stored := self._own_rules(name))]
        are_known = all(one.is_deterministic or one.screen is not None for one in own)
        if not (are_known and all(one.is_deterministic for one, _ in rules)):
            return None
        named = ((f"rules {_digest(_schematron_digests(one))}", phase) for one, phase in rules)
        return (*grammars, *named, (f"{len(own)} with their own rules", self.options.phase))

    def is_lasting(self, document: Document, plan: Plan) -> bool:
        """Return whether no rule that is embedded in a schema, and depends on the time, concerns a document."""
        own = [stored for name in self._with_own_rules(plan) if (stored := self._own_rules(name))]
        timed = [each.screen for each in own if not each.is_deterministic and each.screen is not None]
        if not timed:
            return True
        from teikit.schematron.screen import Screen  # noqa: PLC0415  see `_run_own_rules`

        return all(Screen(*each).timed().is_clean(document) for each in timed)

    def has_own_rules(self, plan: Plan) -> bool:
        """Return whether rules that are embedded in schemas of a plan apply."""
        return bool(self._with_own_rules(plan))

    def files(self, plan: Plan) -> Iterator[str]:
        """Yield the files of a plan's schemas, including the files that they include, and of its registers.

        Raises:
            IncorrectSchemaError, UnreadableInputError: a schema cannot be found or read, or is incorrect.
        """
        for name in plan.schemas:
            yield from (file for file, _ in self._schema(name).files)
        for name, _ in plan.schematrons:
            yield from _load_rules(name, self.options.access).files
        yield from (str(each.path) for each in (plan.registers.registers if plan.registers else ()))

    def _usable_grammars(self, plan: Plan) -> list[Schema]:
        """Return the usable RELAX NG schemas of a plan."""
        found = map(self._usable_grammar, plan.schemas)
        return [each for each in found if each is not None]

    def _usable_schematrons(self, plan: Plan) -> "list[tuple[Rules, str]]":
        """Return the usable Schematron schemas of a plan, with their phases."""
        found = ((self._usable_schematron(name), phase) for name, phase in plan.schematrons)
        return [(rules, phase) for rules, phase in found if rules is not None and rules.has_phase(phase)]

    def _with_own_rules(self, plan: Plan) -> list[str]:
        """Return the schemas of a plan whose own rules apply; rules that are also named are run once."""
        named = {name for name, _ in plan.schematrons}
        schemas = [name for name in plan.schemas if name not in named] if plan.runs_own_rules else []
        return [name for name in schemas if self._own_rules(name) is not None]

    def _own_rules(self, name: str) -> StoredRules | None:
        grammar = self._usable_grammar(name)
        return grammar.rules if grammar else None

    def _run_own_rules(self, name: str, document: Document) -> Sequence[Diagnostic]:
        """Return what the rules that are embedded in a schema report of a document."""
        stored, suspects = self._own_rules(name), None
        if not self.options.phase and stored and stored.screen is not None:
            # Schemas without rules need no lxml, which is slow to import.
            from teikit.schematron.screen import Screen  # noqa: PLC0415

            suspects = Screen(*stored.screen).suspects(document)
            if not suspects:
                return []
        rules = self._usable_schematron(name)
        if rules is None:
            return []
        return rules.validate_document(document, self._phase_of_own_rules(rules), among=suspects)

    def _phase_of_own_rules(self, rules: "Rules") -> str | None:
        """Return the phase in which embedded rules are run: the one that was asked for, None where they lack it."""
        phase = self.options.phase
        return phase if phase and rules.has_phase(phase) else None

    def _usable_grammar(self, name: str, *, must_be_there: bool = False) -> Schema | None:
        return self._load_once("rng", name, lambda: self._schema(name), must_be_there=must_be_there)

    def _usable_schematron(self, name: str, *, must_be_there: bool = False) -> "Rules | None":
        access = self.options.access
        return self._load_once("sch", name, lambda: schematron(name, access), must_be_there=must_be_there)

    def _load_once(self, kind: str, name: str, load: Callable[[], _Kind], *, must_be_there: bool) -> _Kind | None:
        """Return a schema, None if it is unusable; each schema is tried only once."""
        if (kind, name) in self._unusable:
            return None
        # All documents of a run are validated against the same schemas, even if the files change.
        if (kind, name) in self._loaded:
            return cast("_Kind", self._loaded[kind, name])
        try:
            made = self._loaded[kind, name] = load()
        except SchemaSyntaxError as error:
            from teikit.validation.unusable import explain_faults  # noqa: PLC0415  few schemas are not correct

            self._unusable[kind, name] = tuple(explain_faults(kind, error.diagnostics))
        except TeikitError as error:
            if must_be_there:
                raise
            file = escape_control(name)
            reason = str(error).removeprefix(f"{file}: ")
            self._unusable[kind, name] = (Diagnostic(file, NOT_READ.id, NOT_READ.severity, reason),)
        else:
            return made
        return None

    def _schema(self, name: str) -> Schema:
        access, ids = self.options.access, self.options.ids
        if "://" in name and access is not None and access.network:
            return fetch_schema(name, access, ids=ids)
        return schema(name, access, ids=ids)


def _limit_faults(faults: Sequence[Diagnostic], name: str) -> Sequence[Diagnostic]:
    """Return the first faults of a schema; a hostile schema must not fill the report."""
    more = len(faults) - _MOST_FAULTS
    if more <= 0:
        return faults
    *first, last = faults[:_MOST_FAULTS]
    rest = f"(and {more:,} more fault{'s' * (more > 1)}; 'teikit schema check {escape_control(name)}' reports all)"
    return [*first, replace(last, message=f"{last.message} {rest}")]


@lru_cache(maxsize=64)
def _digest(files: Files) -> str:
    return sha256(repr(sorted(files)).encode("utf-8", "surrogateescape")).hexdigest()


@lru_cache(maxsize=16)
def _schematron_digests(rules: "Rules") -> Files:
    return tuple((name, sha256(data).hexdigest()) for name, data in rules.files.items())


def _load_rules(name: str, access: "ReadPolicy | None") -> "Rules":
    """Return a Schematron schema; errors are those of `load_rules`."""
    # Runs without Schematron need not pay for its import.
    from teikit.validation.rules_cache import load_rules  # noqa: PLC0415

    return load_rules(name, access)


schematron = FileBackedCache(_load_rules, lambda made: made.files)


def _missing_phase_message(rules: "Rules", phase: str) -> str:
    known = f"there are: {', '.join(rules.phases)}" if rules.phases else "it has none"
    return f"no phase '{escape_control(phase)}'; {known}"
