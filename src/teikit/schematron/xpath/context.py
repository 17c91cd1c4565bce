"""The dynamic context of an expression, which counts its steps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from elementpath import XPathContext

from teikit.schematron.xpath.spending import Spending


class UnreadableDocumentError(Exception):
    """A document that an expression asks for cannot be read; the message says why."""


class Context(XPathContext):
    """The context of an expression.

    `current` is the node of XSLT's current(), `look_up_key` is its key(), and `read` reads a document by its reference,
    relative to that of a node if one is given.
    """

    current: Any = None
    look_up_key: Callable[[str, str], Sequence[Any]] | None = None
    read: Callable[[str, Any], Any] | None = None
    # The global variables that the functions of the schema use.
    shared: Mapping[str, Any] = MappingProxyType({})
    # What constant parts of expressions are in the document, by the identity of their tokens.
    memory: dict[Any, Any] | None = None
    # One for the context and all its copies.
    spending: Spending

    def __copy__(self) -> "Context":
        self.spending.step()
        return cast("Context", super().__copy__())

    def iter_descendants(self, axis: str | None = None) -> Iterator[Any]:
        """Yield the nodes of a descending axis, counting them."""
        for node in super().iter_descendants(axis):
            self.spending.step()
            yield node

    def iter_followings(self) -> Iterator[Any]:
        """Yield the nodes that follow, counting them."""
        for node in super().iter_followings():
            self.spending.step()
            yield node

    def iter_preceding(self) -> Iterator[Any]:
        """Yield the nodes that precede, counting them."""
        for node in super().iter_preceding():
            self.spending.step()
            yield node

    def iter_product(
        self, selectors: Sequence[Callable[[Any], Any]], varnames: Sequence[str] | None = None
    ) -> Iterator[Any]:
        """Yield the combinations of a loop, counting them."""
        for each in super().iter_product(selectors, varnames):
            self.spending.step()
            yield each


def context(  # noqa: PLR0913  a dynamic context has these parts
    tree: Any, item: Any, variables: Mapping[str, Any], *, now: Any, current: Any, spending: Spending
) -> Context:
    """Return a new context at an item of a tree."""
    made = Context(root=tree, item=item, current_dt=now)
    # They are values of elementpath already, which it would copy item by item.
    made.variables = {name: value if value is not None else [] for name, value in variables.items()}
    made.current = current
    made.spending = spending
    return made
