"""Offsets, start tags and expat's events to places: the one module that computes a line and a column."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, cast
from xml.parsers.expat import ExpatError, XMLParserType

from teikit.diagnostics import Position, Span
from teikit.document.encoding import encoding_of
from teikit.document.expat import PARSE_ERRORS, feed, feed_steps, make_parser, release
from teikit.document.start_tags import SLASH, NotTokenizableError, require_tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINE_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"</?[^\s/>]*")
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TAG = re.compile(rb"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
# A tag without "<" and ">" that has both quotation marks of each value.
_WHOLE_TAG = re.compile(rb"""(?:[^"']++|"[^"]*+"|'[^']*+')*+""")
# Longer tags are searched for their attributes no further, in bytes.
_MAX_TAG = 1_000_000
# Longer tags are not remembered (in bytes), nor are more of them.
_MAX_TAG_LENGTH = 256
_MAX_TAGS = 32_768
_PIECE = 1 << 12
# As much of the text at a character is its source.
_TEXT_SOURCE = 64
# Deeper elements have no path: many such paths would be longer than the document by far.
_MAX_DEPTH = 200
_new = tuple.__new__
# An attribute as far as a tag alone tells: whether its name has a prefix, and the local part.
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

    __slots__ = ("_attributes", "_is_one_line", "_lines", "_name", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._attributes: Mapping[_AttributeKey, tuple[int, int]] | None = None
        self._is_one_line = "\n" not in text and "\r" not in text
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
        if self._is_one_line:
            line, column = at
            return Span(_new(Position, (line, column + start)), _new(Position, (line, column + end)))
        return Span(self._position(at, start), self._position(at, end))

    def attribute_offsets(self, name: str) -> tuple[int, int] | None:
        """Return the offsets in the text between which an attribute is, its name and its value."""
        if self._attributes is None:
            self._attributes = self._scan()
        namespace, _, local = name.rpartition(" ")
        return self._attributes.get((bool(namespace), local))

    def _position(self, at: Position, offset: int) -> Position:
        if self._lines is None:
            self._lines = LineIndex(self._text)
        line, column = self._lines.position(offset)
        return Position(at.line + line - 1, column if line > 1 else at.column + column - 1)

    def _scan(self) -> dict[_AttributeKey, tuple[int, int]]:
        found: dict[_AttributeKey, tuple[int, int]] = {}
        end = self._name
        while (match := _ATTRIBUTE.match(self._text, end)) is not None:
            end = match.end()
            prefix, _, local = match[1].rpartition(":")
            if prefix != "xmlns":
                found.setdefault((bool(prefix), local), (match.start(1), end))
        return found


def event_position(parser: XMLParserType, columns: int = 0) -> Position:
    """Return the place of the event that expat reports, or of a character so many columns after it."""
    return _new(Position, (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1 + columns))


def error_position(error: ExpatError | SyntaxError) -> Position:
    """Return the place of what expat or lxml reports as not well-formed."""
    return Position(max(1, error.lineno or 1), max(1, (error.offset or 0) + 1))


def line_start(element: "_Element") -> Position:
    """Return the beginning of the line in which lxml says that an element is."""
    return Position(cast("int | None", element.sourceline) or 1, 1)


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


class _TagShapes(dict[bytes, tuple[str, bool]]):
    """By start tags without "<" and ">": the name without its prefix, and whether an end tag follows."""

    def __missing__(self, tag: bytes) -> tuple[str, bool]:
        require_tag(tag)
        # A ">" in a value, which looks like the end of the tag, leaves a quotation mark without its other half.
        is_whole = tag.count(b'"') % 2 == 0 if b"'" not in tag else _WHOLE_TAG.fullmatch(tag) is not None
        if not is_whole:
            raise NotTokenizableError
        is_open = not tag.endswith(b"/")
        name = tag.split(None, 1)[0] if is_open else tag[:-1].split(None, 1)[0]
        shape = (name.decode("utf-8", "replace").rpartition(":")[2], is_open)
        if len(tag) <= _MAX_TAG_LENGTH:
            if len(self) >= _MAX_TAGS:
                self.clear()
            self[tag] = shape
        return shape


_SHAPES = _TagShapes()


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
            name, is_open = _SHAPES[source]
            counts = children[-1]
            if counts is None:
                counts = children[-1] = {name: 1}
            else:
                counts[name] = counts.get(name, 0) + 1
            if number == target:
                if counts is not siblings:
                    siblings, outer_path = counts, _path(names, children)
                offset += sum(map(len, tags[begun:index])) + index - begun
                begun, target = index, next(wanted, -1)
                written = f"<{source.decode('utf-8', 'replace')}>" if len(source) + 2 <= _MAX_TAG else ""
                path = _child_path(outer_path, name, counts[name], len(names))
                yield _new(Location, (number, lines.position(offset), offset, path, written, False, "utf-8"))
                if target < 0:
                    return
            if is_open:
                push_name(name)
                push_children(None)


def _child_path(outer: str | None, name: str, number: int, depth: int) -> str | None:
    """Return the path to a child of an element with a path, which is so deep."""
    if outer is None or depth >= _MAX_DEPTH:
        return None
    return f"{outer}/{name}[{number}]" if depth else f"/{name}"


def _path(names: Sequence[str], children: Sequence[Mapping[str, int] | None]) -> str | None:
    """Return the path to the last of some elements, each in the one before it; it is the latest of its name there."""
    if len(names) > _MAX_DEPTH:
        return None
    path = "".join([f"/{name}[{counts[name]}]" for name, counts in zip(names, children, strict=False) if counts])
    # There is one root.
    return path.replace("[1]", "", 1)


def locate_events(
    pieces: Iterable[bytes], numbers: Iterable[int], characters: Iterable[int] = ()
) -> Iterator[Location]:
    """Yield where some start tags, and some characters of the text, of a document are, in order.

    It is read only as far as there is something to locate, and may be of any size and encoding that expat can read.
    """
    return _EventLocator(numbers, characters).read(pieces)


class _AllLocatedError(Exception):
    """There is nothing left to locate."""


def _stack(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers), reverse=True)


def _split_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces in smaller ones: expat hands out all that follows a place in its piece, for each place anew."""
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


class _EventLocator:
    """The parse of a document that stops at what is to be located."""

    def __init__(self, numbers: Iterable[int], characters: Iterable[int]) -> None:
        self._elements, self._characters = _stack(numbers), _stack(characters)
        self._encoding, self._has_mark = "utf-8", False
        self._located: list[Location] = []
        self._names: list[str] = []
        self._children: list[dict[str, int] | None] = [None]
        # How much text was read, in code points.
        self._text_length = 0

    def read(self, chunks: Iterable[bytes]) -> Iterator[Location]:
        """Yield what is located; where the document is not well-formed some of it is not."""
        if not (self._elements or self._characters):
            return
        pieces = iter(chunks)
        first = next(pieces, b"")
        self._encoding, mark = encoding_of(first[:200])
        self._has_mark = mark > 0
        # Names are counted by what follows their prefix, so that nobody need know what that stands for.
        self._parser = parser = make_parser(namespaces=False)
        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._handlers()
        parser.CharacterDataHandler = self._locate_text if self._characters else None
        try:
            for _ in feed_steps(parser, _split_pieces(chain((first,), pieces))):
                yield from self._take()
        except (_AllLocatedError, *PARSE_ERRORS):
            pass
        finally:
            self._characters.clear()
            release(parser)
            del self._parser
        yield from self._take()

    def _take(self) -> list[Location]:
        located, self._located = self._located, []
        return located

    def _handlers(self) -> tuple[Callable[[str, list[str]], None], Callable[[str], None]]:
        """Return what to do with start tags and end tags: closures, which reach what they share faster."""
        names, children = self._names, self._children
        local_names: dict[str, str] = {}
        number = -1

        def start(name: str, _attributes: list[str]) -> None:
            nonlocal number
            number += 1
            local = local_names.get(name) or local_names.setdefault(name, name.rpartition(":")[2])
            counts = children[-1]
            if counts is None:
                counts = children[-1] = {}
            counts[local] = counts.get(local, 0) + 1
            names.append(local)
            if self._elements and number == self._elements[-1]:
                self._locate(self._elements.pop(), event_position(self._parser), self._tag())
                self._stop_if_done()
            children.append(None)

        def end(_name: str) -> None:
            names.pop()
            children.pop()

        return start, end

    def _stop_if_done(self) -> None:
        if not (self._elements or self._characters):
            raise _AllLocatedError

    def _locate(
        self, number: int, at: Position, source: str, *, bytes_before: int = 0, is_in_text: bool = False
    ) -> None:
        position = without_mark(at) if self._has_mark else at
        offset = self._parser.CurrentByteIndex + bytes_before
        path = _path(self._names, self._children)
        self._located.append(Location(number, position, offset, path, source, is_in_text, self._encoding))

    def _locate_text(self, data: str) -> None:
        begin, self._text_length = self._text_length, self._text_length + len(data)
        if not self._characters or self._characters[-1] >= self._text_length:
            return
        # Expat gives what is in one line at once, and what an entity or a reference means by itself.
        context = self._context()[: 4 * len(data)].decode(self._encoding, "replace")
        is_literal = context.startswith(data)
        seen = offset = 0
        while self._characters and self._characters[-1] < self._text_length:
            number = self._characters.pop()
            before = number - begin if is_literal else 0
            offset += len(data[seen:before].encode(self._encoding, "replace"))
            seen = before
            source = data[before : before + _TEXT_SOURCE] if is_literal else ""
            at = event_position(self._parser, before)
            self._locate(number, at, source, bytes_before=offset, is_in_text=True)
        if not self._characters:
            self._parser.CharacterDataHandler = None
            self._stop_if_done()

    def _context(self) -> bytes:
        return self._parser.GetInputContext() or b""

    def _tag(self) -> str:
        """Return the source of the tag that begins here, as far as it is at hand."""
        context = self._context()
        if self._encoding.startswith("utf-16"):
            text = context[:_MAX_TAG].decode(self._encoding, "replace")
            return text[: text.find(">") + 1 or _TEXT_SOURCE]
        found = _TAG.match(context, 0, _MAX_TAG)
        return found[0].decode(self._encoding, "replace") if found else ""
