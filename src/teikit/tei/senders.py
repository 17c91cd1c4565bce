"""Finds the sender of a letter in its signatures, at the end of its close, and in lines of names below it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue
from teikit.letter.names import Phrase, PhraseKind, phrases_of_kind, strip_honorifics
from teikit.letter.persons import restore_spaces
from teikit.letter.signatures import clean_name, closing_name, is_kin_word, only_names, signature_phrases

NAME_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE, PhraseKind.ORGANISATION)
_ESQUIRE = re.compile(r"(?<!\w)Esq", re.IGNORECASE)
_LIKELY, _UNLIKELY = 0.8, 0.4
_MOST_ODD_WORDS = 6
_END_OF_NAME = re.compile(r"(?<=[^\W\d_]{3})\.\s")


def parts_labelled(letter: Letter, label: Label) -> list[Part]:
    """Return the parts of a letter that have a label."""
    return [part for part in letter.parts if part.label is label]


def _closer(letter: Letter, *labels: Label) -> list[Part]:
    return [part for part in letter.parts_in(LetterPhase.CLOSER) if part.label in labels]


def _claim(name: Phrase, basis: Basis, part: Part, factor: float = 1.0) -> Claim:
    cleaned = replace(name, text=strip_honorifics(restore_spaces(clean_name(name.text))))
    claim = claim_from_part(ClaimKind.SENDER, name, basis, part, factor=factor)
    return replace(claim, phrase=cleaned)


def signatories(letter: Letter) -> tuple[Claim, ...]:
    """Return the senders whom the signatures name, or else the close, the lines below it, or an odd signature."""
    signed = [part for part in _closer(letter, Label.SIGNED) if not _ESQUIRE.search(part.unit.text)]
    named = [claim for part in signed for claim in _signed_by(part)]
    listed = [claim for part in letter.parts_in(LetterPhase.CLOSER) for claim in _listed_names(letter, part)]
    if any(_is_named(claim) for claim in (*named, *listed)):
        return tuple(sorted((*named, *listed), key=lambda claim: (claim.line, claim.column)))
    closed = _named_by_close(letter) or _named_below(letter)
    return (*closed, *named) or _odd_signatures(signed)


def _is_named(claim: Claim) -> bool:
    """Return whether a claim names somebody by name, not only an office or a relation."""
    is_name = claim.phrase.kind in {PhraseKind.PERSON, PhraseKind.ORGANISATION, PhraseKind.OFFICE_HOLDER}
    return is_name and not is_kin_word(claim.text)


def _signed_by(part: Part) -> Iterator[Claim]:
    names = phrases_of_kind(signature_phrases(part.unit.text), *NAME_KINDS, PhraseKind.OFFICE_HOLDER)
    return (_claim(name, Basis.SIGNATURE, part) for name in names if name.text.strip())


def _listed_names(letter: Letter, part: Part) -> Iterator[Claim]:
    """Yield the names in a line of the closer that has nothing else, whatever its label."""
    if part.label is Label.VALEDICTION or is_signer_line(letter, part):
        yield from (_claim(name, Basis.CLOSE, part, _LIKELY) for name in only_names(part.unit.text))


def is_signer_line(letter: Letter, part: Part) -> bool:
    """Return whether a line below a letter that has the shape of an address is one of several signatures."""
    if part.phase is not LetterPhase.CLOSER or part.label is not Label.ADDRESS or not only_names(part.unit.text):
        return False
    if find_cue("honorific", part.unit.text, at_start=True) or _ESQUIRE.search(part.unit.text):
        return False
    at = letter.parts.index(part)
    block = [one for one in letter.parts_in(LetterPhase.CLOSER) if one.label is Label.ADDRESS]
    before = letter.parts[at - 1] if at else None
    follows = before is not None and before.label in {Label.SIGNED, Label.VALEDICTION, Label.PARAGRAPH, Label.ADDRESS}
    return follows and all(only_names(one.unit.text) for one in block)


def _named_by_close(letter: Letter) -> tuple[Claim, ...]:
    """Return the sender at the end of the close: "Your brother, Henry"."""
    for part in reversed(_closer(letter, Label.VALEDICTION)):
        if (name := closing_name(part.unit.text)) is not None:
            return (_claim(name, Basis.CLOSE, part, _LIKELY),)
    return ()


def _named_below(letter: Letter) -> tuple[Claim, ...]:
    """Return the sender whom the first line below the close names: a line of an address, a postscript, a dateline."""
    parts = [
        part for part in letter.parts_in(LetterPhase.CLOSER, LetterPhase.POSTSCRIPT) if part.label not in _NOT_BELOW
    ]
    for part in parts:
        first = _END_OF_NAME.split(part.unit.text, maxsplit=1)[0].rstrip(",")
        if part.label is Label.ADDRESS and part.phase is LetterPhase.CLOSER:
            names = phrases_of_kind(signature_phrases(first), PhraseKind.PERSON)
        else:
            names = only_names(first)
        if names:
            return tuple(_claim(name, Basis.CLOSE, part, _UNLIKELY) for name in names)
    return ()


_NOT_BELOW = {Label.VALEDICTION, Label.SIGNED, Label.NOTE}


def _odd_signatures(signed: Iterable[Part]) -> tuple[Claim, ...]:
    """Return the whole text of the first short signature, since a signed part always names the sender."""
    for part in signed:
        text = clean_name(part.unit.text)
        if (
            any(map(str.isalpha, text))
            and len(text.split()) <= _MOST_ODD_WORDS
            and not part.unit.text.endswith(("!", "?"))
        ):
            claim = claim_from_part(
                ClaimKind.SENDER, Phrase(text, PhraseKind.PERSON), Basis.SIGNATURE, part, factor=_UNLIKELY
            )
            return (replace(claim, is_odd_shape=True),)
    return ()
