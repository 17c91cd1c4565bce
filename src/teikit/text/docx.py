"""Reads Word documents with python-docx: paragraphs, their styles, text boxes, and footnotes at their references."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.text.paragraph import Paragraph
from lxml import etree

from teikit.errors import TeikitError, UnreadableInputError
from teikit.text.numbering import Lists, Numbering
from teikit.text.numbering import find_list_place as list_place
from teikit.text.numerals import Blocks, parse_whole_number
from teikit.text.plain import Block, Line
from teikit.text.runs import (
    EDITION_LINE,
    HEADING,
    ITEM,
    PAGE_FOOTER,
    PAGE_HEADER,
    Run,
    block_lines,
    is_signature_table,
    note_run,
    safe_link,
)
from teikit.text.source import Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_BOX = f"{_W}txbxContent"
# What was deleted or moved elsewhere is no part of the text.
_DELETED = {f"{_W}del", f"{_W}moveFrom"}
_SKIPPED = {_FALLBACK, _BOX, *_DELETED}
_REND = (
    ("b", "bold"), ("i", "italic"), ("u", "underline"), ("strike", "strikethrough"), ("dstrike", "strikethrough"),
    ("smallCaps", "smallcaps"), ("caps", "allcaps"),
)  # fmt: skip
_OFF = {"0", "false", "none", "off"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}ptab": "\t"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_INDENTS = {"right": 40, "end": 40, "center": 20}
_QUOTES = {"Quote", "Intense Quote", "Block Text", "Quotations"}
_LONG = 60
_LONGEST_COUNTER = 4
Notes = dict[tuple[str, str], Run]
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
    found = dict.fromkeys(rend for name, rend in _REND if _is_on(properties, name))
    return " ".join([*found, position] if position in {"superscript", "subscript"} else found)


def _runs(paragraph: etree._Element, notes: Notes, part: Any) -> Iterator[Run]:
    rend = link = ""
    for element in _walk(paragraph):
        if element.tag == f"{_W}r":
            rend = _rend(element)
            parent = element.getparent()
            link = _link(parent, part) if parent is not None and parent.tag == f"{_W}hyperlink" else ""
        elif element.tag == f"{_W}t":
            yield Run(element.text or "", rend, link)
        elif element.tag in _SIGNS:
            yield Run("\f" if element.get(f"{_W}type") == "page" else _SIGNS[element.tag], rend)
        elif element.tag in _NOTES and (note := notes.get((_NOTES[element.tag], element.get(f"{_W}id") or ""))):
            yield note


def _link(element: etree._Element, part: Any) -> str:
    """Return the address of a hyperlink; it is only read, nothing is fetched."""
    relation = part.rels.get(element.get(f"{_R}id") or "")
    return safe_link(relation.target_ref) if relation is not None and relation.is_external else ""


def _walk(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and its descendants, without text boxes, deletions, and fallback content for old programs."""
    yield element
    for child in element:
        if child.tag not in _SKIPPED:
            yield from _walk(child)


def _text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in _walk(element) if one.tag == f"{_W}t")


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes that are anchored in a paragraph, the outer ones."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag != _FALLBACK and child.tag not in _DELETED:
            yield from _boxes(child)


def _parts_named(document: Any, *names: str) -> Iterator[tuple[str, Any, etree._Element]]:
    for part in document.part.package.iter_parts():
        name = str(part.partname).rpartition("/")[2].removesuffix(".xml")
        if name in names:
            yield name, part, etree.fromstring(part.blob)


def _notes(document: Any) -> Notes:
    found: Notes = {}
    for kind, part, root in _parts_named(document, "footnotes", "endnotes"):
        for note in root:
            paragraphs = ([*_runs(one, {}, part)] for one in note.iter(f"{_W}p"))
            found[kind, note.get(f"{_W}id") or ""] = note_run(paragraphs)
    return found


