"""Finds places of a source in the units of its letter, by how many characters precede them, white space left out.

Units have all characters of their source in its order: as their text, or around it, such as a transcriber's brackets
and what is printed on a page between two lines. So a count leads to the same place in both, whatever was joined or cut.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from teikit.letter.fixed import Place
from teikit.letter.model import Unit
from teikit.text.plain import Line, Mark


def _size(text: str) -> int:
    return len("".join(text.split()))


def _sizes_of_mark(mark: Mark) -> tuple[tuple[int, int], ...]:
    """Return the offsets at which a mark has characters of its own, each with how many it has there."""
    sign = mark.sign
    if sign is None:
        return ()
    if mark.start != mark.end:
        return (mark.start, _size(sign.before)), (mark.end, _size(sign.after))
    number = dict(sign.attributes).get("n", "") if sign.before + sign.after else ""
    return ((mark.start, _size(mark.words or sign.before + number + sign.after)),)


def line_offsets(line: Line) -> list[tuple[int, int]]:
    """Return each character of a line by its place in the text (from 0) and by its offset in the source from there.

    The last pair is that of the place after the line, with how many characters the line has in all.
    """
    own = sorted(size for mark in line.marks for size in _sizes_of_mark(mark))
    found: list[tuple[int, int]] = []
    offset = taken = 0
    for place, char in enumerate(line.text):
        while taken < len(own) and own[taken][0] <= place:
            offset += own[taken][1]
            taken += 1
        if not char.isspace():
            found.append((place, offset))
            offset += 1
    found.append((len(line.text), offset + sum(size for _, size in own[taken:])))
    return found


def unit_offsets(unit: Unit) -> list[tuple[int, int]]:
    """Return the same for the text of a unit."""
    found: list[tuple[int, int]] = []
    place = offset = 0
    for line in unit.lines:
        *own, (_, count) = line_offsets(line)
        found += ((place + each, offset + at) for each, at in own)
        place += len(line.text) + 1
        offset += count
    return [*found, (max(0, place - 1), offset)]


def count_characters(lines: Iterable[Line]) -> int:
    """Return how many characters lines have in the source, white space left out."""
    return sum(
        _size(line.text) + sum(size for mark in line.marks for _, size in _sizes_of_mark(mark)) for line in lines
    )


class SourceOffsets:
    """The offsets of places in the lines of a source."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.starts = [0, *accumulate(count_characters([line]) for line in lines)]
        self.known: dict[int, list[tuple[int, int]]] = {}
        self.indices = {line.number: index for index, line in reversed(list(enumerate(lines)))}

    def find(self, place: Place) -> int:
        """Return the offset of the first character at or after a place; that of the end if there is no such line."""
        index = self.indices.get(place.line)
        if index is None:
            return self.starts[-1]
        line = self.lines[index]
        offsets = self.known.setdefault(index, []) or line_offsets(line)
        self.known[index] = offsets
        at = bisect_left(offsets, (place.column - line.column, -1))
        return self.starts[index] + offsets[min(at, len(offsets) - 1)][1]

    def start_of(self, line: Line) -> int:
        """Return the offset at which a line begins, with what is printed before its words."""
        return self.starts[self.indices[line.number]]

    def has_words_at(self, place: Place) -> bool:
        """Return whether a line has words at or after a place."""
        index = self.indices.get(place.line)
        return index is not None and bool(self.lines[index].text[max(0, place.column - self.lines[index].column) :])
