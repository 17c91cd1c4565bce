"""Reads what originals are like: their extent and their form, in words (TEI P5 11.7)."""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.header.reader import HeaderReader, children, find_all, paragraphs


def read_extent(reader: HeaderReader, element: etree._Element | None) -> str:
    """Return the words of an extent, with measures that only have attributes, and the dimensions of a page."""
    if element is None:
        return ""
    if reader.words(element, ("dimensions", "measure")):
        parts = [reader.words(element, ("dimensions",))]
    else:
        parts = [reader.words(one) or _measure(one) for one in element.iter(T + "measure")]
    parts += [_dimensions(reader, one) for one in element.iter(T + "dimensions")]
    return ", ".join(filter(None, parts))


def _measure(element: etree._Element) -> str:
    """Return what a measure without words says in its attributes."""
    quantity = element.get("quantity", "")
    return f"{quantity} {element.get('unit') or element.get('type', '')}".strip() if quantity else ""


def _dimensions(reader: HeaderReader, element: etree._Element) -> str:
    sizes = list(filter(None, (reader.words(one) or one.get("quantity", "") for one in children(element))))
    return f"{' × '.join(sizes)} {element.get('unit', '')}".strip() if sizes else ""


def read_form(reader: HeaderReader, physical: etree._Element) -> str:
    """Return the form of an original: the paragraphs about it, or else its form and material."""
    words = reader.joined(paragraphs(physical), " ")
    return words or ", ".join(dict.fromkeys(filter(None, _form_of_object(reader, physical))))


def _form_of_object(reader: HeaderReader, physical: etree._Element) -> Iterator[str]:
    for described in find_all(physical, "objectDesc"):
        yield described.get("form", "")
        yield from map(reader.words, paragraphs(described))
        for support in find_all(described, "supportDesc"):
            yield support.get("material", "")
            yield from map(reader.words, (*find_all(support, "support"), *paragraphs(support)))
