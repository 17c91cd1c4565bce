"""Writes TEI as plain text: the words as they are on the paper, without encoding.

A paragraph is one line. Blocks are separated by an empty line, lines of addresses, verse and signatures by line ends.
Struck-out words and other readings are left out; an editor's notes are at the end, with numbers. A gap is [...].
"""

import re
from collections.abc import Iterable

from lxml import etree

from teikit.exports.reading.kinds import Edge, has_words
from teikit.exports.reading.parts import Item, ReadableText, Role, Words
from teikit.exports.reading.rule import read_texts
from teikit.exports.record.source import ExportedFile, Settings, TeiFile

# Separators that cannot occur in text, since XML does not allow these characters.
_BLOCK, _LINE = "\x1e", "\x1f"
_MARKS = {Edge.LINE: _LINE, Edge.BLOCK: _BLOCK}
_WHITE = re.compile(r"[ \t\r\n]+")
# Parts that a line of words cannot represent; of a gap only the sign remains.
OTHERS = {
    Role.GAP: "descriptions of gaps (desc)",
    Role.OTHER: "what an editor makes of words (choice)",
    Role.APPARATUS: "other readings (app)",
}
_DROPPED_ROLES = {**OTHERS, Role.STRUCK: "struck-out words (del)"}


class _PlainTextWriter:
    """Collects the text in reading order, its notes, and the names of what is left out."""

    def __init__(self, notes: list[str], left_out: dict[str, None]) -> None:
        self.stretches: list[str] = []
        self.notes, self._left_out = notes, left_out

    def content(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Words):
                self.stretches.append(item.text)
            elif item.role is Role.NOTE:
                self._note(item.content)
            elif item.role in _DROPPED_ROLES:
                self.stretches.append(_SIGNS.get(item.role, ""))
                self._left_out.update({_DROPPED_ROLES[item.role]: None} if has_words(item.element) else {})
            else:
                mark = _MARKS.get(item.edge, "")
                self.stretches += (mark, _SIGNS.get(item.role, ""))
                self.content(item.content)
                self.stretches.append(mark)

    def _note(self, content: Iterable[Item]) -> None:
        self.notes.append("")
        number = len(self.notes)
        writer = _PlainTextWriter(self.notes, self._left_out)
        writer.content(content)
        self.notes[number - 1] = " ".join(writer.text().split())
        self.stretches.append(f" [{number}]")

    def text(self) -> str:
        blocks = ("".join(self.stretches)).split(_BLOCK)
        lines = ([_WHITE.sub(" ", line).strip(" ") for line in block.split(_LINE)] for block in blocks)
        return "\n\n".join(filter(None, ("\n".join(filter(None, block)) for block in lines)))


_SIGNS = {Role.GAP: "[...]", Role.SPACE: " ", Role.LINE_END: _LINE}


def text_and_notes(reading: ReadableText, left_out: dict[str, None]) -> tuple[str, list[str]]:
    """Return a text and its notes; `left_out` collects what neither contains."""
    writer = _PlainTextWriter([], left_out)
    writer.content(reading.texts)
    return writer.text(), writer.notes


def _render(reading: ReadableText) -> tuple[str, tuple[str, ...]]:
    left_out = dict.fromkeys(reading.dropped)
    text, notes = text_and_notes(reading, left_out)
    listed = "\n".join(f"[{number}] {note}" for number, note in enumerate(notes, 1))
    written = "\n\n".join(filter(None, (text, listed)))
    return f"{written}\n" if written else "", tuple(left_out)


def to_text(root: etree._Element) -> str:
    """Return the text of a TEI document in the layout of this module, with a final line end unless it is empty."""
    return _render(read_texts(root))[0]


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter as plain text in UTF-8."""
    text, left_out = _render(read_texts(source.root))
    return ExportedFile(text.encode(), left_out)
