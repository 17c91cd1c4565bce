"""The text of a TEI letter to HTML: what stands on the paper as it stands, an editor's notes at the end.

HTML knows two kinds of places, for blocks (flow) and for words (phrasing). A block of TEI among words becomes a span
that looks like a block, so that what comes out is always valid.
"""

import re
from collections.abc import Callable
from enum import IntEnum

from lxml import etree

from teikit.exports.authorities import is_web_address
from teikit.exports.reading import LOOKS, REGISTERS, T, is_apparatus, language_tag, local, readings
from teikit.tei.markup import LANG


class Within(IntEnum):
    """What may stand at a place of HTML: blocks and words, words, or words that are no link."""

    FLOW = 0
    PHRASING = 1
    LINK = 2

    @property
    def words(self) -> "Within":
        """The same place without blocks."""
        return max(self, Within.PHRASING)


# TEI's blocks: their elements of HTML where blocks may stand.
_BLOCKS = {
    "div": "div", "div1": "div", "div2": "div", "div3": "div", "body": "div", "front": "div", "back": "div",
    "group": "div", "text": "div", "floatingText": "div", "opener": "div", "closer": "div", "postscript": "div",
    "address": "div", "addrLine": "div", "lg": "div", "l": "div", "argument": "div", "epigraph": "div", "sp": "div",
    "p": "p", "ab": "p", "dateline": "p", "salute": "p", "signed": "p", "byline": "p", "trailer": "p", "head": "p",
    "fw": "p", "speaker": "p", "figDesc": "p", "list": "ul", "item": "li", "table": "table", "row": "tr", "cell": "td",
    "quote": "blockquote", "figure": "figure", "note": "div", "idno": "p", "seg": "p", "title": "p",
}  # fmt: skip
# Blocks only where they stand beside blocks; within a line they are words of it.
_EITHER = frozenset({"quote", "idno", "title", "seg", "note", "figDesc"})
_AROUND = frozenset({"body", "front", "back", "div", "div1", "div2", "div3", "opener", "closer", "postscript", "text"})
_PARTS = {"item": "list", "row": "table", "cell": "row"}
_NESTING = tuple(
    T + name
    for name in ("p", "ab", "list", "table", "lg", "l", "address", "addrLine", "figure", "floatingText", "head", "div")
)
_INLINE = {"emph": "em", "foreign": "i", "del": "del", "title": "cite"}
_RAISED = {"superscript": "sup", "sup": "sup", "super": "sup", "subscript": "sub", "sub": "sub"}
_LEFT_OUT = frozenset({"index", "metamark", "surplus", "anchor"})
_TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SIDES = frozenset({"left", "right", "center"})
_NUMERAL = re.compile(r"\s*(?:\d+[.)]|[-–—•*])\s")
_CONTROL = re.compile("[\x7f-\x9f]")


def escaped(text: str) -> str:
    """Return text for HTML, in elements and in quoted attributes; control characters are shown as such."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text if text.isascii() else _CONTROL.sub("\ufffd", text)


def lang_attribute(element: etree._Element) -> str:
    """Return the attribute that says an element's language, with a blank before it, or nothing."""
    return as_lang(element.get(LANG, ""))


def as_lang(tag: str) -> str:
    """Return the attribute for a language, with a blank before it; nothing where HTML would not know the language."""
    known = language_tag(tag)
    return f' lang="{known}"' if known else ""


