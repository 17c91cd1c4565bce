"""Reads regests: an editor's note that states who wrote to whom, as "Letter from A to B, dated 1890-05-03"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from teikit.letter.cues import is_cue
from teikit.letter.dates import FoundDate, find_date
from teikit.letter.languages import LANGUAGES, read_words
from teikit.letter.shapes import is_abbreviation, is_capitalised, is_particle

_EDGE_MARKS = " .,;:!?—–-[]“”„«»\"'*_"
_LONGEST = 400
_MOST_NAME_WORDS = 12
_FURTHEST_DATE = 40
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[,;:\]!?]")
_PARENTHESIS = re.compile(r"\s*\((?=[^\W\d_A-Z])[^()]*\)")
_LONGEST_ABBREVIATION = 2


@dataclass(frozen=True, slots=True)
class Regest:
    """Who wrote to whom according to a note ("" where it does not say), with the date that it gives."""

    sender: str
    recipient: str
    date: FoundDate | None = None
    date_text: str = ""


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern of some words, the longest first."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return "|".join(re.escape(word) + ("" if word.endswith("'") else r"(?!\w)") for word in longest_first)


@cache
def _opening_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of "(The) letter (sent) from" and of the words before an addressee."""
    words = read_words(language, "regests")
    by = alternatives(words["by"])
    link = rf"(?:\s+[^\W\d]+){{0,3}}?\s+(?:{by})" if "" not in words["by"] else rf"(?:\s+(?:{by}))?"
    start = re.compile(rf"[\W_]*(?:\w+\s+)?(?:{alternatives(words['letter'])}){link}\s*", re.IGNORECASE)
    return start, re.compile(rf"[,\s]\s*(?:{alternatives(words['to'])})\s*(?=\S)", re.IGNORECASE)


@cache
def _verb_pattern(language: str) -> re.Pattern[str]:
    verbs = [verb for verb in read_words(language, "regests")["writes"] if " " in verb]
    return re.compile(rf"\s(?:{alternatives(verbs)})\s+", re.IGNORECASE) if verbs else re.compile(r"(?!)")


def _is_name_word(word: str) -> bool:
    """Return whether a word may be one of a name or of the titles before it."""
    return not word[:1].isdigit() and (is_capitalised(word) or is_particle(word) or is_cue("honorific", word))


def _is_subject(word: str) -> bool:
    """Return whether a word after a name begins what the letter is about, or its reference."""
    return len(word) > _LONGEST_ABBREVIATION and (is_cue("reference", word) or is_cue("subject", word))


def _leading_name(text: str) -> str:
    """Return the name at the beginning of a text, "" where there is none."""
    found = _ENDS.search(text)
    words: list[str] = []
    for word in text[: found.start() if found else len(text)].split()[:_MOST_NAME_WORDS]:
        bare = word.strip("()[]")
        if not _is_name_word(bare) or (words and _is_subject(bare)):
            break
        words.append(word)
        if word.endswith(".") and not is_abbreviation(bare) and not is_cue("honorific", bare.strip(".")):
            break
    while words and not is_capitalised(words[-1].strip("()[]")):
        words.pop()
    name = " ".join(words).strip(_EDGE_MARKS)
    return "" if is_cue("self", name) else name


def _split_note(text: str, language: str) -> tuple[str, str, str] | None:
    """Return the sender, the addressee and the text after them in a note in one language."""
    opening, to = _opening_patterns(language)
    start = opening.match(text)
    for match in to.finditer(text, start.end()) if start else ():
        sender, recipient = text[start.end() if start else 0 : match.start()], _leading_name(text[match.end() :])
        if recipient and _leading_name(sender) == sender.strip(_EDGE_MARKS):
            return sender.strip(_EDGE_MARKS), recipient, text[match.end() + len(recipient) :]
    verb = _verb_pattern(language).search(text)
    if verb is not None:
        sender, recipient = text[: verb.start()].strip(_EDGE_MARKS), _leading_name(text[verb.end() :])
        if recipient and sender and _leading_name(sender) == sender:
            return sender, recipient, text[verb.end() + len(recipient) :]
    return None


@cache
def _words_of_regests(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words of regests in a language, and the phrases of several words."""
    kinds = read_words(language, "regests")
    words = {phrase for kind in ("letter", "writes") for phrase in kinds[kind]}
    return frozenset(words), tuple(phrase for phrase in words if " " in phrase)


def _may_be_regest(text: str, words: Sequence[str], language: str) -> bool:
    """Return whether a note in small letters has words of regests in a language; else no pattern is compiled."""
    known, phrases = _words_of_regests(language)
    return not known.isdisjoint(words) or any(phrase in text for phrase in phrases)


def regest(text: str) -> Regest | None:
    """Return who wrote to whom according to a note, None where it is not a regest."""
    text = _PARENTHESIS.sub("", " ".join(text[:_LONGEST].split()))
    lower = text.lower()
    words = _WORD.findall(lower)
    for language in LANGUAGES:
        if not _may_be_regest(lower, words, language):
            continue
        if (found := _split_note(text, language)) is not None:
            sender, recipient, after = found
            date = find_date(after[:_FURTHEST_DATE])
            if date is not None and date.is_full:
                return Regest(sender, recipient, date, after[date.start : date.end])
            return Regest(sender, recipient)
    return None
