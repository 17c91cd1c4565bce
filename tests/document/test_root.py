"""Which files in folders are TEI."""

import os
from pathlib import Path

import pytest

from teikit.document.root import is_tei, is_tei_file
from teikit.errors import UnreadableInputError

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'


@pytest.mark.parametrize(
    "data",
    [
        TEI.encode(),
        f'<?xml version="1.0"?>\n<!DOCTYPE TEI [<!ENTITY a "b">]><!-- x --><?y?>\n{TEI}'.encode(),
        TEI.encode("utf-8-sig"),
        f'<?xml version="1.0" encoding="utf-16"?>{TEI}'.encode("utf-16"),
        b'<t:teiCorpus xmlns:t="http://www.tei-c.org/ns/1.0">',
        b'<TEI xmlns="http://www.tei-c.org/ns/1.0">&unknown',
        b"<TEI>",
        b'<TEI xmlns="https://www.tei-c.org/ns/1.0/">',
        f"<!--{'x' * 200_000}-->{TEI}".encode(),
    ],
)
def test_a_root_of_tei_counts_whatever_the_name(data: bytes) -> None:
    assert is_tei([data[at : at + 65_536] for at in range(0, len(data), 65_536)], "letter.txt")


@pytest.mark.parametrize(
    "data", [b"<html/>", b'<TEI xmlns="urn:other"/>', b'<text xmlns="http://www.tei-c.org/ns/1.0"/>', b"<TEI.2/>"]
)
def test_another_root_does_not_count_whatever_the_name(data: bytes) -> None:
    assert not is_tei([data], "letter.xml")


@pytest.mark.parametrize("name", ["TEI.2", "teiCorpus.2"])
def test_tei_p4_counts_only_where_it_is_allowed(name: str) -> None:
    data = f'<!DOCTYPE {name} SYSTEM "tei2.dtd"><{name}>'.encode()
    assert [is_tei([data], "a.xml", allows_old=old) for old in (False, True)] == [False, True]


@pytest.mark.parametrize("data", [b"", b"Dear Ann", b"<TEI <", b"<!-- ", b"\0\1\2", b"%PDF-1.4 <TEI>", b"<?xml?>"])
@pytest.mark.parametrize(("name", "expected"), [("a.xml", True), ("a.TEI", True), ("a.txt", False), ("xml", False)])
def test_without_a_root_the_name_decides(data: bytes, name: str, expected: bool) -> None:  # noqa: FBT001  a parameter
    assert expected == is_tei([data], name)


def test_no_more_is_read_than_the_root_needs() -> None:
    def pieces() -> object:
        yield TEI.encode()
        pytest.fail("read on")

    assert is_tei(pieces(), "a")  # type: ignore[arg-type]


def test_a_link_that_leads_nowhere_goes_by_its_name_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    for name in ("a.xml", "a.pdf"):
        (tmp_path / name).symlink_to("none")
    assert [is_tei_file(str(tmp_path / name)) for name in ("a.xml", "a.pdf")] == [True, False]
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableInputError, match="is a named pipe"):
        is_tei_file(str(tmp_path / "pipe"))