def _children(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body, a cell or a box, also those in content controls."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in {f"{_W}tcPr", f"{_W}sectPr"}:
            yield from _children(child)


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"}:
            yield from _within(child, name)


def _headings(document: Any, name: str) -> Iterator[Any]:
    """Yield the paragraphs of page headers or footers: of first, other and even pages, each text once."""
    seen = set()
    has_even = document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        kinds = ["first_page_"] if section.different_first_page_header_footer else []
        for kind in [*kinds, "", *(["even_page_"] if has_even else [])]:
            part = getattr(section, f"{kind}{name}")
            for element in [] if part.is_linked_to_previous else _all_paragraphs(part):
                text = " ".join(_text(element).split())
                is_fallback = next(element.iterancestors(_FALLBACK), None) is not None
                if text and text not in seen and not is_fallback and not _is_counter(element, text):
                    seen.add(text)
                    yield Paragraph(element, part)


def _all_paragraphs(part: Any) -> Iterator[Any]:
    yield from part._element.iter(f"{_W}p")  # noqa: SLF001  also those in tables, boxes and content controls


def _is_counter(paragraph: etree._Element, text: str) -> bool:
    """Return whether a paragraph is a page number, which the program adds: no word of the letter."""
    codes = [code.text or "" for code in paragraph.iter(f"{_W}instrText")]
    codes += [field.get(f"{_W}instr") or "" for field in paragraph.iter(f"{_W}fldSimple")]
    return any("PAGE" in code for code in codes) and len(text.split()) <= _LONGEST_COUNTER


class _DocxReader:
    def __init__(self, document: Any, make: Blocks) -> None:
        self.notes = _notes(document)
        self.document = document
        parts = (root for _, _, root in _parts_named(document, "numbering"))
        self.lists = Lists(Numbering(next(parts, None)), make)
        self.make = make
        self.quote: Block | None = None
        self.lines: list[Line] = []
        self.style_names: dict[str, str] = {}

    def read_body(self) -> None:
        """Read the body; signatures in the columns of a table below the letter are read column by column."""
        children = [*_children(self.document.element.body)]
        long = [index for index, one in enumerate(children) if one.tag == f"{_W}p" and len(_text(one)) > _LONG]
        for index, child in enumerate(children):
            is_below = bool(long) and index > long[-1]
            self._read_child(child, self.document._body, (), is_below=is_below)  # noqa: SLF001  the parent of paragraphs

    def _read_child(self, child: Any, parent: Any, around: EnclosingBlocks, *, is_below: bool = False) -> None:
        if child.tag == f"{_W}p":
            self.read(Paragraph(child, parent), around)
        elif is_below and is_signature_table([[_text(c) for c in _within(row, "tc")] for row in _within(child, "tr")]):
            rows = [[*_within(row, "tc")] for row in _within(child, "tr")]
            for cell in (cell for column in zip(*rows, strict=True) for cell in column):
                self._read_children(cell, parent, around)
        else:
            self._read_table(child, parent, around)

    def _read_children(self, element: Any, parent: Any, around: EnclosingBlocks) -> None:
        for child in _children(element):
            self._read_child(child, parent, around)

    def _read_table(self, table: Any, parent: Any, around: EnclosingBlocks) -> None:
        outer = self.make.make("table")
        for row in _within(table, "tr"):
            inner, column = self.make.make("row"), 1
            for cell in _within(row, "tc"):
                self._read_children(cell, parent, (*around, outer, inner, self.make.make("cell", column=column)))
                column += min(max(parse_whole_number(_value(cell.find(f"{_W}tcPr"), "gridSpan"), 1), 1), 100)

    def read(self, paragraph: Any, around: EnclosingBlocks = (), style: str = "") -> None:
        """Read a paragraph's lines, after the text boxes in it; their style is the paragraph's where none is given."""
        for box in _boxes(paragraph._p):  # noqa: SLF001  python-docx does not know text boxes
            for child in _children(box):
                if child.tag == f"{_W}p":
                    self.read(Paragraph(child, paragraph._parent), around, style)  # noqa: SLF001
                else:
                    self._read_child(child, paragraph._parent, around)  # noqa: SLF001
        properties = paragraph._p.find(f"{_W}pPr")  # noqa: SLF001  python-docx knows fewer values than Word writes
        indent = _INDENTS.get(_value(properties, "jc"), 0)
        style = style or self._style(paragraph)
        before = [Run("\f")] if _is_on(properties, "pageBreakBefore") else []
        runs = [*before, *_runs(paragraph._p, self.notes, paragraph.part)]  # noqa: SLF001
        blocks = (*around, *self._enclosing_blocks(paragraph, style))
        self.lines += block_lines(runs, len(self.lines) + 1, indent=indent, style=style, blocks=blocks)

    def read_comments(self) -> int:
        """Read the comments as notes of the edition, below the letter; return how many there are."""
        found = 0
        for _, part, root in _parts_named(self.document, "comments"):
            for comment in root.iter(f"{_W}comment"):
                run = note_run([*_runs(one, {}, part)] for one in comment.iter(f"{_W}p"))
                found += bool(run.text)
                self.lines += block_lines([run._replace(rend="")], len(self.lines) + 1, style=EDITION_LINE)
        return found

    def _enclosing_blocks(self, paragraph: Any, style: str) -> Iterator[Block]:
        at = None if style == HEADING else list_place(paragraph)
        self.quote = (self.quote or self.make.make("quote")) if style in _QUOTES else None
        yield from [self.quote] if self.quote else []
        yield from self.lists.blocks_around(at)

    def _style(self, paragraph: Any) -> str:
        """Return the name of a paragraph's style, which python-docx searches among all styles each time."""
        key = _value(paragraph._p.find(f"{_W}pPr"), "pStyle")  # noqa: SLF001
        if key not in self.style_names:
            self.style_names[key] = str(paragraph.style.name if paragraph.style is not None else "")
        return _line_style(paragraph, self.style_names[key])


def _line_style(paragraph: Any, name: str) -> str:
    """Return the style of a paragraph; those of headings and lists are mapped to TEI's names."""
    if paragraph._p.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("List"):  # noqa: SLF001
        return ITEM
    return HEADING if name.startswith(("Heading", "Title")) else name


def _remarks(body: etree._Element, comments: int) -> Iterator[str]:
    deleted = [one for tag in _DELETED for one in body.iter(tag) if next(one.iterancestors(*_DELETED), None) is None]
    words = (" ".join("".join(t.text or "" for t in one.iter(f"{_W}delText", f"{_W}t")).split()) for one in deleted)
    if found := [word for word in words if word]:
        yield f"leaves out what tracked changes delete: {'; '.join(found)[:200]}"
    if pictures := sum(next(one.iterancestors(_FALLBACK), None) is None for one in body.iter(_PICTURE)):
        yield f"leaves out pictures ({pictures}), with their names and descriptions"
    if comments:
        yield f"has comments ({comments}), which become notes below the letter"


def read(data: bytes, file: str, _encoding: str | None) -> Reading:
    """Return the lines of a Word document, page headers first, footers last; UnreadableInputError if it is broken."""
    try:
        document = docx.Document(io.BytesIO(data))
        reading = _DocxReader(document, Blocks())
        for paragraph in _headings(document, "header"):
            reading.read(paragraph, style=PAGE_HEADER)
        reading.read_body()
        for paragraph in _headings(document, "footer"):
            reading.read(paragraph, style=PAGE_FOOTER)
        remarks = tuple(_remarks(document.element.body, reading.read_comments()))
    except TeikitError:
        raise
    except Exception:  # noqa: BLE001  python-docx does not catch what its parsers raise, nor zipfile what zlib and lzma do
        raise UnreadableInputError(f"{file}: is a broken Word document") from None
    return Reading(reading.lines, remarks=remarks)
