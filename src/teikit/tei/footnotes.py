"""Builds the notes for footnotes of a printed edition, and the references to them from their numbers in the letter."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from teikit.letter import Part
from teikit.letter.footnotes import footnote_number, is_open_footnote
from teikit.tei.markup import ID, TEI, element
from teikit.text.printed_pages import NOTE

_POINTER = "note-{}"
# Elements that contain only text.
_TEXT_ONLY = {f"{{{TEI}}}{name}" for name in ("idno", "desc")}


def group_footnotes(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Yield the parts of each footnote; parts before the first one are a group of their own."""
    group: list[Part] = []
    is_open = False
    for part in parts:
        text = part.unit.text
        begins = not is_open and bool(footnote_number(text))
        if begins and group:
            yield group
            group = []
        is_open = is_open_footnote(text) if begins else is_open and not text.endswith("]")
        group.append(part)
    if group:
        yield group


def is_footnote(part: Part) -> bool:
    """Return whether a part is a footnote that was found with its lines."""
    blocks = part.unit.lines[0].blocks
    return bool(blocks) and blocks[0].element == NOTE


def footnote_parts(parts: Iterable[Part]) -> Iterator[Sequence[Part]]:
    """Yield the parts of each footnote that was found with its lines."""
    for _, group in groupby(parts, key=lambda part: part.unit.lines[0].blocks[0].number):
        yield list(group)


def link_footnotes(text: etree._Element) -> None:
    """Make the first "[1]" in a letter a reference to footnote 1, and so on."""
    tried = {(note.get(ID) or "").removeprefix("note-") for note in text.iter(f"{{{TEI}}}note")}
    for note in [*text.iter(f"{{{TEI}}}note")]:
        number = note.get("n") or ""
        # Only letters and digits make a name in XML, and each name is used once.
        if not number.isalnum() or number in tried:
            continue
        tried.add(number)
        if any(_link(text, written, f"#{_POINTER.format(number)}") for written in _marks(number)):
            note.set(ID, _POINTER.format(number))


def _marks(number: str) -> tuple[str, ...]:
    """Return the forms that the number of a footnote may have in the letter."""
    return f"[{number}]", f"({number})"


def _link(text: etree._Element, written: str, target: str) -> bool:
    """Make a reference of the first such words outside of notes; return whether there are any."""
    for one in text.iter(f"{{{TEI}}}*"):
        if one.tag == f"{{{TEI}}}note":
            continue
        if written in (one.text or "") and one.tag not in _TEXT_ONLY:
            before, _, after = (one.text or "").partition(written)
            one.text = before
            one.insert(0, _reference(written, target, after))
            return True
        for child in one:
            if written in (child.tail or ""):
                before, _, after = (child.tail or "").partition(written)
                child.tail = before
                child.addnext(_reference(written, target, after))
                return True
    return False


def _reference(written: str, target: str, after: str) -> etree._Element:
    reference = element("ref", written, target=target)
    reference.tail = after
    return reference
