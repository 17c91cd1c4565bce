"""TEI to plain text: the words as they stand on the paper, which undoes encoding.

A paragraph is a line, blocks stand apart by an empty line, lines of addresses, verse and signatures by line ends. What
is struck out is left out; an editor's notes stand at the end, called by number. A gap is told as [...].
"""

import re

from lxml import etree

from teikit.exports.reading import REGISTERS, T, is_apparatus, local, readings
from teikit.exports.source import Made, Settings, Source

# XML has no place for these two characters, so that no text holds them.
BLOCK, LINE = "\x1e", "\x1f"
_BLOCKS = frozenset(
    {
        "text", "group", "front", "body", "back", "div", "div1", "div2", "div3", "p", "ab", "head", "opener", "closer",
        "postscript", "dateline", "salute", "signed", "byline", "trailer", "address", "lg", "list", "table", "figure",
        "floatingText", "epigraph", "argument", "quote", "sp", "note", "fw", "idno", "title", "seg",
    }
)  # fmt: skip
_LINES = frozenset({"addrLine", "l", "item", "row", "lb", "street", "speaker"})
# Blocks only where they stand beside blocks; within a line they are words of it.
_EITHER = frozenset({"quote", "note", "idno", "title", "seg", "fw", "dateline", "salute", "signed", "address"})
_AROUND = frozenset({"text", "body", "front", "back", "div", "div1", "div2", "div3", "opener", "closer", "postscript"})
LEFT_OUT = frozenset({"del", "surplus", "figDesc", "metamark", "index"})
_WHITE = re.compile(r"[ \t\r\n]+")


def edge_of(element: etree._Element, name: str) -> str:
    """Return what parts an element from its neighbours: `BLOCK`, `LINE`, or nothing."""
    if name in _LINES:
        return LINE
    if name not in _BLOCKS:
        return ""
    parent = element.getparent()
    return BLOCK if name not in _EITHER or parent is None or local(parent) in _AROUND else LINE


class _Writer:
    """Collects the stretches of a text in their order, and the notes that it calls."""

    def __init__(self, notes: list[str]) -> None:
        self.stretches: list[str] = []
        self.notes = notes

    def content(self, element: etree._Element) -> None:
        if element.text:
            self.stretches.append(element.text)
        for child in element:
            self.element(child)
            if child.tail:
                self.stretches.append(child.tail)

    def element(self, element: etree._Element) -> None:
        name = local(element)
        if not isinstance(element.tag, str) or element.tag in REGISTERS or name in LEFT_OUT:
            return
        if name == "choice":
            written, _ = readings(element)
            if written is not None:
                self.content(written)
        elif name == "note" and is_apparatus(element):
            self.note(element)
        elif name in {"gap", "space"}:
            self.stretches.append("[...]" if name == "gap" else " ")
        else:
            self.block(element, name)

    def note(self, element: etree._Element) -> None:
        self.notes.append("")
        number = len(self.notes)
        writer = _Writer(self.notes)
        writer.content(element)
        self.notes[number - 1] = " ".join(writer.text().split())
        self.stretches.append(f" [{number}]")

    def block(self, element: etree._Element, name: str) -> None:
        edge = edge_of(element, name)
        self.stretches.append(edge)
        self.content(element)
        self.stretches.append(" " if name == "cell" else "" if name == "lb" else edge)

    def text(self) -> str:
        blocks = ("".join(self.stretches)).split(BLOCK)
        lines = ([_WHITE.sub(" ", line).strip(" ") for line in block.split(LINE)] for block in blocks)
        return "\n\n".join(filter(None, ("\n".join(filter(None, block)) for block in lines)))


def to_text(root: etree._Element) -> str:
    """Return the text of a TEI document, ended by a line end where there is any; units as the module says."""
    writer = _Writer([])
    for text in root.iterfind(T + "text"):
        writer.element(text)
    notes = "\n".join(f"[{number}] {note}" for number, note in enumerate(writer.notes, 1))
    told = "\n\n".join(filter(None, (writer.text(), notes)))
    return f"{told}\n" if told else ""


def write(source: Source, settings: Settings) -> Made:  # noqa: ARG001  every format is called alike
    """Return a letter as plain text in UTF-8."""
    return Made(to_text(source.root).encode())
