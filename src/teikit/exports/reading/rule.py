"""Reads TEI into reading text, by the same rules for text, Markdown, HTML, EPUB and PDF (docs/export.md: Reading).

White space between elements that contain no text is not text. A milestone with break="no" is within a word, regardless
of white space around it. Of several readings one is read: in `choice` what is on the paper, in `app` the lemma or else
the first reading. The others are parts of their own, as are struck words and an editor's notes. Parts at a place within
a word are moved to its end, so that words are not split.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from teikit.exports.reading.anchors import AttachedNotes, words_of_target
from teikit.exports.reading.choice import elements, is_other_reading, preferred_reading, rank
from teikit.exports.reading.elements import T, tei_name
from teikit.exports.reading.kinds import (
    MILESTONES,
    SKIPPED_ELEMENTS,
    XML_SPACE,
    Edge,
    allows_text,
    child_edge,
    edge_of,
    has_content,
    has_words,
    is_apparatus,
    is_datum_after_datum,
    is_indented,
    is_register,
    is_restored,
    shown_signs,
)
from teikit.exports.reading.parts import Item, ReadableText, Role, TextPart, Words
from teikit.exports.reading.renditions import Renditions
from teikit.exports.reading.spans import mark_struck_spans
from teikit.exports.reading.text_position import TextPosition

# Longer lemmata are not repeated in their notes.
_MAX_LEMMA_LENGTH = 60
# Characters at the end of a line whose last word continues on the next.
_HYPHENS = frozenset("-\u2010\u00ac=\u2e17")
_LETTER = re.compile(r"\w")
_LETTERS = re.compile(r"\w+")
# Closing punctuation belongs to the last word, before a note that is read in place.
_CLOSING = re.compile("[.,;:!?)\\]»”“’…]+")
_UP_TO_BLANK = re.compile(r"[^ \t\r\n]+")


class _TextReader:
    """Reads elements into parts, in document order; `dropped` names what is left out."""

    def __init__(self, attached: AttachedNotes | None = None) -> None:
        self.dropped: dict[str, None] = {}
        self._at = TextPosition()
        self._attached = attached

    def fill(self, element: etree._Element, name: str, content: list[Item]) -> None:
        """Read the content of an element."""
        has_text = allows_text(element, name)
        place = child_edge(name, has_text=has_text)
        last = element[-1] if is_indented(element) else None
        if element.text:
            self._text(element.text, content, has_text=has_text and last is None)
        for child in element:
            if isinstance(child.tag, str) and not (self._attached and self._attached.is_moved(child)):
                # Dispatched here and not in a function of its own, to save stack: nesting may reach Python's recursion
                # limit.
                handle = _handler(child, name)
                if handle not in _SILENT and (place or is_datum_after_datum(child, name)):
                    self._separate(child, content, place or Edge.BLANK)
                handle(self, child, content, name, place)
                if self._attached is not None:
                    self._read_attached(child, content)
            if child.tail:
                self._text(child.tail, content, has_text=has_text and child is not last)

    def _text(self, text: str, content: list[Item], *, has_text: bool = True) -> None:
        at = self._at
        goes_on = at.is_within_word or at.is_word_hyphenated
        text = text.lstrip(XML_SPACE) if goes_on else text
        solid = text.rstrip(XML_SPACE)[-1:]
        if not text or not (solid or has_text):
            return
        if at.movable:
            at.is_after_joined_word = (at.is_after_joined_word or goes_on) and text[0] not in XML_SPACE
            if end := self._end_of_word(text):
                text = self._move_parts_after_word(text, end, content)
            elif solid:
                at.movable = []
        words = Words(text)
        if text:
            content.append(words)
            at.last = text[-1]
        if solid:
            at.is_within_word, at.is_word_hyphenated, at.has_begun, at.blanks, at.line_ends = False, False, True, [], []
            at.last_solid = solid
        if at.last in XML_SPACE:
            at.blanks.append(words)

    def _end_of_word(self, text: str) -> int:
        """Return the length of the text that belongs to the word with the movable parts, or is punctuation after it."""
        at = self._at
        match = _UP_TO_BLANK.match(text) if at.is_after_joined_word else None
        if not match and _LETTER.match(at.last) and all(part.name != "fw" for _, part in at.movable):
            match = _LETTERS.match(text)
        if not match and at.last not in XML_SPACE and any(_is_note_in_place(part) for _, part in at.movable):
            match = _CLOSING.match(text)
        return match.end() if match else 0

    def _move_parts_after_word(self, text: str, end: int, content: list[Item]) -> str:
        """Add the rest of a word, and move its movable parts after it; return the text that follows."""
        at = self._at
        content.append(Words(text[:end]))
        for holder, part in at.movable:
            holder.remove(part)
            content.append(part)
        rest, at.last = text[end:], text[end - 1]
        at.movable = [] if rest else [(content, part) for _, part in at.movable]
        at.is_after_joined_word = at.is_after_joined_word and not rest
        return rest

    def plain_element(
        self, element: etree._Element, content: list[Item], parent: str, place: Edge, role: Role = Role.WORDS
    ) -> None:
        """Read an element with words of its own."""
        name = tei_name(element)
        edge = edge_of(element, name, parent, place)
        aside = role is not Role.WORDS or name == "fw" or (name == "note" and not place)
        self._set_apart(content, edge, place, is_aside=aside)
        kept = self._at
        self._at = TextPosition(has_begun=kept.has_begun and role is Role.STRUCK) if aside else kept
        part = TextPart(element, name, edge, role)
        content.append(part)
        before, after = shown_signs(element, name, parent)
        self._sign(before, part.content)
        self.fill(element, name, part.content)
        self._sign(after, part.content)
        if edge > Edge.BLANK and self._attached is not None:
            self._read_attached(element, part.content)
        if aside:
            kept.has_begun = role is Role.STRUCK and (kept.has_begun or self._at.has_begun)
            self._at = kept
            if role is not Role.STRUCK:
                kept.movable.append((content, part))
        self._set_apart(content, edge, place, is_aside=aside)

    def _set_apart(self, content: list[Item], edge: Edge, place: Edge, *, is_aside: bool) -> None:
        """Separate an element from the words beside it, before or after it is read."""
        if edge > Edge.BLANK and not is_aside:
            self._at = TextPosition()
        elif edge is Edge.BLANK and not place:
            self._add_blank(content)

    def _separate(self, element: etree._Element, content: list[Item], place: Edge) -> None:
        """Separate an element from the words before it, between elements that contain no text."""
        if place is Edge.BLANK and has_words(element):
            self._add_blank(content)
        self._at = TextPosition(has_begun=self._at.has_begun)

    def _add_blank(self, content: list[Item]) -> None:
        """Add a blank after the words in this content, if there are any."""
        if any(_has_visible_text(item) for item in content):
            self._at = TextPosition(has_begun=True)
            if not (isinstance(content[-1], Words) and content[-1].text[-1:] in XML_SPACE):
                content.append(Words(" "))

    def _sign(self, sign: str, content: list[Item]) -> None:
        if sign:
            content.append(Words(sign, is_sign=True))
            # An editorial sign is not text of the document.
            if not (self._at.is_within_word or self._at.is_word_hyphenated):
                self._at = TextPosition(last=sign[-1], has_begun=True)

    def deletion(self, element: etree._Element, content: list[Item], parent: str, place: Edge) -> None:
        """Read words that are struck out, unless they were restored."""
        self.plain_element(element, content, parent, place, Role.WORDS if is_restored(element) else Role.STRUCK)

    def _read_attached(self, element: etree._Element, content: list[Item]) -> None:
        """Read the notes elsewhere that belong to an element."""
        for note in self._attached.take(element) if self._attached else ():
            self._read_aside(note, content, Role.NOTE)

    def pointer(self, element: etree._Element, content: list[Item], parent: str, place: Edge) -> None:
        """Read a pointer: as the note that it leads to, or else as words for its target."""
        if has_content(element) or not element.get("target"):
            self.plain_element(element, content, parent, place)
            return
        part = TextPart(element, "ptr", place)
        content.append(part)
        if self._attached is None or not self._attached.has(element):
            self._sign(words_of_target(element), part.content)

    def note(self, element: etree._Element, content: list[Item], parent: str, place: Edge) -> None:
        """Read a note in place, or as an editor's note that is referred to there."""
        if not is_apparatus(element):
            self.plain_element(element, content, parent, place)
        elif has_content(element):
            self._read_aside(element, content, Role.NOTE)

    def _read_aside(self, element: etree._Element, content: list[Item], role: Role) -> None:
        """Read an element that is not part of the surrounding words, but attached to the word before it."""
        kept, self._at = self._at, TextPosition()
        part = TextPart(element, tei_name(element), role=role)
        content.append(part)
        self.fill(element, part.name, part.content)
        self._at = kept
        kept.has_begun = True
        kept.movable.append((content, part))

    def choice(self, element: etree._Element, content: list[Item], _parent: str, place: Edge) -> None:
        """Read what is on the paper, and the editor's versions as other readings."""
        found = elements(element)
        read = min(found, key=rank, default=None)
        part = TextPart(element, "choice", place)
        content.append(part)
        if read is not None:
            _handler(read, "choice")(self, read, part.content, "choice", Edge.NONE)
        for other in found:
            if other is not read and has_words(other):
                self._read_aside(other, part.content, Role.OTHER)
        self._read_stray_text(element, part.content)

    def apparatus(self, element: etree._Element, content: list[Item], _parent: str, place: Edge) -> None:
        """Read the lemma or else the first reading, and the others as one note."""
        part, read = TextPart(element, "app", place), preferred_reading(element)
        content.append(part)
        if read is not None:
            _handler(read, "app")(self, read, part.content, "app", Edge.NONE)
        others = [one for one in element.iterdescendants() if is_other_reading(one, element, read)]
        if others:
            note = TextPart(element, "app", role=Role.APPARATUS)
            part.content.append(note)
            kept, self._at = self._at, TextPosition()
            lemma = words_of(read) if read is not None and has_words(read) else ""
            note.content += [Words(f"{lemma}] ", is_sign=True)] if lemma and len(lemma) < _MAX_LEMMA_LENGTH else []
            for other in others:
                self._read_other(other, note.content)
            self._at = kept
            kept.movable.append((part.content, note))
        self._read_stray_text(element, part.content)

    def _read_other(self, element: etree._Element, content: list[Item]) -> None:
        """Read one of the other readings, with its witnesses."""
        if content and isinstance(content[-1], TextPart):
            content.append(Words("; "))
        self._at = TextPosition()
        part = TextPart(element, tei_name(element))
        content.append(part)
        self.fill(element, part.name, part.content)
        if not has_words(element):
            part.content.append(Words("—", is_sign=True))
        witnesses = ", ".join(one.rpartition("#")[2] for one in element.get("wit", "").split())
        part.content += [Words(f" ({witnesses})", is_sign=True)] if witnesses else []

    def _read_stray_text(self, element: etree._Element, content: list[Item]) -> None:
        """Read text that TEI does not allow here, so that it is not lost."""
        for text in (element.text, *(child.tail for child in element)):
            self._text(text or "", content, has_text=False)

    def milestone(self, element: etree._Element, content: list[Item], _parent: str, place: Edge) -> None:
        """Read a milestone; within a word it ends nothing, except the line if the word is hyphenated."""
        at, name = self._at, tei_name(element)
        is_within = element.get("break") == "no"
        is_hyphenated = is_within and at.last_solid in _HYPHENS
        if is_within and not is_hyphenated:
            self._join()
        if element.get("break") == "yes" and name != "lb" and not place:
            content.append(Words(" "))
            at = self._at = TextPosition(has_begun=at.has_begun)
        ends_line = at.last != "\n" if is_hyphenated else name == "lb" and not place
        if ends_line and not (at.is_within_word or at.is_word_hyphenated):
            self._end_line(element, content, ends_words=at.has_begun or is_hyphenated)
        at.is_word_hyphenated = at.is_word_hyphenated or is_hyphenated
        if name == "pb":
            part = TextPart(element, name, role=Role.PAGE)
            content.append(part)
            at.movable.append((content, part))

    def _end_line(self, element: etree._Element, content: list[Item], *, ends_words: bool) -> None:
        """End a line on the paper; it is visible if the line contains words."""
        at = self._at
        if ends_words:
            part = TextPart(element, "lb", role=Role.LINE_END)
            content.append(part)
            at.line_ends.append((content, part))
        at.last, at.is_after_joined_word = "\n", False

    def _join(self) -> None:
        """Remove white space and line ends before this position, since the word continues here."""
        at = self._at
        for words in at.blanks:
            words.text = words.text.rstrip(XML_SPACE)
        for holder, part in at.line_ends:
            holder.remove(part)
        at.blanks, at.line_ends, at.is_within_word = [], [], True

    def gap(self, element: etree._Element, content: list[Item], _parent: str, place: Edge) -> None:
        """Read a gap, a space that the writer left, or a picture."""
        role = {"gap": Role.GAP, "space": Role.SPACE, "graphic": Role.PICTURE}[tei_name(element)]
        part = TextPart(element, tei_name(element), place, role)
        content.append(part)
        if role is not Role.PICTURE:
            self._at = TextPosition(last="]" if role is Role.GAP else " ", has_begun=True)
        self._at.has_begun = True
        self.fill(element, part.name, part.content)

    def skip(self, element: etree._Element, _content: list[Item], _parent: str, _place: Edge) -> None:
        """Skip an element that is not read, and record it."""
        if has_words(element):
            self.dropped[SKIPPED_ELEMENTS.get(tei_name(element), "registers after the text")] = None


