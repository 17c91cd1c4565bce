"""Finds lists, verse and quotations in plain text by the shape of paragraphs, where it leaves no doubt.

Blocks that a format marks up (Word, OpenDocument, HTML, Markdown) are in the lines already and are kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby

from teikit.letter.accounts import account_runs
from teikit.letter.model import Part, Unit
from teikit.letter.shapes import is_capitalised
from teikit.text.plain import Block

_NUMBERED = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")
_LETTERED = re.compile(r"\(?([a-z])\)\s+(?=\S)")
_MARK = ">"
# The line under a column of numbers.
_RULE = re.compile(r"[-–—_=]{3,}")
_SUM = re.compile(r"[^\W\d_]*\W{0,40}\d[\d.,/ ]*.{0,20}")
_BULLET = re.compile(r"([-*•·])\s+(?=\S)")
# A row of an account: words, leaders or a wide gap, and a sum: "Voyages, 3 volumes . . . .   18 fr."
_ROW = re.compile(r"[^\W\d_].*\S(?:(?:\s?\.){3,}|\s{3,})\s*\S{0,4}\d[^.]{0,20}\.?")
_ROW_MARK = "row"
_LONGEST_ITEM = 300
_LONGEST_LINE_OF_VERSE = 60
_LONG = 80
# Verse has at least so many lines, indented by at least so many columns more than the paragraphs.
_FEWEST_LINES = 3
_FURTHER = 2
_FURTHER_QUOTE = 3
Marker = tuple[str, int]


def infer_blocks(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts of a letter's body with the blocks found by their shape; the words do not change."""
    if any(line.blocks for part in parts for line in part.unit.lines):
        return tuple(parts)
    # Negative, to differ from the numbers of blocks that a format marks up.
    numbers = count(-1, -1)
    units = [part.unit for part in parts]
    finders = (_find_quotations, _find_verse, _find_marked_quotations, _find_lists, _find_accounts)
    blocks = {index: path for find in finders for index, path in find(units, numbers).items()}
    return tuple(replace(part, unit=_with_blocks(part.unit, blocks.get(index, ()))) for index, part in enumerate(parts))


def _with_blocks(unit: Unit, blocks: tuple[Block, ...]) -> Unit:
    return replace(unit, lines=tuple(replace(line, blocks=blocks) for line in unit.lines)) if blocks else unit


BlocksByUnit = dict[int, tuple[Block, ...]]


def _list_marker(unit: Unit) -> Marker | None:
    """Return the kind of numeral or bullet that a unit begins with, and its value, 0 for a bullet and for a row."""
    if len(unit.text) > _LONGEST_ITEM:
        return None
    if match := _NUMBERED.match(unit.text):
        return "1", int(match[1])
    if match := _LETTERED.match(unit.text):
        return "a", ord(match[1]) - ord("a") + 1
    if match := _BULLET.match(unit.text):
        return match[1], 0
    return (_ROW_MARK, 0) if _ROW.fullmatch(unit.text) else None


def _is_next_marker(one: Marker, two: Marker) -> bool:
    return one[0] == two[0] and (two[1] == one[1] + 1 or one[1] == two[1] == 0)


def list_runs(units: Sequence[Unit]) -> list[list[int]]:
    """Return the indices of the items of each list: two or more in a row, counted from one if they have numbers."""
    runs: list[list[int]] = []
    last: Marker | None = None
    for index, unit in enumerate(units):
        marker = _list_marker(unit)
        if marker and last and _is_next_marker(last, marker):
            runs[-1].append(index)
        elif marker and marker[1] <= 1:
            runs.append([index])
        else:
            marker = None
        last = marker
    return [run for run in runs if len(run) > 1]


