"""Writes the text of a letter as Markdown: the words of the text export, with renditions, lists, verse and tables.

CommonMark with GitHub's tables and strikethrough. An editor's notes are footnotes; the metadata come first, as YAML
front matter for pandoc and static site generators.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml import etree

from teikit.exports.reading.elements import language_tag, tei_name
from teikit.exports.reading.kinds import Edge, has_words
from teikit.exports.reading.markdown_line import BREAK, TextRun, TextStyle, format_line, format_paragraph
from teikit.exports.reading.parts import Item, ReadableText, Role, TextPart, Words, is_silent, parts_of
from teikit.exports.reading.renditions import UNDERLINES, Renditions
from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.text import OTHERS
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.record import Record
from teikit.exports.record.source import ExportedFile, Settings, TeiFile

_BY_LOOK = {
    **dict.fromkeys(("italic", "spaced", *UNDERLINES), TextStyle.EMPHASIS),
    "bold": TextStyle.STRONG,
    "strike": TextStyle.STRUCK,
}
_BY_NAME = {"emph": TextStyle.EMPHASIS, "foreign": TextStyle.EMPHASIS, "title": TextStyle.EMPHASIS}
_CAPTIONED = frozenset({"list", "table", "lg", "figure"})
_OWN_NUMBER = re.compile(r"(\d{1,9})\\([.)]) (?=\S)")
_OWN_DASH = re.compile(r"\\- (?=\S)")
_LIST = re.compile(r"(?:-|\d+[.)]) ")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _indent(text: str, first: str, others: str) -> str:
    """Return lines with a prefix for the first and one for each other non-empty line."""
    return first + re.sub(r"\n(?=[^\n])", f"\n{others}", text)


def _parts(part: TextPart) -> list[TextPart] | None:
    parts = parts_of(part)
    return parts and [one for one in parts if not is_silent(one)]


def _named(parts: Iterable[TextPart], name: str) -> list[TextPart]:
    return [one for one in parts if one.name == name]


def _cells_of(row: TextPart) -> list[TextPart]:
    return _named((one for one in row.content if isinstance(one, TextPart)), "cell")


def _is_label(part: TextPart) -> bool:
    return part.element.get("role") == "label"


def _is_plain_table(parts: list[TextPart]) -> bool:
    """Return whether a table has headings, then rows of cells alone, then what comes after them."""
    rows = _named(parts, "row")
    if parts != [*_named(parts, "head"), *rows, *_named(parts, "trailer")]:
        return False
    cells = map(_parts, rows)
    return all(row is not None and {one.name for one in row} <= {"cell"} for row in cells)


class _MarkdownWriter:
    """Collects the blocks of a text; a flat writer makes no blocks and line breaks, for text that must be one line."""

    def __init__(
        self, notes: list[str], left_out: dict[str, None], renditions: Renditions, *, flat: bool = False
    ) -> None:
        self.blocks: list[str] = []
        self.open: list[TextRun] = []
        self.look, self.target = TextStyle.PLAIN, ""
        self.notes, self.left_out, self.renditions, self._flat = notes, left_out, renditions, flat

    def nested_writer(self, items: Iterable[Item], *, flat: bool = False) -> "_MarkdownWriter":
        """Return a writer with the given items as its content."""
        writer = _MarkdownWriter(self.notes, self.left_out, self.renditions, flat=flat)
        writer.look, writer.target = self.look, self.target
        writer.content(items)
        writer.flush()
        return writer

    def flush(self) -> None:
        """End the open paragraph."""
        if not self._flat:
            made, self.open = format_paragraph(self.open), []
            self.blocks += [made] if made else []

    def add(self, block: str) -> None:
        """Add a block; a comment separates two adjacent lists, which would be one."""
        if block:
            apart = _LIST.match(block) and self.blocks and _LIST.match(self.blocks[-1])
            self.blocks += ["<!-- -->", block] if apart else [block]

    def text(self, text: str) -> None:
        """Add words."""
        if text:
            self.open.append(TextRun(text, self.look, self.target))

    def content(self, items: Iterable[Item]) -> None:
        """Add words and parts."""
        for item in items:
            if isinstance(item, Words):
                self.text(item.text)
            elif item.role in OTHERS:
                self.text("[...]" if item.role is Role.GAP else "")
                self.left_out.update({OTHERS[item.role]: None} if has_words(item.element) else {})
            else:
                special = _BY_ROLE.get(item.role) or _SPECIAL.get(item.name, _MarkdownWriter.plain_part)
                special(self, item)

    def plain_part(self, part: TextPart) -> None:
        """Add a part that is a paragraph, a line or words."""
        self._write_part(part.edge)
        kept = self.look, self.target
        is_line = part.name == "title" and part.edge > Edge.BLANK
        self.look |= TextStyle.PLAIN if is_line else self._style_of(part)
        target = part.element.get("target", "") if part.name == "ref" else ""
        self.target = self.target or (target if is_web_address(target) else "")
        self.content(part.content)
        self.look, self.target = kept
        self._write_part(part.edge)

    def _style_of(self, part: TextPart) -> TextStyle:
        if part.role is Role.STRUCK:
            return TextStyle.STRUCK
        style = _BY_NAME.get(part.name, TextStyle.PLAIN)
        for look in self.renditions.looks(part.element) if part.edge <= Edge.BLANK else ():
            style |= _BY_LOOK.get(look, TextStyle.PLAIN)
        return style

    def _write_part(self, edge: Edge) -> None:
        if edge > Edge.BLANK and self._flat:
            self.open.append(TextRun(" "))
        elif edge is Edge.BLOCK:
            self.flush()
        elif edge is Edge.LINE:
            self.open.append(BREAK)

    def space(self, part: TextPart) -> None:
        """Add a space that the writer left."""
        self.text(" ")
        self.content(part.content)

    def line_end(self, _part: TextPart) -> None:
        """Add the end of a line on the paper."""
        self._write_part(Edge.LINE)

    def note(self, part: TextPart) -> None:
        """Add an editor's note as a footnote."""
        self.notes.append("")
        number = len(self.notes)
        inner = _MarkdownWriter(self.notes, self.left_out, self.renditions)
        inner.content(part.content)
        inner.flush()
        if inner.blocks:
            self.notes[number - 1] = _indent("\n\n".join(inner.blocks), f"[^{number}]: ", "    ")
            self.open.append(TextRun(f"[^{number}]", is_markup=True))

    def head(self, part: TextPart, *, caption: bool = False) -> None:
        """Add a heading, or a caption of a list, table or poem."""
        self._write_part(Edge.BLOCK)
        parent = part.element.getparent()
        caption = caption or (parent is not None and tei_name(parent) in _CAPTIONED)
        words = self.nested_writer(part.content, flat=True).open
        if self._flat or caption:
            self.open += [one if one.is_markup else one._replace(style=one.style | TextStyle.EMPHASIS) for one in words]
            self._write_part(Edge.BLOCK)
            return
        # A closing sequence of # would be removed from the heading (4.2).
        made = re.sub(r"#(?=#*$)", r"\\#", format_line(words))
        self.add(made and f"## {made}")

    def quote(self, part: TextPart) -> None:
        """Add a quotation: a block if it is beside blocks, or else words."""
        if self._flat or part.edge is not Edge.BLOCK:
            self.plain_part(part)
            return
        self.flush()
        inner = "\n\n".join(self.nested_writer(part.content).blocks)
        self.add(inner and _indent(inner, "> ", "> ").replace("\n\n", "\n>\n"))

    def list(self, part: TextPart) -> None:
        """Add a list, which keeps the numerals its items begin with; content between items goes to the item before."""
        parts = None if self._flat else _parts(part)
        if parts is None or not any(one.name == "item" for one in parts):
            self.plain_part(part)
            return
        self.flush()
        items: list[list[str]] = []
        labelled = False
        while parts and parts[0].name not in {"item", "label"}:
            self.content([parts.pop(0)])
        self.flush()
        after = [parts.pop()] if parts[-1].name == "trailer" else []
        for one in parts:
            blocks = self.nested_writer([one]).blocks
            if one.name == "label" or (one.name == "item" and not labelled):
                items.append(blocks)
            elif items:
                items[-1] += blocks
            labelled = one.name == "label"
        self.add(_format_list([item for item in items if item], part.element.get("type", "")))
        self.content(after)

    def table(self, part: TextPart) -> None:
        """Add a table."""
        parts = None if self._flat else _parts(part)
        if parts is None or not _is_plain_table(parts):
            self.plain_part(part)
            return
        self.flush()
        for head in _named(parts, "head"):
            self.head(head)
        self.add(self._rows(_named(parts, "row")))
        self.content(_named(parts, "trailer"))

    def _rows(self, rows: Sequence[TextPart]) -> str:
        parts = [_cells_of(row) for row in rows]
        cells = [[self._cell(cell) for cell in row] for row in parts]
        width = max((len(row) for row in cells), default=0)
        if not width:
            return ""
        # A table of GitHub's has a row of headings, be it empty.
        labelled = _is_label(rows[0]) or all(map(_is_label, parts[0]))
        filled = [[*row, *([""] * (width - len(row)))] for row in (cells if labelled else [[], *cells])]
        head, *others = (f"| {' | '.join(row)} |" for row in filled)
        return "\n".join((head, f"|{' --- |' * width}", *others))

    def _cell(self, cell: TextPart) -> str:
        return format_line(self.nested_writer(cell.content, flat=True).open).replace("|", "\\|")


