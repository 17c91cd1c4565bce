"""Expat's events to locations: for documents that cannot be cut at their tags, and for characters of the text."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from teikit.diagnostics import Position
from teikit.document.encoding import encoding_of
from teikit.document.expat import PARSE_ERRORS, feed_steps, make_parser, release, split_pieces
from teikit.document.locations import MAX_TAG, Location, path_of, without_mark
from teikit.document.reported_positions import event_position
from teikit.limits import Budget

_TAG = re.compile(rb"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
# As much of the text at a character is its source.
_TEXT_SOURCE = 64


def locate_events(
    pieces: Iterable[bytes], numbers: Iterable[int], characters: Iterable[int] = (), budget: Budget | None = None
) -> Iterator[Location]:
    """Yield where some start tags, and some characters of the text, of a document are, in order.

    It is read only as far as there is something to locate, and may be of any size and encoding that expat can read.
    """
    return _EventLocator(numbers, characters, budget).read(pieces)


class _AllLocatedError(Exception):
    """There is nothing left to locate."""


def _stack(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers), reverse=True)


class _EventLocator:
    """The parse of a document that stops at what is to be located."""

    def __init__(self, numbers: Iterable[int], characters: Iterable[int], budget: Budget | None) -> None:
        self._budget = budget
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
        # Names are counted by their local part, so that prefixes need not be resolved.
        self._parser = parser = make_parser(self._budget, namespaces=False)
        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._handlers()
        parser.CharacterDataHandler = self._locate_text if self._characters else None
        try:
            for _ in feed_steps(parser, split_pieces(chain((first,), pieces))):
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
        path = path_of(self._names, self._children)
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
            text = context[:MAX_TAG].decode(self._encoding, "replace")
            return text[: text.find(">") + 1 or _TEXT_SOURCE]
        found = _TAG.match(context, 0, MAX_TAG)
        return found[0].decode(self._encoding, "replace") if found else ""
