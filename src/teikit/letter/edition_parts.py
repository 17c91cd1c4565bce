"""Separates what an archive or an edition prints above and below a letter, by the styles that a reader gives to it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from teikit.letter.model import Label, LetterPhase, Part
from teikit.letter.unwrapping import unwrap
from teikit.text.plain import Line
from teikit.text.runs import EDITION_NOTE, EDITION_TITLE

_LABELS = {EDITION_TITLE: Label.HEAD, EDITION_NOTE: Label.NOTE}


def split_edition_parts(lines: Sequence[Line]) -> tuple[tuple[Part, ...], Sequence[Line], tuple[Part, ...]]:
    """Return the parts of an edition above a letter, the lines of the letter, and the parts below it.

    Lines that are all of the edition are the letter's, since a text has a letter.
    """
    own = [index for index, line in enumerate(lines) if line.text and line.style not in _LABELS]
    if not own:
        return (), lines, ()
    first, last = own[0], own[-1] + 1
    before, after = _parts(lines[:first], LetterPhase.BEFORE), _parts(lines[last:], LetterPhase.AFTER)
    return tuple(before), lines[first:last], tuple(after)


def _parts(lines: Sequence[Line], phase: LetterPhase) -> Iterator[Part]:
    """Yield a part for each paragraph of the edition."""
    for style, group in groupby(_with_styles(lines), key=lambda pair: pair[0]):
        for unit in unwrap(tuple(line for _, line in group)):
            yield Part(unit, _LABELS.get(style, Label.NOTE), phase, 1.0)


def _with_styles(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Yield lines with their styles; a blank line has that of the line above."""
    style = ""
    for line in lines:
        style = line.style if line.text else style
        yield style, line
