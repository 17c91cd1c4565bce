"""Merges neighbouring parts with one label: pieces of a line that was cut, and lines of one wrapped paragraph."""

from collections.abc import Sequence
from dataclasses import replace

from teikit.letter.model import Label, Part, Unit
from teikit.letter.sessions import is_new_dateline
from teikit.letter.unwrapping import has_stop, is_row_or_item
from teikit.text.sentences import begins_small

_WIDEST_WRAP = 120
# A single line goes on in one that begins with a capital if it is that wide: verse is narrower.
_NARROWEST_ALONE = 45
# The certainty that a line goes on in one that begins with a small letter, and in others.
_SMALL, _CAPITAL = 0.97, 0.9
_PROSE = {Label.PARAGRAPH, Label.POSTSCRIPT, Label.NOTE}


def merge_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Undo the cuts between pieces of one line that got the same label, and join the lines of paragraphs."""
    done: list[Part] = []
    for part in parts:
        if done and (certain := _merge_confidence(done[-1], part)):
            last = done.pop()
            unit = replace(join_units(last.unit, part.unit), join_confidence=certain)
            done.append(replace(last, unit=unit, confidence=min(last.confidence, part.confidence)))
        else:
            done.append(part)
    return tuple(done)


def _merge_confidence(one: Part, two: Part) -> float:
    """Return how certain it is that two parts are one, 0 where they are not."""
    if one.label != two.label or two.unit.begins_part:
        return 0.0
    known = min(one.unit.join_confidence, two.unit.join_confidence)
    if two.unit.is_run_in:
        return known
    is_near = one.phase is two.phase and not two.unit.gap and one.label in _PROSE
    return min(known, _paragraph_confidence(one.unit, two.unit)) if is_near else 0.0


def _paragraph_confidence(one: Unit, two: Unit) -> float:
    """Return how certain it is that two units, both of prose and without a blank line between, are one paragraph."""
    last, first = one.lines[-1], two.lines[0]
    if last.blocks != first.blocks or first.indent > last.indent or last.width > _WIDEST_WRAP:
        return 0.0
    if is_row_or_item(last.text, first.text):
        return 0.0
    is_small = begins_small(first.text)
    if has_stop(last, is_small=is_small):
        return 0.0
    if is_small:
        return _SMALL
    if last.style:
        # A word processor knows where paragraphs end.
        return 0.0
    is_wrapped = len(one.lines) > 1 or len(two.lines) > 1 or last.width >= _NARROWEST_ALONE
    # A dateline among paragraphs begins a writing session.
    return _CAPITAL if is_wrapped and not any(is_new_dateline(unit.text) for unit in (one, two)) else 0.0


def undo_cuts(units: Sequence[Unit]) -> Sequence[Unit]:
    """Return units, each whole that was cut where a part might be run into it."""
    whole: list[Unit] = []
    for unit in units:
        if whole and unit.is_run_in and not unit.begins_part:
            whole[-1] = join_units(whole[-1], unit)
        else:
            whole.append(unit)
    return whole


def join_units(one: Unit, two: Unit) -> Unit:
    """Return two units as one; pieces of one line are that line again."""
    last, first = one.lines[-1], two.lines[0]
    label = one.decided_label if one.decided_label is two.decided_label else None
    if last.number != first.number:
        return replace(one, lines=one.lines + two.lines, join_confidence=1.0, decided_label=label)
    text = last.text + " " * max(0, first.column - last.column - len(last.text))
    marks = (mark.shift(len(text)) for mark in first.marks)
    line = replace(last, text=text + first.text, marks=(*last.marks, *marks))
    lines = (*one.lines[:-1], line, *two.lines[1:])
    return replace(one, lines=lines, join_confidence=1.0, decided_label=label)