_Write = Callable[[_MarkdownWriter, TextPart], None]
_BY_ROLE: dict[Role, _Write] = {
    Role.LINE_END: _MarkdownWriter.line_end,
    Role.NOTE: _MarkdownWriter.note,
    Role.SPACE: _MarkdownWriter.space,
}
_SPECIAL: dict[str, _Write] = {
    "head": _MarkdownWriter.head,
    "list": _MarkdownWriter.list,
    "quote": _MarkdownWriter.quote,
    "table": _MarkdownWriter.table,
}


def _own_marks(items: Sequence[Sequence[str]]) -> list[str]:
    """Return the marks with which the items begin, if Markdown would render the same marks."""
    if all(_OWN_DASH.match(item[0]) for item in items):
        return ["-"] * len(items)
    found = [_OWN_NUMBER.match(item[0]) for item in items]
    first = found[0]
    if first is None:
        return []
    start = int(first[1])
    counted = [f"{number}{first[2]}" for number in range(start, start + len(items))]
    return counted if counted == [one[1] + one[2] if one else "" for one in found] else []


def _format_list(items: Sequence[Sequence[str]], kind: str) -> str:
    if not items:
        return ""
    if marks := _own_marks(items):
        items = [[re.sub(r"^\S+ ", "", item[0], count=1), *item[1:]] for item in items]
    else:
        is_numbered = kind in {"numbered", "ordered"}
        marks = [f"{number}." if is_numbered else "-" for number in range(1, len(items) + 1)]
    marked = zip(marks, items, strict=True)
    made = (_indent("\n\n".join(item), f"{mark} ", " " * (len(mark) + 1)) for mark, item in marked)
    return ("\n" if all(len(item) == 1 for item in items) else "\n\n").join(made)


