"""Finds the message that an e-mail answers, quoted below it: it is no part of the letter and says nothing of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from teikit.letter.cues import text_after_label
from teikit.letter.forms import opening_block, quoted_block_index
from teikit.letter.merging import undo_cuts
from teikit.letter.model import Label, Letter, LetterPhase, Part, Unit
from teikit.text.runs import MESSAGE, PAGE_FOOTER

QUOTED = "message"
# -----Original Message-----, as programs write it in any language, above lines such as "From: Ada Bell".
_RULE = re.compile(r"[-_*=]{3,}\s*[^\W\d_][^-_*=]*[-_*=]{3,}")
_MARK = ">"
_FEWEST_LINES = 2
_SEPARATOR = "--"
_MOST_FOOTER_LINES = 12
_TIME = r"[\d/.,: -]{6,24}(?:\s?[AP]M)?"
# "1 of 2   3/4/2009 11:20 AM", which a program prints at the foot of a page.
_PRINTED = re.compile(
    rf"(?i)(?:{_TIME}\s+)?(?:(?:page|seite|pagina|página|sida|side|sivu|strana|strona|oldal|стр\.?|страница)\s+)?"
    rf"\d{{1,3}}\s(?:of|von|sur|di|de|van|av|af|z|ze|od|из|з)\s\d{{1,3}}(?:\s+{_TIME})?"
)
# "On 3 May 2015 at 10:12, Ada Bell <ada@example.org> wrote:", as programs write it: a time of day or an address.
_ATTRIBUTION = re.compile(
    r"(?=.{0,200}(?:\d[:.h]\d\d|@)).{4,300}\b(?:wrote|writes|schrieb|schreibt|a écrit|écrivait|ha scritto|escribió|"
    r"escreveu|schreef|het volgende geschreven|skrev|kirjoitti|написала?|пишет|пише|написав|napisała?\(?a?\)?|pisze|"
    r"napsala?|napísala?|ezt írta|írta|şunu yazdı|yazdı|έγραψε|a scris|je napisao|je napisala|je napisal)\b.{0,120}:"
)


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
    while start and _is_marked(units[start - 1]):
        start -= 1
    lines = sum(len(unit.lines) for unit in units[start:])
    if start < 1 or (lines < _FEWEST_LINES and not _is_attribution(units, start)):
        return len(units)
    is_introduced = start > 1 and units[start - 1].text.endswith(":")
    return _start_of_attribution(units, start) if is_introduced else start


def _is_marked(unit: Unit) -> bool:
    return unit.text.startswith(_MARK) or any(block.element == "quote" for block in unit.lines[0].blocks[:1])


def _is_attribution(units: Sequence[Unit], end: int) -> bool:
    """Return whether the units before an index say that somebody wrote what follows."""
    return end > 1 and _ATTRIBUTION.fullmatch(_last_text(units, end)) is not None


def _last_text(units: Sequence[Unit], end: int) -> str:
    return " ".join(unit.text for unit in units[_start_of_attribution(units, end) : end])


def _start_of_attribution(units: Sequence[Unit], end: int) -> int:
    """Return where the words begin that introduce a quoted message: on one line, or wrapped on two."""
    is_wrapped = end > 2 and not units[end - 1].gap and not re.search(r"\d", units[end - 1].text)
    both = f"{units[end - 2].text} {units[end - 1].text}" if is_wrapped else ""
    return end - 2 if both and _ATTRIBUTION.fullmatch(both) else end - 1


def _attributed_index(units: Sequence[Unit]) -> int:
    """Return where the words begin that introduce a message without marks, which goes on to the end."""
    for end in range(2, len(units)):
        if units[end - 1].text.endswith(":") and _is_attribution(units, end) and not any(map(_is_marked, units[end:])):
            return _start_of_attribution(units, end)
    return len(units)


def _message_index(units: Sequence[Unit]) -> int:
    """Return where the message begins that an e-mail quotes or passes on; the number of units where there is none."""
    passed_on = next((index for index, unit in enumerate(units) if index and is_message(unit)), len(units))
    starts = (_rule_index(units), _marked_index(units), _attributed_index(units), quoted_block_index(units))
    return min(passed_on, *starts)


def split_quoted_message(units: Sequence[Unit]) -> tuple[Sequence[Unit], tuple[Part, ...]]:
    """Return the units of a letter, and the parts below it: the lines on the sender of an e-mail, a quoted message."""
    start = max(_message_index(units), _end_of_decided(units))
    own, footer = _split_footer(units[:start])
    parts = (Part(_as_message(unit), Label.NOTE, LetterPhase.AFTER, 1.0) for unit in undo_cuts(units[start:]))
    return own, (*footer, *parts)


def _end_of_decided(units: Sequence[Unit]) -> int:
    """Return the index after the last unit that an editor decided to be a part of the letter, 0 if there is none."""
    decided = (index for index, unit in enumerate(units) if unit.decided_label not in {None, Label.NOTE})
    return max(decided, default=-1) + 1


def _as_message(unit: Unit) -> Unit:
    return replace(unit, lines=tuple(replace(line, blocks=(MESSAGE,)) for line in unit.lines))


def _split_footer(units: Sequence[Unit]) -> tuple[Sequence[Unit], tuple[Part, ...]]:
    """Return the units of an e-mail, and the lines that programs put below: from "--" on, a page of a print."""
    first = next((index for index, unit in enumerate(units) if index and unit.text == _SEPARATOR), len(units))
    if first == len(units) > 1 and _PRINTED.fullmatch(units[-1].text):
        first -= 1
    first = max(first, _end_of_decided(units))
    below = units[first:]
    is_alone = len(below) == 1 and below[0].text == _SEPARATOR
    if not below or is_alone or len(below) > _MOST_FOOTER_LINES or opening_block(units) is None:
        return units, ()
    lines = tuple(replace(line, style=PAGE_FOOTER) for unit in below for line in unit.lines)
    return units[:first], (Part(Unit(lines, below[0].gap), Label.NOTE, LetterPhase.AFTER, 1.0),)


def without_quoted_message(letter: Letter) -> Letter:
    """Return a letter without the parts of the message that is quoted below it."""
    return replace(letter, parts=tuple(takewhile(lambda part: not is_quoted(part), letter.parts)))


def is_quoted(part: Part) -> bool:
    """Return whether a part belongs to a quoted message."""
    return is_message(part.unit)


def is_message(unit: Unit) -> bool:
    """Return whether a unit belongs to a message that an e-mail quotes or passes on."""
    return unit.lines[0].blocks[:1] == (MESSAGE,)
