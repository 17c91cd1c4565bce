"""Cuts and joins the units of a letter as an editor decided, and gives them the labels that are decided.

Decisions are about places of the source. What is decided to be of the letter is not split off as an edition's words, a
running head, a footnote or a quoted message.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from teikit.letter.fixed import NOTHING_FIXED, FixedParts
from teikit.letter.layout import is_inside_mark, split_unit
from teikit.letter.merging import join_units
from teikit.letter.model import Evidence, Label, Part, Unit
from teikit.letter.source_offsets import SourceOffsets, unit_offsets
from teikit.text import Line
from teikit.text.runs import EDITION_LINE, EDITION_NOTE, EDITION_TITLE, PAGE_FOOTER, PAGE_HEADER, RUNNING_HEAD

DECIDED = "the editor decided"
# In nats; it outweighs all features of a unit together.
_WEIGHT = 40.0
_AFTER_WORD = re.compile(r"[^\w\s]*")
_PRINTED = {
    EDITION_TITLE: Label.HEAD,
    PAGE_HEADER: Label.LETTERHEAD,
    **dict.fromkeys((EDITION_NOTE, EDITION_LINE, RUNNING_HEAD, PAGE_FOOTER), Label.NOTE),
}


def decided_evidence(unit: Unit) -> Evidence:
    """Return the evidence for a label that an editor decided."""
    return Evidence(DECIDED, _WEIGHT, "", *unit.locate(0))


class FixedSource:
    """What is fixed in the lines of a source, by offsets there; nothing is worked out where nothing is fixed."""

    def __init__(self, lines: Sequence[Line], fixed: FixedParts) -> None:
        self.fixed = fixed
        self.is_empty = fixed == NOTHING_FIXED
        # Numbers of lines that are of the letter itself, whatever is printed around it.
        self.own: set[int] = set()
        if self.is_empty:
            return
        self.offsets = SourceOffsets(lines)
        self.stretches = [tuple(map(self.offsets.find, stretch)) for stretch, _ in fixed.labels]
        # For each character of the source the number, from 1, of the last label that is decided for it, 0 for none.
        self.decided = array("I", bytes(array("I").itemsize * self.offsets.starts[-1]))
        for number, (start, end) in enumerate(self.stretches, 1):
            self.decided[start:end] = array("I", [number]) * max(0, end - start)
        self.cuts = {self.offsets.find(place) for place in fixed.cuts}
        self.joins = {self.offsets.find(place) for place in fixed.joins} - self.cuts
        self.bounds = sorted(self.cuts.union(*self.stretches))
        self.begins = self.cuts.union(start for start, _ in self.stretches)
        self.own = {line.number for line, label in self._decided_lines() if label is not Label.NOTE}

    def _decided_lines(self) -> Iterator[tuple[Line, Label]]:
        """Yield the lines in which a label is decided, with the label that was decided last."""
        starts = self.offsets.starts
        for index, line in enumerate(self.offsets.lines):
            if label := self.label_within(starts[index], starts[index + 1]):
                yield line, label

    def label_within(self, start: int, end: int) -> Label | None:
        """Return the label that was decided last for characters between two offsets of the source."""
        number = max(self.decided[start:end], default=0)
        return self.fixed.labels[number - 1][1] if number else None

    def free_lines(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Return lines without the style that sets them apart from a letter where another label is decided."""
        if not self.own or not any(line.style in _PRINTED for line in lines):
            return lines
        freed = {line.number for line, label in self._decided_lines() if _PRINTED.get(line.style, label) is not label}
        return [replace(line, style="") if line.number in freed else line for line in lines]

    def fix_units(self, units: Sequence[Unit], first: Line) -> Sequence[Unit]:
        """Return units cut and joined as decided, with their labels; `first` is the line that the first begins with."""
        if self.is_empty:
            return units
        done: list[Unit] = []
        offset = self.offsets.start_of(first)
        for unit in units:
            for piece in self._cut(unit, offset):
                own = unit_offsets(piece)
                if done and offset + own[0][1] in self.joins and _may_join(done[-1], piece):
                    done[-1] = _join(done[-1], piece)
                else:
                    done.append(piece)
                offset += own[-1][1]
        return done

    def _cut(self, unit: Unit, offset: int) -> Iterator[Unit]:
        """Yield the pieces of a unit that begins at an offset of the source, with their labels."""
        found = unit_offsets(unit)
        first, last = offset + found[0][1], offset + found[-1][1]
        bounds = self.bounds[bisect_right(self.bounds, first) : bisect_left(self.bounds, last)]
        taken, length = 0, len(unit.text)
        places = {
            self._place(unit.text, found[bisect_left(found, bound - offset, key=_offset)][0], bound) for bound in bounds
        }
        for place in sorted(places):
            if taken < place < length and not is_inside_mark(unit, place - taken):
                piece, unit = split_unit(unit, place - taken)
                yield self._decide(piece, offset)
                offset += unit_offsets(piece)[-1][1]
                taken = length - len(unit.text)
                unit = self._separate(unit, piece, offset)
        yield self._decide(unit, offset)

    def _place(self, text: str, place: int, bound: int) -> int:
        """Return where a text is cut: after the marks beside a word with which a labelled stretch ends."""
        after = _AFTER_WORD.match(text, place)
        return after.end() if after and bound not in self.begins else place

    def _separate(self, unit: Unit, before: Unit, offset: int) -> Unit:
        """Return a unit that was cut off, one that begins a part and a line as not run in."""
        is_cut = offset + unit_offsets(unit)[0][1] in self.cuts
        is_run_in = not is_cut or before.lines[-1].number == unit.lines[0].number
        return replace(unit, is_run_in=is_run_in)

    def _decide(self, unit: Unit, offset: int) -> Unit:
        own = unit_offsets(unit)
        start = offset + own[0][1]
        label = self.label_within(start, offset + own[-1][1])
        return replace(unit, decided_label=label, begins_part=start in self.cuts)

    def mark_parts(self, before: Sequence[Part], own: Sequence[Part], after: Sequence[Part]) -> tuple[Part, ...]:
        """Return all parts of a source, those beside its letter that have the label decided for them as decided."""
        if self.is_empty:
            return (*before, *own, *after)
        start = sum(unit_offsets(part.unit)[-1][1] for part in (*before, *own))
        return (*self._mark(before, 0), *own, *self._mark(after, start))

    def _mark(self, parts: Sequence[Part], offset: int) -> Iterator[Part]:
        for part in parts:
            end = offset + unit_offsets(part.unit)[-1][1]
            if self.label_within(offset, end) is part.label:
                unit = replace(part.unit, decided_label=part.label)
                yield replace(part, unit=unit, evidence=(decided_evidence(unit), *part.evidence))
            else:
                yield part
            offset = end


def _offset(pair: tuple[int, int]) -> int:
    return pair[1]


def _may_join(one: Unit, two: Unit) -> bool:
    """Return whether no decisions give two units different labels."""
    return None in {one.decided_label, two.decided_label} or one.decided_label is two.decided_label


def _join(one: Unit, two: Unit) -> Unit:
    """Return two units as one, which an editor decided."""
    confidence = min(one.join_confidence, two.join_confidence)
    label = one.decided_label or two.decided_label
    return replace(join_units(one, two), join_confidence=confidence, decided_label=label)
