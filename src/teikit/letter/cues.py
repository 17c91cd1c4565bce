"""Finds cues in a text: words that letters of a language use in their parts, such as "Dear" in a salutation."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from teikit.letter.languages import LANGUAGES, USUAL_LANGUAGES, read_words

KINDS = (
    "salute", "valediction", "postscript", "weekday", "honorific", "office", "organisation", "addressee", "street",
    "institution", "reference", "classification", "memo", "sent", "note", "enclosure", "copy", "self", "you", "signed",
    "subject", "yours", "kin", "received",
)  # fmt: skip
# The languages whose cues are searched: the letter's own, or the usual ones; all outside of a letter.
_ACTIVE_LANGUAGES: ContextVar[tuple[str, ...]] = ContextVar("active_languages", default=LANGUAGES)
# Bokmål and Nynorsk have one folder.
_MACROLANGUAGES = {"nb": "no", "nn": "no"}
_LEADING_MARKS = re.compile(r"[\s“”„«»‘’\"'(\[*_]*")
_WORD = re.compile(r"\w+|[^\w\s]")
_CURLY = str.maketrans("’‘", "''")
# "am.º", "Ex.ª": the end of an abbreviation is raised.
_RAISED = str.maketrans("ºª", "oa")


def primary_subtag(tag: str) -> str:
    """Return the language of a BCP 47 tag: de of de-AT."""
    return tag.partition("-")[0].lower()


def language_cues(language: str) -> dict[str, Any]:
    """Return the cues of a language, a list for each kind."""
    return read_words(language, "cues")


@cache
def language_words(language: str) -> dict[str, Any]:
    """Return the English name of a language, its letters, its function words and its months, twelve lists."""
    words = read_words(language, "words")
    months = [names.split() for names in words["months"]]
    return {**words, "function_words": words["function_words"].split(), "months": months}


def _alternatives(cues: Iterable[str]) -> str:
    """Return a pattern of some cues that matches the longest, as a tree: `re` tries one alternative after the other."""
    branches: dict[str, list[str]] = {}
    for cue in sorted(set(cues)):
        branches.setdefault(cue[:1], []).append(cue[1:])
    ends = "" in branches
    branches.pop("", None)
    tails = [(r"\s+" if first == " " else re.escape(first)) + _alternatives(rest) for first, rest in branches.items()]
    if not tails:
        return ""
    return f"(?:{'|'.join(tails)}){'?' if ends else ''}" if ends or len(tails) > 1 else tails[0]


def _known_language(tag: str) -> str:
    """Return the language of LANGUAGES that a BCP 47 tag means, "" where it means none."""
    language = _MACROLANGUAGES.get(primary_subtag(tag), primary_subtag(tag))
    return language if language in LANGUAGES else ""


@contextmanager
def using_languages(*languages: str) -> Iterator[None]:
    """Search only the cues of some languages (BCP 47 tags), of the usual languages where none of them is known."""
    token = _ACTIVE_LANGUAGES.set(tuple(filter(None, map(_known_language, languages))) or USUAL_LANGUAGES)
    try:
        yield
    finally:
        _ACTIVE_LANGUAGES.reset(token)


def active_languages() -> tuple[str, ...]:
    """Return the languages whose cues are searched."""
    return _ACTIVE_LANGUAGES.get()


def _cues(kind: str, languages: tuple[str, ...]) -> Iterator[str]:
    return (cue for language in languages for cue in language_cues(language).get(kind, ()))


@cache
def _cues_by_first_word(kind: str, languages: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the cues of a kind by what they begin with: a word, or the mark before it."""
    found: dict[str, list[str]] = {}
    for cue in _cues(kind, languages):
        if (match := _WORD.match(cue)) is not None:
            found.setdefault(match[0], []).append(cue)
    return found


# One pattern for each first word that a text has: to compile one of all cues takes longer than to encode a letter.
@cache
def _pattern(kind: str, languages: tuple[str, ...], first_word: str) -> re.Pattern[str]:
    alternatives = _alternatives(_cues_by_first_word(kind, languages)[first_word])
    return re.compile(rf"(?<!\w)(?P<cue>{alternatives})(?!\w)", re.IGNORECASE)


def _match_cue(kind: str, text: str, offset: int) -> re.Match[str] | None:
    """Return the longest cue of some kind at an offset of a text."""
    languages = _ACTIVE_LANGUAGES.get()
    word = _WORD.match(text, offset)
    first = word[0].lower() if word else ""
    known = first in _cues_by_first_word(kind, languages)
    return _pattern(kind, languages, first).match(text, offset) if known else None


@lru_cache(64)
def _words_with_offsets(text: str) -> tuple[tuple[str, int], ...]:
    """Return the words and marks of a text, in lower case, with their offsets."""
    return tuple((match[0].lower(), match.start()) for match in _WORD.finditer(text))


def find_cue(kind: str, text: str, *, at_start: bool = False) -> re.Match[str] | None:
    """Return the first match of a cue of some kind in a text (group `cue`), None where there is none."""
    straight = text.translate(_CURLY) if "’" in text or "‘" in text else text
    found = _find_in(kind, straight, at_start=at_start)
    if found is None and ("º" in text or "ª" in text):
        return _find_in(kind, straight.translate(_RAISED), at_start=at_start)
    return found


def _find_in(kind: str, straight: str, *, at_start: bool) -> re.Match[str] | None:
    if at_start:
        opening = _LEADING_MARKS.match(straight)
        return _match_cue(kind, straight, 0) or (opening and _match_cue(kind, straight, opening.end()))
    languages = _ACTIVE_LANGUAGES.get()
    known = _cues_by_first_word(kind, languages)
    places = ((word, offset) for word, offset in _words_with_offsets(straight) if word in known)
    matches = (_pattern(kind, languages, word).match(straight, offset) for word, offset in places)
    return next(filter(None, matches), None)


def is_cue(kind: str, word: str) -> bool:
    """Return whether a whole word is a cue of some kind."""
    match = find_cue(kind, word, at_start=True)
    return match is not None and match.end() == len(word)


@cache
def _cue_words(kinds: tuple[str, ...], languages: tuple[str, ...]) -> frozenset[str]:
    phrases = (cue for kind in kinds for cue in _cues(kind, languages))
    return frozenset(word for phrase in phrases for word in phrase.split() if len(word) > 1)


def cue_words(*kinds: str) -> frozenset[str]:
    """Return the single words that cues of some kinds consist of."""
    return _cue_words(kinds, _ACTIVE_LANGUAGES.get())


@cache
def _function_words(languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for language in languages for word in language_words(language)["function_words"])


def function_words() -> frozenset[str]:
    """Return the function words of the active languages, in lower case."""
    return _function_words(_ACTIVE_LANGUAGES.get())


@cache
def months() -> dict[str, int]:
    """Return the names and abbreviations of months in all languages, in lower case, with their numbers from 1."""
    lists = (enumerate(language_words(language)["months"], 1) for language in LANGUAGES)
    return {name: number for months_of in lists for number, names in months_of for name in names}
