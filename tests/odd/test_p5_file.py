"""TEI P5 from a user's file."""

from pathlib import Path

import pytest

from support.made_p5 import MODULES, p5_document
from teikit.errors import IncorrectSchemaError
from teikit.odd.reading.p5_file import read_p5_file
from teikit.p5.facts import load_p5


def test_a_file_is_read_with_its_prose() -> None:
    library = read_p5_file("p5subset.xml", p5_document())
    assert library.version == "9.8.7"
    assert library.modules == list(MODULES)
    assert library.is_p5
    assert len(library.specs) == 450
    assert [each.text() for each in library.specs[1].prose["desc"]] == ["About e0"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (p5_document(399), r"a.xml: is not TEI P5 \(p5subset.xml\): it defines 399 elements, not 400 or more"),
        (p5_document(modules=("tei", "header", "core")), "it does not define the module 'textstructure'"),
        (p5_document().replace(b'"TEI"', b'"teI"'), "it does not define the element 'TEI'"),
        (b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "it defines 0 elements"),
        (b"<html/>", "it defines 0 elements"),
        (
            b'<schemaSpec xmlns="http://www.tei-c.org/ns/1.0" ident="a"><moduleRef key="tei"/></schemaSpec>',
            "not TEI P5",
        ),
        (b' {"modules": []}', "a.xml: is JSON; TEI P5 is read from p5subset.xml"),
    ],
)
def test_what_is_not_p5_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(IncorrectSchemaError, match=message) as caught:
        read_p5_file("a.xml", data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"<TEI", p5_document()[:-1], b"\xff\xfe", b"PK\x03\x04"])
def test_what_is_not_well_formed_is_reported_at_its_place(data: bytes) -> None:
    with pytest.raises(IncorrectSchemaError, match=r"^a\.xml:\d+:\d+"):
        read_p5_file("a.xml", data)


def test_teis_own_file_has_the_facts_that_ship_and_the_prose(shared: Path) -> None:
    library = read_p5_file("p5subset.xml", (shared / "tei" / "p5subset.xml").read_bytes())
    facts = load_p5()
    assert [(each.kind, each.ident) for each in library.specs] == [(each.kind, each.ident) for each in facts.specs]
    assert (library.version, library.modules) == (facts.version, facts.modules)
    assert all(each.prose["desc"] for each in library.specs if each.kind == "element")


def test_other_specifications_are_taken_where_they_need_not_be_tei() -> None:
    assert len(read_p5_file("a.xml", p5_document(3), is_whole=False).specs) > 2
    with pytest.raises(IncorrectSchemaError, match="is not TEI P5"):
        read_p5_file("a.xml", b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', is_whole=False)
