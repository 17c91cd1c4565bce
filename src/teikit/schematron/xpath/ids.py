"""Indexes the ids of a document for id() of XPath 2 and later, for which elementpath visits all elements."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from elementpath.datatypes import Id
from elementpath.xpath_nodes import EtreeElementNode, XPathNode

from teikit.schematron.xpath.names import Token

_KEY = "ids"


def index_ids(token: Token) -> bool:
    """Let a call of id() with one argument look ids up; return whether that saves time, which it does."""
    kind = type(token)

    def select(context: Any = None) -> Iterator[Any]:
        is_known = getattr(context, "memory", None) is not None and token.context is None
        if not is_known or not is_inside(context.item, context.root):
            found: Iterator[Any] = kind.select(token, context)
            return found
        return iter(_find(token, context))

    token.select = select
    return True


def is_inside(item: Any, root: Any) -> bool:
    """Return whether an item is a node of the tree with a root."""
    node = item if isinstance(item, XPathNode) else None
    while node is not None and node is not root:
        node = node.parent
    return node is not None


def _find(token: Token, context: Any) -> list[Any]:
    ids = context.memory.get(_KEY)
    if ids is None:
        ids = context.memory[_KEY] = _ids(context.root)
    given = (token.string_value(each).split() for each in token[0].select(copy(context)))
    found = {ids[name] for names in given for name in names if name in ids and Id.is_valid(name)}
    return sorted(found, key=lambda each: each.position)


def _ids(root: Any) -> dict[str, Any]:
    """Return the first element of each id."""
    found: dict[str, Any] = {}
    for element in root.iter_descendants():
        if isinstance(element, EtreeElementNode):
            for each in element.attributes:
                if isinstance(each.value, str) and each.is_id:
                    found.setdefault(each.value, element)
    return found
