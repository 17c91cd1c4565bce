"""Bounds what the functions and operators of elementpath's parsers make, and what they do before they can count."""

import re
from abc import ABCMeta
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

from elementpath import XPath1Parser
from elementpath.datatypes import AnyURI
from elementpath.xpath_tokens import XPathFunction, XPathToken

from teikit.schematron.xpath.regular_expressions import with_bounded_regexes
from teikit.schematron.xpath.spending import TooMuchError, current_spending

# elementpath's token and parser class, which are not typed.
Token = Any
TokenClass = Any
Parser = type[XPath1Parser]

# Operators that make values; the others return nodes of the document, or whether something is true.
_OPERATORS = frozenset(
    {",", "!", "for", "let", "||", "+", "-", "*", "div", "idiv", "mod", "=>", "?", "#", "map", "array"}
)
_REGEX_FUNCTIONS = ("matches", "replace", "tokenize", "analyze-string")
_PICTURES = ("format-integer", "format-number", "format-date", "format-time", "format-dateTime")
_LONGEST_PICTURE = 500
_MOST_DIGITS = 15
_LONG_WIDTH = re.compile(r"\d{4}")
# Roman numerals have a letter for each thousand; Decimal has as many digits as it is rounded to.
_LARGEST_ROMAN = 10_000_000
_MOST_PLACES = 1_000
_POWERS = ("pow", "exp10")
_POWER = "{http://www.w3.org/2005/xpath-functions/math}"


class BoundedTable(dict[str, TokenClass]):
    """The tokens of a parser by symbol: a class whose values are bounded is made when its symbol is first used."""

    def __init__(self, table: dict[str, TokenClass]) -> None:
        super().__init__(table)
        self._bounded: set[str] = set()

    def __copy__(self) -> "BoundedTable":
        made = BoundedTable(self)
        made._bounded = set(self._bounded)
        return made

    def __getitem__(self, symbol: str) -> TokenClass:
        token = super().__getitem__(symbol)
        if symbol in self._bounded:
            return token
        self._bounded.add(symbol)
        # issubclass would ask each of the hundreds of functions.
        if XPathFunction in token.__mro__ or token.symbol in _OPERATORS:
            token = self[symbol] = _bound(token)
        return token


def bound_functions(parser: Parser) -> None:
    """Bound the values of the functions and operators of a parser class."""
    table: dict[str, TokenClass] = parser.symbol_table  # type: ignore[assignment]  # the classes are not typed
    for name in _REGEX_FUNCTIONS:
        if name in table:
            replace(parser, name, evaluate=with_bounded_regexes(table[name].evaluate))
    for name, methods in _METHODS.items():
        # In XPath 1.0, which has no ranges, round() has one argument.
        if name in table and (name != "round" or "to" in table):
            replace(parser, name, **methods(table[name]))
    parser.symbol_table = BoundedTable(table)


def replace(parser: Parser, name: str, **methods: Any) -> None:
    """Replace methods of a token: in a class of its own, so that elementpath's own parsers go on as they were."""
    old = parser.symbol_table[name]
    parser.symbol_table[name] = ABCMeta(old.__name__, (old,), methods)


def _bound(token: TokenClass) -> TokenClass:
    """Return a class of a token that compares the size of its values with the limits."""
    methods: dict[str, Any] = {}
    if token.evaluate is not XPathToken.evaluate:
        methods["evaluate"] = _bound_evaluate(token.evaluate)
    if token.select is not XPathToken.select:
        methods["select"] = _bound_select(token.select)
    return ABCMeta(token.__name__, (token,), methods)


def _bound_evaluate(old: Callable[..., Any]) -> Callable[..., Any]:
    def evaluate(self: Token, context: Any = None) -> Any:
        value = old(self, context)
        kind = type(value)
        if kind is not bool and kind is not float:
            current_spending().take(value)
        return value

    return evaluate


def _bound_select(old: Callable[..., Any]) -> Callable[..., Any]:
    def select(self: Token, context: Any = None) -> Iterator[Any]:
        spending = current_spending()
        for item in old(self, context):
            spending.take_items()
            yield item

    return select


def _join(old: TokenClass) -> dict[str, Any]:
    """Return a concatenation that counts the characters of its parts before it joins them."""

    def evaluate_concat(self: Token, context: Any = None) -> Any:
        context = self.context or context
        spending, parts, count = current_spending(), [], 0
        for index in range(len(self)):
            parts.append(self.string_value(self.get_argument(context, index=index)))
            count += len(parts[-1])
            spending.take_characters(count)
        return "".join(parts)

    return {"evaluate": evaluate_concat} if old.evaluate is not XPathToken.evaluate else {}


