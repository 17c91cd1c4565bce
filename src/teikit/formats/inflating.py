"""Compressed streams to bytes, piece by piece: deflate, gzip, bzip2, lzma, xz, in bounded memory."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Protocol

from teikit.limits import Budget

# How many bytes are unpacked at a time.
PIECE = 1 << 18
# What the libraries raise for streams that are damaged.
STREAM_ERRORS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, OverflowError)
# The length of what is before a stream of LZMA in a zip file.
LZMA_PROPERTIES = 9
_MAX_LZMA_CODE = 9 * 5 * 5
_RAW, _GZIP = -zlib.MAX_WBITS, zlib.MAX_WBITS + 16


class Decompressor(Protocol):
    """What unpacks one stream; as in the modules bz2 and lzma."""

    @property
    def eof(self) -> bool: ...  # noqa: D102
    @property
    def needs_input(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...  # noqa: D102


class _Zlib:
    """zlib's decompressor with the interface of the others."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self._is_full = False

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not (self._inner.unconsumed_tail or self._is_full)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        found = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        # All input may be taken while output is left.
        self._is_full = len(found) == max_length
        return found


def deflate() -> Decompressor:
    """Return what unpacks deflate without a header, as in zip files."""
    return _Zlib(_RAW)


def gzip() -> Decompressor:
    """Return what unpacks one stream of gzip."""
    return _Zlib(_GZIP)


def bzip2() -> Decompressor:
    """Return what unpacks one stream of bzip2."""
    return bz2.BZ2Decompressor()


def zip_lzma(properties: bytes, budget: Budget) -> Decompressor:
    """Return what unpacks LZMA in a zip file (APPNOTE 5.8), where these bytes come before the stream.

    Raises:
        LimitExceededError: its dictionary is too large.
        lzma.LZMAError: the properties are impossible.
    """
    code = properties[4] if len(properties) == LZMA_PROPERTIES else _MAX_LZMA_CODE
    if code >= _MAX_LZMA_CODE:
        raise lzma.LZMAError
    size = int.from_bytes(properties[5:], "little")
    budget.check("archive-dictionary-bytes", size)
    rest, literal_context = divmod(code, 9)
    position, literal_position = divmod(rest, 5)
    filters = [
        {"id": lzma.FILTER_LZMA1, "dict_size": max(size, 4096), "lc": literal_context, "lp": literal_position,
         "pb": position}
    ]  # fmt: skip
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)


def xz(budget: Budget) -> Decompressor:
    """Return what unpacks one stream of xz; a dictionary that is too large is a MemoryError."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=budget.limit("archive-dictionary-bytes"))


def inflate(packed: Iterable[bytes], unpack: Decompressor) -> Iterator[bytes]:
    """Yield what is unpacked of one stream; EOFError if it is cut short. Its last input is what `unpack` has left."""
    for data in packed:
        piece = data
        while True:
            if found := unpack.decompress(piece, PIECE):
                yield found
            if unpack.eof:
                return
            if unpack.needs_input:
                break
            piece = b""
    raise EOFError


def inflate_all(
    packed: Iterable[bytes], make: Callable[[], Decompressor], magic: bytes, budget: Budget
) -> Iterator[bytes]:
    """Yield what is unpacked of streams that follow each other, each of which begins with `magic`.

    What follows the last of them, such as padding, is skipped.
    """
    source = iter(packed)
    rest = b""
    while True:
        budget.spend("archive-streams")
        unpack = make()
        yield from inflate(chain((rest,), source), unpack)
        rest = unpack.unused_data.lstrip(b"\0")
        while len(rest) < len(magic) and (more := next(source, b"")):
            rest = (rest + more).lstrip(b"\0")
        if not rest.startswith(magic):
            return
