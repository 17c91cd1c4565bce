"""Finds the parties of a letter, its sender and its recipient, as its own parts and its editor's words state them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue
from teikit.letter.names import (
    Phrase,
    PhraseKind,
    address_phrases,
    has_addressee_word,
    phrases_of_kind,
    signature_phrases,
    strip_honorifics,
)
from teikit.letter.persons import choose_fuller, is_same_person, restore_spaces
from teikit.letter.regests import Regest, regest
from teikit.letter.shapes import is_name_shape
from teikit.letter.titles import parse_one_sided_title, salutation_name, split_office, split_title

PhraseTuple = tuple[Phrase, ...]
ClaimTuple = tuple[Claim, ...]
_NAME_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE, PhraseKind.ORGANISATION)
_PARTY_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE_HOLDER, PhraseKind.ORGANISATION)
_MOST_ADDRESS_WORDS = 14
_INITIAL = re.compile(r"\W*[^\W\d_]\.")
_PHASES_AFTER_BODY = {LetterPhase.CLOSER, LetterPhase.POSTSCRIPT, LetterPhase.TRAILING_ADDRESS, LetterPhase.AFTER}


@dataclass(frozen=True, slots=True)
class Parties:
    """The sender and the recipient that one part, or one kind of part, states."""

    sender: ClaimTuple = ()
    recipient: ClaimTuple = ()


@dataclass(frozen=True, slots=True)
class EditorNote:
    """A part of a letter in which an editor states who wrote to whom, and what it states."""

    part: Part
    regest: Regest


def parts_labelled(letter: Letter, label: Label) -> list[Part]:
    """Return the parts of a letter that have a label."""
    return [part for part in letter.parts if part.label is label]


def is_sender_line(text: str) -> bool:
    """Return whether a line of a heading names the sender ("From: ...")."""
    match = find_cue("sent", text, at_start=True)
    return match is not None and text[match.end() :].lstrip().startswith(":")


def address_lines(parts: Iterable[Part]) -> list[PhraseTuple]:
    """Return the phrases of each line of an address; only its first name is recognised by its shape alone."""
    found: list[PhraseTuple] = []
    seen = False
    for part in parts:
        text = part.unit.text
        kinds = {phrase.kind for phrase in found[-1]} if found else set()
        # "Monsieur le Président" above "N. Murray Butler": an initial distinguishes a name from a town.
        is_name = PhraseKind.OFFICE in kinds and PhraseKind.PERSON not in kinds and _INITIAL.match(text) is not None
        found.append(address_phrases(text, first=not seen or ":" in text or is_name))
        seen = seen or bool(phrases_of_kind(found[-1], *_NAME_KINDS))
    return found


def find_note(letter: Letter) -> EditorNote | None:
    """Return the regest in any editor's note, or in the letter's first or last part."""
    candidates = [*parts_labelled(letter, Label.NOTE), letter.parts[-1], letter.parts[0]]
    mine = {Label.SALUTE, Label.POSTSCRIPT, Label.VALEDICTION, Label.HEAD}
    for part in candidates:
        if part.label not in mine and (found := regest(part.unit.text)) is not None:
            return EditorNote(part, found)
    return None


def _title_phrases(text: str) -> PhraseTuple:
    office, person = split_office(text)
    if not person:
        return (Phrase(office, PhraseKind.OFFICE_HOLDER),) if office else ()
    name = (Phrase(strip_honorifics(person), PhraseKind.PERSON),)
    return (*name, Phrase(office, PhraseKind.OFFICE)) if office else name


def _both_sides(part: Part, basis: Basis, sender: PhraseTuple, recipient: PhraseTuple) -> Parties:
    """Return what one part states of both parties."""
    return Parties(
        tuple(claim_from_part(ClaimKind.SENDER, phrase, basis, part) for phrase in sender),
        tuple(claim_from_part(ClaimKind.RECIPIENT, phrase, basis, part) for phrase in recipient),
    )


def _title_parties(letter: Letter) -> Parties:
    """Return the parties in the titles above the letter; titles below a dateline are subjects."""
    for part in letter.parts_in(LetterPhase.HEADING):
        text = part.unit.text
        if part.label is not Label.HEAD and find_cue("honorific", text, at_start=True) is None:
            continue
        note = regest(text)
        halves = (note.sender, note.recipient) if note else split_title(text) or parse_one_sided_title(text)
        if any(halves):
            return _both_sides(part, Basis.HEADING, _title_phrases(halves[0]), _title_phrases(halves[1]))
    return Parties()


def _is_subject(title: Parties, sender: Iterable[Claim], to: Iterable[Claim]) -> bool:
    """Return whether a title such as "A to B" names nobody whom the letter names, and so is a subject."""
    for known, named in ((sender, title.sender), (to, title.recipient)):
        people, names = ([one.text for one in each if _is_person(one)] for each in (known, named))
        if not people or not names or any(is_same_person(one, two) for one in people for two in names):
            return False
    return True


def _is_person(claim: Claim) -> bool:
    return claim.phrase.kind is PhraseKind.PERSON


def _salutation_claims(letter: Letter) -> ClaimTuple:
    """Return the recipient whom a salutation names."""
    for part in parts_labelled(letter, Label.SALUTE):
        if name := salutation_name(part.unit.text):
            phrase = Phrase(name, PhraseKind.PERSON)
            return (claim_from_part(ClaimKind.RECIPIENT, phrase, Basis.SALUTATION, part),)
    return ()


def _is_like_address(part: Part) -> bool:
    """Return whether a line after the letter is an address by its words, whatever its label."""
    text = part.unit.text
    if part.phase not in _PHASES_AFTER_BODY or part.label not in {Label.POSTSCRIPT, Label.NOTE} or ":" in text:
        return False
    words = text.split()
    starts = find_cue("addressee", text, at_start=True) or find_cue("honorific", text, at_start=True)
    small = sum(word[:1].islower() and len(word) > 3 for word in words)
    return starts is not None and 2 <= len(words) <= _MOST_ADDRESS_WORDS and not small and not regest(text)


def _is_sure(part: Part, found: PhraseTuple, greeted: ClaimTuple) -> bool:
    """Return whether a line is surely an address: has a cue, an office, an organisation, or the salutation's name."""
    text, kinds = part.unit.text, {phrase.kind for phrase in found}
    if not greeted or has_addressee_word(text) or PhraseKind.OFFICE in kinds:
        return True
    is_organisation = PhraseKind.ORGANISATION in kinds and is_name_shape(text.split())
    return is_organisation or any(is_same_person(phrase.text, greeted[0].text) for phrase in found)


