"""Finds the decisions of an editor on parts that the TEI of a letter does not follow."""

from collections.abc import Mapping

from teikit.decisions.model import Decision, Decisions, JoinDecision, LabelDecision, Misfit, PartDecision
from teikit.letter import Letter
from teikit.letter.fixed import Place, Stretch
from teikit.letter.model import Unmet


def find_misfits(decisions: Decisions, stretches: Mapping[int, Stretch], letter: Letter) -> tuple[Misfit, ...]:
    """Return the decisions on parts that a letter does not follow, each once, in the order of the decisions.

    `stretches` are those of the decisions in the source as it is now, by the indices of these.
    """
    reasons: dict[int, str] = {}
    on_parts = (index for index in stretches if isinstance(decisions.decisions[index], PartDecision))
    waiting = sorted(on_parts, key=lambda index: stretches[index].start, reverse=True)
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


def _is_about(decision: Decision, unmet: Unmet, is_start: bool) -> bool:  # noqa: FBT001  whether both begin there
    """Return whether a decision whose stretch has a place is the one that is not followed there."""
    if isinstance(decision, LabelDecision):
        return decision.label is unmet.label
    return is_start and unmet.label is None and isinstance(decision, JoinDecision) is unmet.is_join
