"""A memory-compact list of diagnostics: compressed blocks of 1,000, decompressed during iteration."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any, overload

from teikit.diagnostics.codec import UnpackError, pack, unpack
from teikit.diagnostics.diagnostic import Diagnostic, Severity, sort_diagnostics, sort_key

# How many diagnostics a block has.
_BLOCK = 1_000
# The longest block that is loaded, in bytes after decompression.
_LONGEST = 32 << 20
# Fewer are not compressed: they need about as many kilobytes, and compression takes time.
_MANY = 10_000
_FASTEST = 1
# The first bytes of stored blocks, and how many bytes give the length of each.
_MARK, _LENGTH = b"blocks", 4
# How many diagnostics there are of a rule and a severity.
DiagnosticCounts = Counter[tuple[str, Severity]]

_kind = attrgetter("rule", "severity")


class DiagnosticList(Sequence[Diagnostic]):
    """Diagnostics in the order in which they were added; where they are many, in compressed blocks.

    Each iteration decompresses one block after another; indexing decompresses them all. A list of the same diagnostics
    is equal.
    """

    __slots__ = ("_blocks", "_counts", "_loose", "_packed_counts")

    def __init__(self, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self._blocks: list[bytes] = []
        self._packed_counts: DiagnosticCounts = Counter()
        # Of all, once they are counted.
        self._counts: DiagnosticCounts | None = None
        # What comes after the blocks.
        self._loose: list[Diagnostic] = []
        self.extend(diagnostics)

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> "DiagnosticList":
        """Return a list of diagnostics as it is, and other diagnostics as such a list."""
        return diagnostics if isinstance(diagnostics, cls) else cls(diagnostics)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics at the end."""
        self._counts = None
        rest = iter(diagnostics)
        while some := list(islice(rest, _BLOCK)):
            self._loose += some
            while len(self._loose) >= (_BLOCK if self._blocks else _MANY):
                block, self._loose = self._loose[:_BLOCK], self._loose[_BLOCK:]
                self._packed_counts.update(map(_kind, block))
                self._blocks.append(_compress(block))

    @classmethod
    def merge(cls, streams: Iterable[Iterable[Diagnostic]]) -> "DiagnosticList":
        """Return the diagnostics of several streams in order, without duplicates.

        Each stream must be in order, and the compressed blocks of a list must be without duplicates.
        """
        begun = [(stream, iter(stream)) for stream in streams]
        filled = [(stream, chain((first,), rest)) for stream, rest in begun for first in islice(rest, 1)]
        if len(filled) == 1 and isinstance(only := filled[0][0], cls) and only._blocks:  # noqa: SLF001  its own class
            return only
        return cls(_deduplicate(merge(*(rest for _, rest in filled), key=sort_key)))

    @property
    def counts(self) -> DiagnosticCounts:
        """How many diagnostics there are of each rule and severity."""
        if self._counts is None:
            loose = Counter(map(_kind, self._loose))
            self._counts = self._packed_counts + loose if self._packed_counts else loose
        return self._counts

    def __len__(self) -> int:
        return self._packed_counts.total() + len(self._loose)

    def __iter__(self) -> Iterator[Diagnostic]:
        for block in self._blocks:
            yield from unpack(zlib.decompress(block))
        yield from self._loose

    @overload
    def __getitem__(self, index: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Diagnostic]: ...
    def __getitem__(self, index: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        return (list(self) if self._blocks else self._loose)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DiagnosticList | list):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # It can be extended, as a list can.

    # Packed diagnostics travel between processes in half the time that pickled ones take.
    def __getstate__(self) -> tuple[Any, ...]:
        return pack(self._loose), self._blocks, dict(self._packed_counts)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        loose, self._blocks, counts = state
        self._counts = None
        self._loose, self._packed_counts = unpack(loose), Counter(counts)

    def dump(self) -> bytes:
        """Return the diagnostics as bytes, for caches."""
        if not self._blocks:
            return pack(self._loose)
        blocks = [*self._blocks, _compress(self._loose)] if self._loose else self._blocks
        return _MARK + b"".join(len(each).to_bytes(_LENGTH, "big") + each for each in blocks)

    @classmethod
    def load(cls, data: bytes) -> "DiagnosticList":
        """Return the diagnostics of bytes that `dump` made; UnpackError if there are none, or of another version."""
        loaded = cls()
        if not data.startswith(_MARK):
            loaded._loose = unpack(data)
            return loaded
        for block in _split_blocks(data):
            # A damaged block is found here, and not after half of the diagnostics are reported.
            loaded._packed_counts.update(map(_kind, _decompress(block)))
            loaded._blocks.append(block)
        return loaded


def _compress(diagnostics: Iterable[Diagnostic]) -> bytes:
    return zlib.compress(pack(diagnostics), _FASTEST)


def _decompress(block: bytes) -> list[Diagnostic]:
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(block, _LONGEST)
    except zlib.error as error:
        raise UnpackError(f"no packed diagnostics ({error!r:.80})") from None
    if not unpacking.eof:
        raise UnpackError("no packed diagnostics (they do not end)")
    return unpack(content)


def _split_blocks(data: bytes) -> Iterator[bytes]:
    at = len(_MARK)
    while at < len(data):
        begin = at + _LENGTH
        at = begin + int.from_bytes(data[at:begin], "big")
        yield data[begin:at]


def _deduplicate(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    for _, beside in groupby(diagnostics, key=sort_key):
        yield from dict.fromkeys(beside)


class DiagnosticSorter:
    """An external merge sort: diagnostics come in any order, and sorted runs of 10,000 are compressed as they fill."""

    def __init__(self) -> None:
        self._loose: list[Diagnostic] = []
        # Lists in order; a run that begins after the end of the last list is added to it.
        self._sorted: list[DiagnosticList] = []
        self._last: Any = ()

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics."""
        self._loose += diagnostics
        if len(self._loose) >= _MANY:
            self._end_run()

    def _end_run(self) -> None:
        self._loose.sort(key=sort_key)
        if not self._sorted or sort_key(self._loose[0]) <= self._last:
            self._sorted.append(DiagnosticList())
        self._last = sort_key(self._loose[-1])
        self._sorted[-1].extend(_deduplicate(self._loose))
        self._loose = []

    def sorted_diagnostics(self) -> DiagnosticList:
        """Return the diagnostics in order, and without duplicates where there are 10,000 or more."""
        if not self._sorted:
            return DiagnosticList(sort_diagnostics(self._loose))
        if self._loose:
            self._end_run()
        return DiagnosticList.merge(self._sorted)
