"""Finds the decisions of an editor that the parts of a letter do not follow, and says why."""

from collections.abc import Iterator, Sequence

from teikit.letter.fixed import Place
from teikit.letter.fixed_units import FixedSource
from teikit.letter.model import Label, Part, Unmet
from teikit.letter.source_offsets import unit_offsets

_NO_WORDS = "there are no words of the letter there"
_IN_MARK = "it is within a mark of the transcriber, a footnote or what is printed on the page"
_FIRST = "no part is above it"
_ANOTHER = "another decision takes precedence"
_ONE_PARAGRAPH = "a letter needs a paragraph"
_POSTSCRIPT = "TEI has no postscript above the first paragraph"
_SET_APART = "the source itself sets these words apart from the letter"


class _Characters:
    """The offset in the source of each character of the parts of a letter, and the part that it is in."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.owners: dict[int, Part] = {}
        self.starts: list[int] = []
        offset = 0
        for part in parts:
            *own, (_, count) = unit_offsets(part.unit)
            self.starts += [offset + at for _, at in own[:1]]
            self.owners.update((offset + at, part) for _, at in own)
            offset += count


def find_unmet(source: FixedSource, parts: Sequence[Part]) -> tuple[Unmet, ...]:
    """Return the decisions that all parts of a letter, in the order of its source, do not follow."""
    if source.is_empty:
        return ()
    found = _Characters(parts)
    unmet = (*_unmet_labels(source, found), *_unmet_cuts(source, found), *_unmet_joins(source, found))
    return tuple(sorted(unmet, key=lambda one: (one.line, one.column, one.is_join, one.label or "")))


def _unmet_labels(source: FixedSource, found: _Characters) -> Iterator[Unmet]:
    wrong: dict[int, Part] = {}
    for offset, part in found.owners.items():
        number = source.decided[offset]
        if number and source.fixed.labels[number - 1][1] is not part.label:
            wrong.setdefault(number, part)
    for number, ((start, end), (stretch, label)) in enumerate(
        zip(source.stretches, source.fixed.labels, strict=True), 1
    ):
        if number in wrong:
            yield Unmet(*stretch.start, _describe_label(wrong[number]), label)
        elif not any(offset in found.owners for offset in range(start, end)) and (
            label is not Label.NOTE or start >= end
        ):
            yield Unmet(*stretch.start, _NO_WORDS if start >= end else _IN_MARK, label)


def _describe_label(part: Part) -> str:
    """Return why a part does not have the label that was decided for it."""
    if part.unit.decided_label is None:
        return _SET_APART
    if part.unit.decided_label is Label.POSTSCRIPT and not part.is_decided:
        return _POSTSCRIPT
    return _IN_MARK if part.is_decided else _ONE_PARAGRAPH


def _unmet_cuts(source: FixedSource, found: _Characters) -> Iterator[Unmet]:
    starts = set(found.starts)
    for place in sorted(source.fixed.cuts):
        if (offset := source.offsets.find(place)) not in starts:
            yield Unmet(*place, _describe_edge(offset, place, source, found))


def _unmet_joins(source: FixedSource, found: _Characters) -> Iterator[Unmet]:
    starts = set(found.starts)
    for place in sorted(source.fixed.joins):
        offset = source.offsets.find(place)
        if offset in source.cuts:
            yield Unmet(*place, _ANOTHER, is_join=True)
        elif offset in starts or offset not in found.owners:
            is_first = offset == found.starts[0]
            yield Unmet(*place, _FIRST if is_first else _describe_edge(offset, place, source, found), is_join=True)


def _describe_edge(offset: int, place: Place, source: FixedSource, found: _Characters) -> str:
    """Return why a part does not begin, or begins, at a place."""
    part = found.owners.get(offset)
    if part is None:
        return _IN_MARK if source.offsets.has_words_at(place) else _NO_WORDS
    if part.confidence == 1.0 and not part.is_decided:
        return _SET_APART
    return _ANOTHER if part.is_decided and offset in found.starts else _IN_MARK
