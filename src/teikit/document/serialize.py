"""Serialises a tree, always to the same bytes: indented where white space has no meaning, untouched elsewhere."""

from collections.abc import Callable

from lxml import etree

_STEP = "  "


def indent(root: etree._Element, is_structural: Callable[[str], bool]) -> None:
    """Put each child of structural elements (which hold no text of their own) on a line of its own, in place."""

    def has_only_elements(element: etree._Element) -> bool:
        texts = (element.text, *(child.tail for child in element))
        return is_structural(etree.QName(element).localname) and not any(text and text.strip() for text in texts)

    indent_where(root, has_only_elements)


def indent_where(root: etree._Element, holds_only_elements: Callable[[etree._Element], bool]) -> None:
    """Put each child of the elements for which that holds on a line of its own, in place, from the root down."""
    waiting = [(root, 0)]
    while waiting:
        element, level = waiting.pop()
        if not len(element) or not holds_only_elements(element):
            continue
        inner = "\n" + _STEP * (level + 1)
        element.text = inner
        for child in element:
            child.tail = inner
            waiting.append((child, level + 1))
        element[-1].tail = "\n" + _STEP * level


def to_bytes(root: etree._Element, *instructions: str) -> bytes:
    """Return a document in UTF-8: an XML declaration, a line for each processing instruction, and the tree."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *(f"<?{each}?>" for each in instructions), ""]
    return "\n".join(lines).encode() + etree.tostring(root, encoding="utf-8") + b"\n"
