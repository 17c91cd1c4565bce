"""Finds the labelled lines of memoranda and e-mails, and what they make certain about the parts around them.

Labelled lines above a letter are its opener, those below it are of its closer. A second block of them, above more text,
is of a message that an e-mail quotes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.letter.dates import find_date
from teikit.letter.form_labels import LabelKind, LabelledLine, read_label
from teikit.letter.model import Label, LetterPhase, Unit
from teikit.letter.telegrams import is_telegram_title, is_telegraph_company

State = tuple[Label, LetterPhase]
_LABELS = {
    LabelKind.DATE: Label.DATELINE,
    LabelKind.SUBJECT: Label.REFERENCE,
    LabelKind.REFERENCE: Label.REFERENCE,
}
_FEWEST_KINDS, _KINDS_OF_MESSAGE = 2, 3
_MOST_UNITS_ABOVE, _LONGEST_ABOVE, _LONGEST_CONTINUATION = 8, 100, 80
_WIDEST_GAP = 2
_MOST_GREETING_WORDS, _FEWEST_SMALL_WORDS = 5, 6
_TITLE = re.compile(
    r"(?i)(?:(?:office|inter-?office|inter-?departmental|staff)\s+)?(?:memorandum|memo|memorándum|"
    r"(?:(?<=office )|(?<=departmental ))correspondence|memorando|aktennotiz|aktenvermerk|vermerk|notiz|"
    r"hausmitteilung|dienstnotiz|note de service|note interne|note|nota interna|nota di servizio|"
    r"promemoria|appunto|notitie|p\.?\s?m\.?|notat|muistio|служебная записка|докладная записка|"
    r"notatka(?: służbowa)?|záznam|feljegyzés)"
    r"\b(?P<rest>.{0,30})"
)
_MOST_UNITS_ABOVE_TITLE = 3
# "Morning Meeting of 6 March 1968": words, and a date at the end.
_SUBJECT = re.compile(r"(?:[^\W\d]\S*\s+){3,12}\d{1,2}\.?\s+[^\W\d_]{3,}\.?,?\s+\d{4}\.?")
_QUOTATION = ">"
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


def join_values(units: Sequence[Unit]) -> Sequence[Unit]:
    """Return units, the lines of a date, a subject or a list of attachments below its label joined to the label."""
    block = opening_block(units)
    if block is None:
        return units
    units = _join_last_list(units)
    joined: list[Unit] = []
    for index, unit in enumerate(units):
        is_value = (
            block.start < index < block.end and read_label(unit.text) is None and _goes_on(unit, units[index - 1])
        )
        if is_value and block.fields[index - block.start].kind in _LABELS:
            joined[-1] = replace(joined[-1], lines=joined[-1].lines + unit.lines)
        else:
            joined.append(unit)
    return joined


def _goes_on(unit: Unit, above: Unit) -> bool:
    """Return whether no decision of an editor keeps a unit apart from the one above it."""
    return not unit.begins_part and unit.decided_label is above.decided_label


def _join_last_list(units: Sequence[Unit]) -> Sequence[Unit]:
    """Return units, the indented lines at the end joined to the label above them, such as "Attachments:"."""
    first = len(units)
    while first > 1 and not units[first - 1].gap and _is_short(units[first - 1]) and units[first - 1].lines[0].indent:
        first -= 1
    label = read_label(units[first - 1].text) if 0 < first < len(units) else None
    if label is None or label.value or label.kind is not LabelKind.REFERENCE:
        return units
    if not all(_goes_on(unit, units[first - 1]) for unit in units[first:]):
        return units
    lines = tuple(line for unit in units[first - 1 :] for line in unit.lines)
    return (*units[: first - 1], replace(units[first - 1], lines=lines))


def _is_short(unit: Unit) -> bool:
    return len(unit.text) <= _LONGEST_CONTINUATION


def certain_states(units: Sequence[Unit]) -> dict[int, State]:
    """Return the label and the phase of units that a form makes certain."""
    block = opening_block(units)
    if block is None:
        below = closing_block(units)
        if below is None and all(unit.text.startswith(_QUOTATION) for unit in units[:2]):
            return _quotation_states(units, 0)
        return dict(_block_states(below, LetterPhase.CLOSER)) if below else _title_states(units)
    states = dict(_block_states(block, LetterPhase.OPENER))
    titles = [index for index in range(block.start) if is_title(units[index].text)]
    if titles == [0]:
        label = Label.LETTERHEAD if is_telegraph_company(units[0].text) else Label.HEAD
        states[0] = label, LetterPhase.HEADING
    elif titles:
        states |= dict(_states_above_title(units[: titles[0]]))
        is_below_letterhead = len(states) > block.end - block.start
        states[titles[0]] = Label.HEAD, LetterPhase.HEADING if is_below_letterhead else LetterPhase.OPENER
    elif block.start == 1 and _names_party(units[0].text, block):
        # Whose mailbox it was, as programs print it above a mail.
        states[0] = Label.LETTERHEAD, LetterPhase.HEADING
    states |= _state_below(units, block.end)
    return states | _quotation_states(units, block.end)


def _names_party(text: str, block: FormBlock) -> bool:
    """Return whether a line above a form is only a name that the form states as that of a party."""
    parties = (field.value for field in block.fields if field.kind in {LabelKind.FROM, LabelKind.TO})
    return any(value == text or value.startswith((f"{text} <", f"{text} [")) for value in parties)


def _states_above_title(units: Sequence[Unit]) -> Iterator[tuple[int, State]]:
    """Yield the state of lines above the title of a form: without a date they are a letterhead, else nothing."""
    if not any(find_date(unit.text) or unit.is_run_in for unit in units):
        yield from ((index, (Label.LETTERHEAD, LetterPhase.HEADING)) for index in range(len(units)))


def _quotation_states(units: Sequence[Unit], start: int) -> dict[int, State]:
    """Return the state of the lines that a mail quotes above its own text, and of the words that introduce them."""
    marked = [index for index in range(start, len(units)) if units[index].text.startswith(_QUOTATION)]
    before = [index - 1 for index in marked if index > start and units[index - 1].text.endswith(":")]
    return dict.fromkeys((*before, *marked), (Label.PARAGRAPH, LetterPhase.BODY))


def _state_below(units: Sequence[Unit], index: int) -> dict[int, State]:
    """Return the state of the unit below labelled lines or a title, if it is a salutation or a sentence."""
    if index and index + 1 < len(units) and is_title(units[0].text) and not is_form_title(units[0].text):
        # The time of a telegram.
        found = find_date(units[index].text)
        return {index: (Label.DATELINE, LetterPhase.OPENER)} if found and not _is_prose(units[index].text) else {}
    if index + 1 < len(units) and _is_greeting(units[index].text):
        return {index: (Label.SALUTE, LetterPhase.OPENER)}
    return {index: (Label.PARAGRAPH, LetterPhase.BODY)} if index < len(units) and _is_prose(units[index].text) else {}


def _title_states(units: Sequence[Unit]) -> dict[int, State]:
    """Return the state of a title in capitals without labelled lines: MEMORANDUM FOR THE FILE, and of one below it."""
    for index, unit in enumerate(units[:_MOST_UNITS_ABOVE_TITLE]):
        if unit.text.isupper() and is_form_title(unit.text) and index + 1 < len(units):
            phase = LetterPhase.OPENER if index else LetterPhase.HEADING
            states: dict[int, State] = {index: (Label.HEAD, phase)}
            if _SUBJECT.fullmatch(units[index + 1].text) and not units[index + 1].gap:
                states[index + 1] = Label.HEAD, phase
            return states | _state_below(units, index + len(states))
    return {}


def _block_states(block: FormBlock, phase: LetterPhase) -> Iterator[tuple[int, State]]:
    for index, field in enumerate(block.fields, block.start):
        label = _LABELS.get(field.kind, Label.ADDRESS)
        if phase is LetterPhase.CLOSER and label is Label.REFERENCE:
            label = Label.ADDRESS
        yield index, (label, phase)


def is_title(text: str) -> bool:
    """Return whether a line is the title of a form or of a telegram."""
    return is_form_title(text) or is_telegram_title(text) or is_telegraph_company(text)


def is_form_title(text: str) -> bool:
    """Return whether a line is the title of a form, such as MEMORANDUM, and no more than a number or a purpose."""
    match = _TITLE.match(text)
    return match is not None and match.end() == len(text) and ":" not in text


def _is_greeting(text: str) -> bool:
    """Return whether a line below labelled lines is a salutation: "Mark,"."""
    return len(text.split()) <= _MOST_GREETING_WORDS and text.endswith(_GREETING_END) and text[:1].isupper()


def _is_prose(text: str) -> bool:
    """Return whether a text is a sentence or more."""
    small = sum(word.islower() for word in text.split())
    return small >= _FEWEST_SMALL_WORDS and text.endswith((".", "!", "?"))
