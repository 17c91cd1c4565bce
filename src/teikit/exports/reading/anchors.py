"""Finds the places in a text to which notes elsewhere belong: that of @target, or that of a pointer to the note.

Such notes are read at these places, and not where they are in the document (TEI P5, 3.9.1.1 and 17.3).
"""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.reading.kinds import JOINED, XML_SPACE, has_content
from teikit.exports.record.element_content import ELEMENT_CONTENT
from teikit.tei.markup import ID

# Elements whose words are not read where they are, so that no note can be read beside them.
_ELSEWHERE = frozenset({"note", "rdg", "index", "teiHeader", "standOff"})
_CONTAINERS = frozenset({"div", "noteGrp", "back", "listAnnotation", "list", "p"})


class AttachedNotes:
    """The notes of a document that belong to places elsewhere."""

    def __init__(self, root: etree._Element, texts: list[etree._Element]) -> None:
        self._at: dict[etree._Element, list[etree._Element]] = {}
        self._moved: set[etree._Element] = set()
        notes = [one for area in (*texts, *root.iterchildren(T + "standOff")) for one in area.iter(T + "note")]
        ids = _ids(texts) if any(one.get("target") or one.get(ID) for one in notes) else {}
        for note in notes:
            place = _target(note, ids)
            if place is not None and has_content(note):
                self._attach(note, place)
        self._attach_to_pointers(texts, {one.get(ID, ""): one for one in notes if one.get(ID) and has_content(one)})

    def _attach(self, note: etree._Element, place: etree._Element) -> None:
        self._at.setdefault(place, []).append(note)
        self._moved.add(note)

    def _attach_to_pointers(self, texts: list[etree._Element], notes: dict[str, etree._Element]) -> None:
        """Attach notes to the empty pointers that lead to them, each to the first one."""
        for pointer in (one for text in texts if notes for one in text.iter(T + "ptr")):
            note = notes.get(pointer.get("target", "").removeprefix("#"))
            if note is not None and note not in self._moved and not _is_elsewhere(pointer):
                self._attach(note, pointer)

    def has(self, place: etree._Element) -> bool:
        """Return whether notes belong to an element."""
        return place in self._at

    def leaves(self, area: etree._Element) -> bool:
        """Return whether an area has words other than those of notes that are read elsewhere."""
        with_words = (one for one in area.iter("{*}*") if _has_own_words(one))
        return any(self._moved.isdisjoint((one, *one.iterancestors())) for one in with_words)

    def take(self, place: etree._Element) -> list[etree._Element]:
        """Return the notes that belong to an element, once."""
        return self._at.pop(place, []) if self._at else []

    def is_moved(self, element: etree._Element) -> bool:
        """Return whether an element is a note that is read elsewhere, or has nothing but such notes and a heading."""
        if element in self._moved:
            return True
        return bool(self._moved) and tei_name(element) in _CONTAINERS and self._has_only_moved(element)

    def _has_only_moved(self, element: etree._Element) -> bool:
        children = [one for one in element if isinstance(one.tag, str) and tei_name(one) not in {"head", "pb"}]
        return bool(children) and not _has_own_words(element) and all(map(self.is_moved, children))


def _has_own_words(element: etree._Element) -> bool:
    return any((text or "").strip(XML_SPACE) for text in (element.text, *(child.tail for child in element)))


def _ids(texts: list[etree._Element]) -> dict[str, etree._Element]:
    return {one.get(ID, ""): one for text in texts for one in text.iter("{*}*") if one.get(ID)}


def _is_elsewhere(element: etree._Element) -> bool:
    return any(name in _ELSEWHERE for name in map(tei_name, (element, *element.iterancestors())))


def _target(note: etree._Element, ids: dict[str, etree._Element]) -> etree._Element | None:
    """Return the element in a text after which a note is read by its @targetEnd or @target, if there is one."""
    for place in _candidates(note, ids):
        is_around = place in {note, *note.iterancestors()}
        if not is_around and not _is_elsewhere(place) and tei_name(place) not in ELEMENT_CONTENT - JOINED:
            return place
    return None


def _candidates(note: etree._Element, ids: dict[str, etree._Element]) -> Iterator[etree._Element]:
    for pointer in (*note.get("targetEnd", "").split(), *note.get("target", "").split()):
        if pointer.startswith("#") and pointer[1:] in ids:
            yield _whole(ids[pointer[1:]])


def _whole(place: etree._Element) -> etree._Element:
    """Return the word of which an element is one of several versions, or else the element."""
    parent = place.getparent()
    while parent is not None and tei_name(parent) in JOINED:
        place, parent = parent, parent.getparent()
    return place


_MOST_WORDS = 60


def _find(element: etree._Element, name: str) -> etree._Element | None:
    """Return the element with an xml:id in the text of another one."""
    *_, top = (element, *element.iterancestors())
    return next((one for one in top.iter("{*}*") if one.get(ID) == name), None)


def words_of_target(pointer: etree._Element) -> str:
    """Return words for the target of a pointer: the heading or number of an element here, or else what it says."""
    target = pointer.get("target", "").strip()
    name = target.removeprefix("#")
    found = _find(pointer, name) if name != target else None
    if found is not None:
        head = found.find(T + "head")
        words = " ".join("".join(map(str, head.itertext())).split()) if head is not None else ""
        return words[:_MOST_WORDS] or found.get("n", "") or name
    return target
