"""Lets the chain of labels go around those that an editor decided, also where letters usually do not have them.

A decided label is the only one that its unit can have. Where it cannot follow what is above it, since phases never go
back, there are three ways on, each at a cost: the letter begins a new writing session; the label is in a phase that
usually does not have it (a reference below the signature); a note, or a printed letterhead, interrupts what goes on
below it. Other labels around it change where that costs less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teikit.letter.crf import NEVER, STATES, Scores, Transitions, is_earlier
from teikit.letter.model import Label, LetterPhase, Unit

# In nats: what a new session costs that begins with an opener, and with anything else; and a label in a phase that
# usually does not have it.
_WITH_OPENER, _WITHOUT_OPENER, _UNUSUAL = 5.0, 9.0, 8.0
_SPACINGS = 4
# Kinds of transitions, added to spacings in steps of `_SPACINGS`: 0 of units without a fixed label, then of those with
# one, and of those that may interrupt what is around them.
_FIXED, _INTERRUPTING = 1, 2
_INTERRUPTIONS = {Label.NOTE, Label.LETTERHEAD}
# Phases in which a label may be that usually is not there, by the state whose place it takes.
_UNUSUAL_PLACES: Mapping[tuple[Label, LetterPhase], frozenset[Label]] = {
    (Label.ADDRESS, LetterPhase.OPENER): frozenset({Label.VALEDICTION, Label.SIGNED}),
    (Label.SIGNED, LetterPhase.CLOSER): frozenset({Label.SALUTE, Label.REFERENCE, Label.HEAD}),
    (Label.SIGNED, LetterPhase.POSTSCRIPT): frozenset({Label.SALUTE, Label.REFERENCE, Label.HEAD, Label.ADDRESS}),
    (Label.ADDRESS, LetterPhase.TRAILING_ADDRESS): frozenset(
        {Label.SALUTE, Label.REFERENCE, Label.HEAD, Label.VALEDICTION, Label.SIGNED, Label.DATELINE}
    ),
}


@dataclass(frozen=True, slots=True)
class Chain:
    """What the dynamic programs need: emissions, transitions, and for each unit the number of its matrix."""

    emissions: list[list[float]]
    transitions: Transitions
    spacings: list[int]


def constrain(chain: Chain, units: Sequence[Unit], certain: Mapping[int, int], *, is_forced: bool = False) -> Chain:
    """Return a chain in which units have the labels that are decided for them; the same where none is decided.

    `certain` are the states of units that are not decided, but certain otherwise. With `is_forced` these may contradict
    each other, so that sessions begin with them.
    """
    if not is_forced and not any(unit.decided_label for unit in units):
        return chain
    emissions, spacings = list(chain.emissions), list(chain.spacings)
    for index, unit in enumerate(units):
        if label := unit.decided_label:
            emissions[index] = _fix_label(emissions[index], label)
            spacings[index] += _SPACINGS * (_INTERRUPTING if label in _INTERRUPTIONS else _FIXED)
        elif index in certain:
            spacings[index] += _SPACINGS * _FIXED
    return Chain(emissions, _with_ways_back(chain.transitions), spacings)


def _fix_label(scores: Sequence[float], label: Label) -> list[float]:
    """Return the scores of the states that have a label, or may stand for one that has it; others never are."""
    unusual = max(score for score, (own, _) in zip(scores, STATES, strict=True) if own is label) - _UNUSUAL
    return [
        score if state[0] is label else unusual if _may_stand_for(state, label) else NEVER
        for score, state in zip(scores, STATES, strict=True)
    ]


def _may_stand_for(state: tuple[Label, LetterPhase], label: Label) -> bool:
    return label in _INTERRUPTIONS or label in _UNUSUAL_PLACES.get(state, ())


@lru_cache(maxsize=4)
def _with_ways_back(transitions: Transitions) -> Transitions:
    """Return transitions with those of units that have a fixed label, and those of units that interrupt others."""
    usual = transitions.matrices
    return Transitions([*usual, *map(_allow_sessions, usual), *map(_allow_interruption, usual)])


def _allow_sessions(matrix: Scores) -> Scores:
    """Return scores that allow a state of an earlier phase: a new writing session begins with it."""
    return [
        [-_cost_of_session(to) if is_earlier(to, one) else score for to, score in enumerate(row)]
        for one, row in enumerate(matrix)
    ]


def _cost_of_session(state: int) -> float:
    return _WITH_OPENER if STATES[state][1] is LetterPhase.OPENER else _WITHOUT_OPENER


def _allow_interruption(matrix: Scores) -> Scores:
    """Return scores that allow the state to remain that of the unit above, whatever it is."""
    return [
        [score if STATES[to][0] in _INTERRUPTIONS else 0.0 if to == one else NEVER for to, score in enumerate(row)]
        for one, row in enumerate(matrix)
    ]
