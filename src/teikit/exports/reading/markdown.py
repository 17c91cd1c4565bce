"""The text of a TEI letter to Markdown: the words of the text export, with their looks, lists, verse and tables.

CommonMark, with GitHub's tables and struck words; an editor's notes are footnotes, and what is known of the letter
stands before it in YAML, as pandoc and most makers of sites read them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml import etree

from teikit.exports.reading.elements import LOOKS, language_tag, local
from teikit.exports.reading.kinds import Edge, has_words
from teikit.exports.reading.markdown_line import BREAK, Look, Stretch, line, lines
from teikit.exports.reading.parts import Item, Part, Reading, Role, Words, is_silent, parts_of
from teikit.exports.reading.rule import read
from teikit.exports.reading.text import OTHERS
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.record import Record
from teikit.exports.record.source import Made, Settings, Source

_BY_CLASS = {
    "italic": Look.EMPHASIS, "underline": Look.EMPHASIS, "spaced": Look.EMPHASIS, "bold": Look.STRONG,
    "strike": Look.STRUCK,
}  # fmt: skip
_BY_NAME = {"emph": Look.EMPHASIS, "foreign": Look.EMPHASIS, "title": Look.EMPHASIS}
_CAPTIONED = frozenset({"list", "table", "lg", "figure"})
_OWN_NUMBER = re.compile(r"(\d{1,9})\\([.)]) (?=\S)")
_OWN_DASH = re.compile(r"\\- (?=\S)")
_LIST = re.compile(r"(?:-|\d+[.)]) ")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _look(part: Part) -> Look:
    if part.role is Role.STRUCK:
        return Look.STRUCK
    look = _BY_NAME.get(part.name, Look.PLAIN)
    for rend in part.element.get("rend", "").split() if part.name == "hi" else ():
        look |= _BY_CLASS.get(LOOKS.get(rend, ""), Look.PLAIN)
    return look


def _indented(text: str, first: str, others: str) -> str:
    """Return lines with something before the first and before each other one that is not empty."""
    return first + re.sub(r"\n(?=[^\n])", f"\n{others}", text)


def _parts(part: Part) -> list[Part] | None:
    parts = parts_of(part)
    return parts and [one for one in parts if not is_silent(one)]


class _Writer:
    """Collects the blocks of a text; a flat one has no blocks and no breaks: its words are to stand in one line."""

    def __init__(self, notes: list[str], left_out: dict[str, None], *, flat: bool = False) -> None:
        self.blocks: list[str] = []
        self.open: list[Stretch] = []
        self.look, self.target = Look.PLAIN, ""
        self.notes, self.left_out, self._flat = notes, left_out, flat

    def within(self, items: Iterable[Item], *, flat: bool = False) -> "_Writer":
        """Return a writer that holds some items."""
        writer = _Writer(self.notes, self.left_out, flat=flat)
        writer.look, writer.target = self.look, self.target
        writer.content(items)
        writer.flush()
        return writer

    def flush(self) -> None:
        """End the paragraph that is open."""
        made = "" if self._flat else lines(self.open)
        if made:
            self.blocks.append(made)
        if not self._flat:
            self.open = []

    def add(self, block: str) -> None:
        """Add a block; a list directly behind another one would be the same list."""
        if block:
            apart = _LIST.match(block) and self.blocks and _LIST.match(self.blocks[-1])
            self.blocks += ["<!-- -->", block] if apart else [block]

    def text(self, text: str) -> None:
        """Add words."""
        if text:
            self.open.append(Stretch(text, self.look, self.target))

    def content(self, items: Iterable[Item]) -> None:
        """Add words and parts."""
        for item in items:
            if isinstance(item, Words):
                self.text(item.text)
            elif item.role in OTHERS:
                self.text("[...]" if item.role is Role.GAP else "")
                self.left_out.update({OTHERS[item.role]: None} if has_words(item.element) else {})
            else:
                special = _BY_ROLE.get(item.role) or _SPECIAL.get(item.name, _Writer.plain)
                special(self, item)

    def plain(self, part: Part) -> None:
        """Add a part that is a paragraph, a line or words of one."""
        self._part(part.edge)
        kept = self.look, self.target
        is_line = part.name == "title" and part.edge > Edge.BLANK
        self.look |= Look.PLAIN if is_line else _look(part)
        target = part.element.get("target", "") if part.name == "ref" else ""
        self.target = self.target or (target if is_web_address(target) else "")
        self.content(part.content)
        self.look, self.target = kept
        self._part(part.edge)

    def _part(self, edge: Edge) -> None:
        if edge > Edge.BLANK and self._flat:
            self.open.append(Stretch(" "))
        elif edge is Edge.BLOCK:
            self.flush()
        elif edge is Edge.LINE:
            self.open.append(BREAK)

    def space(self, part: Part) -> None:
        """Add a gap left by the writer."""
        self.text(" ")
        self.content(part.content)

    def line_end(self, _part: Part) -> None:
        """Add the end of a line of the paper."""
        self._part(Edge.LINE)

    def note(self, part: Part) -> None:
        """Add an editor's note as a footnote."""
        self.notes.append("")
        number = len(self.notes)
        inner = _Writer(self.notes, self.left_out)
        inner.content(part.content)
        inner.flush()
        if inner.blocks:
            self.notes[number - 1] = _indented("\n\n".join(inner.blocks), f"[^{number}]: ", "    ")
            self.open.append(Stretch(f"[^{number}]", mark=True))

    def head(self, part: Part, *, caption: bool = False) -> None:
        """Add a heading, or a caption of a list, table or poem."""
        self._part(Edge.BLOCK)
        parent = part.element.getparent()
        caption = caption or (parent is not None and local(parent) in _CAPTIONED)
        words = self.within(part.content, flat=True).open
        if self._flat or caption:
            self.open += [one if one.mark else one._replace(look=one.look | Look.EMPHASIS) for one in words]
            self._part(Edge.BLOCK)
            return
        # Signs at the end would close the heading (4.2).
        made = re.sub(r"#(?=#*$)", r"\\#", line(words))
        self.add(made and f"## {made}")

    def quote(self, part: Part) -> None:
        """Add a quotation: a block where it stands beside blocks, or else words."""
        if self._flat or part.edge is not Edge.BLOCK:
            self.plain(part)
            return
        self.flush()
        inner = "\n\n".join(self.within(part.content).blocks)
        self.add(inner and _indented(inner, "> ", "> ").replace("\n\n", "\n>\n"))

    def list(self, part: Part) -> None:
        """Add a list, its numerals those that its items begin with; what is between items goes to the one before."""
        parts = None if self._flat else _parts(part)
        if parts is None or not any(one.name == "item" for one in parts):
            self.plain(part)
            return
        self.flush()
        items: list[list[str]] = []
        labelled = False
        while parts and parts[0].name not in {"item", "label"}:
            self.content([parts.pop(0)])
        self.flush()
        after = [parts.pop()] if parts[-1].name == "trailer" else []
        for one in parts:
            blocks = self.within([one]).blocks
            if one.name == "label" or (one.name == "item" and not labelled):
                items.append(blocks)
            elif items:
                items[-1] += blocks
            labelled = one.name == "label"
        self.add(_listed([item for item in items if item], part.element.get("type", "")))
        self.content(after)

    def table(self, part: Part) -> None:
        """Add a table."""
        parts = None if self._flat else _parts(part)
        rows = [one for one in parts or () if one.name == "row"]
        heads = [one for one in parts or () if one.name == "head"]
        after = [one for one in parts or () if one.name == "trailer"]
        cells = [_parts(row) for row in rows]
        regular = parts is not None and parts == [*heads, *rows, *after]
        if not regular or not all(row is not None and {one.name for one in row} <= {"cell"} for row in cells):
            self.plain(part)
            return
        self.flush()
        for head in heads:
            self.head(head)
        self.add(self._rows(rows))
        self.content(after)

    def _rows(self, rows: Sequence[Part]) -> str:
        parts = [[one for one in row.content if isinstance(one, Part) and one.name == "cell"] for row in rows]
        cells = [[self._cell(cell) for cell in row] for row in parts]
        width = max((len(row) for row in cells), default=0)
        if not width:
            return ""
        # A table of GitHub's has a row of headings, be it empty.
        labels = [one.element.get("role") == "label" for one in (rows[0], *parts[0])]
        labelled = labels[0] or all(labels[1:])
        filled = [[*row, *([""] * (width - len(row)))] for row in (cells if labelled else [[], *cells])]
        head, *others = (f"| {' | '.join(row)} |" for row in filled)
        return "\n".join((head, f"|{' --- |' * width}", *others))

    def _cell(self, cell: Part) -> str:
        return line(self.within(cell.content, flat=True).open).replace("|", "\\|")


