"""Linear-chain conditional random field (Lafferty et al. 2001): the best path and the probability of each label.

A state is a label in a phase of the letter; phases never go back, which keeps every path writable as TEI. `emissions`
contains a row of scores per unit, a column per state. What may follow what depends on the space between two units:
`Transitions` are made of a matrix per `Spacing`, with a row per state and -inf where a state may not follow; `spacings`
is the spacing above each unit, of which that of the first does not matter.
"""

import math
from collections.abc import Sequence
from enum import IntEnum
from operator import add, mul

from teikit.letter.model import Label, LetterPhase, Unit

Scores = Sequence[Sequence[float]]

_OPENING = (Label.HEAD, Label.LETTERHEAD, Label.REFERENCE, Label.ADDRESS, Label.DATELINE, Label.SALUTE)
_LABELS: dict[LetterPhase, tuple[Label, ...]] = {
    LetterPhase.BEFORE: (Label.NOTE,),
    LetterPhase.HEADING: (Label.HEAD, Label.LETTERHEAD),
    LetterPhase.OPENER: _OPENING,
    LetterPhase.BODY: (Label.PARAGRAPH,),
    LetterPhase.CLOSER: (Label.VALEDICTION, Label.SIGNED, Label.DATELINE, Label.ADDRESS),
    LetterPhase.POSTSCRIPT: (Label.POSTSCRIPT, Label.DATELINE, Label.VALEDICTION, Label.SIGNED),
    LetterPhase.TRAILING_ADDRESS: (Label.ADDRESS,),
    LetterPhase.AFTER: (Label.NOTE,),
}
STATES = tuple((label, phase) for phase, labels in _LABELS.items() for label in labels)
_RANK = {phase: rank for rank, phase in enumerate(LetterPhase)}
NEVER = -math.inf
# Added to sums of weights, so that a path that is all but impossible keeps a share that can be divided.
_LEAST = 1e-250


class Spacing(IntEnum):
    """What separates a unit from the one above it: no line end, a line end, one blank line, or more."""

    RUN_IN = 0
    LINE = 1
    BLANK_LINE = 2
    BLANK_LINES = 3


def spacing_above(unit: Unit) -> Spacing:
    """Return the spacing above a unit."""
    return Spacing.RUN_IN if unit.is_run_in else Spacing(1 + min(unit.gap, 2))


def may_follow(before: int, state: int) -> bool:
    """Return whether a state may follow another: phases never go back, and a postscript's parts follow its text."""
    (_, phase), (label, next_phase) = STATES[before], STATES[state]
    if next_phase is LetterPhase.POSTSCRIPT is not phase:
        return _RANK[phase] <= _RANK[next_phase] and label in {Label.POSTSCRIPT, Label.SIGNED, Label.DATELINE}
    return _RANK[phase] <= _RANK[next_phase]


def is_earlier(state: int, other: int) -> bool:
    """Return whether a state is of an earlier phase than another, and not of what is above the letter itself."""
    (_, phase), (_, other_phase) = STATES[state], STATES[other]
    return _RANK[LetterPhase.HEADING] < _RANK[phase] < _RANK[other_phase]


def _trim_end(values: Sequence[float], nothing: float) -> Sequence[float]:
    """Return values without those at the end that are `nothing`, but at least one."""
    return values[: max((index for index, value in enumerate(values) if value != nothing), default=0) + 1]


class Transitions:
    """Matrices of scores, and what sums over paths need: `columns`, `factors` (exp of scores), and columns of these.

    A list per spacing each. Most states may follow only those before them in `STATES`, so columns end at the last one.
    """

    def __init__(self, matrices: Sequence[Scores]) -> None:
        self.matrices = matrices
        self.factors = [[list(map(math.exp, row)) for row in matrix] for matrix in matrices]
        self.columns = _columns(matrices, NEVER)
        self.factor_columns = _columns(self.factors, 0.0)


def _columns(matrices: Sequence[Scores], nothing: float) -> list[Scores]:
    return [[_trim_end(column, nothing) for column in zip(*matrix, strict=True)] for matrix in matrices]


def best_path(emissions: Scores, transitions: Transitions, spacings: Sequence[int]) -> list[int]:
    """Return the state of each unit on the path of the highest score (Viterbi 1967)."""
    score = list(emissions[0])
    back: list[list[int]] = []
    for row, spacing in zip(emissions[1:], spacings[1:], strict=True):
        sums = [list(map(add, score, column)) for column in transitions.columns[spacing]]
        best = [max(each) for each in sums]
        back.append([each.index(top) for each, top in zip(sums, best, strict=True)])
        score = list(map(add, best, row))
    path = [score.index(max(score))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def _scaled(values: Sequence[float]) -> list[float]:
    """Return values as shares of their sum, so that products of many do not vanish."""
    total = sum(values)
    return [value / total for value in values]


def _weights(emissions: Scores) -> list[list[float]]:
    """Return the weight of each state for each unit, exp of its score against the highest of the unit."""
    return [[math.exp(score - top) for score in row] for row in emissions for top in (max(row),)]


def posteriors(emissions: Scores, transitions: Transitions, spacings: Sequence[int]) -> list[list[float]]:
    """Return the probability of each state for each unit (forward-backward, Rabiner 1989, section V.A)."""
    weights = _weights(emissions)
    alpha = [_scaled(weights[0])]
    for row, spacing in zip(weights[1:], spacings[1:], strict=True):
        came = (sum(map(mul, alpha[-1], column), _LEAST) for column in transitions.factor_columns[spacing])
        alpha.append(_scaled(list(map(mul, came, row))))
    beta = [[1.0] * len(weights[0])]
    for row, spacing in zip(weights[:0:-1], spacings[:0:-1], strict=True):
        following = list(map(mul, row, beta[-1]))
        beta.append(_scaled([sum(map(mul, each, following), _LEAST) for each in transitions.factors[spacing]]))
    return [
        _scaled([each + _LEAST for each in map(mul, one, two)]) for one, two in zip(alpha, reversed(beta), strict=True)
    ]
