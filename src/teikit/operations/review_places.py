"""Where the parts of a letter are in the lines of its source, and what is at a place there."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from teikit.errors import TeikitError
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Letter
from teikit.text import Line


class PlaceError(TeikitError):
    """A place is not in the letter, or there is nothing at it."""


class Piece(NamedTuple):
    """A stretch of one line: line and column from 1, the length in code points of the source."""

    line: int
    column: int
    length: int

    @property
    def end(self) -> int:
        """The column after its last character."""
        return self.column + self.length


class Places:
    """The places of a letter's parts, by the lines of its source."""

    def __init__(self, lines: Sequence[Line], letter: Letter) -> None:
        self._lines = {line.number: line for line in lines}
        self._letter = letter
        # The columns at which pieces of parts begin, with the index of the part, by line.
        self._starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for index, part in enumerate(letter.parts):
            for line in part.unit.lines:
                self._starts[line.number].append((line.column, index))
        for found in self._starts.values():
            found.sort()

    def line(self, number: int) -> Line:
        """Return a line; raise PlaceError if there is none of that number."""
        if (found := self._lines.get(number)) is None:
            raise PlaceError(f"the letter has no line {number:,}")
        return found

    def part_at(self, place: Place) -> int:
        """Return the index of the part at a place: of the last that begins before it in the line, or of the first.

        Raises:
            PlaceError: no part is in that line.
        """
        self.line(place.line)
        here = self._starts.get(place.line, [])
        if not here:
            raise PlaceError(f"no part of the letter is in line {place.line:,}")
        at = bisect_right(here, (place.column, len(self._letter.parts)))
        return here[max(0, at - 1)][1]

    def pieces(self, index: int) -> list[Piece]:
        """Return the pieces of a part, one for each of its lines.

        What a transcriber's marks add to a line is in the piece, since it is in the source.
        """
        pieces: dict[int, Piece] = {}
        for line in self._letter.parts[index].unit.lines:
            start = pieces[line.number].column if line.number in pieces else line.column
            pieces[line.number] = Piece(line.number, start, self._end(line.number, line.column, index) - start)
        return list(pieces.values())

    def stretch(self, index: int) -> Stretch:
        """Return where a part begins and ends."""
        pieces = self.pieces(index)
        return Stretch(Place(pieces[0].line, pieces[0].column), Place(pieces[-1].line, pieces[-1].end))

    def trim(self, stretch: Stretch) -> Stretch:
        """Return a stretch without the white space at its ends.

        Raises:
            PlaceError: it has no words, or begins or ends outside the letter.
        """
        start = self._first_word(stretch.start, stretch.end.line)
        end = self._last_word(stretch.end, stretch.start.line)
        if start is None or end is None or start >= end:
            raise PlaceError("there are no words here")
        return Stretch(start, end)

    def text(self, piece: Piece) -> str:
        """Return the words of a piece as the source has them."""
        line = self.line(piece.line)
        return line.text[piece.column - line.column : piece.end - line.column]

    def _end(self, number: int, column: int, index: int) -> int:
        """Return the column after a piece of a line: before the next part's, or where the line ends."""
        line = self.line(number)
        later = (start for start, other in self._starts[number] if start > column and other != index)
        end = next(later, line.column + len(line.text))
        return line.column + len(line.text[: end - line.column].rstrip())

    def _first_word(self, place: Place, last: int) -> Place | None:
        self.line(place.line)
        for number in self._numbers(place.line, last):
            line = self._lines[number]
            at = max(0, place.column - line.column) if number == place.line else 0
            if rest := line.text[at:].lstrip():
                return Place(number, line.column + len(line.text) - len(rest))
        return None

    def _last_word(self, place: Place, first: int) -> Place | None:
        self.line(place.line)
        for number in reversed(self._numbers(first, place.line)):
            line = self._lines[number]
            at = max(0, place.column - line.column) if number == place.line else len(line.text)
            if before := line.text[:at].rstrip():
                return Place(number, line.column + len(before))
        return None

    def _numbers(self, first: int, last: int) -> Sequence[int]:
        return [number for number in self._lines if first <= number <= last]


def overlaps(piece: Piece, stretches: Iterable[Stretch]) -> bool:
    """Return whether a piece has a character in common with any of some stretches."""
    start, end = Place(piece.line, piece.column), Place(piece.line, piece.end)
    return any(start < stretch.end and stretch.start < end for stretch in stretches)
