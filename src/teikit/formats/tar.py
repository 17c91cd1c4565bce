"""Reads tar files (POSIX.1-2001, ustar, GNU): their members by their headers; and writes them.

Headers are read here and not by `tarfile`, which copies all global records for every member, takes quadratic time for
some records, and fills the holes of sparse files with zeros. A sparse file is no regular file here.
"""

import gzip as gzip_format
import io
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, BinaryIO, NamedTuple, cast

from teikit.errors import UnreadableInputError
from teikit.formats.archives import BrokenArchiveError, Member, PackageFile, PieceReader, check_growth, read_range
from teikit.formats.inflating import PIECE, STREAM_ERRORS, Decompressor, bzip2, gzip, inflate_all, xz
from teikit.limits import Budget

_BLOCK = 512
_ZEROS = bytes(_BLOCK)
_CHECKSUM = slice(148, 156)
_OCTAL = re.compile(rb"[0-7]*")
_REGULAR, _FOLDER = b"0\x007", b"5"
# Links, devices and pipes have no data, whatever their size says.
_WITHOUT_DATA = b"123456"
_LOCAL, _GLOBAL, _LONG_NAME, _LONG_LINK, _SPARSE = b"xX", b"g", b"L", b"K", b"S"
# What is about the member that follows it, or all that follow, and is none itself.
_ABOUT_OTHERS = _LOCAL + _GLOBAL + _LONG_NAME + _LONG_LINK
_LENGTH_DIGITS = 20
# What is kept of the records of a header (POSIX.1-2001, 4.18.3).
_SPARSE_RECORD = b"GNU.sparse."
_KEPT_RECORDS = (b"path", b"size", b"GNU.sparse.name")
# What is unpacked of compressed files stays in memory up to this size, and is a temporary file above.
_IN_MEMORY = 32 << 20
_MODE = 0o644
_Records = dict[bytes, bytes]


class _Entry(NamedTuple):
    """A header of a member, and where its data are."""

    path: str
    kind: bytes
    start: int
    size: int
    is_sparse: bool = False


