"""Writes the text of a letter as HTML: the text as it is on the paper, with an editor's notes at the end.

HTML has two content models, for blocks (flow) and for words (phrasing). A TEI block among words becomes a span that
looks like a block, so that the result is always valid.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

from teikit.exports.reading.html_words import escape, lang_attribute
from teikit.exports.reading.kinds import REGISTERS, Edge, has_content
from teikit.exports.reading.parts import Item, Role, TextPart, Words, is_silent, parts_of
from teikit.exports.reading.renditions import Renditions
from teikit.exports.reading.rule import words_of
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.element_content import ELEMENT_CONTENT


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
_KINDS_WITH_CLASS = frozenset({"dateline", "salute", "sic", "signed", "unclear"})
_TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SIDES = frozenset({"left", "right", "center"})
_NUMERAL = re.compile(r"\s*(?:\d+[.)]|[-–—•*])\s")
# A definition list: terms, each with one or more descriptions.
_NAMES_AND_WORDS = re.compile("(?:t+d+)+")


def _begins_with_numeral(item: TextPart) -> bool:
    return _NUMERAL.match("".join(map(str, item.element.itertext()))) is not None


class TextWriter:
    """Collects the HTML of a text and its notes."""

    def __init__(self, renditions: Renditions | None = None) -> None:
        self.out: list[str] = []
        self.renditions = renditions or Renditions()
        self.notes: list[str] = []
        self._pages = 0

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
        return _writer_of(part, within)

    def _words(self, words: Words) -> None:
        text = escape(words.text)
        self.out.append(f'<span class="editor">{text}</span>' if words.is_sign else text)

    def block(self, part: TextPart, within: ContentModel) -> None:
        """Write a block; where only words are allowed it becomes a span."""
        name = part.name
        tag = _tag_of(part)
        if within:
            self._wrap(part, "span", self.class_of(part, "block"), within.without_blocks)
        elif tag == "p" and _has_blocks(part):
            self._wrap(part, "div", self.class_of(part, "p"), ContentModel.FLOW)
        else:
            inner = ContentModel.PHRASING if tag == "p" or name in _LINES else ContentModel.FLOW
            self._wrap(
                part, tag, self.class_of(part, "note-block" if name == "note" else "" if tag == name else name), inner
            )

    def list(self, part: TextPart, _within: ContentModel) -> None:
        """Write a list; content between its items becomes an item marked `beside`."""
        before, parts, after = _split_ends(parts_of(part) or ())
        self._captions(before)
        if any(one.name == "label" for one in parts):
            self._definitions(parts)
        else:
            self._items(part, parts)
        self.content(after, ContentModel.FLOW)

    def _captions(self, heads: Iterable[TextPart]) -> None:
        for head in heads:
            self._wrap(head, "p", "caption", ContentModel.PHRASING)

    def _items(self, whole: TextPart, parts: Sequence[TextPart]) -> None:
        items = [one for one in parts if one.name == "item"]
        classes, tag = "", "ul"
        if items and all(map(_begins_with_numeral, items)):
            # Numbers on the paper are not counted again.
            classes = ' class="own"'
        elif whole.name == "list" and whole.element.get("type") in {"numbered", "ordered"}:
            tag = "ol"
        self.out.append(f"<{tag}{classes}>")
        for one in parts:
            if one.name == "item":
                self._wrap(one, "li", self.class_of(one), ContentModel.FLOW)
            elif whole.name == "list" or one.role is Role.PAGE or not is_silent(one):
                self.out.append('<li class="beside">' if whole.name == "list" else "<li>")
                self.content([one], ContentModel.FLOW)
                self.out.append("</li>")
        self.out.append(f"</{tag}>")

    def _definitions(self, parts: Sequence[TextPart]) -> None:
        groups: list[list[TextPart]] = []
        for one in parts:
            if one.name in {"label", "item"}:
                groups.append([one])
            elif groups:
                groups[-1].append(one)
            else:
                self.content([one], ContentModel.FLOW)
        regular = _NAMES_AND_WORDS.fullmatch("".join("t" if one[0].name == "label" else "d" for one in groups))
        self.out.append("<dl>" if regular else '<div class="list">')
        for first, *others in groups:
            tag = ("dt" if first.name == "label" else "dd") if regular else "div"
            self.out.append(f"<{tag}>")
            self._wrap(first, "span", self.class_of(first), ContentModel.PHRASING if tag == "dt" else ContentModel.FLOW)
            self.content(others, ContentModel.FLOW)
            self.out.append(f"</{tag}>")
        self.out.append("</dl>" if regular else "</div>")

    def table(self, part: TextPart, _within: ContentModel) -> None:
        """Write a table; content between its rows becomes a row of its own."""
        before, parts, after = _split_ends(parts_of(part) or ())
        self._captions(before)
        self.out.append("<table>")
        width = max(len(parts_of(row) or ()) for row in parts if row.name == "row")
        for one in parts:
            if one.name == "row":
                self.out.append(f"<tr{_attributes(one, self.class_of(one))}>")
                self._cells(one)
            else:
                self.out.append(f'<tr class="beside"><td colspan="{width}">')
                self.content([one], ContentModel.FLOW)
                self.out.append("</td>")
            self.out.append("</tr>")
        self.out.append("</table>")
        self.content(after, ContentModel.FLOW)

    def _cells(self, row: TextPart) -> None:
        for one in parts_of(row) or ():
            if one.name == "cell":
                self._wrap(one, "td", self.class_of(one), ContentModel.FLOW)
            else:
                self.out.append("<td>")
                self.content([one], ContentModel.FLOW)
                self.out.append("</td>")

    def inline(self, part: TextPart, within: ContentModel) -> None:
        """Write words within a line."""
        name = part.name
        target = part.element.get("target") or part.element.get("ref") or ""
        if name in _TRANSPARENT:
            self.content(part.content, within)
        elif is_web_address(target) and within < ContentModel.LINK and has_content(part.element):
            self.out.append(f'<a href="{escape(target)}" rel="external">')
            self.content(part.content, ContentModel.LINK)
            self.out.append("</a>")
        else:
            side = name == "seg" and not _SIDES.isdisjoint(part.element.get("rend", "").split())
            self._wrap(
                part, _INLINE.get(name, "span"), self.class_of(part, "side" if side else ""), within.without_blocks
            )

    def _wrap(self, part: TextPart, tag: str, classes: str, inner: ContentModel) -> None:
        attributes = _attributes(part, classes)
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
        self._wrap(part, tag, " ".join(one for one in looks if one not in _RAISED), within.without_blocks)

    def addition(self, part: TextPart, within: ContentModel) -> None:
        """Write an addition; a class says whether it is above or below the line."""
        places = (_PLACES[one] for one in part.element.get("place", "").split() if one in _PLACES)
        self._wrap(part, "ins", self.class_of(part, next(places, "")), within.without_blocks)

    def deletion(self, part: TextPart, within: ContentModel) -> None:
        """Write words that are struck out."""
        apart = " " if part.edge > Edge.BLANK else ""
        self.out.append(apart)
        self._wrap(part, "del", self.class_of(part), within.without_blocks)
        self.out.append(apart)

    def date(self, part: TextPart, within: ContentModel) -> None:
        """Write a date, machine-readable if it is a calendar date."""
        when = part.element.get("when", "")
        if _TIME.fullmatch(when):
            self.out.append(f'<time datetime="{when}">')
        self._wrap(part, "span", self.class_of(part), within.without_blocks)
        self.out.append("</time>" if _TIME.fullmatch(when) else "")

    def gap(self, part: TextPart, _within: ContentModel) -> None:
        """Write an illegible passage, with its extent and reason."""
        found = part.element
        words = " ".join(filter(None, (found.get("quantity"), found.get("unit"), found.get("reason"))))
        described = words_of(found)
        if described != found.get("reason"):
            words = ", ".join(filter(None, (words, described)))
        label = escape(words or "not readable")
        self.out.append(f'<span class="gap" title="{label}">[…]<span class="vh"> ({label})</span></span>')

    def other_reading(self, part: TextPart, within: ContentModel) -> None:
        """Write an editor's version of the words before, in brackets."""
        self.out.append('<span class="editor"> [')
        self.content(part.content, within.without_blocks)
        self.out.append("]</span>")

    def supplied_text(self, part: TextPart, within: ContentModel) -> None:
        """Write words that an editor supplies, between brackets."""
        self.out.append('<span class="editor">⟨</span>')
        self.content(part.content, within.without_blocks)
        self.out.append('<span class="editor">⟩</span>')

    def page(self, part: TextPart, _within: ContentModel) -> None:
        """Write the number of a new page; the first page has a mark only if it is numbered."""
        self._pages += 1
        number = part.element.get("n") or str(self._pages)
        if self._pages > 1 or part.element.get("n"):
            label = escape(number)
            self.out.append(f'<span class="pb" role="separator" aria-label="page {label}" data-n="{label}"></span>')

    def space(self, part: TextPart, within: ContentModel) -> None:
        """Write a space that the writer left: a blank, or a line end if it is measured in lines."""
        self.out.append("<br>" if part.element.get("unit", "").startswith("line") else " ")
        self.content(part.content, within.without_blocks)

    def line(self, _part: TextPart, _within: ContentModel) -> None:
        """Write the end of a line on the paper."""
        self.out.append("<br>")

    def picture(self, part: TextPart, within: ContentModel) -> None:
        """Write a placeholder for a picture, since a page in one file does not fetch any."""
        name = part.element.get("url", "").rpartition("/")[2]
        self.out.append(f'<span class="editor">[picture{": " if name else ""}{escape(name)}]</span>')
        self.content(part.content, within.without_blocks)

    def note(self, part: TextPart, within: ContentModel) -> None:
        """Write a number that refers to an editor's note, or to other readings, at the end."""
        self.notes.append("")
        number = len(self.notes)
        link = f'<a class="ref" href="#n{number}" role="doc-noteref">{number}</a>'
        self.out.append(f'<sup id="r{number}">{link if within < ContentModel.LINK else number}</sup>')
        kept, self.out = self.out, []
        self.content(part.content, ContentModel.FLOW)
        self.notes[number - 1] = "".join(self.out)
        self.out = kept


