"""Linear-chain conditional random field (Lafferty et al. 2001): the best path and the probability of each label.

A state is a label in a phase of the letter; phases never go back, which keeps every path writable as TEI. `emissions`
contains a row of scores per unit, a column per state; `transitions` a row per state, -inf where it may not follow.
"""

import math
from collections.abc import Sequence

from teikit.letter.model import Label, LetterPhase

Scores = Sequence[Sequence[float]]

_OPENING = (Label.HEAD, Label.LETTERHEAD, Label.REFERENCE, Label.ADDRESS, Label.DATELINE, Label.SALUTE)
_LABELS: dict[LetterPhase, tuple[Label, ...]] = {
    LetterPhase.BEFORE: (Label.NOTE,),
    LetterPhase.HEADING: (Label.HEAD, Label.LETTERHEAD),
    LetterPhase.OPENER: _OPENING,
    LetterPhase.BODY: (Label.PARAGRAPH,),
    LetterPhase.CLOSER: (Label.VALEDICTION, Label.SIGNED, Label.DATELINE, Label.ADDRESS),
    LetterPhase.POSTSCRIPT: (Label.POSTSCRIPT, Label.SIGNED),
    LetterPhase.TRAILING_ADDRESS: (Label.ADDRESS,),
    LetterPhase.AFTER: (Label.NOTE,),
}
STATES = tuple((label, phase) for phase, labels in _LABELS.items() for label in labels)
_RANK = {phase: rank for rank, phase in enumerate(LetterPhase)}
NEVER = -math.inf


def may_follow(before: int, state: int) -> bool:
    """Return whether a state may follow another: phases never go back."""
    return _RANK[STATES[before][1]] <= _RANK[STATES[state][1]]


def best_path(emissions: Scores, transitions: Scores) -> list[int]:
    """Return the state of each unit on the path of the highest score (Viterbi 1967)."""
    score = list(emissions[0])
    back: list[list[int]] = []
    states = range(len(score))
    for row in emissions[1:]:
        came = [max(states, key=lambda one, to=to: score[one] + transitions[one][to]) for to in states]  # type: ignore[misc]  # mypy does not see the default of the lambda
        score = [score[came[to]] + transitions[came[to]][to] + row[to] for to in states]
        back.append(came)
    path = [max(states, key=score.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def log_sum(values: Sequence[float]) -> float:
    """Return log(sum(exp(v))) without overflow."""
    top = max(values)
    return top if top == NEVER else top + math.log(sum(math.exp(value - top) for value in values))


def forward(emissions: Scores, transitions: Scores) -> list[list[float]]:
    """Return, per unit and state, the log of the summed weight of all paths that end there."""
    alpha = [list(emissions[0])]
    states = range(len(emissions[0]))
    for row in emissions[1:]:
        last = alpha[-1]
        alpha.append([row[to] + log_sum([last[one] + transitions[one][to] for one in states]) for to in states])
    return alpha


def backward(emissions: Scores, transitions: Scores) -> list[list[float]]:
    """Return, per unit and state, the log of the summed weight of all paths that go on from there."""
    states = range(len(emissions[0]))
    beta = [[0.0 for _ in states]]
    for row in reversed(emissions[1:]):
        following = [row[to] + beta[-1][to] for to in states]
        beta.append([log_sum([transitions[one][to] + following[to] for to in states]) for one in states])
    return beta[::-1]


def posteriors(emissions: Scores, transitions: Scores) -> list[list[float]]:
    """Return the probability of each state for each unit (forward-backward)."""
    alpha, beta = forward(emissions, transitions), backward(emissions, transitions)
    total = log_sum(alpha[-1])
    rows = zip(alpha, beta, strict=True)
    return [[math.exp(one + two - total) for one, two in zip(*row, strict=True)] for row in rows]
