"""XML bytes to a text in which every tag and attribute knows its place, so that edits touch nothing else.

Unlike a tree it keeps everything as it was written, and it goes on where the document is not well-formed.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from teikit.diagnostics import Position
from teikit.document.encoding import encoding_of
from teikit.document.locations import LineIndex
from teikit.shallow_repr import ShallowRepr

# Quantifiers are possessive: a tag that does not end costs one look at it.
_TAG = re.compile(r"<(/?)([^\s<>/!?=\"'&]++)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_ATTRIBUTE = re.compile(r"\s*+([^\s=/]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+')")
_DOCTYPE_END = re.compile(r"[^\[>]*+(?:\[.*?\]\s*)?>", re.DOTALL)
# In code points.
_BLOCK = 1 << 12
_MARKUP_ENDS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))


@dataclass(frozen=True, slots=True)
class SourceAttribute:
    """An attribute as it is written; offsets from 0 in code points, ends exclusive, the value without its quotes."""

    name: str
    start: int
    value_start: int
    value_end: int

    @property
    def end(self) -> int:
        """Where the attribute ends, its closing quote included."""
        return self.value_end + 1


@dataclass(slots=True, eq=False, repr=False)
class SourceElement(ShallowRepr):
    """An element: its start tag is `start` to `content`, its end tag `content_end` to `end`; offsets in code points.

    An element without content has one tag, and `content`, `content_end` and `end` are equal.
    """

    name: str
    start: int
    content: int
    attributes: tuple[SourceAttribute, ...]
    parent: "SourceElement | None"
    content_end: int = 0
    end: int = 0
    children: "list[SourceElement]" = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, "" if there is none."""
        return self.name[: len(self.name) - len(self.local)]

    @property
    def is_empty(self) -> bool:
        """Whether it is written as one tag."""
        return self.content == self.end

    @property
    def name_end(self) -> int:
        """Where the name in the start tag ends."""
        return self.start + 1 + len(self.name)

    def attribute(self, name: str) -> SourceAttribute | None:
        """Return the attribute of a name as it is written, None if there is none."""
        return next((each for each in self.attributes if each.name == name), None)

    def ancestors(self) -> "Iterator[SourceElement]":
        """Yield the elements that this one stands in, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class EditableDocument:
    """The text of an XML document and the places of its tags.

    `mark` is the length of the byte order mark, which `text` leaves out; `instructions` holds the offsets of processing
    instructions.

    Raises:
        UnicodeError, LookupError: the bytes are not of the encoding that they declare.
    """

    def __init__(self, data: bytes) -> None:
        self.encoding, self.mark = encoding_of(data[:200])
        self.text = data[self.mark :].decode(self.encoding)
        self.elements: list[SourceElement] = []
        self.instructions: list[tuple[int, int]] = []
        # Where mark-up begins, and where it ends.
        self._markup = array("Q"), array("Q")
        self._read()

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.text)

    @cached_property
    def _starts(self) -> dict[int, SourceElement]:
        return {each.start: each for each in self.elements}

    @cached_property
    def by_local_name(self) -> dict[str, list[SourceElement]]:
        """The elements of each local name, in their order."""
        found: dict[str, list[SourceElement]] = {}
        for each in self.elements:
            found.setdefault(each.local, []).append(each)
        return found

    def offset(self, position: Position) -> int:
        """Return the offset of a place."""
        return self._lines.offset(*position)

    def position(self, offset: int) -> Position:
        """Return the place of an offset."""
        return self._lines.position(offset)

    def element_at(self, offset: int) -> SourceElement | None:
        """Return the element whose start tag begins at an offset."""
        return self._starts.get(offset)

    def innermost_element(self, offset: int) -> SourceElement | None:
        """Return the element within whose tags, or at whose end tag, an offset lies."""
        index = bisect_right(self.elements, offset, key=lambda each: each.start) - 1
        found = self.elements[index] if index >= 0 else None
        while found is not None and found.end <= offset:
            found = found.parent
        return found

    def enclosing_stretch(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of a stretch that begins before a mark-up, ends behind one, and holds `start` to `end`.

        It reaches over one mark-up (a tag, a comment, a section of characters, an instruction) on each side.
        """
        starts, ends = self._markup
        first, last = bisect_left(starts, start) - 1, bisect_right(ends, end)
        return (starts[first] if first >= 0 else 0, ends[last] if last < len(ends) else len(self.text))

    def value(self, attribute: SourceAttribute) -> str:
        """Return the value of an attribute as it is written."""
        return self.text[attribute.value_start : attribute.value_end]

    def bytes_of(self, offsets: list[int]) -> dict[int, int]:
        """Return how many bytes of the file come before each of some offsets."""
        if self.encoding == "utf-8":
            return {each: self._utf8_bytes_before(each) for each in offsets}
        found: dict[int, int] = {}
        before, total = 0, self.mark
        for offset in sorted(offsets):
            total += len(self.text[before:offset].encode(self.encoding))
            before, found[offset] = offset, total
        return found

    def _utf8_bytes_before(self, offset: int) -> int:
        block = offset // _BLOCK
        return self._block_starts[block] + len(self.text[block * _BLOCK : offset].encode())

    @cached_property
    def _block_starts(self) -> "array[int]":
        """The bytes before each block of the text: there may be many fixes, each of which asks for some places."""
        starts = array("Q", [self.mark])
        for start in range(0, len(self.text), _BLOCK):
            starts.append(starts[-1] + len(self.text[start : start + _BLOCK].encode()))
        return starts

    def _read(self) -> None:
        text, end = self.text, 0
        opened = _OpenElements()
        starts, ends = self._markup
        while (start := text.find("<", end)) >= 0:
            tag = _TAG.match(text, start)
            end = self._markup_end(start) if tag is None else tag.end()
            if end > start + 1:
                starts.append(start)
                ends.append(end)
            if tag is None:
                continue
            if tag[1]:
                opened.close(tag)
            else:
                self._add_element(opened, tag)
        for each in opened.elements:
            each.content_end = each.end = len(text)

    def _markup_end(self, start: int) -> int:
        """Return where a comment, a section of characters, an instruction or a document type ends."""
        for opener, closer in _MARKUP_ENDS:
            if self.text.startswith(opener, start):
                found = self.text.find(closer, start + len(opener))
                end = found + len(closer) if found >= 0 else len(self.text)
                if opener == "<?":
                    self.instructions.append((start, end))
                return end
        if self.text.startswith("<!DOCTYPE", start):
            match = _DOCTYPE_END.match(self.text, start)
            return match.end() if match else len(self.text)
        return start + 1

    def _add_element(self, opened: "_OpenElements", tag: re.Match[str]) -> None:
        parent = opened.elements[-1] if opened.elements else None
        element = SourceElement(tag[2], tag.start(), tag.end(), _attributes(tag), parent)
        self.elements.append(element)
        if parent is not None:
            parent.children.append(element)
        if tag[3].endswith("/"):
            element.content_end = element.end = element.content
        else:
            opened.elements.append(element)
            opened.names[element.name] += 1


class _OpenElements:
    """The elements that are open, and how many of each name, so that a stray end tag costs no search."""

    def __init__(self) -> None:
        self.elements: list[SourceElement] = []
        self.names: Counter[str] = Counter()

    def close(self, tag: re.Match[str]) -> None:
        """Close the last open element of a name and, before it, all that are open in it."""
        while self.names[tag[2]]:
            element = self.elements.pop()
            self.names[element.name] -= 1
            element.content_end = element.end = tag.start()
            if element.name == tag[2]:
                element.end = tag.end()
                return


def _attributes(tag: re.Match[str]) -> tuple[SourceAttribute, ...]:
    if "=" not in tag[3]:
        return ()
    found, end = [], tag.start(3)
    while (match := _ATTRIBUTE.match(tag.string, end, tag.end(3))) is not None:
        found.append(SourceAttribute(match[1], match.start(1), match.start(2) + 1, match.end(2) - 1))
        end = match.end()
    return tuple(found)
