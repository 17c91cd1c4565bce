"""Error recovery for a misplaced element: finds the likely cause, and the state to continue from.

In this order, since an earlier cause explains more: the name is right in another namespace; something required is
missing before it; the name is misspelt; it comes too late, or twice; it belongs elsewhere; the schema does not know it.
"""

from dataclasses import dataclass, replace
from typing import Any

from teikit.document.names import namespace_of
from teikit.messages import list_items
from teikit.relaxng.automaton import StartTagTransition, State
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.expectations import Expectations
from teikit.relaxng.validator.name_writer import NameWriter
from teikit.relaxng.validator.open_element import OpenElement
from teikit.relaxng.validator.similar import find_in_other_namespace, suggest_name
from teikit.relaxng.validator.violation import ViolationNote

_IMPOSSIBLE = "the schema has this element, but nothing would be valid in it"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is wrong with an element, None if it is reported already; `start` is how to continue, None to skip it.

    `alias` is the intended namespace. `skipped` names what was missing before the element. `is_substitute`: it may
    replace one that is missing. `is_guessed`: it is read as one of another name.
    """

    start: StartTagTransition | None
    rule: str = "rng/element-not-allowed"
    message: str | None = None
    expected: tuple[str, ...] = ()
    notes: tuple[ViolationNote, ...] = ()
    alias: str | None = None
    skipped: tuple[str, ...] = ()
    is_substitute: bool = False
    is_guessed: bool = False


def recover(advice: Expectations, names: NameWriter, opened: list[OpenElement], name: str) -> Recovery:
    """Return what is wrong with an element that is not allowed in the last open one, and how to continue."""
    return _Recoverer(advice, names, opened, name).recover()


class _Recoverer:
    """An element that is not allowed as the next child of the last open element, and what can be said of it."""

    def __init__(self, advice: Expectations, names: NameWriter, opened: list[OpenElement], name: str) -> None:
        self._advice, self._names, self._opened, self._name = advice, names, opened, name
        self._outer, self._state = opened[-1], opened[-1].state
        self._is_known = name in advice.automaton.patterns.names()

    def recover(self) -> Recovery:
        if self._name in self._outer.skipped:
            return Recovery(self._advice.transition_as_if_allowed(self._state, self._name))
        possible = tuple(self._advice.possible_elements(self._state, skipping=True))
        found = (None if self._is_known else self._other_namespace(possible)) or self._too_early()
        if found is None and (not self._is_known or self._name.casefold() in self._advice.folded_names(self._state)):
            found = self._misspelt(possible)
        return found or self._out_of_place()

    def _recovery(
        self, start: StartTagTransition | None, message: str, *notes: ViolationNote, **properties: Any
    ) -> Recovery:
        rule = "rng/element-not-allowed" if self._outer.name else "rng/root-not-allowed"
        return Recovery(start, rule, message, self._advice.expected_local_names(self._state), notes, **properties)

    @property
    def _not_allowed(self) -> str:
        return f"element {self._quote(self._name)} is not allowed"

    def _quote(self, name: str) -> str:
        return f"'{self._names.element(name)}'"

    @property
    def _where(self) -> str:
        return f"in {self._quote(self._outer.name)}" if self._outer.name else "as the root"

    def _likely_names(self) -> tuple[str, ...]:
        """Return up to three names that could be here: the required first, then those of siblings, then short ones."""
        possible, required = self._advice.possible_elements(self._state), self._advice.required_elements(self._state)
        siblings = [each for each in self._outer.children if each in possible]
        return tuple(dict.fromkeys((*required, *siblings, *self._advice.expected_elements(self._state)[:3])))[:3]

    def _expected(self) -> str:
        names = self._advice.expected_elements(self._state)
        if names:
            likely = self._likely_names()
            return f", expected {self._names.quote_elements(likely, of=len(names), beside=self._name)}"
        wild = expectations.possible_wildcards(self._state)
        return f", expected {list_items(wild[:3], of=len(wild))}" if wild else ""

    def _wildcards_only(self) -> bool:
        """Return whether names of some kinds are allowed here, and none that could be listed."""
        return not self._advice.expected_elements(self._state) and bool(expectations.possible_wildcards(self._state))

    def _transition(self, name: str) -> StartTagTransition | None:
        return self._state.transitions[name] or self._advice.transition_past_required(self._state, name)

    def _other_namespace(self, possible: tuple[str, ...]) -> Recovery | None:
        right = find_in_other_namespace(self._name, possible)
        if right is None:
            return None
        own, intended = namespace_of(self._name), namespace_of(right)
        where = f"in the namespace '{own}'" if own else "in no namespace"
        wanted = f"in '{intended}'" if intended else "in none"
        message = f"element {self._quote(self._name)} is {where}, but the schema has it {wanted}"
        return self._recovery(self._transition(right), message, alias=intended)

    def _too_early(self) -> Recovery | None:
        start = self._advice.transition_past_required(self._state, self._name)
        if start is None:
            return None
        missing = [each for each in self._advice.required_elements(self._state) if each != self._name]
        if not missing:
            message = f"{self._not_allowed} yet {self._where}{self._expected()}"
            return self._recovery(start, message, skipped=self._advice.expected_elements(self._state))
        verb = "is" if len(missing) == 1 else "are"
        names = self._names.quote_elements(missing, last="and", beside=self._name)
        message = f"{names} {verb} missing before {self._quote(self._name)} {self._where}"
        return replace(self._recovery(start, message, skipped=tuple(missing)), rule="rng/element-missing")

    def _misspelt(self, possible: tuple[str, ...]) -> Recovery | None:
        guess = suggest_name(self._name, possible)
        if guess is None or self._names.element(guess) == self._names.element(self._name):
            return None
        message = f"{self._not_allowed} {self._where}, did you mean {self._quote(guess)}?"
        return self._recovery(self._transition(guess), message, is_guessed=True)

    def _out_of_place(self) -> Recovery:
        start = self._advice.transition_as_if_allowed(self._state, self._name)
        if start is None or not self._is_known:
            is_unknown = start is None and not self._is_known and not self._wildcards_only()
            why = ": the schema has no such element" if is_unknown else self._expected()
            notes = (ViolationNote(_IMPOSSIBLE),) if start is None and self._is_known else ()
            return self._recovery(start, f"{self._not_allowed} {self._where}{why}", *notes, is_substitute=True)
        return self._repeated(start) or self._too_late(start) or self._elsewhere(start)

    def _repeated(self, start: StartTagTransition) -> Recovery | None:
        first = self._outer.children.get(self._name)
        if first is None or first.state_before is self._state:
            return None
        after = _state_after(first.state_before, self._name)
        if after is None or after.transitions[self._name] is not None:
            return None
        note = ViolationNote(f"the first {self._quote(self._name)} is here", first.at)
        return self._recovery(start, f"a second {self._quote(self._name)} is not allowed {self._where}", note)

    def _too_late(self, start: StartTagTransition) -> Recovery | None:
        """Find the child that came before the element although it must come after it."""
        past_required = self._advice.transition_past_required
        for child, first in self._outer.children.items():
            after = _state_after(first.state_before, child)
            if child == self._name or after is None or past_required(first.state_before, self._name) is None:
                continue
            if past_required(after, self._name) is None:
                if self._outer.reported_late.get(self._name) is self._state:
                    # It is the same child again that this one should come before.
                    return Recovery(start)
                self._outer.reported_late = {**self._outer.reported_late, self._name: self._state}
                note = ViolationNote(f"it would have to come before this {self._quote(child)}", first.at)
                return self._recovery(start, f"{self._not_allowed} after {self._quote(child)} {self._where}", note)
        return None

    def _elsewhere(self, start: StartTagTransition) -> Recovery:
        # The same fault in the same surroundings, which mostly comes often, is explained once.
        outer, above = self._outer, self._opened[-2].name if len(self._opened) > 1 else ""
        here = (self._state, outer.transition, outer.name, above, self._name, self._likely_names())
        key = ("elsewhere", here, self._names.key, self._names.element(self._name))
        return self._advice.memoize(key, lambda: self._explain_elsewhere(start))

    def _explain_elsewhere(self, start: StartTagTransition) -> Recovery:
        notes = [ViolationNote(each) for each in (self._hint_level_up(), self._hint_level_down()) if each]
        # If something must still come, this may replace it.
        is_substitute = not self._state.nullable_bits()
        message = f"{self._not_allowed} {self._where}{self._expected()}"
        return self._recovery(start, message, *notes[:1], is_substitute=is_substitute)

    def _hint_level_up(self) -> str | None:
        outer = self._outer
        if outer.transition is None or len(self._opened) < 3:
            return None
        after = outer.transition.end_tag_transitions.recover_end_tag()
        if after is None or after.transitions[self._name] is None:
            return None
        return f"it is allowed after the end of {self._quote(outer.name)}, in {self._quote(self._opened[-2].name)}"

    def _hint_level_down(self) -> str | None:
        parent = self._advice.possible_parent(self._state, self._name)
        return f"it is allowed inside {self._quote(parent)}" if parent else None


def _state_after(state: State, name: str) -> State | None:
    """Return the state after an element that is allowed in a state, whatever its content is."""
    start = state.transitions[name]
    return start.end_tag_transitions.recover_end_tag() if start else None
