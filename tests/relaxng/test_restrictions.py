"""What clause 7.3 and the DTD compatibility feature refuse, and what the messages say about the way out."""

import pytest

from teikit.relaxng.syntax import SchemaSyntaxError
from teikit.relaxng.validator import Schema

IDS = 'namespace b = "urn:b"\nany = element * { (attribute * { text } | text | any)* }\n'


def load(text: str, *, ids: bool = True) -> Schema:
    return Schema.load("s.rnc", text.encode(), ids=ids)


def refuse(text: str) -> list[str]:
    with pytest.raises(SchemaSyntaxError) as caught:
        load(text)
    return [f"{each.rule.partition('/')[2]}: {each.message}" for each in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("names", "of"),
    [
        ("*", "xsd:token"),
        ("* - x:*", "xsd:anyURI | 'none'"),
        ("x:*", "list { xsd:NCName+ }"),
        ("(a | x:*)", "xsd:integer - '7'"),
        ("*", "empty"),
    ],
)
def test_a_wildcard_attribute_may_have_any_value(names: str, of: str) -> None:
    schema = load(f'namespace x = "urn:x"\nelement e {{ attribute {names} {{ {of} }}* }}')
    assert schema.is_valid(b"<e/>")


def test_the_value_of_a_wildcard_attribute_is_checked() -> None:
    schema = load("element e { (attribute a { 'x' } | attribute * - a { xsd:integer })* }")
    assert schema.is_valid(b'<e a="x" b="1" c="2"/>')
    assert [each.message for each in schema.validate(b'<e a="x" b="1" c="two"/>', "d.xml")] == [
        "value 'two' of attribute 'c' is wrong: not a number"
    ]


def test_a_wildcard_attribute_must_be_repeated() -> None:
    wanted = "attribute-infinite: an attribute of any name must be in oneOrMore or zeroOrMore (RELAX NG, clause 7.3)"
    assert refuse("element e { attribute * { xsd:token }? }") == [wanted]


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        (f"{IDS}start = element b:a {{ attribute id {{ xsd:ID }}?, any* }}", "id-conflict"),
        ("element a { attribute i { xsd:ID }, element a { attribute i { xsd:IDREF } } }", "id-conflict"),
        ("element a { attribute i { 'x' | xsd:ID } }", "id-misplaced"),
        ("element a { xsd:IDREFS }", "id-misplaced"),
        ("element * { attribute i { xsd:ID } }", "id-name-class"),
        ("element a { attribute * { xsd:ID }* }", "id-name-class"),
    ],
)
def test_a_schema_that_is_no_use_for_ids_says_how_to_leave_them_out(schema: str, rule: str) -> None:
    found = refuse(schema)
    assert found
    for each in found:
        assert each.startswith(f"{rule}: ")
        assert each.endswith("; --no-ids leaves IDs out")
    load(schema, ids=False)
