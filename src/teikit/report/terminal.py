"""Formats diagnostics for people at a terminal: message, location, the line at fault, notes and fix.

By default each group of equal problems is shown once (see `groups`). Text of documents is never given to rich as
markup, and all line breaks are made here, so that nothing in a document can begin a line.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TextIO

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style as RichStyle

from teikit.diagnostics import Diagnostic, Note, Safety, Severity
from teikit.messages import escape_control, pluralize, shorten
from teikit.report.code_frame import CodeFrame, excerpt, line_of, make_code_frame
from teikit.report.concise import LONGEST_SHOWN, SHOWING_MORE, place
from teikit.report.groups import DiagnosticGroup, DiagnosticGroups
from teikit.report.reporter import Reporter, Result, ShownProblems, Style, Summary

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_OPTIONS = {Safety.SAFE: " (--fix)", Safety.UNSAFE: " (--unsafe-fixes)", Safety.DISPLAY: ""}
_QUIET, _MARK, _HELP = "blue", "cyan", "bold green"
_NARROWEST = 30
_MANY = 3


class Report(Reporter):
    """Report format `terminal`: a block of lines for each group, or for each diagnostic."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._width = max(style.width, _NARROWEST)
        self._groups = DiagnosticGroups()
        self._frames: dict[int, CodeFrame] = {}
        self._shown = ShownProblems(style)

    def add(self, result: Result) -> None:
        """Write the problems of a file, or add them to their groups until the end."""
        for each in result.by_file():
            self._add_file(each)

    def _add_file(self, result: Result) -> None:
        if self._style.is_grouped:
            groups = map(self._groups.add, result.diagnostics)
            self._add_new_groups(result, [group for group in groups if group.count == 1])
        elif result.diagnostics:
            self._write(result)

    def _add_new_groups(self, result: Result, new: Sequence[DiagnosticGroup]) -> None:
        if new:
            for group, fixed in zip(new, result.fixes([each.first for each in new]), strict=True):
                group.first = fixed
            lines = excerpt(result.lines(), {line_of(each.first) for each in new})
            self._frames |= {id(each): found for each in new if (found := self._frame(each.first, lines))}

    def _write(self, result: Result) -> None:
        count = len(result.diagnostics)
        shown = self._shown.take(count)
        found = result.diagnostics if shown == count else list(islice(result.diagnostics, shown))
        lines = excerpt(result.lines(), set(map(line_of, found))) if found else {}
        for each in result.fixes(found) if found else ():
            self._block(each, each.message, self._frame(each, lines), ())

    def end(self, summary: Summary) -> None:
        """Write the groups, and how much is not shown."""
        problems = summary.errors + summary.warnings + summary.infos
        if self._style.is_grouped:
            self._end_grouped(problems)
        else:
            self._report_hidden(self._shown.hidden_count)

    def _end_grouped(self, problems: int) -> None:
        left = problems
        for cause in self._shown_groups():
            left -= cause.count
            self._block(cause.first, cause.message, self._frames.get(id(cause)), _elsewhere(cause))
        self._report_hidden(left)
        if problems > len(self._groups):
            causes = pluralize(len(self._groups), "cause")
            self._line(f"{problems:,} problems have {causes}; --no-group shows each problem", _QUIET)

    def _shown_groups(self) -> Iterator[DiagnosticGroup]:
        """Yield the groups that are shown; each counts as one problem of the file that it was first found in."""
        most, shown = self._style.max_per_file, Counter[str]()
        for group in islice(self._groups, self._style.max_problems):
            shown[group.first.file] += 1
            if most is None or shown[group.first.file] <= most:
                yield group

    def _report_hidden(self, count: int) -> None:
        if count:
            hint = "" if self._style.max_per_file is None else f" ({SHOWING_MORE})"
            self._line(f"{count:,} more not shown{hint}", _QUIET)

    def _frame(self, diagnostic: Diagnostic, lines: dict[int, str]) -> CodeFrame | None:
        line, span = lines.get(line_of(diagnostic)), diagnostic.span
        if line is None or span is None:
            return None
        return make_code_frame(line, span, self._width - len(str(span.start.line)) - 3)

    def _block(self, diagnostic: Diagnostic, words: str, found: CodeFrame | None, elsewhere: Sequence[str]) -> None:
        """Write one problem: message, location, line at fault, notes and fix."""
        margin = " " * (len(str(found.number)) if found else 1)
        colour = _COLOURS[diagnostic.severity]
        head = f"{diagnostic.severity}[{diagnostic.rule}]"
        self._write_wrapped(f"{head}: {shorten(words, LONGEST_SHOWN)}", "  ", self._width, {head: colour})
        self._write_wrapped(f"{margin}--> {place(diagnostic)}", f"{margin}    ", self._width, {"-->": _QUIET})
        if found:
            number = self._paint(f"{found.number} |", _QUIET)
            self._out.write(f"{self._paint(f'{margin} |', _QUIET)}\n{number} {found.text}\n")
            mark = self._paint("^" * found.length, colour)
            self._out.write(f"{self._paint(f'{margin} |', _QUIET)} {' ' * found.start}{mark}\n")
        for label, text in _labelled_notes(diagnostic, elsewhere):
            paint = {"=": _QUIET, f"{label}:": _HELP if label == "help" else _MARK}
            self._write_wrapped(f"{margin} = {label}: {text}", f"{margin}   ", self._width, paint)
        self._out.write("\n")

    def _write_wrapped(self, text: str, indent: str, width: int, paint: dict[str, str]) -> None:
        """Write text wrapped to a width; words in `paint` are coloured where they first occur in the first line."""
        first, *rest = wrap_text(escape_control(text), indent, width)
        for word, style in paint.items():
            first = first.replace(word, self._paint(word, style), 1)
        self._out.write("\n".join((first, *rest, "")))

    def _line(self, text: str, style: str) -> None:
        self._out.write(f"{self._paint(text, style)}\n")

    def _paint(self, text: str, style: str) -> str:
        return _style(style).render(text, color_system=ColorSystem.STANDARD) if self._style.colour else text


