"""The comparisons of XPath 1.0 (clause 3.4): elementpath's fail for a number and a text that is not one."""

import operator
import re
from collections.abc import Callable
from typing import Any

from elementpath.xpath_nodes import XPathNode

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")


def number(value: Any) -> float:
    """Return a value as a number: NaN for text that is not one."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        return float(found[1]) if found else float("nan")
    return float(value)


def compare(symbol: str, left: list[Any], right: list[Any]) -> bool:
    """Return whether a comparison of two operands is true, each a list of items; a node-set may have many."""
    if _is_set(right) and not _is_set(left):
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(symbol, symbol)
        return compare(mirrored, right, left)
    if not _is_set(left):
        return _compare_values(symbol, left[0], right[0])
    texts = [each.string_value for each in left]
    if _is_set(right):
        others = [each.string_value for each in right]
        return any(_compare_values(symbol, one, two) for one in texts for two in others)
    if isinstance(right[0], bool):
        return _compare_values(symbol, bool(left), right[0])
    return any(_compare_values(symbol, one, right[0]) for one in texts)


def _is_set(items: list[Any]) -> bool:
    return not items or isinstance(items[0], XPathNode)


def _compare_values(symbol: str, left: Any, right: Any) -> bool:
    compare_ = OPERATORS[symbol]
    if symbol in {"=", "!="}:
        if isinstance(left, bool) or isinstance(right, bool):
            return compare_(_truth(left), _truth(right))
        if isinstance(left, str) and isinstance(right, str):
            return compare_(left, right)
    return compare_(number(left), number(right))


def _truth(value: Any) -> bool:
    # NaN is false, as zero is.
    return value == value and bool(value)  # noqa: PLR0124


def bind_comparisons(parser: Any) -> None:
    """Give a parser class of XPath 1.0 these comparisons."""
    for symbol in OPERATORS:
        old = parser.symbol_table[symbol]

        def evaluate(self: Any, context: Any = None) -> bool:
            left, right = (list(operand.select(context)) for operand in self)
            return compare(self.symbol, left, right)

        parser.symbol_table[symbol] = type(old)(old.__name__, (old,), {"evaluate": evaluate})
