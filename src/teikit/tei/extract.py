"""TEI text to the words it holds, which proves that encoding neither lost nor invented any."""

from collections.abc import Iterator

from lxml import etree

from teikit.tei.markup import is_block


def _stretches(element: etree._Element) -> Iterator[str]:
    blank = " " if is_block(etree.QName(element).localname) else ""
    yield blank
    yield element.text or ""
    for child in element:
        yield from _stretches(child)
        yield child.tail or ""
    yield blank


def words(text: etree._Element) -> list[str]:
    """Return the words of a TEI `text` in document order, parted where white space or a block's edge stands."""
    return "".join(_stretches(text)).split()
