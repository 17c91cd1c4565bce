"""Reads superscriptions, lines above a letter that name its sender and its recipient: "A B suo s. p. d."."""

import re

from teikit.letter.cues import find_cue, is_cue
from teikit.letter.names import is_name, strip_honorifics
from teikit.letter.shapes import MARKS_AROUND_WORDS, is_capitalised, is_name_particle
from teikit.letter.titles import split_title

_MOST_WORDS = 20
# The greeting at the end: "s. d.", "S. P. D.", "salutem plurimam dicit", "salute", "sendeth greeting", "salut".
_GREETING = re.compile(
    r"[\s,]+(?:s\.?\s?(?:p\.?\s?)?d\.?(?:\s?p\.?)?|s\.\s?p\.|s\.|sal(?:utem|uti|ut|\.)?(?:\s+(?:plurimam|plur\.?|p\.))?"
    r"(?:\s+(?:dicit|dat|d\.|optat|in\s+.*))?|salute|saluti|greetings?|sendeth greetings?|sends greetings?|salud)\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2}")
_POSSESSIVES = frozenset({"suo", "suae", "suis", "sua", "meo", "suo.", "s."})
# A dative of the Latin declensions.
_DATIVE = re.compile(r"[^\W\d_]{2,}(?:o|ae|i|e?ti)\W*$")
_PREPOSITION = re.compile(r"\s(?:a|ad|al|alla|à|au|an|to|unto|till|til|aan|do)\s")


def superscription(text: str) -> tuple[str, str] | None:
    """Return the sender and the recipient in a superscription, "" for one of them; None for any other text."""
    greeting = _GREETING.search(text)
    if greeting is None or len(text.split()) > _MOST_WORDS:
        return None
    names = text[: greeting.start()]
    halves = _split_titled(names) or _split_at_preposition(names) or split_title(names) or _split_at_dative(names)
    if halves is None:
        return None
    sender, recipient = (strip_honorifics(half).strip(MARKS_AROUND_WORDS) for half in halves)
    # "D. Philippo Hallero s. d.": a title of the recipient is before the dative, too.
    sender = "" if all(map(_is_title, halves[0].split())) else sender
    # "Clarissimo P. M.": initials alone name nobody.
    recipient = recipient if _WORD.search(recipient) else ""
    are_people = all(_is_person(name) for name in (sender, recipient) if name)
    return (sender, recipient) if are_people and (sender or recipient) else None


def _is_title(word: str) -> bool:
    return is_cue("honorific", word.strip(MARKS_AROUND_WORDS))


def _is_person(name: str) -> bool:
    return is_name(name.split())


def _split_at_preposition(text: str) -> tuple[str, str] | None:
    """Return a superscription cut at its only "to", in any language: "Piero" and "Antonio" of "Piero a Antonio"."""
    halves = _PREPOSITION.split(text)
    return (halves[0], halves[1]) if len(halves) == 2 else None


def _split_titled(text: str) -> tuple[str, str] | None:
    """Return the sender, who is last, and the recipient with titles: "Reverendo Domino Henrico, canonico, Petrus"."""
    if find_cue("honorific", text, at_start=True) is None or "," not in text:
        return None
    recipient, *_, sender = text.split(",")
    words = sender.split()
    is_dative = bool(words) and _DATIVE.match(words[0]) is not None
    return (sender.strip(), recipient) if words and is_capitalised(words[0]) and not is_dative else None


def _split_at_dative(text: str) -> tuple[str, str] | None:
    """Return a Latin superscription cut before the first dative: "Petrus" and "Martino Lucano"."""
    words = text.split()
    while words and words[-1].casefold() in _POSSESSIVES:
        words.pop()
    for index, word in enumerate(words[1:], 1):
        if is_capitalised(word) and _DATIVE.match(word):
            recipient = [one for one in words[index:] if one.casefold() not in _POSSESSIVES]
            while recipient and not (is_capitalised(recipient[-1]) or is_name_particle(recipient[-1])):
                recipient.pop()
            return " ".join(words[:index]), " ".join(recipient)
    return None
