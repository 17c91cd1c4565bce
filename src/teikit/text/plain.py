"""Text to lines that know their places."""

import re
from dataclasses import dataclass

# Form feeds and their kin end a line; the control characters that Python counts as white space become blanks.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_CONTROLS = dict.fromkeys(range(28, 32), " ")
TAB = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it.

    `number` counts from 1; `column` is that of the first character, in code points from 1; `indent` is the width of
    the white space before it, in columns of a terminal (a tab goes to the next multiple of 8); `width` ends with the
    last character and counts the same way.
    """

    text: str
    number: int
    column: int = 1
    indent: int = 0

    @property
    def width(self) -> int:
        """Return the width of the line with its indentation."""
        return self.indent + len(self.text)


def _line(raw: str, number: int) -> Line:
    text = raw.strip()
    before = raw[: len(raw) - len(raw.lstrip())] if text else ""
    return Line(text, number, len(before) + 1, len(before.expandtabs(TAB)))


def lines(text: str) -> tuple[Line, ...]:
    """Return all lines of a text, the blank ones (with empty `text`) included."""
    raws = _LINE_END.split(text.translate(_BLANK_CONTROLS))
    return tuple(_line(raw, number) for number, raw in enumerate(raws, 1))
