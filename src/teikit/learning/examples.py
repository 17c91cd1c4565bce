"""Makes examples of letters whose parts are known: the units of their source, each with its state."""

from bisect import bisect_right
from collections.abc import Sequence

from teikit.conventions import Profile
from teikit.learning.fitting import Example
from teikit.letter.certain_units import states_of_units
from teikit.letter.crf import STATES, best_path, spacing_above
from teikit.letter.cues import using_languages
from teikit.letter.edition_parts import split_edition_parts
from teikit.letter.language import likely_languages
from teikit.letter.model import Label, LetterPhase, Part, Unit
from teikit.letter.recogniser import (
    CrfModel,
    features_of,
    force_state,
    lawful_transitions,
    score_unit,
    split_source,
)
from teikit.text import Line

_COUNT = len(STATES)
# What may follow what, no path being likelier than another.
_UNWEIGHTED = lawful_transitions([[[0.0] * _COUNT] * _COUNT])
_CLOSING = {Label.VALEDICTION, Label.SIGNED}
_LATE = {LetterPhase.CLOSER, LetterPhase.AFTER}


def lawful_path(labels: Sequence[Label]) -> list[int] | None:
    """Return the states that units with some labels are in, None if TEI could not have the labels in this order.

    Where two states would do, the earlier one is meant; a date or a note below the body is of the close or after it.
    """
    rows = [
        [
            0.0 if own is not label else (0.9 if phase in _LATE and not is_late else 1.0) - state / 1000
            for state, (own, phase) in enumerate(STATES)
        ]
        for label, is_late in zip(labels, _are_late(labels), strict=True)
    ]
    path = best_path(rows, _UNWEIGHTED, [0] * len(rows))
    return path if all(STATES[state][0] is label for state, label in zip(path, labels, strict=True)) else None


def _are_late(labels: Sequence[Label]) -> list[bool]:
    """Return whether each unit is below a close, or below the body."""
    paragraphs = [index for index, label in enumerate(labels) if label is Label.PARAGRAPH]
    first, last = (paragraphs[0], paragraphs[-1]) if paragraphs else (len(labels), len(labels))
    closes = [index for index, label in enumerate(labels) if label in _CLOSING]
    close = closes[0] if closes else len(labels)
    return [index > close or (index > first and index > last) for index in range(len(labels))]


def make_example(units: Sequence[Unit], labels: Sequence[Label], model: CrfModel) -> Example | None:
    """Return the example of a letter, None where TEI could not have its parts in this order, or forms say otherwise.

    `model` is the one that ships, with phrases.
    """
    path = lawful_path(labels)
    certain = {index: STATES.index(state) for index, state in states_of_units(units).items()}
    if path is None or any(path[index] != state for index, state in certain.items()):
        return None
    seen = features_of(units, model)
    scores = [
        force_state(certain[index]) if index in certain else score_unit(unit, one, model)
        for index, (unit, one) in enumerate(zip(units, seen, strict=True))
    ]
    return Example([one.features for one in seen], scores, [spacing_above(unit) for unit in units], path)


def example_of_words(lines: Sequence[Line], words: Sequence[str], model: CrfModel) -> Example | None:
    """Return the example of a text with a label for each of its words, None as `make_example`.

    A unit has the label of its first word. What is above and below the letter by its styles is left out.
    """
    before, own, _ = split_edition_parts(lines)
    with using_languages(*likely_languages("\n".join(line.text for line in own))):
        units, _ = split_source(own)
        at = sum(len(part.unit.text.split()) for part in before)
        labels = []
        for unit in units:
            labels.append(Label(words[min(at, len(words) - 1)]))
            at += len(unit.text.split())
        return make_example(units, labels, model)


def example_of_parts(
    lines: Sequence[Line], parts: Sequence[Part], model: CrfModel, language: str | None, conventions: Profile
) -> Example | None:
    """Return the example of a letter that an editor accepted, None as `make_example`.

    A unit has the label of the part that its first character is in.
    """
    firsts = sorted((line.number, line.column, str(part.label)) for part in parts for line in part.unit.lines)
    _, own, _ = split_edition_parts(lines)
    languages = (language,) if language else likely_languages("\n".join(line.text for line in own))
    with using_languages(*languages):
        units, _ = split_source(own, conventions)
        places = [(unit.lines[0].number, unit.lines[0].column, "~") for unit in units]
        labels = [Label(firsts[max(0, bisect_right(firsts, place) - 1)][2]) for place in places]
        return make_example(units, labels, model)
