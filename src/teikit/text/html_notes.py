"""Finds the footnotes of an HTML page: a link in the text to an anchor, from which a link leads back.

So Word, LibreOffice, pandoc, Google Docs and most editions write them.
"""

from collections.abc import Iterator

from lxml import etree

_INLINE = {"a", "span", "sup", "sub", "b", "i", "em", "strong", "small", "font", "cite", "u"}
_CONTAINERS = {"p", "li", "div", "aside", "dd", "td", "section"}
_NOTE_WORDS = ("note", "cmnt", "fn")


class HtmlNotes:
    """The footnotes of a page: the element of each by the link that refers to it, and the links that lead back."""

    def __init__(self, root: etree._Element) -> None:
        self.note_of: dict[etree._Element, etree._Element] = {}
        self.backlinks: set[etree._Element] = set()
        self.order = {element: index for index, element in enumerate(root.iter())}
        self.by_name = _anchors(root)
        self.links = [(link, link.get("href", "")[1:]) for link in root.iter("a") if link.get("href", "")[:1] == "#"]
        self.into: dict[etree._Element, list[etree._Element]] = {}
        for link, name in self.links:
            if name and name in self.by_name:
                self.into.setdefault(self.by_name[name], []).append(link)
        for link, name in self.links:
            if name in self.by_name:
                self._add(link, self.by_name[name])
        self.notes = set(self.note_of.values())

    def _add(self, link: etree._Element, target: etree._Element) -> None:
        if self.order[target] <= self.order[link] or link in self.backlinks:
            return
        note = _note_around(target)
        if note is None or link in note.iterdescendants() or note in self.note_of.values():
            return
        named = [link, *(one for one in _near(link) if one is not link)]
        back = {one for place in named for one in self.into.get(place, ()) if one in set(note.iter("a"))}
        if back:
            self.note_of[link] = note
            self.backlinks |= back


def _anchors(root: etree._Element) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    found.setdefault(name, element)
    return found


def _near(link: etree._Element) -> Iterator[etree._Element]:
    """Yield the inline elements around a link and in it, which may have the name that leads back."""
    yield from link.iterdescendants()
    for outer in link.iterancestors():
        if outer.tag not in _INLINE:
            return
        yield outer


def _note_around(target: etree._Element) -> etree._Element | None:
    """Return the element of a note: the paragraph or the item around its anchor, or a division for it alone."""
    note: etree._Element | None = target
    while note is not None and note.tag in _INLINE:
        note = note.getparent()
    if note is None or note.tag not in _CONTAINERS:
        return None
    parent = note.getparent()
    while parent is not None and _is_division_of_note(parent, note):
        note, parent = parent, parent.getparent()
    return note


def _is_division_of_note(parent: etree._Element, note: etree._Element) -> bool:
    if parent.tag == "li" or parent.tag not in {"div", "aside", "dd"}:
        return bool(parent.tag == "li")
    said = " ".join(parent.get(name) or "" for name in ("id", "class", "style")).lower()
    is_list = "footnote-list" in said or "notes" in said
    return parent[0] is note and any(word in said for word in _NOTE_WORDS) and not is_list
