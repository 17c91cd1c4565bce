"""Offsets, start tags and expat's events to places: the one module that computes a line and a column."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from teikit.diagnostics import Position, Span
from teikit.document.encoding import encoding_of
from teikit.document.expat import feed, make_parser, release
from teikit.document.reported_positions import event_position
from teikit.document.start_tags import SLASH, NotTokenizableError, require_tag

_LINE_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"</?[^\s/>]*")
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
# A tag without "<" and ">" that has both quotation marks of each value.
_WHOLE_TAG = rb"""(?:[^"']++|"[^"]*+"|'[^']*+')*+"""
# Longer tags are searched for their attributes no further, in bytes.
MAX_TAG = 1_000_000
# Longer names are not remembered (in bytes), nor are more of them.
_MAX_NAME_LENGTH = 64
_MAX_NAMES = 4_096
# Deeper elements have no path: many such paths would be longer than the document by far.
MAX_DEPTH = 200
_new = tuple.__new__
# The key of an attribute in its tag: whether its name has a prefix, and the local part.
_AttributeKey = tuple[bool, str]


class Location(NamedTuple):
    """Where a start tag is or, with `is_in_text`, a character of the text.

    `number` counts the start tags of the document, or the code points of its text, from 0. `offset` counts the bytes of
    the file before it. `path` names the element, or the one around the character, as an XPath with positions; it is
    None far down. `source` is the tag as it is written, or the text from the character on, "" where it is not at hand.
    """

    number: int
    position: Position
    offset: int
    path: str | None
    source: str
    is_in_text: bool = False
    encoding: str = "utf-8"


class LineIndex:
    """The places of a text's characters, found by offset (from 0, in code points)."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        """Return the place of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the stretch from one offset to another, or the empty one at the first."""
        first = self.position(start)
        return Span(first, first if end is None else self.position(end))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column, both from 1; one beyond the end is the end."""
        return min(self._starts[min(line, len(self._starts)) - 1] + column - 1, len(self.text))


class OffsetPlaces:
    """The places of offsets in bytes in a document in UTF-8 with line feeds as line ends, in any order.

    Each takes time for the distance from the one before it, or from the beginning of its line.
    """

    __slots__ = ("_column", "_data", "_line", "_offset")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._line, self._column, self._offset = 1, 1, 0

    def position(self, offset: int) -> Position:
        """Return the place of the character at an offset."""
        if offset < self._offset:
            self._line -= self._data.count(b"\n", offset, self._offset)
            self._offset, self._column = self._data.rfind(b"\n", 0, offset) + 1, 1
        self._line, self._column = advance(self._line, self._column, self._data[self._offset : offset])
        self._offset = offset
        return Position(self._line, self._column)


def advance(line: int, column: int, text: bytes) -> tuple[int, int]:
    """Return the line and column after a text in UTF-8 with line feeds as line ends."""
    if lines := text.count(b"\n"):
        line, column = line + lines, 1
        text = text[text.rindex(b"\n") + 1 :]
    return line, column + len(text.decode("utf-8", "replace"))


class _ByteLines:
    """The places of ascending offsets in a document in UTF-8; its byte order mark is in no column."""

    __slots__ = ("_column", "_data", "_line", "_offset")

    def __init__(self, data: bytes) -> None:
        # As long as before, and each line ends with a line feed.
        self._data = data.replace(b"\r\n", b" \n").replace(b"\r", b"\n") if b"\r" in data else data
        self._line, self._offset = 1, encoding_of(data[:200])[1]
        self._column = 1

    def position(self, offset: int) -> Position:
        data, before = self._data, self._offset
        lines = data.count(b"\n", before, offset)
        if lines:
            self._line += lines
            self._column = 1
            before = data.rfind(b"\n", before, offset) + 1
        self._column += len(data[before:offset].decode("utf-8", "replace"))
        self._offset = offset
        return _new(Position, (self._line, self._column))


class TagLocator:
    """The start tag with which a text begins; its attributes are looked for but once."""

    __slots__ = ("_attributes", "_lines", "_name", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._attributes: Mapping[_AttributeKey, tuple[int, int]] | None = None
        # Of the tag alone, if it has several lines: the text may go on to the end of the document.
        self._lines: LineIndex | None = None
        name = _NAME.match(text)
        self._name = name.end() if name else 0

    def name_span(self, at: Position) -> Span:
        """Return the tag up to the end of its name, if it begins at a place."""
        return Span(at, Position(at.line, at.column + self._name))

    def attribute_span(self, at: Position, name: str) -> Span | None:
        """Return where an attribute of the tag that begins at a place is, its name and its value."""
        offsets = self.attribute_offsets(name)
        if offsets is None:
            return None
        start, end = offsets
        if self._lines is None:
            line, column = at
            return Span(_new(Position, (line, column + start)), _new(Position, (line, column + end)))
        return Span(shift_position(self._lines, at, start), shift_position(self._lines, at, end))

    def attribute_offsets(self, name: str) -> tuple[int, int] | None:
        """Return the offsets in the text between which an attribute is, its name and its value."""
        if self._attributes is None:
            self._attributes = self._scan()
        namespace, _, local = name.rpartition(" ")
        return self._attributes.get((bool(namespace), local))

    def _scan(self) -> dict[_AttributeKey, tuple[int, int]]:
        found: dict[_AttributeKey, tuple[int, int]] = {}
        end = self._name
        while (match := _ATTRIBUTE.match(self._text, end)) is not None:
            end = match.end()
            prefix, _, local = match[1].rpartition(":")
            if prefix != "xmlns":
                found.setdefault((bool(prefix), local), (match.start(1), end))
        tag = self._text[:end]
        self._lines = LineIndex(tag) if "\n" in tag or "\r" in tag else None
        return found


def shift_position(lines: LineIndex, at: Position, offset: int) -> Position:
    """Return the position of an offset in lines that begin at a position."""
    line, column = lines.position(offset)
    return Position(at.line + line - 1, column if line > 1 else at.column + column - 1)


def without_mark(position: Position) -> Position:
    """Return a place without the byte order mark, which expat counts as a column of the first line."""
    return Position(1, max(1, position.column - 1)) if position.line == 1 else position


def character_span(at: Position) -> Span:
    """Return the stretch of the one character at a place."""
    return Span(at, Position(at.line, at.column + 1))


def start_positions(data: bytes) -> list[Position]:
    """Return where each start tag of a well-formed document begins, in order."""
    found: list[Position] = []
    parser = make_parser()
    parser.StartElementHandler = lambda _name, _attributes: found.append(event_position(parser))
    try:
        feed(parser, (data,))
    finally:
        release(parser)
    return found


class _LocalNames(dict[bytes, str]):
    """By what is before the first space of start tags without "<" and ">": the name without its prefix."""

    def __missing__(self, begin: bytes) -> str:
        require_tag(begin)
        written = begin.removesuffix(b"/").split(None, 1)[0]
        name = written.decode("utf-8", "replace").rpartition(":")[2]
        if len(begin) <= _MAX_NAME_LENGTH and len(self) < _MAX_NAMES:
            self[begin] = name
        return name


_LOCAL_NAMES = _LocalNames()


def _require_whole(tags: Sequence[bytes]) -> None:
    """Raise NotTokenizableError where a tag has a ">" in a value, which looks like its end."""
    for tag in tags:
        source = tag.partition(b">")[0]
        # One quotation mark is left without its other half then.
        is_whole = source.count(b'"') % 2 == 0 if b"'" not in source else re.fullmatch(_WHOLE_TAG, source)
        if not is_whole:
            raise NotTokenizableError


def locate_tags(data: bytes, first: int, tags: Sequence[bytes], numbers: Iterable[int]) -> Iterator[Location]:
    """Yield where some start tags of a well-formed document in UTF-8 are, in order; those that are missing have none.

    Args:
        data: the document.
        first: the offset of its first start tag.
        tags: the document from there on, cut at each "<", without comments and instructions.
        numbers: which start tags.

    Raises:
        NotTokenizableError: one of the tags cannot be cut like this.
    """
    if data.count(b">", first) != len(tags):
        _require_whole(tags)
    wanted = iter(sorted(set(numbers)))
    target, number, lines = next(wanted, -1), -1, _ByteLines(data)
    # The names of open elements; for each, and for the document, how many children of each name it has had.
    names: list[str] = []
    children: list[dict[str, int] | None] = [None]
    pop_name, pop_children, push_name, push_children = names.pop, children.pop, names.append, children.append
    # The path to the element around those that were located last, and their numbers.
    outer_path, siblings = None, None
    begun, offset = 0, first
    # What is not well-formed has too many end tags, or two "<" in a row.
    with suppress(IndexError):
        for index, tag in enumerate(tags if target >= 0 else ()):
            if tag[0] == SLASH:
                pop_name()
                pop_children()
                continue
            number += 1
            source = tag.partition(b">")[0]
            name = _LOCAL_NAMES[source.partition(b" ")[0]]
            counts = children[-1]
            if counts is None:
                counts = children[-1] = {name: 1}
            else:
                counts[name] = counts.get(name, 0) + 1
            if number == target:
                if counts is not siblings:
                    siblings, outer_path = counts, path_of(names, children)
                offset += sum(map(len, tags[begun:index])) + index - begun
                begun, target = index, next(wanted, -1)
                written = f"<{source.decode('utf-8', 'replace')}>" if len(source) + 2 <= MAX_TAG else ""
                path = _child_path(outer_path, name, counts[name], len(names))
                yield _new(Location, (number, lines.position(offset), offset, path, written, False, "utf-8"))
                if target < 0:
                    return
            if source[-1] != SLASH:
                push_name(name)
                push_children(None)


def _child_path(outer: str | None, name: str, number: int, depth: int) -> str | None:
    """Return the path to a child of an element with a path, which is so deep."""
    if outer is None or depth >= MAX_DEPTH:
        return None
    return f"{outer}/{name}[{number}]" if depth else f"/{name}"


def path_of(names: Sequence[str], children: Sequence[Mapping[str, int] | None]) -> str | None:
    """Return the path to the last of some elements, each in the one before it; it is the latest of its name there."""
    if len(names) > MAX_DEPTH:
        return None
    path = "".join([f"/{name}[{counts[name]}]" for name, counts in zip(names, children, strict=False) if counts])
    # There is one root.
    return path.replace("[1]", "", 1)
