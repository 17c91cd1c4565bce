"""Validates the attributes of a start tag that is at fault: what is wrong, and the state to continue from."""

from collections.abc import Sequence
from typing import NamedTuple

from teikit.document.names import namespace_of
from teikit.messages import quote
from teikit.relaxng.automaton import AttributeState, State
from teikit.relaxng.automaton.patterns import Attribute, Names
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.name_writer import NameWriter, in_namespace
from teikit.relaxng.validator.similar import find_in_other_namespace, suggest_name
from teikit.relaxng.validator.values import reason
from teikit.relaxng.validator.violation import local_name, subject_of

_NOT_ALLOWED = "rng/attribute-not-allowed"


class AttributeViolation(NamedTuple):
    """What is wrong; `attribute` is the expanded name of the attribute at fault, None if one is missing.

    It is not explained if nothing is known of what an unknown attribute was meant to be.
    """

    rule: str
    message: str
    attribute: str | None = None
    expected: tuple[str, ...] = ()
    subject: str = ""
    is_explained: bool = True


def validate_attributes(
    opening: AttributeState,
    element: str,
    attributes: Sequence[tuple[str, str]],
    context: Names,
    names: NameWriter,
) -> tuple[list[AttributeViolation], State | None]:
    """Return what is wrong with the attributes of an element, and the state of its children all the same."""
    reading = _AttributeValidation(opening, element, attributes, context, names)
    read = [reading.read(name, value) for name, value in attributes]
    found = [each for each in read if each is not None]
    state = reading.opening.start_tag_close_deriv()
    if state is not None:
        return found, state
    return _add_missing(reading, found), reading.opening.ignore_missing_attributes()


class _AttributeValidation:
    """The attributes of one element as they are read; `opening` is what is left."""

    def __init__(
        self,
        opening: AttributeState,
        element: str,
        attributes: Sequence[tuple[str, str]],
        context: Names,
        names: NameWriter,
    ) -> None:
        self.first = self.opening = opening
        self.names = names
        self.element = names.element(element)
        self.present = dict.fromkeys(name for name, _ in attributes)
        self.context = context

    def read(self, name: str, value: str) -> AttributeViolation | None:
        """Continue after an attribute; return what is wrong with it."""
        allowed = self.opening.attributes_named(name)
        if not allowed:
            return self._explain_not_allowed(name)
        following = self.opening.match(name, value, self.context)
        if following is not None:
            self.opening = following
            return None
        self._assume_read(allowed)
        why = reason(self.opening.automaton.patterns, [each.of for each in allowed], value, self.context)
        message = f"value {quote(value)} of attribute '{self.names.attribute(name)}' {why.predicate}"
        return AttributeViolation("rng/attribute-value", message, name, why.expected, subject_of(name, value))

    def _assume_read(self, attributes: list[Attribute]) -> None:
        self.opening = self.opening.att_deriv(tuple(attributes)) or self.opening

    def _explain_not_allowed(self, name: str) -> AttributeViolation:
        write = self.names.attribute
        message = f"attribute '{write(name)}' is not allowed on '{self.element}'"
        possible = tuple(each for each in expectations.possible_attributes(self.opening) if each not in self.present)
        is_explained = True
        if self.first.attributes_named(name):
            message += self._describe_conflict(name)
        elif guess := suggest_name(name, possible) or find_in_other_namespace(name, possible):
            self._assume_read(self.opening.attributes_named(guess))
            message += self._suggest(name, guess)
        else:
            is_explained = False
        expected = tuple(map(local_name, possible))
        return AttributeViolation(_NOT_ALLOWED, message, name, expected, subject_of(name), is_explained)

    def _suggest(self, name: str, guess: str) -> str:
        """Return the suggestion of another name; if only the namespace differs, it says so, and what to write."""
        meant = self.names.attribute(guess)
        if namespace_of(name) == namespace_of(guess) or (self.names.is_declared(guess) and namespace_of(guess)):
            return f", did you mean '{meant}'?" if meant != self.names.attribute(name) else ""
        local, prefix = local_name(guess), meant.rpartition(":")[0]
        if not namespace_of(guess):
            return f", but '{local}' without a prefix is"
        how = f" (write {meant} and declare {prefix})" if prefix else ""
        return f", but '{local}' {in_namespace(guess)} is{how}"

    def _describe_conflict(self, name: str) -> str:
        """Return in words which other attribute excludes this one."""
        for each in self.present:
            after = self.first.att_deriv(tuple(self.first.attributes_named(each)))
            if each != name and after is not None and not after.attributes_named(name):
                return f" beside '{self.names.attribute(each)}'"
        return " here"


def _add_missing(reading: _AttributeValidation, found: list[AttributeViolation]) -> list[AttributeViolation]:
    """Return the violations with those for what is missing; one unknown attribute and one missing are one violation."""
    names = expectations.required_attributes(reading.opening)
    write, element = reading.names.attribute, f"'{reading.element}'"
    unknown = [each for each in found if not each.is_explained]
    if len(names) == 1 and len(unknown) == 1:
        amended = unknown[0]._replace(message=f"{unknown[0].message}, while '{write(names[0])}' is missing")
        return [amended if each is unknown[0] else each for each in found]
    if names or unknown:
        missing = ((f"attribute '{write(each)}' is missing on {element}", (local_name(each),)) for each in names)
        return found + [_missing(*each) for each in missing]
    opening = reading.opening
    possible = expectations.completing_attributes(opening) or expectations.possible_attributes(opening)
    expected = f", expected {reading.names.quote_attributes(possible)}" if possible else ""
    return [*found, _missing(f"{element} lacks an attribute{expected}", tuple(map(local_name, possible)))]


def _missing(message: str, expected: tuple[str, ...]) -> AttributeViolation:
    return AttributeViolation("rng/attribute-missing", message, None, expected, subject_of(*expected[:1]))
