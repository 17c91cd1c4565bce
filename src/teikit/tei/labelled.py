"""Reads the labelled lines of memoranda and e-mails: "From: A", "To: B", "Cc: C"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue, text_after_label
from teikit.letter.form_labels import LabelKind, read_label
from teikit.letter.forms import FormBlock, closing_block, opening_block
from teikit.letter.names import (
    NAME_KINDS,
    Phrase,
    PhraseKind,
    address_phrases,
    is_name,
    phrases_of_kind,
    strip_article,
    strip_honorifics,
)
from teikit.letter.places import is_known_place
from teikit.letter.shapes import is_name_shape
from teikit.letter.telegrams import is_stamped

_KINDS = (("sent", ClaimKind.SENDER), ("copy", ClaimKind.COPY), ("addressee", ClaimKind.RECIPIENT))
_CLAIMS = {
    LabelKind.FROM: ClaimKind.SENDER,
    LabelKind.TO: ClaimKind.RECIPIENT,
    LabelKind.COPY: ClaimKind.COPY,
}
_NAMING = {*_CLAIMS, LabelKind.OTHER}
_MOST_PARTS = 10
_E_MAIL = re.compile(
    r"\s*[<(\[]?(?:mailto:)?[^\s<>()\[\],;\"]+@[^\s<>()\[\],;\"]+[>)\]]?(?:\s*[<\[]mailto:[^>\]]*[>\]])?"
)
_QUOTED_NAME = re.compile(r"\"([^\"]{1,200})\"|(?<!\w)'([^']{1,200})'")
# What separates the recipients of an e-mail; addresses are masked by this mark before.
_MASK = "\x00"
_END_OF_NAME = re.compile(rf";|{_MASK}[\s{_MASK}]*,?|(?<=\"),")
_END_OF_ADDRESSEE = re.compile(r"[,=]|\s[-–—]\s")
# "Ермолаеву И. П."
_INITIAL_END = re.compile(r"(?<!\w)[^\W\d_]\.\s*$")
# "Byggekomiteen v/ Arne Skjelstad": who represents an office, or takes its mail.
_BY_HAND_OF = re.compile(r"\s(?:v/|c/o\b|att(?:n|ention)?[.:]|z\.\s?hd\.|t\.\s?a\.\s?v\.).*", re.IGNORECASE)
_STOP = "."
_EDGES = " '\"“”‘’,.:\t·"
_MOST_WORDS_OF_NAME = 6


@dataclass(frozen=True, slots=True)
class LabelledLines:
    """What labelled lines above or below a letter state, and the parts that they are."""

    sender: tuple[Claim, ...] = ()
    recipient: tuple[Claim, ...] = ()
    copied: tuple[Claim, ...] = ()
    parts: tuple[Part, ...] = ()


def labelled_lines(letter: Letter) -> LabelledLines:
    """Return the parties in the labelled lines of a letter."""
    own = [part for part in letter.parts if part.phase not in {LetterPhase.BEFORE, LetterPhase.AFTER}]
    units = [part.unit for part in own]
    block = opening_block(units) or closing_block(units)
    found = _claims_of_form(own, block) if block else _claims_of_telegram(own) or _claims_of_lines(own[:_MOST_PARTS])
    claims, parts = {kind: tuple(one for one, _ in found if one.kind is kind) for _, kind in _KINDS}, []
    for _, part in found:
        parts += [part] if part not in parts else []
    if block:
        parts = own[block.start : block.end]
    return LabelledLines(claims[ClaimKind.SENDER], claims[ClaimKind.RECIPIENT], claims[ClaimKind.COPY], tuple(parts))


def _claims_of_form(parts: Sequence[Part], block: FormBlock) -> list[tuple[Claim, Part]]:
    """Return the claims of a block of labelled lines, with their parts."""
    own = parts[block.start : block.end]
    is_mail = any("@" in part.unit.text for part in own) or any(map(_is_sent_line, own))
    found = []
    for part, field in zip(own, block.fields, strict=True):
        # A number begins the address below a name.
        if (kind := _CLAIMS.get(field.kind)) is not None and not part.unit.text[:1].isdecimal():
            value = labelled_value(part.unit.text)
            named = names_in_value(value, is_mail=is_mail)
            found += [(claim_from_part(kind, phrase, Basis.LABEL, part), part) for phrase in named]
    return found


def _claims_of_telegram(parts: Sequence[Part]) -> list[tuple[Claim, Part]]:
    """Return the claim of the first line of a telegram's address: it is the recipient's name up to a comma."""
    address = [part for part in parts if part.label is Label.ADDRESS and part.phase is LetterPhase.OPENER]
    if not address or not any(map(is_stamped, parts)):
        return []
    part = _addressee_line(address)
    phrases = (*_name_or_office(_first_name(part)),)
    return [(claim_from_part(ClaimKind.RECIPIENT, phrase, Basis.ADDRESS, part), part) for phrase in phrases]


def _addressee_line(address: Sequence[Part]) -> Part:
    """Return the line of a telegram's address that names the recipient: the first one, or one below a town."""
    if not is_known_place(_first_name(address[0])):
        return address[0]
    return next((part for part in address[1:] if _is_full_name(_first_name(part))), address[0])


