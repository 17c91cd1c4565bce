"""A curve maps what is said to what is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.calibration import calibrate
from teikit.letter.recogniser import shipped_model

_CURVE = ((0.4, 0.6), (0.8, 0.9))
_SHARE = st.floats(0, 1)


def test_the_pairs_of_a_curve_are_joined_by_lines() -> None:
    assert calibrate(0.6, _CURVE) == pytest.approx(0.75)
    assert calibrate(0.2, _CURVE) == pytest.approx(0.3)
    assert calibrate(0.9, _CURVE) == pytest.approx(0.95)


def test_without_a_curve_what_is_said_stays() -> None:
    assert calibrate(0.7, ()) == 0.7


@given(_SHARE, _SHARE)
def test_what_is_surer_stays_surer_by_the_curve_that_ships(one: float, two: float) -> None:
    curve = shipped_model().calibration
    low, high = sorted((one, two))
    assert 0 <= calibrate(low, curve) <= calibrate(high, curve) + 1e-12 <= 1 + 1e-9
