"""Summarizes a corpus: the facts of each file, in any executor, added to those of all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from teikit.diagnostics import Severity
from teikit.document.document import Document, from_bytes, from_file
from teikit.document.root import is_tei_file
from teikit.document.tree import NotWellFormedError
from teikit.errors import ConfigError, InputNotReplacedError, TeikitError
from teikit.executors.protocols import Executor, Operation
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.inputs.item import Item
from teikit.inputs.paths import NOT_TEI
from teikit.messages import escape_control
from teikit.operations.run import RunInputs, execute
from teikit.operations.validate import FileReport, ValidateRequest, Validator
from teikit.overview.facts import Facts, Failure, make_failure, merge_namesakes
from teikit.overview.reading import NotTeiRootError, facts_of
from teikit.report.concise import place
from teikit.report.reporter import NOTHING_HIDDEN
from teikit.storage.files import read_stdin
from teikit.storage.outputs import NO_OUTPUTS, Outputs


def open_document(name: str) -> Document:
    """Return a file or standard input as a document."""
    return from_bytes(read_stdin("input-bytes"), STDIN_NAME) if name == STDIN else from_file(name)


@dataclass(frozen=True, slots=True)
class SummarizeOperation(Operation[Facts]):
    """Reads the facts of files; with a `request` it validates them too."""

    request: ValidateRequest | None = None

    def prepare(self) -> Callable[[Item], Facts]:
        """Return what reads the facts of a file; errors are those of the request."""
        if self.request is None:
            return partial(_gather_facts, validate=None)
        validator = Validator(self.request)
        validator.prepare()
        return partial(_gather_facts, validate=validator.check)

    def failure_result(self, item: Item, reason: str) -> Facts:
        """Return that a file could not be read because its worker died."""
        return make_failure(item.number, escape_control(item.name), f"{escape_control(item.name)}: {reason}")


def summarize(
    operation: SummarizeOperation,
    inputs: RunInputs,
    executor: Executor,
    *,
    outputs: Outputs = NO_OUTPUTS,
    on_failure: Callable[[Failure], None] = lambda _failure: None,
) -> Facts:
    """Return the facts of all files of a run.

    `on_failure` is called at once for each file that cannot be read. None of the files may be one of the `outputs`.
    """
    facts = Facts()
    with execute(operation, inputs.items(outputs), executor) as results:
        for each in results:
            facts.plus(each)
            for failure in each.failures:
                on_failure(failure)
    skipped = inputs.discovery.skipped
    skipped[NOT_TEI] += facts.skipped
    facts.skipped = skipped.total()
    return merge_namesakes(facts)


def _gather_facts(item: Item, validate: Callable[[Document], FileReport] | None) -> Facts:
    """Return the facts of a file, also if it cannot be read.

    Raises:
        ConfigError: the configuration is wrong.
        InputNotReplacedError: a result would replace a schema that the file names.
    """
    file = escape_control(item.name)
    try:
        item.check()
        if item.is_discovered and not is_tei_file(item.name):
            return Facts(skipped=1)
        document = open_document(item.name)
        file = document.file
        facts = facts_of(document)
        if validate is not None:
            _add_report(facts, validate(document))
    except (ConfigError, InputNotReplacedError):
        raise
    except TeikitError as error:
        return make_failure(item.number, file, str(error))
    except NotTeiRootError as error:
        reason = f"is no TEI document: its root element is {escape_control(str(error))}"
        return make_failure(item.number, file, f"{file}: {reason}")
    except NotWellFormedError as error:
        fault = error.diagnostic
        return make_failure(item.number, fault.file, escape_control(f"{place(fault)}: {fault.message}"), malformed=True)
    return facts


def _add_report(facts: Facts, report: FileReport) -> None:
    counts = facts.validation
    counts.checked += 1
    rules = Counter((each.severity, each.rule) for each in report.diagnostics)
    is_invalid = any(severity is Severity.ERROR for severity, _ in rules)
    is_undecided = bool(report.undecided)
    counts.invalid += is_invalid
    counts.undecided += is_undecided and not is_invalid
    counts.files_with_hidden += report.hidden != NOTHING_HIDDEN and not (is_invalid or is_undecided)
    counts.rules.add_file(rules)
