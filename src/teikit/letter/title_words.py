"""Recognises titles, offices and relations in any form: "Professore", "Baronin", "Nationalrath", "Großmama"."""

import unicodedata
from functools import cache, lru_cache

from teikit.letter.cues import active_languages, is_cue, language_cues

_SHORTEST_TITLE, _LONGEST_ENDING, _SHORTEST_SECOND_PART = 5, 3, 4
_COMPOUNDING = frozenset({"de", "nl", "da", "sv", "no", "fi", "hu"})
_KINDS = ("honorific", "office", "kin")
# The last parts of compounds for relations. "Sohn", "Freund" and "Meister" end family names as well.
_KIN_ENDINGS = (
    "bruder", "brueder", "schwester", "mutter", "tante", "onkel", "mama", "papa", "eltern", "kollege", "genosse",
    "tochter", "vetter", "broder", "bror", "broedre", "soster", "soesteren", "moder", "moeder", "fader", "broer",
    "zuster", "mamma", "pappa", "soenner", "vaenner",
)  # fmt: skip
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "ø": "oe", "œ": "oe", "å": "aa", "ß": "ss"})


@lru_cache(512)
def _fold(word: str) -> str:
    """Return a word without case, accents and hyphens, with ligatures and umlauts as two letters: Præsident."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(char for char in plain if char.isalpha())


@cache
def _titles(languages: tuple[str, ...]) -> tuple[str, ...]:
    cues = (cue for language in languages for kind in _KINDS for cue in language_cues(language)[kind])
    return tuple({_fold(cue) for cue in cues if len(cue) >= _SHORTEST_TITLE and " " not in cue})


@cache
def _second_parts(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the titles that compounds of some languages may end with, of languages that write them as one word."""
    cues = (language_cues(language) for language in languages if language in _COMPOUNDING)
    words = {cue for one in cues for kind in ("honorific", "office") for cue in one[kind] if " " not in cue}
    ends = tuple({_fold(word) for word in words if len(word) >= _SHORTEST_SECOND_PART})
    return ends + _KIN_ENDINGS if ends else ()


def writes_compounds() -> bool:
    """Return whether one of the active languages writes compounds as one word."""
    return not _COMPOUNDING.isdisjoint(active_languages())


def is_inflected_title(word: str) -> bool:
    """Return whether a word is a title, an office or a relation with another ending, or a compound with one."""
    folded = _fold(word)
    stem = folded[: max(_SHORTEST_TITLE, len(folded) - _LONGEST_ENDING)]
    languages = active_languages()
    titles = (title for title in _titles(languages) if title.startswith(stem))
    return any(folded.startswith(title) or title == stem for title in titles) or _is_compound(folded, languages)


def _is_compound(folded: str, languages: tuple[str, ...]) -> bool:
    ends = (end for end in _second_parts(languages) if folded.endswith(end))
    return any(len(folded) > len(end) + 2 for end in ends)


def is_title_word(word: str) -> bool:
    """Return whether a word is a title, an office or a relation, in any form."""
    return any(is_cue(kind, word) for kind in _KINDS) or is_inflected_title(word)
