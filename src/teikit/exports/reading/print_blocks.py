"""Turns a reading text into blocks for print: headings, paragraphs, lists and tables, with notes at their places.

Word and LaTeX are written from it. A TEI block among words becomes lines of its own in the paragraph.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from teikit.exports.reading.elements import language_tag, tei_name
from teikit.exports.reading.kinds import Edge
from teikit.exports.reading.parts import Item, ReadableText, Role, TextPart, Words, is_silent, parts_of
from teikit.exports.reading.rule import words_of
from teikit.exports.record.authorities import is_web_address
from teikit.shallow_repr import ShallowRepr
from teikit.tei.markup import LANG

_LOOKS_OF_NAMES = {"emph": "italic", "foreign": "italic", "title": "italic"}
_SIDES = frozenset({"left", "right", "center"})
_CAPTIONED = frozenset({"list", "table", "lg", "figure"})
_ON_THE_RIGHT = frozenset({"dateline", "signed"})
_NUMERAL = re.compile(r"\s*(?:\d+[.)]|[-–—•*])\s")
_WHITE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same looks (`renditions`), language (BCP 47) and link target, each empty if there is none."""

    text: str
    looks: frozenset[str] = frozenset()
    language: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class LineEnd:
    """The end of a line on the paper."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """The beginning of a page; `label` is its number."""

    label: str


@dataclass(frozen=True, slots=True, repr=False)
class Note(ShallowRepr):
    """A note of the editor, or other readings, at its place in the text."""

    blocks: "tuple[Block, ...]"


Inline = Run | LineEnd | PageMark | Note


@dataclass(frozen=True, slots=True, repr=False)
class Paragraph(ShallowRepr):
    """A paragraph; `kind` is 'p', 'head' or 'caption', `side` is 'right', 'center' or '', `depth` that of quotation."""

    inlines: tuple[Inline, ...]
    kind: str = "p"
    side: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Listing(ShallowRepr):
    """A list of items; `mark` is 'number', 'bullet', or '' if the items begin with marks of their own."""

    items: "tuple[tuple[Block, ...], ...]"
    mark: str


@dataclass(frozen=True, slots=True, repr=False)
class Table(ShallowRepr):
    """A table: rows of cells."""

    rows: "tuple[tuple[tuple[Block, ...], ...], ...]"


Block = Paragraph | Listing | Table


@dataclass(slots=True)
class _State:
    """What holds for the words being read."""

    looks: frozenset[str] = frozenset()
    language: str = ""
    target: str = ""
    side: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Pages:
    """The pages of a text so far."""

    count: int = 0


class _PrintReader:
    """Collects the blocks of a text."""

    def __init__(self, reading: ReadableText, pages: _Pages, state: _State) -> None:
        self.blocks: list[Block] = []
        self.open: list[Inline] = []
        self._reading, self._pages, self._state = reading, pages, state

    def nested(self, items: Iterable[Item], state: _State | None = None) -> tuple[Block, ...]:
        """Return the blocks of some content, by default with what holds here."""
        reader = _PrintReader(self._reading, self._pages, state or replace(self._state))
        reader.content(items)
        reader.flush()
        return tuple(reader.blocks)

    def flush(self, kind: str = "p") -> None:
        """End the open paragraph."""
        if inlines := _tidy(self.open):
            self.blocks.append(Paragraph(inlines, kind, self._state.side, self._state.depth))
        self.open = []

    def content(self, items: Iterable[Item]) -> None:
        """Read words and parts."""
        for item in items:
            if isinstance(item, Words):
                self.text(item.text)
            else:
                read = _BY_ROLE.get(item.role) or (_SPECIAL.get(item.name) if item.edge > Edge.BLANK else None)
                (read or _PrintReader.part)(self, item)

    def text(self, text: str, *looks: str) -> None:
        """Add words."""
        state = self._state
        self.open.append(Run(text, state.looks | {*looks}, state.language, state.target))

    def part(self, part: TextPart, *looks: str) -> None:
        """Read a part that is a paragraph, a line or words."""
        self._edge(part.edge)
        state, found = self._state, set(self._reading.renditions.looks(part.element))
        self._state = replace(state)
        if part.edge is Edge.BLOCK:
            self._state.side = next(iter(_SIDES & found), "right" if part.name in _ON_THE_RIGHT else state.side)
        named = _LOOKS_OF_NAMES.get(part.name, "") if part.edge <= Edge.BLANK else ""
        self._state.looks |= (found - _SIDES) | {*looks, named} - {""}
        self._state.language = language_tag(part.element.get(LANG, "")) or state.language
        target = part.element.get("target", "") if part.name in {"ref", "ptr"} else ""
        self._state.target = state.target or (target if is_web_address(target) else "")
        self.content(part.content)
        self._edge(part.edge)
        self._state = state

    def _edge(self, edge: Edge) -> None:
        if edge is Edge.BLOCK:
            self.flush()
        elif edge is Edge.LINE:
            self.open.append(LineEnd())

    def struck(self, part: TextPart) -> None:
        """Read words that are struck out."""
        self.part(part, "strike")

    def other_reading(self, part: TextPart) -> None:
        """Read an editor's version of the words before, in brackets."""
        self.text(" [")
        self.content(part.content)
        self.text("]")

    def gap(self, part: TextPart) -> None:
        """Read an illegible passage as a sign, with its description."""
        described = words_of(part.element)
        self.text(f"[... {described}]" if described else "[...]")

    def space(self, part: TextPart) -> None:
        """Read a space that the writer left."""
        self.text(" ")
        self.content(part.content)

    def line_end(self, _part: TextPart) -> None:
        """Read the end of a line on the paper."""
        self.open.append(LineEnd())

    def page(self, part: TextPart) -> None:
        """Read the beginning of a page; the first one has a mark only if it is numbered."""
        self._pages.count += 1
        number = part.element.get("n", "")
        if number or self._pages.count > 1:
            self.open.append(PageMark(number or str(self._pages.count)))

    def note(self, part: TextPart) -> None:
        """Read a note."""
        blocks = self.nested(part.content, _State(language=self._state.language))
        if blocks:
            self.open.append(Note(blocks))

    def head(self, part: TextPart) -> None:
        """Read a heading, or a caption of a list, table or poem."""
        self.flush()
        parent = part.element.getparent()
        self.content(part.content)
        self.flush("caption" if parent is not None and tei_name(parent) in _CAPTIONED else "head")

    def quote(self, part: TextPart) -> None:
        """Read a quotation: a block of its own, or words."""
        if part.edge is Edge.BLOCK:
            self.flush()
            self.blocks += self.nested(part.content, replace(self._state, depth=self._state.depth + 1))
        else:
            self.part(part)

    def list(self, part: TextPart) -> None:
        """Read a list; content between its items belongs to the item before."""
        parts = [one for one in parts_of(part) or () if not is_silent(one) or one.role is Role.PAGE]
        at = next((at for at, one in enumerate(parts) if one.name in {"item", "label"}), None)
        if at is None:
            self.part(part)
            return
        self.flush()
        self.content(parts[:at])
        self.flush()
        after = parts[-1:] if parts[-1].name == "trailer" else []
        groups: list[list[TextPart]] = []
        for one in parts[at : len(parts) - len(after)]:
            if one.name == "label" or (one.name == "item" and not (groups and groups[-1][-1].name == "label")):
                groups.append([one])
            else:
                groups[-1].append(one)
        items = tuple(filter(None, map(self.nested, groups)))
        self.blocks += [Listing(items, _list_mark(part, parts))] if items else []
        self.content(after)
        self.flush()

    def table(self, part: TextPart) -> None:
        """Read a table; content between its rows becomes a row of one cell."""
        parts = parts_of(part) or []
        if not any(one.name == "row" for one in parts):
            self.part(part)
            return
        self.flush()
        heads = [one for one in parts if one.name == "head"]
        trailers = [one for one in parts if one.name == "trailer"]
        self.content(heads)
        self.flush()
        rows = [self._cells(one) for one in parts if one not in heads and one not in trailers]
        self.blocks += [Table(tuple(filter(None, rows)))] if any(rows) else []
        self.content(trailers)
        self.flush()

    def _cells(self, row: TextPart) -> tuple[tuple[Block, ...], ...]:
        cells = parts_of(row) if row.name == "row" else None
        if cells is None:
            return (found,) if (found := self.nested([row])) else ()
        return tuple(self.nested(one.content if one.name == "cell" else [one]) for one in cells)


