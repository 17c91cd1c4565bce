"""What learning from a few letters of an edition gives, for editions that the weights were not fitted to.

    python bench/learn.py GOLD... --base FOLDER [--sizes 10 25 50] [--drawings 2] [--editions even|odd|all] [--collection]

Each edition in turn is left out of the fit of the weights (kept in FOLDER, and used again), then learnt from some of its
letters, drawn with fixed seeds, and scored on the rest: a letter is wrong unless all of its parts are right, by the
rules of the given scorer, read from the parts rather than from their TEI. An edition needs 8 letters beyond those that
are learnt from. The strengths of the prior were chosen on the even half of the editions, in alphabetical order. Needs
numpy and scipy for the fit of the weights: pip install --group fit.
"""

import argparse
import json
import random
import re
import resource
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from teikit.learning.examples import example_of_words
from teikit.learning.fitting import fit
from teikit.letter import recogniser
from teikit.letter.calibration import shipped_curve
from teikit.letter.collection import NO_HABITS
from teikit.letter.project import ProjectModel
from teikit.operations.collection import gather, sample_evenly
from teikit.text import read

FEWEST_LEFT, SMALLEST = 8, 10
GOLD_LABEL = {"ref": "reference"}
# What the TEI of a label is read as.
WRITTEN = {"reference": "ref", "letterhead": "address"}


@dataclass
class Letter:
    """A letter of the gold set."""

    name: str
    corpus: str
    lines: tuple
    segments: list

    @property
    def labels(self):
        """The editor's label of each word."""
        return [GOLD_LABEL.get(s["label"], s["label"]) for s in self.segments for _ in s["text"].split()]


def load(folder):
    """Yield the letters of a gold set."""
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        source = read((folder / "txt" / f"{file.stem}.txt").read_bytes(), f"{file.stem}.txt", None, "")
        yield Letter(file.stem, gold["corpus"], source.lines, gold["segments"])


def count_words(text):
    """Return how many words the scorer finds in a text."""
    return len(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def blocks(labels, starts):
    """Return the runs of words with one label; paragraphs end where others start."""
    found, start = set(), 0
    for at in range(1, len(labels) + 1):
        if at == len(labels) or labels[at] != labels[start] or (labels[at] == "p" and starts[at]):
            found.add((start, at, labels[start]))
            start = at
    return found


def spread(pieces):
    """Return the label of each word of labelled texts, and whether it is the first of its text."""
    counts = [(label, count_words(text)) for label, text in pieces]
    return [label for label, count in counts for _ in range(count)], [
        not at for _, count in counts for at in range(count)
    ]


def is_right(segments, parts):
    """Return whether all blocks of a letter are right; other labels that the gold set permits are."""
    got, got_starts = spread((WRITTEN.get(part.label, str(part.label)), part.unit.text) for part in parts)
    want, want_starts = spread((segment["label"], segment["text"]) for segment in segments)
    if len(got) != len(want):
        return False
    ignored, at = set(), 0
    for segment in segments:
        span = range(at, at := at + count_words(segment["text"]))
        given = {got[word] for word in span}
        if given and given != {segment["label"]} and given <= {segment["label"], *segment.get("alt", ())}:
            for word in span:
                want[word], want_starts[word] = got[word], got_starts[word]
            if at < len(want):
                want_starts[at] = got_starts[at]
        if segment["label"] == "ref":
            ignored.update(span)
    wanted, found = blocks(want, want_starts), blocks(got, got_starts)
    return not any(set(range(*block[:2])) - ignored for block in wanted ^ found)


def base_weights(corpus, folder, golds):
    """Return the weights fitted without an edition, from the folder if they are there, else made and kept."""
    file = folder / f"{corpus}.json"
    if not file.exists():
        # These need numpy and scipy.
        import fit_recogniser  # noqa: PLC0415
        from crf import fit as fit_weights  # noqa: PLC0415

        if not (examples := base_weights.__dict__.setdefault("examples", [])):
            examples += [each for gold in golds for each in fit_recogniser.load(gold)]
            examples += fit_recogniser.made_up_examples(fit_recogniser.MADE)
        weights = fit_weights([one for one in examples if one.corpus != corpus and one.weight])
        emissions = {
            name: [round(float(x), 2) for x in row]
            for name, row in weights.features.items()
            if max(row) - min(row) > 0.05
        }
        matrices = [[[round(float(x), 2) for x in row] for row in matrix] for matrix in weights.transitions]
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"emissions": emissions, "transitions": matrices}), encoding="utf-8")
    found = json.loads(file.read_text(encoding="utf-8"))
    return found["emissions"], found["transitions"]


