"""The operation that collects facts from files, for any executor."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Severity
from teikit.document.document import Document, from_file
from teikit.document.root import is_tei_file
from teikit.document.tree import NotWellFormedError
from teikit.errors import ConfigError, InputNotReplacedError, TeikitError
from teikit.executors.protocols import Operation
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.overview.facts import Facts, make_failure
from teikit.overview.reading import NotTeiRootError, facts_of
from teikit.report.concise import place


class DocumentVerdict(NamedTuple):
    """The result of validating a document.

    `is_undecided` if not all was checked for lack of a correct schema, `is_partial` if some problems are hidden.
    """

    diagnostics: Sequence[Diagnostic]
    is_undecided: bool
    is_partial: bool


DocumentValidator = Callable[[Document], DocumentVerdict]


@dataclass(frozen=True, slots=True)
class Overview(Operation[Facts]):
    """The operation of an overview: collects the facts of each file.

    `open_document` opens a document by its name. `make_validator` creates the validator once per process; without it
    nothing is validated.
    """

    open_document: Callable[[str], Document] = from_file
    make_validator: Callable[[], DocumentValidator] | None = None

    def prepare(self) -> Callable[[Item], Facts]:
        """Return the function that collects the facts of a file."""
        return partial(
            _gather_facts, opened=self.open_document, judge=self.make_validator() if self.make_validator else None
        )

    def failure_result(self, item: Item, reason: str) -> Facts:
        """Return the facts of a file whose worker process died."""
        return make_failure(item.number, escape_control(item.name), f"{escape_control(item.name)}: {reason}")


def _gather_facts(item: Item, opened: Callable[[str], Document], judge: DocumentValidator | None) -> Facts:
    """Return the facts of a file; if it cannot be read, that is its only fact.

    Raises:
        ConfigError: the configuration is wrong.
        InputNotReplacedError: a result would replace a schema that the file names.

    """
    file = escape_control(item.name)
    try:
        item.check()
        if item.is_discovered and not is_tei_file(item.name):
            return Facts(skipped=1)
        document = opened(item.name)
        file = document.file
        facts = facts_of(document)
        if judge is not None:
            _add_verdict(facts, judge(document))
    except (ConfigError, InputNotReplacedError):
        raise
    except TeikitError as error:
        return make_failure(item.number, file, str(error))
    except NotTeiRootError as error:
        return make_failure(
            item.number, file, f"{file}: is no TEI document: its root element is {escape_control(str(error))}"
        )
    except NotWellFormedError as error:
        fault = error.diagnostic
        return make_failure(item.number, fault.file, escape_control(f"{place(fault)}: {fault.message}"), malformed=True)
    return facts


def _add_verdict(facts: Facts, verdict: DocumentVerdict) -> None:
    verdicts = facts.validation
    verdicts.checked += 1
    rules = Counter((each.severity, each.rule) for each in verdict.diagnostics)
    is_invalid = any(severity is Severity.ERROR for severity, _ in rules)
    verdicts.invalid += is_invalid
    verdicts.undecided += verdict.is_undecided and not is_invalid
    verdicts.files_with_hidden += verdict.is_partial and not (is_invalid or verdict.is_undecided)
    verdicts.rules.add_file(rules)
