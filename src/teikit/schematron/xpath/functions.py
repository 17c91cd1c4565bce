"""Configures the functions of XPath parsers: adds XSLT's, bounds all, refuses those that read."""

from typing import Any

from teikit.schematron.model import Binding
from teikit.schematron.xpath.bounds import Parser, bound_functions, replace
from teikit.schematron.xpath.reading_functions import add_reading
from teikit.schematron.xpath.xslt_functions import (
    UNSUPPORTED_FUNCTIONS,
    XSLT_FUNCTIONS,
    add_ids,
    add_xslt,
)

# Functions that read files, the network or the environment, or look up functions by names computed at run time.
READING_FUNCTIONS = frozenset({
    "doc", "doc-available", "document", "collection", "uri-collection", "unparsed-text", "unparsed-text-lines",
    "unparsed-text-available", "json-doc", "environment-variable", "available-environment-variables", "transform",
    "load-xquery-module", "function-lookup",
})  # fmt: skip
# Functions that a user may allow, by name.
ALLOWABLE_FUNCTIONS = frozenset({"doc", "doc-available", "document"})
# Functions that depend on time, chance or the machine; functions cannot be called by names computed at run time.
_TIME_DEPENDENT = (
    *("current-date", "current-time", "implicit-timezone", "random-number-generator"),
    *("generate-id", "collation", "default-language"),
)


def is_time_dependent(*expressions: str) -> bool:
    """Return whether one of some expressions may depend on the time or the machine."""
    return any(word in each for each in expressions for word in _TIME_DEPENDENT)


class RefusedError(Exception):
    """An expression calls a function that may not be called; has the function's name, and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name)
        self.name = name
        self.reason = reason


_VERSIONS = {"xslt": "1.0", "xslt2": "2.0", "xslt3": "3.0"}


def configure_functions(parser: Parser, binding: Binding, allowed: frozenset[str] = frozenset()) -> None:
    """Add to a parser class the functions of XSLT or refuse them, refuse those that read, and bound all."""
    for name in READING_FUNCTIONS - allowed:
        advice = "; --allow-read FOLDER allows it for the files of a folder" if name in ALLOWABLE_FUNCTIONS else ""
        _refuse(parser, name, f"which reads other files or the environment and is not allowed{advice}")
    add_ids(parser)
    if binding in _VERSIONS:
        add_xslt(parser, _VERSIONS[binding])
        for name in UNSUPPORTED_FUNCTIONS:
            _refuse(parser, name, "which is not supported: no stylesheet runs")
    else:
        known = {"generate-id"} & parser.symbol_table.keys()
        for name in (XSLT_FUNCTIONS | UNSUPPORTED_FUNCTIONS) - READING_FUNCTIONS - known:
            _refuse(parser, name, "which belongs to XSLT and is not allowed")
    add_reading(parser, allowed & ALLOWABLE_FUNCTIONS)
    bound_functions(parser)


def _refuse(parser: Parser, name: str, reason: str) -> None:
    if name not in parser.symbol_table:
        parser.function(name, nargs=None)

    def refuse(*_arguments: Any, **_keywords: Any) -> Any:
        raise RefusedError(name, reason)

    replace(parser, name, nud=refuse, evaluate=refuse, select=refuse, __call__=refuse, is_refused=True)
