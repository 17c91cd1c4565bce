"""The dynamic context of an expression, with a limit on its steps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from elementpath import XPathContext

# Steps of one evaluation in addition to those in proportion to the document; an endless loop ends after seconds.
STEPS = 250_000
STEPS_A_NODE = 1_000
LONGEST_RANGE = 250_000
LONGEST_STRING = 10_000_000


class TooMuchError(Exception):
    """An expression exceeds its limit of steps."""


class Context(XPathContext):
    """The context of an expression: `current` is the node of XSLT's current(), `keyed` looks up its key()."""

    current: Any = None
    look_up_key: Callable[[str, str], Sequence[Any]] | None = None
    read: Callable[[str], Any] | None = None
    # One counter for the context and all its copies.
    step_counter: list[int]
    most_steps: int = STEPS

    def __copy__(self) -> "Context":
        self.spend()
        return cast("Context", super().__copy__())

    def spend(self) -> None:
        """Count a step.

        Raises:
            TooMuchError: The limit is exceeded.
        """
        self.step_counter[0] += 1
        if self.step_counter[0] > self.most_steps:
            raise TooMuchError(f"it takes more than {self.most_steps} steps")

    def iter_descendants(self, axis: str | None = None) -> Iterator[Any]:
        """Yield the nodes of a descending axis, counting them."""
        for node in super().iter_descendants(axis):
            self.spend()
            yield node

    def iter_followings(self) -> Iterator[Any]:
        """Yield the nodes that follow, counting them."""
        for node in super().iter_followings():
            self.spend()
            yield node

    def iter_preceding(self) -> Iterator[Any]:
        """Yield the nodes that precede, counting them."""
        for node in super().iter_preceding():
            self.spend()
            yield node

    def iter_product(
        self, selectors: Sequence[Callable[[Any], Any]], varnames: Sequence[str] | None = None
    ) -> Iterator[Any]:
        """Yield the combinations of a loop, counting them."""
        for each in super().iter_product(selectors, varnames):
            self.spend()
            yield each


def context(  # noqa: PLR0913  a dynamic context has these parts
    tree: Any, item: Any, variables: Mapping[str, Any], *, now: Any, current: Any, size: int
) -> Context:
    """Return a new context at an item of a tree with a number of nodes."""
    made = Context(root=tree, item=item, variables=dict(variables), current_dt=now)
    made.current = current
    made.step_counter, made.most_steps = [0], STEPS + STEPS_A_NODE * size
    return made
