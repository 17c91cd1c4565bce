"""Writes a letter as a Word document (ECMA-376, WordprocessingML) for print, with real footnotes.

The parts are written here and need no other package: python-docx, which reads documents, cannot make footnotes.
"""

import io
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from teikit.exports.reading.docx_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    FOOTER,
    RELATIONS,
    SETTINGS,
    core_properties,
    element,
    list_number,
    numbering,
    page_layout,
    part,
    styles,
)
from teikit.exports.reading.elements import language_tag
from teikit.exports.reading.html import labels_of, left_out, title_of
from teikit.exports.reading.print_about import about_lines
from teikit.exports.reading.print_blocks import (
    Block,
    Inline,
    LineEnd,
    Listing,
    Note,
    PageMark,
    Paragraph,
    Run,
    Table,
    print_blocks,
)
from teikit.exports.reading.rule import read_texts
from teikit.exports.record.source import ExportedFile, Settings, TeiFile
from teikit.formats.zip import write_zip

# The properties of runs by looks, in the order of the schema (CT_RPr).
_PROPERTIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("mono", "rFonts", {"ascii": "Courier New", "hAnsi": "Courier New"}),
    ("bold", "b", {}),
    ("italic", "i", {}),
    ("capitals", "caps", {}),
    ("small-caps", "smallCaps", {}),
    ("strike", "strike", {}),
    ("spaced", "spacing", {"val": "40"}),
    ("underline", "u", {"val": "single"}),
    ("superscript", "vertAlign", {"val": "superscript"}),
    ("subscript", "vertAlign", {"val": "subscript"}),
)
# What XML has no place for; metadata beside the TEI may contain it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLES = {"head": "Heading1", "caption": "Caption"}
_SIDES = {"right": "right", "center": "center"}
# Word has nine levels of lists and of indentation.
_MOST_LEVELS = 8
_BULLETS = "1"
_DEEPER = 360


