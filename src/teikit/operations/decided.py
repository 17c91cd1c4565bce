"""Places the decisions of an editor in a source, and tells those that its TEI does not follow."""

from collections.abc import Iterator, Sequence

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
from teikit.letter.fixed import Place
from teikit.letter.model import Unmet
from teikit.text import Line


def locate_decisions(decisions: Decisions | None, lines: Sequence[Line]) -> LocatedDecisions:
    """Return decisions with their places in the lines of a source."""
    return locate(decisions or NO_DECISIONS, lines)


def find_misfits(decisions: Decisions, letter: Letter, lines: Sequence[Line]) -> tuple[Misfit, ...]:
    """Return the decisions on parts that a letter does not follow, each once, in the order of the decisions."""
    if not letter.unmet:
        return ()
    words = SourceWords(lines)
    reasons = {index: reason for one in letter.unmet for index, reason in _find_decision(one, decisions, words)}
    return tuple(Misfit(decisions.decisions[index], reasons[index]) for index in sorted(reasons))


def _find_decision(unmet: Unmet, decisions: Decisions, words: SourceWords) -> Iterator[tuple[int, str]]:
    """Yield the last decision that is about what is unmet, by its index, with the reason."""
    for index in range(len(decisions.decisions) - 1, -1, -1):
        if _is_about(decisions.decisions[index], unmet, words):
            yield index, unmet.reason
            return


def _is_about(decision: Decision, unmet: Unmet, words: SourceWords) -> bool:
    if not isinstance(decision, LabelDecision | CutDecision | JoinDecision):
        return False
    if isinstance(decision, LabelDecision):
        if decision.label is not unmet.label:
            return False
    elif unmet.label is not None or isinstance(decision, JoinDecision) is not unmet.is_join:
        return False
    stretch = find_stretch(decision.anchor, words)
    if isinstance(stretch, str):
        return False
    place = Place(unmet.line, unmet.column)
    return stretch.start <= place < stretch.end if isinstance(decision, LabelDecision) else stretch.start == place
