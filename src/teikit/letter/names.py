"""Lines to phrases: people, offices, organisations, places and dates in addresses, datelines and signatures.

By shape and cue words only: where neither tells, the words stay plain text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from teikit.letter.cues import find, is_cue
from teikit.letter.dates import FoundDate, find_date
from teikit.letter.features import SIGNATURE_MARK
from teikit.letter.shapes import is_name_shape

_LABEL = re.compile(r"[^\W\d][\w./ ]{0,18}:\s*")
_OUTSIDE = "“”„«»‘\"'*_ \t"
_BEFORE_DATE = re.compile(r"(?:[\s,;]|\b(?:den|dem|le|la|the|on|of|am|ce|this))+$", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?\s?m\.?|p\.?\s?m\.?|noon|Uhr|h|heures)(?!\w)|[—–]", re.IGNORECASE)
_MOST_PLACE_WORDS = 16


class Kind(StrEnum):
    """What a phrase names; plain text names nothing."""

    TEXT = ""
    PERSON = "persName"
    OFFICE = "roleName"
    ORGANISATION = "orgName"
    PLACE = "placeName"
    DATE = "date"
    # An office that stands for whoever holds it ("The Consul to ...").
    HOLDER = "name"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a line with what it names; `date` says what a date means."""

    text: str
    kind: Kind = Kind.TEXT
    date: FoundDate | None = None


def _split(text: str, start: int, end: int, kind: Kind) -> tuple[Phrase, ...]:
    """Return the phrases of a line of which one stretch, its outer quotes and stops taken off, names something."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(_OUTSIDE))
    end -= len(inner) - len(inner.rstrip(_OUTSIDE + ",;:"))
    if text[start:end].endswith(".") and not re.search(r"\b(?:\w|Esq|Jr|Sr|Co|Inc|Ltd|[A-Z]{2,3})\.$", text[start:end]):
        end -= 1
    parts = (Phrase(text[:start]), Phrase(text[start:end], kind), Phrase(text[end:]))
    return tuple(part for part in parts if part.text)


def _after_honorifics(text: str, start: int) -> int:
    """Return where a name begins once the titles before it are passed over."""
    while (match := find("honorific", text[start:], at_start=True)) is not None:
        rest = start + match.end()
        rest += len(text[rest:]) - len(text[rest:].lstrip(". "))
        if rest >= len(text) or not text[rest - 1 : rest].isspace():
            break
        start = rest
    return start


def _comma_office(text: str, start: int) -> int:
    """Return where the comma between a name and an office stands, 0 if there is none."""
    comma = text.find(", ", start)
    if comma < 0 or find("office", text[comma + 2 :]) is None or not is_name_shape(text[start:comma].split()):
        return 0
    return comma


def _named(text: str, start: int) -> tuple[Phrase, ...] | None:
    """Return the phrases of a line that names an office, an organisation or a titled person from `start` on."""
    if comma := _comma_office(text, start):
        return (
            *_split(text[:comma], start, comma, Kind.PERSON),
            *_split(text[comma:], 2, len(text) - comma, Kind.OFFICE),
        )
    name = _after_honorifics(text, start)
    if name > start and is_name_shape(text[name:].split()):
        return _split(text, name, len(text), Kind.PERSON)
    if find("office", text[start:]) is not None and not find("street", text[start:]):
        return _split(text, start, len(text), Kind.OFFICE)
    if find("organisation", text[start:]) is not None:
        return _split(text, start, len(text), Kind.ORGANISATION)
    return None


def signature_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases of a line of a signature."""
    mark = SIGNATURE_MARK.match(text)
    start = mark.end() if mark else 0
    start += len(text[start:]) - len(text[start:].lstrip(" :."))
    found = _named(text, start)
    if found is None:
        name = _name_at_end(text, start)
        found = _split(text, name, len(text), Kind.PERSON) if name >= 0 else None
    return found or (Phrase(text),)


