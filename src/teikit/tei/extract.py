"""TEI text to the words it holds, and to the parts of its letter: the proof that encoding lost and invented nothing."""

from collections.abc import Iterator, Mapping

from lxml import etree

from teikit.letter import Label
from teikit.tei.markup import is_block

_NOTHING: Mapping[str, tuple[str, str]] = {}


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


def words(text: etree._Element, written: Mapping[str, tuple[str, str]] = _NOTHING) -> list[str]:
    """Return the words of a TEI `text` in document order, parted where white space or a block's edge stands.

    Args:
        text: the element.
        written: what the source has before and after the words of elements, by the value of their @rendition.

    """
    return "".join(_stretches(text, written)).split()


# What an element within another says of the words in it; a letterhead is an address, as TEI has it.
_LABELS = {
    ("div", "fw"): Label.ADDRESS,
    ("div", "head"): Label.HEAD,
    ("div", "postscript"): Label.POSTSCRIPT,
    ("div", "note"): Label.NOTE,
    ("body", "note"): Label.NOTE,
    ("opener", "title"): Label.HEAD,
    ("opener", "salute"): Label.SALUTE,
    ("closer", "salute"): Label.VALEDICTION,
    ("dateline", "address"): Label.ADDRESS,
    ("postscript", "signed"): Label.SIGNED,
    **{(around, "address"): Label.ADDRESS for around in ("opener", "closer")},
    **{(around, "dateline"): Label.DATELINE for around in ("opener", "closer")},
    **{(around, "idno"): Label.REFERENCE for around in ("opener", "closer")},
    **{(around, "seg"): Label.REFERENCE for around in ("opener", "closer")},
    **{(around, "signed"): Label.SIGNED for around in ("opener", "closer")},
}


def parts(text: etree._Element) -> list[tuple[Label, list[str]]]:
    """Return the parts of the letter in a `text` that teikit made, with their words; neighbours of one label are one."""
    found: list[tuple[Label, str]] = []
    for label, words in _labelled(text, Label.PARAGRAPH):
        # White space parts words, and belongs to nobody.
        own = found[-1][0] if found and not words.strip() else label
        if found and own is found[-1][0]:
            found[-1] = own, found[-1][1] + words
        elif words.strip():
            found.append((own, words))
    return [(label, held.split()) for label, held in found]


def _labelled(element: etree._Element, label: Label, *, is_later: bool = False) -> Iterator[tuple[Label, str]]:
    """Yield the words with their labels; of what was written later all is body."""
    parent = element.getparent()
    around = "" if parent is None else etree.QName(parent).localname
    is_later = is_later or element.get("type") == "writingSession"
    if not is_later:
        label = _LABELS.get((around, etree.QName(element).localname), label)
    blank = " " if is_block(etree.QName(element).localname) else ""
    yield label, blank + (element.text or "")
    for child in element:
        yield from _labelled(child, label, is_later=is_later)
        yield label, child.tail or ""
    yield label, blank
