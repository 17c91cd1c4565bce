"""The text of a merged document as it is written, and where each part of it comes from."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal, NamedTuple

from teikit.diagnostics import Position, Span
from teikit.document.locations import advance
from teikit.document.xinclude.source import Cut, Source
from teikit.limits import Budget

# "text": as it is in the file. "value": stands for something in the file, as what an entity expands to.
# "fixup": is in no file, as the xml:base of an element that is included.
Kind = Literal["text", "value", "fixup"]
# What the place of a part takes, in bytes of text that take as long to write.
_PLACE = 500


class Origin(NamedTuple):
    """The origin of a part of a merged document: the file, where the part begins in it, and what includes it."""

    source: int
    position: Position
    kind: Kind
    inclusion: int


class Inclusion(NamedTuple):
    """An inclusion: the name of the file that has the xi:include, and its position."""

    file: str
    position: Position


class MergedText:
    """A text that is written part by part."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._parts: list[bytes] = []
        self._line = self._column = 1
        self._begins: list[tuple[int, int]] = []
        self._origins: list[Origin] = []
        self._numbers: dict[int, int] = {}
        self.sources: list[Source] = []
        self.inclusions: list[Inclusion] = []
        # The number of the inclusion that is written, -1 for the document itself.
        self.inclusion = -1

    @property
    def data(self) -> bytes:
        """All that was written."""
        return b"".join(self._parts)

    def copy(self, source: Source, start: int, end: int, more: Iterable[tuple[Cut, Kind]] = ()) -> None:
        """Write a range of a file; its cuts, and `more` of them, are replaced."""
        cuts = [*((each, "value") for each in source.cuts_in(start, end)), *more]
        at = start
        for cut, kind in sorted(cuts, key=lambda each: each[0].start):
            self.write(source, at, source.data[at : cut.start], "text")
            self.write(source, cut.start, cut.text, "fixup" if kind == "fixup" else "value")
            at = cut.end
        self.write(source, at, source.data[at:end], "text")

    def write(self, source: Source, at: int, text: bytes, kind: Kind) -> None:
        """Write a text that comes from an offset of a file."""
        if not text:
            return
        self._budget.spend("xinclude-bytes", len(text) + _PLACE)
        number = self._numbers.setdefault(id(source), len(self.sources))
        if number == len(self.sources):
            self.sources.append(source)
        self._begins.append((self._line, self._column))
        self._origins.append(Origin(number, source.position(at), kind, self.inclusion))
        self._parts.append(text)
        self._line, self._column = advance(self._line, self._column, text)

    def origin(self, position: Position, *, is_end: bool = False) -> tuple[Origin, Position]:
        """Return where a position of the merged text comes from; an end belongs to what is before it."""
        find = bisect_left if is_end else bisect_right
        number = max(0, find(self._begins, (position.line, position.column)) - 1)
        line, column = self._begins[number]
        origin = self._origins[number]
        if origin.kind != "text":
            return origin, origin.position
        if position.line == line:
            return origin, origin.position._replace(column=origin.position.column + position.column - column)
        return origin, position._replace(line=origin.position.line + position.line - line)

    def span(self, span: Span) -> tuple[Origin, Span]:
        """Return where a span of the merged text comes from; it ends where it begins if it goes on in another file."""
        origin, start = self.origin(span.start)
        other, end = self.origin(span.end, is_end=True) if span.end > span.start else (origin, start)
        return origin, Span(start, end if other.source == origin.source and end > start else start)
