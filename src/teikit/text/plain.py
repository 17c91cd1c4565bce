"""Splits a text into lines with their positions."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

# Form feeds and similar characters end a line; control characters that Python counts as white space become spaces.
LINE_END = re.compile("(\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])")
BLANK_CONTROLS = dict.fromkeys(range(28, 32), " ")
TAB = 8
_MOST_BLANKS, _MOST_INDENT = 300, 1_000
_LONG_BLANKS = re.compile(rf"\s{{{_MOST_BLANKS + 1},}}")


@dataclass(frozen=True, slots=True)
class Sign:
    """The meaning of a mark: a TEI element, and what the source writes `before` and `after` its words."""

    name: str
    element: str
    attributes: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""


# A form feed, or a page break that a word processor has.
NEW_PAGE = Sign("", "pb")
# A new line of the source in the middle of a word.
NEW_LINE = Sign("", "lb", (("break", "no"),))
# A new line of the source between words.
LINE_START = Sign("", "lb")
# The style of a stretch at the foot of the page, alone.
FOOTNOTE = "footnote"
# Elements that have no words in them.
BREAKS = {"pb", "lb"}


@dataclass(frozen=True, slots=True)
class Mark:
    """The style or meaning of a stretch of a line: offsets of its characters from 0, end exclusive.

    `rend` names one or more of bold, italic, underline, strikethrough, superscript and subscript, blanks between them;
    "footnote" alone is a stretch at the foot of the page. A `sign` says what the stretch is; what the source wrote
    around it is not in the line. Marks without any width are breaks of a page or a line, or have `words` that are no
    part of the line and interrupt no sentence: a running head, the number of a page, a note at its foot (its paragraphs
    separated by line ends), the number that refers to one.
    """

    start: int
    end: int
    rend: str = ""
    sign: Sign | None = None
    words: str = ""

    @property
    def is_page_start(self) -> bool:
        """Return whether a page of the source begins here; the page marks of a transcriber are not meant."""
        return self.sign is not None and self.sign.element == "pb" and not self.sign.name

    @property
    def is_line_start(self) -> bool:
        """Return whether a line of the source begins here, on a page image."""
        return self.sign is not None and self.sign.element == "lb"

    def shift(self, by: int) -> "Mark":
        """Return the mark moved by a number of characters."""
        return replace(self, start=self.start + by, end=self.end + by)

    def clip(self, start: int, end: int) -> "Mark | None":
        """Return the part of the mark in a stretch, with offsets from its start; None if there is none."""
        first, last = max(self.start, start), min(self.end, end)
        if self.start == self.end:
            return replace(self, start=first - start, end=first - start) if first <= last else None
        return replace(self, start=first - start, end=last - start) if first < last else None


@dataclass(frozen=True, slots=True)
class Block:
    """A TEI element around whole lines: list, item, quote, lg, l, table, row or cell.

    `number` identifies it in its text; `column` is a cell's, from 1.
    """

    element: str
    number: int
    attributes: tuple[tuple[str, str], ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it.

    `number` counts from 1; `column` is that of the first character, in code points from 1; `indent` is the width of
    the white space before it, in columns of a terminal (a tab goes to the next multiple of 8); `width` ends with the
    last character and counts the same way. `marks` are in order; `style` is the name that a word processor
    has for the paragraph; `blocks` are those around it in the format, the outermost first.
    """

    text: str
    number: int
    column: int = 1
    indent: int = 0
    marks: tuple[Mark, ...] = ()
    style: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def width(self) -> int:
        """Return the width of the line with its indentation."""
        return self.indent + len(self.text)

    def part(self, start: int, end: int) -> "Line":
        """Return a stretch of the line (offsets from 0, end exclusive) without the white space around it."""
        piece = self.text[start:end]
        to = start + len(piece.rstrip())
        at = min(to, start + len(piece) - len(piece.lstrip()))
        until = end + (end >= len(self.text))
        marks = []
        for mark in self.marks:
            if mark.start != mark.end:
                marks.append(mark.clip(at, to))
            elif start <= mark.start < until:
                # A page break in the white space at the edge is moved to the words.
                marks.append(mark.shift(min(max(mark.start, at), to) - mark.start - at))
        return replace(self, text=piece.strip(), column=self.column + at, marks=tuple(filter(None, marks)))


def _line(raw: str, number: int) -> Line:
    text = raw.strip()
    before = raw[: len(raw) - len(raw.lstrip())] if text else ""
    return Line(text, number, len(before) + 1, len(before[:_MOST_INDENT].expandtabs(TAB)))


def lines(text: str) -> tuple[Line, ...]:
    """Return all lines of a text, the blank ones (with empty `text`) included; a form feed begins a page."""
    pieces = LINE_END.split(text.translate(BLANK_CONTROLS))
    found = [_line(raw, number) for number, raw in enumerate(pieces[::2], 1)]
    for index, end in enumerate(pieces[1::2], 1):
        if end == "\f":
            found[index] = replace(found[index], marks=(Mark(0, 0, sign=NEW_PAGE),))
    return tuple(carry_page_breaks(found))


def carry_page_breaks(found: Sequence[Line]) -> Iterator[Line]:
    """Yield lines with the page breaks on blank lines moved to the next line that has text, or to the end of the last.

    A form feed after the last word, as sent to printers, is dropped.
    """
    last = max((index for index, line in enumerate(found) if line.text), default=-1)
    waiting: list[Mark] = []
    for index, line in enumerate(map(_shorten_blanks, found)):
        if not line.text:
            waiting += line.marks
            yield replace(line, marks=()) if line.marks else line
            continue
        marks = (*waiting, *line.marks)
        waiting.clear()
        if index == last:
            ends = (mark for after in found[index + 1 :] for mark in after.marks)
            marks += tuple(mark.shift(len(line.text)) for mark in ends if mark.sign is not NEW_PAGE)
        yield replace(line, marks=marks) if marks else line


class ShrunkText:
    """A text without some stretches of it, and the new positions of its offsets."""

    def __init__(self, text: str, without: Sequence[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in without]
        self.removed = without
        self.removed_before = [0, *accumulate(end - start for start, end in without)]
        kept = zip([0, *(end for _, end in without)], [*self.starts, len(text)], strict=True)
        self.text = "".join(text[start:end] for start, end in kept)

    def place(self, offset: int) -> int:
        """Return the position of an offset of the whole text in the remaining text."""
        index = bisect_right(self.starts, offset)
        into = min(offset, self.removed[index - 1][1]) - self.removed[index - 1][0] if index else 0
        return offset - self.removed_before[max(0, index - 1)] - into if index else offset


def _shorten_blanks(line: Line) -> Line:
    """Return a line with at most `_MOST_BLANKS` blanks between two words.

    More are no layout, and the patterns of recognition would try each run of them from each of its places.
    """
    if len(line.text) <= _MOST_BLANKS or not (runs := list(_LONG_BLANKS.finditer(line.text))):
        return line
    shrunk = ShrunkText(line.text, [(run.start() + _MOST_BLANKS, run.end()) for run in runs])
    marks = tuple(replace(mark, start=shrunk.place(mark.start), end=shrunk.place(mark.end)) for mark in line.marks)
    return replace(line, text=shrunk.text, indent=min(line.indent, _MOST_INDENT), marks=marks)
