"""A letter to its correspondents: who wrote it, to whom, when and where, by what the letter itself states."""

from collections.abc import Iterable
from dataclasses import dataclass

from teikit.letter import Label, Letter, Part, Phase
from teikit.letter.cues import find
from teikit.letter.names import Kind, Phrase, address_phrases, dateline_phrases, named, signature_phrases

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


def _first(phrases: Iterable[Phrase], kind: Kind) -> Phrase | None:
    return next((phrase for phrase in phrases if phrase.kind is kind), None)


def correspondence(letter: Letter) -> Correspondence:
    """Return who wrote a letter to whom, when and where; nothing that its own parts do not state."""
    sender: list[Phrase] = []
    recipient: list[Phrase] = []
    addresses = _labelled(letter, Label.ADDRESS)
    for part, phrases in zip(addresses, address_lines(addresses), strict=True):
        (sender if is_sender_line(part.unit.text) else recipient).extend(named(phrases, *_NAMES))
    signatures = [part for part in _labelled(letter, Label.SIGNED) if part.phase is Phase.CLOSER]
    signed = [name for part in signatures for name in named(signature_phrases(part.unit.text), *_NAMES)]
    lines = [phrase for part in _labelled(letter, Label.DATELINE) for phrase in dateline_phrases(part.unit.text)]
    return Correspondence(
        tuple(signed or sender), tuple(recipient), _first(lines, Kind.PLACE), _first(lines, Kind.DATE)
    )
