"""Places the decisions of an editor in a source, and tells those that its TEI does not follow."""

from collections.abc import Sequence

from teikit.decisions.anchors import find_stretch
from teikit.decisions.location import locate
from teikit.decisions.model import (
    NO_DECISIONS,
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    LocatedDecisions,
    Misfit,
)
from teikit.decisions.words import SourceWords
from teikit.letter import Letter
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Unmet
from teikit.text import Line


def locate_decisions(decisions: Decisions | None, lines: Sequence[Line]) -> LocatedDecisions:
    """Return decisions with their places in the lines of a source."""
    return locate(decisions or NO_DECISIONS, lines)


def find_misfits(decisions: Decisions, letter: Letter, lines: Sequence[Line]) -> tuple[Misfit, ...]:
    """Return the decisions on parts that a letter does not follow, each once, in the order of the decisions."""
    if not letter.unmet:
        return ()
    stretches = _find_stretches(decisions, lines)
    reasons: dict[int, str] = {}
    waiting = sorted(stretches, key=lambda index: stretches[index].start, reverse=True)
    near: list[int] = []
    for unmet in letter.unmet:
        place = Place(unmet.line, unmet.column)
        while waiting and stretches[waiting[-1]].start <= place:
            near.append(waiting.pop())
        near = [index for index in near if place < stretches[index].end]
        about = [
            index for index in near if _is_about(decisions.decisions[index], unmet, stretches[index].start == place)
        ]
        if about:
            reasons[max(about)] = unmet.reason
    return tuple(Misfit(decisions.decisions[index], reasons[index]) for index in sorted(reasons))


def _find_stretches(decisions: Decisions, lines: Sequence[Line]) -> dict[int, Stretch]:
    """Return the stretches of decisions on parts, by the indices of the decisions."""
    words, found = SourceWords(lines), {}
    for index, decision in enumerate(decisions.decisions):
        if isinstance(decision, LabelDecision | CutDecision | JoinDecision):
            stretch = find_stretch(decision.anchor, words)
            if not isinstance(stretch, str):
                found[index] = stretch
    return found


def _is_about(decision: Decision, unmet: Unmet, is_start: bool) -> bool:  # noqa: FBT001  whether both begin there
    """Return whether a decision whose stretch has a place is the one that is not followed there."""
    if isinstance(decision, LabelDecision):
        return decision.label is unmet.label
    return is_start and unmet.label is None and isinstance(decision, JoinDecision) is unmet.is_join
