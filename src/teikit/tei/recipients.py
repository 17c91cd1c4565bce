"""Finds the recipient of a letter in its addresses, its salutation, and the words "my dear A" in its text."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.addressees import ATTENTION, CARE_OF, GLUED_REVERENCE, addressee_phrases, begins_with_to
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import active_languages, find_cue
from teikit.letter.dates import find_date
from teikit.letter.form_labels import LabelKind, read_label
from teikit.letter.names import NAME_KINDS, Phrase, PhraseKind, address_phrases, has_addressee_word, phrases_of_kind
from teikit.letter.persons import is_same_person
from teikit.letter.regests import regest
from teikit.letter.shapes import is_name_shape
from teikit.letter.titles import salutation_names, titled_name, vocative_name
from teikit.tei.labelled import labelled_phrases
from teikit.tei.senders import is_signer_description, is_signer_line, parts_labelled

PhraseTuple = tuple[Phrase, ...]
ClaimTuple = tuple[Claim, ...]
_MOST_ADDRESS_WORDS = 14
_INITIAL = re.compile(r"\W*[^\W\d_]\.")
_PHASES_AFTER_BODY = {LetterPhase.CLOSER, LetterPhase.POSTSCRIPT, LetterPhase.TRAILING_ADDRESS, LetterPhase.AFTER}
_MISLABELLED = {Label.DATELINE, Label.LETTERHEAD, Label.REFERENCE}
_OPENING = {LetterPhase.HEADING, LetterPhase.OPENER}
# "Hall Esq.": nobody calls himself so.
_ESQUIRE = re.compile(r"(?<!\w)Esq(?:ui)?\.?\s?(?:r\.?e?|er|re)?\b", re.IGNORECASE)
# "Mr. Bell to S. Pryor, Carpenter, Dr.": he is the debtor of whom the bill is.
_CREDITOR = re.compile(r"(?i:to)\s.+\bDr\.?$")
_LABEL = re.compile(r"[^\W\d_]+:\s+\S")
_LETTERS = re.compile(r"[^\W\d_]+")
_LIKELY, _POSSIBLE = 0.9, 0.5
# Languages in which the name in a salutation has an ending of its own: "pane Nováku".
_INFLECTED = frozenset({"la", "cs", "pl", "hr", "uk", "bg", "ro", "el"})


def address_lines(parts: Iterable[Part]) -> list[PhraseTuple]:
    """Return the phrases of each line of an address; only its first name is recognised by its shape alone."""
    found: list[PhraseTuple] = []
    seen = False
    parts = tuple(parts)
    is_mail = any("@" in part.unit.text for part in parts)
    is_below_label = False
    for part in parts:
        text = part.unit.text
        kinds = {phrase.kind for phrase in found[-1]} if found else set()
        # "Monsieur le Président" above "N. Murray Butler": an initial distinguishes a name from a town.
        is_name = PhraseKind.OFFICE in kinds and PhraseKind.PERSON not in kinds and _INITIAL.match(text) is not None
        phrases = address_phrases(text, first=not seen or is_below_label or ":" in text or is_name)
        found.append(labelled_phrases(text, phrases, is_mail=is_mail))
        label = read_label(text)
        is_below_label = label is not None and not label.value
        seen = seen or bool(phrases_of_kind(found[-1], *NAME_KINDS))
    return found


def greeted_person(letter: Letter) -> ClaimTuple:
    """Return the recipients whom a salutation names."""
    for part in parts_labelled(letter, Label.SALUTE):
        text = part.unit.text
        # "Present: Mr. Hall, Miss Lee" greets nobody.
        greets = part.phase in _OPENING and _LABEL.match(text) is None
        names = (salutation_names(text) or (titled_name(text),)) if greets else ()
        factor = _POSSIBLE if _INFLECTED.issuperset(active_languages()) else _LIKELY
        if claims := tuple(_claim(name, Basis.SALUTATION, part, factor) for name in names if name):
            return claims
    return ()


def person_in_text(letter: Letter) -> ClaimTuple:
    """Return the recipient whom the first or last words of a letter address: "Yes, my dear Hall, ..."."""
    body = letter.parts_in(LetterPhase.BODY)
    closing = (part for part in letter.parts_in(LetterPhase.CLOSER) if part.label is Label.VALEDICTION)
    for part in (*body[:1], *closing, *body[1:][-1:]):
        if name := vocative_name(part.unit.text):
            return (_claim(name, Basis.CLOSE if part.phase is LetterPhase.CLOSER else Basis.WORDS, part, _POSSIBLE),)
    return ()


def _claim(name: str, basis: Basis, part: Part, factor: float) -> Claim:
    return claim_from_part(ClaimKind.RECIPIENT, Phrase(name, PhraseKind.PERSON), basis, part, factor=factor)


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
    return is_organisation or any(is_same_person(phrase.text, one.text) for phrase in found for one in greeted)


def addressed_parties(letter: Letter, greeted: ClaimTuple, read: Collection[Part]) -> tuple[ClaimTuple, ClaimTuple]:
    """Return the sender and the recipient in the addresses; `read` are parts that are read already.

    A line that is an address only by its shape may name only a person whom the salutation names. If a line with a word
    such as "to" is below it, it is the sender's.
    """
    claims: list[Claim] = []
    addresses = [part for part in letter.parts if part.label is Label.ADDRESS or _is_like_address(part)]
    addresses = [part for part in addresses if part not in read and not _is_others(letter, part)]
    addresses = _without_others(addresses, has_labels=bool(read))
    titled = tuple(_titled_parts(letter))
    for _, group in groupby(addresses, key=lambda part: part.phase):
        parts = list(group)
        for part, phrases in zip(parts, address_lines(parts), strict=True):
            claims += _claims_of_line(part, phrases, greeted, is_above=_is_above_addressee(part, titled))
    senders = tuple(claim for claim in claims if claim.kind is ClaimKind.SENDER)
    return senders, (*(claim for claim in claims if claim.kind is ClaimKind.RECIPIENT), *titled)


def _claims_of_line(part: Part, phrases: PhraseTuple, greeted: ClaimTuple, *, is_above: bool) -> Iterator[Claim]:
    """Yield what a line of an address states; `is_above` is whether it is the sender's, above the addressee."""
    found = tuple(filter(_has_word, _named_in_address(part.unit.text, phrases)))
    if _is_dated(part.unit.text) or not (is_above or _is_sure(part, found, greeted)):
        return
    kind, basis, factor = ClaimKind.RECIPIENT, Basis.ADDRESS, 1.0
    if is_above:
        kind, basis, factor = ClaimKind.SENDER, Basis.LETTERHEAD, _POSSIBLE
    yield from (claim_from_part(kind, phrase, basis, part, factor=factor) for phrase in found)


