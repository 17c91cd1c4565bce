"""The input of every report format: results file by file, a summary, and the base class of formats.

A report is written as results come and keeps none of them, so that a run may have any number of problems. Files come in
the order of the run, the diagnostics of a file in total order (`teikit.diagnostics.sort_diagnostics`).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TextIO

from teikit.diagnostics import Diagnostic, Rule, Severity
from teikit.diagnostics.collection import DiagnosticList

if TYPE_CHECKING:
    from teikit.report.svrl_elements import SvrlPart


def _without_fixes(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return diagnostics


def _no_rule(_rule: str) -> Rule | None:
    return None


class Hidden(NamedTuple):
    """What is not reported of a file: how many problems are in the baseline, and how many its instructions ignore.

    `is_selected` is set if some rules were not applied or had their severity lowered, or if IDs or patterns were not
    checked: how many problems that hides is unknown.
    """

    known: int = 0
    ignored: int = 0
    is_selected: bool = False


NOTHING_HIDDEN = Hidden()


class Result(NamedTuple):
    """The result of checking one file.

    `file` is its name as shown to users. `failure` is a sentence on why it could not be checked. `lines` reads its text
    again, line by line; it returns nothing if that is impossible. `fixes` returns the given diagnostics with verified
    fixes; this is slow, so it is only called for the few that are shown. `number` is the number of the file in the run,
    from 0, if only a shard is reported. `hidden` counts what the diagnostics leave out. `undecided` says in words why
    it is unknown whether the file is valid, even if nothing was found. With `is_schema` it is not a file of the run but
    an incorrect schema. `svrl_parts` runs the Schematron schemas of the file once more; only SVRL has that much of it.
    `lines_of` reads the text of the files that it includes, if problems may be in these.
    """

    file: str
    diagnostics: Sequence[Diagnostic] = ()
    failure: str = ""
    lines: Callable[[], Iterable[str]] = tuple
    fixes: Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]] = _without_fixes
    number: int = 0
    hidden: Hidden = NOTHING_HIDDEN
    undecided: str = ""
    is_schema: bool = False
    svrl_parts: Callable[[], Iterable["SvrlPart"]] = tuple
    lines_of: Callable[[str], Iterable[str]] | None = None

    def by_file(self) -> "Iterator[Result]":
        """Yield the result of each file that the diagnostics are in, for formats that show the lines at fault."""
        if self.lines_of is None:
            yield self
            return
        for file, found in groupby(self.diagnostics, lambda each: each.file):
            lines = self.lines if file == self.file else partial(self.lines_of, file)
            yield self._replace(file=file, diagnostics=list(found), lines=lines, lines_of=None)

    @property
    def failure_diagnostic(self) -> Diagnostic:
        """The failure as a diagnostic, for formats that have nothing else for it."""
        return Diagnostic(self.file, "teikit/unreadable", Severity.ERROR, self.failure)


class Summary(NamedTuple):
    """The counts of a run: files checked, files with errors, files that could not be checked; problems by severity.

    Not included are the problems that are in the baseline (`known`) or ignored by documents (`ignored`); both are
    counted with the number of their files. `selected_files` were checked by a selection of the rules. `undecided` are
    files without errors that were not checked against everything that a verdict needs. `schemas` are incorrect schema
    files; they are not among `files`.
    """

    files: int = 0
    invalid: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    known: int = 0
    known_files: int = 0
    ignored: int = 0
    ignored_files: int = 0
    selected_files: int = 0
    undecided: int = 0
    schemas: int = 0

    def plus(self, result: Result) -> "Summary":
        """Return the summary with one more result counted."""
        if result.failure:
            return self._replace(unreadable=self.unreadable + 1)
        weights: Counter[Severity] = Counter()
        for (_, severity), count in DiagnosticList.of(result.diagnostics).counts.items():
            weights[severity] += count
        errors = weights[Severity.ERROR]
        is_file = not result.is_schema
        return Summary(
            self.files + is_file,
            self.invalid + (is_file and bool(errors)),
            self.unreadable,
            self.errors + errors,
            self.warnings + weights[Severity.WARNING],
            self.infos + weights[Severity.INFO],
            self.known + result.hidden.known,
            self.known_files + bool(result.hidden.known),
            self.ignored + result.hidden.ignored,
            self.ignored_files + bool(result.hidden.ignored),
            self.selected_files + result.hidden.is_selected,
            self.undecided + (is_file and not errors and bool(result.undecided)),
            self.schemas + (result.is_schema and bool(errors)),
        )


class Style(NamedTuple):
    """How a report looks. Formats for machines only use `find_rule` and `shard`.

    `width` is in columns of the terminal. `max_problems` is how many problems are shown, and `max_per_file` how many of
    each file, None for all. `find_rule` returns the rule of an id. `shard` is which shard of the run is reported, from
    1, and of how many; None for the whole run.
    """

    colour: bool = False
    width: int = 100
    is_grouped: bool = True
    max_problems: int | None = None
    max_per_file: int | None = None
    find_rule: Callable[[str], Rule | None] = _no_rule
    shard: tuple[int, int] | None = None


class ShownProblems:
    """Decides how many problems a report for people shows, and counts those that it does not."""

    def __init__(self, style: Style) -> None:
        self._left, self._max_per_file = style.max_problems, style.max_per_file
        self.hidden_count = 0

    def take(self, count: int) -> int:
        """Return how many of a file's problems are shown."""
        shown = min(each for each in (count, self._left, self._max_per_file) if each is not None)
        if self._left is not None:
            self._left -= shown
        self.hidden_count += count - shown
        return shown


# Rules of schemas that cannot be found or used; they are reported where a document names the schema.
_NOT_USED = "schema/"


def schema_fault_key(diagnostic: Diagnostic) -> Hashable:
    """Return a key that is equal for equal schema faults, whichever document names the unusable schema."""
    return diagnostic.message if _is_named_in_document(diagnostic) else diagnostic


def schema_key(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return a key of the schema that a fault belongs to: its file, and the message if a document names it."""
    return diagnostic.file, diagnostic.message if _is_named_in_document(diagnostic) else ""


def _is_named_in_document(diagnostic: Diagnostic) -> bool:
    return diagnostic.rule.startswith(_NOT_USED) and diagnostic.span is not None


class Reporter:
    """The base of report formats: a reporter writes to the stream that it was created with."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._style = style

    def begin(self) -> None:
        """Write what comes before the first file."""

    def add(self, result: Result) -> None:
        """Write the result of a file."""

    def end(self, summary: Summary) -> None:
        """Write what comes after the last file."""
