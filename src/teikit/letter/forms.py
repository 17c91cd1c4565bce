"""Finds the labelled lines of memoranda and e-mails, and what they make certain about the parts around them.

Labelled lines above a letter are its opener, those below it are of its closer. A second block of them, above more text,
is of a message that an e-mail quotes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teikit.letter.form_labels import LabelKind, LabelledLine, read_label
from teikit.letter.model import Label, LetterPhase, Unit

State = tuple[Label, LetterPhase]
_LABELS = {
    LabelKind.DATE: Label.DATELINE,
    LabelKind.SUBJECT: Label.REFERENCE,
    LabelKind.REFERENCE: Label.REFERENCE,
}
_FEWEST_KINDS, _KINDS_OF_MESSAGE = 2, 3
_MOST_UNITS_ABOVE, _LONGEST_ABOVE, _LONGEST_CONTINUATION = 8, 100, 80
_WIDEST_GAP = 2
_MOST_GREETING_WORDS = 5
_TITLE = re.compile(
    r"(?i)(?:(?:office|inter-?office|staff)\s+)?(?:memorandum|memo|memorándum|memorando|aktennotiz|aktenvermerk|"
    r"vermerk|notiz|hausmitteilung|dienstnotiz|note de service|note interne|note|nota interna|nota di servizio|"
    r"promemoria|appunto|notitie|p\.?\s?m\.?|notat|muistio|служебная записка|докладная записка|"
    r"notatka(?: służbowa)?|záznam|feljegyzés)"
    r"\b(?P<rest>.{0,30})"
)
_GREETING_END = (",", "!", ":", ",-", ",–", "–", "—")


@dataclass(frozen=True, slots=True)
class FormBlock:
    """Labelled lines that follow each other: indices of units from 0, `end` exclusive, and the label that each is of.

    A line that continues the one above has its label.
    """

    start: int
    end: int
    fields: tuple[LabelledLine, ...]
    kinds: frozenset[LabelKind]


def form_blocks(units: Sequence[Unit]) -> Iterator[FormBlock]:
    """Yield the blocks of labelled lines; each states a sender or a recipient, and something else."""
    index = 0
    while index < len(units):
        fields = _fields_from(units, index)
        kinds = frozenset(field.kind for field in fields)
        if len(kinds) >= _FEWEST_KINDS and not kinds.isdisjoint({LabelKind.FROM, LabelKind.TO}):
            yield FormBlock(index, index + len(fields), tuple(fields), kinds)
        index += max(1, len(fields))


def _fields_from(units: Sequence[Unit], start: int) -> list[LabelledLine]:
    """Return the label of each unit from an index on, as long as they have labels or continue those above."""
    fields: list[LabelledLine] = []
    owner = start
    for index in range(start, len(units)):
        unit = units[index]
        field = read_label(unit.text)
        if field is None and fields and _continues(units[owner], unit, fields[-1], is_next=index == owner + 1):
            field = fields[-1]
        elif field is None or (fields and unit.gap > _WIDEST_GAP):
            break
        else:
            owner = index
        fields.append(field)
    return fields


def _continues(owner: Unit, unit: Unit, field: LabelledLine, *, is_next: bool) -> bool:
    """Return whether a unit continues a labelled line: it is indented further, or the label is alone on its line."""
    if unit.gap or len(unit.text) > _LONGEST_CONTINUATION:
        return False
    return unit.lines[0].indent > owner.lines[0].indent + 1 or (is_next and not field.value)


def opening_block(units: Sequence[Unit]) -> FormBlock | None:
    """Return the labelled lines above a letter, with only short lines above them; None without them."""
    block = next(form_blocks(units[: _MOST_UNITS_ABOVE * 4]), None)
    if block is None or block.start > _MOST_UNITS_ABOVE or block.end == len(units):
        return None
    return block if all(len(unit.text) <= _LONGEST_ABOVE for unit in units[: block.start]) else None


def closing_block(units: Sequence[Unit]) -> FormBlock | None:
    """Return the labelled lines at the end of a letter without any above it, None without them."""
    blocks = list(form_blocks(units))
    return blocks[0] if len(blocks) == 1 and blocks[0].start > 0 and blocks[0].end == len(units) else None


def quoted_block_index(units: Sequence[Unit]) -> int:
    """Return where the labelled lines above a quoted message begin, below a letter; that of the end without them."""
    own = opening_block(units)
    for block in form_blocks(units):
        is_message = LabelKind.FROM in block.kinds and len(block.kinds) >= _KINDS_OF_MESSAGE
        if is_message and block != own and block.start > (own.end if own else 0) and block.end < len(units):
            return block.start
    return len(units)


def certain_states(units: Sequence[Unit]) -> dict[int, State]:
    """Return the label and the phase of units that a form makes certain."""
    block = opening_block(units)
    if block is None:
        below = closing_block(units)
        return dict(_block_states(below, LetterPhase.CLOSER)) if below else {}
    states = dict(_block_states(block, LetterPhase.OPENER))
    titles = [index for index in range(block.start) if is_form_title(units[index].text)]
    if titles == [0]:
        states[0] = Label.HEAD, LetterPhase.HEADING
    elif titles:
        states[titles[0]] = Label.HEAD, LetterPhase.OPENER
    if _is_greeting(units, block.end):
        states[block.end] = Label.SALUTE, LetterPhase.OPENER
    return states


def _block_states(block: FormBlock, phase: LetterPhase) -> Iterator[tuple[int, State]]:
    for index, field in enumerate(block.fields, block.start):
        label = _LABELS.get(field.kind, Label.ADDRESS)
        if phase is LetterPhase.CLOSER and label is Label.REFERENCE:
            label = Label.ADDRESS
        yield index, (label, phase)


def is_form_title(text: str) -> bool:
    """Return whether a line is the title of a form, such as MEMORANDUM, and no more than a number or a purpose."""
    match = _TITLE.match(text)
    return match is not None and match.end() == len(text) and ":" not in text


def _is_greeting(units: Sequence[Unit], index: int) -> bool:
    """Return whether a unit below the labelled lines is a salutation: "Mark," above more text."""
    if index + 1 >= len(units):
        return False
    text = units[index].text
    return len(text.split()) <= _MOST_GREETING_WORDS and text.endswith(_GREETING_END) and text[:1].isupper()
