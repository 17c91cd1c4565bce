"""Adds what was learnt of a project's letters to the model that ships: differences of weights, and its own phrases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from operator import add
from typing import NamedTuple

from teikit.letter.crf import Scores

WEIGHTS = "weights.json"


class Observation(NamedTuple):
    """What was seen in the letters that a project learnt from: a form, in so many letters, and what it is there."""

    words: str
    letters: int
    of: int
    label: str
    shipped: str


@dataclass(frozen=True, slots=True)
class ProjectModel:
    """What was learnt from so many `letters`: differences from the weights that ship, whose `digest` is that of these.

    `emissions` has a row (a number per state) for each feature, `transitions` a matrix per spacing. `observations` say
    in words what was learnt.
    """

    digest: str
    letters: int = 0
    emissions: Mapping[str, Sequence[float]] = field(default_factory=dict)
    transitions: Sequence[Scores] = ()
    observations: Sequence[Observation] = ()

    def add_emissions(self, shipped: Mapping[str, Sequence[float]]) -> dict[str, Sequence[float]]:
        """Return the rows of all features, those that ship and the project's."""
        rows = dict(shipped)
        for feature, row in self.emissions.items():
            rows[feature] = tuple(map(add, rows[feature], row)) if feature in rows else row
        return rows

    def add_transitions(self, shipped: Sequence[Scores]) -> Sequence[Scores]:
        """Return the matrices with the project's differences; those that ship where it has none."""
        if not self.transitions:
            return shipped
        return [
            [list(map(add, one, two)) for one, two in zip(before, change, strict=True)]
            for before, change in zip(shipped, self.transitions, strict=True)
        ]


@cache
def weights_digest() -> str:
    """Return the SHA-256 of the weights that ship."""
    return sha256(files(__package__).joinpath(WEIGHTS).read_bytes()).hexdigest()
