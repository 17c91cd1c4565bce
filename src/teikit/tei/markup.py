"""Helpers to build TEI: makes elements, and knows which of them contain no text of their own."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# lxml names the default namespace None, which lxml-stubs does not know.
_DEFAULT: Any = {None: TEI}
Content = str | etree._Element
_CONTENT = (str, etree._Element)

# Elements that contain only elements, as teikit writes them; white space between their children has no meaning.
_STRUCTURAL = frozenset(
    {
        "TEI", "teiHeader", "fileDesc", "titleStmt", "publicationStmt", "sourceDesc", "encodingDesc", "appInfo",
        "editorialDecl", "seriesStmt", "abstract", "correspContext", "revisionDesc", "application", "profileDesc",
        "calendarDesc", "calendar", "langUsage", "correspDesc", "correspAction", "text", "body", "div", "opener",
        "address", "closer", "postscript", "note", "tagsDecl", "list", "item", "quote", "lg",
        "table", "row", "standOff", "certainty", "facsimile", "surface", "zone",
    }
)  # fmt: skip
# Elements between which a reader sees white space, whatever is in the file.
_BLOCKS = _STRUCTURAL | {
    "p", "head", "fw", "dateline", "salute", "signed", "addrLine", "idno", "seg", "lb", "item", "l", "row", "cell",
}  # fmt: skip


def is_structural(name: str) -> bool:
    """Return whether an element of this name contains only elements in what teikit writes."""
    return name in _STRUCTURAL


def is_block(name: str) -> bool:
    """Return whether the tags of an element of this name separate words."""
    return name in _BLOCKS


def add(parent: etree._Element, content: Content) -> None:
    """Append text or an element to an element."""
    if not isinstance(content, str):
        parent.append(content)
        return
    # Neither len(parent) nor parent[-1], which lxml counts out: a letter may have 100,000 lines.
    last = next(parent.iterchildren(reversed=True), None)
    if last is not None:
        last.tail = (last.tail or "") + content
    else:
        parent.text = (parent.text or "") + content


def element(name: str, *content: Content | Iterable[Content], **attributes: str) -> etree._Element:
    """Return a TEI element with its content in order; attributes with empty values are left out."""
    made = etree.Element(f"{{{TEI}}}{name}", {key: value for key, value in attributes.items() if value}, nsmap=_DEFAULT)
    for part in content:
        for one in (part,) if isinstance(part, _CONTENT) else part:
            add(made, one)
    return made