def _without_others(addresses: Sequence[Part], *, has_labels: bool) -> list[Part]:
    """Return the lines of an address without those who only pass the letter on or read it for the addressee."""
    own = [part for part in addresses if not CARE_OF.match(part.unit.text)]
    main = [part for part in own if not ATTENTION.match(part.unit.text)]
    return main if main or has_labels else own


def _is_others(letter: Letter, part: Part) -> bool:
    """Return whether a line is the signer's, of a bill, or below the letter and says who gets a copy."""
    field = read_label(part.unit.text) if part.phase in _PHASES_AFTER_BODY else None
    is_copied = field is not None and field.kind is LabelKind.COPY
    return is_copied or _CREDITOR.match(part.unit.text) is not None or _is_signers(letter, part)


def _is_signers(letter: Letter, part: Part) -> bool:
    return is_signer_line(letter, part) or is_signer_description(letter, part)


def _is_dated(text: str) -> bool:
    """Return whether a line has a day or a month, and so is a dateline."""
    return (found := find_date(text)) is not None and found.has_month


def _is_above_addressee(part: Part, titled: ClaimTuple) -> bool:
    """Return whether a line without a word such as "to" is above the line that has one."""
    if part.phase not in _OPENING or has_addressee_word(part.unit.text):
        return False
    return any(part.unit.lines[0].number < claim.line for claim in titled)


def _named_in_address(text: str, phrases: PhraseTuple) -> PhraseTuple:
    """Return whom a line of an address names, rather a person after "to" or a title than an office."""
    found = phrases_of_kind(phrases, *NAME_KINDS)
    if any(phrase.kind is not PhraseKind.OFFICE for phrase in found):
        return found
    addressed = addressee_phrases(text)
    is_person = any(phrase.kind is PhraseKind.PERSON for phrase in addressed)
    return addressed if is_person or not found else found


def _is_titled(text: str) -> bool:
    """Return whether a line that is no dateline by its words begins with a title: "Herrn Dr. Bell in Leeds."."""
    has_title = find_cue("honorific", GLUED_REVERENCE.sub("", text), at_start=True) is not None
    return has_title and find_date(text) is None


def _titled_parts(letter: Letter) -> Iterable[Claim]:
    """Return the recipient in a line above the letter that begins with "to", whatever its label, and in "Hall Esq."."""
    for part in letter.parts:
        found = tuple(filter(_has_word, _people_in_titled_line(part)))
        has_to = begins_with_to(part.unit.text)
        basis = Basis.SALUTATION if part.label is Label.SALUTE and not has_to else Basis.ADDRESS
        claims = (claim_from_part(ClaimKind.RECIPIENT, one, basis, part, factor=_LIKELY) for one in found)
        # The shape of the line is evidence whatever its label.
        yield from (replace(one, confidence=max(one.confidence, _POSSIBLE)) if has_to else one for one in claims)


def _people_in_titled_line(part: Part) -> PhraseTuple:
    """Return the people in a line above the letter for an addressee, and before "Esq." in a signature."""
    text = part.unit.text
    is_above = part.label is Label.SALUTE or (part.label in _MISLABELLED and begins_with_to(text))
    is_above = is_above or (part.label is Label.DATELINE and _is_titled(text))
    if is_above and part.phase in _OPENING:
        return phrases_of_kind(addressee_phrases(text), PhraseKind.PERSON)
    if part.label is Label.SIGNED and (esquire := _ESQUIRE.search(text)) is not None:
        return phrases_of_kind(address_phrases(text[: esquire.start()].rstrip(" ,")), PhraseKind.PERSON)
    return ()


def _has_word(phrase: Phrase) -> bool:
    """Return whether a name is more than initials: "S. P. D." is a greeting."""
    return max(map(len, _LETTERS.findall(phrase.text)), default=0) > 1
