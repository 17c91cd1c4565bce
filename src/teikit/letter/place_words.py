"""The words of places: those beside, before and in names of places, those of ships and troops, and known names."""

import re
from functools import cache

from teikit.letter.gazetteer import fold_place, is_listed
from teikit.letter.languages import LANGUAGES, read_words


@cache
def word_list(kind: str) -> frozenset[str]:
    """Return the words of some kind in all languages."""
    return frozenset(word for language in LANGUAGES for word in read_words(language, "places").get(kind, ()))


@cache
def street_endings() -> tuple[str, ...]:
    """Return the endings of compound words for streets in all languages."""
    return tuple(word_list("street_endings"))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(map(fold_place, word_list("known")))


@cache
def _unit_pattern() -> re.Pattern[str]:
    """Return the pattern of words for ships and troops."""
    words = "|".join(re.escape(words) for words in sorted(word_list("units"), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def names_unit(text: str) -> bool:
    """Return whether a text has a word for a ship or a unit of troops."""
    return _unit_pattern().search(text) is not None


def is_town(name: str) -> bool:
    """Return whether a name is that of a town in the list, or of another place that letters are written from."""
    return is_listed(name) or fold_place(name) in _known_names()
