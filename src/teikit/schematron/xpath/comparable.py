"""The values of a sequence as sets, which answer `=` as a comparison of each with each does."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from elementpath.datatypes import UntypedAtomic
from elementpath.xpath_nodes import XPathNode

from teikit.schematron.xpath.dependence import Token
from teikit.schematron.xpath.first import number

# What all casts to a number agree on.
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def texts_of(token: Token, items: Iterable[Any]) -> list[str] | None:
    """Return the values of items that an expression returned; None where one is neither a text nor without a type."""
    values = [each for item in items for each in _atomized(token, item)]
    if not all(type(each) is str or type(each) is UntypedAtomic for each in values):
        return None
    return [str(each) for each in values]


def _atomized(token: Token, item: Any) -> Iterable[Any]:
    if token.parser.version != "1.0":
        found: Iterable[Any] = token.atomize_item(item)
        return found
    return (item.string_value,) if isinstance(item, XPathNode) else (item,)


class Values:
    """The values of the items that an expression returned."""

    def __init__(self, token: Token, items: list[Any]) -> None:
        self._is_first = token.parser.version == "1.0"
        # In XPath 1.0 only node-sets are compared item by item.
        is_set = not self._is_first or all(isinstance(each, XPathNode) for each in items)
        texts = texts_of(token, items) if is_set else None
        self.texts = None if texts is None else frozenset(texts)

    @cached_property
    def _numbers(self) -> frozenset[float] | None:
        """The values as numbers; None where a cast fails, or may."""
        if self.texts is None:
            return None
        if self._is_first:
            found = map(number, self.texts)
            return frozenset(each for each in found if each == each)  # noqa: PLR0124  NaN is equal to nothing
        return frozenset(map(float, self.texts)) if all(map(_PLAIN_NUMBER.fullmatch, self.texts)) else None

    def has_any_of(self, token: Token, context: Any) -> bool | None:
        """Return whether one of the values is equal to one of an expression; None where they are of other types."""
        if self.texts is None:
            return None
        items = list(token.select(context))
        texts = texts_of(token, items)
        if texts is not None:
            return not self.texts.isdisjoint(texts)
        values = [each for item in items for each in _atomized(token, item)]
        if self._numbers is None or not all(type(each) in {int, float} for each in values):
            return None
        return not self._numbers.isdisjoint(values)
