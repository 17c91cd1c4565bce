"""Reads the labelled lines of memoranda and e-mails: "From: A", "To: B", "Cc: C"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teikit.letter import Letter, Part
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue, text_after_label
from teikit.letter.form_labels import LabelKind, read_label
from teikit.letter.forms import FormBlock, closing_block, opening_block
from teikit.letter.names import (
    NAME_KINDS,
    Phrase,
    PhraseKind,
    address_phrases,
    phrases_of_kind,
    strip_article,
    strip_honorifics,
)
from teikit.letter.shapes import is_name_shape

_KINDS = (("sent", ClaimKind.SENDER), ("copy", ClaimKind.COPY), ("addressee", ClaimKind.RECIPIENT))
_CLAIMS = {
    LabelKind.FROM: ClaimKind.SENDER,
    LabelKind.TO: ClaimKind.RECIPIENT,
    LabelKind.COPY: ClaimKind.COPY,
}
_MOST_PARTS = 10
_E_MAIL = re.compile(
    r"\s*[<(\[]?(?:mailto:)?[^\s<>()\[\],;\"]+@[^\s<>()\[\],;\"]+[>)\]]?(?:\s*[<\[]mailto:[^>\]]*[>\]])?"
)
_QUOTED_NAME = re.compile(r"\"([^\"]{1,200})\"|(?<!\w)'([^']{1,200})'")
# What separates the recipients of an e-mail; addresses are masked by this mark before.
_MASK = "\x00"
_END_OF_NAME = re.compile(rf";|{_MASK}[\s{_MASK}]*,?|(?<=\"),")
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
    units = [part.unit for part in letter.parts]
    block = opening_block(units) or closing_block(units)
    found = _claims_of_form(letter.parts, block) if block else _claims_of_lines(letter.parts[:_MOST_PARTS])
    claims, parts = {kind: tuple(one for one, _ in found if one.kind is kind) for _, kind in _KINDS}, []
    for _, part in found:
        parts += [part] if part not in parts else []
    if block:
        parts = list(letter.parts[block.start : block.end])
    return LabelledLines(claims[ClaimKind.SENDER], claims[ClaimKind.RECIPIENT], claims[ClaimKind.COPY], tuple(parts))


def _claims_of_form(parts: Sequence[Part], block: FormBlock) -> list[tuple[Claim, Part]]:
    """Return the claims of a block of labelled lines, with their parts."""
    own = parts[block.start : block.end]
    is_mail = any("@" in part.unit.text for part in own) or any(map(_is_sent_line, own))
    found = []
    for part, field in zip(own, block.fields, strict=True):
        if (kind := _CLAIMS.get(field.kind)) is not None:
            value = labelled_value(part.unit.text)
            named = names_in_value(value, is_mail=is_mail)
            found += [(claim_from_part(kind, phrase, Basis.LABEL, part), part) for phrase in named]
    return found


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
        name = ((quoted[1] or quoted[2]) if quoted else piece).replace(_MASK, "").strip(_EDGES)
        if quoted or (is_mail and "," not in piece) or (is_mail and _is_inverted(name)):
            yield from _display_name(name)
        elif name:
            yield from _name_or_office(name)


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
    phrases = phrases_of_kind(address_phrases(name), *NAME_KINDS)
    if phrases and all(phrase.kind is PhraseKind.OFFICE for phrase in phrases):
        yield Phrase(strip_article(name), PhraseKind.OFFICE)
    elif phrases:
        yield from phrases
    elif is_name_shape(name.split()) or len(name.split()) <= _MOST_WORDS_OF_NAME:
        yield Phrase(strip_article(name), _kind_of(name))
