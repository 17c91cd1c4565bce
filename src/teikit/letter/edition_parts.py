"""Separates what an archive or an edition prints above and below a letter, by the styles that a reader gives to it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from teikit.letter.model import Label, LetterPhase, Part, Unit
from teikit.letter.unwrapping import unwrap
from teikit.text.plain import Line
from teikit.text.runs import EDITION_LINE, EDITION_NOTE, EDITION_TITLE, PAGE_FOOTER, PAGE_HEADER, RUNNING_HEAD

_LABELS = {EDITION_TITLE: Label.HEAD, EDITION_NOTE: Label.NOTE, EDITION_LINE: Label.NOTE}
_LABELS |= dict.fromkeys((RUNNING_HEAD, PAGE_FOOTER), Label.NOTE)


def split_edition_parts(lines: Sequence[Line]) -> tuple[tuple[Part, ...], Sequence[Line], tuple[Part, ...]]:
    """Return the parts of an edition above a letter, the lines of the letter, and the parts below it.

    Lines that are all of the edition are the letter's, since a text has a letter.
    """
    own = [index for index, line in enumerate(lines) if line.text and line.style not in _LABELS]
    if not own:
        return (), lines, ()
    first, last = own[0], own[-1] + 1
    before, after = _parts(lines[:first], LetterPhase.BEFORE), _parts(lines[last:], LetterPhase.AFTER)
    headers, own_lines = _split_page_headers(lines[first:last])
    return (*before, *headers), own_lines, tuple(after)


def _split_page_headers(lines: Sequence[Line]) -> tuple[Iterator[Part], Sequence[Line]]:
    """Return the parts for what a word processor prints at the head of each page, and the other lines."""
    first = next((index for index, line in enumerate(lines) if line.text and line.style != PAGE_HEADER), 0)
    headers = (Part(Unit((line,)), Label.LETTERHEAD, LetterPhase.HEADING, 1.0) for line in lines[:first] if line.text)
    return headers, lines[first:]


def _parts(lines: Sequence[Line], phase: LetterPhase) -> Iterator[Part]:
    """Yield a part for each paragraph of the edition."""
    for (label, _), group in groupby(_with_groups(lines), key=lambda pair: pair[0]):
        for unit in unwrap(tuple(line for _, line in group)):
            yield Part(unit, label, phase, 1.0)


def _with_groups(lines: Sequence[Line]) -> Iterator[tuple[tuple[Label, int], Line]]:
    """Yield lines with their label and the number of the last line that begins a note; blank lines are of the group."""
    label, number = Label.NOTE, 0
    for line in lines:
        label = _LABELS.get(line.style, Label.NOTE) if line.text else label
        number += line.style in {EDITION_LINE, RUNNING_HEAD, PAGE_FOOTER}
        yield (label, number), line
