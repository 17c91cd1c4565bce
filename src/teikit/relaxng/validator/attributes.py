"""The attributes of a start tag that is at fault become reasons, and the state to go on with."""

from collections.abc import Sequence
from typing import NamedTuple

from teikit.messages import quote
from teikit.relaxng.automaton import AttributeState, State
from teikit.relaxng.automaton.patterns import Attribute, Names
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.similar import find_in_other_namespace, suggest_name
from teikit.relaxng.validator.values import reason
from teikit.relaxng.validator.violation import local_name, quote_local_names


class AttributeViolation(NamedTuple):
    """What is wrong; `attribute` is the key of the attribute at fault, None where one is missing."""

    rule: str
    message: str
    attribute: str | None = None
    expected: tuple[str, ...] = ()


def validate_attributes(
    opening: AttributeState, element: str, attributes: Sequence[tuple[str, str]], context: Names
) -> tuple[list[AttributeViolation], State | None]:
    """Return what is wrong with the attributes of an element, and the state of its children all the same."""
    found: list[AttributeViolation] = []
    reading = _AttributeValidation(opening, element, attributes, context)
    for name, value in attributes:
        accusation = reading.read(name, value)
        if accusation is not None:
            found.append(accusation)
    state = reading.opening.start_tag_close_deriv()
    if state is None:
        found = _add_missing(reading, found)
        state = reading.opening.ignore_missing_attributes()
    return found, state


class _AttributeValidation:
    """The attributes of one element as they are read; `opening` is what is left."""

    def __init__(
        self, opening: AttributeState, element: str, attributes: Sequence[tuple[str, str]], context: Names
    ) -> None:
        self.first = self.opening = opening
        self.element = element
        self.present = dict.fromkeys(name for name, _ in attributes)
        self.context = context

    def read(self, name: str, value: str) -> AttributeViolation | None:
        """Go on behind an attribute; return what is wrong with it."""
        taking = self.opening.attributes_named(name)
        if not taking:
            return self._explain_not_allowed(name)
        following = self.opening.match(name, value, self.context)
        if following is not None:
            self.opening = following
            return None
        self._assume_read(taking)
        automaton = self.opening.automaton
        why = reason(automaton.patterns, [each.of for each in taking], value, self.context)
        message = f"value {quote(value)} of attribute '{local_name(name)}' is wrong: {why.words}"
        return AttributeViolation("rng/attribute-value", message, name, why.expected)

    def _assume_read(self, taking: list[Attribute]) -> None:
        self.opening = self.opening.att_deriv(tuple(taking)) or self.opening

    def _explain_not_allowed(self, name: str) -> AttributeViolation:
        told = f"attribute '{local_name(name)}' is not allowed on '{local_name(self.element)}'"
        possible = [each for each in expectations.possible_attributes(self.opening) if each not in self.present]
        names = tuple(local_name(each) for each in possible)
        if self.first.attributes_named(name):
            return AttributeViolation("rng/attribute-not-allowed", told + self._describe_conflict(name), name, names)
        guess = suggest_name(name, possible) or find_in_other_namespace(name, possible)
        if guess is None:
            return AttributeViolation("rng/attribute-not-allowed", told, name, names)
        self._assume_read(self.opening.attributes_named(guess))
        return AttributeViolation(
            "rng/attribute-not-allowed", f"{told}, did you mean '{local_name(guess)}'?", name, names
        )

    def _describe_conflict(self, name: str) -> str:
        """Tell which other attribute shuts this one out."""
        for each in self.present:
            after = self.first.att_deriv(tuple(self.first.attributes_named(each)))
            if each != name and after is not None and not after.attributes_named(name):
                return f" beside '{local_name(each)}'"
        return " here"


def _add_missing(reading: _AttributeValidation, found: list[AttributeViolation]) -> list[AttributeViolation]:
    """Return the accusations with those for what is missing; one stray attribute and one missing are one fault."""
    names = expectations.required_attributes(reading.opening)
    told = f"'{local_name(reading.element)}'"
    stray = [each for each in found if each.rule == "rng/attribute-not-allowed" and "did you mean" not in each.message]
    if len(names) == 1 and len(stray) == 1:
        amended = stray[0]._replace(message=f"{stray[0].message}, while '{local_name(names[0])}' is missing")
        return [amended if each is stray[0] else each for each in found]
    missing = [
        AttributeViolation(
            "rng/attribute-missing", f"attribute '{local_name(each)}' is missing on {told}", None, (local_name(each),)
        )
        for each in names
    ]
    if not missing and not stray:
        possible = list(expectations.possible_attributes(reading.opening))
        words = (
            f"{told} lacks an attribute, expected {quote_local_names(possible)}"
            if possible
            else f"{told} lacks an attribute"
        )
        missing = [
            AttributeViolation("rng/attribute-missing", words, None, tuple(local_name(each) for each in possible))
        ]
    return found + missing
