"""Fits the recogniser's weights to letters with known parts, and measures them on letters left out.

    python bench/fit_recogniser.py GOLD_SET [--write] [--out N]

GOLD_SET holds txt/ID.txt and gold/ID.json. A conditional random field over the features of `teikit.letter.features`,
fitted by AdaGrad with weight decay; the order of letters is shuffled by a fixed seed, so the same letters give the same
weights. Without --write, units are scored in ten folds; with it, `weights.json` is written from all letters.
"""

import argparse
import json
import math
import random
from collections import defaultdict
from pathlib import Path

from made_letters import made

from teikit.letter.chain import NEVER, STATES, backward, best_path, forward, log_sum
from teikit.letter.cues import spoken
from teikit.letter.features import observe
from teikit.letter.language import languages_in
from teikit.letter.layout import units
from teikit.letter.model import Phase
from teikit.letter.recogniser import Model, lawful
from teikit.text import decode, lines

WEIGHTS = Path(__file__).parents[1] / "src" / "teikit" / "letter" / "weights.json"
GOLD_LABEL = {"ref": "reference"}
COUNT = len(STATES)
CLOSERS = {"valediction", "signed"}
LATE = {Phase.CLOSER, Phase.AFTER}


def states(labels):
    """Return the lawful path of states that agrees best with a row of labels.

    Some editors place parts where TEI could not hold them in their order; their letters teach what they can.
    """
    late = [
        CLOSERS.intersection(labels[:i]) or ("p" in labels[:i] and "p" not in labels[i:]) for i in range(len(labels))
    ]
    # Where two states would do, the earlier of the list is meant.
    rows = [
        [
            0.0 if name != label else (0.9 if phase in LATE and not after else 1.0) - index / 1000
            for index, (name, phase) in enumerate(STATES)
        ]
        for label, after in zip(labels, late, strict=True)
    ]
    return best_path(rows, lawful([[0.0] * COUNT] * COUNT))


def words_of(gold):
    """Return the label of each word."""
    return [GOLD_LABEL.get(s["label"], s["label"]) for s in gold["segments"] for _ in s["text"].split()]


def prepared(name, corpus, text, words):
    """Return a letter as (name, corpus, features of each unit, path of states, labels)."""
    with spoken(*languages_in(text)):
        found = units(lines(text))
        seen = observe(found)
    labels, at = [], 0
    for unit in found:
        labels.append(words[min(at, len(words) - 1)])
        at += len(unit.text.split())
    return name, corpus, [one.features for one in seen], states(labels), labels


def load(folder):
    """Yield the letters of a gold set."""
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = decode((folder / "txt" / f"{file.stem}.txt").read_bytes(), file.stem)
        yield prepared(file.stem, gold["corpus"], text, words_of(gold))


class Fit:
    """AdaGrad over sparse rows."""

    def __init__(self, rate=0.25, decay=1e-4):
        self.rate, self.decay = rate, decay
        self.rows = defaultdict(lambda: [0.0] * COUNT)
        self.squares = defaultdict(lambda: [1e-2] * COUNT)

    def emissions(self, features):
        return [[sum(column) for column in zip(*(self.rows[f] for f in one), strict=True)] for one in features]

    def transitions(self):
        return lawful([self.rows["to", one] for one in range(COUNT)])

    def step(self, key, gradient):
        row, squares = self.rows[key], self.squares[key]
        for i, g in enumerate(gradient):
            if g:
                step = g - self.decay * row[i]
                squares[i] += step * step
                row[i] += self.rate * step / math.sqrt(squares[i])

    def learn(self, features, path):
        emissions, transitions = self.emissions(features), self.transitions()
        alpha, beta = forward(emissions, transitions), backward(emissions, transitions)
        total = log_sum(alpha[-1])
        gradients = defaultdict(lambda: [0.0] * COUNT)
        for t, one in enumerate(features):
            gradient = [
                -math.exp(a + b - total) if a + b != NEVER else 0.0 for a, b in zip(alpha[t], beta[t], strict=True)
            ]
            gradient[path[t]] += 1
            for f in one:
                row = gradients[f]
                for i, g in enumerate(gradient):
                    row[i] += g
            if t:
                for i in range(COUNT):
                    row = gradients["to", i]
                    for j in range(COUNT):
                        score = alpha[t - 1][i] + transitions[i][j] + emissions[t][j] + beta[t][j] - total
                        if score > -30:
                            row[j] -= math.exp(score)
                gradients["to", path[t - 1]][path[t]] += 1
        for key, gradient in gradients.items():
            self.step(key, gradient)

    def model(self):
        emissions = {k: tuple(v) for k, v in self.rows.items() if isinstance(k, str)}
        return Model(emissions, self.transitions())


def fit(letters, epochs):
    """Return fitted weights."""
    result, order = Fit(), random.Random(7)
    usable = [(features, path) for _, _, features, path, _ in letters if len(features) < 120]
    for _ in range(epochs):
        order.shuffle(usable)
        for features, path in usable:
            result.learn(features, path)
    return result


def accuracy(fitted, letters):
    """Return the share of units with the right label, and of letters with all right."""
    transitions = fitted.transitions()
    right = units_ = exact = 0
    for _, _, features, _, labels in letters:
        got = [STATES[s][0] for s in best_path(fitted.emissions(features), transitions)]
        hits = sum(str(a) == b for a, b in zip(got, labels, strict=True))
        right, units_, exact = right + hits, units_ + len(labels), exact + (hits == len(labels))
    return right / units_, exact / len(letters)


def write(fitted):
    """Write the weights that matter, rounded."""
    emissions = {
        k: [round(x, 2) for x in v]
        for k, v in sorted((k, v) for k, v in fitted.rows.items() if isinstance(k, str))
        if max(v) - min(v) > 0.05
    }
    transitions = [[round(x, 2) for x in fitted.rows["to", one]] for one in range(COUNT)]
    body = ",\n".join(f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v)}" for k, v in emissions.items())
    rows = ",\n".join(json.dumps(row) for row in transitions)
    WEIGHTS.write_text(f'{{"emissions": {{\n{body}\n}},\n"transitions": [\n{rows}\n]}}\n', encoding="utf-8")


def folds(letters, options):
    """Yield (name, letters left out) of each fold."""
    if options.by_corpus:
        for corpus in sorted({one[1] for one in letters}):
            yield corpus, [one for one in letters if one[1] == corpus]
        return
    shuffled = random.Random(1).sample(letters, len(letters))
    for fold in range(options.folds):
        yield f"fold {fold}", shuffled[fold :: options.folds]


def main():
    """Fit, and measure or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--made", type=int, default=600)
    parser.add_argument("--by-corpus", action="store_true", help="leave a whole corpus out at a time")
    parser.add_argument("--epochs", type=int, default=10)
    options = parser.parse_args()
    letters = list(load(options.gold))
    own = [prepared(name, "made", text, words) for name, text, words in made(options.made)]
    print(f"{len(letters)} letters, {len(own)} made up")
    if options.write:
        fitted = fit(letters + own, options.epochs)
        print("on what it was fitted to: {:.3f} units, {:.3f} letters".format(*accuracy(fitted, letters)))
        write(fitted)
        return
    scores = []
    for name, held in folds(letters, options):
        rest = [one for one in letters if one not in held]
        scores.append(accuracy(fit(rest + own, options.epochs), held))
        print("{}: {:.3f} units, {:.3f} letters".format(name, *scores[-1]), flush=True)
    print("mean: {:.3f} units, {:.3f} letters".format(*(sum(x) / len(scores) for x in zip(*scores, strict=True))))


if __name__ == "__main__":
    main()
