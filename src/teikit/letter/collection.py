"""Habits of a collection: a form that recurs in its letters, as "TO X." or "[Footnote", gets one label in all of them.

A first pass surveys some letters: how likely is which label for each form? Where one label is clearly in front the form
is a habit; the recogniser then adds its weight to the scores of that label. Forms are of units above or below the body,
never of its paragraphs: the whole text, a mark or a label at the start, or the first words.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from teikit.letter.cues import find_cue, function_words
from teikit.letter.model import Label, Part, Unit

# A collection of fewer letters has no habits.
FEWEST_LETTERS = 6
_FEWEST_WITH_FORM = 4
# The share of the surveyed letters that have a form, from which on it recurs, and that from which on what is below the
# letter is not a part of it: nobody writes the same postscript again and again.
_RECURRING, _APPARATUS = 0.1, 0.25
# The share of a label from which on it is clearly in front.
_CLEAR = 0.6
# Added to the number of letters, so that few of them give no certainty.
_DOUBT = 0.5
# Weights in nats: of a form that is the whole text or a mark, and of first words by the odds of the label.
_CERTAIN, _PER_ODDS, _MOST = 8.0, 1.5, 6.0
_LONG_WORDS = 16
_MOST_WORDS_OF_TEXT = 12
_DIGITS = re.compile(r"\d+")
# "[Footnote", "(1)", "†", "Source:", "H :".
_OPENING = re.compile(r"[\[(<{*†‡§]\s*[^\s\])]+[\])]?|(?:[^\s:]+ ){0,2}[^\s:]+\s?:(?=\s)")
_BRACKETED = re.compile(r"[\[(].*[\])]\.?")
_PERSONAL = ("self", "you", "postscript")


class _Zone(StrEnum):
    """Where a unit is in its letter."""

    ABOVE = "above"
    BODY = "body"
    BELOW = "below"


class Form(NamedTuple):
    """A form of units: its kind, its words, in which digits are 0, and where in the letter it is."""

    kind: str
    zone: str
    words: str
    place: str = ""
    is_capitals: bool = False


class Vote(NamedTuple):
    """A label of a unit in the survey; `is_repeatable` means that, if it recurs, it is rather an editor's note."""

    label: Label
    is_repeatable: bool = False


class Habit(NamedTuple):
    """The label of a form that recurs in so many of the surveyed `letters`; `weight` is in nats."""

    label: Label
    letters: int
    weight: float


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of a collection of which so many `letters` were surveyed; the order of these makes no difference."""

    letters: int = 0
    by_form: Mapping[Form, Habit] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """A text that is the same for the same habits."""
        return repr((self.letters, sorted(self.by_form.items()))) if self.by_form else ""

    def find(self, forms: Sequence[Form]) -> Habit | None:
        """Return the habit of a unit with some forms, the most specific first."""
        return next((self.by_form[form] for form in forms if form in self.by_form), None)

    def describe(self, habit: Habit) -> str:
        """Return in words how often a form recurs."""
        return f"recurs in {habit.letters} of {self.letters} letters as {habit.label}"


NO_HABITS = Habits()
Survey = Mapping[Form, Mapping[Vote, float]]
# The kinds of forms, the most specific first; of the last two only the odds count.
_TEXT, _MARK, _TWO_WORDS, _WORD = "text", "mark", "two words", "word"
_SURE = {_TEXT, _MARK}


def _fold(text: str) -> str:
    return _DIGITS.sub("0", " ".join(text.split()))


def _zones(units: Sequence[Unit], openings: Sequence[str]) -> list[_Zone]:
    """Return where each unit is: above the first long unit, below the last, or between; the longest is always long."""
    lengths = [0 if opening else len(unit.text.split()) for unit, opening in zip(units, openings, strict=True)]
    long = [index for index, length in enumerate(lengths) if length >= _LONG_WORDS]
    long = long or [max(range(len(units)), key=lambda index: len(units[index].text))]
    return [
        _Zone.ABOVE if index < long[0] else _Zone.BELOW if index > long[-1] else _Zone.BODY
        for index in range(len(units))
    ]


def _opening(unit: Unit) -> str:
    """Return the mark or the label that a unit begins with, "" if it begins with none."""
    match = None if unit.is_run_in else _OPENING.match(unit.text)
    return _fold(match[0]).casefold() if match else ""


def _place(index: int, count: int) -> str:
    return {0: "first", count - 1: "last", 1: "second"}.get(index, "")


def list_forms(units: Sequence[Unit]) -> list[tuple[Form, ...]]:
    """Return the forms of each unit of a letter, the most specific first; none for paragraphs of the body."""
    openings = [_opening(unit) for unit in units]
    zones = _zones(units, openings) if units else []
    return [
        tuple(_forms(unit, opening, zone, _place(index, len(units))))
        for index, (unit, opening, zone) in enumerate(zip(units, openings, zones, strict=True))
    ]


def _forms(unit: Unit, opening: str, zone: _Zone, place: str) -> Iterable[Form]:
    words = _fold(unit.text).split()
    is_short = len(words) < _LONG_WORDS
    if zone is not _Zone.BODY and len(words) <= _MOST_WORDS_OF_TEXT:
        yield Form(_TEXT, zone, " ".join(words).casefold())
    if opening and zone is not _Zone.BODY:
        yield Form(_MARK, zone, opening)
    if zone is _Zone.BODY or len(words) < 2 or not (is_short or place == "last"):
        return
    is_capitals = unit.text.isupper()
    if len(words) > 2:
        yield Form(_TWO_WORDS, zone, " ".join(words[:2]), is_capitals=is_capitals)
    # Below the letter "I" and "With" begin sentences of all kinds.
    if is_short and not (zone is _Zone.BELOW and words[0].lower() in function_words()):
        yield Form(_WORD, zone, words[0], place, is_capitals)


def _is_repeatable(units: Sequence[Unit], labels: Sequence[Label], index: int) -> bool:
    """Return whether what the letter has as a postscript or a second signature is an editor's, should it recur."""
    text, label = units[index].text, labels[index]
    if label is Label.SIGNED:
        above = labels[index - 1] if index else Label.HEAD
        return _BRACKETED.fullmatch(text) is not None and above in {Label.SIGNED, Label.NOTE, Label.POSTSCRIPT}
    is_added = label in {Label.POSTSCRIPT, Label.PARAGRAPH}
    return is_added and not any(find_cue(kind, text) for kind in _PERSONAL)