def _is_note_in_place(part: TextPart) -> bool:
    return part.role is Role.WORDS and part.name == "note"


def _has_visible_text(item: Item) -> bool:
    if isinstance(item, Words):
        return bool(item.text.strip(XML_SPACE))
    return item.role is not Role.PAGE and has_words(item.element)


_Handle = Callable[[_TextReader, etree._Element, list[Item], str, Edge], None]
_SPECIAL: dict[str, _Handle] = {
    "app": _TextReader.apparatus,
    "choice": _TextReader.choice,
    "del": _TextReader.deletion,
    "gap": _TextReader.gap,
    "graphic": _TextReader.gap,
    "note": _TextReader.note,
    "ptr": _TextReader.pointer,
    "space": _TextReader.gap,
    **dict.fromkeys(MILESTONES, _TextReader.milestone),
}


_SILENT = (_TextReader.milestone, _TextReader.skip)


def _handler(element: etree._Element, parent: str) -> _Handle:
    name = tei_name(element)
    if special := _SPECIAL.get(name):
        return special
    # The mark of an ellipsis is on the paper.
    unread = (name in SKIPPED_ELEMENTS and (name, parent) != ("metamark", "ellipsis")) or is_register(element, name)
    return _TextReader.skip if unread else _TextReader.plain_element