class TarReader:
    """Reads one tar file that is not compressed.

    Args:
        file: the open file.
        size: its size in bytes.
        budget: what it may cost.

    Raises:
        LimitExceededError: its headers are too large.
        BrokenArchiveError: it is none, or damaged.
    """

    def __init__(self, file: IO[bytes], size: int, budget: Budget) -> None:
        self._file, self._size, self._budget = file, size, budget
        self._globals: _Records = {}
        self._records: _Records = {}

    def members(self) -> Iterator[Member]:
        """Yield the members in the order of the file."""
        for entry in self._entries():
            is_folder = entry.kind == _FOLDER or (entry.kind in _REGULAR and entry.path.endswith("/"))
            if is_folder or entry.is_sparse or entry.kind not in _REGULAR:
                yield Member(entry.path, is_folder=is_folder)
            else:
                yield Member(entry.path, partial(self._open, entry.start, entry.size))

    def _open(self, start: int, size: int) -> IO[bytes]:
        return io.BufferedReader(PieceReader(read_range(self._file, start, size, PIECE)), PIECE)

    def _broken(self, reason: str, at: int) -> BrokenArchiveError:
        return BrokenArchiveError(f"{self._budget.file}: is a broken tar archive ({reason} at byte {at:,})")

    def _read(self, start: int, size: int) -> bytes:
        return b"".join(read_range(self._file, start, size, 1 << 20))

    def _entries(self) -> Iterator[_Entry]:
        at = 0
        while (header := self._read(at, _BLOCK)) and header != _ZEROS:
            if len(header) < _BLOCK or not has_checksum(header):
                raise self._broken("expected a header", at)
            kind, data_start = header[156:157], at + _BLOCK
            if kind == _SPARSE:
                data_start = self._skip_sparse_map(header, data_start)
            records = {**self._globals, **self._records}
            size = self._data_size(header, kind, records, at)
            end = data_start + size
            if end > self._size:
                raise self._broken("the file ends within the member", at)
            at = end + -size % _BLOCK
            if kind in _ABOUT_OTHERS:
                self._budget.spend("archive-header-bytes", size)
                self._add_records(kind, self._read(data_start, size), data_start)
                continue
            is_sparse = kind == _SPARSE or any(key.startswith(_SPARSE_RECORD) for key in records)
            path = _path(header, records)
            self._records = {}
            yield _Entry(path, kind, data_start, size, is_sparse)

    def _data_size(self, header: bytes, kind: bytes, records: _Records, at: int) -> int:
        if kind in _WITHOUT_DATA:
            return 0
        stated = None if kind in _ABOUT_OTHERS else records.get(b"size")
        size = _read_number(header[124:136]) if stated is None else _read_decimal(stated)
        if size is None:
            raise self._broken("a size is no number", at)
        return size

    def _skip_sparse_map(self, header: bytes, start: int) -> int:
        """Return where the data of an old sparse file begin, after the blocks that list its parts."""
        is_continued = header[482]
        while is_continued:
            block = self._read(start, _BLOCK)
            if len(block) < _BLOCK:
                raise self._broken("the file ends within the parts of a sparse file", start)
            start, is_continued = start + _BLOCK, block[504]
        return start

    def _add_records(self, kind: bytes, data: bytes, at: int) -> None:
        """Keep what a header says of the member that follows it, or of all that follow."""
        if kind == _LONG_NAME:
            self._records[b"path"] = data.partition(b"\0")[0]
        elif kind == _GLOBAL:
            self._globals.update(self._parse_records(data, at))
        elif kind in _LOCAL:
            self._records.update(self._parse_records(data, at))

    def _parse_records(self, data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield the records that are kept: length, blank, keyword, equals sign, value, line end."""
        start = 0
        while start < len(data) and data[start]:
            blank = data.find(b" ", start, start + _LENGTH_DIGITS)
            length = _read_decimal(data[start:blank]) if blank > 0 else None
            end = start + (length or 0)
            if length is None or end <= blank + 1 or data[end - 1 : end] != b"\n":
                raise self._broken("a record of a header is damaged", at + start)
            key, _, value = data[blank + 1 : end - 1].partition(b"=")
            if key in _KEPT_RECORDS:
                yield key, value
            elif key.startswith(_SPARSE_RECORD):
                yield _SPARSE_RECORD, b""
            start = end


def has_checksum(header: bytes) -> bool:
    """Return whether the first block of a file is the header of a member."""
    stated = _read_number(header[_CHECKSUM])
    without = header[: _CHECKSUM.start] + b" " * 8 + header[_CHECKSUM.stop : _BLOCK]
    unsigned = sum(without)
    # Some old programs counted bytes as signed.
    return len(header) >= _BLOCK and stated in {unsigned, unsigned - 256 * sum(byte > 127 for byte in without)}


def _read_number(field: bytes) -> int | None:
    """Return a number of a header: octal digits, or binary (GNU); None if it is none, or is negative."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.partition(b"\0")[0].strip()
    return int(digits or b"0", 8) if _OCTAL.fullmatch(digits) else None


def _read_decimal(digits: bytes) -> int | None:
    return int(digits) if digits.isdigit() and len(digits) < _LENGTH_DIGITS else None


def _path(header: bytes, records: _Records) -> str:
    name, prefix = (header[part].partition(b"\0")[0] for part in (slice(100), slice(345, 500)))
    if header[257:263] == b"ustar\0" and prefix:
        name = prefix + b"/" + name
    stated = records.get(b"GNU.sparse.name", records.get(b"path", name))
    return stated.decode("utf-8", "surrogateescape")


# The first bytes of compressed tar files, their kinds, and what unpacks them.
_COMPRESSIONS: dict[bytes, tuple[str, Callable[[Budget], Decompressor]]] = {
    b"\x1f\x8b\x08": ("tar.gz", lambda _: gzip()),
    b"BZh": ("tar.bz2", lambda _: bzip2()),
    b"\xfd7zXZ\0": ("tar.xz", xz),
}


def compression(first: bytes) -> bytes:
    """Return with what bytes streams begin by the first bytes of a file, empty if it is not compressed."""
    return next((magic for magic in _COMPRESSIONS if first.startswith(magic)), b"")


def tar_kind(magic: bytes) -> str:
    """Return the kind of a tar file (tar, tar.gz ...) by what `compression` returns."""
    return _COMPRESSIONS[magic][0] if magic else "tar"


def unpack(file: IO[bytes], magic: bytes, size: int, budget: Budget) -> tuple[IO[bytes], int]:
    """Return what a compressed file unpacks to, which the caller closes, and its size.

    It is unpacked once: members are read in any order, and each way back would unpack all again.

    Raises:
        LimitExceededError: it unpacks to too much.
        BrokenArchiveError: it is damaged.
    """
    to = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  the caller closes it
    grown = 0
    try:
        for piece in _unpacked(file, magic, size, budget):
            # What is no tar file is not unpacked to its end.
            if not grown and not has_checksum(piece[:_BLOCK]):
                raise BrokenArchiveError(f"{budget.file}: is compressed, but no tar archive")
            grown += len(piece)
            check_growth(grown, size, budget)
            to.write(piece)
    except OSError as error:
        to.close()
        reason = (error.strerror or "unknown reason").lower()
        raise UnreadableInputError(f"{budget.file}: cannot be unpacked to a temporary file ({reason})") from None
    except BaseException:
        to.close()
        raise
    return to, grown


def _unpacked(file: IO[bytes], magic: bytes, size: int, budget: Budget) -> Iterator[bytes]:
    make = partial(_COMPRESSIONS[magic][1], budget)
    try:
        yield from inflate_all(read_range(file, 0, size, PIECE), make, magic, budget)
    except (*STREAM_ERRORS, MemoryError):
        reason = "it is damaged, or needs a dictionary that is not allowed (--limit archive-dictionary-bytes=N)"
        raise BrokenArchiveError(f"{budget.file}: is a broken {tar_kind(magic)} archive ({reason})") from None


def write_tar(file: BinaryIO, members: Iterable[PackageFile]) -> None:
    """Write a tar file, with the same bytes for the same members."""
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(data), _MODE, 0
            archive.addfile(member, io.BytesIO(data))


def write_tar_gz(file: BinaryIO, members: Iterable[PackageFile]) -> None:
    """Write a tar file, compressed by gzip, with the same bytes for the same members."""
    with gzip_format.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        write_tar(cast("BinaryIO", packed), members)