def _name_at_end(text: str, start: int) -> int:
    """Return where the name begins that a line ends with, behind words of the close; -1 if it ends with none."""
    begins = [start + match.start() for match in re.finditer(r"\S+", text[start:])]
    for index, begin in enumerate(begins):
        closing = any(find(kind, text[begin:], at_start=True) for kind in ("yours", "valediction", "self", "you"))
        if is_name_shape(text[begin:].split()) and not (closing and index + 1 < len(begins)):
            return begin
    return -1


def address_phrases(text: str, *, first: bool = True) -> tuple[Phrase, ...]:
    """Return the phrases of a line of an address; `first` says that no line of it names the addressee yet."""
    label = _LABEL.match(text) or find("addressee", text, at_start=True)
    start = label.end() if label else 0
    start += len(text[start:]) - len(text[start:].lstrip())
    found = _named(text, start)
    words = text[start:].split()
    if found is None and is_name_shape(words) and not find("street", text):
        if first and len(words) > 1:
            found = _split(text, start, len(text), Kind.PERSON)
        elif not first and len(words) <= 2:
            found = _split(text, start, len(text), Kind.PLACE)
    return found or (Phrase(text),)


def _place_before(text: str, end: int) -> tuple[int, int]:
    """Return the stretch of a dateline before `end` that names a place, an empty one if none does."""
    end = _BEFORE_DATE.sub("", text[:end]).__len__()
    while end > 0:
        start = text.rfind(",", 0, end) + 1
        start += len(text[start:end]) - len(text[start:end].lstrip(_OUTSIDE))
        words = text[start:end].split()
        if text[start:end].endswith(":"):
            return (0, 0)
        if words and find("weekday", text[start:end]) is None:
            usable = len(words) <= 3 and is_name_shape(words) and not find("institution", text[start:end])
            return (start, end) if usable and not find("organisation", text[start:end]) else (0, 0)
        end = max(0, text.rfind(",", 0, end))
    return (0, 0)


def dateline_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases of a line of a dateline: a place before the date, and the date."""
    found = find_date(text)
    if found is None:
        return (Phrase(text),)
    start, end = _place_before(text, found.start)
    place: tuple[Phrase, ...] = (Phrase(text[: found.start]),) if found.start else ()
    if end:
        place = (*_split(text[:end], start, end, Kind.PLACE), Phrase(text[end : found.start]))
    rest = (Phrase(text[found.end :]),) if text[found.end :] else ()
    return (*place, Phrase(text[found.start : found.end], Kind.DATE, found), *rest)


def without_honorifics(text: str) -> str:
    """Return a name without the titles before it."""
    return text[_after_honorifics(text, 0) :].strip(_OUTSIDE + ",;:")


def place_in(lines: Sequence[str]) -> str:
    """Return what the lines of a dateline name as the place of writing: what is left without dates and times of day."""
    text = ", ".join(_LABEL.sub("", line).strip(_OUTSIDE + ",;") for line in lines)
    if (found := find_date(text)) is not None:
        before = _BEFORE_DATE.sub("", text[: found.start]).strip(_OUTSIDE + ",;:")
        text = before or text[found.end :]
    words = _TIME.sub(" ", text).split()
    kept = [word for word in words if not is_cue("weekday", word.strip(_OUTSIDE + ",;:.()[]"))]
    place = " ".join(kept).strip(_OUTSIDE + ",;:.-—–/")
    usable = any(word[:1].isupper() for word in kept) and len(kept) <= _MOST_PLACE_WORDS and ":" not in place
    return place if usable else ""


def named(phrases: Iterator[Phrase] | tuple[Phrase, ...], *kinds: Kind) -> tuple[Phrase, ...]:
    """Return those phrases that name something of some kinds."""
    return tuple(phrase for phrase in phrases if phrase.kind in kinds)


Phrasing = Callable[[str], tuple[Phrase, ...]]
