"""The text of a TEI letter to Markdown: the words of the text export, with their looks, lists, verse and tables.

CommonMark, with GitHub's tables and struck words; an editor's notes are footnotes, and what is known of the letter
stands before it in YAML, as pandoc and most makers of sites read them.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from teikit.exports.authorities import is_web_address
from teikit.exports.markdown_line import BREAK, Look, Stretch, line, lines
from teikit.exports.reading import LOOKS, REGISTERS, T, is_apparatus, language_tag, local, readings
from teikit.exports.record import Record
from teikit.exports.source import Made, Settings, Source
from teikit.exports.text import BLOCK, LEFT_OUT, LINE, edge_of

_BY_CLASS = {
    "italic": Look.EMPHASIS, "underline": Look.EMPHASIS, "spaced": Look.EMPHASIS, "bold": Look.STRONG,
    "strike": Look.STRUCK,
}  # fmt: skip
_BY_NAME = {"emph": Look.EMPHASIS, "foreign": Look.EMPHASIS, "title": Look.EMPHASIS, "del": Look.STRUCK}
_CAPTIONED = frozenset({"list", "table", "lg", "figure"})
_OWN_NUMBER = re.compile(r"(\d{1,9})\\([.)]) (?=\S)")
_OWN_DASH = re.compile(r"\\- (?=\S)")
_LIST = re.compile(r"(?:-|\d+[.)]) ")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _look(element: etree._Element, name: str) -> Look:
    look = _BY_NAME.get(name, Look.PLAIN)
    for rend in element.get("rend", "").split() if name == "hi" else ():
        look |= _BY_CLASS.get(LOOKS.get(rend, ""), Look.PLAIN)
    return look


def _indented(text: str, first: str, others: str) -> str:
    """Return lines with something before the first and before each other one that is not empty."""
    return first + re.sub(r"\n(?=[^\n])", f"\n{others}", text)


def _holds_only(element: etree._Element, parts: Sequence[str]) -> bool:
    """Say whether an element holds no words but those in certain elements of TEI."""
    beside = [element.text, *(child.tail for child in element)]
    for child in element:
        if isinstance(child.tag, str) and local(child) not in parts:
            beside += map(str, child.itertext())
    return not any((text or "").strip() for text in beside)


class _Writer:
    """Collects the blocks of a text; a flat one has no blocks and no breaks: its words are to stand in one line."""

    def __init__(self, notes: list[str], *, flat: bool = False) -> None:
        self.blocks: list[str] = []
        self.open: list[Stretch] = []
        self.look, self.target = Look.PLAIN, ""
        self.notes, self._flat = notes, flat

    def within(self, element: etree._Element, *, flat: bool = False) -> "_Writer":
        """Return a writer that holds what is inside of an element."""
        writer = _Writer(self.notes, flat=flat)
        writer.look, writer.target = self.look, self.target
        writer.content(element)
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

    def text(self, text: str | None) -> None:
        """Add words."""
        if text:
            self.open.append(Stretch(text, self.look, self.target))

    def content(self, element: etree._Element) -> None:
        """Add what is inside of an element."""
        self.text(element.text)
        for child in element:
            self.element(child)
            self.text(child.tail)

    def element(self, element: etree._Element) -> None:
        """Add an element, if it is one that a reader sees."""
        name = local(element)
        if not isinstance(element.tag, str) or element.tag in REGISTERS or (name in LEFT_OUT and name != "del"):
            return
        special = _SPECIAL.get(name)
        if special:
            special(self, element)
        else:
            self.plain(element)

    def plain(self, element: etree._Element) -> None:
        """Add an element that is a paragraph, a line or words of one."""
        name = local(element)
        edge = edge_of(element, name)
        self._part(edge)
        kept = self.look, self.target
        self.look |= Look.PLAIN if edge else _look(element, name)
        target = element.get("target", "") if name == "ref" else ""
        self.target = self.target or (target if is_web_address(target) else "")
        self.content(element)
        self.look, self.target = kept
        if name != "lb":
            self._part(" " if name == "cell" else edge)

    def _part(self, edge: str) -> None:
        if edge and (self._flat or edge == " "):
            self.open.append(Stretch(" "))
        elif edge == BLOCK:
            self.flush()
        elif edge == LINE:
            self.open.append(BREAK)

    def choice(self, element: etree._Element) -> None:
        """Add what stands on the paper."""
        written, _ = readings(element)
        if written is not None:
            self.content(written)

    def gap(self, _element: etree._Element) -> None:
        """Add the sign for what cannot be read."""
        self.text("[...]")

    def space(self, _element: etree._Element) -> None:
        """Add a gap left by the writer."""
        self.text(" ")

    def note(self, element: etree._Element) -> None:
        """Add a note of the letter where it stands, an editor's as a footnote."""
        if not is_apparatus(element):
            self.plain(element)
            return
        self.notes.append("")
        number = len(self.notes)
        held = _Writer(self.notes)
        held.content(element)
        held.flush()
        if held.blocks:
            self.notes[number - 1] = _indented("\n\n".join(held.blocks), f"[^{number}]: ", "    ")
            self.open.append(Stretch(f"[^{number}]", mark=True))

    def head(self, element: etree._Element) -> None:
        """Add a heading, or a caption of a list, table or poem."""
        self._part(BLOCK)
        parent = element.getparent()
        caption = parent is not None and local(parent) in _CAPTIONED
        words = self.within(element, flat=True).open
        if self._flat or caption:
            self.open += [one if one.mark else one._replace(look=one.look | Look.EMPHASIS) for one in words]
            self._part(BLOCK)
            return
        # Signs at the end would close the heading (4.2).
        made = re.sub(r"#(?=#*$)", r"\\#", line(words))
        self.add(made and f"## {made}")

    def quote(self, element: etree._Element) -> None:
        """Add a quotation: a block where it stands beside blocks, or else words."""
        if self._flat or edge_of(element, "quote") != BLOCK:
            self.plain(element)
            return
        self.flush()
        held = "\n\n".join(self.within(element).blocks)
        self.add(held and _indented(held, "> ", "> ").replace("\n\n", "\n>\n"))

    def list(self, element: etree._Element) -> None:
        """Add a list, its numerals those that its items begin with."""
        if self._flat or not _holds_only(element, ("head", "item")):
            self.plain(element)
            return
        self.flush()
        items = []
        for child in element:
            if local(child) == "head":
                self.head(child)
            elif local(child) == "item":
                items.append(self.within(child).blocks)
        self.add(_listed([item for item in items if item], element.get("type", "")))

    def table(self, element: etree._Element) -> None:
        """Add a table."""
        rows = [child for child in element if local(child) == "row"]
        regular = _holds_only(element, ("head", "row")) and all(_holds_only(row, ("cell",)) for row in rows)
        if self._flat or not regular:
            self.plain(element)
            return
        self.flush()
        for head in (child for child in element if local(child) == "head"):
            self.head(head)
        self.add(self._rows(rows))

    def _rows(self, rows: Sequence[etree._Element]) -> str:
        cells = [[self._cell(cell) for cell in row if local(cell) == "cell"] for row in rows]
        width = max((len(row) for row in cells), default=0)
        if not width:
            return ""
        # A table of GitHub's has a row of headings, be it empty.
        first = rows[0]
        labelled = first.get("role") == "label" or all(cell.get("role") == "label" for cell in first)
        filled = [[*row, *([""] * (width - len(row)))] for row in (cells if labelled else [[], *cells])]
        head, *others = (f"| {' | '.join(row)} |" for row in filled)
        return "\n".join((head, f"|{' --- |' * width}", *others))

    def _cell(self, cell: etree._Element) -> str:
        return line(self.within(cell, flat=True).open).replace("|", "\\|")


_SPECIAL: dict[str, Callable[[_Writer, etree._Element], None]] = {
    "choice": _Writer.choice,
    "gap": _Writer.gap,
    "head": _Writer.head,
    "list": _Writer.list,
    "note": _Writer.note,
    "quote": _Writer.quote,
    "space": _Writer.space,
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


def to_markdown(root: etree._Element) -> str:
    """Return the text of a TEI document, ended by a line end where there is any."""
    writer = _Writer([])
    for text in root.iterfind(T + "text"):
        writer.element(text)
    writer.flush()
    told = "\n\n".join((*writer.blocks, *filter(None, writer.notes)))
    return f"{told}\n" if told else ""


def write(source: Source, settings: Settings) -> Made:  # noqa: ARG001  every format is called alike
    """Return a letter as Markdown in UTF-8, with a block of YAML before it where anything is known of it."""
    front = "\n".join(_front(source.record))
    return Made((f"---\n{front}\n---\n\n" if front else "").encode() + to_markdown(source.root).encode())
