"""Words that letters of a language use in their parts: one TOML file a language, read together.

Keys of a file: `language` (BCP 47 tag), `name`, `title` (of the TEI file, with {sender} and {recipient}), `stopwords`
(to tell the language), `months` (twelve lists), and one list for each kind of cue in `KINDS`. A cue is matched as whole
words, in any case.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

KINDS = (
    "salute", "valediction", "postscript", "weekday", "honorific", "office", "organisation", "addressee", "street",
    "institution", "reference", "classification", "memo", "sent", "note", "enclosure", "copy", "self", "you", "signed",
    "subject", "yours", "kin", "received",
)  # fmt: skip
LANGUAGES = ("de", "en", "es", "fr", "it", "la", "nl", "pl", "pt", "ro", "ru")
# Whose cues count: those of a letter's own language, or of all where it is not known.
_ACTIVE_LANGUAGES: ContextVar[tuple[str, ...]] = ContextVar("spoken", default=LANGUAGES)
_LEADING_MARKS = re.compile(r"[\s“”„«»‘’\"'(\[*_]*")
_WORD = re.compile(r"\w+|[^\w\s]")
_CURLY = str.maketrans("’‘", "''")


@cache
def language_cues(language: str) -> dict[str, Any]:
    """Return the cue file of a language."""
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


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


@contextmanager
def using_languages(*languages: str) -> Iterator[None]:
    """Let the cues of some languages count; those of all where none is known."""
    token = _ACTIVE_LANGUAGES.set(tuple(each for each in languages if each in LANGUAGES) or LANGUAGES)
    try:
        yield
    finally:
        _ACTIVE_LANGUAGES.reset(token)


def active_languages() -> tuple[str, ...]:
    """Return the languages whose cues count."""
    return _ACTIVE_LANGUAGES.get()


@cache
def _pattern(kind: str, languages: tuple[str, ...]) -> re.Pattern[str]:
    cues = (cue for language in languages for cue in language_cues(language).get(kind, ()))
    return re.compile(rf"(?<!\w)(?P<cue>{_alternatives(cues) or '(?!)'})(?!\w)", re.IGNORECASE)


@cache
def _first_words(kind: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Return what cues of a kind begin with: a word, or the mark before it."""
    return frozenset(
        _WORD.match(cue)[0]  # type: ignore[index]  # every cue begins with something
        for language in languages
        for cue in language_cues(language).get(kind, ())
    )


@lru_cache(64)
def _words_with_offsets(text: str) -> tuple[tuple[str, int], ...]:
    """Return the words and marks of a text, in lower case, with their offsets."""
    return tuple((match[0].lower(), match.start()) for match in _WORD.finditer(text))


def find_cue(kind: str, text: str, *, at_start: bool = False) -> re.Match[str] | None:
    """Return where a cue of some kind stands in a text (group `cue`), None where it does not."""
    languages = _ACTIVE_LANGUAGES.get()
    straight = text.translate(_CURLY) if "’" in text or "‘" in text else text
    pattern = _pattern(kind, languages)
    if at_start:
        opening = _LEADING_MARKS.match(straight)
        return pattern.match(straight) or (opening and pattern.match(straight, opening.end()))
    firsts = _first_words(kind, languages)
    places = (offset for word, offset in _words_with_offsets(straight) if word in firsts)
    return next((match for offset in places if (match := pattern.match(straight, offset))), None)


def is_cue(kind: str, word: str) -> bool:
    """Tell whether a whole word is a cue of some kind."""
    match = find_cue(kind, word, at_start=True)
    return match is not None and match.end() == len(word)


@cache
def _function_words(languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for language in languages for word in language_cues(language)["stopwords"])


def function_words() -> frozenset[str]:
    """Return the function words of the languages that are spoken, in lower case."""
    return _function_words(_ACTIVE_LANGUAGES.get())


@cache
def months() -> dict[str, int]:
    """Return the names and abbreviations of months in all languages, in lower case, with their numbers from 1."""
    return {
        name: number
        for language in LANGUAGES
        for number, names in enumerate(language_cues(language)["months"], 1)
        for name in names
    }
