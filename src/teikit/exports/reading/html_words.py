"""Writes words of a document as HTML text and attributes, and links to web addresses."""

import re

from lxml import etree

from teikit.exports.reading.elements import language_tag
from teikit.exports.record.authorities import is_web_address
from teikit.tei.markup import LANG

_CONTROL = re.compile("[\x7f-\x9f]")


def escape(text: str) -> str:
    """Return text escaped for HTML and for quoted attributes; control characters are replaced."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text if text.isascii() else _CONTROL.sub("\ufffd", text)


def lang_attribute(element: etree._Element) -> str:
    """Return the `lang` attribute for an element, after a blank, or nothing."""
    return format_lang(element.get(LANG, ""))


def format_lang(tag: str) -> str:
    """Return the `lang` attribute for a tag, after a blank; nothing if HTML would not know the language."""
    known = language_tag(tag)
    return f' lang="{known}"' if known else ""


def link(text: str, address: str) -> str:
    """Return text as HTML, as a link if the address is one of the web."""
    shown = escape(text)
    return f'<a href="{escape(address)}" rel="external">{shown}</a>' if is_web_address(address) else shown