def _find_lists(units: Sequence[Unit], numbers: Iterator[int]) -> BlocksByUnit:
    found: BlocksByUnit = {}
    accounts = {index for run in account_runs(units) for index in run}
    for run in list_runs(units):
        if not accounts.isdisjoint(run):
            continue
        outer = Block("list", next(numbers), (("type", _list_type(units[run[0]])),))
        found |= {index: (outer, Block("item", next(numbers))) for index in run}
        total = Block("item", next(numbers))
        found |= dict.fromkeys(sum_below(units, run[-1] + 1), (outer, total))
    return found


def _find_accounts(units: Sequence[Unit], numbers: Iterator[int]) -> BlocksByUnit:
    """Return the rows of accounts and inventories, each as an item."""
    found: BlocksByUnit = {}
    for run in account_runs(units):
        outer = Block("list", next(numbers), (("type", "simple"),))
        found |= {index: (outer, Block("item", next(numbers))) for index in run}
    return found


def _list_type(unit: Unit) -> str:
    kind, value = _list_marker(unit) or ("", 0)
    return "numbered" if value else "simple" if kind == _ROW_MARK else "bulleted"


def sum_below(units: Sequence[Unit], index: int) -> tuple[int, ...]:
    """Return the indices of a rule and a sum below the last item of a list, none where there are no such lines."""
    lines = [unit.text for unit in units[index : index + 2]]
    is_sum = len(lines) == 2 and _RULE.fullmatch(lines[0]) and _SUM.fullmatch(lines[1])
    return (index, index + 1) if is_sum else ()


def _find_marked_quotations(units: Sequence[Unit], numbers: Iterator[int]) -> BlocksByUnit:
    """Return the lines that an e-mail quotes, each of which begins with a mark."""
    found: BlocksByUnit = {}
    for index, unit in enumerate(units):
        if unit.text.startswith(_MARK):
            found[index] = found.get(index - 1) or (Block("quote", next(numbers)),)
    return found


def _margin(units: Sequence[Unit]) -> int | None:
    """Return the left margin of the paragraphs, None where no unit is certainly one; first lines may be indented."""
    indents = [line.indent for unit in units for line in unit.lines[1:]]
    indents += [unit.lines[0].indent for unit in units if len(unit.text) > _LONG and len(unit.lines) == 1]
    return min(indents, default=None)


def _is_verse(unit: Unit, margin: int) -> bool:
    (line, *others) = unit.lines
    return not others and len(line.text) <= _LONGEST_LINE_OF_VERSE and line.indent >= margin + _FURTHER


def _find_verse(units: Sequence[Unit], numbers: Iterator[int]) -> BlocksByUnit:
    """Return stanzas: short lines indented more than the paragraphs, most of which begin with a capital."""
    margin = _margin(units)
    found: BlocksByUnit = {}
    if margin is None:
        return found
    for is_verse, group in groupby(range(len(units)), key=lambda index: _is_verse(units[index], margin)):
        lines = list(group)
        capitals = sum(is_capitalised(units[index].text) for index in lines)
        if not is_verse or len(lines) < _FEWEST_LINES or capitals * 3 < len(lines) * 2:
            continue
        stanza = Block("lg", next(numbers))
        for index in lines:
            if units[index].gap and index != lines[0]:
                stanza = Block("lg", next(numbers))
            found[index] = (stanza, Block("l", next(numbers)))
    return found


def _find_quotations(units: Sequence[Unit], numbers: Iterator[int]) -> BlocksByUnit:
    """Return wrapped paragraphs whose lines are all indented more than those of the other, more frequent paragraphs."""
    wrapped = [index for index, unit in enumerate(units) if len(unit.lines) > 1]
    lefts = {index: min(line.indent for line in units[index].lines) for index in wrapped}
    margin = _margin(units)
    inner = [index for index in wrapped if margin is not None and lefts[index] >= margin + _FURTHER_QUOTE]
    if len(inner) * 2 > len(wrapped):
        return {}
    found: BlocksByUnit = {}
    for index in inner:
        found[index] = found.get(index - 1) or (Block("quote", next(numbers)),)
    return found
