"""Composes the title of a letter from its claims: from whom, to whom, where and when."""

import re
from collections.abc import Iterable, Sequence

from teikit.letter.claims import Claim
from teikit.letter.cues import language_words
from teikit.letter.names import PhraseKind
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.metadata import Metadata

_ENGLISH = "en"
_TITLES = {
    "both": "Letter from {sender} to {recipient}",
    "sender": "Letter from {sender}",
    "recipient": "Letter to {recipient}",
    "neither": "Letter",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def compose_title(known: CorrespDesc, metadata: Metadata) -> str:
    """Return the title of the letter: from whom, to whom, where and when, as far as it is known."""
    if metadata.title:
        return metadata.title
    sender = join_names(metadata.sender) or _name_party(known.sender)
    recipient = join_names(metadata.recipient) or _name_party(known.recipient)
    which = "both" if sender and recipient else "sender" if sender else "recipient" if recipient else "neither"
    form = _TITLES[which]
    place = metadata.place or (known.place.text if known.place else "")
    date = metadata.date or written_date(known)
    return ", ".join(filter(None, (form.format(sender=sender, recipient=recipient), place, _english_date(date))))


def join_names(names: Sequence[str]) -> str:
    """Return names as a phrase: A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def written_date(known: CorrespDesc) -> str:
    """Return the W3C date of writing, "" where it is not known."""
    return known.date.phrase.date.when if known.date and known.date.phrase.date else ""


def is_consistent_date(one: str, two: str) -> bool:
    """Return whether two W3C dates, the second perhaps without its year, may be those of one day."""
    if two.startswith("--"):
        return one.startswith("--") or one[4:].startswith(two[1:]) or len(one) < len("1899-05-02")
    return one.startswith(two) or two.startswith(one)


def _name_party(claims: Iterable[Claim]) -> str:
    """Return the people in claims, or the organisations or offices where there is no person."""
    found = list(claims)
    for kind in (PhraseKind.PERSON, PhraseKind.OFFICE_HOLDER, PhraseKind.ORGANISATION, PhraseKind.OFFICE):
        names = [claim.text for claim in found if claim.phrase.kind is kind]
        if names:
            return join_names(names)
    return ""


def _english_date(when: str) -> str:
    """Return a full W3C date in English, 2 May 1899; others as they are."""
    if not _DAY.fullmatch(when):
        return when.replace("/", " to ") if not when.startswith("--") else ""
    year, month, day = when.split("-")
    return f"{int(day)} {language_words(_ENGLISH)['months'][int(month) - 1][0].capitalize()} {year}"