# The first argument is the writer, which may be of a subclass.
Write = Callable[[Any, TextPart, ContentModel], None]
_BY_ROLE: dict[Role, Write] = {
    Role.APPARATUS: TextWriter.note,
    Role.GAP: TextWriter.gap,
    Role.LINE_END: TextWriter.line,
    Role.NOTE: TextWriter.note,
    Role.OTHER: TextWriter.other_reading,
    Role.PAGE: TextWriter.page,
    Role.PICTURE: TextWriter.picture,
    Role.SPACE: TextWriter.space,
    Role.STRUCK: TextWriter.deletion,
}
_LIST_WRITERS: dict[str, Write] = {**dict.fromkeys({"list", *REGISTERS}, TextWriter.list), "table": TextWriter.table}
_SPECIAL: dict[str, Write] = {
    "add": TextWriter.addition,
    "date": TextWriter.date,
    "hi": TextWriter.rendition,
    "supplied": TextWriter.supplied_text,
}


def _writer_of(part: TextPart, within: ContentModel) -> Write:
    if part.role in _BY_ROLE:
        return _BY_ROLE[part.role]
    if part.edge <= Edge.BLANK:
        return _SPECIAL.get(part.name, TextWriter.inline)
    listed = _LIST_WRITERS.get(part.name)
    return listed if listed and not within and _is_regular(part) else TextWriter.block