class TextWriter:
    """Collects the HTML of a text, and the notes that it calls."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.notes: list[str] = []
        self._pages = 0

    def content(self, element: etree._Element, within: Within) -> None:
        """Write what is inside of an element."""
        out = self.out
        if element.text:
            out.append(escaped(element.text))
        for child in element:
            # Chosen here, not in a call of its own: letters may be nested as deeply as Python's stack just bears.
            write = _writer_of(child)
            if write:
                write(self, child, within)
            if child.tail:
                out.append(escaped(child.tail))

    def foreign(self, element: etree._Element, within: Within) -> None:
        """Write the words of an element of another vocabulary."""
        self.content(element, within.words)

    def block(self, element: etree._Element, within: Within) -> None:
        """Write an element that is a block, where blocks may stand."""
        name = local(element)
        tag = _BLOCKS[name]
        parent = element.getparent()
        lost = name in _PARTS and (parent is None or local(parent) != _PARTS[name])
        if within or lost:
            self._wrapped(element, "span", _class(element, name, "block"), within.words)
        elif tag == "p" and next(element.iterdescendants(*_NESTING), None) is not None:
            self._wrapped(element, "div", _class(element, name, "p"), Within.FLOW)
        elif tag in {"table", "tr", "ul"}:
            self._container(element, name, tag)
        else:
            inner = Within.PHRASING if tag == "p" or name in {"l", "addrLine"} else Within.FLOW
            first = "note-block" if name == "note" else "" if tag == name or name in _PARTS else name
            self._wrapped(element, tag, _class(element, name, first), inner)

    def _container(self, element: etree._Element, name: str, tag: str) -> None:
        """Write what holds only its own parts: lists, tables, rows; a head stands before, all else is left to parts."""
        parts = [child for child in element if _PARTS.get(local(child)) == name]
        for head in (child for child in element if local(child) == "head" and name != "row"):
            self._wrapped(head, "p", "caption", Within.PHRASING)
        classes = ""
        if name == "list" and all(_NUMERAL.match("".join(map(str, part.itertext()))) for part in parts):
            # What stands on the paper is not counted once more.
            classes = ' class="own"'
        elif name == "list" and element.get("type") in {"numbered", "ordered"}:
            tag = "ol"
        self.out.append(f"<{tag}{classes}>" if parts else "")
        for part in parts:
            self.block(part, Within.FLOW)
        self.out.append(f"</{tag}>" if parts else "")

    def inline(self, element: etree._Element, within: Within) -> None:
        """Write an element that is words of a line."""
        name, inner = local(element), within.words
        target = element.get("target") or element.get("ref") or ""
        if is_web_address(target) and within < Within.LINK:
            self.out.append(f'<a href="{escaped(target)}" rel="external">')
            self.content(element, Within.LINK)
            self.out.append("</a>")
        else:
            side = name == "seg" and not _SIDES.isdisjoint(element.get("rend", "").split())
            self._wrapped(element, _INLINE.get(name, "span"), _class(element, name, "side" if side else ""), inner)
            # Two words at the sides of a line are two words.
            self.out.append(" " if side else "")

    def _wrapped(self, element: etree._Element, tag: str, classes: str, inner: Within) -> None:
        attributes = f' class="{classes}"' if classes else ""
        attributes += lang_attribute(element)
        if tag == "span" and not attributes:
            self.content(element, inner)
            return
        self.out.append(f"<{tag}{attributes}>")
        self.content(element, inner)
        self.out.append(f"</{tag}>")

    def rendered(self, element: etree._Element, within: Within) -> None:
        """Write words that look different: raised or lowered ones as such, others by a class."""
        rend = element.get("rend", "").split()
        tag = next((_RAISED[one] for one in rend if one in _RAISED), "span")
        self._wrapped(element, tag, _class(element, "hi", ""), within.words)

    def added(self, element: etree._Element, within: Within) -> None:
        """Write an addition, above or below the line if it stands there."""
        place = element.get("place", "")
        classes = place if place in {"above", "below"} else ""
        self._wrapped(element, "ins", classes, within.words)

    def date(self, element: etree._Element, within: Within) -> None:
        """Write a date, which programs find where it is one of the calendar."""
        when = element.get("when", "")
        if _TIME.fullmatch(when):
            self.out.append(f'<time datetime="{when}">')
        self.content(element, within.words)
        self.out.append("</time>" if _TIME.fullmatch(when) else "")

    def gap(self, element: etree._Element, _within: Within) -> None:
        """Write what cannot be read, and say how much and why."""
        words = " ".join(filter(None, (element.get("quantity"), element.get("unit"), element.get("reason"))))
        told = escaped(words or "not readable")
        self.out.append(f'<span class="gap" title="{told}">[…]<span class="vh"> ({told})</span></span>')

    def choice(self, element: etree._Element, within: Within) -> None:
        """Write what stands on the paper, and in brackets what is meant."""
        written, meant = readings(element)
        inner = within.words
        if written is not None:
            self._wrapped(written, "span", local(written), inner)
        if meant is not None:
            self.out.append(' <span class="editor">[')
            self.content(meant, inner)
            self.out.append("]</span>")

    def supplied(self, element: etree._Element, within: Within) -> None:
        """Write words that an editor puts in, between brackets."""
        self.out.append('<span class="editor">⟨</span>')
        self.content(element, within.words)
        self.out.append('<span class="editor">⟩</span>')

    def page(self, element: etree._Element, _within: Within) -> None:
        """Write where a new page begins; the first of all is no break."""
        self._pages += 1
        number = element.get("n") or str(self._pages)
        if self._pages > 1 or element.get("n"):
            told = escaped(number)
            self.out.append(f'<span class="pb" role="separator" aria-label="page {told}" data-n="{told}"></span>')

    def space(self, element: etree._Element, _within: Within) -> None:
        """Write a gap left by the writer: a blank, or a line end for lines."""
        self.out.append("<br>" if element.get("unit", "").startswith("line") else " ")

    def line(self, _element: etree._Element, _within: Within) -> None:
        """Write the end of a line of the paper."""
        self.out.append("<br>")

    def picture(self, element: etree._Element, _within: Within) -> None:
        """Write that there is a picture, which a page in one file does not fetch."""
        name = element.get("url", "").rpartition("/")[2]
        self.out.append(f'<span class="editor">[picture{": " if name else ""}{escaped(name)}]</span>')

    def note(self, element: etree._Element, within: Within) -> None:
        """Write a note of the letter where it stands, an editor's at the end, called by its number."""
        if not is_apparatus(element):
            (self.block if _stands_alone(element) else self.inline)(element, within)
            return
        self.notes.append("")
        number = len(self.notes)
        if within < Within.LINK:
            call = f'<a class="ref" href="#n{number}" role="doc-noteref">{number}</a>'
        else:
            call = str(number)
        self.out.append(f'<sup id="r{number}">{call}</sup>')
        held, self.out = self.out, []
        self.content(element, Within.FLOW)
        self.notes[number - 1] = "".join(self.out)
        self.out = held


