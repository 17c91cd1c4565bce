"""Reads the lines of a source as rows, with the labels and buttons of archives and editions in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teikit.text.archive_labels import Label, is_button, read_label
from teikit.text.plain import Line
from teikit.text.runs import EDITION_NOTES, EDITION_TITLE

# How many lines at each end of a source are searched.
_SEARCHED = 120
ADDRESSES = ("http", "www", "doi")
# RC (MaHi: Hall Papers), ALS (CtY): how editions describe a manuscript.
_MANUSCRIPT = re.compile(r"(?P<name>RC|FC|PrC|SC|A?Dft|A?DS|T?ALS|AL|TLS|LS|Tr|LbC|AD|MSS?|Ms)\.?,?\s*[(\[:]\s*\w")


@dataclass(frozen=True, slots=True)
class Row:
    """A line with text: its index, the number of its block, its label, and whether it has the form of a button."""

    index: int
    line: Line
    block: int
    label: Label | None
    is_button: bool

    @property
    def is_sign(self) -> bool:
        """Whether the row has a label or is a button."""
        return self.label is not None or self.is_button

    @property
    def is_proof(self) -> bool:
        """Whether only archives, editions and their web pages have such a row."""
        # A letter has an address of the web, too.
        return (self.is_button and not self.is_address) or (self.label is not None and self.label.is_proof)

    @property
    def kind(self) -> str:
        """The kind of the label, "" where the row has none."""
        return self.label.kind if self.label else ""

    @property
    def is_note(self) -> bool:
        """Whether the format of the source shows that the row is a note of the page: a menu, a footer."""
        return self.line.style in EDITION_NOTES

    @property
    def is_edition(self) -> bool:
        """Whether the format of the source shows that the row is a note or a title of the page."""
        return self.is_note or self.line.style == EDITION_TITLE

    @property
    def is_heading(self) -> bool:
        """Whether the row is a label alone, with its value below it."""
        return self.label is not None and not self.label.value

    @property
    def is_address(self) -> bool:
        """Whether the row is an address of the web alone."""
        return self.is_button and self.line.text.startswith(ADDRESSES)

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.line.text.split())


def read_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the lines that have text; the labels of those in the middle are not looked up."""
    filled = [index for index, line in enumerate(lines) if line.text]
    block, before = 0, -1
    for number, index in enumerate(filled):
        line = lines[index]
        block += index > before + 1 or line.style != lines[before].style
        before = index
        is_searched = number < _SEARCHED or number >= len(filled) - _SEARCHED
        label = read_label(line.text) if is_searched and not line.style.startswith("tei") else None
        manuscript = _MANUSCRIPT.match(line.text)
        if label is None and is_searched and manuscript:
            label = Label("transmission", manuscript["name"], line.text, is_proof=True)
        yield Row(index, line, block, label, is_searched and label is None and is_button(line.text))