def _string_join(_old: TokenClass) -> dict[str, Any]:
    def evaluate(self: Token, context: Any = None) -> str:
        context = self.context or context
        spending, items, count = current_spending(), [], 0
        for index, value in enumerate(self[0].atomization(context)):
            items.append(self.validated_value(value, cls=str, promote=AnyURI, index=index))
            count += len(items[-1])
            spending.take_characters(count)
        separator = self.get_argument(context, 1, required=True, cls=str) if len(self) > 1 else ""
        spending.take_characters(count + len(separator) * len(items))
        return str(separator).join(items)

    return {"evaluate": evaluate}


def _comma(_old: TokenClass) -> dict[str, Any]:
    def evaluate(self: Token, context: Any = None) -> list[Any]:
        spending = current_spending()
        results: list[Any] = []
        for operand in self:
            result = operand.evaluate(context)
            if isinstance(result, list):
                spending.take_items(len(result))
                results.extend(result)
            elif result is not None:
                spending.take_items()
                results.append(result)
        return results

    return {"evaluate": evaluate}


def _range(old: TokenClass) -> dict[str, Any]:
    def evaluate(self: Token, context: Any = None) -> Any:
        start, stop = self.get_operands(context)
        if isinstance(start, int) and isinstance(stop, int) and stop >= start:
            current_spending().take_items(stop - start + 1)
        return old.evaluate(self, context)

    return {"evaluate": evaluate}


def _checked_arguments(check: Callable[[Token, int, Any], Any]) -> Callable[[TokenClass], dict[str, Any]]:
    """Return the methods of a function whose arguments are checked, or replaced, before it uses them."""

    def methods(_old: TokenClass) -> dict[str, Any]:
        def get_argument(self: Token, context: Any, index: int = 0, *given: Any, **named: Any) -> Any:
            return check(self, index, XPathToken.get_argument(self, context, index, *given, **named))

        return {"get_argument": get_argument}

    return methods


def _exponent(self: Token, index: int, value: Any) -> Any:
    """Return an exponent: a large one as a double, whose powers are doubles too, as is the result in any case."""
    is_large = isinstance(value, int) and abs(value) > _MOST_PLACES
    return float(value) if is_large and index == len(self) - 1 else value


def _places(_self: Token, index: int, value: Any) -> Any:
    if index == 1 and isinstance(value, int) and abs(value) > _MOST_PLACES:
        raise TooMuchError("number-digits")
    return value


def _half_to_even(old: TokenClass) -> dict[str, Any]:
    def evaluate(self: Token, context: Any = None) -> Any:
        # It does not ask for its second argument as others do.
        if len(self) > 1:
            _places(self, 1, self[1].evaluate(self.context or context))
        return old.evaluate(self, context)

    return {"evaluate": evaluate}


def _picture(_self: Token, index: int, value: Any) -> Any:
    """Refuse a picture that is long, asks for thousands of digits, or would be tried in exponentially many ways."""
    if index == 0:
        current_spending().formatted = value
    elif index == 1 and isinstance(value, str):
        if len(value) > _LONGEST_PICTURE or _LONG_WIDTH.search(value) is not None or value.count("#") > _MOST_DIGITS:
            raise TooMuchError("number-digits")
        number = current_spending().formatted
        if value[:1] in {"I", "i"} and isinstance(number, int) and abs(number) > _LARGEST_ROMAN:
            raise TooMuchError("number-digits")
    return value


def _path(old: TokenClass) -> dict[str, Any]:
    """Return a path that leaves the context as it was: elementpath 5.1 moves it to the root of a path from there."""

    def select(self: Token, context: Any = None) -> Iterator[Any]:
        found: Iterator[Any] = old.select(self, copy(context) if len(self) < 2 else context)
        return found

    return {"select": select}


_METHODS: dict[str, Callable[[TokenClass], dict[str, Any]]] = {
    **dict.fromkeys(_PICTURES, _checked_arguments(_picture)),
    **dict.fromkeys((_POWER + each for each in _POWERS), _checked_arguments(_exponent)),
    "round": _checked_arguments(_places),
    "round-half-to-even": _half_to_even,
    "to": _range,
    "concat": _join,
    "string-join": _string_join,
    ",": _comma,
    "/": _path,
    "//": _path,
}
