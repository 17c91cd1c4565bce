"""Reads a document up to its first fault: which elements are open there, and what text is around the fault."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from xml.parsers import expat

from teikit.diagnostics import Position
from teikit.document.encoding import encoding_of
from teikit.document.expat import feed, make_parser, release, split_pieces
from teikit.document.locations import LineIndex, shift_position, without_mark
from teikit.document.reported_positions import error_position, event_position
from teikit.limits import Budget

Opener = Callable[[], Iterable[bytes]]
# Turns what expat counts into a place: a byte order mark is a column to expat.
Placing = Callable[[Position], Position]
# How much of the document is kept that follows the fault, in bytes; and that precedes it at most.
_AFTER = 1 << 16
_MOST_BEFORE = 64 << 20
_BEGINNING = 1 << 13


class OpenTag(NamedTuple):
    """A start tag: the element's name as written, and where it begins."""

    name: str
    at: Position


class ClosedElement(NamedTuple):
    """An element that was closed: its start tag, and where its end tag begins."""

    tag: OpenTag
    end: Position


@dataclass(frozen=True)
class Window:
    """A stretch of the document's text.

    `start` is the place of its first character as expat counts, `fault` the offset at which expat reports the fault,
    `depth` how many elements are open where it begins. `is_beginning` says whether it is the beginning of the document.
    """

    text: str
    start: Position
    fault: int
    depth: int
    is_beginning: bool
    placing: Placing

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.text)

    def position(self, offset: int) -> Position:
        """Return the place of an offset."""
        return self.placing(shift_position(self._lines, self.start, offset))


class DocumentUpToFault:
    """A document up to its first fault.

    `code` is expat's number of the fault, 0 where expat finds none without regard to namespaces. `opened` are the
    elements that are open, the outermost first, `closed` the last that was closed, `misplaced` maps the numbers of open
    elements to elements in them whose indentation says that they have lost their end tag. `root` is the
    name of the root element, `section` where the last CDATA section begins, `beginning` has the first bytes.
    """

    def __init__(self, opener: Opener, budget: Budget, encoding: str | None = None) -> None:
        self._opener, self._budget, self._encoding = opener, budget, encoding
        self.code, self.at = 0, Position(1, 1)
        self.opened: list[OpenTag] = []
        self.closed: ClosedElement | None = None
        self.misplaced: dict[int, OpenTag] = {}
        self.root = ""
        self.is_in_doctype = False
        self.section = Position(1, 1)
        # Open elements by their names, as numbers of `opened`.
        self._by_name: dict[str, list[int]] = {}
        # Where the last event began: its byte, and its place.
        self._event, self._event_at, self._depth, self._is_end = 0, Position(1, 1), 0, False
        self._byte = 0
        self.place: Placing = _as_it_is
        self.beginning = b""
        self._read()

    @property
    def has_root(self) -> bool:
        """Whether the root element has begun."""
        return bool(self.root)

    @property
    def encoding(self) -> str:
        """The encoding that the document is read in."""
        return self._encoding or encoding_of(self.beginning[:200])[0]

    def window(self) -> Window:
        """Return the text from the last event before the fault on; `depth` elements are open before it."""
        start = max(self._event, self._byte - _MOST_BEFORE)
        end = max(self._byte, start) + _AFTER
        data = _slice(self._opener(), start, end)
        text = _decode(data, self.encoding)
        before = len(_decode(data[: max(0, self._byte - start)], self.encoding))
        # An empty element ends where its tag does: then the fault may be in an end tag that follows.
        is_empty = self._is_end and (not text.startswith("</") or before <= text.find(">"))
        depth = self._depth - is_empty
        return Window(text, self._event_at, before, depth, not start, self.place)

    def _read(self) -> None:
        pieces = iter(self._opener())
        self.beginning = bytes(next(pieces, b""))[:_BEGINNING]
        if encoding_of(self.beginning[:200])[1]:
            self.place = without_mark
        parser = make_parser(self._budget, self._encoding, namespaces=False)
        self._set_handlers(parser)
        try:
            feed(parser, split_pieces(chain((self.beginning,), _after(self._opener(), len(self.beginning)))))
        except expat.ExpatError as error:
            self.code, self.at, self._byte = error.code, self.place(error_position(error)), parser.ErrorByteIndex
        finally:
            release(parser)

    def _set_handlers(self, parser: expat.XMLParserType) -> None:
        opened, by_name = self.opened, self._by_name

        def place() -> Position:
            at = self._event_at = event_position(parser)
            self._event, self._depth, self._is_end = parser.CurrentByteIndex, len(opened), False
            return self.place(at)

        def start(name: str, _attributes: list[str]) -> None:
            # Declarations have a handler of their own for the end of the document type.
            self.root, self.is_in_doctype = self.root or name, False
            by_name.setdefault(name, []).append(len(opened))
            at = place()
            opened.append(OpenTag(name, at))

        def end(name: str) -> None:
            at = place()
            tag = opened.pop()
            self._is_end = True
            numbers = by_name[name]
            numbers.pop()
            self.misplaced.pop(len(opened), None)
            self.closed = ClosedElement(tag, at)
            if numbers and _is_misplaced(opened[numbers[-1]].at, tag.at, at):
                self.misplaced.setdefault(numbers[-1], tag)

        def begin_doctype(*_names: object) -> None:
            self.is_in_doctype = True
            place()

        def end_doctype() -> None:
            self.is_in_doctype = False
            place()

        def begin_section() -> None:
            self.section = place()

        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.StartDoctypeDeclHandler, parser.EndDoctypeDeclHandler = begin_doctype, end_doctype
        parser.StartCdataSectionHandler = begin_section
        parser.DefaultHandlerExpand = lambda _data: place()


def _as_it_is(at: Position) -> Position:
    return at


def _is_misplaced(outer: Position, start: Position, end: Position) -> bool:
    """Return whether an end tag is indented as an outer start tag of its name, and not as its own."""
    return start.line != end.line and end.column == outer.column != start.column


def _after(pieces: Iterable[bytes], count: int) -> Iterator[bytes]:
    """Yield pieces without their first bytes."""
    for piece in pieces:
        if count < len(piece):
            yield piece[count:]
        count = max(0, count - len(piece))


def _slice(pieces: Iterable[bytes], start: int, end: int) -> bytes:
    """Return the bytes from one offset to another."""
    kept, before = [], 0
    for piece in pieces:
        kept.append(piece[max(0, start - before) : max(0, end - before)])
        before += len(piece)
        if before > end:
            break
    return b"".join(kept)


def _decode(data: bytes, encoding: str) -> str:
    """Return bytes as text; each that is none in UTF-8 is one character, a lone surrogate."""
    with suppress(UnicodeError, LookupError):
        return data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    return data.decode("latin-1")
