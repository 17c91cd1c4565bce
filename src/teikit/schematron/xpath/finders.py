"""Finds the items of a sequence for which a condition is true by an index of their values."""

from copy import copy
from itertools import takewhile
from typing import Any

from teikit.schematron.xpath.comparable import texts_of
from teikit.schematron.xpath.dependence import Dependence, Token, conjuncts


class Finder:
    """Finds the nodes of a sequence that have a value, by their numbers."""

    def find(self, items: list[Any], context: Any) -> set[int] | None:
        """Return the numbers of those for which a condition is true; None where that is not known."""
        raise NotImplementedError


def make_finder(condition: Token, known: dict[int, Dependence]) -> Finder | None:
    """Return what finds the nodes for which a condition is true, None where each has to be tried."""
    symbol = condition.symbol
    if symbol == "(" and len(condition) == 1:
        return make_finder(condition[0], known)
    if symbol in {"=", "eq"}:
        for key, value in ((condition[0], condition[1]), (condition[1], condition[0])):
            if known[id(key)].is_of_focus and known[id(value)].is_without_focus:
                return EqualFinder(condition, key, value)
    if symbol == "or":
        one, other = (make_finder(each, known) for each in condition)
        return None if one is None or other is None else OrFinder(one, other)
    if symbol == "and":
        return _finder_of_all([*conjuncts(condition)], known)
    return None


def _finder_of_all(conditions: list[Token], known: dict[int, Dependence]) -> Finder | None:
    """Return what finds by one of the first conditions; those after one that has to be tried may depend on it."""
    first = [*takewhile(lambda each: each[1] is not None, ((each, make_finder(each, known)) for each in conditions))]
    # What differs from one evaluation to the next selects fewer.
    first.sort(key=lambda each: known[id(each[0])].is_of_focus)
    if not first or first[0][1] is None:
        return None
    return AndFinder(first[0][1], [each for each in conditions if each is not first[0][0]])


class EqualFinder(Finder):
    """Finds the nodes for which one expression has a value of another, which does not depend on the node.

    The node is the focus of the first, or the value of a variable.
    """

    def __init__(self, token: Token, key: Token, value: Token, variable: str = "") -> None:
        self._key, self._value, self._variable = key, value, variable
        self._is_single = token.symbol == "eq"

    def find(self, items: list[Any], context: Any) -> set[int] | None:
        """Return the numbers of those that have the value."""
        known = context.memory.get(id(self))
        if known is None or known[1] is not items:
            known = context.memory[id(self)] = self, items, self._index(items, context)
        index = known[2]
        values = texts_of(self._value, self._value.select(copy(context)))
        if index is None or values is None or (self._is_single and len(values) > 1):
            return None
        return {number for each in values for number in index.get(each, ())}

    def _index(self, items: list[Any], context: Any) -> dict[str, list[int]] | None:
        index: dict[str, list[int]] = {}
        for number, item in enumerate(items):
            at = copy(context)
            if self._variable:
                at.variables = {**context.variables, self._variable: item}
            else:
                at.item = item
            texts = texts_of(self._key, self._key.select(at))
            if texts is None or (self._is_single and len(texts) > 1):
                return None
            for each in texts:
                index.setdefault(each, []).append(number)
        return index


class OrFinder(Finder):
    """Finds the nodes that one of two others finds."""

    def __init__(self, one: Finder, other: Finder) -> None:
        self._one, self._other = one, other

    def find(self, items: list[Any], context: Any) -> set[int] | None:
        """Return the numbers of all that are found."""
        one, other = self._one.find(items, context), self._other.find(items, context)
        return None if one is None or other is None else one | other


class AndFinder(Finder):
    """Finds the nodes that another finds, and for which more conditions are true."""

    def __init__(self, first: Finder, rest: list[Token]) -> None:
        self._first, self._rest = first, rest

    def find(self, items: list[Any], context: Any) -> set[int] | None:
        """Return the numbers of those for which all is true."""
        found = self._first.find(items, context)
        return None if found is None else {each for each in found if self._is_true(items[each], context)}

    def _is_true(self, item: Any, context: Any) -> bool:
        at = copy(context)
        at.item = item
        return all(each.boolean_value(list(each.select(copy(at)))) for each in self._rest)