@lru_cache(maxsize=16)
def _style(style: str) -> RichStyle:
    return RichStyle.parse(style)


def _elsewhere(cause: DiagnosticGroup) -> list[str]:
    if cause.count == 1:
        return []
    others = cause.places[1:_MANY]
    rest = cause.count - 1 - len(others)
    more = f" and {rest:,} more" if rest else ""
    files = f", in {cause.files:,} files" if cause.files > 1 else ""
    return [f"{cause.count:,} times{files}, also {', '.join(others)}{more}"]


def _labelled_notes(diagnostic: Diagnostic, elsewhere: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the notes below the line at fault, each with its label."""
    yield from (("seen", each) for each in elsewhere)
    # A note with a position points to the other half of the fault; one without is advice.
    yield from (("note" if each.position else "help", _format_note(each)) for each in diagnostic.notes)
    if diagnostic.fix:
        yield "help", f"{shorten(diagnostic.fix.message, LONGEST_SHOWN)}{_OPTIONS[diagnostic.fix.safety]}"


def _format_note(note: Note) -> str:
    where = f" ({note.file}:{note.position.line}:{note.position.column})" if note.file and note.position else ""
    return f"{shorten(note.message, LONGEST_SHOWN)}{where}"


def wrap_text(text: str, indent: str, width: int) -> list[str]:
    """Return text wrapped to lines of a width in cells, indented from the second on; no line begins a CI command."""
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip())]
    empty = True
    for word in text.split():
        room = width - len(indent)
        for piece in (word,) if cell_len(word) <= room else chop_cells(word, room):
            if not empty and cell_len(line) + 1 + cell_len(piece) > width:
                lines.append(line)
                line, empty = indent, True
            line += piece if empty else f" {piece}"
            empty = False
    return [escape_control(each) for each in (*lines, line)]
