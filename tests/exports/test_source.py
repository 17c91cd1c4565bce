"""A TEI file as exports take it: what can be read is, and all else is told with its place."""

import pytest

from teikit.document.tree import NotWellFormedError
from teikit.exports.record.source import NotTeiError, read_tei_file

TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0">%s</TEI>'


@pytest.mark.parametrize("inner", [b'<text xml:id="a"/><text xml:id="a"/>', b'<text xml:id="1 x"/>'])
def test_an_xml_id_at_fault_stops_no_export(inner: bytes) -> None:
    assert len(read_tei_file(TEI % inner, "a.xml").root) == inner.count(b"<text")


@pytest.mark.parametrize(
    "inner",
    [b'<text xml:id="a"/><text xml:id="a"/>&x;', b'<p:text xml:id="a"/><text xml:id="a"/>', b'<text xml:id="1 x"><'],
)
def test_what_is_not_well_formed_is_never_mended(inner: bytes) -> None:
    with pytest.raises(NotWellFormedError):
        read_tei_file(TEI % inner, "a.xml")


def test_no_file_beside_the_document_is_read(tmp_path) -> None:
    (tmp_path / "secret").write_text("secret")
    data = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{tmp_path}/secret">]>'.encode() + TEI % b"<text>&x;</text>"
    with pytest.raises(NotWellFormedError) as told:
        read_tei_file(data, "a.xml")
    assert "secret" not in str(told.value)


def test_what_is_no_letter_is_told() -> None:
    for data in (b"<html/>", b"<TEI/>", b'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"/>'):
        with pytest.raises(NotTeiError, match="expected a TEI document of one letter"):
            read_tei_file(data, "a.xml")
