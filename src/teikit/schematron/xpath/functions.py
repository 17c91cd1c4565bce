"""Configures the functions of XPath parsers: adds XSLT's, bounds all, refuses those that read."""

from collections.abc import Callable
from typing import Any

from teikit.schematron.xpath.bounds import Parser, bound_functions, replace
from teikit.schematron.xpath.context import Context

# Functions that read files, the network or the environment, or look up functions by names computed at run time.
READING_FUNCTIONS = frozenset({
    "doc", "doc-available", "document", "collection", "uri-collection", "unparsed-text", "unparsed-text-lines",
    "unparsed-text-available", "json-doc", "environment-variable", "available-environment-variables", "transform",
    "load-xquery-module", "function-lookup",
})  # fmt: skip
# The functions that XSLT adds to XPath, as far as they are implemented.
XSLT_FUNCTIONS = frozenset({"current", "key", "generate-id", "document"})
# Functions that a user may allow, by name.
ALLOWABLE_FUNCTIONS = frozenset({"doc", "document"})
# Functions that depend on time, chance or the machine; functions cannot be called by names computed at run time.
_TIME_DEPENDENT = (
    *("current-date", "current-time", "implicit-timezone", "random-number-generator"),
    *("generate-id", "collation", "default-language"),
)


def is_time_dependent(*expressions: str) -> bool:
    """Return whether one of some expressions may depend on the time or the machine."""
    return any(word in each for each in expressions for word in _TIME_DEPENDENT)


class RefusedError(Exception):
    """An expression calls a function that may not be called; has the function's name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def configure_functions(parser: Parser, *, xslt: bool, allowed: frozenset[str] = frozenset()) -> None:
    """Add to a parser class the functions of XSLT or refuse them, refuse those that read, and bound all."""
    for name in READING_FUNCTIONS - allowed:
        _refuse(parser, name)
    if xslt:
        _add_xslt(parser)
    else:
        known = {"generate-id"} & parser.symbol_table.keys()
        for name in XSLT_FUNCTIONS - READING_FUNCTIONS - known:
            _refuse(parser, name)
    for name in allowed & ALLOWABLE_FUNCTIONS:
        _add_reading(parser, name)
    bound_functions(parser)


def _refuse(parser: Parser, name: str) -> None:
    if name not in parser.symbol_table:
        parser.function(name, nargs=None)

    def refuse(*_arguments: Any, **_keywords: Any) -> Any:
        raise RefusedError(name)

    replace(parser, name, nud=refuse, evaluate=refuse, select=refuse, __call__=refuse)


def _add(parser: Parser, name: str, nargs: Any, evaluate: Callable[[Any, Context], Any]) -> None:
    token = parser.function(name, nargs=nargs)

    def evaluate_token(self: Any, context: Any = None) -> Any:
        if context is None:
            raise self.missing_context()
        return evaluate(self, context)

    setattr(token, "evaluate", evaluate_token)  # noqa: B010  how elementpath itself binds what a token does


def _add_xslt(parser: Parser) -> None:
    _add(parser, "current", 0, lambda _self, context: context.current)
    _add(parser, "key", 2, _key)
    if "generate-id" not in parser.symbol_table:
        _add(parser, "generate-id", (0, 1), _generate_id)


def _key(self: Any, context: Context) -> Any:
    name = self.get_argument(context, required=True)
    values = [self.string_value(each) for each in self[1].select(context)]
    if context.look_up_key is None:
        raise self.error("XTDE1260", "there are no keys here")
    return [node for value in dict.fromkeys(values) for node in context.look_up_key(str(name), value)]


def _generate_id(self: Any, context: Context) -> str:
    node: Any = next(iter(self[0].select(context)), None) if len(self) else context.item
    return "" if node is None else f"n{node.position}"


def _add_reading(parser: Parser, name: str) -> None:
    def read(self: Any, context: Context) -> Any:
        wanted = self.get_argument(context)
        return [] if wanted is None or context.read is None else context.read(self.string_value(wanted))

    _add(parser, name, 1, read)