def _quote(text: str) -> str:
    """Return text as a double-quoted scalar of YAML 1.2 (7.3.1), which a string of JSON is."""
    return _UNPRINTED.sub(lambda char: f"\\u{ord(char[0]):04x}", json.dumps(text, ensure_ascii=False))


def _front_matter_fields(record: Record) -> Iterator[tuple[str, str | list[str]]]:
    """Yield the metadata of a letter under the names that pandoc and others use, or else the record's."""
    yield "title", record.title
    yield "author", [one.name for one in record.creators]
    yield "date", next((date.iso_8601 for date in record.sent_dates), "")
    yield "lang", language_tag(record.languages[0]) if len(record.languages) == 1 else ""
    yield "recipient", [one.name for one in record.recipients]
    yield "place", [place.name for place in record.places_of("sent")]
    yield "abstract", record.abstract
    yield "keywords", list(record.keywords)
    yield "series", record.series
    yield "editor", [one.name for one in record.editors]
    yield "publisher", [one.name for one in record.publishers]
    yield "rights", record.licence.uri_or_text
    yield "identifier", list(dict.fromkeys(filter(None, (record.address, *(one.value for one in record.identifiers)))))
    yield "source", [*map(str, record.holdings), *record.sources]


def _front_matter(record: Record) -> Iterator[str]:
    for name, value in _front_matter_fields(record):
        if isinstance(value, str) and value:
            yield f"{name}: {_quote(value)}"
        elif value:
            yield "\n".join((f"{name}:", *(f"  - {_quote(one)}" for one in value)))


def _render(reading: ReadableText) -> tuple[str, tuple[str, ...]]:
    left_out = dict.fromkeys(reading.dropped)
    writer = _MarkdownWriter([], left_out, reading.renditions)
    writer.content(reading.texts)
    writer.flush()
    written = "\n\n".join((*writer.blocks, *filter(None, writer.notes)))
    return f"{written}\n" if written else "", tuple(left_out)


def to_markdown(root: etree._Element) -> str:
    """Return the text of a TEI document, with a final line end unless it is empty."""
    return _render(read_texts(root))[0]


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter as Markdown in UTF-8, with YAML front matter if there are any metadata."""
    front = "\n".join(_front_matter(source.record))
    text, left_out = _render(read_texts(source.root))
    return ExportedFile((f"---\n{front}\n---\n\n" if front else "").encode() + text.encode(), left_out)
