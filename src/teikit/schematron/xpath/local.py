"""Local expressions: those that see no more of a document than one element's name and attributes.

They are evaluated on a copy of the element alone, so that elementpath need not build its tree of the whole document,
which takes longer than all expressions of most schemas together.
"""

from typing import Any, cast

from elementpath import get_node_tree
from lxml import etree

# elementpath's token, whose type it does not tell.
Token = Any

_NAME_TESTS = {"(name)", ":", "*"}
_LITERALS = {"(string)", "(integer)", "(decimal)", "(float)"}
_OPERATORS = {"and", "or", "=", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge", "||"}
# Functions that look at nothing but their arguments.
_FUNCTIONS = {
    "not", "boolean", "count", "exists", "empty", "concat", "contains", "starts-with", "ends-with", "substring-before",
    "substring-after", "translate", "upper-case", "lower-case", "tokenize", "string-join",
}  # fmt: skip
# Functions that look at the context item where they have no argument.
_FUNCTIONS_OF_ONE = {"string", "normalize-space", "string-length", "number"}


def is_local(token: Token) -> bool:
    """Return whether an expression is local, and yields no node (which would be one of the copy)."""
    return token.symbol in _OPERATORS | _FUNCTIONS | _FUNCTIONS_OF_ONE and _sees_element_only(token)


def _sees_element_only(token: Token) -> bool:
    match token.symbol:
        case "self" | "attribute" | "@":
            return len(token) == 1 and token[0].symbol in _NAME_TESTS
        case "$":
            return True
        case "[":
            return len(token) == 2 and token[1].symbol == "(integer)" and _sees_element_only(token[0])
        case "|" | "union" | "(":
            return bool(len(token)) and all(map(_sees_element_only, token))
    if token.symbol in _FUNCTIONS_OF_ONE and len(token) != 1:
        return False
    known = token.symbol in _LITERALS | _OPERATORS | _FUNCTIONS | _FUNCTIONS_OF_ONE
    return known and all(map(_sees_element_only, token))


def copy_alone(element: etree._Element) -> Any:
    """Return an element with its attributes, without its content and what is around it, as elementpath has nodes."""
    made: Any = etree.Element(element.tag, cast("Any", element.attrib), cast("Any", element.nsmap))
    return get_node_tree(made)