_Write = Callable[[_Writer, Part], None]
_BY_ROLE: dict[Role, _Write] = {
    Role.LINE_END: _Writer.line_end,
    Role.NOTE: _Writer.note,
    Role.SPACE: _Writer.space,
}
_SPECIAL: dict[str, _Write] = {
    "head": _Writer.head,
    "list": _Writer.list,
    "quote": _Writer.quote,
    "table": _Writer.table,
}


def _own_marks(items: Sequence[Sequence[str]]) -> list[str]:
    """Return the marks that items begin with, where Markdown would count or draw them just so."""
    if all(_OWN_DASH.match(item[0]) for item in items):
        return ["-"] * len(items)
    found = [_OWN_NUMBER.match(item[0]) for item in items]
    first = found[0]
    if first is None:
        return []
    start = int(first[1])
    counted = [f"{number}{first[2]}" for number in range(start, start + len(items))]
    return counted if counted == [one[1] + one[2] if one else "" for one in found] else []


def _listed(items: Sequence[Sequence[str]], kind: str) -> str:
    if not items:
        return ""
    marks = _own_marks(items)
    if marks:
        items = [[re.sub(r"^\S+ ", "", item[0], count=1), *item[1:]] for item in items]
    elif kind in {"numbered", "ordered"}:
        marks = [f"{number}." for number in range(1, len(items) + 1)]
    else:
        marks = ["-"] * len(items)
    made = (
        _indented("\n\n".join(item), f"{mark} ", " " * (len(mark) + 1)) for mark, item in zip(marks, items, strict=True)
    )
    return ("\n" if all(len(item) == 1 for item in items) else "\n\n").join(made)


