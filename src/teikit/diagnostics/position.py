"""Places in a file, and the one statement of the units they are counted in."""

from dataclasses import dataclass
from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters: line and column, both from 1, columns in code points.

    A tuple, since one is made for every tag of a faulty document, and these are made in half the time.
    """

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file; `end` is the position behind its last character (exclusive)."""

    start: Position
    end: Position


def point(line: int, column: int) -> Span:
    """Return the empty span at a place."""
    return Span(Position(line, column), Position(line, column))
