"""The dynamic programs of the chain against their slow twin, which looks at every path."""

import math
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter import Label, LetterPhase
from teikit.letter.crf import NEVER, STATES, best_path, may_follow, posteriors

_WEIGHT = st.floats(-3, 3)
_STATES = 3


def _rows(count: int) -> st.SearchStrategy[list[list[float]]]:
    return st.lists(st.lists(_WEIGHT, min_size=_STATES, max_size=_STATES), min_size=count, max_size=count)


def weight(path: tuple[int, ...], emissions: list[list[float]], transitions: list[list[float]]) -> float:
    steps = sum(transitions[one][two] for one, two in pairwise(path))
    return steps + sum(row[state] for row, state in zip(emissions, path, strict=True))


@given(st.integers(1, 4).flatmap(_rows), _rows(_STATES))
def test_the_best_path_and_the_chances_are_those_found_by_trying_all(
    emissions: list[list[float]], transitions: list[list[float]]
) -> None:
    transitions[2][0] = NEVER
    paths = list(product(range(_STATES), repeat=len(emissions)))
    weights = [weight(path, emissions, transitions) for path in paths]
    assert weight(tuple(best_path(emissions, transitions)), emissions, transitions) == pytest.approx(max(weights))
    total = sum(math.exp(one) for one in weights)
    for unit, chances in enumerate(posteriors(emissions, transitions)):
        for state, chance in enumerate(chances):
            share = sum(math.exp(one) for path, one in zip(paths, weights, strict=True) if path[unit] == state)
            assert chance == pytest.approx(share / total)


def test_phases_never_go_back() -> None:
    salute = STATES.index((Label.SALUTE, LetterPhase.OPENER))
    paragraph = STATES.index((Label.PARAGRAPH, LetterPhase.BODY))
    signed = STATES.index((Label.SIGNED, LetterPhase.CLOSER))
    postscript = STATES.index((Label.POSTSCRIPT, LetterPhase.POSTSCRIPT))
    assert may_follow(salute, paragraph)
    assert not may_follow(paragraph, salute)
    assert may_follow(signed, postscript)
    assert not may_follow(postscript, signed)
