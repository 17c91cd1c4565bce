"""The chain around decided labels against its slow twin, which looks at every path."""

import math
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.letter import Label, LetterPhase, Unit
from teikit.letter.constraints import Chain, constrain
from teikit.letter.crf import NEVER, STATES, best_path, posteriors
from teikit.letter.recogniser import lawful_transitions
from teikit.text import Line

WITH_OPENER, WITHOUT_OPENER, UNUSUAL = 5.0, 9.0, 8.0
PHASES = list(LetterPhase)
UNUSUAL_PLACES = {
    Label.VALEDICTION: {("address", "opener"), ("address", "behind")},
    Label.SIGNED: {("address", "opener"), ("address", "behind")},
    Label.SALUTE: {("signed", "closer"), ("signed", "postscript"), ("address", "behind")},
    Label.REFERENCE: {("signed", "closer"), ("signed", "postscript"), ("address", "behind")},
    Label.HEAD: {("signed", "closer"), ("signed", "postscript"), ("address", "behind")},
    Label.ADDRESS: {("signed", "postscript")},
    Label.DATELINE: {("address", "behind")},
    Label.NOTE: set(STATES),
    Label.LETTERHEAD: set(STATES),
}
CHAINS = st.integers(1, 3).flatmap(
    lambda count: st.tuples(
        st.lists(st.floats(-3, 3), min_size=count * len(STATES), max_size=count * len(STATES)),
        st.lists(st.sampled_from([None, *Label]), min_size=count, max_size=count),
    )
)
MATRIX = [[((one * 7 + two * 3) % 11 - 5) / 2 for two in range(len(STATES))] for one in range(len(STATES))]
USUAL = lawful_transitions([MATRIX]).matrices[0]


def _chain(values: list[float], labels: list[Label | None]) -> tuple[Chain, list[Unit]]:
    rows = [values[index * len(STATES) : (index + 1) * len(STATES)] for index in range(len(labels))]
    chain = Chain(rows, lawful_transitions([MATRIX] * 4), [1] * len(labels))
    return chain, [Unit((Line("Thornbury", 1),), decided_label=label) for label in labels]


def _score_of_unit(row: list[float], state: int, label: Label | None) -> float:
    if label is None or STATES[state][0] is label:
        return row[state]
    best = max(score for score, (own, _) in zip(row, STATES, strict=True) if own is label)
    return best - UNUSUAL if STATES[state] in UNUSUAL_PLACES.get(label, ()) else NEVER


def _score_of_step(one: int, two: int, label: Label | None) -> float:
    (_, phase), (own, next_phase) = STATES[one], STATES[two]
    usual = USUAL[one][two]
    if label in {Label.NOTE, Label.LETTERHEAD}:
        return usual if own in {Label.NOTE, Label.LETTERHEAD} else 0.0 if one == two else NEVER
    is_return = PHASES.index(next_phase) < PHASES.index(phase) and PHASES.index(next_phase) > 1
    cost = WITH_OPENER if next_phase is LetterPhase.OPENER else WITHOUT_OPENER
    return -cost if label and is_return else usual


def _score(path: tuple[int, ...], rows: list[list[float]], labels: list[Label | None]) -> float:
    units = sum(_score_of_unit(row, state, label) for row, state, label in zip(rows, path, labels, strict=True))
    return units + sum(
        _score_of_step(one, two, label) for (one, two), label in zip(pairwise(path), labels[1:], strict=True)
    )


@settings(max_examples=20)
@given(CHAINS)
def test_decided_labels_are_on_the_best_of_all_paths(values_and_labels: tuple[list[float], list[Label | None]]) -> None:
    chain, units = _chain(*values_and_labels)
    labels = values_and_labels[1]
    fixed = constrain(chain, units, {})
    paths = list(product(range(len(STATES)), repeat=len(units)))
    scores = [_score(path, chain.emissions, labels) for path in paths]
    found = tuple(best_path(fixed.emissions, fixed.transitions, fixed.spacings))
    assert _score(found, chain.emissions, labels) == pytest.approx(max(scores))
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores)
    for unit, chances in enumerate(posteriors(fixed.emissions, fixed.transitions, fixed.spacings)):
        shares = [0.0] * len(STATES)
        for path, score in zip(paths, scores, strict=True):
            shares[path[unit]] += math.exp(score - top)
        assert chances == pytest.approx([share / total for share in shares], abs=1e-6)


def test_without_decided_labels_the_chain_is_the_same() -> None:
    chain, units = _chain([0.0] * len(STATES), [None])
    assert constrain(chain, units, {0: 0}) is chain


@settings(max_examples=50)
@given(st.lists(st.sampled_from([None, *Label]), min_size=1, max_size=8))
def test_there_is_a_path_for_any_labels(labels: list[Label | None]) -> None:
    chain, units = _chain([0.0] * len(STATES) * len(labels), labels)
    fixed = constrain(chain, units, {})
    path = tuple(best_path(fixed.emissions, fixed.transitions, fixed.spacings))
    assert _score(path, chain.emissions, labels) > NEVER
