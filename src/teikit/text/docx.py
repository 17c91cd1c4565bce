"""Word documents to lines, by python-docx: paragraphs, how they are written, footnotes where they are called."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from teikit.errors import UnreadableInputError
from teikit.text.plain import Line
from teikit.text.runs import HEADING, ITEM, Run, block

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REND = (("b", "bold"), ("i", "italic"), ("u", "underline"), ("strike", "strikethrough"))
_OFF = {"0", "false", "none", "off"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}ptab": "\t"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_INDENTS = {"right": 40, "end": 40, "center": 20}
Notes = dict[tuple[str, str], str]


def _rend(run: etree._Element) -> str:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return ""
    found = []
    for name, rend in _REND:
        element = properties.find(f"{_W}{name}")
        if element is not None and (element.get(f"{_W}val") or "on").lower() not in _OFF:
            found.append(rend)
    position = properties.find(f"{_W}vertAlign")
    if position is not None and position.get(f"{_W}val") in {"superscript", "subscript"}:
        found.append(position.get(f"{_W}val") or "")
    return " ".join(found)


def _runs(paragraph: etree._Element, notes: Notes) -> Iterator[Run]:
    rend = ""
    for element in _walk(paragraph):
        if element.tag == f"{_W}r":
            rend = _rend(element)
        elif element.tag == f"{_W}t":
            yield Run(element.text or "", rend)
        elif element.tag in _SIGNS:
            yield Run(_SIGNS[element.tag], rend)
        elif element.tag == f"{_W}p" and element is not paragraph:
            # A text box stands within the paragraph that it is anchored to.
            yield Run("\n")
        elif element.tag in _NOTES:
            text = notes.get((_NOTES[element.tag], element.get(f"{_W}id") or ""), "")
            yield Run(text, "footnote")


def _walk(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and all in it, but what only repeats it for old programs."""
    yield element
    for child in element:
        if child.tag != _FALLBACK:
            yield from _walk(child)


def _notes(document: Any) -> Notes:
    found: Notes = {}
    for part in document.part.package.iter_parts():
        kind = str(part.partname).rpartition("/")[2].removesuffix(".xml")
        if kind in {"footnotes", "endnotes"}:
            for note in etree.fromstring(part.blob):
                paragraphs = ("".join(t.text or "" for t in one.iter(f"{_W}t")) for one in note.iter(f"{_W}p"))
                found[kind, note.get(f"{_W}id") or ""] = " ".join(" ".join(paragraphs).split())
    return found


def _paragraphs(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs of a body or a cell in their order, those of tables too."""
    for item in parent.iter_inner_content():
        if isinstance(item, docx.table.Table):
            for row in item.rows:
                for cell in {id(cell._tc): cell for cell in row.cells}.values():  # noqa: SLF001  merged cells repeat
                    yield from _paragraphs(cell)
        else:
            yield item


def _headings(document: Any, name: str) -> Iterator[Any]:
    """Yield the paragraphs above or below the pages, each text once."""
    seen = set()
    for section in document.sections:
        part = getattr(section, name)
        if not part.is_linked_to_previous:
            for paragraph in _paragraphs(part):
                # The number of a page is the program's word, not the letter's.
                is_counter = any("PAGE" in (code.text or "") for code in paragraph._p.iter(f"{_W}instrText"))  # noqa: SLF001
                if paragraph.text.strip() and paragraph.text not in seen and not is_counter:
                    seen.add(paragraph.text)
                    yield paragraph


def _lines(paragraphs: Iterable[Any], notes: Notes) -> list[Line]:
    found: list[Line] = []
    for paragraph in paragraphs:
        place = paragraph._p.find(f"{_W}pPr/{_W}jc")  # noqa: SLF001  python-docx knows fewer values than Word writes
        indent = _INDENTS.get(place.get(f"{_W}val") or "", 0) if place is not None else 0
        runs = list(_runs(paragraph._p, notes))  # noqa: SLF001
        found += block(runs, len(found) + 1, indent=indent, style=_style(paragraph))
    return found


def _style(paragraph: Any) -> str:
    """Return the name of a paragraph's style; one of a heading or a list says as much as one of TEI's."""
    name = str(paragraph.style.name if paragraph.style is not None else "")
    if paragraph._p.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("List"):  # noqa: SLF001
        return ITEM
    return HEADING if name.startswith(("Heading", "Title")) else name


def read(data: bytes, file: str, _encoding: str | None) -> list[Line]:
    """Return the lines of a Word document; what stands above and below the pages comes first and last.

    Raises:
        UnreadableInputError: It is broken.

    """
    try:
        document = docx.Document(io.BytesIO(data))
        notes = _notes(document)
        paragraphs = [
            *_headings(document, "header"),
            *_paragraphs(document),
            *_headings(document, "footer"),
        ]
        return _lines(paragraphs, notes)
    except (
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        etree.XMLSyntaxError,
        PackageNotFoundError,
    ):
        raise UnreadableInputError(f"{file}: is a broken Word document") from None
