"""Tar files that are damaged, or made to cost without bounds: one sentence, or no regular file."""

import bz2
import contextlib
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable

import pytest

from support import archives
from teikit.errors import UnreadableInputError
from teikit.formats.archives import BrokenArchiveError
from teikit.formats.tar import TarReader, compression, tar_kind, unpack
from teikit.limits import Budget, LimitExceededError, limits_set

FORMS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
PACK: dict[str, Callable[[bytes], bytes]] = {"tar.gz": gzip.compress, "tar.bz2": bz2.compress, "tar.xz": lzma.compress}


def tarred(*members: tuple[str, bytes], form: int = tarfile.PAX_FORMAT, **records: str) -> bytes:
    return archives.tarred(((*member, {"pax_headers": records}) for member in members), form=form)


def reader(data: bytes) -> TarReader:
    return TarReader(io.BytesIO(data), len(data), Budget("a.tar"))


def contents(data: bytes) -> dict[str, bytes | None]:
    return {each.path: each.open().read() if each.open else None for each in reader(data).members()}


def unpacked(data: bytes) -> bytes:
    file, size = unpack(io.BytesIO(data), compression(data), len(data), Budget("a.tgz"))
    with file:
        file.seek(0)
        found = file.read()
    assert len(found) == size
    return found


def header(kind: bytes, name: bytes = b"x", size: bytes = b"0") -> bytes:
    """A block with the right checksum."""
    block = name.ljust(100, b"\0") + b"0000644\0" * 3 + size.ljust(12, b"\0") + b"0" * 11 + b"\0" + b" " * 8 + kind
    block = block.ljust(512, b"\0")
    return block[:148] + f"{sum(block):06o}\0 ".encode() + block[156:]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["a", "é" * 40 + "/b", "long/" * 18 + "name"])
def test_members_are_those_that_tarfile_writes(form: int, name: str) -> None:
    data = bytes(range(256)) * 300
    assert contents(tarred((name, data), ("b", b""), form=form)) == {name: data, "b": b""}


@pytest.mark.parametrize("form", FORMS[1:])
def test_long_names_are_read(form: int) -> None:
    name = "n" * 3_000
    assert contents(tarred((name, b"x"), ("b", b"y"), form=form)) == {name: b"x", "b": b"y"}


@pytest.mark.parametrize("kind", PACK)
def test_streams_that_follow_each_other_are_one_file(kind: str) -> None:
    data = tarred(("a", b"x" * 5_000), ("b", b"y"))
    packed = PACK[kind](data[:700]) + PACK[kind](b"") + bytes(8) + PACK[kind](data[700:]) + b"rest"
    assert tar_kind(compression(packed)) == kind
    assert unpacked(packed) == data


@pytest.mark.parametrize("kind", PACK)
def test_a_compressed_file_that_is_cut_short_is_one_sentence(kind: str) -> None:
    with pytest.raises(BrokenArchiveError, match=r"^a\.tgz: is a broken tar\.\w+ archive"):
        unpacked(PACK[kind](tarred(("a", bytes(range(256)) * 90)))[:-20])


@pytest.mark.parametrize("kind", PACK)
def test_what_is_compressed_but_no_tar_file_is_not_unpacked_to_its_end(kind: str) -> None:
    with pytest.raises(BrokenArchiveError, match="is compressed, but no tar archive"):
        unpacked(PACK[kind](bytes(30 << 20)))


@pytest.mark.parametrize("kind", PACK)
def test_what_grows_is_refused_while_it_is_unpacked(kind: str) -> None:
    data = PACK[kind](tarred(("a", bytes(30 << 20))))
    with pytest.raises(LimitExceededError, match="unpacks to more than 200 times its size"):
        unpacked(data)
    with limits_set(archive_growth=1_000_000), pytest.raises(LimitExceededError, match="--limit archive-growth=N"):
        unpacked(data)


def test_streams_without_end_are_counted() -> None:
    with limits_set(archive_streams=100), pytest.raises(LimitExceededError, match="more than 100 compressed streams"):
        unpacked(gzip.compress(tarred(("a", b""))) + gzip.compress(b"") * 200)


def test_a_dictionary_that_is_too_large_is_refused() -> None:
    data = lzma.compress(tarred(("a", b"x")), preset=6)
    with limits_set(archive_dictionary_bytes=1 << 20), pytest.raises(BrokenArchiveError, match="archive-dictionary"):
        unpacked(data)


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6", b"S", b"M", b"V", b"?"])
def test_what_is_no_regular_file_is_not_opened(kind: bytes) -> None:
    assert contents(header(kind) + bytes(1_024)) == {"x": None}


def test_a_sparse_file_is_not_opened_whatever_its_size() -> None:
    records = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "big"}
    assert contents(tarred(("GNUSparseFile.0/big", b"1\n0\n0\n"), **records)) == {"big": None}


RECORDS = {
    "no length": b"x path=a\n",
    "a length of 0": b"0 path=a\n",
    "a length that is too small": b"2 path=a\n",
    "a length that is too large": b"99 path=a\n",
    "a length without end": b"9" * 400 + b" path=a\n",
    "no line end": b"10 path=aa",
    "lengths that overlap": b"2 " * 200_000 + b"=\n",
}


@pytest.mark.parametrize("fault", RECORDS)
@pytest.mark.parametrize("kind", [b"x", b"g", b"X"])
def test_a_damaged_record_is_one_sentence(fault: str, kind: bytes) -> None:
    data = RECORDS[fault]
    blocks = header(kind, size=f"{len(data):o}".encode()) + data + bytes(-len(data) % 512) + header(b"0")
    with pytest.raises(BrokenArchiveError, match="a record of a header is damaged at byte 512"):
        contents(blocks + bytes(1_024))


def test_headers_are_counted() -> None:
    data = tarred(*((str(number), b"") for number in range(20)), comment="x" * 1_000)
    with (
        limits_set(archive_header_bytes=10_000),
        pytest.raises(LimitExceededError, match="describes its files"),
    ):
        contents(data)


@pytest.mark.parametrize("size", [b"77777777777", b"\x80" + b"\x01" * 11, b"\xff" * 12, b"-1", b"1_0", b"9"])
def test_a_size_that_lies_is_one_sentence(size: bytes) -> None:
    with pytest.raises(BrokenArchiveError, match=r"^a\.tar: is a broken tar archive"):
        contents(header(b"0", size=size) + bytes(1_024))


def test_a_damaged_archive_is_one_sentence_wherever_the_damage_is() -> None:
    data = tarred(("a" * 120, b"Dear Ann"), ("é", b"x" * 600))
    for at in range(0, len(data), 3):
        for value in (0, 0x39, 0xFF):
            harmed = data[:at] + bytes([value]) + data[at + 1 :]
            with contextlib.suppress(UnreadableInputError):
                contents(harmed)
