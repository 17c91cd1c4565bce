"""Scores the recogniser on letters of correspondences that it was not fitted to.

    python bench/score_recogniser.py GOLD_SET --scorer score_encode.py [--folds 10] [--epochs 10] [--out build/held-out]

For each corpus (or each of --folds folds), weights are fitted to all other letters, and the letters left out are encoded
with them; the scorer then reads the TEI of all. Two processes.
"""

import argparse
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import fit_recogniser
from made_letters import made

from teikit import api
from teikit.letter import recogniser


def encode(fitted, folder, names, out):
    """Write the TEI of letters by a fitted model."""
    model = fitted.model()
    recogniser.shipped_model = lambda: model
    for name in names:
        encoded = api.encode_bytes((folder / "txt" / f"{name}.txt").read_bytes(), f"{name}.txt")
        (out / f"{name}.xml").write_bytes(encoded.tei)


def fold(options, names):
    """Fit to all letters but some, and encode those."""
    letters = [one for one in fit_recogniser.load(options.gold) if one[0] not in names]
    own = [fit_recogniser.prepared(name, "made", text, words) for name, text, words in made(options.made)]
    encode(fit_recogniser.fit(letters + own, options.epochs), options.gold, names, options.out)


def main():
    """Fit, encode and score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0, help="this many folds; whole corpora where not given")
    parser.add_argument("--made", type=int, default=600)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--out", type=Path, default=Path("build/held-out"))
    options = parser.parse_args()
    options.by_corpus = not options.folds
    options.out.mkdir(parents=True, exist_ok=True)
    held = [
        {one[0] for one in left} for _, left in fit_recogniser.folds(list(fit_recogniser.load(options.gold)), options)
    ]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(partial(fold, options), held))
    command = [sys.executable, options.scorer, "--gold", options.gold, "--tei", options.out, "--by", "corpus"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
