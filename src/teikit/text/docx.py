"""Reads Word documents with python-docx: paragraphs, their styles, and footnotes at their references."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from teikit.errors import UnreadableInputError
from teikit.text.numbering import Lists, Numbering
from teikit.text.numbering import find_list_place as list_place
from teikit.text.numerals import Blocks
from teikit.text.plain import Block, Line
from teikit.text.runs import HEADING, ITEM, PAGE_FOOTER, PAGE_HEADER, Run, block_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REND = (("b", "bold"), ("i", "italic"), ("u", "underline"), ("strike", "strikethrough"))
_OFF = {"0", "false", "none", "off"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}ptab": "\t"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_INDENTS = {"right": 40, "end": 40, "center": 20}
_QUOTES = {"Quote", "Intense Quote", "Block Text", "Quotations"}
Notes = dict[tuple[str, str], str]
EnclosingBlocks = tuple[Block, ...]


def _value(element: etree._Element | None, name: str, default: str = "") -> str:
    """Return the value of a property, `default` where it has none, "" where there is no such property."""
    found = element.find(f"{_W}{name}") if element is not None else None
    return "" if found is None else found.get(f"{_W}val") or default


def _is_on(properties: etree._Element | None, name: str) -> bool:
    return bool(value := _value(properties, name, "on")) and value.lower() not in _OFF


def _rend(run: etree._Element) -> str:
    properties = run.find(f"{_W}rPr")
    position = _value(properties, "vertAlign")
    found = [rend for name, rend in _REND if _is_on(properties, name)]
    return " ".join([*found, position] if position in {"superscript", "subscript"} else found)


def _runs(paragraph: etree._Element, notes: Notes) -> Iterator[Run]:
    rend = ""
    for element in _walk(paragraph):
        if element.tag == f"{_W}r":
            rend = _rend(element)
        elif element.tag == f"{_W}t":
            yield Run(element.text or "", rend)
        elif element.tag in _SIGNS:
            yield Run("\f" if element.get(f"{_W}type") == "page" else _SIGNS[element.tag], rend)
        elif element.tag == f"{_W}p" and element is not paragraph:
            # A text box is inside the paragraph that it is anchored to.
            yield Run("\n")
        elif element.tag in _NOTES:
            text = notes.get((_NOTES[element.tag], element.get(f"{_W}id") or ""), "")
            yield Run(text, "footnote")


def _walk(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and its descendants, without fallback content for old programs."""
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


def _paragraphs(parent: Any, make: Blocks, around: EnclosingBlocks = ()) -> Iterator[tuple[Any, EnclosingBlocks]]:
    """Yield the paragraphs of a body or a cell in their order, also those in tables, with the blocks around each."""
    for item in parent.iter_inner_content():
        if isinstance(item, docx.table.Table):
            yield from _cells(item, make, around)
        else:
            yield item, around


def _cells(table: Any, make: Blocks, around: EnclosingBlocks) -> Iterator[tuple[Any, EnclosingBlocks]]:
    outer = make.make("table")
    seen = set()
    for row in table.rows:
        inner = make.make("row")
        for column, cell in enumerate(row.cells, 1):
            if cell._tc not in seen:  # noqa: SLF001  a merged cell comes again in each row and column
                seen.add(cell._tc)  # noqa: SLF001
                yield from _paragraphs(cell, make, (*around, outer, inner, make.make("cell", column=column)))


def _headings(document: Any, name: str) -> Iterator[Any]:
    """Yield the paragraphs of page headers or footers, each text once."""
    seen = set()
    for section in document.sections:
        part = getattr(section, name)
        if not part.is_linked_to_previous:
            for paragraph, _ in _paragraphs(part, Blocks()):
                # Page numbers are added by the program and are not words of the letter.
                is_counter = any("PAGE" in (code.text or "") for code in paragraph._p.iter(f"{_W}instrText"))  # noqa: SLF001
                if paragraph.text.strip() and paragraph.text not in seen and not is_counter:
                    seen.add(paragraph.text)
                    yield paragraph


class _DocxReader:
    def __init__(self, document: Any, make: Blocks) -> None:
        self.notes = _notes(document)
        parts = (each for each in document.part.package.iter_parts() if str(each.partname).endswith("/numbering.xml"))
        self.lists = Lists(Numbering(next((etree.fromstring(each.blob) for each in parts), None)), make)
        self.make = make
        self.quote: Block | None = None
        self.lines: list[Line] = []

    def read(self, paragraph: Any, around: EnclosingBlocks = (), style: str = "") -> None:
        """Read a paragraph's lines; their style is that of the paragraph where none is given."""
        properties = paragraph._p.find(f"{_W}pPr")  # noqa: SLF001  python-docx knows fewer values than Word writes
        indent = _INDENTS.get(_value(properties, "jc"), 0)
        style = style or _style(paragraph)
        before = [Run("\f")] if _is_on(properties, "pageBreakBefore") else []
        runs = [*before, *_runs(paragraph._p, self.notes)]  # noqa: SLF001
        blocks = (*around, *self._enclosing_blocks(paragraph, style))
        self.lines += block_lines(runs, len(self.lines) + 1, indent=indent, style=style, blocks=blocks)

    def _enclosing_blocks(self, paragraph: Any, style: str) -> Iterator[Block]:
        at = None if style == HEADING else list_place(paragraph)
        self.quote = (self.quote or self.make.make("quote")) if style in _QUOTES else None
        yield from [self.quote] if self.quote else []
        yield from self.lists.blocks_around(at)


def _style(paragraph: Any) -> str:
    """Return the name of a paragraph's style; those of headings and lists are mapped to TEI's names."""
    name = str(paragraph.style.name if paragraph.style is not None else "")
    if paragraph._p.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("List"):  # noqa: SLF001
        return ITEM
    return HEADING if name.startswith(("Heading", "Title")) else name


def read(data: bytes, file: str, _encoding: str | None) -> list[Line]:
    """Return the lines of a Word document, page headers first, footers last; UnreadableInputError if it is broken."""
    try:
        document = docx.Document(io.BytesIO(data))
        make = Blocks()
        reading = _DocxReader(document, make)
        for paragraph in _headings(document, "header"):
            reading.read(paragraph, style=PAGE_HEADER)
        for paragraph, around in _paragraphs(document, make):
            reading.read(paragraph, around)
        for paragraph in _headings(document, "footer"):
            reading.read(paragraph, style=PAGE_FOOTER)
    except (KeyError, ValueError, AttributeError, OSError, etree.XMLSyntaxError, PackageNotFoundError):
        raise UnreadableInputError(f"{file}: is a broken Word document") from None
    return reading.lines
