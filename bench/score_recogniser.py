"""Scores the recogniser on letters of correspondences that it was not fitted to.

    python bench/score_recogniser.py GOLD_SET --scorer score_encode.py [--folds 10] [--out build/held-out]

For each corpus (or each of --folds folds), weights are fitted to all other letters, and the letters left out are encoded
with them; the scorer then reads the TEI of all. Then: how often the parts were right that were said to be so sure.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from fit_recogniser import ALSO, GOLD_LABEL, MADE, fit_without, load, made_up_examples

from teikit import api
from teikit.letter import recogniser

STEPS = (0.5, 0.7, 0.9, 0.97, 1.01)


def folds(letters, count):
    """Yield the names of the letters of each fold: one of `count`, or a whole corpus where that is 0."""
    if not count:
        for corpus in sorted({letter.corpus for letter in letters}):
            yield {letter.name for letter in letters if letter.corpus == corpus}
        return
    shuffled = random.Random(1).sample(sorted(letter.name for letter in letters), len(letters))
    for fold in range(count):
        yield set(shuffled[fold::count])


def encode_letters(model, folder, names, out):
    """Write the TEI of letters by a fitted model; yield their names and letters."""
    recogniser.shipped_model = lambda: model
    for name in sorted(names):
        found = api.encode_bytes((folder / "txt" / f"{name}.txt").read_bytes(), f"{name}.txt")
        (out / f"{name}.xml").write_bytes(found.tei)
        yield name, found.letter


def sureness(letter, gold):
    """Yield how sure each part is, and whether it is right, by its first word."""
    words = [
        {GOLD_LABEL.get(s["label"], s["label"]), *ALSO.get(s["label"], ()), *s.get("alt", ())}
        if s.get("alt")
        else {GOLD_LABEL.get(s["label"], s["label"])}
        for s in gold["segments"]
        for _ in s["text"].split()
    ]
    at = 0
    for part in letter.parts:
        yield part.confidence, str(part.label) in words[at]
        at += len(part.unit.text.split())


def print_sureness(pairs):
    """Print, for steps of sureness, how many parts were said to be so sure and which share of them was right."""
    steps = defaultdict(list)
    for sure, right in pairs:
        steps[next(step for step in STEPS if sure < step)].append((sure, right))
    for step, found in sorted(steps.items()):
        said = sum(sure for sure, _ in found) / len(found)
        print(
            f"said {said:.3f} right {sum(right for _, right in found) / len(found):.3f} of {len(found)} parts (below {step})"
        )


def main():
    """Fit, encode and score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0, help="this many folds; whole corpora where not given")
    parser.add_argument("--made", type=int, default=MADE, help="how many made-up letters")
    parser.add_argument("--out", type=Path, default=Path("build/held-out"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    letters, own = list(load(options.gold)), made_up_examples(options.made)
    sure = []
    for names in folds(letters, options.folds):
        model = fit_without(letters, names, own)
        for name, letter in encode_letters(model, options.gold, names, options.out):
            gold = json.loads((options.gold / "gold" / f"{name}.json").read_text(encoding="utf-8"))
            sure += sureness(letter, gold)
    command = [sys.executable, options.scorer, "--gold", options.gold, "--tei", options.out, "--by", "corpus"]
    subprocess.run(command, check=True)
    print_sureness(sure)


if __name__ == "__main__":
    main()
