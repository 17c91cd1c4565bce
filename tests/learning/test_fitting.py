"""Weights of a project are fitted to its letters: gradients agree with differences, and the fit is deterministic."""

import random

import pytest

from teikit.learning.fitting import COUNT, Differences, Example, Objective, Strengths, fit
from teikit.learning.minimizing import minimize
from teikit.letter.crf import STATES, Spacing, best_path
from teikit.letter.model import Label, LetterPhase
from teikit.letter.recogniser import lawful_transitions

BODY = STATES.index((Label.PARAGRAPH, LetterPhase.BODY))
HEAD = STATES.index((Label.HEAD, LetterPhase.HEADING))
DATE = STATES.index((Label.DATELINE, LetterPhase.OPENER))
SIGNED = STATES.index((Label.SIGNED, LetterPhase.CLOSER))
FLAT = [[[0.0] * COUNT for _ in STATES] for _ in Spacing]


def random_example(chance: random.Random) -> Example:
    path = [HEAD, DATE, BODY, BODY, SIGNED][chance.randrange(2) :]
    features = [[f"f{chance.randrange(4)}", f"project word: {chance.randrange(3)}"] for _ in path]
    scores = [[chance.gauss(0, 1) for _ in STATES] for _ in path]
    return Example(features, scores, [chance.randrange(4) for _ in path], path)


@pytest.mark.parametrize("seed", range(4))
def test_the_gradient_agrees_with_differences_of_values(seed: int) -> None:
    chance = random.Random(seed)
    examples = [random_example(chance) for _ in range(3)]
    matrices = [[[chance.gauss(0, 1) for _ in STATES] for _ in STATES] for _ in Spacing]
    objective = Objective(examples, matrices, Strengths(), 0.0)
    at = [chance.gauss(0, 0.3) for _ in range(objective.size)]
    _, gradient = objective(at)
    steep = sorted(range(len(at)), key=lambda index: -abs(gradient[index]))[:40]
    for index in (*steep, *chance.sample(range(len(at)), 20)):
        above, below = list(at), list(at)
        above[index] += 1e-4
        below[index] -= 1e-4
        slope = (objective(above)[0] - objective(below)[0]) / 2e-4
        assert slope == pytest.approx(gradient[index], abs=1e-4)


def test_a_small_share_left_out_changes_a_gradient_little() -> None:
    chance = random.Random(5)
    examples = [random_example(chance) for _ in range(5)]
    whole, rough = (Objective(examples, FLAT, Strengths(), share) for share in (0.0, 1e-5))
    at = [chance.gauss(0, 0.3) for _ in range(whole.size)]
    assert rough(at)[1] == pytest.approx(whole(at)[1], abs=1e-3)


def test_what_recurs_gets_a_weight_and_what_does_not_gets_none() -> None:
    features = [["always", "project first: to"], ["always"], ["always", "project first: once"]]
    examples = [
        Example(features, [[0.0] * COUNT] * 3, [1, 1, 1], [HEAD, BODY, SIGNED]),
        Example(features[:2], [[0.0] * COUNT] * 2, [1, 1], [HEAD, BODY]),
    ]
    found = fit(examples, FLAT)
    row = found.emissions["project first: to"]
    assert max(row) == row[HEAD] > 0
    assert "project first: once" not in found.emissions


def test_the_same_letters_give_the_same_weights() -> None:
    first, second = (fit([random_example(random.Random(7)) for _ in range(4)], FLAT) for _ in range(2))
    assert first == second


def test_learning_makes_the_learnt_path_the_best() -> None:
    chance = random.Random(3)
    example = random_example(chance)
    found: Differences = fit([example, example, example], FLAT, Strengths(steps=30))
    scores = [
        [sum(column) for column in zip(own, *(found.emissions.get(each, [0.0] * COUNT) for each in unit), strict=True)]
        for own, unit in zip(example.scores, example.features, strict=True)
    ]
    assert list(example.path) == best_path(scores, lawful_transitions(found.transitions), list(example.spacings))


def test_a_bowl_is_smallest_at_its_bottom() -> None:
    def bowl(at: list[float]) -> tuple[float, list[float]]:
        return sum((index + 1) * (x - index) ** 2 for index, x in enumerate(at)), [
            2 * (index + 1) * (x - index) for index, x in enumerate(at)
        ]

    assert minimize(bowl, [5.0] * 6, 60) == pytest.approx([0, 1, 2, 3, 4, 5], abs=1e-3)