_Write = Callable[[TextWriter, etree._Element, Within], None]
_SPECIAL: dict[str, _Write] = {
    "hi": TextWriter.rendered,
    "add": TextWriter.added,
    "date": TextWriter.date,
    "gap": TextWriter.gap,
    "choice": TextWriter.choice,
    "supplied": TextWriter.supplied,
    "pb": TextWriter.page,
    "space": TextWriter.space,
    "lb": TextWriter.line,
    "graphic": TextWriter.picture,
    "note": TextWriter.note,
}


def _writer_of(element: etree._Element) -> _Write | None:
    """Return what writes an element, if it is one that a reader sees."""
    name = local(element)
    if not name:
        return TextWriter.foreign if isinstance(element.tag, str) else None
    special = _SPECIAL.get(name)
    if special:
        return special
    if element.tag in REGISTERS or name in _LEFT_OUT:
        return None
    is_block = name in _BLOCKS and not (name in _EITHER and not _stands_alone(element))
    return TextWriter.block if is_block else TextWriter.inline


def _stands_alone(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) in _AROUND


def _class(element: etree._Element, name: str, first: str) -> str:
    """Return the classes of an element: what it is, and how it looks."""
    rend = element.get("rend")
    looks = [LOOKS[one] for one in rend.split() if one in LOOKS] if rend else []
    what = name if name in {"unclear", "sic", "dateline", "salute", "signed"} and name != first else ""
    return " ".join(filter(None, (first, what, *looks)))