def _address_parties(letter: Letter, greeted: ClaimTuple) -> Parties:
    """Return the sender ("From: ...") and the recipient in the addresses.

    A line that is an address only by its shape may name only a person whom the salutation names.
    """
    sender: list[Claim] = []
    recipient: list[Claim] = []
    addresses = [part for part in letter.parts if part.label is Label.ADDRESS or _is_like_address(part)]
    for _, group in groupby(addresses, key=lambda part: part.phase):
        parts = list(group)
        for part, phrases in zip(parts, address_lines(parts), strict=True):
            found = phrases_of_kind(phrases, *_NAME_KINDS)
            if not _is_sure(part, found, greeted):
                continue
            kind, basis, claims = ClaimKind.RECIPIENT, Basis.ADDRESS, recipient
            if is_sender_line(part.unit.text):
                kind, basis, claims = ClaimKind.SENDER, Basis.LABEL, sender
            claims += (claim_from_part(kind, phrase, basis, part) for phrase in found)
    return Parties(tuple(sender), tuple(recipient))


def _signatories(letter: Letter) -> Iterator[Claim]:
    """Yield the senders in the signatures below the letter."""
    for part in parts_labelled(letter, Label.SIGNED):
        if part.phase is not LetterPhase.CLOSER:
            continue
        phrases = signature_phrases(part.unit.text)
        for name in phrases_of_kind(phrases, *_NAME_KINDS, PhraseKind.OFFICE_HOLDER):
            claim = claim_from_part(ClaimKind.SENDER, name, Basis.SIGNATURE, part)
            yield replace(claim, phrase=replace(name, text=strip_honorifics(restore_spaces(name.text))))


def _merge_claims(*sources: Iterable[Claim]) -> ClaimTuple:
    """Return the claims of several sources, each person once and in the fullest form that any of them gives."""
    merged: list[Claim] = []
    for claim in (claim for source in sources for claim in source):
        same = next((index for index, known in enumerate(merged) if _is_same_party(known, claim)), None)
        if same is None:
            merged.append(claim)
        else:
            merged[same] = _unite(merged[same], claim)
    return tuple(merged)


def _unite(known: Claim, claim: Claim) -> Claim:
    """Return the fuller of two claims that name the same, with the basis of the other beside its own."""
    is_fuller = _is_person(claim) and choose_fuller(known.text, claim.text) != known.text
    kept, other = (claim, known) if is_fuller else (known, claim)
    agreeing = dict.fromkeys((*kept.agreeing, other.basis, *other.agreeing))
    return replace(kept, agreeing=tuple(basis for basis in agreeing if basis is not kept.basis))


def _is_same_party(one: Claim, two: Claim) -> bool:
    if _is_person(one) and _is_person(two):
        return is_same_person(one.text, two.text)
    return one.text.casefold() == two.text.casefold()


def _note_phrases(name: str) -> PhraseTuple:
    """Return the name in an editor's note: a person, or an office or organisation."""
    office, person = split_office(name)
    if not person:
        return (Phrase(office, PhraseKind.OFFICE_HOLDER, evidence="external"),) if office else ()
    kind = PhraseKind.ORGANISATION if find_cue("organisation", person) else PhraseKind.PERSON
    return (Phrase(strip_honorifics(person), kind, evidence="external"),)


def _note_parties(note: EditorNote | None) -> Parties:
    if note is None:
        return Parties()
    sender, recipient = _note_phrases(note.regest.sender), _note_phrases(note.regest.recipient)
    return _both_sides(note.part, Basis.NOTE, sender, recipient)


def find_parties(letter: Letter, note: EditorNote | None) -> Parties:
    """Return who wrote a letter to whom, only as its own parts, its title and its note state it."""
    greeted = _salutation_claims(letter)
    addressed = _address_parties(letter, greeted)
    signed = tuple(_signatories(letter)) or addressed.sender
    title, noted = _title_parties(letter), _note_parties(note)
    if _is_subject(title, signed, (*addressed.recipient, *greeted)):
        title = Parties()
    senders = _merge_claims(signed, title.sender, noted.sender)
    to = _merge_claims(addressed.recipient, title.recipient, noted.recipient)
    if not any(claim.phrase.kind in _PARTY_KINDS for claim in to):
        to = (*greeted, *to)
    return Parties(senders, to)
