"""Reads the labelled lines of memoranda and e-mails: "From: A", "To: B", "Cc: C"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teikit.letter import Letter, Part
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue, text_after_label
from teikit.letter.names import NAME_KINDS, Phrase, PhraseKind, address_phrases, phrases_of_kind
from teikit.letter.shapes import is_name_shape

_KINDS = (("sent", ClaimKind.SENDER), ("copy", ClaimKind.COPY), ("addressee", ClaimKind.RECIPIENT))
_MOST_PARTS = 10
_E_MAIL = re.compile(r"\s*[<(\[]?[^\s<>()\[\]]+@[^\s<>()\[\]]+[>)\]]?")


@dataclass(frozen=True, slots=True)
class LabelledLines:
    """What labelled lines above a letter state, and the parts that they are."""

    sender: tuple[Claim, ...] = ()
    recipient: tuple[Claim, ...] = ()
    copied: tuple[Claim, ...] = ()
    parts: tuple[Part, ...] = ()


def labelled_lines(letter: Letter) -> LabelledLines:
    """Return the parties in the labelled lines among the first lines of a letter."""
    found: dict[ClaimKind, list[Claim]] = {kind: [] for _, kind in _KINDS}
    parts: list[Part] = []
    for part in letter.parts[:_MOST_PARTS]:
        kind, rest = _label(part.unit.text) if ":" in part.unit.text else (None, "")
        if kind is None:
            continue
        claims = [claim_from_part(kind, phrase, Basis.LABEL, part) for phrase in _named(rest)]
        if claims:
            found[kind] += claims
            parts.append(part)
    sender, copied, recipient = (tuple(found[kind]) for _, kind in _KINDS)
    return LabelledLines(sender, recipient, copied, tuple(parts))


def _label(text: str) -> tuple[ClaimKind | None, str]:
    """Return what the label of a line introduces, and the rest of the line."""
    for cue, kind in _KINDS:
        if (rest := text_after_label(cue, text)) is not None:
            return kind, rest
    return None, text


def _named(rest: str) -> Iterator[Phrase]:
    """Yield the people and offices after a label."""
    for piece in _E_MAIL.sub("", rest).split(";"):
        name = piece.strip(" '\"“”‘’,")
        phrases = phrases_of_kind(address_phrases(name), *NAME_KINDS)
        if phrases:
            yield from phrases
        elif name and is_name_shape(name.split()):
            is_place_of_work = find_cue("institution", name) or find_cue("street", name)
            yield Phrase(name, PhraseKind.ORGANISATION if is_place_of_work else PhraseKind.PERSON)
