"""Converts runs of formatted text to lines, for the readers of word processors' and marked-up files."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from teikit.text.plain import BLANK_CONTROLS, FOOTNOTE, LINE_END, LINE_START, NEW_PAGE, Block, Line, Mark, Sign

# Styles that a reader gives to what its format marks up.
HEADING = "heading"
ITEM = "list item"
# What a word processor prints at the head or the foot of each page.
PAGE_HEADER = "page header"
PAGE_FOOTER = "page footer"
# A line of a paragraph, of which the source says no more than that.
PARAGRAPH_LINE = "line of a paragraph"
# A title or the number of a page, which a reader found at the head of its pages; no letterhead.
RUNNING_HEAD = "running head"
# What an archive or an edition prints above or below a letter: the title that it gives it, and its notes and fields.
EDITION_TITLE = "title of the edition"
EDITION_NOTE = "note of the edition"
# A note that begins on this line, whatever is above it; lines with the style of notes may go on in it.
EDITION_LINE = "line of the edition"
EDITION_NOTES = frozenset({EDITION_NOTE, EDITION_LINE})
# Around the lines of a message that an e-mail quotes or passes on; numbers of other blocks begin at 1.
MESSAGE = Block("quote", 0, (("type", "message"),))


class Run(NamedTuple):
    """A stretch of text with its style (see `Mark`); line ends in it begin lines, form feeds begin pages.

    `link` is the address that it is a link to; `marks` are those inside of it, with offsets from its start. One with a
    `sign` has no text, and is a break of a page.
    """

    text: str
    rend: str = ""
    link: str = ""
    marks: tuple[Mark, ...] = ()
    sign: Sign | None = None


# Addresses that a link may have; others could act on the machine of who opens the TEI.
_LINK = re.compile(
    r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff<>\"{}|\\^`]{1,2000}", re.IGNORECASE
)


def safe_link(address: str | None) -> str:
    """Return the address of a link if it is one of the web or of mail, "" for any other."""
    found = (address or "").strip()
    return found if _LINK.fullmatch(found) else ""


def note_run(paragraphs: Iterable[Sequence[Run]]) -> Run:
    """Return the paragraphs of a footnote as one run, with `lb` where a paragraph begins."""
    text = ""
    marks: list[Mark] = []
    for runs in paragraphs:
        words, inner = _marks(runs)
        words = LINE_END.sub(lambda end: " " * len(end[0]), words)
        line = Line(words, 1, marks=_trim_marks(words, inner)).part(0, len(words))
        if text and line.text:
            text += " "
            marks.append(Mark(len(text), len(text), sign=LINE_START))
        marks += [mark.shift(len(text)) for mark in line.marks]
        text += line.text
    return Run(text, FOOTNOTE, marks=tuple(marks))


def is_signature_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the cells of a table below a letter are signatures in columns: few, short, without figures."""
    if not 2 <= len(rows) <= _MOST_SIGNATURE_ROWS or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return False
    return all(len(cell) <= _LONGEST_SIGNATURE and not any(map(str.isdigit, cell)) for row in rows for cell in row)


_MOST_SIGNATURE_ROWS = 5
_LONGEST_SIGNATURE = 40


def _marks(runs: Iterable[Run]) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of runs and their marks; adjacent runs of one style or one link are merged."""
    text = ""
    marks: list[Mark] = []
    for run in runs:
        start, text = len(text), text + run.text
        if run.sign is not None:
            marks.append(Mark(start, start, sign=run.sign))
        if start == len(text):
            continue
        if run.link:
            _add_mark(marks, Mark(start, len(text), sign=Sign("", "ref", (("target", run.link),))))
        if run.rend:
            _add_mark(marks, Mark(start, len(text), run.rend))
        marks += [mark.shift(start) for mark in run.marks]
    return text, tuple(marks)


def _add_mark(marks: list[Mark], mark: Mark) -> None:
    """Add a mark, or extend the one beside it that says the same."""
    for index in range(len(marks) - 1, max(len(marks) - 3, -1), -1):
        one = marks[index]
        if one.end == mark.start and (one.rend, one.sign) == (mark.rend, mark.sign) and mark.rend != FOOTNOTE:
            marks[index] = replace(one, end=mark.end)
            return
    marks.append(mark)


def _trim_marks(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks without the white space at their ends."""
    found = []
    for mark in marks:
        if mark.sign is not None:
            found.append(mark)
            continue
        stretch = text[mark.start : mark.end]
        start = mark.start + len(stretch) - len(stretch.lstrip())
        if mark.start == mark.end:
            found.append(mark)
        elif stretch.strip():
            found.append(replace(mark, start=start, end=start + len(stretch.strip())))
    return tuple(found)


def separate_footnotes(line: Line) -> str:
    """Return the text of a line with spaces between footnotes, words beside the line, and its own words."""
    pieces, at = [], 0
    for mark in line.marks:
        if mark.words:
            pieces += [line.text[at : mark.start], f" {mark.words} "]
            at = mark.start
        if mark.rend == FOOTNOTE:
            pieces += [line.text[at : mark.start], f" {line.text[mark.start : mark.end]} "]
            at = mark.end
    return "".join((*pieces, line.text[at:]))


class _NearMarks:
    """The marks at stretches of a line that are asked for from left to right."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._waiting = sorted(range(len(marks)), key=lambda index: marks[index].start, reverse=True)
        self._begun: list[int] = []

    def find(self, start: int, end: int) -> tuple[Mark, ...]:
        """Return the marks that touch a stretch, in their order."""
        while self._waiting and self._marks[self._waiting[-1]].start <= end:
            self._begun.append(self._waiting.pop())
        self._begun = [index for index in self._begun if self._marks[index].end >= start]
        return tuple(self._marks[index] for index in sorted(self._begun))


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
    near = _NearMarks(whole.marks)
    for end in [*LINE_END.finditer(text), None]:
        until = end.start() if end else len(text)
        part = replace(whole, marks=near.find(start, until)).part(start, until)
        found.append(Line(part.text, number + len(found), 1, indent, begun + part.marks, style, blocks))
        if end:
            start, begun = end.end(), (Mark(0, 0, sign=NEW_PAGE),) if end[0] == "\f" else ()
    return found
