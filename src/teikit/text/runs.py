"""Converts runs of formatted text to lines, for the readers of word processors' and marked-up files."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from teikit.text.plain import BLANK_CONTROLS, LINE_END, NEW_PAGE, Block, Line, Mark

# Styles that a reader gives to what its format marks up.
HEADING = "heading"
ITEM = "list item"
# What a word processor prints at the head or the foot of each page.
PAGE_HEADER = "page header"
PAGE_FOOTER = "page footer"
# What an archive or an edition prints above or below a letter: the title that it gives it, and its notes and fields.
EDITION_TITLE = "title of the edition"
EDITION_NOTE = "note of the edition"
# A note that begins on this line, whatever is above it; lines with the style of notes may go on in it.
EDITION_LINE = "line of the edition"
EDITION_NOTES = frozenset({EDITION_NOTE, EDITION_LINE})
# Around the lines of a message that an e-mail quotes or passes on; numbers of other blocks begin at 1.
MESSAGE = Block("quote", 0, (("type", "message"),))


class Run(NamedTuple):
    """A stretch of text with its style (see `Mark`); line ends in it begin lines, form feeds begin pages."""

    text: str
    rend: str = ""


def _marks(runs: Iterable[Run]) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of runs and their marks; adjacent runs of one style are merged."""
    text = ""
    marks: list[Mark] = []
    for run in runs:
        start, text = len(text), text + run.text
        if not run.rend or start == len(text):
            continue
        if marks and marks[-1].end == start and marks[-1].rend == run.rend and run.rend != "footnote":
            start = marks.pop().start
        marks.append(Mark(start, len(text), run.rend))
    return text, tuple(marks)


def _trim_marks(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks without the white space at their ends."""
    found = []
    for mark in marks:
        stretch = text[mark.start : mark.end]
        start = mark.start + len(stretch) - len(stretch.lstrip())
        if stretch.strip():
            found.append(Mark(start, start + len(stretch.strip()), mark.rend))
    return tuple(found)


def separate_footnotes(line: Line) -> str:
    """Return the text of a line with spaces between footnotes and the words that refer to them."""
    text, at = "", 0
    for mark in line.marks:
        if mark.rend == "footnote":
            text += f"{line.text[at : mark.start]} {line.text[mark.start : mark.end]} "
            at = mark.end
    return text + line.text[at:]


def block_lines(
    runs: Sequence[Run], number: int, *, indent: int = 0, style: str = "", blocks: tuple[Block, ...] = ()
) -> list[Line]:
    """Return the lines of a block of runs, numbered from `number`; a blank line has no text."""
    text, marks = _marks(runs)
    text = text.translate(BLANK_CONTROLS)
    whole = Line(text, number, 1, indent, _trim_marks(text, marks), style)
    found: list[Line] = []
    start = 0
    begun: tuple[Mark, ...] = ()
    for end in [*LINE_END.finditer(text), None]:
        part = whole.part(start, end.start() if end else len(text))
        found.append(Line(part.text, number + len(found), 1, indent, begun + part.marks, style, blocks))
        if end:
            start, begun = end.end(), (Mark(0, 0, sign=NEW_PAGE),) if end[0] == "\f" else ()
    return found
