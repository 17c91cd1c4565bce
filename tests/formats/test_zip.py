"""Zip files that are damaged, or made to cost without bounds: one sentence, or a member that cannot be read."""

import bz2
import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from support import archives
from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.formats.archives import BrokenArchiveError
from teikit.formats.zip import ZipReader
from teikit.limits import Budget, LimitExceededError, limits_set
from teikit.text.archive import zipped_kind

METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
CENTRAL = b"PK\1\2"


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    return bytearray(archives.zipped(members, method))


def reader(data: bytes) -> ZipReader:
    return ZipReader(io.BytesIO(data), len(data), Budget("a.zip"))


def contents(data: bytes) -> dict[str, bytes]:
    return {each.path: each.open().read() for each in reader(data).members() if each.open}


def patched(data: bytes, field: int, value: bytes) -> bytes:
    """The archive with a field of the first entry of its directory changed."""
    at = data.index(CENTRAL) + field
    return bytes(data[:at]) + value + bytes(data[at + len(value) :])


@pytest.mark.parametrize("method", METHODS)
def test_each_method_is_unpacked_in_pieces(method: int) -> None:
    data = bytes(range(256)) * 5_000
    assert contents(zipped(("a", data), ("b", b""), method=method)) == {"a": data, "b": b""}


def test_bytes_before_the_first_member_are_skipped() -> None:
    assert contents(b"#!/bin/sh\n" + zipped(("a", b"x"))) == {"a": b"x"}


METHOD, CRC, SIZE, OFFSET, FLAGS = 10, 16, 24, 42, 8
LIES: dict[str, Callable[[bytearray], bytes]] = {
    "another method": lambda data: patched(data, METHOD, b"\x63\0"),
    "deflate64": lambda data: patched(data, METHOD, b"\x09\0"),
    "another digest": lambda data: patched(data, CRC, b"\1\2\3\4"),
    "larger": lambda data: patched(data, SIZE, struct.pack("<L", 4_000)),
    "smaller": lambda data: patched(data, SIZE, struct.pack("<L", 2)),
    "elsewhere": lambda data: patched(data, OFFSET, struct.pack("<L", 3)),
    "behind the end": lambda data: patched(data, OFFSET, struct.pack("<L", 1 << 31)),
    "another name": lambda data: patched(data, 46, b"z"),
    "no deflate": lambda data: bytes(data[:31]) + b"\xff\xff\xff" + bytes(data[34:]),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_member_that_is_not_what_its_directory_says_cannot_be_read(lie: str) -> None:
    with pytest.raises(BrokenArchiveError, match=r"^a\.zip: is a broken zip archive"):
        contents(LIES[lie](zipped(("a", b"Dear Ann, " * 100))))


def test_an_encrypted_member_is_not_opened() -> None:
    assert contents(patched(zipped(("a", b"x")), FLAGS, b"\1\0")) == {}


def test_a_member_without_a_name_is_a_member() -> None:
    data = zipped(("a", b"x"))
    at = data.index(CENTRAL)
    data[at + 28 : at + 30] = b"\0\0"
    del data[at + 46]
    end = len(data) - 22
    data[end + 12 : end + 16] = struct.pack("<L", end - at)
    assert [each.path for each in reader(data).members()] == [""]


@pytest.mark.parametrize("count", [0, 1, 30, 60, 90])
def test_a_file_that_is_cut_short_is_one_sentence(count: int) -> None:
    data = zipped(("a", b"x" * 50), ("b", b"y"))
    with pytest.raises(BrokenArchiveError, match=r"^a\.zip: is a broken zip archive [^\n]+$"):
        reader(data[: len(data) - 22 - count] if count else data[:-1])


def test_members_are_counted_before_they_are_objects() -> None:
    data = zipped(*((str(number), b"") for number in range(50)))
    with limits_set(archive_members=49), pytest.raises(LimitExceededError, match="50 files"):
        reader(data)


def test_what_grows_is_refused_by_its_stated_sizes() -> None:
    data = zipped(("a", bytes(20 << 20)))
    with (
        limits_set(archive_growth=10 << 20),
        pytest.raises(LimitExceededError, match="would grow to 20 MiB in 1 files"),
    ):
        reader(data)
    with pytest.raises(LimitExceededError, match="unpacks to more than 200 times its size"):
        reader(data)


def test_members_that_share_their_bytes_are_counted_each() -> None:
    data = zipped(("a", bytes(2 << 20)))
    at, end = data.index(CENTRAL), len(data) - 22
    entry = bytes(data[at:end])
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60, 60, 60 * len(entry), at, 0)
    with pytest.raises(LimitExceededError, match="would grow to 120 MiB in 60 files"):
        reader(bytes(data[:at]) + entry * 60 + tail)


