"""What states wait for, remembered: the same questions come again with every fault of the same kind."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from teikit.relaxng.automaton import Automaton, Start, State
from teikit.relaxng.automaton.patterns import Element, Pattern, within
from teikit.relaxng.validator import expectations
from teikit.relaxng.validator.violation import shown

_MAX_REMEMBERED = 20_000
_MOST_INNER = 40
_Answer = TypeVar("_Answer")


class Advice:
    """Answers about the states of one automaton."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self._known: dict[Hashable, object] = {}

    def remembered(self, key: tuple[Hashable, ...], work_out: Callable[[], _Answer]) -> _Answer:
        """Return the answer to a question, worked out when it is asked for the first time."""
        if key not in self._known:
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            self._known[key] = work_out()
        return self._known[key]  # type: ignore[return-value]  # the key tells what kind of answer it is

    def required(self, state: State) -> list[str]:
        """Return the keys of the elements that must still come."""
        return self.remembered(("required", state), lambda: expectations.required_elements(state))

    def possible(self, state: State, *, skipping: bool = False) -> dict[str, None]:
        """Return the keys of the elements that may come."""
        key = ("possible", state, skipping)
        return self.remembered(key, lambda: expectations.possible_elements(state, skipping=skipping))

    def folded(self, state: State) -> frozenset[str]:
        """Return the keys of the elements that may come, without regard to case."""
        possible = self.possible(state, skipping=True)
        return self.remembered(("folded", state), lambda: frozenset(each.casefold() for each in possible))

    def names(self, state: State) -> tuple[str, ...]:
        """Return the keys of what could stand here: the required first, then those of few letters."""

        def work_out() -> tuple[str, ...]:
            possible = sorted(self.possible(state), key=len)
            return tuple(dict.fromkeys((*self.required(state), *possible)))

        return self.remembered(("names", state), work_out)

    def completing(self, state: State) -> list[str]:
        """Return the keys of the elements behind one of which nothing more would be missing, as the schema has them."""

        def work_out() -> list[str]:
            starts = {name: state.starts[name] for name in self.possible(state)}
            behind = {name: start.returns.forgiving() for name, start in starts.items() if start}
            return [name for name, after in behind.items() if after and after.nullable()]

        return self.remembered(("completing", state), work_out)

    def shown_names(self, state: State) -> tuple[str, ...]:
        """Return what could stand here as people write it."""
        return self.remembered(("shown", state), lambda: tuple(shown(each) for each in self.names(state)))

    def skipping(self, state: State, name: str) -> Start | None:
        """Return the transition by a name if something required were not missing before it."""
        key = ("skipping", state, name)
        return self.remembered(key, lambda: self.automaton.start(state, name, skipping=True))

    def anywhere(self, state: State, name: str) -> Start | None:
        """Return the transition into an element of this name as if it were allowed."""
        return self.remembered(("anywhere", state, name), lambda: self.automaton.anywhere(state, name))

    def holder(self, state: State, name: str) -> str | None:
        """Return the name of an element that may stand here and may hold one of the other name."""
        return self.remembered(("holder", state, name), lambda: self._holder(state, name))

    def _holder(self, state: State, name: str) -> str | None:
        patterns = self.automaton.patterns
        for child in list(self.names(state))[:_MOST_INNER]:
            if child != name and any(
                _holds(patterns.content(each), name) for each in patterns.elements_named(child)[:2]
            ):
                return child
        return None


def _holds(pattern: Pattern, name: str) -> bool:
    """Tell whether a pattern has an element of this name anywhere, not through other elements."""
    return any(isinstance(each, Element) and each.bears(name) for each in within(pattern))