def model_of(weights, project=None):
    """Return the model of base weights, with what was learnt."""
    recogniser.shipped_weights = lambda: weights
    if project is None:
        return recogniser.CrfModel(weights[0], recogniser.lawful_transitions(weights[1]), shipped_curve())
    return recogniser.model_of(project)


def habits_of(letters, model):
    """Return the habits of an edition as a run over all of its letters would find them."""
    return gather(recogniser.survey_lines(letter.lines, model=model) for letter in sample_evenly(letters))


def wrong(letters, model, *, collection):
    """Return the names of the letters that are wrong."""
    habits = habits_of(letters, model) if collection else NO_HABITS
    found = ((one, recogniser.recognise(one.lines, model=model, habits=habits)) for one in letters)
    return {one.name for one, letter in found if not is_right(one.segments, letter.parts)}


def learn(letters, weights):
    """Return what is learnt from letters, and the seconds that it takes."""
    start = time.process_time()
    model = replace(model_of(weights), has_phrases=True)
    examples = (example_of_words(letter.lines, letter.labels, model) for letter in letters)
    found = fit([one for one in examples if one is not None], weights[1])
    project = ProjectModel("", len(letters), found.emissions, found.transitions)
    return project, time.process_time() - start


def report(rows, size):
    """Print the figures of a number of letters to learn from."""
    before, after = ([row[which] / row[0] for row in rows.values()] for which in (1, 2))
    falls = [1 - row[2] / row[1] for row in rows.values() if row[1]]
    worst = max(b - a for a, b in zip(before, after, strict=True))
    print(
        f"{size} letters, {len(rows)} editions: wrong {100 * fmean(before):.1f} % -> {100 * fmean(after):.1f} %,"
        f" {100 * (1 - sum(after) / sum(before)):.0f} % fewer; mean of each edition's fall {100 * fmean(falls):.0f} %;"
        f" all letters together {100 * (1 - sum(r[2] for r in rows.values()) / sum(r[1] for r in rows.values())):.0f} %;"
        f" the edition that gains least {100 * worst:+.1f} points wrong"
    )


def main():
    """Learn and score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, required=True, help="the folder of weights with each edition left out")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 25, 50])
    parser.add_argument("--drawings", type=int, default=2, help="how many times letters are drawn, with seeds from 1")
    parser.add_argument("--editions", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--collection", action="store_true", help="with the habits of the collection")
    options = parser.parse_args()
    editions = defaultdict(list)
    for gold in options.gold:
        for letter in load(gold):
            editions[letter.corpus].append(letter)
    names = sorted(name for name, letters in editions.items() if len(letters) >= SMALLEST + FEWEST_LEFT)
    if options.editions != "all":
        names = names[options.editions == "odd" :: 2]
    rows, seconds = defaultdict(dict), []
    for name in names:
        letters = sorted(editions[name], key=lambda one: one.name)
        weights = base_weights(name, options.base, options.gold)
        wrong_before = wrong(letters, model_of(weights), collection=options.collection)
        for size in options.sizes:
            if len(letters) < size + FEWEST_LEFT:
                continue
            sums = Counter()
            for seed in range(1, options.drawings + 1):
                chosen = {one.name for one in random.Random(seed).sample(letters, size)}
                project, took = learn([one for one in letters if one.name in chosen], weights)
                seconds.append((took, size, name))
                wrong_after = wrong(letters, model_of(weights, project), collection=options.collection)
                sums.update(n=len(letters) - size, before=len(wrong_before - chosen), after=len(wrong_after - chosen))
            rows[size][name] = sums["n"], sums["before"], sums["after"]
            shares = [100 * sums[key] / sums["n"] for key in ("before", "after")]
            print(f"{name:14} {size:3} of {len(letters):3}: wrong {shares[0]:5.1f} % -> {shares[1]:5.1f} %", flush=True)
    for size, found in rows.items():
        report(found, size)
    took, size, name = max(seconds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"longest to learn: {took:.1f} s of CPU ({size} letters of {name}); memory of this program {memory:.0f} MB")


if __name__ == "__main__":
    main()