class _DocxWriter:
    """Makes the elements of the text, and its footnotes."""

    def __init__(self) -> None:
        self.notes: list[etree._Element] = []
        # Each numbered list is counted from one by a definition of its own.
        self.lists = 0

    def blocks(
        self, blocks: Iterable[Block], level: int = -1, mark: str = "", style: str = ""
    ) -> Iterator[etree._Element]:
        """Yield paragraphs and tables; within a list, `mark` is the id of the list for the first paragraph."""
        for block in blocks:
            match block:
                case Paragraph():
                    yield self.paragraph(block, level, mark, style)
                case Listing():
                    yield from self._listing(block, min(level + 1, _MOST_LEVELS), style)
                case Table():
                    yield self._table(block)
                    # Word joins tables that have no paragraph between them.
                    yield element("p")
            mark = ""

    def _listing(self, listing: Listing, level: int, style: str) -> Iterator[etree._Element]:
        mark = _BULLETS if listing.mark == "bullet" else ""
        if listing.mark == "number":
            self.lists += 1
            mark = list_number(self.lists)
        for item in listing.items:
            yield from self.blocks(item, level, mark, style)

    def _table(self, table: Table) -> etree._Element:
        width = max(len(row) for row in table.rows)
        properties = element("tblPr", element("tblStyle", val="TableGrid"), element("tblW", w="5000", type="pct"))
        made = element("tbl", properties)
        made.append(element("tblGrid", *(element("gridCol", w=str(9000 // width)) for _ in range(width))))
        for row in table.rows:
            cells = [list(self.blocks(cell)) or [element("p")] for cell in row]
            cells += [[element("p")] for _ in range(width - len(cells))]
            made.append(element("tr", *map(_cell, cells)))
        return made

    def paragraph(self, one: Paragraph, level: int = -1, mark: str = "", style: str = "") -> etree._Element:
        """Return a paragraph."""
        name = style or _STYLES.get(one.kind, "Quote" if one.depth else "")
        properties = [element("pStyle", val=name)] if name else []
        if mark:
            numbered = element("numPr", element("ilvl", val=str(level)), element("numId", val=mark))
            properties.append(numbered)
        elif level >= 0 or one.depth > 1:
            properties.append(element("ind", left=str(_DEEPER * (max(level, 0) + 1 + max(one.depth - 1, 0)))))
        properties += [element("jc", val=_SIDES[one.side])] if one.side in _SIDES else []
        return element("p", *([element("pPr", *properties)] if properties else []), *self._inlines(one.inlines))

    def _inlines(self, inlines: Iterable[Inline]) -> Iterator[etree._Element]:
        for one in inlines:
            match one:
                case Run():
                    yield _run(one)
                case LineEnd():
                    yield element("r", element("br"))
                case PageMark(label):
                    yield element("r", element("rPr", element("rStyle", val="PageMark")), _text(f"|{label}|"))
                case Note(blocks):
                    yield self._note(blocks)

    def _note(self, blocks: Iterable[Block]) -> etree._Element:
        number = str(len(self.notes) + 1)
        mark = element("r", element("rPr", element("rStyle", val="FootnoteReference")), element("footnoteRef"))
        note = element("footnote", id=number)
        self.notes.append(note)
        # Word allows no footnote in a footnote: a note in a note is words of it.
        content = list(self.blocks(_without_notes(blocks), style="FootnoteText"))
        first = content[0] if content[0].tag.endswith("}p") else element("p")
        note.extend(content if first is content[0] else [first, *content])
        first.insert(1 if len(first) and first[0].tag.endswith("}pPr") else 0, mark)
        style = element("rPr", element("rStyle", val="FootnoteReference"))
        return element("r", style, element("footnoteReference", id=number))


def _cell(content: Iterable[etree._Element]) -> etree._Element:
    return element("tc", element("tcPr", element("tcW", w="0", type="auto")), *content)


def _without_notes(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with the words of notes in parentheses in place of them."""
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield Paragraph(tuple(_flat(inlines)), block.kind, block.side, block.depth)
            case Listing(items, mark):
                yield Listing(tuple(tuple(_without_notes(item)) for item in items), mark)
            case Table(rows):
                yield Table(tuple(tuple(tuple(_without_notes(cell)) for cell in row) for row in rows))


def _flat(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for one in inlines:
        if isinstance(one, Note):
            yield Run(" (")
            yield from (each for words in _words_of(one.blocks) for each in _flat(words))
            yield Run(")")
        else:
            yield one


def _words_of(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                yield inlines
            case Listing(items):
                yield from (line for item in items for line in _words_of(item))
            case Table(rows):
                yield from (line for row in rows for cell in row for line in _words_of(cell))


def _run(one: Run) -> etree._Element:
    properties = [element(name, **values) for look, name, values in _PROPERTIES if look in one.looks]
    # A property may be there once: of superscript and subscript the first.
    properties = list({each.tag: each for each in reversed(properties)}.values())[::-1]
    properties += [element("lang", val=one.language)] if one.language else []
    made = element("r", *([element("rPr", *properties)] if properties else []), _text(one.text))
    # A web address has neither quotes nor backslashes, which would end it.
    return element("fldSimple", made, instr=f'HYPERLINK "{one.target}"') if one.target else made


def _text(text: str) -> etree._Element:
    made = element("t")
    made.text = _CONTROL.sub(" ", text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _front(source: TeiFile, settings: Settings, writer: _DocxWriter) -> Iterator[etree._Element]:
    """Yield the series, the title, and what is known of the letter."""
    record = source.record
    for text, style in ((record.series, "Subtitle"), (title_of(record), "Title")):
        if text:
            yield writer.paragraph(Paragraph((Run(text),)), style=style)
    for name, values in about_lines(record, labels_of(record, settings)):
        line = Paragraph((Run(f"{name}: ", frozenset({"bold"})), Run("; ".join(values))))
        yield writer.paragraph(line, style="About")


def _entries(source: TeiFile, settings: Settings, blocks: Iterable[Block]) -> Iterator[tuple[str, bytes]]:
    record, writer = source.record, _DocxWriter()
    language = language_tag(record.languages[0]) if record.languages else ""
    body = element("body", *_front(source, settings, writer), *writer.blocks(blocks))
    body.append(page_layout())
    yield "[Content_Types].xml", CONTENT_TYPES
    yield "_rels/.rels", RELATIONS
    authors = [one.name for one in record.creators]
    yield "docProps/core.xml", core_properties(title_of(record), authors, language, settings.day)
    yield "word/document.xml", part(element("document", body))
    yield "word/_rels/document.xml.rels", DOCUMENT_RELATIONS
    yield "word/styles.xml", styles(language)
    yield "word/settings.xml", SETTINGS
    yield "word/numbering.xml", numbering(writer.lists)
    yield "word/footer.xml", FOOTER
    yield "word/footnotes.xml", part(element("footnotes", *_separators(), *writer.notes))


def _separators() -> Iterator[etree._Element]:
    """Yield the lines above footnotes, which Word requires."""
    for number, kind in (("-1", "separator"), ("0", "continuationSeparator")):
        yield element("footnote", element("p", element("r", element(kind))), type=kind, id=number)


def write(source: TeiFile, settings: Settings) -> ExportedFile:
    """Return a letter as a Word document; its dates are the day of the export."""
    reading = read_texts(source.root)
    made = io.BytesIO()
    write_zip(made, _entries(source, settings, print_blocks(reading)), frozenset())
    return ExportedFile(made.getvalue(), left_out(source.record, reading))