def _is_regular(part: TextPart) -> bool:
    """Return whether a list or table has items or rows."""
    parts = _split_ends(parts_of(part) or ())[1]
    if part.name == "table":
        rows = [parts_of(one) for one in parts if one.name == "row"]
        return bool(rows) and all(rows)
    return any(one.name == "item" or part.name != "list" for one in parts)


def _tag_of(part: TextPart) -> str:
    tag = _TAGS.get(part.name) or ("div" if part.edge is Edge.LINE or part.name in ELEMENT_CONTENT else "p")
    return "div" if tag == "blockquote" and part.edge is not Edge.BLOCK else tag


def _has_blocks(part: TextPart) -> bool:
    """Return whether a part that would become a paragraph contains blocks; notes are written elsewhere."""
    open_parts = [part]
    while open_parts:
        for item in open_parts.pop().content:
            if isinstance(item, TextPart) and item.role not in {Role.NOTE, Role.APPARATUS}:
                if item.edge > Edge.BLANK:
                    return True
                open_parts.append(item)
    return False


def _split_ends(parts: Sequence[TextPart]) -> tuple[Sequence[TextPart], Sequence[TextPart], Sequence[TextPart]]:
    """Return the headings of a list or table, its parts, and its trailers."""
    first = next((at for at, one in enumerate(parts) if one.name != "head"), len(parts))
    last = next((at for at in range(len(parts), first, -1) if parts[at - 1].name != "trailer"), first)
    return parts[:first], parts[first:last], parts[last:]


def _attributes(part: TextPart, classes: str) -> str:
    return (f' class="{classes}"' if classes else "") + lang_attribute(part.element)