def read_texts(root: etree._Element) -> ReadableText:
    """Return the reading texts of a TEI document."""
    texts: list[TextPart] = []
    marked = {child: mark_struck_spans(child) for child in root.iterchildren(T + "text")}
    attached = AttachedNotes(root, list(marked.values()))
    reader = _TextReader(attached)
    for child in elements(root):
        if tei_name(child) == "text":
            text = marked[child]
            texts.append(TextPart(text, "text", Edge.BLOCK))
            reader.fill(text, "text", texts[-1].content)
        elif tei_name(child) in SKIPPED_ELEMENTS and tei_name(child) != "teiHeader" and attached.leaves(child):
            reader.skip(child, [], "", Edge.NONE)
    return ReadableText(texts, tuple(reader.dropped), Renditions(root), root)


def words_of(element: etree._Element) -> str:
    """Return the words of an element in one line, without struck ones, notes and other readings."""
    return " ".join("".join(_text_pieces(read_content(element))).split())


def read_content(element: etree._Element) -> list[Item]:
    """Return the parts and words of an element in reading order."""
    content: list[Item] = []
    _TextReader().fill(element, tei_name(element), content)
    return content


def _text_pieces(content: Iterable[Item]) -> Iterator[str]:
    for item in content:
        if isinstance(item, Words):
            yield item.text
        elif item.role in {Role.WORDS, Role.PICTURE}:
            edge = " " if item.edge > Edge.BLANK else ""
            yield edge
            yield from _text_pieces(item.content)
            yield edge
        elif item.role in {Role.SPACE, Role.LINE_END}:
            yield " "
        elif item.role is Role.GAP:
            yield "[...]"
