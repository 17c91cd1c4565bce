"""Reads zip files: their members by the directory at the end, each unpacked in bounded memory; and writes them.

The directory is counted before it is parsed. A member that is not what its directory says (its size, its digest, its
name) cannot be read, and ends its own reading only.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import IO, BinaryIO

from teikit.errors import TeikitError
from teikit.formats.archives import BrokenArchiveError, Member, PackageFile, PieceReader, check_growth, read_range
from teikit.formats.inflating import (
    LZMA_PROPERTIES,
    PIECE,
    STREAM_ERRORS,
    Decompressor,
    bzip2,
    deflate,
    inflate,
    zip_lzma,
)
from teikit.limits import Budget
from teikit.signals import defer_stop_signals

BEGINNINGS = (b"PK\3\4", b"PK\5\6", b"PK\7\x08PK\3\4")
_DIRECTORY_ENTRY = b"PK\1\2"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_LOCAL_MAGIC = b"PK\3\4"
# Flags of members.
_ENCRYPTED, _UTF_8 = 1, 0x800
# Of a directory that is read in one piece.
_LARGEST_TAIL = 1 << 17
# The earliest time that zip files can represent.
_EARLIEST_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


class _CountedFile:
    """A file whose directory is counted when it is read, before it becomes objects that take fifty times the memory."""

    def __init__(self, file: IO[bytes], budget: Budget, members: str) -> None:
        self.seek, self.tell = file.seek, file.tell
        self._file, self._budget, self._members = file, budget, members

    def read(self, size: int = -1) -> bytes:
        if size > _LARGEST_TAIL:
            self._budget.check("archive-header-bytes", size)
        data = self._file.read(size)
        count = data.count(_DIRECTORY_ENTRY)
        if count > self._budget.limit(self._members):
            raise self._budget.excess(self._members, about=f"is a zip archive of {count:,} files: ")
        return data


class ZipReader:
    """Reads one zip file.

    Args:
        file: the open file.
        size: its size in bytes.
        budget: what it may cost.
        members: the name of the limit for the number of its members.
        growth: the name of the limit for the bytes by which it grows when it is unpacked.

    Raises:
        LimitExceededError: it has too many members, or unpacks to too much.
        BrokenArchiveError: it is none, or damaged.
    """

    def __init__(
        self,
        file: IO[bytes],
        size: int,
        budget: Budget,
        *,
        members: str = "archive-members",
        growth: str = "archive-growth",
    ) -> None:
        self._file, self._budget, self._size = file, budget, size
        try:
            with zipfile.ZipFile(_CountedFile(file, budget, members)) as archive:
                self._directory = archive.infolist()
        except TeikitError:
            raise
        except Exception as error:  # noqa: BLE001  a damaged file makes it raise errors of many kinds
            raise self._broken(str(error).partition("\n")[0].lower()) from None
        count, total = len(self._directory), sum(each.file_size for each in self._directory)
        about = f"would grow to {total >> 20:,} MiB in {count:,} files: "
        check_growth(total, size, budget, growth, about)

    def _broken(self, reason: str) -> BrokenArchiveError:
        return BrokenArchiveError(
            f"{self._budget.file}: is a broken zip archive or office document ({reason or 'its directory is damaged'})"
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether a member is encrypted."""
        return any(each.flag_bits & _ENCRYPTED for each in self._directory)

    def members(self) -> Iterator[Member]:
        """Yield the members in the order of the directory."""
        for info in self._directory:
            # `filename` ends before a NUL.
            path = info.orig_filename if "\0" in info.orig_filename else info.filename
            # The upper half is Unix's mode.
            mode, is_named_like_folder = info.external_attr >> 16, path.endswith("/")
            kinds = (0, stat.S_IFDIR) if is_named_like_folder else (0, stat.S_IFREG)
            is_regular = stat.S_IFMT(mode) in kinds and not info.flag_bits & _ENCRYPTED
            if not is_regular or is_named_like_folder:
                yield Member(path, is_folder=is_regular)
                continue
            yield Member(path, partial(self._open, info))

    def _open(self, info: zipfile.ZipInfo) -> IO[bytes]:
        return io.BufferedReader(PieceReader(self._pieces(info)), PIECE)

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the bytes of a member, and compare them with the directory at the end."""
        left, digest = info.file_size, 0
        try:
            for piece in self._unpack(info):
                left -= len(piece)
                if left < 0:
                    raise self._broken("a member is larger than its directory says")
                digest = zlib.crc32(piece, digest)
                yield piece
        except STREAM_ERRORS:
            raise self._broken("a member cannot be unpacked") from None
        if left or digest != info.CRC:
            raise self._broken("a member is not what its directory says")

    def _unpack(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        packed, method = self._read_packed(info), info.compress_type
        if method == zipfile.ZIP_STORED:
            yield from packed
            return
        if method == zipfile.ZIP_LZMA:
            yield from self._unpack_lzma(info.file_size, packed)
            return
        make = {zipfile.ZIP_DEFLATED: deflate, zipfile.ZIP_BZIP2: bzip2}.get(method)
        if make is None:
            raise self._broken(f"a member is packed by method {method}, which is not read")
        yield from inflate(packed, make())

    def _unpack_lzma(self, size: int, packed: Iterator[bytes]) -> Iterator[bytes]:
        head = b""
        while len(head) < LZMA_PROPERTIES and (more := next(packed, b"")):
            head += more
        unpack: Decompressor = zip_lzma(head[:LZMA_PROPERTIES], self._budget)
        left = size
        # A stream may have no mark at its end: the size ends it.
        for piece in inflate(chain((head[LZMA_PROPERTIES:],), packed), unpack):
            left -= len(piece)
            yield piece
            if left <= 0 and not unpack.eof:
                return

    def _read_packed(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the packed bytes of a member, which follow its own header."""
        head = b"".join(read_range(self._file, info.header_offset, _LOCAL_HEADER.size))
        if len(head) < _LOCAL_HEADER.size or not head.startswith(_LOCAL_MAGIC):
            raise self._broken("a member is not where its directory says")
        _, _, flags, *_, name_size, extra_size = _LOCAL_HEADER.unpack(head)
        name_start = info.header_offset + len(head)
        name = b"".join(read_range(self._file, name_start, name_size))
        if name.decode("utf-8" if flags & _UTF_8 else "cp437", "replace") != info.orig_filename:
            raise self._broken("a member has another name than in its directory")
        start = name_start + name_size + extra_size
        if start + info.compress_size > self._size:
            raise self._broken("a member is cut short")
        yield from read_range(self._file, start, info.compress_size)


def is_zip(file: IO[bytes]) -> bool:
    """Return whether an open file has the directory of a zip file at its end."""
    try:
        return zipfile.is_zipfile(file)
    except (OSError, ValueError, struct.error):
        return False


class _WrittenZip(zipfile.ZipFile):
    """A zip file to write into an open file, which is not its own."""

    # Nothing is done: after an interrupt the zip file is not finished, and its file may be closed. An interrupt cannot
    # strike in this function, which is a builtin, as it could in one of our own.
    __del__ = object.__init__


def write_zip(file: BinaryIO, members: Iterable[PackageFile], stored: frozenset[str] = frozenset()) -> None:
    """Write a zip file, with the same bytes for the same members; those named in `stored` are not compressed."""
    with _WrittenZip(file, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _EARLIEST_TIME)
            member.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            member.external_attr, member.create_system = _MODE << 16, 3
            # After an interrupt in it, the zip file could not be closed.
            with defer_stop_signals():
                archive.writestr(member, data)
