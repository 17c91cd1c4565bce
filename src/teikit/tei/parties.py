"""Finds the parties of a letter, its sender and its recipient, as its own parts and its editor's words state them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.addressees import addressee_phrases, begins_with_to, is_same_again, without_article
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue
from teikit.letter.dates import find_date
from teikit.letter.editor_notes import read_note
from teikit.letter.footnotes import footnote_number
from teikit.letter.intitulations import intitulated_sender
from teikit.letter.names import Phrase, PhraseKind, strip_honorifics
from teikit.letter.persons import choose_fuller, in_usual_order, is_other_case, is_same_person
from teikit.letter.places import is_known_place
from teikit.letter.regests import Regest, regest
from teikit.letter.signatures import only_names
from teikit.letter.superscriptions import superscription
from teikit.letter.titles import parse_one_sided_title, split_office, split_title
from teikit.tei.footnotes import is_footnote
from teikit.tei.labelled import labelled_lines
from teikit.tei.party_checks import correct_parties
from teikit.tei.recipients import addressed_parties, greeted_person, person_in_text
from teikit.tei.senders import parts_labelled, sender_with_office, signatories
from teikit.text.runs import EDITION_NOTES

PhraseTuple = tuple[Phrase, ...]
ClaimTuple = tuple[Claim, ...]
_PARTY_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE_HOLDER, PhraseKind.ORGANISATION)
# Labels that a note below the letter may have got instead.
_LIKE_NOTES = {Label.POSTSCRIPT, Label.SIGNED, Label.DATELINE, Label.ADDRESS}
_FEWEST_NOTE_WORDS = 5
# "De" and "da" are "from", and particles of names.
_LONGEST_DE = 2
_EDGE_MARKS = " .,;:()[]"
_POSSIBLE = 0.5


@dataclass(frozen=True, slots=True)
class Parties:
    """The sender and the recipient that one part, or one kind of part, states; and those who get copies."""

    sender: ClaimTuple = ()
    recipient: ClaimTuple = ()
    copied: ClaimTuple = ()


@dataclass(frozen=True, slots=True)
class EditorNote:
    """A part of a letter in which an editor states who wrote to whom, and what it states."""

    part: Part
    regest: Regest


def find_note(letter: Letter) -> EditorNote | None:
    """Return the regest in any editor's note, or in the letter's first or last part."""
    for part in parts_labelled(letter, Label.NOTE):
        if part.unit.lines[0].style in EDITION_NOTES:
            # What an archive states is in the fields of the source.
            continue
        # A footnote is about something in the letter, not about the letter.
        if (
            not (is_footnote(part) or footnote_number(part.unit.text))
            and (found := read_note(part.unit.text)) is not None
        ):
            return EditorNote(part, found)
    mine = {Label.SALUTE, Label.POSTSCRIPT, Label.VALEDICTION, Label.HEAD, Label.NOTE}
    for part in (letter.parts[-1], letter.parts[0]):
        if part.label not in mine and (found := regest(part.unit.text)) is not None:
            return EditorNote(part, found)
    return None


def _find_late_note(letter: Letter, sender: Iterable[Claim], recipient: Iterable[Claim]) -> EditorNote | None:
    """Return the regest in a last part that is no note by its label, if it names a party that the letter names."""
    part = letter.parts[-1]
    may_be_note = part.label in _LIKE_NOTES and len(part.unit.text.split()) >= _FEWEST_NOTE_WORDS
    found = read_note(part.unit.text) if may_be_note else None
    if found is None or not (" " in found.sender or " " in found.recipient):
        return None
    own = {line.number for line in part.unit.lines}
    others = (claim for claim in sender if claim.line not in own)
    return EditorNote(part, found) if _agrees(found, others, recipient) else None


def _agrees(found: Regest, sender: Iterable[Claim], recipient: Iterable[Claim]) -> bool:
    """Return whether a note names a person whom the letter names, or both parties where the letter names nobody."""
    pairs = [(claim.text, found.sender) for claim in sender if _is_person(claim)]
    pairs += [(claim.text, found.recipient) for claim in recipient if _is_person(claim)]
    names_both = bool(found.sender and found.recipient)
    return any(is_same_person(person, name) for person, name in pairs) if pairs else names_both


def _title_phrases(text: str) -> PhraseTuple:
    if is_same_again(text):
        return ()
    sent = find_cue("sent", text, at_start=True)
    office, person = split_office(text[sent.end() :].strip() if sent and len(sent[0]) > _LONGEST_DE else text)
    if not person:
        return (Phrase(office, PhraseKind.OFFICE_HOLDER),) if office else ()
    if find_cue("organisation", person) is not None:
        return (Phrase(without_article(person), PhraseKind.ORGANISATION),)
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
        if part.label is Label.HEAD and begins_with_to(text):
            return _both_sides(part, Basis.HEADING, (), addressee_phrases(text))
        if part.label is not Label.HEAD and find_cue("honorific", text, at_start=True) is None:
            continue
        note = regest(text)
        halves = (note.sender, note.recipient) if note else split_title(text)
        # "M. Bell, à Paris" has no sender.
        if halves and not (halves[0].endswith(",") and is_known_place(halves[1].strip(_EDGE_MARKS))):
            return _both_sides(part, Basis.HEADING, _title_phrases(halves[0]), _title_phrases(halves[1]))
        sender, _ = parse_one_sided_title(text)
        if sender or (to := addressee_phrases(text)):
            return _both_sides(part, Basis.HEADING, _title_phrases(sender), () if sender else to)
    return Parties()


def _superscribed_parties(letter: Letter) -> Parties:
    """Return the parties in a superscription: "A B suo s. p. d."."""
    for part in letter.parts_in(LetterPhase.HEADING, LetterPhase.OPENER):
        if (names := superscription(part.unit.text)) is not None:
            sender, recipient = ((Phrase(name, PhraseKind.PERSON),) if name else () for name in names)
            return _both_sides(part, Basis.SUPERSCRIPTION, sender, recipient)
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
    is_fuller = is_fuller or in_usual_order(known.text) == claim.text != known.text
    kept, other = (claim, known) if is_fuller else (known, claim)
    agreeing = dict.fromkeys((*kept.agreeing, other.basis, *other.agreeing))
    sure = max(known.confidence, claim.confidence)
    return replace(kept, confidence=sure, agreeing=tuple(basis for basis in agreeing if basis is not kept.basis))


def _is_same_party(one: Claim, two: Claim) -> bool:
    if _is_person(one) and _is_person(two):
        return is_same_person(in_usual_order(one.text), in_usual_order(two.text))
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
    above, labelled = _superscribed_parties(letter), labelled_lines(letter)
    greeted = () if above.recipient else greeted_person(letter)
    letterhead, addressed = ((), ()) if above.recipient else addressed_parties(letter, greeted, labelled.parts)
    addressed = _merge_claims(labelled.recipient, addressed)
    signed = signatories(letter)
    note = note or _find_late_note(letter, signed, (*addressed, *greeted))
    if note is not None and note.part.label is Label.SIGNED:
        signed = signatories(letter, note.part)
    below = {claim.line for claim in signed if claim.basis is Basis.CLOSE}
    addressed = tuple(claim for claim in addressed if claim.line not in below)
    signed = _signed_as_labelled(labelled.sender, signed)
    title = _title_parties(letter)
    if _is_subject(title, signed, (*addressed, *greeted)):
        title = Parties()
    noted = _note_parties(note)
    senders = _merge_claims(signed, above.sender, title.sender, noted.sender)
    senders = senders or _unsigned_sender(letter, letterhead, is_addressed=bool(addressed))
    to = _merge_claims(addressed, above.recipient, title.recipient, noted.recipient)
    to = _choose_recipients(letter, to, greeted)
    return Parties(correct_parties(senders), correct_parties(to), labelled.copied)


def _signed_as_labelled(labelled: ClaimTuple, signed: ClaimTuple) -> ClaimTuple:
    """Return the senders in labelled lines and signatures; where a label names a person, it is the only one to sign."""
    people = [claim for claim in labelled if _is_person(claim)]
    if not people:
        return _merge_claims(labelled, signed)
    own = [claim for claim in signed if not _is_person(claim) or any(_is_same_party(one, claim) for one in people)]
    cases = {claim.text: claim for claim in signed if _is_person(claim)}
    named = [_in_nominative(claim, cases) for claim in labelled]
    return _merge_claims(named, own)


def _in_nominative(claim: Claim, signed: dict[str, Claim]) -> Claim:
    """Return the signature of whom a label names in another case: "От: Н. Зотовой"."""
    others = (one for text, one in signed.items() if text != claim.text and is_other_case(claim.text, text))
    return next((_unite(one, claim) for one in others), claim) if _is_person(claim) else claim


def _unsigned_sender(letter: Letter, letterhead: ClaimTuple, *, is_addressed: bool) -> ClaimTuple:
    """Return the sender whom the lines above a letter name, for one that no signature and no title names."""
    found = _intitulated_sender(letter) or letterhead or _sender_beside_date(letter)
    return found or (sender_with_office(letter) if is_addressed else ())


def _names_party(claims: ClaimTuple) -> bool:
    return any(claim.phrase.kind in _PARTY_KINDS for claim in claims)


def _choose_recipients(letter: Letter, to: ClaimTuple, greeted: ClaimTuple) -> ClaimTuple:
    """Return the recipients: those of addresses, titles and notes, else the person who is greeted."""
    if _names_party(to):
        return tuple(_confirm(claim, greeted) for claim in _without_salutations(to))
    return (*(greeted or person_in_text(letter)), *to)


def _without_salutations(to: ClaimTuple) -> ClaimTuple:
    """Return the claims about a recipient, those of salutations only if nothing else names anybody."""
    others = tuple(claim for claim in to if claim.basis is not Basis.SALUTATION)
    return others if _names_party(others) else to


def _confirm(claim: Claim, greeted: ClaimTuple) -> Claim:
    """Return a claim about the recipient together with the salutation that names the same person."""
    others = (one for one in greeted if one.line != claim.line)
    return next((_unite(claim, one) for one in others if _is_person(claim) and _is_same_party(claim, one)), claim)


def _intitulated_sender(letter: Letter) -> ClaimTuple:
    """Return the sender of a letter without a signature whose name is above it, with titles below the name."""
    above = letter.parts_in(LetterPhase.HEADING, LetterPhase.OPENER)
    dated = next((index for index, part in enumerate(above) if find_date(part.unit.text)), 0)
    name = "" if parts_labelled(letter, Label.SIGNED) else intitulated_sender([p.unit.text for p in above[:dated]])
    named = (part for part in above if name and name in part.unit.text)
    phrase = Phrase(name, PhraseKind.PERSON)
    claims = (claim_from_part(ClaimKind.SENDER, phrase, Basis.LETTERHEAD, part) for part in named)
    # Which of the labels above the letter the line has does not matter.
    return tuple(replace(claim, confidence=_POSSIBLE) for claim in claims)[:1]


def _sender_beside_date(letter: Letter) -> ClaimTuple:
    """Return the sender in a heading that an editor put above a letter: "From A. B. Hall, 3 May 1890"."""
    part = letter.parts[0]
    cue, date = find_cue("sent", part.unit.text, at_start=True), find_date(part.unit.text)
    if cue is None or date is None or date.start < cue.end():
        return ()
    names = only_names(part.unit.text[cue.end() : date.start].strip(" ,;"))
    return tuple(claim_from_part(ClaimKind.SENDER, name, Basis.HEADING, part) for name in names)
