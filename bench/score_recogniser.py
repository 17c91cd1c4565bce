"""Scores the recogniser on letters of editions that it was not fitted to.

    python bench/score_recogniser.py GOLD_SET --scorer score_encode.py [--editions 4] [--folds 10] [--calibrate]

Editions are left out, so many at a time (or letters, in --folds folds): weights are fitted to all other letters, and the
letters left out are encoded with them; the scorer then reads the TEI of all. Then: how often parts and claims were right
that were said to be so sure. --calibrate writes that to `calibration.json`, which the recogniser reads.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import calibrate
from fit_recogniser import GOLD_LABEL, MADE, fit_without, load, made_up_examples

from teikit import api
from teikit.letter import recogniser

KINDS = ("sender", "recipient", "date", "place")


def folds(letters, count, editions):
    """Yield the names of the letters of each fold: one of `count`, or some whole editions where that is 0."""
    chance = random.Random(7)
    if count:
        shuffled = chance.sample(sorted(letter.name for letter in letters), len(letters))
        yield from (set(shuffled[fold::count]) for fold in range(count))
        return
    corpora = sorted({letter.corpus for letter in letters})
    chance.shuffle(corpora)
    for start in range(0, len(corpora), editions):
        left_out = corpora[start : start + editions]
        yield {letter.name for letter in letters if letter.corpus in left_out}


def encode_letters(model, folder, names, out):
    """Write the TEI of letters by a fitted model; yield their names and what was encoded."""
    recogniser.shipped_model = lambda: model
    for name in sorted(names):
        found = api.encode_bytes((folder / "txt" / f"{name}.txt").read_bytes(), f"{name}.txt")
        (out / f"{name}.xml").write_bytes(found.tei)
        yield name, found


def sureness(letter, gold):
    """Yield how sure each part is, and whether it is right, by its first word."""
    words = [
        {GOLD_LABEL.get(label, label) for label in (s["label"], *s.get("alt", ()))}
        for s in gold["segments"]
        for _ in s["text"].split()
    ]
    at = 0
    for part in letter.parts:
        yield part.confidence, str(part.label) in words[at]
        at += len(part.unit.text.split())


def words_of_name(text):
    """Return the words of a name as the scorer compares them."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def is_right(claim, stated):
    """Return whether a claim agrees with what the text states: a family name, a day, the first word of a place."""
    words = words_of_name(claim.text)
    if claim.kind == "date":
        return claim.phrase.date is not None and claim.phrase.date.when == stated["iso"]
    if claim.kind == "place":
        return any(word in words for word in words_of_name(stated["name"])[:1])
    families = (words_of_name(name.partition(",")[0])[-1:] for name in stated["names"])
    return any(family and family[0] in words for family in families)


def claims_with_verdicts(claims, gold):
    """Yield the claims that the gold set has an answer to, and whether each is right; several of a kind are left out."""
    counts = Counter(claim.kind for claim in claims)
    for claim in claims:
        stated = gold.get("meta", {}).get(str(claim.kind), {})
        if claim.kind in KINDS and stated.get("in_text") and counts[claim.kind] == 1:
            yield claim, is_right(claim, stated)


def main():
    """Fit, encode and score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--editions", type=int, default=1, help="how many editions are left out at a time")
    parser.add_argument("--folds", type=int, default=0, help="this many folds of letters instead")
    parser.add_argument("--made", type=int, default=MADE, help="how many made-up letters")
    parser.add_argument("--by", default="corpus", help="what the scorer groups by: corpus, lang or style")
    parser.add_argument("--calibrate", action="store_true", help="write calibration.json")
    parser.add_argument("--out", type=Path, default=Path("build/held-out"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    letters, own = list(load(options.gold)), made_up_examples(options.made)
    parts, claims = [], []
    for names in folds(letters, options.folds, options.editions):
        model = fit_without(letters, names, own)
        if options.calibrate:
            # What is said before it is calibrated.
            model = replace(model, calibration=())
        for name, found in encode_letters(model, options.gold, names, options.out):
            gold = json.loads((options.gold / "gold" / f"{name}.json").read_text(encoding="utf-8"))
            parts += sureness(found.letter, gold)
            claims += claims_with_verdicts(found.claims, gold)
    command = [sys.executable, options.scorer, "--gold", options.gold, "--tei", options.out, "--by", options.by]
    subprocess.run(command, check=True)
    calibrate.print_bands("parts", parts)
    for kind in KINDS:
        calibrate.print_bands(kind, [(claim.confidence, right) for claim, right in claims if claim.kind == kind])
    if options.calibrate:
        calibrate.write(parts)


if __name__ == "__main__":
    main()
