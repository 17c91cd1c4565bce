"""Tests the shape of words: capitals and names, in any script."""

import re
from collections.abc import Sequence

_ELIDED = re.compile(r"^(?:d|l|dell|dall|t|o)['’](?=\w)", re.IGNORECASE)
_MARKS_BEFORE = "“”„«‘’\"'([*_"
_SMALL = {"of", "v", "da", "di", "af", "ter", "ten", "the", "de", "von", "van", "du", "la", "le", "les", "der", "den"}
_SMALL |= {"zu", "and", "und", "et", "for", "to", "des", "d", "à", "in", "at", "&", "an", "y"}


def is_capitalised(word: str) -> bool:
    """Return whether a word begins with a capital, in any script; "d'Alembert" does."""
    return _ELIDED.sub("", word.lstrip(_MARKS_BEFORE))[:1].isupper()


def is_particle(word: str) -> bool:
    """Return whether a word may be part of a name without a capital."""
    return word.lower() in _SMALL


def is_name_shape(words: Sequence[str]) -> bool:
    """Return whether words look like a name: up to five, capitalised or initials, small words between."""
    bare = [word.strip(".,;:()[]“”\"'") for word in words]
    return (
        1 <= len(words) <= 5
        and all(word.lower() in _SMALL or is_capitalised(word) for word in bare if word)
        and any(is_capitalised(word) for word in bare if word)
        and not any(char.isdigit() for word in words for char in word)
    )
