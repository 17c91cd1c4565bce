"""Takes the numbers of lines out of a text: one before each line (1r:1), or each fifth one in the margin (5, 10)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from teikit.text.plain import TAB, Line, Mark, Sign

_FEWEST_LINES = 6
# 1r:1, 2v.14, [1r:1]; 12: or 12 alone, where each line has one.
_NUMBERED = re.compile(r"(?P<number>\[?(?:(?P<leaf>\d{1,4}[rvab]?)[:.])?(?P<line>\d{1,4})\]?[:.]?)\s+(?=\S)")
_BEFORE = re.compile(r"(?P<number>\d{1,3})\s{2,}(?=[^\W\d])")
_AFTER = re.compile(r"(?<=\S)\s{3,}(?P<number>\d{1,3})$")
_STEP = 5
_LINE_NUMBER = (("type", "lineNum"), ("place", "margin"))


def take_line_numbers(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines whose numbers are marks: `lb` for those of all lines, else `fw` for each fifth one."""
    return _take_from_each(lines) or _take_each_fifth(lines)


def _take_from_each(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines without the numbers that each of them begins with, none if not all have one."""
    filled = [line for line in lines if line.text]
    if len(filled) < _FEWEST_LINES:
        return ()
    found = [match for line in filled if (match := _NUMBERED.match(line.text)) is not None]
    if len(found) < len(filled) or not all(_follows(one, two) for one, two in pairwise(found)):
        return ()
    matches = iter(zip(found, [None, *found], strict=False))
    return [_numbered(line, *next(matches)) if line.text else line for line in lines]


def _follows(one: re.Match[str], two: re.Match[str]) -> bool:
    """Return whether the number of a line is the next one, on the same page or the first of another."""
    number = int(two["line"])
    return number == int(one["line"]) + 1 if one["leaf"] == two["leaf"] else number == 1


def _numbered(line: Line, match: re.Match[str], before: re.Match[str] | None) -> Line:
    marks = [Mark(0, 0, sign=Sign("line-number", "lb", (("n", match["number"]),), after=" "))]
    if match["leaf"] and (before is None or before["leaf"] != match["leaf"]):
        marks.insert(0, Mark(0, 0, sign=Sign("", "pb", (("n", match["leaf"]),))))
    rest = _without_start(line, match.end())
    return replace(rest, marks=(*marks, *rest.marks))


def _without_start(line: Line, end: int) -> Line:
    """Return a line without its beginning, indented as what remains is."""
    rest = line.part(end, len(line.text))
    taken = f"{' ' * line.indent}{line.text[: len(line.text) - len(rest.text)]}"
    return replace(rest, indent=len(taken.expandtabs(TAB)))


def _take_each_fifth(lines: Sequence[Line]) -> Sequence[Line]:
    filled = [index for index, line in enumerate(lines) if line.text]
    for pattern in (_BEFORE, _AFTER):
        found = dict(_fifth_lines(lines, filled, pattern))
        if len(found) > 1:
            return [_with_margin(line, found[index]) if index in found else line for index, line in enumerate(lines)]
    return lines


def _fifth_lines(
    lines: Sequence[Line], filled: Sequence[int], form: re.Pattern[str]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the lines with a number that is divisible by five, each five lines below another; the first has 5."""
    wanted, due = _STEP, -1
    for place, index in enumerate(filled):
        match = form.search(lines[index].text) if form is _AFTER else form.match(lines[index].text)
        if match is None or int(match["number"]) != wanted or (due >= 0 and place != due):
            continue
        yield index, match
        wanted, due = wanted + _STEP, place + _STEP


def _with_margin(line: Line, match: re.Match[str]) -> Line:
    mark = Mark(0, 0, sign=Sign("", "fw", _LINE_NUMBER), words=match["number"])
    if match.start():
        rest = line.part(0, match.start())
        return replace(rest, marks=(*rest.marks, mark.shift(len(rest.text))))
    rest = _without_start(line, match.end())
    return replace(rest, marks=(mark, *rest.marks))
