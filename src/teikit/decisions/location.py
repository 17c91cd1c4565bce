"""Locates decisions in a source as it is now: what they fix of its parts, its names, its header, and what fits no more.

A later decision takes precedence over an earlier one about the same stretch, place or claim.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from teikit.decisions.anchors import find_stretch, find_unchanged, make_anchor
from teikit.decisions.model import (
    ClaimDecision,
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    LocatedDecisions,
    LocatedName,
    Misfit,
    NameDecision,
    Verdict,
)
from teikit.decisions.words import SourceWords, Span
from teikit.letter.fixed import FixedParts, Place, Stretch
from teikit.letter.model import Label
from teikit.text.plain import Line

# The characters that are searched for all decisions together, which takes some seconds.
_MOST_SEARCHED = 500_000_000
_TOO_LONG = "so many decisions are not looked for in so long a source"
_Placed = Mapping[int, Stretch]


class _Painted(NamedTuple):
    """A stretch of tokens, and the number of the last decision that is about it."""

    number: int
    span: Span


def locate(decisions: Decisions, lines: Sequence[Line]) -> LocatedDecisions:
    """Return decisions with their places in the lines of a source."""
    if not decisions.decisions:
        return LocatedDecisions()
    source = SourceWords(lines)
    stretches, misfits = _find_all(decisions.decisions, source)
    fixed = FixedParts(tuple(_labels(decisions, stretches, source)), *_joints(decisions, stretches))
    names = tuple(_names(decisions, stretches, source))
    claims = tuple(_claims(each for each in decisions.decisions if isinstance(each, ClaimDecision)))
    return LocatedDecisions(fixed, names, claims, misfits, stretches)


def renew(decisions: Decisions, lines: Sequence[Line], digest: str) -> Decisions:
    """Return decisions with the anchors that their stretches have in an edited source, and its digest.

    Those that do not fit keep their anchors.
    """
    source = SourceWords(lines)
    stretches, _ = _find_all(decisions.decisions, source)
    renewed = (
        each if isinstance(each, ClaimDecision) or number not in stretches else _move(each, stretches[number], source)
        for number, each in enumerate(decisions.decisions)
    )
    return replace(decisions, decisions=tuple(renewed), digest=digest)


def _move(
    decision: LabelDecision | CutDecision | JoinDecision | NameDecision, stretch: Stretch, source: SourceWords
) -> Decision:
    return replace(decision, anchor=make_anchor(source, stretch))


def _find_all(decisions: Sequence[Decision], source: SourceWords) -> tuple[dict[int, Stretch], tuple[Misfit, ...]]:
    """Return the stretches of decisions by their numbers, and those that have none."""
    stretches: dict[int, Stretch] = {}
    misfits = []
    searches = _MOST_SEARCHED // max(1, len(source.text))
    for number, decision in enumerate(decisions):
        if isinstance(decision, ClaimDecision):
            continue
        found: Stretch | str | None = find_unchanged(decision.anchor, source)
        if found is None:
            searches -= 1
            found = _TOO_LONG if searches < 0 else find_stretch(decision.anchor, source)
        if isinstance(found, str):
            misfits.append(Misfit(decision, found))
        else:
            stretches[number] = found
    return stretches, tuple(misfits)


def _labels(decisions: Decisions, stretches: _Placed, source: SourceWords) -> Iterator[tuple[Stretch, Label]]:
    """Yield the labels of stretches that do not overlap, in the order of the source."""
    labels = {number: each.label for number, each in enumerate(decisions.decisions) if isinstance(each, LabelDecision)}
    spans = [(number, source.span(stretches[number])) for number in labels if number in stretches]
    for number, span in _paint(spans, source):
        yield source.stretch(span), labels[number]


def _paint(spans: Sequence[tuple[int, Span]], source: SourceWords) -> list[_Painted]:
    """Return stretches without what later ones have of them, in the order of the source."""
    bounds = sorted({bound for _, span in spans for bound in span})
    index = {bound: number for number, bound in enumerate(bounds)}
    owners: list[int | None] = [None] * len(bounds)
    for number, span in spans:
        first, last = index[span.start], index[span.end]
        owners[first:last] = [number] * (last - first)
    painted: list[_Painted] = []
    for number, owner in enumerate(owners[:-1]):
        span = Span(bounds[number], bounds[number + 1])
        if owner is None or not (words := source.strip(span)):
            continue
        if painted and painted[-1].number == owner and number and owners[number - 1] == owner:
            words = Span(painted.pop().span.start, words.end)
        painted.append(_Painted(owner, words))
    return painted


def _joints(decisions: Decisions, stretches: _Placed) -> tuple[frozenset[Place], frozenset[Place]]:
    """Return the places where a part begins, and those where none does."""
    is_cut = {
        stretches[number].start: isinstance(decision, CutDecision)
        for number, decision in enumerate(decisions.decisions)
        if number in stretches and isinstance(decision, CutDecision | JoinDecision)
    }
    cuts = frozenset(place for place, cut in is_cut.items() if cut)
    return cuts, frozenset(is_cut.keys() - cuts)


def _names(decisions: Decisions, stretches: _Placed, source: SourceWords) -> Iterator[LocatedName]:
    """Yield the names that no later decision about a name overlaps, in the order of the source."""
    made = {number: each for number, each in enumerate(decisions.decisions) if isinstance(each, NameDecision)}
    spans = {number: source.span(stretches[number]) for number in made if number in stretches}
    for number, span in _paint(list(spans.items()), source):
        if span == spans[number]:
            yield LocatedName(stretches[number], made[number])


def _claims(decisions: Iterable[ClaimDecision]) -> list[ClaimDecision]:
    """Return decisions on claims without those that a later one replaces."""
    kept: list[ClaimDecision] = []
    for decision in decisions:
        kept = [each for each in kept if not _replaces(decision, each)]
        kept.append(decision)
    return kept


def _replaces(later: ClaimDecision, earlier: ClaimDecision) -> bool:
    """Return whether a decision on a claim takes the place of an earlier one."""
    if later.kind is not earlier.kind:
        return False
    is_about_all = later.verdict is Verdict.VALUE or not later.text
    is_value = earlier.verdict is Verdict.VALUE
    if is_value and later.verdict is Verdict.REJECTED:
        return is_about_all or later.text in earlier.values
    return is_about_all or is_value or later.text == earlier.text
