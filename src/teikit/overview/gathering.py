"""Files to facts, as work that any executor does."""

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
from teikit.executors.protocols import Work
from teikit.inputs.item import Item
from teikit.overview.facts import Facts, failed
from teikit.overview.reading import NotTeiError, facts_of
from teikit.report.concise import place
from teikit.storage.files import shown


class Verdict(NamedTuple):
    """What validation says of a document.

    `is_undecided` where not all was checked for want of a correct schema, `is_partial` where some problems are hidden.
    """

    diagnostics: Sequence[Diagnostic]
    is_undecided: bool
    is_partial: bool


Judge = Callable[[Document], Verdict]


@dataclass(frozen=True, slots=True)
class Overview(Work[Facts]):
    """The work of an overview: each file to its facts.

    `opened` opens a file by its name, `judging` makes what validates; None if nothing does.
    """

    opened: Callable[[str], Document] = from_file
    judging: Callable[[], Judge] | None = None

    def open(self) -> Callable[[Item], Facts]:
        """Return what takes a file to its facts."""
        return partial(_gathered, opened=self.opened, judge=self.judging() if self.judging else None)

    def lost(self, item: Item, reason: str) -> Facts:
        """Return that a file could not be read, since its worker died of it."""
        return failed(item.number, shown(item.name), f"{shown(item.name)}: {reason}")


def _gathered(item: Item, opened: Callable[[str], Document], judge: Judge | None) -> Facts:
    """Return the facts of a file; that it cannot be read is one of them.

    Raises:
        ConfigError: the configuration is wrong.
        InputNotReplacedError: a result would take the place of a schema that the file names.

    """
    file = shown(item.name)
    try:
        item.check()
        if item.found and not is_tei_file(item.name):
            return Facts(passed_over=1)
        document = opened(item.name)
        file = document.file
        facts = facts_of(document)
        if judge is not None:
            _add_verdict(facts, judge(document))
    except (ConfigError, InputNotReplacedError):
        raise
    except TeikitError as error:
        return failed(item.number, file, str(error))
    except NotTeiError as error:
        return failed(item.number, file, f"{file}: is no TEI document: its root element is {shown(str(error))}")
    except NotWellFormedError as error:
        fault = error.diagnostic
        return failed(item.number, fault.file, shown(f"{place(fault)}: {fault.message}"), malformed=True)
    return facts


def _add_verdict(facts: Facts, verdict: Verdict) -> None:
    verdicts = facts.verdicts
    verdicts.checked += 1
    rules = Counter((each.severity, each.rule) for each in verdict.diagnostics)
    is_invalid = any(severity is Severity.ERROR for severity, _ in rules)
    verdicts.invalid += is_invalid
    verdicts.undecided += verdict.is_undecided and not is_invalid
    verdicts.hiding += verdict.is_partial and not (is_invalid or verdict.is_undecided)
    verdicts.rules.in_file(rules)
