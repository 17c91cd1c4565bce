"""What is fixed of the parts of a letter before it is recognised: labels, cuts and joins, by places in its lines."""

from dataclasses import dataclass
from typing import NamedTuple

from teikit.letter.model import Label


class Place(NamedTuple):
    """A place in the lines of a source: `line` and `column` count from 1, columns in code points of the source."""

    line: int
    column: int


class Stretch(NamedTuple):
    """A stretch of the lines of a source, of one line or several; `end` is the place after its last character."""

    start: Place
    end: Place


@dataclass(frozen=True, slots=True)
class FixedParts:
    """Labels of stretches, places at which a part begins (`cuts`), and places at which none does (`joins`).

    The rest of the letter is recognised around them.
    """

    labels: tuple[tuple[Stretch, Label], ...] = ()
    cuts: frozenset[Place] = frozenset()
    joins: frozenset[Place] = frozenset()


NOTHING_FIXED = FixedParts()
