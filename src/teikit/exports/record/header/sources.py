"""Reads bibliographic references and other words about the sources of a letter (TEI P5 2.2.7)."""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.record.element_content import ELEMENT_CONTENT
from teikit.exports.record.header.reader import HeaderReader, children, find_all, paragraphs

_REFERENCES = frozenset(T + name for name in ("ab", "bibl", "biblFull", "biblStruct", "item", "p"))
_STRUCTURED = frozenset({T + "biblStruct", T + "biblFull"})
# Elements that contain references, or witnesses with references.
_CONTAINERS = frozenset(T + name for name in ("list", "listBibl", "listWit", "sourceDesc", "witness"))


def read_sources(reader: HeaderReader, file: etree._Element) -> tuple[str, ...]:
    """Return the sources in words; manuscripts are holdings."""
    found = (_reference(reader, one) for source in find_all(file, "sourceDesc") for one in _references(source))
    return tuple(dict.fromkeys(filter(None, found)))


def _references(element: etree._Element) -> Iterator[etree._Element]:
    if element.tag in _REFERENCES or _is_described_in_words(element):
        yield element
    elif element.tag in _CONTAINERS:
        for child in children(element):
            yield from _references(child)
    elif element.tag == T + "msDesc":
        # Its paragraphs take the place of its structured parts.
        yield from paragraphs(element)


def _is_described_in_words(element: etree._Element) -> bool:
    """Return whether a witness is described in words, and not by references."""
    return element.tag == T + "witness" and bool(
        (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    )


def _reference(reader: HeaderReader, element: etree._Element) -> str:
    """Return a bibliographic reference in words; the parts of a structured one are separated by commas."""
    if element.tag not in _STRUCTURED:
        return reader.words(element, ("msDesc",))
    return ", ".join(filter(None, _parts(reader, element)))


def _parts(reader: HeaderReader, element: etree._Element) -> Iterator[str]:
    for child in children(element):
        if tei_name(child) not in ELEMENT_CONTENT:
            yield reader.words(child)
        elif child.tag == T + "respStmt":
            yield reader.joined(children(child), " ")
        else:
            yield from _parts(reader, child)
