"""Positions and spans in a file, and the only definition of their units."""

from typing import NamedTuple


class Position(NamedTuple):
    """A position between two characters: line and column, both from 1, columns in code points.

    A tuple, since one is made for each tag of a faulty document, and tuples are created in half the time.
    """

    line: int
    column: int


class Span(NamedTuple):
    """A range of a file; `end` is the position after its last character (exclusive)."""

    start: Position
    end: Position


def point(line: int, column: int) -> Span:
    """Return the empty span at a position."""
    return Span(Position(line, column), Position(line, column))
