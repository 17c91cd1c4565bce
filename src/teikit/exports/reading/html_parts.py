"""Writes the blocks and the words of a text as HTML: the text as it is on the paper, with an editor's notes at the end.

HTML has two content models, for blocks (flow) and for words (phrasing). A TEI block among words becomes a span that
looks like a block, so that the result is always valid.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.reading.gap_words import gap_in_words
from teikit.exports.reading.html_words import escape, lang_attribute
from teikit.exports.reading.kinds import Edge, has_content, has_words
from teikit.exports.reading.labels import Labels, labels_in
from teikit.exports.reading.parts import Item, ReadableText, Role, TextPart, Words
from teikit.exports.reading.renditions import Renditions
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.element_content import ELEMENT_CONTENT
from teikit.exports.record.pages import Pages
from teikit.tei.markup import ID


class ContentModel(IntEnum):
    """The content models of HTML: blocks and words, words only, or words in a link."""

    FLOW = 0
    PHRASING = 1
    LINK = 2

    @property
    def without_blocks(self) -> "ContentModel":
        """The same content model without blocks."""
        return max(self, ContentModel.PHRASING)


# HTML elements for TEI's blocks; others become `p` if they may contain text, or else `div`.
_TAGS = {
    "addrLine": "div", "argument": "div", "closer": "div", "dateline": "p", "figDesc": "p", "figure": "figure",
    "fw": "p", "l": "div", "note": "div", "opener": "div", "quote": "blockquote", "salute": "p", "signed": "p",
    "speaker": "p",
}  # fmt: skip
# Blocks that contain words only.
_LINES = frozenset({"addrLine", "l"})
# Elements without a rendition of their own; blocks in them remain blocks.
_TRANSPARENT = frozenset({"app", "choice", "lem", "noteGrp", "rdg"})
_INLINE = {"emph": "em", "foreign": "i", "title": "cite"}
_RAISED = {"superscript": "sup", "subscript": "sub"}
# The places of additions (TEI P5, 12.3.1.4 and usual words) that a page shows.
_PLACES = {
    **dict.fromkeys(("above", "interlinear", "superlinear", "supralinear"), "above"),
    **dict.fromkeys(("below", "infralinear", "sublinear"), "below"),
}
_KINDS_WITH_CLASS = frozenset({"dateline", "salute", "sic", "signed", "stage", "unclear"})
_TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SIDES = frozenset({"left", "right", "center"})
# Reasons for which words that an editor supplies are no longer on the paper, and not omitted by the writer.
_LOST = frozenset({"lost", "damage", "illegible"})
_EVERY_FIFTH = re.compile(r"[1-9]?\d{0,4}[05]")
_WORDS_ONLY = frozenset({"p", "h2", "h3", "h4", "h5", "h6"})
_DIVISIONS = re.compile("div[1-7]?|body|front|back|group|floatingText")
_LOWEST_HEADING = 6


class PartWriter:
    """Collects the HTML of a text and its notes."""

    def __init__(self, renditions: Renditions | None = None) -> None:
        self.out: list[str] = []
        self.renditions = renditions or Renditions()
        self.notes: list[str] = []
        self.labels = labels_in("en")
        self.tables = 0
        self._pages = 0
        self._addresses: Mapping[str, str] = {}
        self._pictures = Pages(etree.Element("none"))
        # The ids to which references lead, as they are in the document, and those that are written.
        self._wanted: frozenset[str] = frozenset()
        self._written: set[str] = set()

    def prepare(self, reading: ReadableText, labels: Labels, addresses: Mapping[str, str]) -> None:
        """Take what else is known of a text: the pictures of its pages, where its references lead, and the labels.

        `addresses` are the web addresses of register entries, by their ids.
        """
        self.labels, self._pictures, self._addresses = labels, Pages(reading.root), addresses
        pointers = (one.get("target", "") for one in reading.root.iter(T + "ref", T + "ptr"))
        wanted = {pointer[1:] for pointer in pointers if pointer.startswith("#")}
        parts = (one for text in reading.texts if wanted for one in text.element.iter("{*}*"))
        self._wanted = frozenset(wanted.intersection(one.get(ID, "") for one in parts))

    def finished(self, text: str) -> str:
        """Return what was written without links to what was not."""
        for name in self._wanted - self._written:
            text = text.replace(f' href="#x-{escape(name)}"', "")
        return text

    def content(self, items: Iterable[Item], within: ContentModel) -> None:
        """Write words and parts."""
        for item in items:
            if isinstance(item, Words):
                self._words(item)
            else:
                # Dispatched here and not in a function of its own, to save stack: nesting may reach Python's recursion
                # limit.
                self.writer_of(item, within)(self, item, within)

    def writer_of(self, part: TextPart, within: ContentModel) -> "Write":
        """Return what writes a part; a subclass may return its own functions for some."""
        raise NotImplementedError

    def _words(self, words: Words) -> None:
        text = escape(words.text)
        self.out.append(f'<span class="editor">{text}</span>' if words.is_sign else text)

    def block(self, part: TextPart, within: ContentModel) -> None:
        """Write a block; where only words are allowed it becomes a span."""
        name = part.name
        tag = self._tag_of(part)
        if within:
            self.wrap(part, "span", self.class_of(part, "block"), within.without_blocks)
        elif tag == "p" and has_blocks(part):
            self.wrap(part, "div", self.class_of(part, "p"), ContentModel.FLOW)
        else:
            inner = ContentModel.PHRASING if tag in _WORDS_ONLY or name in _LINES else ContentModel.FLOW
            self.wrap(
                part, tag, self.class_of(part, "note-block" if name == "note" else "" if tag == name else name), inner
            )

    def inline(self, part: TextPart, within: ContentModel) -> None:
        """Write words within a line."""
        name = part.name
        address = self._link_attributes(part) if within < ContentModel.LINK and part.content else ""
        if name in _TRANSPARENT:
            self.content(part.content, within)
        elif address and (has_content(part.element) or name == "ptr"):
            self.out.append(f"<a{self._id(part.element)} {address}>")
            self.content(part.content, ContentModel.LINK)
            self.out.append("</a>")
        else:
            is_side = name == "seg" and not _SIDES.isdisjoint(part.element.get("rend", "").split())
            classes = self.class_of(part, "side" if is_side else "")
            self.wrap(part, _INLINE.get(name, "span"), classes, within.without_blocks)

    def _link_attributes(self, part: TextPart) -> str:
        """Return the attributes of a link from a part to the web or to another part, empty if it leads nowhere."""
        element = part.element
        target = element.get("target") or element.get("ref") or ""
        if target[:1] == "#" and target[1:] in self._wanted:
            return f'href="#x-{escape(target[1:])}"'
        address = target if is_web_address(target) else self._address_of_entry(target or element.get("key", ""))
        return f'href="{escape(address)}" rel="external"' if address else ""

    def _address_of_entry(self, reference: str) -> str:
        """Return the web address of the register entry whose id a reference has, alone or after # or a prefix."""
        first = reference.split(maxsplit=1)[0].rpartition("#")[2] if self._addresses and reference.strip() else ""
        return self._addresses.get(first, "") or self._addresses.get(first.replace(":", ""), "")

    def _id(self, element: etree._Element) -> str:
        """Return the id of an element to which a reference leads, after a blank, or nothing."""
        name = element.get(ID, "") if self._wanted else ""
        if name not in self._wanted or name in self._written:
            return ""
        self._written.add(name)
        return f' id="x-{escape(name)}"'

    def attributes(self, part: TextPart, classes: str) -> str:
        """Return the attributes of a part: its classes, its id, its language, and the number of a verse."""
        number = part.element.get("n", "") if part.name == "l" else ""
        shown = f' data-n="{number}"' if _EVERY_FIFTH.fullmatch(number) else ""
        return (
            (f' class="{classes}"' if classes else "") + self._id(part.element) + lang_attribute(part.element) + shown
        )

    def wrap(self, part: TextPart, tag: str, classes: str, inner: ContentModel) -> None:
        """Write an element with the content of a part; a `span` only if it has attributes."""
        attributes = self.attributes(part, classes)
        if tag == "span" and not attributes:
            self.content(part.content, inner)
            return
        self.out.append(f"<{tag}{attributes}>")
        self.content(part.content, inner)
        self.out.append(f"</{tag}>")

    def class_of(self, part: TextPart, first: str = "") -> str:
        """Return the classes of a part, for its kind and its renditions."""
        name = part.name
        what = name if name in _KINDS_WITH_CLASS and name != first else ""
        return " ".join(filter(None, (first, what, *self.renditions.looks(part.element))))

    def rendition(self, part: TextPart, within: ContentModel) -> None:
        """Write words with a rendition: raised and lowered ones by elements, others by a class."""
        looks = self.renditions.looks(part.element)
        tag = next((_RAISED[one] for one in looks if one in _RAISED), "span")
        self.wrap(part, tag, " ".join(one for one in looks if one not in _RAISED), within.without_blocks)

    def addition(self, part: TextPart, within: ContentModel) -> None:
        """Write an addition; a class says whether it is above or below the line."""
        places = (_PLACES[one] for one in part.element.get("place", "").split() if one in _PLACES)
        self.wrap(part, "ins", self.class_of(part, next(places, "")), within.without_blocks)

    def deletion(self, part: TextPart, within: ContentModel) -> None:
        """Write words that are struck out."""
        apart = " " if part.edge > Edge.BLANK else ""
        self.out.append(apart)
        self.wrap(part, "del", self.class_of(part), within.without_blocks)
        self.out.append(apart)

    def date(self, part: TextPart, within: ContentModel) -> None:
        """Write a date, machine-readable if it is a calendar date."""
        when = part.element.get("when", "")
        if _TIME.fullmatch(when):
            self.out.append(f'<time datetime="{when}">')
        self.wrap(part, "span", self.class_of(part), within.without_blocks)
        self.out.append("</time>" if _TIME.fullmatch(when) else "")

    def gap(self, part: TextPart, _within: ContentModel) -> None:
        """Write an illegible passage, with its extent and reason."""
        label = escape(gap_in_words(part.element, self.labels))
        self.out.append(f'<span class="gap" title="{label}">[…]<span class="vh"> ({label})</span></span>')

    def other_reading(self, part: TextPart, within: ContentModel) -> None:
        """Write an editor's version of the words before, in brackets."""
        self.out.append('<span class="editor"> [')
        self.content(part.content, within.without_blocks)
        self.out.append("]</span>")

    def supplied_text(self, part: TextPart, within: ContentModel) -> None:
        """Write words that an editor supplies, between the brackets of editions: square ones for what is lost."""
        before, after = "[]" if part.element.get("reason", "") in _LOST else "⟨⟩"
        self._between(part, within, before, after)

    def expansion(self, part: TextPart, within: ContentModel) -> None:
        """Write letters that an editor adds to an abbreviation, in parentheses."""
        self._between(part, within, "(", ")")

    def _between(self, part: TextPart, within: ContentModel, before: str, after: str) -> None:
        self.out.append(f'<span class="editor">{before}</span>')
        self.wrap(part, "span", self.class_of(part), within.without_blocks)
        self.out.append(f'<span class="editor">{after}</span>')

    def page(self, part: TextPart, within: ContentModel) -> None:
        """Write the number of a new page, as a link to its picture; the first has a mark if it is numbered or shown."""
        self._pages += 1
        element, picture = part.element, self._pictures.of(part.element)
        number = escape(element.get("n") or str(self._pages))
        mark = f'class="pb"{self._id(element)} data-n="{number}"'
        if picture and picture.is_on_the_web and within < ContentModel.LINK:
            label = self.labels.fill("picture_of_page", number=number)
            self.out.append(f'<a {mark} href="{escape(picture.picture)}" rel="external" aria-label="{label}"></a>')
        elif self._pages > 1 or element.get("n") or picture:
            label = self.labels.fill("page", number=number)
            self.out.append(f'<span {mark} role="separator" aria-label="{label}"></span>')
            self._name_picture(picture.picture if picture else "")

    def _name_picture(self, name: str) -> None:
        if name:
            self.out.append(f'<span class="editor"> [{self.labels["picture"]}: {escape(name)}] </span>')

    def space(self, part: TextPart, within: ContentModel) -> None:
        """Write a space that the writer left: a blank, or a line end if it is measured in lines."""
        self.out.append("<br>" if part.element.get("unit", "").startswith("line") else " ")
        self.content(part.content, within.without_blocks)

    def line(self, part: TextPart, _within: ContentModel) -> None:
        """Write the end of a line on the paper, and the number of every fifth line."""
        number = part.element.get("n", "")
        counted = f'<span class="ln" data-n="{number}"></span>' if _EVERY_FIFTH.fullmatch(number) else ""
        self.out.append(f"<br>{counted}")

    def picture(self, part: TextPart, within: ContentModel) -> None:
        """Write the name of a picture, as a link to it, since a page in one file does not fetch any."""
        address = part.element.get("url", "")
        name = escape(": ".join(filter(None, (self.labels["picture"], address.rpartition("/")[2]))))
        is_link = is_web_address(address) and within < ContentModel.LINK
        shown = f'<a href="{escape(address)}" rel="external">{name}</a>' if is_link else name
        self.out.append(f'<span class="editor">[{shown}]</span>')
        self.content(part.content, within.without_blocks)

    def note(self, part: TextPart, within: ContentModel) -> None:
        """Write a number that refers to an editor's note, or to other readings, at the end."""
        self.notes.append("")
        number = len(self.notes)
        link = f'<a class="ref" href="#n{number}" role="doc-noteref">{number}</a>'
        self.out.append(f'<sup id="r{number}">{link if within < ContentModel.LINK else number}</sup>')
        kept, self.out = self.out, []
        if target := self._id(part.element):
            self.out.append(f"<span{target}></span>")
        self.content(part.content, ContentModel.FLOW)
        self.notes[number - 1] = "".join(self.out)
        self.out = kept

    def _tag_of(self, part: TextPart) -> str:
        """Return the element for a block: a heading where a division begins, else one that its content fits in."""
        if part.name == "head" and _begins_division(part.element) and not has_blocks(part):
            return f"h{_level(part.element)}"
        tag = _TAGS.get(part.name) or ("div" if part.edge is Edge.LINE or part.name in ELEMENT_CONTENT else "p")
        return "div" if tag == "blockquote" and part.edge is not Edge.BLOCK else tag