def _is_full_name(name: str) -> bool:
    words = strip_honorifics(name).split()
    return " " in name and is_name(words) and not is_known_place(name) and find_cue("street", name) is None


def _first_name(part: Part) -> str:
    """Return what a line of a telegram's address names before a comma, without a label."""
    return _END_OF_ADDRESSEE.split(labelled_value(part.unit.text), maxsplit=1)[0].strip(_EDGES + "=")


def _is_sent_line(part: Part) -> bool:
    """Return whether a line states when a message was sent with the time of day, as programs do."""
    field = read_label(part.unit.text)
    return field is not None and field.kind is LabelKind.DATE and re.search(r"\d[:.]\d\d", field.value) is not None


def labelled_value(text: str) -> str:
    """Return what a line states without its label."""
    field = read_label(text)
    return field.value if field else text


def _claims_of_lines(parts: Sequence[Part]) -> list[tuple[Claim, Part]]:
    """Return the claims of single labelled lines, in the languages of the letter."""
    found = []
    for part in parts:
        kind, rest = _label(part.unit.text) if ":" in part.unit.text else (None, "")
        if kind is not None:
            found += [(claim_from_part(kind, phrase, Basis.LABEL, part), part) for phrase in names_in_value(rest)]
    return found


def _label(text: str) -> tuple[ClaimKind | None, str]:
    """Return what the label of a line introduces, and the rest of the line."""
    for cue, kind in _KINDS:
        if (rest := text_after_label(cue, text)) is not None:
            return kind, rest
    return None, text


def names_in_value(value: str, *, is_mail: bool = False) -> Iterator[Phrase]:
    """Yield the people, offices and organisations that the value of a labelled line names, without addresses."""
    masked = _E_MAIL.sub(_MASK, value)
    for piece in _END_OF_NAME.split(masked):
        quoted = _QUOTED_NAME.search(piece)
        name = ((quoted[1] or quoted[2]) if quoted else piece).replace(_MASK, "")
        name = name if is_mail else _BY_HAND_OF.sub("", name)
        name = name.strip(_EDGES) + (_STOP if _INITIAL_END.search(name) else "")
        if quoted or (is_mail and "," not in piece) or (is_mail and _is_inverted(name)):
            yield from _display_name(name)
        elif name:
            yield from _name_or_office(name)


def labelled_phrases(text: str, phrases: Sequence[Phrase], *, is_mail: bool) -> tuple[Phrase, ...]:
    """Return the phrases of a line of an address: the names after its label where `phrases` have none."""
    field = read_label(text)
    if field is None or field.kind not in _NAMING or phrases_of_kind(tuple(phrases), *NAME_KINDS):
        return tuple(phrases)
    found, at = [], 0
    for name in names_in_value(field.value, is_mail=is_mail):
        start = text.find(name.text, max(at, field.start))
        if start >= 0:
            found += [Phrase(text[at:start]), name]
            at = start + len(name.text)
    return tuple(phrase for phrase in (*found, Phrase(text[at:])) if phrase.text)


def _is_inverted(name: str) -> bool:
    """Return whether a name begins with the surname: "Grant, Paula"."""
    surname, _, others = name.partition(", ")
    words = others.split()
    is_shape = is_name_shape([*surname.split(), *words]) and len(surname.split()) <= 2 and len(words) <= 2
    return bool(words) and is_shape and find_cue("office", others) is None


def _display_name(name: str) -> Iterator[Phrase]:
    """Yield the name that a program shows in place of an address."""
    if any(map(str.isalpha, name)):
        bare = strip_honorifics(name)
        yield Phrase(bare if bare in name else name, _kind_of(name))


def _kind_of(name: str) -> PhraseKind:
    is_place_of_work = any(find_cue(kind, name) for kind in ("institution", "street", "organisation"))
    if is_place_of_work:
        return PhraseKind.ORGANISATION
    # One word may be a department as well as a person.
    return PhraseKind.PERSON if " " in name.strip() else PhraseKind.OFFICE_HOLDER


def _name_or_office(name: str) -> Iterator[Phrase]:
    name = _without_role(name)
    person, comma, _ = name.partition(", ")
    phrases = phrases_of_kind(address_phrases(name), *NAME_KINDS)
    if phrases and all(phrase.kind is PhraseKind.OFFICE for phrase in phrases):
        yield Phrase(strip_article(name), PhraseKind.OFFICE)
    elif comma and " " in person and is_name(person.split()) and _is_organisation(phrases, name):
        # "L. B. Stroud, Sales Department"
        yield Phrase(strip_honorifics(person), PhraseKind.PERSON)
    elif phrases:
        yield from phrases
    elif is_name_shape(name.split()) or len(name.split()) <= _MOST_WORDS_OF_NAME:
        yield Phrase(strip_article(name), _kind_of(name))


def _is_organisation(phrases: Sequence[Phrase], name: str) -> bool:
    return any(phrase.kind is PhraseKind.ORGANISATION and phrase.text == name for phrase in phrases)


def _without_role(name: str) -> str:
    """Return a name without the words in small letters before it, which name an office: "бухгалтера Н. Зотовой"."""
    words = name.split()
    first = next((index for index, word in enumerate(words) if word[:1].isupper()), 0)
    rest = " ".join(words[first:])
    return rest if first and is_name_shape(words[first:]) and find_cue("office", name, at_start=True) is None else name
