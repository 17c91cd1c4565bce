"""The words of dates by language: months, weekdays, feasts and what stands between them.

The usual names of months are in the language's cue file; all else is in `words/`, one TOML file a language, for anyone
to extend:

- `spellings`: twelve lists of other spellings and abbreviations of the months;
- `weekdays`: seven lists, from Monday on; `days`: the first, the second ...; `ordinals`: written behind a number;
- `between`: what may stand between the parts of a date; `bers`: behind 7, 8, 9, 10 or X (7ber is September);
- `beginning`, `middle`, `end` of a month; `about`, `before`, `after` a date; `until`: between two days;
- `old_style`, `new_style`, `received`;
- `feasts`: a day (12-25), days from Easter Sunday (easter-2), or the first and the last of several (12-25/12-26).

French has the months of the Republic, Latin the days of Rome.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add
from typing import Any, TypeVar

from teikit.letter.cues import LANGUAGES, language_cues

# Words of one language; case is folded, what is no letter or digit parts words.
Words = tuple[str, ...]
_WORD = re.compile(r"\d+|[^\W\d_]+")
_MODIFIERS = ("beginning", "middle", "end", "about", "before", "after", "old_style", "new_style", "received")
_Value = TypeVar("_Value")
_SHORTEST_FOREIGN_MONTH = 4


def words_of(text: str) -> Words:
    """Return the words of a text, folded."""
    return tuple(_WORD.findall(text.casefold()))


class Phrases(dict[Words, _Value]):
    """Phrases with what they mean; `firsts` are their first words."""

    def __init__(self, phrases: Mapping[Words, _Value]) -> None:
        super().__init__(phrases)
        self.firsts = frozenset(words[0] for words in self)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of some languages with what they mean.

    `starts` are the words that dates begin with; `longest` counts the words of the longest phrase.
    """

    months: dict[str, int]
    weekdays: Phrases[int]
    days: Phrases[int]
    feasts: Phrases[str]
    republican: Phrases[int]
    marks: Phrases[str]
    modifiers: Phrases[str]
    ordinals: frozenset[str]
    between: frozenset[str]
    bers: frozenset[str]
    until: frozenset[str]
    republican_year: frozenset[str]
    starts: frozenset[str]
    longest: int


@cache
def _file(language: str) -> dict[str, Any]:
    text = files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _numbered(lists: list[list[str]]) -> dict[Words, int]:
    return {words_of(word): number for number, words in enumerate(lists, 1) for word in words}


def _months(languages: tuple[str, ...]) -> dict[str, int]:
    """Return the months of some languages, and the long names of all: letters are dated in French everywhere."""
    found = {}
    for language in (*LANGUAGES, *languages):
        others = _file(language)["spellings"] if language in languages else [[]] * 12
        for number, names in enumerate(map(add, language_cues(language)["months"], others), 1):
            for name in names:
                if language in languages or len(name) >= _SHORTEST_FOREIGN_MONTH:
                    found[name.casefold()] = number
    return found


def _kinds(languages: tuple[str, ...], *kinds: str) -> dict[Words, str]:
    return {words_of(word): kind for language in languages for kind in kinds for word in _file(language).get(kind, ())}


@cache
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """Return the words of some languages; French and Latin ones of calendars that no other has are always there."""
    several = [_file(language) for language in languages]
    feasts = Phrases({words_of(name): day for one in several for name, day in one["feasts"].items()})
    days = Phrases({words_of(day): number for one in several for number, day in enumerate(one["days"], 1)})
    weekdays = Phrases({words: number for one in several for words, number in _numbered(one["weekdays"]).items()})
    modifiers = Phrases(_kinds(languages, *_MODIFIERS))
    marks = Phrases(_kinds(("la",), "kalends", "nones", "ides", "eve"))
    months = _months(languages)
    flat = {
        kind: frozenset(word for one in several for phrase in one[kind] for word in words_of(phrase))
        for kind in ("ordinals", "between", "bers", "until")
    }
    return Vocabulary(
        months=months,
        weekdays=weekdays,
        days=days,
        feasts=feasts,
        republican=Phrases(_numbered(_file("fr")["republican"])),
        marks=marks,
        modifiers=modifiers,
        **flat,
        republican_year=frozenset(_file("fr")["republican_year"]),
        starts=frozenset(months).union(days.firsts, feasts.firsts, marks.firsts, modifiers.firsts),
        longest=max(len(words) for each in (feasts, days, weekdays, modifiers) for words in each),
    )
