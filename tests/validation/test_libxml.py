import pytest

from teikit.diagnostics import Position
from teikit.errors import IncorrectSchemaError
from teikit.validation.libxml import LibxmlEngine

SCHEMA = b"""<element name="a" xmlns="http://relaxng.org/ns/structure/1.0">
  <oneOrMore><element name="b"><empty/></element></oneOrMore></element>"""


def test_a_valid_document_has_no_diagnostics() -> None:
    assert LibxmlEngine(SCHEMA, "s.rng").validate(b"<a><b/></a>", "a.xml") == []


def test_a_fault_is_told_at_the_start_of_its_tag() -> None:
    found = LibxmlEngine(SCHEMA, "s.rng").validate(b"<a>\n  <b/>\n  <c/></a>", "a.xml")
    assert found[0].file == "a.xml"
    assert Position(3, 3) in [one.span.start for one in found if one.span]


@pytest.mark.parametrize("schema", [b"<element", b"<a/>"])
def test_an_incorrect_schema_is_told_by_name(schema: bytes) -> None:
    with pytest.raises(IncorrectSchemaError, match=r"s\.rng"):
        LibxmlEngine(schema, "s.rng")


def test_external_entities_are_not_read() -> None:
    document = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><b/>&x;</a>'
    messages = " ".join(one.message for one in LibxmlEngine(SCHEMA, "s.rng").validate(document, "a.xml"))
    assert "localhost" not in messages
