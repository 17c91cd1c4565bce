"""Text to lines that know their places."""

import re
from dataclasses import dataclass

# Form feeds and their kin end a line; the control characters that Python counts as white space become blanks.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_CONTROLS = dict.fromkeys(range(28, 32), " ")
TAB = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """How a stretch of a line is written: offsets of its characters from 0, end exclusive.

    `rend` names one or more of bold, italic, underline, strikethrough, superscript and subscript, blanks between them;
    "footnote" alone is a stretch that stands at the foot of the page.
    """

    start: int
    end: int
    rend: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it.

    `number` counts from 1; `column` is that of the first character, in code points from 1; `indent` is the width of
    the white space before it, in columns of a terminal (a tab goes to the next multiple of 8); `width` ends with the
    last character and counts the same way. `marks` stand in order and apart; `style` is the name that a word processor
    has for the paragraph.
    """

    text: str
    number: int
    column: int = 1
    indent: int = 0
    marks: tuple[Mark, ...] = ()
    style: str = ""

    @property
    def width(self) -> int:
        """Return the width of the line with its indentation."""
        return self.indent + len(self.text)

    def part(self, start: int, end: int) -> "Line":
        """Return a stretch of the line (offsets from 0, end exclusive) without the white space around it."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        marks = (Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.rend) for mark in self.marks)
        kept = tuple(mark for mark in marks if mark.start < mark.end)
        return Line(piece.strip(), self.number, self.column + start, self.indent, kept, self.style)


def _line(raw: str, number: int) -> Line:
    text = raw.strip()
    before = raw[: len(raw) - len(raw.lstrip())] if text else ""
    return Line(text, number, len(before) + 1, len(before.expandtabs(TAB)))


def lines(text: str) -> tuple[Line, ...]:
    """Return all lines of a text, the blank ones (with empty `text`) included."""
    raws = _LINE_END.split(text.translate(_BLANK_CONTROLS))
    return tuple(_line(raw, number) for number, raw in enumerate(raws, 1))
