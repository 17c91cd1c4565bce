"""What an editor does with a letter to a change of its decisions."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from teikit.decisions.anchors import anchor
from teikit.decisions.model import (
    Anchor,
    ClaimDecision,
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    NameDecision,
    NameKind,
    Verdict,
)
from teikit.errors import TeikitError
from teikit.letter.claims import ClaimKind
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Label
from teikit.operations.reviewing import ReviewedLetter

Change = Callable[[Decisions], Decisions]
_Placed = LabelDecision | CutDecision | JoinDecision | NameDecision


class ActionError(TeikitError):
    """What an editor asks for cannot be done; the message says why."""


def label_part(letter: ReviewedLetter, place: Place, label: Label) -> Change:
    """Return the change that gives a label to the part at a place; errors are those of `Places`."""
    places = letter.places
    return label_stretch(letter, places.stretch(places.part_at(place)), label)


def label_stretch(letter: ReviewedLetter, stretch: Stretch, label: Label) -> Change:
    """Return the change that gives a label to a stretch; errors are those of `Places`."""
    return partial(_with_decision, LabelDecision(_anchor(letter, stretch), label), (LabelDecision,))


def join_part(letter: ReviewedLetter, place: Place) -> Change:
    """Return the change that joins the part at a place with the one above it; errors are those of `Places`."""
    places = letter.places
    if not (index := places.part_at(place)):
        raise ActionError("nothing is above this part that it could be joined to")
    decision = JoinDecision(_anchor(letter, places.stretch(index)))
    return partial(_with_decision, decision, (JoinDecision, CutDecision))


def cut_part(letter: ReviewedLetter, place: Place) -> Change:
    """Return the change that lets a part begin at the first word from a place on; errors are those of `Places`."""
    places = letter.places
    whole = places.stretch(places.part_at(place))
    own = places.trim(Stretch(place, whole.end))
    if own.start == whole.start:
        raise ActionError("a part begins here already")
    return partial(_with_decision, CutDecision(_anchor(letter, own)), (CutDecision, JoinDecision))


def mark_name(letter: ReviewedLetter, stretch: Stretch, kind: NameKind, when: str = "", ref: str = "") -> Change:
    """Return the change that marks a stretch of one line as a name or date; errors are those of `Places`."""
    return partial(_with_decision, NameDecision(_anchor(letter, stretch), kind, when, ref), (NameDecision,))


def reject_name(letter: ReviewedLetter, stretch: Stretch, kind: NameKind) -> Change:
    """Return the change by which a stretch of one line is no name; errors are those of `Places`."""
    return partial(_with_decision, NameDecision(_anchor(letter, stretch), kind, is_rejected=True), (NameDecision,))


def decide_claim(kind: ClaimKind, verdict: Verdict | None, text: str = "", values: tuple[str, ...] = ()) -> Change:
    """Return the change of what is decided about claims of the header; without a verdict nothing is any more.

    `text` has the words of the claim, "" for all of the kind.
    """

    def change(decisions: Decisions) -> Decisions:
        kept = [each for each in decisions.decisions if not _is_about(each, kind, text)]
        made = [ClaimDecision(kind, verdict, text, values)] if verdict else []
        return replace(decisions, decisions=(*kept, *made), is_reviewed=False)

    return change


def restore(decisions: tuple[Decision, ...]) -> Change:
    """Return the change to the decisions that there were before, or to none."""
    return lambda there: replace(there, decisions=decisions, is_reviewed=False)


def _anchor(letter: ReviewedLetter, stretch: Stretch) -> Anchor:
    return anchor(letter.lines, letter.places.trim(stretch))


def _is_about(decision: Decision, kind: ClaimKind, text: str) -> bool:
    return isinstance(decision, ClaimDecision) and decision.kind is kind and (not text or decision.text in {"", text})


def _with_decision(decision: _Placed, replaced: tuple[type[Decision], ...], decisions: Decisions) -> Decisions:
    """Return decisions with one more, which replaces those of some kinds about the same place."""
    kept = (one for one in decisions.decisions if not (isinstance(one, replaced) and _is_same_place(one, decision)))
    return replace(decisions, decisions=(*kept, decision), is_reviewed=False)


def _is_same_place(one: Decision, two: _Placed) -> bool:
    if isinstance(one, ClaimDecision) or (one.anchor.line, one.anchor.column) != (two.anchor.line, two.anchor.column):
        return False
    # A part begins at a place whatever follows there.
    return isinstance(two, CutDecision | JoinDecision) or one.anchor.words == two.anchor.words
