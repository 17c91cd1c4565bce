"""A letter to its correspondents: who wrote it, to whom, when and where, by what the letter itself states."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from teikit.letter import Label, Letter, Part, Phase
from teikit.letter.cues import find
from teikit.letter.dates import find_date
from teikit.letter.names import (
    Kind,
    Phrase,
    address_phrases,
    named,
    place_in,
    signature_phrases,
    without_honorifics,
)
from teikit.letter.titles import bare_half, salutation_name, title_halves

_RECEIVED = re.compile(
    r"[\[(]\s*(?:received|rec['’]d|reçue?|erhalten|empfangen|ontvangen)\b[^\])]*[\])]?", re.IGNORECASE
)
_NAMES = (Kind.PERSON, Kind.OFFICE, Kind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What a letter states of its sending: phrases in the order of the source, dates and places of its dateline."""

    sender: tuple[Phrase, ...]
    recipient: tuple[Phrase, ...]
    place: Phrase | None
    date: Phrase | None


def is_sender_line(text: str) -> bool:
    """Say whether a line of a heading names the sender ("From: ...")."""
    match = find("sent", text, at_start=True)
    return match is not None and text[match.end() :].lstrip().startswith(":")


def address_lines(parts: Iterable[Part]) -> list[tuple[Phrase, ...]]:
    """Return the phrases of each line of an address; only its first name may be one by its shape alone."""
    found: list[tuple[Phrase, ...]] = []
    seen = False
    for part in parts:
        phrases = address_phrases(part.unit.text, first=not seen or part.unit.text.partition(":")[1] != "")
        seen = seen or bool(named(phrases, *_NAMES))
        found.append(phrases)
    return found


def _labelled(letter: Letter, label: Label) -> list[Part]:
    return [part for part in letter.parts if part.label is label]


def _title_names(text: str) -> tuple[Phrase, ...]:
    office, person = bare_half(text)
    if not person:
        return (Phrase(office, Kind.HOLDER),) if office else ()
    name = (Phrase(without_honorifics(person), Kind.PERSON),)
    return (*name, Phrase(office, Kind.OFFICE)) if office else name


def _from_titles(letter: Letter) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Return whom the titles above the letter name as sender and recipient; those below a dateline name subjects."""
    for part in _labelled(letter, Label.HEAD):
        if part.phase is not Phase.HEADING:
            continue
        halves = title_halves(part.unit.text)
        if halves is not None:
            return _title_names(halves[0]), _title_names(halves[1])
    return (), ()


def _from_salutation(letter: Letter) -> tuple[Phrase, ...]:
    for part in _labelled(letter, Label.SALUTE):
        name = salutation_name(part.unit.text)
        if name:
            return (Phrase(name, Kind.PERSON),)
    return ()


def _where(letter: Letter) -> tuple[Phrase | None, Phrase | None]:
    """Return the place and the date that the datelines state; the place of the letterhead where they name none."""
    datelines = _labelled(letter, Label.DATELINE)
    first = [part for part in datelines if part.phase is Phase.OPENER] or datelines
    lines = [_RECEIVED.sub("", part.unit.text) for part in first]
    found = find_date(" ".join(lines))
    date = None if found is None else Phrase(" ".join(lines)[found.start : found.end], Kind.DATE, found)
    heads = [part.unit.text for part in _labelled(letter, Label.LETTERHEAD)]
    heads = [text for text in heads if not find("organisation", text)]
    place = place_in(lines) or place_in([*heads, *lines])
    return (Phrase(place, Kind.PLACE) if place else None), date


def _with_people(phrases: tuple[Phrase, ...], others: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Return phrases with those of others that name somebody else."""
    known = " ".join(phrase.text for phrase in phrases).casefold()
    fresh = (phrase for phrase in others if phrase.text.split()[-1].casefold() not in known)
    return (*phrases, *fresh) if phrases else others


def correspondence(letter: Letter) -> Correspondence:
    """Return who wrote a letter to whom, when and where; nothing that its own parts do not state."""
    sender: list[Phrase] = []
    recipient: list[Phrase] = []
    addresses = _labelled(letter, Label.ADDRESS)
    for part, phrases in zip(addresses, address_lines(addresses), strict=True):
        (sender if is_sender_line(part.unit.text) else recipient).extend(named(phrases, *_NAMES))
    signatures = [part for part in _labelled(letter, Label.SIGNED) if part.phase is Phase.CLOSER]
    signed = [name for part in signatures for name in named(signature_phrases(part.unit.text), *_NAMES)]
    titled_sender, titled_recipient = _from_titles(letter)
    to = _with_people(tuple(recipient), titled_recipient)
    if not any(phrase.kind in {Kind.PERSON, Kind.HOLDER} for phrase in to):
        to = (*_from_salutation(letter), *to)
    place, date = _where(letter)
    return Correspondence(_with_people(tuple(signed or sender), titled_sender), to, place, date)
