"""The fit of the recogniser's weights (bench/crf.py) agrees with the chain that the recogniser walks."""

import random
import sys
from pathlib import Path

import pytest

from teikit.letter.crf import STATES, Spacing, may_follow, posteriors
from teikit.letter.recogniser import lawful_transitions

np = pytest.importorskip("numpy", reason="numpy is only needed to fit weights")
pytest.importorskip("scipy", reason="scipy is only needed to fit weights")
sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

import crf  # noqa: E402  found on the path just set


def _examples(chance: random.Random) -> list[crf.Example]:
    made = []
    for number in range(6):
        state, features, allowed, spacings = 0, [], [], []
        for _ in range(chance.randint(1, 7)):
            state = chance.choice([to for to in range(len(STATES)) if may_follow(state, to)])
            features.append(chance.sample("abcde", 3))
            spacings.append(chance.choice(list(Spacing)))
            allowed.append({state, chance.randrange(len(STATES))} if chance.random() < 0.3 else {state})
        made.append(crf.Example(f"x{number}", "made", features, spacings, allowed, chance.choice([0.5, 1.0])))
    return made


def test_the_gradient_is_that_of_the_loss() -> None:
    packed = crf.ExampleMatrices(_examples(random.Random(3)))
    size = len(packed.names) * (crf.COUNT + len(crf.LABELS)) + (1 + len(Spacing)) * crf.COUNT**2
    values = np.random.default_rng(3).normal(size=size) / 3
    loss, gradient = crf.loss(values, packed, 0.3)
    for place in range(0, len(values), 23):
        moved = values.copy()
        moved[place] += 1e-6
        slope = (crf.loss(moved, packed, 0.3)[0] - loss) / 1e-6
        assert slope == pytest.approx(gradient[place], abs=1e-3)


def test_chances_are_those_of_the_recogniser() -> None:
    (example, *_) = _examples(random.Random(4))
    packed = crf.ExampleMatrices([example], fewest=1)
    chance = np.random.default_rng(4)
    scores = chance.normal(size=(len(example.features), crf.COUNT))
    transitions = chance.normal(size=(len(Spacing), crf.COUNT, crf.COUNT))
    _, found, _ = crf.chances(packed, np.exp(scores), np.exp(transitions) * crf.LAWFUL)
    expected = posteriors(scores.tolist(), lawful_transitions(transitions.tolist()), example.spacings)
    assert np.allclose(found, expected)


def test_the_same_letters_give_the_same_weights() -> None:
    one, two = (crf.fit(_examples(random.Random(5)), steps=20) for _ in range(2))
    assert all((one.features[name] == two.features[name]).all() for name in one.features)
