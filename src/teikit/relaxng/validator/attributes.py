"""The attributes of a start tag that is at fault become reasons, and the state to go on with."""

from collections.abc import Sequence
from typing import NamedTuple

from teikit.relaxng.automaton import Opening, State
from teikit.relaxng.automaton.patterns import Attribute, Names
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.similar import in_other_namespace, meant
from teikit.relaxng.validator.values import reason
from teikit.relaxng.validator.violation import echoed, quoted, shown


class Accusation(NamedTuple):
    """What is wrong; `attribute` is the key of the attribute at fault, None where one is missing."""

    rule: str
    message: str
    attribute: str | None = None
    expected: tuple[str, ...] = ()


def judge(
    opening: Opening, element: str, attributes: Sequence[tuple[str, str]], context: Names
) -> tuple[list[Accusation], State | None]:
    """Return what is wrong with the attributes of an element, and the state of its children all the same."""
    found: list[Accusation] = []
    reading = _Reading(opening, element, attributes, context)
    for name, value in attributes:
        accusation = reading.read(name, value)
        if accusation is not None:
            found.append(accusation)
    state = reading.opening.closed()
    if state is None:
        found = _with_missing(reading, found)
        state = reading.opening.forgiven()
    return found, state


class _Reading:
    """The attributes of one element as they are read; `opening` is what is left."""

    def __init__(self, opening: Opening, element: str, attributes: Sequence[tuple[str, str]], context: Names) -> None:
        self.first = self.opening = opening
        self.element = element
        self.present = dict.fromkeys(name for name, _ in attributes)
        self.context = context

    def read(self, name: str, value: str) -> Accusation | None:
        """Go on behind an attribute; return what is wrong with it."""
        taking = self.opening.taking(name)
        if not taking:
            return self._not_allowed(name)
        following = self.opening.match(name, value, self.context)
        if following is not None:
            self.opening = following
            return None
        self._count_as_read(taking)
        automaton = self.opening.automaton
        why = reason(automaton.patterns, [each.of for each in taking], value, self.context)
        message = f"value {echoed(value)} of attribute '{shown(name)}' is wrong: {why.words}"
        return Accusation("rng/attribute-value", message, name, why.expected)

    def _count_as_read(self, taking: list[Attribute]) -> None:
        self.opening = self.opening.after(tuple(taking)) or self.opening

    def _not_allowed(self, name: str) -> Accusation:
        told = f"attribute '{shown(name)}' is not allowed on '{shown(self.element)}'"
        possible = [each for each in expectations.possible_attributes(self.opening) if each not in self.present]
        names = tuple(shown(each) for each in possible)
        if self.first.taking(name):
            return Accusation("rng/attribute-not-allowed", told + self._rival(name), name, names)
        guess = meant(name, possible) or in_other_namespace(name, possible)
        if guess is None:
            return Accusation("rng/attribute-not-allowed", told, name, names)
        self._count_as_read(self.opening.taking(guess))
        return Accusation("rng/attribute-not-allowed", f"{told}, did you mean '{shown(guess)}'?", name, names)

    def _rival(self, name: str) -> str:
        """Tell which other attribute shuts this one out."""
        for each in self.present:
            after = self.first.after(tuple(self.first.taking(each)))
            if each != name and after is not None and not after.taking(name):
                return f" beside '{shown(each)}'"
        return " here"


def _with_missing(reading: _Reading, found: list[Accusation]) -> list[Accusation]:
    """Return the accusations with those for what is missing; one stray attribute and one missing are one fault."""
    names = expectations.required_attributes(reading.opening)
    told = f"'{shown(reading.element)}'"
    stray = [each for each in found if each.rule == "rng/attribute-not-allowed" and "did you mean" not in each.message]
    if len(names) == 1 and len(stray) == 1:
        amended = stray[0]._replace(message=f"{stray[0].message}, while '{shown(names[0])}' is missing")
        return [amended if each is stray[0] else each for each in found]
    missing = [
        Accusation("rng/attribute-missing", f"attribute '{shown(each)}' is missing on {told}", None, (shown(each),))
        for each in names
    ]
    if not missing and not stray:
        possible = list(expectations.possible_attributes(reading.opening))
        words = f"{told} lacks an attribute, expected {quoted(possible)}" if possible else f"{told} lacks an attribute"
        missing = [Accusation("rng/attribute-missing", words, None, tuple(shown(each) for each in possible))]
    return found + missing
