"""What was said of parts of left-out letters, and whether it was right, to a curve: `calibration.json`.

`score_recogniser.py --calibrate` gathers the pairs and writes the file.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np

from teikit.letter import calibration

FILE = Path(calibration.__file__).with_name("calibration.json")
# The curve has a point between each two; below the middle, where few parts are, the steps are small.
EDGES = (0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0001)
FEWEST = 20
BANDS = (0, 0.5, 0.7, 0.9, 0.97, 1.0001)
# Review lists what is less sure; which share of what is wrong it finds, and how much of what it lists is wrong.
RECALLS = (0.7, 0.8, 0.9)


def curve(pairs):
    """Return the points of a rising curve through pairs of what was said and whether it was right."""
    points, least = [], 0.0
    for low, high in pairwise(EDGES):
        here = [(said, right) for said, right in pairs if low <= said < high]
        if len(here) >= FEWEST:
            least = max(least, sum(right for _, right in here) / len(here))
            points.append((round(sum(said for said, _ in here) / len(here), 4), round(least, 4)))
    return points


def write(pairs):
    """Write the curve of pairs of what was said and whether it was right."""
    rows = ",\n".join(map(json.dumps, curve(pairs)))
    FILE.write_text(f"[\n{rows}\n]\n", encoding="utf-8")


def print_bands(name, pairs):
    """Print, for bands of confidence, how sure things were said to be and which share of them was right."""
    for low, high in pairwise(BANDS):
        here = [(said, right) for said, right in pairs if low <= said < high]
        if here:
            said, right = (sum(values) / len(here) for values in zip(*here, strict=True))
            print(f"{name} {low}-{min(high, 1)}: said {said:.3f}, right {right:.3f}, of {len(here)}")
    worst = sorted(pairs)
    wrong = np.cumsum([not right for _, right in worst])
    for recall in RECALLS if len(wrong) and wrong[-1] else ():
        count = int(np.searchsorted(wrong, recall * wrong[-1])) + 1
        ratio = count / wrong[count - 1]
        print(
            f"{name}: below {worst[count - 1][0]:.3f} are {recall:.0%} of the wrong, {ratio:.1f} listed for each wrong"
        )
