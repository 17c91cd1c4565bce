"""Maps what a model says to how often that is right, measured on letters of editions that it was not fitted to."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

# Pairs of what is said and which share of that is right, both rising.
Curve = Sequence[tuple[float, float]]


@cache
def shipped_curve() -> Curve:
    """Return the curve that ships with teikit; `bench/score_recogniser.py --calibrate` writes it."""
    pairs = json.loads(files(__package__).joinpath("calibration.json").read_text(encoding="utf-8"))
    return tuple((said, right) for said, right in pairs)


def calibrate(said: float, curve: Curve) -> float:
    """Return the share that is right of what is said so surely: between the pairs of a curve, along a line."""
    if not curve:
        return said
    index = bisect_right(curve, (said, 1.0))
    low_said, low_right = curve[index - 1] if index else (0.0, 0.0)
    high_said, high_right = curve[index] if index < len(curve) else (1.0, 1.0)
    if high_said <= low_said:
        return high_right
    return low_right + (high_right - low_right) * (said - low_said) / (high_said - low_said)