def test_a_bomb_of_bzip2_is_unpacked_in_pieces() -> None:
    """A block of 45 bytes unpacks to 45 MB: what is read of it must not be unpacked at once."""
    packed = bz2.compress(bytes(30 << 20))
    data = patched(zipped(("a", packed), method=zipfile.ZIP_STORED), METHOD, b"\x0c\0")
    with pytest.raises(BrokenArchiveError, match="larger than its directory says"):
        contents(data)


def test_a_dictionary_that_is_too_large_is_refused() -> None:
    data = zipped(("a", b"x" * 100), method=zipfile.ZIP_LZMA)
    at = 30 + 1 + 4 + 1
    data[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(LimitExceededError, match="needs a dictionary of more than 256 MiB"):
        contents(data)


DOCUMENT = ("word/document.xml", b"<w:document/>")


@pytest.mark.parametrize("lie", [lie for lie in LIES if lie not in {"another name", "elsewhere"}])
def test_an_office_document_is_unpacked_before_it_is_trusted(lie: str) -> None:
    with pytest.raises(UnreadableInputError, match=r"^a\.docx: is a broken zip archive or office document"):
        zipped_kind(LIES[lie](zipped(("a", b"Dear Ann, " * 100), DOCUMENT)), "a.docx")


@pytest.mark.parametrize("name", ["../x", "word/../../x", "/x", "C:\\x", "\\x"])
def test_an_office_document_with_a_name_that_leads_out_of_it_is_refused(name: str) -> None:
    with pytest.raises(UnreadableInputError, match="a name that leads out of the archive"):
        zipped_kind(bytes(zipped(DOCUMENT, (name, b""))), "a.docx")


def test_an_office_document_that_is_encrypted_is_not_supported() -> None:
    with pytest.raises(UnsupportedError, match="is encrypted"):
        zipped_kind(patched(zipped(DOCUMENT), FLAGS, b"\1\0"), "a.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp037"])
def test_the_tags_of_an_office_document_are_counted_in_every_encoding(encoding: str) -> None:
    text = "<?xml version='1.0'?>" + "<p/>" * 30
    data = bytes(zipped(DOCUMENT, ("word/footnotes.bin", text.encode(encoding))))
    with limits_set(office_tags=40):
        assert zipped_kind(data, "a.docx") == "docx"
    with limits_set(office_tags=30), pytest.raises(LimitExceededError, match="has XML of more than 30 tags in it"):
        zipped_kind(data, "a.docx")


def test_signs_in_pictures_are_no_tags() -> None:
    data = bytes(zipped(DOCUMENT, ("word/media/a.png", b"\x89PNG" + b"<" * 100)))
    with limits_set(office_tags=40):
        assert zipped_kind(data, "a.docx") == "docx"


def test_a_damaged_archive_is_one_sentence_wherever_the_damage_is() -> None:
    data = zipped(("a.txt", b"Dear Ann, " * 20), ("b/", b""), ("b/c", zlib.compress(b"x")))
    for at in range(len(data)):
        for value in (0, 0xFF):
            harmed = bytes(data[:at]) + bytes([value]) + bytes(data[at + 1 :])
            with contextlib.suppress(UnreadableInputError):
                contents(harmed)


def test_an_archive_may_be_large_if_it_does_not_grow() -> None:
    data = zipped(("a", bytes(3 << 20)), method=zipfile.ZIP_STORED)
    with limits_set(archive_growth=1_000):
        assert contents(data) == {"a": bytes(3 << 20)}
