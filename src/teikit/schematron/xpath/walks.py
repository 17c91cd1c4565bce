"""Selects by libxml2 the elements or attributes of a path from the root, as nodes of elementpath."""

from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from teikit.schematron.xpath.cost import is_linear
from teikit.schematron.xpath.translation import Token, UntranslatableError, translate


class Walk(NamedTuple):
    """A path to elements, and the name of those of their attributes that are selected, if any."""

    path: Callable[..., Any]
    attribute: str = ""

    def nodes(self, root: Any) -> list[Any]:
        """Return the nodes of a document that elementpath has a tree of."""
        found = [root.elements[each] for each in self.path(root.value)]
        if not self.attribute:
            return found
        return [each for element in found for each in element.attributes if each.name == self.attribute]


def is_attribute_path(token: Token) -> bool:
    """Return whether an expression is a path from the root to attributes of one name."""
    return _attribute(token) is not None and (len(token) == 2 or token.symbol == "//")


def make_walk(token: Token) -> Walk | None:
    """Return the walk of a path from the root without variables, None where libxml2 may take more than linear time."""
    if not ends_in_elements(token) and _attribute(token) is None:
        return None
    namespaces = {prefix: uri for prefix, uri in token.parser.namespaces.items() if prefix}
    attribute = _attribute(token)
    try:
        if not is_linear(token):
            return None
        if attribute is None:
            return Walk(etree.XPath(translate(token, {})[1], namespaces=namespaces))
        test = f"[{translate(token[-1], {})[1]}]"
        if len(token) == 1:
            path = f"//*{test}"
        else:
            inside = "" if token.symbol == "/" else "/descendant-or-self::*"
            path = f"{translate(token[0], {})[1]}{inside}{test}"
        prefix, _, local = attribute.rpartition(":")
        name = f"{{{namespaces[prefix]}}}{local}" if prefix else local
        return Walk(etree.XPath(path, namespaces=namespaces), name)
    except (UntranslatableError, etree.XPathError, KeyError, RecursionError):
        return None


def ends_in_elements(token: Token) -> bool:
    """Return whether an expression returns only elements, so that libxml2's result needs no conversion."""
    if token.symbol in {"|", "union"}:
        return all(map(ends_in_elements, token))
    if token.symbol == "[" or (token.symbol == "(" and len(token) == 1):
        return ends_in_elements(token[0])
    if token.symbol in {"/", "//"}:
        return bool(len(token)) and ends_in_elements(token[-1])
    if token.symbol in {"child", "descendant", "self", "parent", "ancestor", "following-sibling", "preceding-sibling"}:
        return len(token) == 1 and ends_in_elements(token[0])
    return token.symbol in {"(name)", ":", "*"} and not (token.symbol == "*" and len(token))


def _attribute(token: Token) -> str | None:
    """Return the name, with its prefix, of the attributes to which a path leads; None where it leads elsewhere."""
    if token.symbol not in {"/", "//"} or not len(token) or token[-1].symbol != "@" or len(token[-1]) != 1:
        return None
    test = token[-1][0]
    if test.symbol == "(name)":
        return str(test.value)
    is_prefixed = test.symbol == ":" and test[0].symbol == test[1].symbol == "(name)"
    return f"{test[0].value}:{test[1].value}" if is_prefixed else None