def survey(
    units: Sequence[Unit], labels: Sequence[Label], chances: Sequence[Mapping[Label, float]], certain: Sequence[Part]
) -> Survey:
    """Return how likely each label is for each form of a letter.

    `labels` are those of the units on the best path; `certain` are the parts below them that are known without it.
    """
    found: dict[Form, list[Mapping[Vote, float]]] = defaultdict(list)
    for index, (forms, chance) in enumerate(zip(list_forms(units), chances, strict=True)):
        repeatable = labels[index] if forms and _is_repeatable(units, labels, index) else None
        votes = {Vote(label, label is repeatable): share for label, share in chance.items()}
        for form in forms:
            found[form].append(votes)
    below = list_forms([*units, *(part.unit for part in certain)])[len(units) :]
    for forms, part in zip(below, certain, strict=True):
        for form in forms:
            found[form].append({Vote(part.label): 1.0})
    return {form: _mean(votes) for form, votes in found.items()}


def _mean(votes: Sequence[Mapping[Vote, float]]) -> Mapping[Vote, float]:
    sums: dict[Vote, float] = defaultdict(float)
    for each in votes:
        for vote, share in each.items():
            sums[vote] += share
    return {vote: share / len(votes) for vote, share in sums.items()}


class Gathering:
    """Sums surveys of letters as they come, so that none of these need be kept."""

    def __init__(self) -> None:
        self._letters = 0
        self._counts: Counter[Form] = Counter()
        self._sums: dict[Form, dict[Vote, float]] = defaultdict(lambda: defaultdict(float))

    def add(self, found: Survey) -> None:
        """Add the survey of a letter."""
        self._letters += 1
        for form, votes in found.items():
            self._counts[form] += 1
            for vote, share in votes.items():
                self._sums[form][vote] += share

    def habits(self) -> Habits:
        """Return the habits so far."""
        if self._letters < FEWEST_LETTERS:
            return NO_HABITS
        fewest = max(_FEWEST_WITH_FORM, _RECURRING * self._letters)
        recurring = sorted(form for form, count in self._counts.items() if count >= fewest)
        pairs = ((form, self._habit(form)) for form in recurring)
        return Habits(self._letters, {form: habit for form, habit in pairs if habit is not None})

    def _habit(self, form: Form) -> Habit | None:
        count = self._counts[form]
        is_apparatus = form.zone == _Zone.BELOW and form.kind != _WORD and count >= _APPARATUS * self._letters
        sums: dict[Label, float] = defaultdict(float)
        for vote, share in self._sums[form].items():
            sums[Label.NOTE if is_apparatus and vote.is_repeatable else vote.label] += share
        label, total = max(sums.items(), key=lambda pair: (round(pair[1], 6), pair[0]))
        share = total / (count + _DOUBT)
        if share < _CLEAR:
            return None
        weight = _CERTAIN if form.kind in _SURE else min(_MOST, _PER_ODDS * math.log(share / (1 - share)))
        return Habit(label, count, round(weight, 3))
