"""Words that letters of a language use in their parts: one TOML file a language, read together.

Keys of a file: `language` (BCP 47 tag), `name`, `title` (of the TEI file, with {sender} and {recipient}), `stopwords`
(to tell the language), `months` (twelve lists), and one list for each kind of cue in `KINDS`. A cue is matched as whole
words, in any case.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = (
    "salute", "valediction", "postscript", "weekday", "honorific", "office", "organisation", "addressee", "street",
    "institution", "reference", "classification", "memo", "sent", "note", "enclosure", "copy", "self", "you", "signed",
    "subject", "yours", "kin",
)  # fmt: skip
LANGUAGES = ("de", "en", "es", "fr", "it", "la", "nl", "pl", "pt", "ro", "ru")
# Whose cues count: those of a letter's own language, or of all where it is not known.
_SPOKEN: ContextVar[tuple[str, ...]] = ContextVar("spoken", default=LANGUAGES)
_OPENING = r"[\s“”„«»‘’\"'(\[*_]*"
_CURLY = str.maketrans("’‘", "''")


@cache
def language_cues(language: str) -> dict[str, Any]:
    """Return the cue file of a language."""
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _alternatives(cues: list[str]) -> str:
    longest_first = sorted(cues, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(word) for word in cue.split()) for cue in longest_first)


@contextmanager
def spoken(*languages: str) -> Iterator[None]:
    """Let the cues of some languages count; those of all where none is known."""
    token = _SPOKEN.set(tuple(each for each in languages if each in LANGUAGES) or LANGUAGES)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def languages_spoken() -> tuple[str, ...]:
    """Return the languages whose cues count."""
    return _SPOKEN.get()


@cache
def _pattern(kind: str, languages: tuple[str, ...], at_start: bool) -> re.Pattern[str]:  # noqa: FBT001  a key
    cues = [cue for language in languages for cue in language_cues(language).get(kind, ())]
    start = _OPENING if at_start else ""
    return re.compile(rf"{start}(?<!\w)(?P<cue>{_alternatives(cues)})(?!\w)", re.IGNORECASE)


def find(kind: str, text: str, *, at_start: bool = False) -> re.Match[str] | None:
    """Return where a cue of some kind stands in a text (group `cue`), None where it does not."""
    pattern = _pattern(kind, _SPOKEN.get(), at_start)
    straight = text.translate(_CURLY) if "’" in text or "‘" in text else text
    return pattern.match(straight) if at_start else pattern.search(straight)


def is_cue(kind: str, word: str) -> bool:
    """Tell whether a whole word is a cue of some kind."""
    match = find(kind, word, at_start=True)
    return match is not None and match.end() == len(word)


@cache
def _common(languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for language in languages for word in language_cues(language)["stopwords"])


def common_words() -> frozenset[str]:
    """Return the function words of the languages that are spoken, in lower case."""
    return _common(_SPOKEN.get())


@cache
def months() -> dict[str, int]:
    """Return the names and abbreviations of months in all languages, in lower case, with their numbers from 1."""
    return {
        name: number
        for language in LANGUAGES
        for number, names in enumerate(language_cues(language)["months"], 1)
        for name in names
    }