# The first argument is the writer, which may be of a subclass.
Write = Callable[[Any, TextPart, ContentModel], None]


def _is_division(element: etree._Element) -> bool:
    return _DIVISIONS.fullmatch(tei_name(element)) is not None


def _begins_division(head: etree._Element) -> bool:
    """Return whether a heading is the first one of a division, and has words."""
    parent = head.getparent()
    return parent is not None and _is_division(parent) and parent.find(T + "head") is head and has_words(head)


def _level(head: etree._Element) -> int:
    """Return the level of a heading: one below those of the divisions around its own."""
    return min(2 + sum(1 for _ in _divisions_with_heading(head)), _LOWEST_HEADING)


def _divisions_with_heading(head: etree._Element) -> Iterator[etree._Element]:
    _, *around = head.iterancestors()
    for one in around:
        first = one.find(T + "head") if _is_division(one) else None
        if first is not None and has_words(first):
            yield one


def has_blocks(part: TextPart) -> bool:
    """Return whether a part that would become a paragraph contains blocks; notes are written elsewhere."""
    open_parts = [part]
    while open_parts:
        for item in open_parts.pop().content:
            if isinstance(item, TextPart) and item.role not in {Role.NOTE, Role.APPARATUS}:
                if item.edge > Edge.BLANK:
                    return True
                open_parts.append(item)
    return False
