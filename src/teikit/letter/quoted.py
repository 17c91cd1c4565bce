"""Finds the message that an e-mail answers, quoted below it: it is no part of the letter and says nothing of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from teikit.letter.cues import text_after_label
from teikit.letter.model import Label, Letter, LetterPhase, Part, Unit
from teikit.text.plain import Block

QUOTED = "message"
# Numbers of other blocks begin at 1.
_BLOCK = Block("quote", 0, (("type", QUOTED),))
# -----Original Message-----, as programs write it in any language, above lines such as "From: Ada Bell".
_RULE = re.compile(r"[-_*=]{3,}\s*[^\W\d_][^-_*=]*[-_*=]{3,}")
_MARK = ">"
_FEWEST_LINES = 2


def _rule_index(units: Sequence[Unit]) -> int:
    """Return the index of the rule above a quoted message, that of the end where there is none."""
    pairs = enumerate(pairwise(units[1:]), 1)
    found = (index for index, (one, two) in pairs if _RULE.fullmatch(one.text) and _is_sender_line(two.text))
    return next(found, len(units))


def _is_sender_line(text: str) -> bool:
    return text_after_label("sent", text) is not None


def _marked_index(units: Sequence[Unit]) -> int:
    """Return where lines that begin with a mark of quotation go on to the end, with the words that introduce them."""
    start = len(units)
    while start and units[start - 1].text.startswith(_MARK):
        start -= 1
    lines = sum(len(unit.lines) for unit in units[start:])
    if start < 1 or lines < _FEWEST_LINES:
        return len(units)
    is_introduced = start > 1 and units[start - 1].text.endswith(":")
    return start - 1 if is_introduced else start


def split_quoted_message(units: Sequence[Unit]) -> tuple[Sequence[Unit], tuple[Part, ...]]:
    """Return the units of a letter, and the parts of the message that is quoted below it."""
    start = min(_rule_index(units), _marked_index(units))
    marked = (
        replace(unit, lines=tuple(replace(line, blocks=(_BLOCK,)) for line in unit.lines)) for unit in units[start:]
    )
    return units[:start], tuple(Part(unit, Label.NOTE, LetterPhase.AFTER, 1.0) for unit in marked)


def without_quoted_message(letter: Letter) -> Letter:
    """Return a letter without the parts of the message that is quoted below it."""
    own, _ = split_quoted_message([part.unit for part in letter.parts])
    return replace(letter, parts=letter.parts[: len(own)])


def is_quoted(part: Part) -> bool:
    """Return whether a part belongs to a quoted message."""
    return part.unit.lines[0].blocks[:1] == (_BLOCK,)
