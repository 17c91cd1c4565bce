"""TEI text to the words it holds, which proves that encoding neither lost nor invented any."""

from collections.abc import Iterator, Mapping

from lxml import etree

from teikit.tei.markup import is_block

_NO_RENDITIONS: Mapping[str, tuple[str, str]] = {}


def _stretches(element: etree._Element, written: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    name = etree.QName(element).localname
    blank = " " if is_block(name) else ""
    before, after = written.get(element.get("rendition") or "", ("", ""))
    yield blank + before
    yield element.get("n") or "" if before and name == "pb" else element.text or ""
    for child in element:
        yield from _stretches(child, written)
        yield child.tail or ""
    yield after + blank


def extract_words(text: etree._Element, written: Mapping[str, tuple[str, str]] = _NO_RENDITIONS) -> list[str]:
    """Return the words of a TEI `text` in document order, parted where white space or a block's edge stands.

    Args:
        text: the element.
        written: what the source has before and after the words of elements, by the value of their @rendition.

    """
    return "".join(_stretches(text, written)).split()
