"""A tree to bytes, the same bytes for the same tree: indented where white space means nothing, untouched elsewhere."""

from collections.abc import Callable

from lxml import etree

_STEP = "  "


def indent(element: etree._Element, is_structural: Callable[[str], bool], level: int = 0) -> None:
    """Put each child of structural elements (which hold no text of their own) on a line of its own, in place."""
    children = list(element)
    texts = (element.text, *(child.tail for child in children))
    if (
        not children
        or not is_structural(etree.QName(element).localname)
        or any(text and text.strip() for text in texts)
    ):
        return
    inner = "\n" + _STEP * (level + 1)
    element.text = inner
    for child in children:
        indent(child, is_structural, level + 1)
        child.tail = inner
    children[-1].tail = "\n" + _STEP * level


def to_bytes(root: etree._Element) -> bytes:
    """Return a document in UTF-8 with an XML declaration and a line end at its end."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="utf-8") + b"\n"
