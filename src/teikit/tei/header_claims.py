"""Decides what the header states: what the metadata state, and the claims of the letter that are sure enough.

Metadata are evidence too: a claim that they replace or contradict is dropped, such as a place that is the name of the
sender.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.letter import Label, Letter
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.names import Phrase, PhraseKind, dateline_phrases
from teikit.letter.persons import is_same_person
from teikit.tei.certainty import cert_attribute, is_stated
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.metadata import Metadata
from teikit.tei.titles import compose_title

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class HeaderClaims:
    """What a header states, and what it leaves out.

    `correspondence` has the claims of the letter itself that are stated, `metadata` those that the user gives.
    `language` is None where it is not known, `title` where it names nothing. `left_out` are the claims that are not
    sure enough. `has_signature` is whether the letter has a signature, whomever it names.
    """

    correspondence: CorrespDesc
    metadata: tuple[Claim, ...]
    language: Claim | None
    title: Claim | None
    left_out: tuple[Claim, ...]
    has_signature: bool

    @property
    def stated(self) -> tuple[Claim, ...]:
        """The claims that are stated, in the order of the header."""
        given = [claim for claim in self.metadata if claim.kind not in {ClaimKind.TITLE, ClaimKind.LANGUAGE}]
        about = sorted([*_claims_of(self.correspondence), *given], key=lambda claim: _ORDER.index(claim.kind))
        return tuple(claim for claim in (self.title, self.language, *about) if claim is not None)

    @property
    def unsure(self) -> tuple[Claim, ...]:
        """The claims that are stated with @cert="low"; a title is as unsure as what it is composed of."""
        return tuple(each for each in self.stated if cert_attribute(each) and each.kind is not ClaimKind.TITLE)

    @property
    def all(self) -> tuple[Claim, ...]:
        """All claims: those that are stated, then those that are left out."""
        return (*self.stated, *self.left_out)


_ORDER = (ClaimKind.SENDER, ClaimKind.PLACE, ClaimKind.DATE, ClaimKind.RECIPIENT, ClaimKind.RECEIVED)


def decide_claims(letter: Letter, found: CorrespDesc, metadata: Metadata) -> HeaderClaims:
    """Return what the header of a letter states; `found` is what its own parts state."""
    own = _without_contradicted(found, metadata)
    if found.place and not own.place and not metadata.place:
        own = replace(own, place=_other_place(letter, (*metadata.sender, *metadata.recipient)))
    language = _language_claim(letter, metadata)
    every = [*_claims_of(own), *([language] if language else [])]
    sure = _filter_claims(own, is_stated)
    given = tuple(_metadata_claims(metadata))
    return HeaderClaims(
        sure,
        given,
        language if language and is_stated(language) else None,
        _title_claim(sure, metadata),
        tuple(claim for claim in every if not is_stated(claim)),
        any(part.label is Label.SIGNED for part in letter.parts),
    )


def _claims_of(known: CorrespDesc) -> Iterator[Claim]:
    yield from known.sender
    yield from known.recipient
    yield from (claim for claim in (known.place, known.date, known.received) if claim is not None)


def _filter_claims(known: CorrespDesc, is_kept: Callable[[Claim], bool]) -> CorrespDesc:
    def keep(claim: Claim | None) -> Claim | None:
        return claim if claim is not None and is_kept(claim) else None

    sender, recipient = (tuple(filter(is_kept, claims)) for claims in (known.sender, known.recipient))
    return replace(
        known,
        sender=sender,
        recipient=recipient,
        place=keep(known.place),
        date=keep(known.date),
        received=keep(known.received),
    )


def _without_contradicted(found: CorrespDesc, metadata: Metadata) -> CorrespDesc:
    """Return the claims that the metadata neither replace nor give to another kind: a place that is a sender."""
    given = {claim.kind for claim in _metadata_claims(metadata)}
    people = {ClaimKind.SENDER: metadata.sender, ClaimKind.RECIPIENT: metadata.recipient}

    def is_kept(claim: Claim) -> bool:
        others = [name for kind, names in people.items() if kind is not claim.kind for name in names]
        is_place = claim.kind is not ClaimKind.PLACE and claim.text.casefold() == metadata.place.casefold()
        # A place may have several parts: a house, a town.
        parts = claim.text.split(",") if claim.kind is ClaimKind.PLACE else [claim.text]
        return claim.kind not in given and not is_place and not any(names_any(part, others) for part in parts)

    return _filter_claims(found, is_kept)


def _other_place(letter: Letter, people: Sequence[str]) -> Claim | None:
    """Return the first place in a dateline that is not the name of one of some people."""
    for part in letter.parts:
        for phrase in dateline_phrases(part.unit.text) if part.label is Label.DATELINE else ():
            if phrase.kind is PhraseKind.PLACE and not names_any(phrase.text, people):
                return claim_from_part(ClaimKind.PLACE, phrase, Basis.DATELINE, part)
    return None


def names_any(text: str, people: Iterable[str]) -> bool:
    """Return whether a text is the name of one of some people."""
    return any(is_same_person(text, name) for name in people)


def _metadata_claims(metadata: Metadata) -> Iterator[Claim]:
    """Yield what the metadata state, in the order of the header."""
    people = [(ClaimKind.SENDER, name) for name in metadata.sender]
    people += [(ClaimKind.RECIPIENT, name) for name in metadata.recipient]
    named = [*people, (ClaimKind.PLACE, metadata.place), (ClaimKind.DATE, metadata.date)]
    named += [(ClaimKind.LANGUAGE, metadata.language), (ClaimKind.TITLE, metadata.title)]
    for kind, text in named:
        if text:
            yield Claim(kind, Phrase(text, _PHRASES.get(kind, PhraseKind.TEXT)), Basis.METADATA, 1.0)


_PHRASES = {
    ClaimKind.SENDER: PhraseKind.PERSON,
    ClaimKind.RECIPIENT: PhraseKind.PERSON,
    ClaimKind.PLACE: PhraseKind.PLACE,
    ClaimKind.DATE: PhraseKind.DATE,
}


def _language_claim(letter: Letter, metadata: Metadata) -> Claim | None:
    """Return the claim about the language, None where it is not known."""
    if letter.language == UNKNOWN_LANGUAGE:
        return None
    if metadata.language:
        return Claim(ClaimKind.LANGUAGE, Phrase(letter.language), Basis.METADATA, 1.0)
    return Claim(ClaimKind.LANGUAGE, Phrase(letter.language), Basis.WORDS, letter.language_confidence)


def _title_claim(known: CorrespDesc, metadata: Metadata) -> Claim | None:
    """Return the claim of the title, as sure as the least sure of the claims in it; None where it names nothing."""
    title = Phrase(compose_title(known, metadata))
    used = [claim for claim in _claims_of(known) if claim.kind is not ClaimKind.RECEIVED]
    if metadata.title or not used:
        has_any = metadata.title or metadata.sender or metadata.recipient or metadata.place or metadata.date
        return Claim(ClaimKind.TITLE, title, Basis.METADATA, 1.0) if has_any else None
    weakest = min(used, key=lambda claim: claim.confidence)
    return replace(weakest, kind=ClaimKind.TITLE, phrase=title, agreeing=(), is_odd_shape=False)
