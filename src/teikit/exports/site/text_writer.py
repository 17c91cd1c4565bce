"""Writes the text of a letter for its page in the site: with links to people and places, and for two views.

The stylesheet shows the reading or the diplomatic text by the classes that are written here: `lb` (line ends on the
paper), `paper` (what is on it, where an editor gives another reading), `other` (that reading).
"""

from collections.abc import Callable
from typing import Any

from lxml import etree

from teikit.exports.reading.html_text import ContentModel, TextWriter, Write
from teikit.exports.reading.html_words import escape
from teikit.exports.reading.kinds import Edge, has_content
from teikit.exports.reading.parts import Role, TextPart
from teikit.exports.reading.renditions import Renditions
from teikit.exports.reading.rule import words_of

NAMES = frozenset({"persName", "orgName", "placeName", "name", "rs", "settlement", "country", "region", "geogName"})
_ON_PAPER = frozenset({"sic", "orig", "abbr", "am"})
# A longer note is read at its place.
_MAX_HOVER = 700


class SiteWriter(TextWriter):
    """Collects the HTML of a text and its notes; `address_of` returns the address of the page of a name, or ""."""

    def __init__(self, address_of: Callable[[etree._Element], str], renditions: Renditions | None = None) -> None:
        super().__init__(renditions)
        self._address_of = address_of

    def writer_of(self, part: TextPart, within: ContentModel) -> Write:
        """Return what writes a part."""
        if part.role in _BY_ROLE:
            return _BY_ROLE[part.role]
        if part.role is Role.WORDS and part.edge <= Edge.BLANK:
            if part.name in _ON_PAPER and part.element.getparent() is not None:
                return SiteWriter.on_paper
            if part.name in NAMES and within < ContentModel.LINK and has_content(part.element):
                return SiteWriter.name
        return super().writer_of(part, within)

    def line(self, _part: TextPart, _within: ContentModel) -> None:
        """Write the end of a line on the paper, which is a blank in the reading text."""
        self.out.append(' <br class="lb">')

    def on_paper(self, part: TextPart, within: ContentModel) -> None:
        """Write what is on the paper, where an editor may give another reading."""
        parent = part.element.getparent()
        is_choice = parent is not None and etree.QName(parent).localname == "choice"
        self.out.append(f'<span class="{part.name}{" paper" if is_choice else ""}">')
        self.content(part.content, within.without_blocks)
        self.out.append("</span>")

    def other_reading(self, part: TextPart, within: ContentModel) -> None:
        """Write an editor's version of the words before; the brackets are for the view that shows both."""
        self.out.append('<span class="other"><span class="sign"> [</span>')
        self.content(part.content, within.without_blocks)
        self.out.append('<span class="sign">]</span></span>')

    def name(self, part: TextPart, within: ContentModel) -> None:
        """Write a name, with a link to the page of whom or what it names."""
        address = self._address_of(part.element)
        if not address:
            self.inline(part, within)
            return
        self.out.append(f'<a class="name" href="{escape(address)}">')
        self.content(part.content, ContentModel.LINK)
        self.out.append("</a>")

    def note(self, part: TextPart, within: ContentModel) -> None:
        """Write the number of a note, and the note again for those who point at the number."""
        super().note(part, within)
        words = " ".join(words_of(part.element).split())
        shown = words if len(words) <= _MAX_HOVER else f"{words[:_MAX_HOVER].rsplit(' ', 1)[0]} …"
        self.out.append(f'<span class="pop" aria-hidden="true">{escape(shown)}</span>')


_BY_ROLE: dict[Role, Callable[[Any, TextPart, ContentModel], None]] = {
    Role.APPARATUS: SiteWriter.note,
    Role.LINE_END: SiteWriter.line,
    Role.NOTE: SiteWriter.note,
    Role.OTHER: SiteWriter.other_reading,
}
