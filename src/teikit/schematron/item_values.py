"""Values of variables with content, and names of items, as messages have them."""

from typing import Any

from lxml import etree

from teikit.schematron.constructors import content_nodes
from teikit.schematron.model import Let


def content_value(let: Let) -> list[Any] | str:
    """Return the value of a variable that has content instead of an expression."""
    return list(content_nodes(let.content, let.type)) if let.content.children else ""


def is_element(item: Any) -> bool:
    """Return whether an item of elementpath is an element, or one of the nodes that lxml keeps as elements."""
    return isinstance(getattr(item, "value", None), etree._Element) and not hasattr(item, "match_value")


def item_name(item: Any) -> str:
    """Return the name of a node as it is written in the document, with its prefix."""
    element: Any = getattr(item, "value", None)
    if is_element(item) and isinstance(element.tag, str):
        prefix = f"{element.prefix}:" if element.prefix else ""
        return prefix + etree.QName(element).localname
    name = getattr(item, "name", None) or ""
    if name.startswith("{http://www.w3.org/XML/1998/namespace}"):
        return "xml:" + name.partition("}")[2]
    return name.rpartition("}")[2]
