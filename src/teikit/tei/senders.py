"""Finds the sender of a letter in its signatures, at the end of its close, and in lines of names below it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue
from teikit.letter.dates import find_date
from teikit.letter.names import NAME_KINDS, Phrase, PhraseKind, is_name, phrases_of_kind, strip_honorifics
from teikit.letter.persons import restore_spaces
from teikit.letter.place_words import names_unit
from teikit.letter.places import is_known_place
from teikit.letter.signature_forms import begins_with_initial
from teikit.letter.signatures import (
    clean_name,
    closing_name,
    has_closing_word,
    is_bare_name,
    is_kin_word,
    is_titled,
    only_names,
    signatories_in,
    signature_phrases,
)

_ESQUIRE = re.compile(r"(?<!\w)Esq", re.IGNORECASE)
_TITLES = re.compile(r"\W*(?:Mrs?|Messrs|Dr|Herrn?|Frau|MM?|Mme|Sig|Sr)\.?\s")
_LIKELY, _UNLIKELY = 0.8, 0.4
_MOST_ODD_WORDS = 6
_BEFORE_PLACE = frozenset({"in", "a", "at", "à", "zu", "di", "en", "aus", "from", "da"})
_NOT_BELOW = {Label.VALEDICTION, Label.SIGNED, Label.NOTE}
_END_OF_NAME = re.compile(r"(?<=[^\W\d_]{3})\.\s")
# Longer lists below a letter are none of its signatures, and each line is compared with all others.
_MOST_SIGNERS, _MOST_LINES = 200, 40


def parts_labelled(letter: Letter, label: Label) -> list[Part]:
    """Return the parts of a letter that have a label."""
    return [part for part in letter.parts if part.label is label]


def _closer(letter: Letter, *labels: Label) -> list[Part]:
    return [part for part in letter.parts_in(LetterPhase.CLOSER) if part.label in labels]


def _claim(name: Phrase, basis: Basis, part: Part, factor: float = 1.0) -> Claim:
    whole = restore_spaces(clean_name(name.text))
    cleaned = replace(name, text=whole if begins_with_initial(whole) else strip_honorifics(whole))
    claim = claim_from_part(ClaimKind.SENDER, name, basis, part, factor=factor)
    return replace(claim, phrase=cleaned)


def signatories(letter: Letter, note: Part | None = None) -> tuple[Claim, ...]:
    """Return the senders whom the signatures name, or else the close, the lines below it, or an odd signature.

    `note` is a part that is an editor's, whatever its label.
    """
    signed = [part for part in _closer(letter, Label.SIGNED) if part is not note and _is_signature(letter, part)]
    named = [claim for part in signed for claim in _signed_by(part)]
    listed = [claim for part in letter.parts_in(LetterPhase.CLOSER) for claim in _listed_names(letter, part)]
    closed = _named_by_close(letter)
    if any(_is_named(claim) for claim in (*named, *listed)):
        more = [claim for claim in closed if " " in claim.text]
        return tuple(sorted((*more, *named, *listed), key=lambda claim: (claim.line, claim.column)))
    return (*closed, *named) or _named_below(letter) or _odd_signatures(signed)


def _is_signature(letter: Letter, part: Part) -> bool:
    """Return whether a signed line is no line on copies, no addressee with "Esq." and no dateline."""
    if find_cue("copy", part.unit.text, at_start=True) is not None or _ESQUIRE.search(part.unit.text):
        return False
    return not _is_place_or_date(letter, part)


def _is_place_or_date(letter: Letter, part: Part) -> bool:
    """Return whether a line is a dateline, or the place after a preposition that ends the line before it."""
    date = find_date(part.unit.text)
    is_dated = date is not None and date.has_month and len(part.unit.text[: date.start].split()) < 2
    before = letter.parts[letter.index(part) - 1].unit.text.split()[-1:]
    return is_dated or bool(_BEFORE_PLACE.intersection(before))


def _is_named(claim: Claim) -> bool:
    """Return whether a claim names somebody by name, not only an office or a relation."""
    is_name = claim.phrase.kind in {PhraseKind.PERSON, PhraseKind.ORGANISATION, PhraseKind.OFFICE_HOLDER}
    return is_name and not is_kin_word(claim.text)


def _signed_by(part: Part) -> Iterator[Claim]:
    names = phrases_of_kind(signature_phrases(part.unit.text), *NAME_KINDS, PhraseKind.OFFICE_HOLDER)
    return (_claim(name, Basis.SIGNATURE, part) for name in names if name.text.strip() and not _is_no_name(name.text))


def _is_no_name(text: str) -> bool:
    """Return whether a phrase of a signature is a unit of troops, or a year in Roman numerals."""
    return names_unit(text) or (len(text) > len("M. D.") and not text.strip("MDCLXVI. "))


def _listed_names(letter: Letter, part: Part) -> Iterator[Claim]:
    """Yield the names in a line of the closer that has nothing else, whatever its label."""
    text = part.unit.text
    if part.label is Label.VALEDICTION or is_signer_line(letter, part):
        yield from (_claim(name, Basis.CLOSE, part, _LIKELY) for name in _signer(text))
    if part.label is Label.VALEDICTION and is_bare_name(text):
        yield _claim(Phrase(text, PhraseKind.PERSON), Basis.CLOSE, part, _UNLIKELY)


def is_signer_line(letter: Letter, part: Part) -> bool:
    """Return whether a line below a letter that has the shape of an address is one of several signatures."""
    if part.phase is not LetterPhase.CLOSER or part.label is not Label.ADDRESS or not _signer(part.unit.text):
        return False
    if find_cue("honorific", part.unit.text, at_start=True) or _ESQUIRE.search(part.unit.text):
        return False
    at = letter.index(part)
    block = [one for one in letter.parts_in(LetterPhase.CLOSER) if one.label is Label.ADDRESS]
    before = letter.parts[at - 1] if at else None
    follows = before is not None and before.label in {Label.SIGNED, Label.VALEDICTION, Label.PARAGRAPH, Label.ADDRESS}
    is_list = len(block) <= _MOST_SIGNERS
    return follows and is_list and all(_signer(one.unit.text) or find_date(one.unit.text) for one in block)


def is_signer_description(letter: Letter, part: Part) -> bool:
    """Return whether a line below a signature, without a gap, has the rank, the number or the unit of who signed."""
    if part.phase is not LetterPhase.CLOSER or part.label is not Label.ADDRESS:
        return False
    at = letter.index(part)
    first = at
    while first and at - first <= _MOST_LINES and _continues_signature(letter.parts[first]):
        first -= 1
    if at - first > _MOST_LINES:
        return False
    below = list(takewhile(_continues_signature, letter.parts[first + 1 : first + 2 + _MOST_LINES]))
    lines = [one.unit.text for one in below]
    return part in below and letter.parts[first].label is Label.SIGNED and _describes_signer(lines)


def _continues_signature(part: Part) -> bool:
    return part.label is Label.ADDRESS and part.phase is LetterPhase.CLOSER and not part.unit.gap


def _describes_signer(lines: Sequence[str]) -> bool:
    """Return whether lines have a unit of troops, or offices alone, and no word such as "to" or "Mr."."""
    if any(find_cue("addressee", line, at_start=True) or _TITLES.match(line) for line in lines):
        return False
    return any(map(names_unit, lines)) or all(is_kin_word(line.replace(",", " ")) for line in lines)


def _signer(text: str) -> tuple[Phrase, ...]:
    """Return the people in a line that has nothing but their names, and the office of one."""
    name, _, office = text.partition(", ")
    return only_names(text) or (only_names(name) if find_cue("office", office) is not None else ())


def _named_by_close(letter: Letter) -> tuple[Claim, ...]:
    """Return the sender at the end of the close: "Your brother, Henry"."""
    for part in reversed(_closer(letter, Label.VALEDICTION)):
        if (name := closing_name(part.unit.text)) is not None:
            return (_claim(name, Basis.CLOSE, part, _LIKELY),)
    return ()


def _named_below(letter: Letter) -> tuple[Claim, ...]:
    """Return the sender whom the first line below the close names: a line of an address, a postscript, a dateline."""
    for part in letter.parts_in(LetterPhase.CLOSER, LetterPhase.POSTSCRIPT):
        if part.label not in _NOT_BELOW and (names := _names_below(part)):
            return tuple(_claim(name, Basis.CLOSE, part, _UNLIKELY) for name in names)
    last = letter.parts_in(LetterPhase.BODY)[-1:]
    named = ((part, signatories_in(part.unit.text) or only_names(part.unit.text)) for part in last)
    return tuple(_claim(name, Basis.CLOSE, part, _UNLIKELY) for part, names in named for name in names)


def _names_below(part: Part) -> tuple[Phrase, ...]:
    """Return the people in a line below the close that has another label than a signature."""
    text = part.unit.text
    if part.label is not Label.ADDRESS or part.phase is not LetterPhase.CLOSER:
        return only_names(_END_OF_NAME.split(text, maxsplit=1)[0].rstrip(","))
    if text[:1].islower() or any(find_cue(kind, text, at_start=True) for kind in ("salute", "addressee")):
        return ()
    names = phrases_of_kind(signature_phrases(text), PhraseKind.PERSON)
    return tuple(name for name in names if not has_closing_word(name.text))


def _odd_signatures(signed: Iterable[Part]) -> tuple[Claim, ...]:
    """Return the whole text of the first short signature, since a signed part always names the sender."""
    for part in signed:
        text = clean_name(part.unit.text)
        is_sentence = part.unit.text.endswith(("!", "?")) or len(text.split()) > _MOST_ODD_WORDS
        if (
            is_sentence
            or _is_no_name(text)
            or not any(map(str.isalpha, text))
            or find_cue("valediction", text) is not None
        ):
            continue
        name = Phrase(text, PhraseKind.PERSON)
        claim = claim_from_part(ClaimKind.SENDER, name, Basis.SIGNATURE, part, factor=_UNLIKELY)
        return (replace(claim, is_odd_shape=True),)
    return ()


def sender_with_office(letter: Letter) -> tuple[Claim, ...]:
    """Return the sender in the first line, above a line with an office: "Ada Bell", "Directora del Museo"."""
    if len(letter.parts) < 2 or letter.parts[1].phase not in {LetterPhase.HEADING, LetterPhase.OPENER}:
        return ()
    part, below = letter.parts[0], letter.parts[1].unit.text
    words = part.unit.text.split()
    is_plain = len(words) > 1 and is_name(words) and not is_titled(part.unit.text) and not is_kin_word(part.unit.text)
    if not is_plain or is_known_place(part.unit.text) or find_cue("office", below, at_start=True) is None:
        return ()
    return (_claim(Phrase(part.unit.text, PhraseKind.PERSON), Basis.LETTERHEAD, part),)
