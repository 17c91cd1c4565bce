"""Code frames: the line at fault, cut to the width of the terminal, with the part to underline."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len

from teikit.diagnostics import Diagnostic, Span
from teikit.messages import escape_control

_ELLIPSIS = "..."
_TAB = "    "


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """One line of a source file, cut to fit: its number, and its text before, at and after the fault."""

    number: int
    before: str
    at: str
    after: str

    @property
    def text(self) -> str:
        """The whole line."""
        return self.before + self.at + self.after

    @property
    def start(self) -> int:
        """The column where the fault begins, in terminal cells from 0."""
        return cell_len(self.before)

    @property
    def length(self) -> int:
        """The number of cells to underline, at least one."""
        return max(1, cell_len(self.at))


def excerpt(lines: Iterable[str], wanted: set[int]) -> dict[int, str]:
    """Return the lines with the wanted numbers (from 1), as far as the source has them."""
    last = max(wanted, default=0)
    found = {}
    for number, line in enumerate(lines, 1):
        if number > last:
            break
        if number in wanted:
            found[number] = line.rstrip("\r\n")
    return found


def line_of(diagnostic: Diagnostic) -> int:
    """Return the number of the line where a diagnostic starts, 0 if it has no position."""
    return diagnostic.span.start.line if diagnostic.span else 0


def make_code_frame(line: str, span: Span, width: int) -> CodeFrame:
    """Return the line where a span starts, cut to a width in terminal cells so that the fault stays visible.

    Control characters are escaped. A span that continues on a later line is underlined to the end of
    the first.
    """
    first = min(span.start.column - 1, len(line))
    last = min(span.end.column - 1, len(line)) if span.end.line == span.start.line else len(line)
    # A window of characters is enough: one line may be as long as the file.
    begin = max(0, first - width)
    last = max(first, last)
    parts = (line[begin:first], line[first : min(last, first + width * 2)], line[last : last + width * 2])
    before, at, after = (escape_control(part.replace("\t", _TAB)) for part in parts)
    room = max(width, 20)
    if begin or cell_len(before + at + after) > room:
        before, at, after = _fit_parts(before, at, after, room)
    return CodeFrame(span.start.line, before, at, after)


def _fit_parts(before: str, at: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut the three parts of a line to fit: first the indentation goes, then the text farthest from the fault."""
    before = before.lstrip() if cell_len(before.lstrip() + at + after) <= room else before
    if cell_len(before + at + after) <= room:
        return before, at, after
    whole, at = at, _head(at, room - 2 * len(_ELLIPSIS))
    after = after if whole == at else ""
    left = room - cell_len(at)
    before = _head(before.lstrip()[::-1], max(left // 2, left - cell_len(after)))[::-1]
    return before, at, _head(after, left - cell_len(before))


def _head(text: str, cells: int) -> str:
    if cell_len(text) <= cells:
        return text
    kept = text[: max(0, cells - len(_ELLIPSIS))]
    while kept and cell_len(kept) > cells - len(_ELLIPSIS):
        kept = kept[:-1]
    return (kept + _ELLIPSIS)[: max(0, cells)]
