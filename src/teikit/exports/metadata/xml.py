"""Builds and serializes XML of other vocabularies: an element maker for each namespace."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

from teikit.exports.metadata.languages import is_language_tag

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Content = str | etree._Element | None
# Signs that a URI cannot have where they are (RFC 3986): square brackets, and a percent sign without digits.
_NO_URI = re.compile(r"[\[\]]|%(?![0-9A-Fa-f]{2})")
Maker = Callable[..., etree._Element]


def maker(namespace: str, nsmap: Any = None) -> Maker:
    """Return a function that makes elements of a namespace: name, content, attributes.

    Content that is empty text or None is left out, as are attributes with empty values, and languages that are no tags;
    `class_` is written as `class`.
    """

    def make(name: str, /, *content: Content | Iterable[Content], **attributes: str) -> etree._Element:
        made = etree.Element(f"{{{namespace}}}{name}", nsmap=nsmap or {None: namespace})
        for key, value in attributes.items():
            if value and (key != XML_LANG or is_language_tag(value)):
                made.set(key.rstrip("_"), value)
        for part in content:
            for one in [part] if part is None or isinstance(part, str | etree._Element) else part:
                _add(made, one)
        return made

    return make


def any_uri(address: str) -> str:
    """Return an address as XML Schema's `anyURI` requires it: with signs encoded that a URI cannot have."""
    return _NO_URI.sub(lambda sign: f"%{ord(sign[0]):02X}", address)


def _add(parent: etree._Element, content: Content) -> None:
    if isinstance(content, str):
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + content
        else:
            parent.text = (parent.text or "") + content
    elif content is not None:
        parent.append(content)


def xml_bytes(root: etree._Element) -> bytes:
    """Return a document in UTF-8, indented, with a declaration; the same tree gives the same bytes."""
    etree.indent(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xsi"])
    declared = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return declared + etree.tostring(root, encoding="utf-8") + b"\n"