def _quoted(text: str) -> str:
    """Return text as a double-quoted scalar of YAML 1.2 (7.3.1), which a string of JSON is."""
    return _UNPRINTED.sub(lambda char: f"\\u{ord(char[0]):04x}", json.dumps(text, ensure_ascii=False))


def _known(record: Record) -> Iterator[tuple[str, str | list[str]]]:
    """Yield what is known of a letter by the names that pandoc and others use, or else by the record's."""
    yield "title", record.title
    yield "author", [one.name for one in record.creators]
    yield "date", next((date.known for date in record.sent_on), "")
    yield "lang", language_tag(record.languages[0]) if len(record.languages) == 1 else ""
    yield "recipient", [one.name for one in record.recipients]
    yield "place", [place.name for action in record.of("sent") for place in action.places]
    yield "abstract", record.abstract
    yield "keywords", list(record.keywords)
    yield "series", record.series
    yield "editor", [one.name for one in record.editors]
    yield "publisher", [one.name for one in record.publishers]
    yield "rights", record.licence.known
    yield "identifier", list(dict.fromkeys(filter(None, (record.address, *(one.value for one in record.identifiers)))))
    yield "source", [*map(str, record.holdings), *record.sources]


def _front(record: Record) -> Iterator[str]:
    for name, value in _known(record):
        if isinstance(value, str) and value:
            yield f"{name}: {_quoted(value)}"
        elif value:
            yield "\n".join((f"{name}:", *(f"  - {_quoted(one)}" for one in value)))


def _written(reading: Reading) -> tuple[str, tuple[str, ...]]:
    left_out = dict.fromkeys(reading.left_out)
    writer = _Writer([], left_out)
    writer.content(reading.texts)
    writer.flush()
    written = "\n\n".join((*writer.blocks, *filter(None, writer.notes)))
    return f"{written}\n" if written else "", tuple(left_out)


def to_markdown(root: etree._Element) -> str:
    """Return the text of a TEI document, ended by a line end where there is any."""
    return _written(read(root))[0]


def write(source: Source, settings: Settings) -> Made:  # noqa: ARG001  every format is called alike
    """Return a letter as Markdown in UTF-8, with a block of YAML before it where anything is known of it."""
    front = "\n".join(_front(source.record))
    text, left_out = _written(read(source.root))
    return Made((f"---\n{front}\n---\n\n" if front else "").encode() + text.encode(), left_out)
