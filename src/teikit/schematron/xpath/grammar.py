"""Corrects the grammar of elementpath's parsers where it is narrower than that of XPath.

XPath 1.0 lets a path begin with a function call (productions 19 and 20), and a name in a kind test may be that of an
operator (XPath 2.0, 2.5.3), as in `attribute(to)`.
"""

from abc import ABCMeta
from collections.abc import Callable
from typing import Any

# elementpath's token and parser class, which are not typed.
Token = Any
Parser = Any

# The functions of XPath 1.0 and XSLT 1.0 that return nodes.
_NODE_FUNCTIONS = frozenset({"current", "document", "id", "key"})
_KIND_TESTS = ("attribute", "element", "processing-instruction", "schema-attribute", "schema-element")


def allow_paths_from_calls(parser: Parser) -> None:
    """Let paths of a parser class of XPath 1.0 begin with a call of a function that returns nodes, or parentheses."""
    for symbol in ("/", "//"):
        old = parser.symbol_table[symbol]
        parser.symbol_table[symbol] = ABCMeta(old.__name__, (old,), {"led": _led(old.led)})


def _led(old: Callable[[Token, Token], Token]) -> Callable[[Token, Token], Token]:
    def led(self: Token, left: Token) -> Token:
        if left.label == "function" and left.symbol not in _NODE_FUNCTIONS:
            raise self.error("XPTY0019", f"{left.symbol}() does not return nodes, which a path needs before '/'")
        if left.label != "function" and left.symbol != "(":
            return old(self, left)
        if self.parser.next_token.label not in self.parser.PATH_STEP_LABELS:
            self.parser.expected_next(*self.parser.PATH_STEP_SYMBOLS)
        self[:] = left, self.parser.expression(75)
        return self

    return led


def allow_operator_names(parser: Parser) -> None:
    """Let the names in kind tests of a parser class be those of operators."""
    for symbol in _KIND_TESTS:
        old = parser.symbol_table.get(symbol)
        if old is not None:
            parser.symbol_table[symbol] = ABCMeta(old.__name__, (old,), {"nud": _nud(old.nud)})


def _nud(old: Callable[[Token], Token]) -> Callable[[Token], Token]:
    def nud(self: Token) -> Token:
        self.parser.expects_name = self.parser.next_token.symbol == "("
        return old(self)

    return nud


class NameExpectingParser:
    """What a parser needs to read a name after the parenthesis of a kind test, whatever else it may mean."""

    expects_name = False
    next_token: Token
    name_pattern: Any

    def advance(self, *symbols: str, message: str | None = None) -> Token:
        """Go to the next token, which is a name where one is expected."""
        token = super().advance(*symbols, message=message)  # type: ignore[misc]  # of the parser that it is mixed into
        if self.expects_name and token.symbol == "(":
            self.expects_name = False
            if self.name_pattern.match(self.next_token.symbol):
                self.next_token = self.next_token.as_name()
        return token
