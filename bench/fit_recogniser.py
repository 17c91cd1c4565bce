"""Fits the recogniser's weights to letters with known parts, and writes them: `weights.json`.

    python bench/fit_recogniser.py GOLD_SET [--made N]

GOLD_SET holds txt/ID.txt and gold/ID.json. The same letters give the same weights; `score_recogniser.py` measures them on
letters left out. Needs numpy and scipy: pip install --group fit.
"""

import argparse
import json
from pathlib import Path

from crf import COUNT, Example, fit
from made_letters import make_letters

from teikit.letter.calibration import shipped_curve
from teikit.letter.crf import STATES, best_path, spacing_above
from teikit.letter.cues import using_languages
from teikit.letter.features import extract_features
from teikit.letter.language import likely_languages
from teikit.letter.model import LetterPhase
from teikit.letter.recogniser import CrfModel, lawful_transitions, split_source
from teikit.text import decode, lines

WEIGHTS = Path(__file__).parents[1] / "src" / "teikit" / "letter" / "weights.json"
# Made-up letters are many, for their variety, and count for less than real ones.
MADE, WEIGHT = 1500, 0.4
GOLD_LABEL = {"ref": "reference"}
# Where editors' habits differ, what else a part may be taken for; the fit finds out which agrees with other letters.
ALSO = {
    "dateline": {"letterhead"},
    "letterhead": {"dateline"},
    "p": {"valediction"},
    "postscript": {"dateline"},
    "signed": {"valediction"},
}
# What may follow what, no path being likelier than another.
UNWEIGHTED = lawful_transitions([[[0.0] * COUNT] * COUNT])
CLOSERS = {"valediction", "signed"}
LATE = {LetterPhase.CLOSER, LetterPhase.AFTER}


def states(labels):
    """Return the lawful path of states that agrees best with a row of labels.

    Some editors place parts where TEI could not hold them in their order.
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
    return best_path(rows, UNWEIGHTED, [0] * len(rows))


def _with_letterhead(labels):
    """Return labels with the letterhead's, which is written as an address."""
    return {*labels, *(["letterhead"] if "address" in labels else [])}


def words_of(gold):
    """Return the labels each word may have, the editor's first."""
    return [
        (
            GOLD_LABEL.get(s["label"], s["label"]),
            *sorted(ALSO.get(s["label"], set()) & _with_letterhead(s.get("alt", ()))),
        )
        for s in gold["segments"]
        for _ in s["text"].split()
    ]


def example(name, corpus, text, words, weight=1.0):
    """Return a letter with the states that each of its units may have."""
    with using_languages(*likely_languages(text)):
        found, _ = split_source(tuple(lines(text)))
        seen = extract_features(found)
    labels, at = [], 0
    for unit in found:
        labels.append(words[min(at, len(words) - 1)])
        at += len(unit.text.split())
    path = states([first for first, *_ in labels])
    # An order that TEI could not hold would teach wrong labels.
    weight *= all(STATES[state][0] == first for state, (first, *_) in zip(path, labels, strict=True))
    allowed = [
        {state, *(number for number, (name, _) in enumerate(STATES) if name in also)}
        for state, (_, *also) in zip(path, labels, strict=True)
    ]
    return Example(name, corpus, [one.features for one in seen], [*map(spacing_above, found)], allowed, weight)


def load(folder):
    """Yield the letters of a gold set."""
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = decode((folder / "txt" / f"{file.stem}.txt").read_bytes(), file.stem)
        yield example(file.stem, gold["corpus"], text, words_of(gold))


def made_up_examples(count):
    """Return made-up letters."""
    return [example(name, "made", text, words, WEIGHT) for name, text, words in make_letters(count)]


def model(weights):
    """Return fitted weights as the recogniser takes them."""
    return CrfModel(
        {name: tuple(row) for name, row in weights.features.items()},
        lawful_transitions(weights.transitions.tolist()),
        shipped_curve(),
    )


def write(weights):
    """Write the weights that matter, rounded."""
    emissions = {
        name: [round(float(x), 2) for x in row] for name, row in weights.features.items() if max(row) - min(row) > 0.05
    }
    matrices = [[[round(float(x), 2) for x in row] for row in matrix] for matrix in weights.transitions]
    body = ",\n".join(f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v)}" for k, v in emissions.items())
    rows = ",\n".join(json.dumps(matrix) for matrix in matrices)
    WEIGHTS.write_text(f'{{"emissions": {{\n{body}\n}},\n"transitions": [\n{rows}\n]}}\n', encoding="utf-8")


def fit_without(letters, left_out, own):
    """Return the model fitted to all letters but some, and to made-up ones."""
    return model(fit([letter for letter in letters if letter.name not in left_out and letter.weight] + own))


def main():
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--made", type=int, default=MADE, help="how many made-up letters")
    options = parser.parse_args()
    letters = list(load(options.gold))
    write(fit([letter for letter in letters if letter.weight] + made_up_examples(options.made)))
    print(f"fitted to {len(letters)} letters and {options.made} made up")


if __name__ == "__main__":
    main()
