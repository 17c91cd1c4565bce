"""Fits the weights of a project to its letters: maximum a posteriori, with a Gaussian prior centred on those that ship.

The model is the conditional random field of `letter.crf`. Only differences from the weights that ship are fitted; the
prior holds them small, and so does ending after few steps. A label looks much the same in all its phases: each feature
has a weight for its label beside one for its state, and the transitions have weights that all spacings share.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add, mul

from teikit.learning.minimizing import Vector, minimize
from teikit.letter.crf import NEVER, STATES, Scores, Spacing, Transitions, may_follow
from teikit.letter.phrases import PROJECT

COUNT = len(STATES)
_LABELS = list(dict.fromkeys(label for label, _ in STATES))
_LABEL_OF = [_LABELS.index(label) for label, _ in STATES]
_STATES_OF = [[state for state, own in enumerate(_LABEL_OF) if own == label] for label in range(len(_LABELS))]
_LAWFUL = [[may_follow(one, to) for to in range(COUNT)] for one in range(COUNT)]
# A phrase of one letter is no habit.
_FEWEST_LETTERS = 2
# Smaller shares of the probability make no difference to a gradient.
_NO_SHARE = 1e-5
_LEAST = 1e-250


@dataclass(frozen=True, slots=True)
class Example:
    """A letter: the features of each unit, its scores by the weights that ship, the spacing above it, and its state."""

    features: Sequence[Sequence[str]]
    scores: Scores
    spacings: Sequence[int]
    path: Sequence[int]


@dataclass(frozen=True, slots=True)
class Strengths:
    """How strongly the prior holds differences to zero: the factor of the square of each.

    `label` and `state` are of features that ship, `phrase` and `phrase_state` of the project's, `shared` and `spacing`
    of transitions. `steps` is after how many steps the fit ends. They were chosen on half of the editions of
    `bench/learn.py`.
    """

    label: float = 3.0
    state: float = 6.0
    phrase: float = 0.25
    phrase_state: float = 0.5
    shared: float = 0.5
    spacing: float = 1.0
    steps: int = 15


@dataclass(frozen=True, slots=True)
class Differences:
    """Differences from the weights that ship: a row per feature, a matrix per spacing."""

    emissions: dict[str, list[float]]
    transitions: list[list[list[float]]]


def recurring(examples: Iterable[Example]) -> list[str]:
    """Return the features that may be fitted: those that ship, and phrases that at least two letters have."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update({feature for features in example.features for feature in features})
    return sorted(
        feature for feature, count in counts.items() if count >= _FEWEST_LETTERS or not feature.startswith(PROJECT)
    )


class Objective:
    """Minus the log probability of the examples' paths, plus the prior: what is to be made small, with its gradient.

    The variables are the weights of labels of each feature, then those of its states, then transitions: those that all
    spacings share, and what each adds. `no_share` is below which share of the probability a gradient is left out.
    """

    def __init__(
        self, examples: Sequence[Example], transitions: Sequence[Scores], strengths: Strengths, no_share: float
    ) -> None:
        self.names = recurring(examples)
        self._examples = examples
        self._transitions = transitions
        self._no_share = no_share
        index = {name: number for number, name in enumerate(self.names)}
        self._indexes = [
            [[index[name] for name in unit if name in index] for unit in example.features] for example in examples
        ]
        self._start_of_states = len(self.names) * len(_LABELS)
        self._start_of_transitions = self._start_of_states + len(self.names) * COUNT
        self._prior = self._make_prior(strengths)

    @property
    def size(self) -> int:
        """The number of variables."""
        return len(self._prior)

    def _make_prior(self, strengths: Strengths) -> Vector:
        is_phrase = [name.startswith(PROJECT) for name in self.names]
        square = COUNT * COUNT
        return [
            *(strengths.phrase if phrase else strengths.label for phrase in is_phrase for _ in _LABELS),
            *(strengths.phrase_state if phrase else strengths.state for phrase in is_phrase for _ in STATES),
            *[strengths.shared] * square,
            *[strengths.spacing] * (square * len(Spacing)),
        ]

    def split(self, values: Vector) -> Differences:
        """Return the differences that the values of the variables are."""
        rows = {name: row for name, row in zip(self.names, self._rows(values), strict=True) if any(row)}
        return Differences(rows, self._matrices(values))

    def _rows(self, values: Vector) -> list[list[float]]:
        """Return the row of each feature: its weight for each state."""
        rows = []
        for number in range(len(self.names)):
            start, of_label = self._start_of_states + number * COUNT, number * len(_LABELS)
            labels = values[of_label : of_label + len(_LABELS)]
            rows.append(
                [labels[label] + own for label, own in zip(_LABEL_OF, values[start : start + COUNT], strict=True)]
            )
        return rows

    def _matrices(self, values: Vector) -> list[list[list[float]]]:
        """Return the differences of the transitions, a matrix per spacing."""
        flat = values[self._start_of_transitions :]
        square = COUNT * COUNT
        whole = (map(add, flat[:square], flat[start : start + square]) for start in range(square, len(flat), square))
        return [[row[start : start + COUNT] for start in range(0, square, COUNT)] for row in map(list, whole)]

    def __call__(self, values: Vector) -> tuple[float, Vector]:
        """Return the value and the gradient."""
        changed = _add_matrices(self._transitions, self._matrices(values))
        sums = _Sums(self._rows(values), changed, self._no_share)
        for example, indexes in zip(self._examples, self._indexes, strict=True):
            sums.add(example, indexes)
        prior = list(map(mul, self._prior, values))
        gradient = [turn + 2 * held for turn, held in zip(self._gradient(sums), prior, strict=True)]
        return sums.loss + sum(map(mul, prior, values)), gradient

    def _gradient(self, sums: "_Sums") -> Vector:
        """Return the gradient of the examples: that of a label is the sum of those of its states."""
        labels = [sum([row[state] for state in states]) for row in sums.turns for states in _STATES_OF]
        states = [each for row in sums.turns for each in row]
        pairs = [[each for row in matrix for each in row] for matrix in sums.pairs]
        return [*labels, *states, *map(sum, zip(*pairs, strict=True)), *(each for matrix in pairs for each in matrix)]


