"""Decides what the header states: what the metadata state, and the claims of the letter that are sure enough.

Metadata are evidence too: a claim that they replace or contradict is dropped, such as a place that is the name of the
sender.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from teikit.letter import Label, Letter
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.names import Phrase, PhraseKind, dateline_phrases
from teikit.letter.persons import is_same_person
from teikit.letter.places import is_known_place
from teikit.tei.certainty import cert_attribute, is_stated
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.decided_claims import ClaimDecisions
from teikit.tei.metadata import Metadata
from teikit.tei.titles import compose_title

UNKNOWN_LANGUAGE = "und"
NOTHING_DECIDED = ClaimDecisions(())


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
        known = self.correspondence
        about = (
            self._given(ClaimKind.SENDER) or known.sender,
            self._given(ClaimKind.PLACE) or (known.place,),
            self._given(ClaimKind.DATE) or (known.date,),
            self._given(ClaimKind.RECIPIENT) or known.recipient,
            (known.received,),
            self._given(ClaimKind.COPY) or known.copied,
        )
        return tuple(claim for claim in (self.title, self.language, *chain.from_iterable(about)) if claim is not None)

    def _given(self, kind: ClaimKind) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.metadata if claim.kind is kind)

    @property
    def unsure(self) -> tuple[Claim, ...]:
        """The claims that are stated with @cert="low"; a title is as unsure as what it is composed of."""
        return tuple(each for each in self.stated if cert_attribute(each) and each.kind is not ClaimKind.TITLE)

    @property
    def all(self) -> tuple[Claim, ...]:
        """All claims: those that are stated, then those that are left out."""
        return (*self.stated, *self.left_out)


def decide_claims(
    letter: Letter, found: CorrespDesc, metadata: Metadata, decided: ClaimDecisions = NOTHING_DECIDED
) -> HeaderClaims:
    """Return what the header of a letter states; `found` is what its own parts state."""
    own = _without_contradicted(found, metadata)
    if found.place and not own.place and not metadata.place:
        own = replace(own, place=_other_place(letter, (*metadata.sender, *metadata.recipient)))
    if decided.decisions:
        own = replace(_map_claims(own, decided.decide), received=decided.received(own.received))
    language = _language_claim(letter, metadata)
    language = decided.decide(language) if language and not metadata.language else language
    every = [*_claims_of(own), *([language] if language else [])]
    sure = _filter_claims(own, is_stated)
    title = _title_claim(sure, metadata)
    given = tuple(
        replace(claim, basis=Basis.EDITOR) if claim.kind in decided.valued else claim
        for claim in _metadata_claims(metadata)
    )
    return HeaderClaims(
        sure,
        given,
        language if language and is_stated(language) else None,
        title and decided.decide(title),
        tuple(claim for claim in every if not is_stated(claim)),
        any(part.label is Label.SIGNED for part in letter.parts),
    )


def _claims_of(known: CorrespDesc) -> Iterator[Claim]:
    yield from known.sender
    yield from known.recipient
    yield from known.copied
    yield from (claim for claim in (known.place, known.date, known.received) if claim is not None)


def _filter_claims(known: CorrespDesc, is_kept: Callable[[Claim], bool]) -> CorrespDesc:
    return _map_claims(known, lambda claim: claim if is_kept(claim) else None)


def _map_claims(known: CorrespDesc, change: Callable[[Claim], Claim | None]) -> CorrespDesc:
    """Return claims changed, without those for which there is none."""

    def several(claims: Sequence[Claim]) -> tuple[Claim, ...]:
        return tuple(changed for claim in claims if (changed := change(claim)) is not None)

    def one(claim: Claim | None) -> Claim | None:
        return claim and change(claim)

    return replace(
        known,
        sender=several(known.sender),
        recipient=several(known.recipient),
        copied=several(known.copied),
        place=one(known.place),
        date=one(known.date),
        received=one(known.received),
    )


def _without_contradicted(found: CorrespDesc, metadata: Metadata) -> CorrespDesc:
    """Return the claims that the metadata neither replace nor give to another kind: a place that is a sender."""
    given = {claim.kind for claim in _metadata_claims(metadata)}
    people = {ClaimKind.SENDER: metadata.sender, ClaimKind.RECIPIENT: metadata.recipient}

    def is_kept(claim: Claim) -> bool:
        others = [name for kind, names in people.items() if kind is not claim.kind for name in names]
        is_place = claim.kind is not ClaimKind.PLACE and claim.text.casefold() == metadata.place.casefold()
        is_person = is_place_of_people if claim.kind is ClaimKind.PLACE else _names_any
        return claim.kind not in given and not is_place and not is_person(claim.text, others)

    return _filter_claims(found, is_kept)


def _other_place(letter: Letter, people: Sequence[str]) -> Claim | None:
    """Return the first place in a dateline that is not the name of one of some people."""
    for part in letter.parts:
        for phrase in dateline_phrases(part.unit.text) if part.label is Label.DATELINE else ():
            if phrase.kind is PhraseKind.PLACE and not is_place_of_people(phrase.text, people):
                return claim_from_part(ClaimKind.PLACE, phrase, Basis.DATELINE, part)
    return None


def is_place_of_people(text: str, people: Sequence[str]) -> bool:
    """Return whether a place, or a part of it (a house, a town), is the name of one of some people.

    Towns that are known, and single words, may be both: Mr. Lincoln may write from Lincoln.
    """
    parts = (part for part in text.split(",") if len(part.split()) > 1 and not is_known_place(part.strip()))
    return any(_names_any(part, people) for part in parts)


def _names_any(text: str, people: Sequence[str]) -> bool:
    return any(is_same_person(text, name) for name in people)


def _metadata_claims(metadata: Metadata) -> Iterator[Claim]:
    """Yield what the metadata state, in the order of the header."""
    people = [(ClaimKind.SENDER, name) for name in metadata.sender]
    people += [(ClaimKind.RECIPIENT, name) for name in metadata.recipient]
    people += [(ClaimKind.COPY, name) for name in metadata.copied]
    named = [*people, (ClaimKind.PLACE, metadata.place), (ClaimKind.DATE, metadata.date)]
    named += [(ClaimKind.LANGUAGE, metadata.language), (ClaimKind.TITLE, metadata.title)]
    for kind, text in named:
        if text:
            yield Claim(kind, Phrase(text, _PHRASES.get(kind, PhraseKind.TEXT)), Basis.METADATA, 1.0)


_PHRASES = {
    ClaimKind.SENDER: PhraseKind.PERSON,
    ClaimKind.RECIPIENT: PhraseKind.PERSON,
    ClaimKind.COPY: PhraseKind.PERSON,
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
    used = list(_claims_of(replace(known, received=None, copied=())))
    if metadata.title or not used:
        has_any = metadata.title or metadata.sender or metadata.recipient or metadata.place or metadata.date
        return Claim(ClaimKind.TITLE, title, Basis.METADATA, 1.0) if has_any else None
    weakest = min(used, key=lambda claim: claim.confidence)
    return replace(weakest, kind=ClaimKind.TITLE, phrase=title, agreeing=(), is_odd_shape=False)
