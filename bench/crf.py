"""Letters with known parts to weights: a linear-chain conditional random field, fitted by L-BFGS (numpy, scipy).

The chain is that of `teikit.letter.crf`. A unit may be allowed several states: then the probability of all paths
through them is raised. Units of all letters are kept by their place, longest letters first, so that one step of the
recursions is one product of matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from teikit.letter.crf import STATES, Spacing, may_follow

COUNT = len(STATES)
LAWFUL = np.array([[may_follow(one, to) for to in range(COUNT)] for one in range(COUNT)])
# What a label looks like is much the same in all its states: those that are rare learn from the others.
LABELS = list(dict.fromkeys(label for label, _ in STATES))
LABELLED = np.array([[float(label == name) for name, _ in STATES] for label in LABELS])
# Features that fewer letters have say more about those letters than about their kind.
_FEWEST_LETTERS = 3
# Weights that are held smaller fit editions left out better, up to here (scored with 0.3, 1, 2, 3 and 4).
DECAY = 3.0


@dataclass(frozen=True, slots=True)
class Example:
    """A letter: features, spacing above and possible states of each unit, and how much the letter counts."""

    name: str
    corpus: str
    features: list[list[str]]
    spacings: list[Spacing]
    allowed: list[set[int]]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A row of weights (one per state) for each feature; for each spacing one for each state a unit comes after."""

    features: dict[str, np.ndarray]
    transitions: np.ndarray


class ExampleMatrices:
    """Examples as matrices: a row per unit, ordered by place in the letter and then by letter."""

    def __init__(self, examples: Sequence[Example], fewest: int = _FEWEST_LETTERS):
        examples = sorted(examples, key=lambda one: -len(one.features))
        letters: dict[str, int] = {}
        for one in examples:
            for feature in {feature for unit in one.features for feature in unit}:
                letters[feature] = letters.get(feature, 0) + 1
        self.names = sorted(name for name, count in letters.items() if count >= fewest)
        index = {name: number for number, name in enumerate(self.names)}
        self.sizes = [sum(len(one.features) > place for one in examples) for place in range(len(examples[0].features))]
        columns: list[int] = []
        ends = [0]
        allowed, weights, spacings = [], [], []
        for place, size in enumerate(self.sizes):
            for one in examples[:size]:
                columns += sorted({index[feature] for feature in one.features[place] if feature in index})
                ends.append(len(columns))
                allowed.append([float(state in one.allowed[place]) for state in range(COUNT)])
                weights.append(one.weight)
                spacings.append(one.spacings[place])
        self.seen = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(self.names)))
        self.seen_turned = self.seen.T.tocsr()
        self.allowed, self.weights = np.array(allowed), np.array(weights)[:, None]
        self.spacings = np.array(spacings)
        self.starts = np.cumsum([0, *self.sizes])


def _by_spacing(spacings, rows, matrices):
    """Return the product of each row with the matrix of its spacing."""
    product = np.empty_like(rows)
    for spacing in Spacing:
        here = spacings == spacing
        product[here] = rows[here] @ matrices[spacing]
    return product


def chances(packed, scores, transitions):
    """Return the log of the weight of all paths, the chance of each state of each unit, and of each pair by spacing."""
    steps = [slice(start, start + size) for start, size in zip(packed.starts, packed.sizes, strict=False)]
    alpha, scales = np.empty_like(scores), np.empty(len(scores))
    for place, step in enumerate(steps):
        size = packed.sizes[place]
        row = scores[step]
        if place:
            row = row * _by_spacing(packed.spacings[step], alpha[steps[place - 1]][:size], transitions)
        scales[step] = row.sum(1)
        alpha[step] = row / scales[step][:, None]
    beta = np.ones_like(scores)
    pairs = np.zeros_like(transitions)
    for place in range(len(steps) - 1, 0, -1):
        step, size = steps[place], packed.sizes[place]
        before = slice(packed.starts[place - 1], packed.starts[place - 1] + size)
        ahead = scores[step] * beta[step] / scales[step][:, None]
        spacings, came = packed.spacings[step], alpha[before] * packed.weights[before]
        beta[before] = _by_spacing(spacings, ahead, transitions.transpose(0, 2, 1))
        for spacing in Spacing:
            here = spacings == spacing
            pairs[spacing] += came[here].T @ ahead[here]
    return (np.log(scales) * packed.weights[:, 0]).sum(), alpha * beta, pairs * transitions


def _split(values, size):
    """Return the weights of features by label, by state, and the transitions, from one row of numbers.

    The transitions are first those that all spacings share, then what each adds.
    """
    of_labels, of_states = size * len(LABELS), size * COUNT
    return (
        values[:of_labels].reshape(size, len(LABELS)),
        values[of_labels : of_labels + of_states].reshape(size, COUNT),
        values[of_labels + of_states :].reshape(1 + len(Spacing), COUNT, COUNT),
    )


def loss(values, packed, decay):
    """Return what is to be made small, and its gradient: minus the log chance of the allowed paths, and the decay."""
    by_label, by_state, transitions = _split(values, len(packed.names))
    scores = packed.seen @ (by_label @ LABELLED + by_state)
    scores = np.exp(scores - scores.max(1, keepdims=True))
    follows = np.exp(transitions[0] + transitions[1:]) * LAWFUL
    whole, held, pairs = chances(packed, scores, follows)
    right, wanted, wanted_pairs = chances(packed, scores * packed.allowed, follows)
    turn = packed.seen_turned @ ((held - wanted) * packed.weights)
    turn_pairs = pairs - wanted_pairs
    turns = (turn @ LABELLED.T, turn, turn_pairs.sum(0), turn_pairs)
    gradient = np.concatenate([each.ravel() for each in turns])
    return whole - right + decay * (values**2).sum(), gradient + 2 * decay * values


def fit(examples: Sequence[Example], decay: float = DECAY, steps: int = 200) -> Weights:
    """Return the weights under which the allowed paths are likeliest, held small by `decay` (L2)."""
    packed = ExampleMatrices(examples)
    size = len(packed.names)
    found = minimize(
        loss, np.zeros(size * (len(LABELS) + COUNT) + (1 + len(Spacing)) * COUNT * COUNT), (packed, decay), "L-BFGS-B", jac=True,
        options={"maxiter": steps, "maxfun": steps * 2, "maxcor": 20},
    )  # fmt: skip
    by_label, by_state, transitions = _split(found.x, size)
    rows = by_label @ LABELLED + by_state
    return Weights(dict(zip(packed.names, rows, strict=True)), transitions[0] + transitions[1:])
