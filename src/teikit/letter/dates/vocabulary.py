"""The words of dates by language: months, weekdays, feasts and the words between them.

The usual names of months are in the language's `words.toml`; all else is in its `dates.toml`:

- `spellings`: twelve lists of other spellings and abbreviations of the months;
- `weekdays`: seven lists, from Monday on; `days`: the first, the second ...; `ordinals`: written after a number;
- `between`: what may be between the parts of a date; `bers`: after 7, 8, 9, 10 or X (7ber is September);
- `beginning`, `middle`, `end` of a month; `about`, `before`, `after` a date; `until`: between two days;
- `old_style`, `new_style`, `received`; `florentine_style` and `venetian_style`, years from 25 March and from 1 March;
- `month_words`: after the number of a month ("5mo");
- `before_day`: before the number of a day ("den", "ce", "die"); `day_words`: more words for days, with -1 for the last
  and -2 for the last but one; `numbers` and `number_joiners`: number words, for years in words;
- `feasts`: a day (12-25), days from Easter Sunday (easter-2), or the first and the last of several (12-25/12-26).

`before_day`, `day_words`, the numbers, `month_words` and the styles of Florence and Venice are optional. French has the
months of the Republic, Latin the days of Rome.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import Any, TypeVar

from teikit.letter.cues import language_words
from teikit.letter.languages import LANGUAGES, read_words

# The folded words of a phrase; any character but letters and digits separates words.
Words = tuple[str, ...]
_WORD = re.compile(r"\d+|[^\W\d_]+")
_MODIFIERS = (
    *("beginning", "middle", "end", "about", "before", "after", "received"),
    *("old_style", "new_style", "florentine_style", "venetian_style"),
)
_Value = TypeVar("_Value")
_SHORTEST_FOREIGN_MONTH = 4
_SHORTEST_CUT_MONTH, _SHORTEST_CONTRACTED_MONTH = 4, 6
_CONTRACTED_ENDINGS = ("r", "br", "bre", "bris")
_THOUSAND = 1000
# The days of Rome are in letters of every language.
_ROMAN_LANGUAGE = "la"


def fold_words(text: str) -> Words:
    """Return the words of a text, folded."""
    return tuple(_WORD.findall(text.casefold()))


class PhraseTable(dict[Words, _Value]):
    """Phrases by their folded words, with their meanings."""

    def __init__(self, phrases: Mapping[Words, _Value]) -> None:
        super().__init__(phrases)
        self.first_words = frozenset(words[0] for words in self)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of some languages with what they mean.

    `first_words` are those that dates begin with; `longest_phrase` is the number of words of the longest phrase.
    """

    months: dict[str, int]
    cut_months: dict[str, int]
    weekdays: PhraseTable[int]
    days: PhraseTable[int]
    feasts: PhraseTable[str]
    republican: PhraseTable[int]
    marks: PhraseTable[str]
    modifiers: PhraseTable[str]
    ordinals: frozenset[str]
    between: frozenset[str]
    bers: frozenset[str]
    until: frozenset[str]
    before_day: frozenset[str]
    month_words: frozenset[str]
    number_joiners: frozenset[str]
    numbers: dict[str, int]
    republican_year: frozenset[str]
    first_words: frozenset[str]
    longest_phrase: int


def _number_words(lists: list[list[str]]) -> dict[Words, int]:
    return {fold_words(word): number for number, words in enumerate(lists, 1) for word in words}


def _days(words: Mapping[str, Any]) -> Iterator[tuple[Words, int]]:
    yield from ((fold_words(day), number) for number, day in enumerate(words["days"], 1))
    yield from ((fold_words(day), number) for day, number in words.get("day_words", {}).items())


def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the months of some languages, and the long names of all: any letter may be dated in French."""
    found = {}
    for language in (*LANGUAGES, *languages):
        is_read = language in languages or language == _ROMAN_LANGUAGE
        others = read_words(language, "dates")["spellings"] if is_read else [[]] * 12
        for number, names in enumerate(map(add, language_words(language)["months"], others), 1):
            for name in names:
                if language in languages or len(name) >= _SHORTEST_FOREIGN_MONTH:
                    found[name.casefold()] = number
    return found


def _own_months(language: str) -> Iterator[tuple[str, int]]:
    """Yield the names of the months in one language, with their numbers."""
    others = read_words(language, "dates")["spellings"]
    for number, names in enumerate(map(add, language_words(language)["months"], others), 1):
        yield from ((name.casefold(), number) for name in names)


def _cut_months(months: Mapping[str, int]) -> dict[str, int]:
    """Return beginnings ("octob") and contractions ("octr", "decembr") that only names of one month have."""
    found: dict[str, set[int]] = {}
    for name, number in months.items():
        for end in range(_SHORTEST_CUT_MONTH, len(name)):
            found.setdefault(name[:end], set()).add(number)
        for end in (3, 4) if len(name) >= _SHORTEST_CONTRACTED_MONTH else ():
            for ending in _CONTRACTED_ENDINGS:
                found.setdefault(name[:end] + ending, set()).add(number)
        if name.endswith("er"):
            found.setdefault(f"{name[:-2]}r", set()).add(number)
    return {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1}


@cache
def short_months() -> dict[str, int]:
    """Return the months whose names in some language are too short to be known in letters of another: "maj"."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for number, names in enumerate(language_words(language)["months"], 1):
            for name in names:
                if len(name) < _SHORTEST_FOREIGN_MONTH:
                    found.setdefault(name.casefold(), set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}


def _kind_by_words(languages: tuple[str, ...], *kinds: str) -> dict[Words, str]:
    lists = ((kind, read_words(language, "dates").get(kind, ())) for language in languages for kind in kinds)
    return {fold_words(word): kind for kind, words in lists for word in words}


@cache
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """Return the words of some languages, and always those of the French Republican and the Roman calendar."""
    several = [read_words(language, "dates") for language in languages]
    feasts = PhraseTable({fold_words(name): day for one in several for name, day in one["feasts"].items()})
    days = PhraseTable(dict(pair for one in several for pair in _days(one)))
    weekdays = PhraseTable(dict(pair for one in several for pair in _number_words(one["weekdays"]).items()))
    modifiers = PhraseTable(_kind_by_words(languages, *_MODIFIERS))
    marks = PhraseTable(_kind_by_words((_ROMAN_LANGUAGE,), "kalends", "nones", "ides", "eve", "day_after"))
    months = _months(languages)
    cut = _cut_months({name: number for each in languages for name, number in _own_months(each)})
    flat = {
        kind: frozenset(word for one in several for phrase in one.get(kind, ()) for word in fold_words(phrase))
        for kind in ("ordinals", "between", "bers", "until", "before_day", "month_words", "number_joiners")
    }
    french = read_words("fr", "dates")
    numbers = {word: value for one in several for word, value in one.get("numbers", {}).items()}
    thousands = {word for word, value in numbers.items() if value == _THOUSAND}
    return Vocabulary(
        months=months,
        cut_months=cut,
        weekdays=weekdays,
        days=days,
        feasts=feasts,
        republican=PhraseTable(_number_words(french["republican"])),
        marks=marks,
        modifiers=modifiers,
        **flat,
        numbers=numbers,
        republican_year=frozenset(french["republican_year"]),
        first_words=frozenset(months).union(
            cut, thousands, *(each.first_words for each in (days, feasts, marks, modifiers))
        ),
        longest_phrase=max(len(words) for each in (feasts, days, weekdays, modifiers) for words in each),
    )
