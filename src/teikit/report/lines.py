"""Report format `concise`: a line for each diagnostic, or for many values of a file with one cause."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TextIO

from teikit.diagnostics import Diagnostic, Severity
from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.value_faults import read_value_fault
from teikit.messages import escape_control, pluralize, shorten
from teikit.report.concise import LONGEST_SHOWN, concise_line, describe_hidden, place
from teikit.report.groups import DiagnosticGroup, DiagnosticGroups, generalize_message
from teikit.report.reporter import Reporter, Result, ShownProblems, Style

# Rules of TEI beyond schemas: their remarks say what may be a fault.
_OF_TEI = "tei/"
# More values of a file with one cause have one line.
_MOST_ALIKE = 20
# How many places a line names, beside its own.
_PLACES = 2
# So many causes of remarks are remembered in a run.
_MOST_REMARKS = 2_000


class _Line(NamedTuple):
    """A line of the report, and how many diagnostics it describes."""

    text: str
    problems: int = 1


class Report(Reporter):
    """Report format `concise`.

    Remarks of TEI's rules are written for the first file of the run that has their cause.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._shown = ShownProblems(style)
        self._remarks: set[str] = set()
        self._repeated = self._repeating_files = 0

    def add(self, result: Result) -> None:
        """Write the lines of a file, and one for those that are too many."""
        found = result.diagnostics
        if self._style.is_grouped and _has_groups(found):
            lines = self._lines_of_groups(found)
        else:
            lines = (_Line(concise_line(each)) for each in found)
        self._write(result.file, lines, len(found))

    def end(self, summary: object) -> None:  # noqa: ARG002  the signature of all reports
        """Write how many remarks were alike."""
        if self._repeated:
            remarks, files = pluralize(self._repeated, "more remark"), pluralize(self._repeating_files, "file")
            self._out.write(f"{remarks} of these kinds in {files} not shown (--no-group shows each)\n")

    def _write(self, file: str, lines: Iterator[_Line], count: int) -> None:
        shown = self._shown.take(count)
        for each in islice(lines, shown):
            self._out.write(f"{each.text}\n")
        hidden = sum(each.problems for each in lines)
        if hidden and self._style.max_per_file is not None:
            self._out.write(f"{escape_control(file)}: {describe_hidden(hidden)}\n")

    def _lines_of_groups(self, found: Sequence[Diagnostic]) -> Iterator[_Line]:
        """Yield the lines of a file, each group at the place of its first diagnostic."""
        groups = DiagnosticGroups()
        # Not with the diagnostics, which may be too many for memory.
        group_of_each = [groups.add(each) if _may_be_grouped(each) else None for each in found]
        left_out = self._repeated_groups(groups)
        for each, group in zip(found, group_of_each, strict=True):
            if group is None:
                yield _Line(concise_line(each))
            elif id(group) in left_out:
                continue
            elif group.count > (1 if _is_remark(group.first) else _MOST_ALIKE):
                left_out.add(id(group))
                yield _Line(_group_line(group), group.count)
            else:
                yield _Line(concise_line(each))

    def _repeated_groups(self, groups: DiagnosticGroups) -> set[int]:
        """Return the groups of remarks that another file of the run had, and count them."""
        repeated = set()
        for group in groups:
            if _is_remark(group.first):
                cause = generalize_message(group.first)
                if cause in self._remarks:
                    repeated.add(id(group))
                    self._repeated += group.count
                elif len(self._remarks) < _MOST_REMARKS:
                    self._remarks.add(cause)
        self._repeating_files += bool(repeated)
        return repeated


def _has_groups(found: Sequence[Diagnostic]) -> bool:
    """Return whether some diagnostics of a file may have one line together."""
    counts = DiagnosticList.of(found).counts
    return any(count > _MOST_ALIKE or severity is Severity.INFO for (_, severity), count in counts.items())


def _is_remark(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.INFO and diagnostic.rule.startswith(_OF_TEI)


def _may_be_grouped(diagnostic: Diagnostic) -> bool:
    return _is_remark(diagnostic) or read_value_fault(diagnostic.message) is not None


def _group_line(group: DiagnosticGroup) -> str:
    """Return the line for a group of one file, without its line end."""
    first, at = group.first, [each.rpartition(group.first.file)[2].removeprefix(":") for each in group.places]
    others = [each for each in at[1 : _PLACES + 1] if each]
    rest = group.count - 1 - len(others)
    more = f" and {rest:,} more" if rest else ""
    also = f" (also at {', '.join(others)}{more}; --no-group shows each)"
    number = "" if group.fault else f" {group.count:,} times"
    words = f"{shorten(group.message, LONGEST_SHOWN)}{number}{also}"
    return escape_control(f"{place(first)}: {first.severity}[{first.rule}] {words}")
