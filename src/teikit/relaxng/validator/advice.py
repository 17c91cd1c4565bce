"""What states wait for, remembered: the same questions come again with every fault of the same kind."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from teikit.relaxng.automaton import Automaton, StartTagTransition, State
from teikit.relaxng.automaton.patterns import Element, Pattern, subpatterns
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.violation import local_name

_MAX_REMEMBERED = 20_000
_MOST_INNER = 40
_Answer = TypeVar("_Answer")


class Expectations:
    """Answers about the states of one automaton."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self._memo: dict[Hashable, object] = {}

    def memoize(self, key: tuple[Hashable, ...], work_out: Callable[[], _Answer]) -> _Answer:
        """Return the answer to a question, worked out when it is asked for the first time."""
        if key not in self._memo:
            if len(self._memo) >= _MAX_REMEMBERED:
                self._memo.clear()
            self._memo[key] = work_out()
        return self._memo[key]  # type: ignore[return-value]  # the key tells what kind of answer it is

    def required_elements(self, state: State) -> list[str]:
        """Return the keys of the elements that must still come."""
        return self.memoize(("required", state), lambda: expectations.required_elements(state))

    def possible_elements(self, state: State, *, skipping: bool = False) -> dict[str, None]:
        """Return the keys of the elements that may come."""
        key = ("possible", state, skipping)
        return self.memoize(key, lambda: expectations.possible_elements(state, skipping=skipping))

    def folded_names(self, state: State) -> frozenset[str]:
        """Return the keys of the elements that may come, without regard to case."""
        possible = self.possible_elements(state, skipping=True)
        return self.memoize(("folded", state), lambda: frozenset(each.casefold() for each in possible))

    def expected_elements(self, state: State) -> tuple[str, ...]:
        """Return the keys of what could stand here: the required first, then those of few letters."""

        def work_out() -> tuple[str, ...]:
            possible = sorted(self.possible_elements(state), key=len)
            return tuple(dict.fromkeys((*self.required_elements(state), *possible)))

        return self.memoize(("names", state), work_out)

    def completing_elements(self, state: State) -> list[str]:
        """Return the keys of the elements behind one of which nothing more would be missing, as the schema has them."""

        def work_out() -> list[str]:
            starts = {name: state.transitions[name] for name in self.possible_elements(state)}
            behind = {name: start.end_tag_transitions.recover_end_tag() for name, start in starts.items() if start}
            return [name for name, after in behind.items() if after and after.nullable_bits()]

        return self.memoize(("completing", state), work_out)

    def expected_local_names(self, state: State) -> tuple[str, ...]:
        """Return what could stand here as people write it."""
        return self.memoize(("shown", state), lambda: tuple(local_name(each) for each in self.expected_elements(state)))

    def transition_past_required(self, state: State, name: str) -> StartTagTransition | None:
        """Return the transition by a name if something required were not missing before it."""
        key = ("skipping", state, name)
        return self.memoize(key, lambda: self.automaton.start_tag_transition(state, name, skipping=True))

    def transition_as_if_allowed(self, state: State, name: str) -> StartTagTransition | None:
        """Return the transition into an element of this name as if it were allowed."""
        return self.memoize(("anywhere", state, name), lambda: self.automaton.transition_as_if_allowed(state, name))

    def possible_parent(self, state: State, name: str) -> str | None:
        """Return the name of an element that may stand here and may hold one of the other name."""
        return self.memoize(("holder", state, name), lambda: self._find_possible_parent(state, name))

    def _find_possible_parent(self, state: State, name: str) -> str | None:
        patterns = self.automaton.patterns
        for child in list(self.expected_elements(state))[:_MOST_INNER]:
            if child != name and any(
                _has_element(patterns.content(each), name) for each in patterns.elements_named(child)[:2]
            ):
                return child
        return None


def _has_element(pattern: Pattern, name: str) -> bool:
    """Tell whether a pattern has an element of this name anywhere, not through other elements."""
    return any(isinstance(each, Element) and each.has_name(name) for each in subpatterns(pattern))
