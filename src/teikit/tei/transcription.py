"""Marks of a transcriber in TEI: declared in the header, so that the words of the source can be read back from a file.

The element for a mark points (@rendition) to how the mark is written, with … for the element's words or,
for a page or a line, its @n (TEI P5, 2.3.4, tagsDecl and rendition).
"""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from teikit.letter import Letter
from teikit.tei.inline import RENDITION
from teikit.tei.markup import ID, TEI, element, is_block
from teikit.text.plain import BREAKS, Sign

_CONTENT = "…"
Renditions = Mapping[str, tuple[str, str]]
_NO_RENDITIONS: Renditions = {}


def used_signs(letter: Letter) -> list[Sign]:
    """Return the signs of the marks in a letter, each once, in the order of their names."""
    signs = (mark.sign for part in letter.parts for line in part.unit.lines for mark in line.marks)
    found = {sign.name: sign for sign in signs if sign and (sign.before or sign.after)}
    return [found[name] for name in sorted(found)]


def tags_declaration(used: Iterable[Sign]) -> etree._Element:
    """Return the tagsDecl that says how marks are written in the source."""
    declaration = element("tagsDecl")
    for sign in used:
        name, form = RENDITION.format(sign.name)[1:], f"{sign.before}{_CONTENT}{sign.after}"
        declaration.append(element("rendition", form, scheme="free", **{ID: name}))
    return declaration


def read_renditions(header: etree._Element) -> Renditions:
    """Return the renditions in a header by the pointer to them: what is written before and after the words."""
    found = {}
    for rendition in header.iter(f"{{{TEI}}}rendition"):
        before, _, after = (rendition.text or "").partition(_CONTENT)
        found[f"#{rendition.get(ID)}"] = before, after
    return found


def extract_words(text: etree._Element, written: Renditions = _NO_RENDITIONS) -> list[str]:
    """Return the words of a TEI `text` in document order, separated at white space and at the edges of blocks.

    `written` is what the source has before and after the words of elements, by the value of their @rendition.
    """
    return "".join(_source_texts(text, written)).split()


def _source_texts(node: etree._Element, written: Renditions) -> Iterator[str]:
    name = etree.QName(node).localname
    blank = " " if is_block(name) else ""
    before, after = written.get(node.get("rendition") or "", ("", ""))
    yield blank + before
    yield node.get("n") or "" if before + after and name in BREAKS else node.text or ""
    for child in node:
        yield from _source_texts(child, written)
        yield child.tail or ""
    yield after + blank