_Read = Callable[[_PrintReader, TextPart], None]
_BY_ROLE: dict[Role, _Read] = {
    Role.APPARATUS: _PrintReader.note,
    Role.GAP: _PrintReader.gap,
    Role.LINE_END: _PrintReader.line_end,
    Role.NOTE: _PrintReader.note,
    Role.OTHER: _PrintReader.other_reading,
    Role.PAGE: _PrintReader.page,
    Role.SPACE: _PrintReader.space,
    Role.STRUCK: _PrintReader.struck,
}
_SPECIAL: dict[str, _Read] = {
    "head": _PrintReader.head,
    "list": _PrintReader.list,
    "quote": _PrintReader.quote,
    "table": _PrintReader.table,
}


def _list_mark(part: TextPart, parts: Sequence[TextPart]) -> str:
    items = [one for one in parts if one.name == "item"]
    if any(one.name == "label" for one in parts):
        return ""
    if all(_NUMERAL.match("".join(map(str, one.element.itertext()))) for one in items):
        return ""
    return "number" if part.element.get("type") in {"numbered", "ordered"} else "bullet"


@dataclass(slots=True, repr=False)
class _Tidy(ShallowRepr):
    """Inlines with white space collapsed to single blanks, none at the ends of lines."""

    made: list[Inline] = field(default_factory=list)
    is_blank: bool = True

    def add(self, one: Inline) -> None:
        if isinstance(one, LineEnd):
            self.strip()
            if any(isinstance(each, Run | Note) for each in self.made) and not isinstance(self.made[-1], LineEnd):
                self.made.append(one)
            self.is_blank = True
        elif not isinstance(one, Run):
            self.made.append(one)
        else:
            text = _WHITE.sub(" ", one.text)
            text = text[1:] if self.is_blank and text[:1] == " " else text
            if text:
                self.made.append(Run(text, one.looks, one.language, one.target))
                self.is_blank = text[-1] == " "

    def strip(self) -> None:
        """Remove the blank at the end of the line."""
        at = next((at for at in range(len(self.made) - 1, -1, -1) if not isinstance(self.made[at], PageMark)), -1)
        last = self.made[at] if at >= 0 else None
        if isinstance(last, Run) and last.text[-1] == " ":
            rest = last.text[:-1]
            self.made[at : at + 1] = [Run(rest, last.looks, last.language, last.target)] if rest else []


def _tidy(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    tidy = _Tidy()
    for one in inlines:
        tidy.add(one)
    tidy.strip()
    while tidy.made and isinstance(tidy.made[-1], LineEnd):
        tidy.made.pop()
    return tuple(tidy.made)


def print_blocks(reading: ReadableText) -> list[Block]:
    """Return the blocks of a reading text."""
    reader = _PrintReader(reading, _Pages(), _State())
    for text in reading.texts:
        reader.part(text)
        reader.flush()
    return reader.blocks