def _add_matrices(shipped: Sequence[Scores], changes: Sequence[Scores]) -> list[list[list[float]]]:
    """Return the transitions with their differences, -inf where a state may not follow."""
    return [
        [
            [one + two if lawful else NEVER for one, two, lawful in zip(*rows, strict=True)]
            for rows in zip(before, change, _LAWFUL, strict=True)
        ]
        for before, change in zip(shipped, changes, strict=True)
    ]


class _Sums:
    """Sums over examples: the `loss`, and the gradients of features (`turns`) and of transitions (`pairs`)."""

    def __init__(self, rows: list[list[float]], matrices: Sequence[Scores], no_share: float) -> None:
        self.loss = 0.0
        self.turns = [[0.0] * COUNT for _ in rows]
        self.pairs = [[[0.0] * COUNT for _ in STATES] for _ in matrices]
        self._rows = rows
        self._matrices = matrices
        self._transitions = Transitions(matrices)
        self._no_share = no_share

    def add(self, example: Example, indexes: Sequence[Sequence[int]]) -> None:
        """Add an example; `indexes` are the numbers of the features of each unit."""
        rows = self._rows
        scores = [
            [sum(column) for column in zip(own, *[rows[index] for index in unit], strict=True)]
            for own, unit in zip(example.scores, indexes, strict=True)
        ]
        tops = [max(row) for row in scores]
        weights = [[math.exp(score - top) for score in row] for row, top in zip(scores, tops, strict=True)]
        alpha, scales = self._forward(weights, example.spacings)
        beta = self._backward(weights, example.spacings, scales)
        self.loss += sum(map(math.log, scales)) + sum(tops) - self._path_score(scores, example)
        self._add_turns(alpha, beta, example.path, indexes)
        self._add_pairs(alpha, beta, weights, scales, example)

    def _path_score(self, scores: Scores, example: Example) -> float:
        path, spacings = example.path, example.spacings
        own = sum(row[state] for row, state in zip(scores, path, strict=True))
        steps = zip(path, path[1:], spacings[1:], strict=False)
        return own + sum(self._matrices[spacing][before][state] for before, state, spacing in steps)

    def _forward(self, weights: Scores, spacings: Sequence[int]) -> tuple[list[list[float]], list[float]]:
        """Return the share of each state by the units up to its own, and the sums that make them shares."""
        row = list(weights[0])
        alpha: list[list[float]] = []
        scales: list[float] = []
        for index, spacing in enumerate(spacings):
            if index:
                columns = self._transitions.factor_columns[spacing]
                came = [sum(map(mul, alpha[-1], column)) + _LEAST for column in columns]
                row = list(map(mul, came, weights[index]))
            scales.append(scale := sum(row))
            alpha.append([each / scale for each in row])
        return alpha, scales

    def _backward(self, weights: Scores, spacings: Sequence[int], scales: Sequence[float]) -> list[list[float]]:
        """Return the weight of the units after each one by its state, in the scales of `_forward`."""
        beta = [[1.0] * COUNT]
        for index in range(len(spacings) - 1, 0, -1):
            following = [one * two / scales[index] for one, two in zip(weights[index], beta[-1], strict=True)]
            rows = self._transitions.factors[spacings[index]]
            beta.append([sum(map(mul, row, following)) for row in rows])
        return beta[::-1]

    def _add_turns(self, alpha: Scores, beta: Scores, path: Sequence[int], indexes: Sequence[Sequence[int]]) -> None:
        for one, two, state, unit in zip(alpha, beta, path, indexes, strict=True):
            held = list(map(mul, one, two))
            held[state] -= 1.0
            if max(held) < self._no_share and -held[state] < self._no_share:
                continue
            for index in unit:
                self.turns[index] = list(map(add, self.turns[index], held))

    def _add_pairs(
        self, alpha: Scores, beta: Scores, weights: Scores, scales: Sequence[float], example: Example
    ) -> None:
        for index in range(1, len(alpha)):
            spacing, pairs = example.spacings[index], self.pairs[example.spacings[index]]
            factors = self._transitions.factors[spacing]
            ahead = [one * two / scales[index] for one, two in zip(weights[index], beta[index], strict=True)]
            here = [state for state in range(COUNT) if alpha[index][state] * beta[index][state] > self._no_share]
            for before, share in enumerate(alpha[index - 1]):
                if share * beta[index - 1][before] > self._no_share:
                    for state in here:
                        pairs[before][state] += share * factors[before][state] * ahead[state]
            pairs[example.path[index - 1]][example.path[index]] -= 1.0


def fit(
    examples: Sequence[Example],
    transitions: Sequence[Scores],
    strengths: Strengths = Strengths(),
    no_share: float = _NO_SHARE,
) -> Differences:
    """Return the differences from the weights that ship that explain the examples best; the same ones for the same.

    `transitions` are those that ship, a matrix per spacing.
    """
    objective = Objective(examples, transitions, strengths, no_share)
    return objective.split(minimize(objective, [0.0] * objective.size, strengths.steps))
