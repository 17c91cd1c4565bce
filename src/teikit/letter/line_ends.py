"""Writes the line ends of the source into units: words that they divide are joined, or each line end is kept."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from teikit.letter.model import Letter, Part, Unit
from teikit.text.plain import LINE_START, NEW_LINE, Line, Mark
from teikit.text.sentences import is_divided

# As much of a line as shows whether its last word is divided.
_END_OF_LINE = 200


def join_hyphenated(unit: Unit) -> Unit:
    """Return a unit with words joined across its line ends: the hyphen is kept, with a line break."""
    joined: list[list[Line]] = []
    end = ""
    for line in unit.lines:
        if joined and is_divided(end) and line.text[:1].islower():
            joined[-1].append(line)
            end = (end + line.text)[-_END_OF_LINE:]
        else:
            joined.append([line])
            end = line.text[-_END_OF_LINE:]
    return replace(unit, lines=tuple(map(_join, joined)))


def _join(lines: list[Line]) -> Line:
    """Return lines as one, with a break in the middle of a word where each but the first begins."""
    if len(lines) == 1:
        return lines[0]
    marks = [*lines[0].marks]
    at = 0
    for before, line in pairwise(lines):
        at += len(before.text)
        marks += (mark.shift(at) for mark in _divide_word(line.marks))
    return replace(lines[0], text="".join(line.text for line in lines), marks=tuple(marks))


def _divide_word(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Return the marks of a line that begins in the middle of a word, with a break that says so."""
    found = next((index for index, mark in enumerate(marks) if mark.is_line_start and not mark.end), None)
    if found is None:
        return Mark(0, 0, sign=NEW_LINE), *marks
    attributes = (*NEW_LINE.attributes, *((marks[found].sign or NEW_LINE).attributes))
    divided = replace(marks[found], sign=replace(NEW_LINE, attributes=attributes))
    return *marks[:found], divided, *marks[found + 1 :]


def keep_line_ends(letter: Letter) -> Letter:
    """Return a letter with a break at the start of each line of the source within a part."""
    return replace(letter, parts=tuple(_mark_lines(part) for part in letter.parts))


def _mark_lines(part: Part) -> Part:
    first, *others = part.unit.lines
    lines = (first, *(_mark_start(line) for line in others))
    return replace(part, unit=replace(part.unit, lines=lines))


def _mark_start(line: Line) -> Line:
    """Return a line with a break at its start, after the breaks that are there already (of a page)."""
    if any(not mark.start and mark.sign and mark.sign.element == "lb" for mark in line.marks):
        return line
    count = _count_breaks(line.marks)
    if any(mark.is_line_start for mark in line.marks[:count]):
        return line
    marks = (*line.marks[:count], Mark(0, 0, sign=LINE_START), *line.marks[count:])
    return replace(line, marks=marks)


def _count_breaks(marks: Sequence[Mark]) -> int:
    return next((index for index, mark in enumerate(marks) if mark.end), len(marks))
