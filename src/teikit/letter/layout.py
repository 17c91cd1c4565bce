"""Splits lines into units: undoes hard wrapping, and proposes where to cut off a run-in salutation or close."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from teikit.conventions import NONE, Profile, apply_marks, merge_page_marks
from teikit.letter.form_labels import read_label, second_label
from teikit.letter.line_ends import join_hyphenated
from teikit.letter.model import Unit
from teikit.letter.run_ins import propose_cuts, propose_line_cuts
from teikit.letter.unwrapping import unwrap
from teikit.text.plain import FOOTNOTE, Line, Mark

# A unit of so many words is a paragraph, after which no salutation follows.
_LONG_UNIT = 40
# Before a line that an e-mail quotes.
_QUOTATION = ">"


def split_unit(unit: Unit, offset: int) -> tuple[Unit, Unit]:
    """Cut a unit at an offset of its text; the white space there belongs to neither half."""
    first: list[Line] = []
    rest: list[Line] = []
    start = 0
    for line in unit.lines:
        end = start + len(line.text)
        if end <= offset:
            first.append(line)
        elif start >= offset:
            rest.append(line)
        else:
            first.append(line.part(0, offset - start))
            rest.append(line.part(offset - start, len(line.text)))
        start = end + 1
    one = replace(unit, lines=tuple(first))
    return one, replace(unit, lines=tuple(rest), gap=0, is_run_in=True)


def _split_run_ins(units: Iterable[Unit]) -> Iterator[Unit]:
    """Yield units, cut where parts may be run into one paragraph or line."""
    is_opening = True
    for unit in units:
        if unit.text.startswith(_QUOTATION) or read_label(unit.text) is not None:
            column = second_label(unit.text)
            yield from _cut(unit, [column] if column else [])
            continue
        lines = propose_line_cuts([line.text for line in unit.lines])
        yield from _cut(unit, sorted({*propose_cuts(unit.text, is_opening=is_opening), *lines}))
        is_opening = is_opening and len(unit.text.split()) < _LONG_UNIT


def _cut(unit: Unit, offsets: Iterable[int]) -> Iterator[Unit]:
    """Yield the pieces of a unit, cut at offsets of its text."""
    length, start = len(unit.text), 0
    for offset in offsets:
        if not is_inside_mark(unit, offset - start):
            piece, unit = split_unit(unit, offset - start)
            yield piece
            start = length - len(unit.text)
    yield unit


def is_inside_mark(unit: Unit, offset: int) -> bool:
    """Return whether a transcriber's mark or a footnote covers an offset, where the unit must not be cut."""
    start = 0
    for line in unit.lines:
        whole = (mark for mark in line.marks if mark.sign or mark.rend == FOOTNOTE)
        if any(start + mark.start < offset < start + mark.end for mark in whole):
            return True
        start += len(line.text) + 1
    return False


def split_units(lines: Iterable[Line], conventions: Profile = NONE, *, join_hyphens: bool = False) -> tuple[Unit, ...]:
    """Return the units of a text; together they contain all of its words, in their order."""
    read = tuple(lines)
    if not any(line.text for line in read):
        return ()
    found = merge_page_marks(read, conventions)
    whole = (join_hyphenated(unit) if join_hyphens else unit for unit in unwrap(found))
    marked = (replace(unit, lines=apply_marks(unit.lines, conventions)) for unit in whole)
    pieces = tuple(_split_run_ins(_merge_wordless(marked)))
    # A text of page marks alone keeps them as its text.
    return pieces or split_units(read)


def _merge_wordless(found: Iterable[Unit]) -> Iterator[Unit]:
    """Yield units; the marks of a unit without words are moved to the next one, or to the last."""
    last: Unit | None = None
    waiting: tuple[Mark, ...] = ()
    for unit in found:
        marks = tuple(mark for line in unit.lines for mark in line.marks)
        if not unit.text.strip():
            waiting += marks
            continue
        if last is not None:
            yield last
        first, *others = unit.lines
        last = replace(unit, lines=(replace(first, marks=waiting + first.marks), *others)) if waiting else unit
        waiting = ()
    if last is not None:
        *others, end = last.lines
        trailing = (mark.shift(len(end.text)) for mark in waiting)
        yield replace(last, lines=(*others, replace(end, marks=(*end.marks, *trailing))))


def usual_gap(found: Sequence[Unit]) -> int:
    """Return the most frequent number of blank lines between units."""
    return Counter(unit.gap for unit in found[1:]).most_common(1)[0][0] if len(found) > 1 else 0
