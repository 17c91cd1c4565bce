"""The work of `teikit validate`: each file to what is to be told of it, in this process or in another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from teikit.cli.fixing import FixOptions, FixSummary, propose_fixes
from teikit.cli.judging import RulePolicy, Validator, explain_plan
from teikit.cli.remembering import LazyResultCache
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import DiagnosticList
from teikit.document.document import Document, from_bytes, from_content, from_file, lazy_document
from teikit.document.root import read_tei
from teikit.errors import ConfigError, InputNotReplacedError, TeikitError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.report.reporter import NOTHING_HIDDEN, Hidden
from teikit.storage.files import read_stdin
from teikit.storage.outputs import NO_OUTPUTS, Outputs
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Gap, Options


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found out about a file, as it travels between processes.

    `name` is the file's as the user gave it. `failure` says in a sentence why it could not be checked. `why` says which
    schemas hold for it, where that was asked; `gaps` are what was not checked for want of a schema, and with
    `lacks_schema` it lacks one that was required. `schema_faults` are what is wrong with its schemas. `mending` says
    what was mended, where anything was. With `is_passed` it was found in a folder and is no TEI, so that nothing is
    said of it. `number` is its place in the run, from 0. `hidden` is what the diagnostics leave out.
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

    @property
    def file(self) -> str:
        """The name as it is shown."""
        return STDIN_NAME if self.name == STDIN else escape_control(self.name)

    @property
    def is_reportable(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.diagnostics or self.failure or self.explanation or self.fix_summary or self.schema_faults)

    @property
    def undecided(self) -> str:
        """Why it is not known whether it is valid, in words; "" where it is."""
        return "; ".join(each.reason for each in self.gaps if each.leaves_undecided)


@dataclass(frozen=True, slots=True)
class ValidateRequest:
    """What the options ask of the check of each file; with `learns` all problems are wanted, those known too.

    `cache` is the folder of the user's caches, None where results are not to be kept. With `strict_schema` each file
    must have a schema. `outputs` are the files that the run writes.
    """

    options: Options
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    config: Path | None = None
    baseline: Path | None = None
    fix_options: FixOptions = field(default_factory=FixOptions)
    is_writing_baseline: bool = False
    verbose: bool = False
    cache: Path | None = None
    strict_schema: bool = False
    outputs: Outputs = NO_OUTPUTS


class ValidateOperation:
    """Checks files. It travels without what it has made ready."""

    def __init__(self, asked: ValidateRequest, *, has_travelled: bool = False) -> None:
        self._asked, self._has_travelled = asked, has_travelled

    def __reduce__(self) -> tuple[Callable[[ValidateRequest], "ValidateOperation"], tuple[ValidateRequest]]:
        return partial(ValidateOperation, has_travelled=True), (self._asked,)

    @cached_property
    def validator(self) -> Validator:
        """What the files are judged by.

        Raises:
            TeikitError: what the user named cannot be had.
        """
        asked = self._asked
        choice = RulePolicy(asked.select, asked.ignore, asked.config, asked.baseline)
        run = ValidationPipeline(asked.options)
        # Nothing travels for a single file.
        remembered = LazyResultCache(run, asked.cache, many=self._has_travelled)
        return Validator(run, choice, remembered, asked.outputs, learns=asked.is_writing_baseline)

    @cached_property
    def stdin(self) -> Document:
        """What stands on standard input, which is read once."""
        return from_bytes(read_stdin(), STDIN_NAME)

    def prepare(self) -> Callable[[Item], FileReport]:
        """Make ready to check; errors are those of `judgement`."""
        assert self.validator  # noqa: S101  made now, and not at the first file
        return self._check

    def document(self, checked: FileReport) -> Document:
        """Return a file that was checked, to be looked at once more."""
        return self.stdin if checked.name == STDIN else lazy_document(checked.name)

    def flush(self) -> None:
        """Write what waits for the cache."""
        self.validator.cache.flush()

    def close(self) -> None:
        """Let go of the cache, with all that waits for it written."""
        self.validator.cache.close()

    def failure_result(self, item: Item, reason: str) -> FileReport:
        """Return that a file could not be checked."""
        return FileReport(
            item.name, failure=f"{escape_control(item.name)}: could not be checked: {reason}", number=item.number
        )

    def _check(self, item: Item) -> FileReport:
        """Return what is wrong with a file, or why it could not be checked.

        Raises:
            ConfigError: the configuration that holds for the file is wrong.
            InputNotReplacedError: a result would take the place of a schema that the file names.
        """
        known: dict[str, Any] = {}
        try:
            item.check()
            document = self._document(item)
            if document is None:
                return FileReport(item.name, is_skipped=True)
            found = self._find_problems(document, known)
            known["diagnostics"] = DiagnosticList.of(found)
        except (ConfigError, InputNotReplacedError):
            raise
        except TeikitError as error:
            known["failure"] = str(error)
        return FileReport(item.name, number=item.number, **known)

    def _document(self, item: Item) -> Document | None:
        """Return a file as a document; None where it was found in a folder and is no TEI."""
        if item.is_discovered:
            return read_tei(item.name, item.content)
        if item.content is not None:
            return from_content(item.name, item.content)
        return self.stdin if item.name == STDIN else from_file(item.name)

    def _find_problems(self, document: Document, known: dict[str, Any]) -> Sequence[Diagnostic]:
        """Return what is wrong with a document; what else comes to be known of it is put into `known`."""
        asked, judgement = self._asked, self.validator
        plan = judgement.plan(document)
        known["schema_faults"] = DiagnosticList(judgement.schema_faults(document, plan))
        known["gaps"] = judgement.gaps(plan)
        known["lacks_schema"] = plan.lacks_schema and (asked.strict_schema or judgement.is_strict(document))
        if asked.verbose and not asked.fix_options.is_requested:
            known["explanation"] = f"{document.file}: {explain_plan(plan)}"
        if asked.fix_options.is_requested:
            judged, known["fix_summary"] = asked.fix_options.fix_document(document, judgement)
        else:
            judged = judgement.validate(document, plan)
        known["hidden"] = judged.hidden
        found = judged.diagnostics
        return propose_fixes(document, judgement, found) if asked.fix_options.show_fixes else found
