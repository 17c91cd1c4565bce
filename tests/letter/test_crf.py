"""The dynamic programs of the chain against their slow twin, which looks at every path."""

import math
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter import Label, LetterPhase
from teikit.letter.crf import NEVER, STATES, Transitions, best_path, may_follow, posteriors

_WEIGHT = st.floats(-3, 3)
_STATES = 3


def _rows(count: int) -> st.SearchStrategy[list[list[float]]]:
    return st.lists(st.lists(_WEIGHT, min_size=_STATES, max_size=_STATES), min_size=count, max_size=count)


Matrix = list[list[float]]


def weight(path: tuple[int, ...], emissions: Matrix, transitions: list[Matrix], spacings: list[int]) -> float:
    steps = sum(
        transitions[spacing][one][two] for (one, two), spacing in zip(pairwise(path), spacings[1:], strict=True)
    )
    return steps + sum(row[state] for row, state in zip(emissions, path, strict=True))


@given(st.integers(1, 4).flatmap(_rows), st.lists(_rows(_STATES), min_size=2, max_size=2), st.data())
def test_the_best_path_and_the_chances_are_those_found_by_trying_all(
    emissions: Matrix, transitions: list[Matrix], data: st.DataObject
) -> None:
    transitions[0][2][0] = transitions[1][2][0] = NEVER
    spacings = [data.draw(st.integers(0, 1)) for _ in emissions]
    paths = list(product(range(_STATES), repeat=len(emissions)))
    weights = [weight(path, emissions, transitions, spacings) for path in paths]
    assert weight(
        tuple(best_path(emissions, Transitions(transitions), spacings)), emissions, transitions, spacings
    ) == pytest.approx(max(weights))
    total = sum(math.exp(one) for one in weights)
    for unit, chances in enumerate(posteriors(emissions, Transitions(transitions), spacings)):
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


def test_a_postscript_does_not_begin_with_its_close() -> None:
    paragraph = STATES.index((Label.PARAGRAPH, LetterPhase.BODY))
    postscript, close = (
        STATES.index((label, LetterPhase.POSTSCRIPT)) for label in (Label.POSTSCRIPT, Label.VALEDICTION)
    )
    assert may_follow(postscript, close)
    assert not may_follow(paragraph, close)


def test_the_chances_of_a_long_letter_whose_styles_contradict_each_other_are_numbers() -> None:
    emissions = [[0.0, -40.0, -40.0]] * 60 + [[NEVER, 0.0, NEVER]]
    never_back = [[0.0 if one >= to else NEVER for to in range(_STATES)] for one in range(_STATES)]
    chances = posteriors(emissions, Transitions([never_back]), [0] * len(emissions))
    assert all(sum(row) == pytest.approx(1) for row in chances)
