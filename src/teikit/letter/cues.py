"""Finds cues in a text: words that letters of a language use in their parts, such as "Dear" in a salutation."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from itertools import pairwise
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
_TWO_WORDS = re.compile(r"(\w+|[^\w\s])\s*(\w+|[^\w\s])?")
_WHOLE_WORD = re.compile(r"(?<!\w)(?P<cue>\w+|[^\w\s])(?!\w)")
# Where a cue may begin: a word or mark and the one that follows it, in lower case, and the offset of the first.
_Place = tuple[str, str, int]
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
def _cues_by_first_words(kind: str, languages: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    """Return the cues of a kind by their first two words or marks; the second is "" where a cue has only one."""
    found: dict[str, dict[str, list[str]]] = {}
    for cue in _cues(kind, languages):
        if (match := _TWO_WORDS.match(cue)) is not None:
            found.setdefault(match[1], {}).setdefault(match[2] or "", []).append(cue)
    return found


@cache
def _kinds_by_first_word(languages: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the kinds of cues by the words or marks that they begin with."""
    found: dict[str, set[str]] = {}
    for kind in KINDS:
        for word in _cues_by_first_words(kind, languages):
            found.setdefault(word, set()).add(kind)
    return found


# One pattern for each two words that cues begin with and a text has: to compile one of all cues takes longer than to
# encode a letter.
@cache
def _pattern(kind: str, languages: tuple[str, ...], first: str, second: str) -> re.Pattern[str]:
    """Return the pattern of the cues that begin with two words, and of the first word where it is a cue."""
    cues = _cues_by_first_words(kind, languages)[first]
    return _compile(tuple(cue for word in dict.fromkeys(("", second)) for cue in cues.get(word, ())))


# Letters of different languages share many cues.
@cache
def _compile(cues: tuple[str, ...]) -> re.Pattern[str]:
    if all(map(_WORD.fullmatch, cues)):
        # The first word is known to be the cue.
        return _WHOLE_WORD
    return re.compile(rf"(?<!\w)(?P<cue>{_alternatives(cues)})(?!\w)", re.IGNORECASE)


# A text is searched for cues of many kinds in turn.
@lru_cache(64)
def _all_places(text: str) -> tuple[tuple[_Place, ...], frozenset[str]]:
    """Return the places of a text where a cue may begin, and the set of the words and marks there."""
    words = [(match[0].lower(), match.start()) for match in _WORD.finditer(text)]
    pairs = pairwise([*words, ("", len(text))])
    return tuple((word, following, offset) for (word, offset), (following, _) in pairs), frozenset(dict(words))


@lru_cache(64)
def _opening_places(text: str) -> tuple[_Place, ...]:
    """Return the place where a text begins, and that after its leading marks."""
    opening = _LEADING_MARKS.match(text)
    offsets = (0, opening.end()) if opening and opening.end() else (0,)
    matches = (_TWO_WORDS.match(text, offset) for offset in offsets)
    return tuple((match[1].lower(), (match[2] or "").lower(), match.start()) for match in matches if match)


def find_cue(kind: str, text: str, *, at_start: bool = False) -> re.Match[str] | None:
    """Return the first match of a cue of some kind in a text (group `cue`), None where there is none."""
    straight = text.translate(_CURLY) if "’" in text or "‘" in text else text
    found = _find_in(kind, straight, at_start=at_start)
    if found is None and ("º" in text or "ª" in text):
        return _find_in(kind, straight.translate(_RAISED), at_start=at_start)
    return found


def _find_in(kind: str, straight: str, *, at_start: bool) -> re.Match[str] | None:
    languages = _ACTIVE_LANGUAGES.get()
    known = _cues_by_first_words(kind, languages)
    if at_start:
        places = _opening_places(straight)
    else:
        places, words = _all_places(straight)
        if known.keys().isdisjoint(words):
            return None
    for first, second, offset in places:
        if (seconds := known.get(first)) is None or not ("" in seconds or second in seconds):
            continue
        pattern = _pattern(kind, languages, first, second if second in seconds else "")
        if (match := pattern.match(straight, offset)) is not None:
            return match
    return None


def find_cues(kinds: Iterable[str], text: str, *, at_start: bool = False) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each of some kinds of which a text has a cue, with the first match."""
    straight = text.translate(_CURLY) if "’" in text or "‘" in text else text
    words = {first for first, _, _ in _opening_places(straight)} if at_start else _all_places(straight)[1]
    known = _kinds_by_first_word(_ACTIVE_LANGUAGES.get())
    possible = set().union(*(known[word] for word in words if word in known))
    for kind in kinds:
        if kind in possible and (match := find_cue(kind, straight, at_start=at_start)) is not None:
            yield kind, match


def text_after_label(kind: str, text: str) -> str | None:
    """Return what follows a label that a text begins with, a cue of some kind and a colon ("From: A"); None without."""
    match = find_cue(kind, text, at_start=True)
    rest = text[match.end() :].lstrip() if match else ""
    return rest[1:] if rest.startswith(":") else None


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
