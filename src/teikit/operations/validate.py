"""Validates documents: schemas, Schematron and TEI checks, then the rule policy; or fixes them where that is asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.selection import Selection
from teikit.document.document import Document, from_bytes, from_content, from_file, lazy_document
from teikit.document.root import read_tei
from teikit.errors import ConfigError, InputNotReplacedError, TeikitError, UnsupportedError
from teikit.executors.protocols import Operation
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.fix import NO_FIXES, DocumentFixer, FixOptions, FixSummary, attach_verified_fixes
from teikit.operations.result_cache import ResultCache
from teikit.operations.rule_policy import ReportedProblems, RulePolicy
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.report.reporter import NOTHING_HIDDEN, Hidden
from teikit.storage.files import read_stdin
from teikit.storage.outputs import NO_OUTPUTS, Outputs
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Gap, Options, Plan

if TYPE_CHECKING:
    from teikit.fixing import FixResult, TrialValidation
    from teikit.report.svrl_elements import SvrlPart
    from teikit.validation.inclusion import Includes, MergedDocument

_XINCLUDE = b"http://www.w3.org/2001/XInclude"


class ValidateRequest(NamedTuple):
    """What a user asks of a validation.

    `options` are those of the schemas and checks. `select` and `ignore` name rules or beginnings of some, one or
    several by commas. `config` is the configuration file, that of the document's folder if None. `baseline` is a file
    of known problems. With `is_writing_baseline` all problems are wanted, known ones too. With `verbose` each report
    says which schemas apply. `cache` is the folder of the user's caches, None to keep no results. With `strict_schema`
    each file must have a schema. `outputs` are the files that the run writes, of which none may be a schema.
    """

    options: Options
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    config: Path | None = None
    baseline: Path | None = None
    fix_options: FixOptions = NO_FIXES
    is_writing_baseline: bool = False
    verbose: bool = False
    cache: Path | None = None
    strict_schema: bool = False
    outputs: Outputs = NO_OUTPUTS


class Unfollowed(NamedTuple):
    """The inclusions of a file that were not followed: how many there are, and where the first one is."""

    total: int
    first: str


class FileReport(NamedTuple):
    """The result of a file; it can be sent between processes.

    `name` is the file's as the user gave it. `failure` says in a sentence why it could not be checked. `explanation`
    says which schemas apply to it, where that was asked; `gaps` are what was not checked for want of a schema, and with
    `lacks_schema` it has none although one is required. `schema_faults` are what is wrong with its schemas.
    `fix_summary` says what was fixed, if anything. With `is_skipped` it was found in a folder and is no TEI, so that
    nothing is reported of it. `number` is its place in the run, from 0. `hidden` is what the diagnostics leave out.
    `included` are the files that it includes, which problems may be in, `unfollowed` the inclusions that were not
    followed.
    """

    name: str
    diagnostics: Sequence[Diagnostic] = ()
    failure: str = ""
    explanation: str = ""
    gaps: tuple[Gap, ...] = ()
    lacks_schema: bool = False
    schema_faults: Sequence[Diagnostic] = ()
    fix_summary: FixSummary | None = None
    is_skipped: bool = False
    number: int = 0
    hidden: Hidden = NOTHING_HIDDEN
    included: tuple[str, ...] = ()
    unfollowed: Unfollowed | None = None

    @property
    def file(self) -> str:
        """The name as messages show it."""
        return STDIN_NAME if self.name == STDIN else escape_control(self.name)

    @property
    def is_reportable(self) -> bool:
        """Whether there is anything to report of it."""
        return bool(self.diagnostics or self.failure or self.explanation or self.fix_summary or self.schema_faults)

    @property
    def undecided(self) -> str:
        """Why it is unknown whether the file is valid, in words; "" where that is known."""
        return "; ".join(each.reason for each in self.gaps if each.leaves_undecided)


class Validator(Operation[FileReport]):
    """Validates documents by one request, one by one or as an operation on many; pickled without its loaded schemas."""

    def __init__(self, request: ValidateRequest, *, has_travelled: bool = False) -> None:
        self._request, self._has_travelled = request, has_travelled
        # The combinations of schemas of which none is an output.
        self._checked_schemas: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()

    def __reduce__(self) -> tuple[Callable[[ValidateRequest], "Validator"], tuple[ValidateRequest]]:
        return partial(Validator, has_travelled=True), (self._request,)

    @cached_property
    def _policy(self) -> RulePolicy:
        request = self._request
        named = request.select, request.ignore, request.config, request.baseline
        return RulePolicy(*named, applies_baseline=not request.is_writing_baseline)

    @cached_property
    def _pipeline(self) -> ValidationPipeline:
        return ValidationPipeline(self._request.options)

    @cached_property
    def _trial_pipeline(self) -> ValidationPipeline:
        """The pipeline for documents that are only tried, as a fix is verified: their IDs are not those of the run."""
        options = self._request.options
        return ValidationPipeline(options._replace(unique_ids=False)) if options.unique_ids else self._pipeline

    @cached_property
    def _cache(self) -> ResultCache:
        # A single file is never sent to another process.
        return ResultCache(self._pipeline, self._request.cache, has_many=self._has_travelled)

    @cached_property
    def _stdin(self) -> Document:
        """Standard input, which can be read only once."""
        return from_bytes(read_stdin("input-bytes"), STDIN_NAME)

    def prepare(self) -> Callable[[Item], FileReport]:
        """Load what the user named, now and not for the first file.

        Raises:
            TeikitError: a rule, schema or file that the user named is unknown, missing or not correct.
        """
        assert self._policy  # noqa: S101  the rules that are named
        assert self._pipeline  # noqa: S101  the schemas that are named
        for folder in self._request.options.folders:
            # Processes that are forked share what was read before.
            self._pipeline.prepare_registers(self._policy.config(folder / "_"))
        return self.check_item

    def require_correct_schemas(self) -> None:
        """Raise SchemaSyntaxError where a RELAX NG schema that the user named is not correct."""
        faults = self._pipeline.schema_faults(Plan(tuple(self._request.options.schemas), (), ""))
        if faults:
            raise SchemaSyntaxError(faults)

    def flush(self) -> None:
        """Write the buffered results to the cache."""
        self._cache.flush()

    def close(self) -> None:
        """Write the buffered results, and close the cache."""
        self._cache.close()

    def failure_result(self, item: Item, reason: str) -> FileReport:
        """Return that a file could not be checked."""
        failure = f"{escape_control(item.name)}: could not be checked: {reason}"
        return FileReport(item.name, failure=failure, number=item.number)

    def check_item(self, item: Item) -> FileReport:
        """Return what is wrong with a file, or why it could not be checked.

        Raises:
            ConfigError: the configuration that applies to the file is wrong.
            InputNotReplacedError: an output would replace a schema that the file names.
        """
        report = FileReport(item.name, number=item.number)
        try:
            item.check()
            document = self._open_item(item)
            if document is None:
                return report._replace(is_skipped=True)
            plan = self.plan(document)
            report = self._add_schemas(report, document, plan)
            return self._add_problems(report, document, plan)
        except (ConfigError, InputNotReplacedError):
            raise
        except TeikitError as error:
            # Faults of its schemas are reported nevertheless.
            return report._replace(failure=str(error))

    def check(self, document: Document) -> FileReport:
        """Return what is wrong with a document, after fixing it where that is asked.

        Raises:
            UnreadableInputError: it cannot be read.
            UnsupportedError: a schema allows too much at once to validate with it.
            ConfigError: the configuration that applies to it is wrong.
        """
        plan = self.plan(document)
        return self._add_problems(self._add_schemas(FileReport(document.file), document, plan), document, plan)

    def fix(self, document: Document, *, unsafe: bool = False) -> "FixResult":
        """Return a document's bytes with its problems fixed, what was fixed and what is left; nothing is written.

        Raises:
            As `check`.
        """
        return self._fixer(document).fix(document.read(), unsafe=unsafe)

    def attach_fixes(self, document: Document, chosen: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """Return problems of a document, each with the fix that is verified for it."""
        return attach_verified_fixes(document, partial(self._trial_validation, document), chosen)

    def svrl_parts(self, document: Document) -> "Iterator[SvrlPart]":
        """Yield what the Schematron schemas of a document say of it; nothing more where it cannot be read as XML."""
        # Imports lxml, which most runs need not.
        from teikit.document.tree import NotWellFormedError  # noqa: PLC0415

        with suppress(TeikitError, NotWellFormedError):
            plan, merged = self.plan(document), self._merge_included(document)
            yield from self._pipeline.svrl_parts(merged.document if merged else document, plan)

    def open_again(self, report: FileReport) -> Document:
        """Return the document of a report, to read it once more."""
        return self._stdin if report.name == STDIN else lazy_document(report.name)

    def plan(self, document: Document) -> Plan:
        """Return which schemas apply to a document.

        Raises:
            InputNotReplacedError: an output would replace one of its schemas.
            IncorrectSchemaError, UnreadableInputError: there are outputs, and a schema cannot be read.
        """
        plan = self._pipeline.plan(document, self._policy.config(document.path))
        if self._policy.selection(document.path).leaves_out("sch"):
            plan = plan._replace(runs_own_rules=False)
        names = plan.schemas, tuple(name for name, _ in plan.schematrons)
        outputs = self._request.outputs
        if outputs and names not in self._checked_schemas:
            outputs.check(*self._pipeline.files(plan))
            self._checked_schemas.add(names)
        return plan

    def _open_item(self, item: Item) -> Document | None:
        """Return a file as a document; None where it was found in a folder and is no TEI."""
        if item.is_discovered:
            return read_tei(item.name, item.content)
        if item.content is not None:
            return from_content(item.name, item.content)
        return self._stdin if item.name == STDIN else from_file(item.name)

    def _add_schemas(self, report: FileReport, document: Document, plan: Plan) -> FileReport:
        """Add to a report which schemas apply, and what is wrong with them."""
        request = self._request
        explains = request.verbose and not request.fix_options.is_requested
        is_required = request.strict_schema or self._policy.config(document.path).validate.strict_schema
        # Which problems of documents are selected does not matter for the schemas that find them.
        chosen = self._policy.selection(document.path)
        selection = Selection((), chosen.ignore, chosen.severity)
        return report._replace(
            schema_faults=DiagnosticList(selection.apply(self._pipeline.schema_faults(plan))),
            gaps=self._pipeline.gaps(plan),
            lacks_schema=plan.lacks_schema and is_required,
            explanation=f"{document.file}: {explain_plan(plan)}" if explains else "",
        )

    def _add_problems(self, report: FileReport, document: Document, plan: Plan) -> FileReport:
        """Add to a report what is wrong with the document, after fixing it where that is asked."""
        options, summary = self._request.fix_options, None
        includes: Includes | None = None
        if _may_include(document):
            # Few documents include others.
            from teikit.validation.inclusion import drop_unfollowed, find_includes  # noqa: PLC0415

            # What is fixed is merged where the fix is refused.
            if not options.is_requested and (merged := self._merge_included(document)) is not None:
                return self._add_problems_of_all(report, merged, plan)
            includes = None if self._follows_includes(document) else find_includes(document)
        if includes and includes.places:
            first = ":".join(map(str, (document.file, *includes.places[0])))
            report = report._replace(unfollowed=Unfollowed(len(includes.places), first))
        if options.is_requested:
            reported, summary = self._fixer(document).apply(options)
        else:
            is_selected = self._policy.selection(document.path).is_selected
            problems = self._cache.get_or_compute(document, plan, is_selected)
            reported = self._apply_policy(document, drop_unfollowed(problems, includes) if includes else problems)
        found = self.attach_fixes(document, reported.diagnostics) if options.show_fixes else reported.diagnostics
        return report._replace(diagnostics=DiagnosticList.of(found), fix_summary=summary, hidden=reported.hidden)

    def _follows_includes(self, document: Document) -> bool:
        return self._request.options.xinclude or self._policy.config(document.path).validate.xinclude

    def _merge_included(self, document: Document) -> "MergedDocument | None":
        """Return a document with all that it includes, where the user asked for that and it includes something."""
        if not (_may_include(document) and self._follows_includes(document)):
            return None
        from teikit.validation.inclusion import merge_included  # noqa: PLC0415  see `_add_problems`

        return merge_included(document, self._request.options)

    def _add_problems_of_all(self, report: FileReport, merged: "MergedDocument", plan: Plan) -> FileReport:
        """Add to a report what is wrong with a document and with all that it includes."""
        path, found = merged.document.path, merged.faults
        if not found:
            is_selected = self._policy.selection(path).is_selected
            # The parts of it may be files of the run too, with the same IDs.
            is_compared = self._request.options.unique_ids
            problems = (
                self._trial_pipeline.problems(merged.document, plan, is_selected=is_selected)
                if is_compared
                else self._cache.get_or_compute(merged.document, plan, is_selected)
            )
            found = merged.locate(problems)
        is_partial = self._request.options.is_partial
        reported = self._policy.apply(merged.source, found, is_partial=is_partial, included=merged.files)
        diagnostics = DiagnosticList.of(reported.diagnostics)
        return report._replace(diagnostics=diagnostics, hidden=reported.hidden, included=tuple(merged.files))

    def _apply_policy(self, document: Document, found: Sequence[Diagnostic]) -> ReportedProblems:
        return self._policy.apply(document, found, is_partial=self._request.options.is_partial)

    def _fixer(self, document: Document) -> DocumentFixer:
        if self._merge_included(document) is not None:
            advice = "fix it and what it includes without --xinclude, file by file"
            raise UnsupportedError(f"{document.file}: includes other files, and is not fixed as a whole; {advice}")
        only_fatal = self._request.is_writing_baseline
        return DocumentFixer(document, self._trial_validation(document), self._apply_policy, only_fatal=only_fatal)

    def _trial_validation(self, document: Document) -> "TrialValidation":
        """Return a function that finds all that is wrong with other bytes in a document's place."""
        plan = self.plan(document)
        return lambda data: self._trial_pipeline.problems(document.with_bytes(data), plan)


def _may_include(document: Document) -> bool:
    """Return whether a document may have elements of XInclude."""
    before = b""
    for piece in document.opener():
        if _XINCLUDE in piece or _XINCLUDE in before + piece[: len(_XINCLUDE)]:
            return True
        # Two bytes for each character.
        if not before and b"\0" in piece[:4]:
            return True
        before = piece[-len(_XINCLUDE) :]
    return False


def explain_plan(plan: Plan) -> str:
    """Return in words which schemas apply to a document, and why."""
    rules = [f"{name}{f' in phase {phase}' if phase else ''}" for name, phase in plan.schematrons]
    return f"checked against {escape_control(', '.join((*plan.schemas, *rules))) or 'no schema'} ({plan.reason})"
