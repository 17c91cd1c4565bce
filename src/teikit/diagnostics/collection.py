"""Many diagnostics in little room: packed in blocks, which are unpacked one by one as somebody goes through them."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby, islice, pairwise
from operator import attrgetter
from typing import overload

from teikit.diagnostics.codec import UnpackError, pack, unpack
from teikit.diagnostics.diagnostic import Diagnostic, Severity, sort_diagnostics, sort_key

# How many are unpacked at once.
_BLOCK = 1_000
# No block of a stored result is longer when it is unpacked, in bytes.
_LONGEST = 32 << 20
# Fewer of one file lie as they are, in about as many kilobytes: to pack and unpack them takes time.
_MANY = 10_000
_FASTEST = 1
# What stored blocks begin with, and how many bytes tell the length of each.
_MARK, _LENGTH = b"blocks", 4
# How many diagnostics there are of a rule and of a weight.
DiagnosticCounts = Counter[tuple[str, Severity]]
_NONE: DiagnosticCounts = Counter()


_kind = attrgetter("rule", "severity")


class PackedDiagnostics(Sequence[Diagnostic]):
    """Diagnostics in blocks of bytes.

    To go through them unpacks them anew each time; to ask for one by its number unpacks all.
    """

    __slots__ = ("blocks", "counts")

    def __init__(self, blocks: Sequence[bytes], tally: DiagnosticCounts) -> None:
        self.blocks = blocks
        self.counts = tally

    @classmethod
    def from_diagnostics(cls, diagnostics: Iterable[Diagnostic]) -> "PackedDiagnostics":
        """Pack diagnostics, of which no more than a block is held at once."""
        tally: DiagnosticCounts = Counter()
        rest = iter(diagnostics)
        blocks = []
        while block := list(islice(rest, _BLOCK)):
            tally.update(map(_kind, block))
            blocks.append(zlib.compress(pack(block), _FASTEST))
        return cls(blocks, tally)

    def __len__(self) -> int:
        return self.counts.total()

    def __iter__(self) -> Iterator[Diagnostic]:
        for block in self.blocks:
            yield from unpack(zlib.decompress(block))

    @overload
    def __getitem__(self, index: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Diagnostic]: ...
    def __getitem__(self, index: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        return list(self)[index]


class PicklableDiagnostics(list[Diagnostic]):
    """Diagnostics as they are, which travel between processes packed: that takes half the time."""

    def __reduce__(self) -> tuple[Callable[[bytes], list[Diagnostic]], tuple[bytes]]:
        return unpack, (pack(self),)


def count_diagnostics(diagnostics: Sequence[Diagnostic]) -> DiagnosticCounts:
    """Return how many there are of each rule and weight."""
    if isinstance(diagnostics, PackedDiagnostics):
        return diagnostics.counts
    # Most files have none.
    return Counter(map(_kind, diagnostics)) if diagnostics else _NONE


def dump_diagnostics(diagnostics: Sequence[Diagnostic]) -> bytes:
    """Return diagnostics as bytes, for caches."""
    if not isinstance(diagnostics, PackedDiagnostics):
        return pack(diagnostics)
    return _MARK + b"".join(len(each).to_bytes(_LENGTH, "big") + each for each in diagnostics.blocks)


def load_diagnostics(data: bytes) -> Sequence[Diagnostic]:
    """Return the diagnostics that were stored.

    Raises:
        UnpackError: they are none, or of another version.

    """
    if not data.startswith(_MARK):
        return unpack(data)
    tally: DiagnosticCounts = Counter()
    blocks = list(_split_blocks(data))
    for each in blocks:
        # All are looked at now, and not when half of them are told.
        tally.update(map(_kind, _unpack_block(each)))
    return PackedDiagnostics(blocks, tally)


def _split_blocks(data: bytes) -> Iterator[bytes]:
    at = len(_MARK)
    while at < len(data):
        begin = at + _LENGTH
        at = begin + int.from_bytes(data[at:begin], "big")
        yield data[begin:at]


def _unpack_block(block: bytes) -> list[Diagnostic]:
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(block, _LONGEST)
    except zlib.error as error:
        raise UnpackError(f"no packed diagnostics ({error!r:.80})") from None
    if not unpacking.eof:
        raise UnpackError("no packed diagnostics (they do not end)")
    return unpack(content)


def collect_diagnostics(diagnostics: Iterable[Diagnostic]) -> Sequence[Diagnostic]:
    """Return diagnostics to be kept: a list, or packed where they are many."""
    rest = iter(diagnostics)
    few = list(islice(rest, _MANY))
    return few if len(few) < _MANY else PackedDiagnostics.from_diagnostics(chain(few, rest))


def merge_diagnostics(streams: Iterable[Iterable[Diagnostic]]) -> Sequence[Diagnostic]:
    """Return diagnostics of several streams, each in its order, in their order, each but once.

    What lies packed in a stream holds each but once.
    """
    streams = list(streams)
    rests = [iter(each) for each in streams]
    begun = [list(islice(each, _MANY)) for each in rests]
    if sum(map(len, begun)) < _MANY:
        return sort_diagnostics(dict.fromkeys(chain.from_iterable(begun)))
    filled = [stream for stream, some in zip(streams, begun, strict=True) if some]
    if len(filled) == 1 and isinstance(filled[0], PackedDiagnostics):
        return filled[0]
    return PackedDiagnostics.from_diagnostics(_deduplicate(merge(*map(chain, begun, rests), key=sort_key)))


def _deduplicate(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    for _, beside in groupby(diagnostics, key=sort_key):
        yield from dict.fromkeys(beside)


class DiagnosticBuffer:
    """Diagnostics that come in any order, to be had in theirs; where they are many most lie packed, each but once."""

    def __init__(self) -> None:
        self._loose: list[Diagnostic] = []
        # What lies packed, each of them in order, with the first and the last.
        self._runs: list[tuple[Diagnostic, Diagnostic, PackedDiagnostics]] = []

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add some."""
        self._loose += diagnostics
        if len(self._loose) >= _MANY:
            self._flush()

    def _flush(self) -> None:
        self._loose.sort(key=sort_key)
        self._runs.append(
            (self._loose[0], self._loose[-1], PackedDiagnostics.from_diagnostics(_deduplicate(self._loose)))
        )
        self._loose = []

    def sorted_diagnostics(self) -> Sequence[Diagnostic]:
        """Return all, in order; the many each but once."""
        if not self._runs:
            return sort_diagnostics(self._loose)
        if self._loose:
            self._flush()
        runs = [run for _, _, run in self._runs]
        if all(sort_key(last) < sort_key(first) for (_, last, _), (first, _, _) in pairwise(self._runs)):
            return PackedDiagnostics(
                [block for run in runs for block in run.blocks], sum((run.counts for run in runs), start=Counter())
            )
        return PackedDiagnostics.from_diagnostics(_deduplicate(merge(*runs, key=sort_key)))
