"""Tests the shape of words: capitals and names, in any script."""

import re
from collections.abc import Sequence

_ELIDED = re.compile(r"^(?:d|l|dell|dall|t|o)['’](?=\w)", re.IGNORECASE)
_LONGEST_ABBREVIATION, _LONGEST_WITHOUT_VOWEL = 2, 4
_VOWEL = re.compile(r"[aeiouyäöüåøæàáâèéêìíòóôùúаеиоуыэюяёії]", re.IGNORECASE)
_MARKS_BEFORE = "“”„«»›‹‘’\"'([*_<"
# Particles of names in several languages: de Vries, degli Ubaldi, af Klint, im Hof, ben Ari.
_PARTICLES = frozenset({
    "of", "v", "da", "di", "af", "ter", "ten", "the", "de", "von", "van", "du", "la", "le", "les", "der", "den", "zu",
    "des", "d", "del", "della", "degli", "dei", "delle", "dalla", "dal", "dalle", "dagli", "dell", "de'", "do", "dos",
    "das", "av", "zum", "zur", "im", "am", "vom", "op", "het", "el", "al", "ibn", "ben", "bin", "lo", "los", "las",
    "sur", "'t", "'s", "y",
})  # fmt: skip
# Words between the names of two people, such as signatories. The "&" of a firm is none.
NAME_LINKS = frozenset(
    {"and", "und", "et", "e", "ed", "y", "i", "og", "och", "en", "u", "és", "ja", "a", "și", "и", "та"}
)
# Words between the names of two people or things.
_LINKS = frozenset({"and", "und", "et", "for", "to", "à", "in", "at", "&", "an"})

# Punctuation and transcribers' marks before and after words.
MARKS_AROUND_WORDS = " .,;:!?—–-()[]“”„«»\"'*_"


def is_capitalised(word: str) -> bool:
    """Return whether a word begins with a capital, in any script; "d'Alembert" does."""
    bare = word.lstrip(_MARKS_BEFORE)
    has_apostrophe = "'" in bare or "’" in bare
    return (_ELIDED.sub("", bare) if has_apostrophe else bare)[:1].isupper()


def is_particle(word: str) -> bool:
    """Return whether a word may be part of a name, or be between two names, without a capital."""
    return word.lower() in _PARTICLES or word.lower() in _LINKS


def is_name_particle(word: str) -> bool:
    """Return whether a word may be part of one person's name without a capital."""
    return word.lower() in _PARTICLES


def is_abbreviation(word: str) -> bool:
    """Return whether a full stop after a word ends an abbreviation of a name: J., J.L., Th., Chr., Wm."""
    plain = word.rstrip(".")
    is_short = len(plain) <= _LONGEST_ABBREVIATION or "." in plain
    return word.endswith(".") and (is_short or (len(plain) <= _LONGEST_WITHOUT_VOWEL and not _VOWEL.search(plain)))


def is_name_shape(words: Sequence[str]) -> bool:
    """Return whether words look like a name: up to five, capitalised or initials, small words between."""
    bare = [word.strip(".,;:()[]“”«»›‹\"'") for word in words]
    return (
        1 <= len(words) <= 5
        and all(is_particle(word) or is_capitalised(word) for word in bare if word)
        and any(is_capitalised(word) for word in bare if word)
        and not any(char.isdigit() for word in words for char in word)
    )
