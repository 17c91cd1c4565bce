"""Writes the text of a letter for print, with notes as footnotes (CSS Generated Content for Paged Media)."""

import re
from collections.abc import Iterable

from teikit.exports.reading.html_text import ContentModel, TextWriter, Write
from teikit.exports.reading.kinds import Edge
from teikit.exports.reading.parts import Item, ReadableText, Role, TextPart

_WHITE = re.compile(r"[ \t\r\n]+")
_NOTES = frozenset({Role.NOTE, Role.APPARATUS})
# Longer notes take up too much of a page.
_MOST_LENGTH = 1_200


class PrintWriter(TextWriter):
    """Collects the HTML of a text, with notes at their places."""

    def writer_of(self, part: TextPart, within: ContentModel) -> Write:
        """Return what writes a part."""
        return PrintWriter.footnote if part.role in _NOTES else super().writer_of(part, within)

    def footnote(self, part: TextPart, within: ContentModel) -> None:
        """Write a note at its place, from where the style sheet moves it to the foot of the page."""
        start = len(self.out)
        self.content(part.content, within.without_blocks)
        # WeasyPrint does not collapse the white space of footnotes.
        words = _WHITE.sub(" ", "".join(self.out[start:])).strip()
        self.out[start:] = [f'<span class="footnote">{words}</span>']


def fits_footnotes(reading: ReadableText) -> bool:
    """Return whether all notes of a text are short, and have neither lists or tables nor notes of their own."""
    return all(_is_footnote(one) for one in _parts_in(reading.texts) if one.role in _NOTES)


def _is_footnote(note: TextPart) -> bool:
    length = sum(len(str(text)) for text in note.element.itertext())
    return length <= _MOST_LENGTH and not any(_is_large(one) for one in _parts_in(note.content))


def _is_large(part: TextPart) -> bool:
    return part.role in _NOTES or (part.edge is Edge.BLOCK and part.name != "p")


def _parts_in(content: Iterable[Item]) -> Iterable[TextPart]:
    open_items = [*content]
    while open_items:
        item = open_items.pop()
        if isinstance(item, TextPart):
            yield item
            open_items += item.content
