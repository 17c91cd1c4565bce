"""Adds the functions that read other documents to a parser of XPath, where the user allowed them."""

from copy import copy
from typing import Any

from elementpath.xpath_nodes import XPathNode

from teikit.schematron.xpath.bounds import Parser
from teikit.schematron.xpath.context import Context, UnreadableDocumentError
from teikit.schematron.xpath.xslt_functions import add_function


def add_reading(parser: Parser, names: frozenset[str]) -> None:
    """Add the functions of some names: doc() and its like of XPath, document() of XSLT."""
    if "doc" in names:
        add_function(parser, "doc", 1, _doc)
    if "doc-available" in names:
        add_function(parser, "doc-available", 1, _is_available)
    if "document" in names:
        add_function(parser, "document", (1, 2), _document)


def _read(context: Context, reference: str, node: Any = None) -> Any:
    if context.read is None:
        raise UnreadableDocumentError(f"cannot read '{reference}': nothing reads other documents here")
    return context.read(reference, node)


def _doc(self: Any, context: Context) -> Any:
    wanted = self.get_argument(context)
    return [] if wanted is None else _read(context, self.string_value(wanted))


def _is_available(self: Any, context: Context) -> bool:
    wanted = self.get_argument(context)
    if wanted is None:
        return False
    try:
        _read(context, self.string_value(wanted))
    except UnreadableDocumentError:
        return False
    return True


def _document(self: Any, context: Context) -> list[Any]:
    """Return the documents that strings, or the values of nodes, refer to (XSLT 1.0, 12.1)."""
    base = next(self[1].select(copy(context)), None) if len(self) > 1 else None
    found: dict[int, Any] = {}
    for item in list(self[0].select(copy(context))):
        near = base if base is not None else item if isinstance(item, XPathNode) else None
        tree = _read(context, self.string_value(item), near)
        found[id(tree)] = tree
    return list(found.values())
