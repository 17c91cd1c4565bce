"""Which fixes are safe, by documents with one fault each: a safe one says nothing else of anything."""

import pytest

from teikit.diagnostics import Diagnostic, Safety
from teikit.fixing import apply_fixes, attach_fixes
from teikit.relaxng.validator import Schema

TEI = ' xmlns="http://www.tei-c.org/ns/1.0"'
SCHEMA = """
default namespace = "http://www.tei-c.org/ns/1.0"
datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes"
start = element TEI { element teiHeader { statement, description }, body }
statement = element publicationStmt { element publisher { text }?, element state { text }?, element p { text }* }
description = element msDesc { element msIdentifier { element repository { text }, element idno { text }? } }
body = element text { language, opener?, block*, closer? }
language = attribute xml:lang { xsd:language }?
opener = element opener { language, (text | element dateline { text } | element salute { text })* }
closer = element closer { (text | element signed { text })* }
block = element stage { text }
  | element p { language, attribute n { xsd:integer }?, inline } | element list { element item { inline }+ }
  | element table { element row { element cell { text }+ }+ }
inline = (text | name | element del { text })*
name = element persName { attribute when { xsd:date | xsd:gYear | xsd:gMonthDay }?, text }
"""
HEADER = (
    "<teiHeader><publicationStmt><publisher>Mill Press</publisher><p>Printed.</p></publicationStmt>"
    "<msDesc><msIdentifier><repository>Mill</repository></msIdentifier></msDesc></teiHeader>"
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "letter.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


def document(text: str, header: str = HEADER) -> bytes:
    return f"<TEI{TEI}>{header}<text>{text}</text></TEI>".encode()


def offered(schema: Schema, data: bytes) -> list[Diagnostic]:
    return attach_fixes(data, schema.validate(data, "letter.xml"), lambda each: schema.validate(each, "letter.xml"))


def with_safe(schema: Schema, data: bytes) -> bytes:
    return apply_fixes(data, lambda each: schema.validate(each, "letter.xml")).data


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("<opener><dateline>Mill</dateline></opener> <opener>Sir,</opener>",
         "<opener><dateline>Mill</dateline>Sir,</opener>"),
        ("<p>one <signed>Ada</signed></p><closer>Yours</closer>",
         "<p>one</p> <closer><signed>Ada</signed>Yours</closer>"),
        ("<p>one <persname>Ada</persname></p>", "<p>one <persName>Ada</persName></p>"),
        ("<list><li>one</li></list>", "<list><item>one</item></list>"),
        ("<p n=''>one</p>", "<p>one</p>"),
        ("<p xml:lang='en_GB'>one</p>", "<p xml:lang='en-GB'>one</p>"),
        ("<p><persName when='5 May 1816'>Ada</persName></p>", "<p><persName when='1816-05-05'>Ada</persName></p>"),
        ("<p><persName when='3.7.1822'>Ada</persName></p>", "<p><persName when='1822-07-03'>Ada</persName></p>"),
    ],
)  # fmt: skip
def test_what_changes_tags_only_is_safe(schema: Schema, text: str, fixed: str) -> None:
    found = with_safe(schema, document(text))
    assert schema.validate(found, "letter.xml") == []
    assert "".join(found.decode().split()) == "".join(document(fixed).decode().split())


@pytest.mark.parametrize(
    "text",
    [
        "<p><persName>Ada</persName> <persName>Bea</persName> and <persName>Cleo</persName></p>",
        "<p>one <del>two <list><item>x</item></list></del></p>",
        "<ol><item>one</item></ol>",
        "<list><item>one <p>two</p> three</item></list>",
        "<table><row><th>one</th></row></table>",
        "<p><persName when='3.7.22'>Ada</persName></p>",
        "<p><persName when='July 22'>Ada</persName></p>",
        "<p>one</p><opener>Sir,</opener>",
        "<p><x:persName xmlns:x='urn:x'>Ada</x:persName></p>",
        "<p><persName xmlns='urn:x'>Ada</persName></p>",
        "<p xmlns='http://www.tei-c.org/ns/Examples'>one</p>",
        "<state>one</state>",
        "<p xml:lang='fr'>un <signed>Ada</signed></p><closer>Vale</closer>",
        "<opener xml:lang='fr'>Cher</opener><opener>Dear</opener><p>one</p>",
    ],
)
def test_what_may_say_something_else_is_never_safe(schema: Schema, text: str) -> None:
    data = document(text)
    assert all(each.fix is None or each.fix.safety is not Safety.SAFE for each in offered(schema, data))
    assert with_safe(schema, data) == data


def test_a_number_of_one_statement_is_not_put_into_another(schema: Schema) -> None:
    header = HEADER.replace("<p>Printed.</p>", "<p>Printed.</p><idno>MS 7</idno>")
    data = document("<p>one</p>", header)
    assert with_safe(schema, data) == data


def test_an_empty_language_takes_back_another_one_and_is_not_left_out_unasked(schema: Schema) -> None:
    data = document("<p>one</p>").replace(b"<text>", b'<text xml:lang="">')
    assert [each.fix and each.fix.safety for each in offered(schema, data)] == [Safety.UNSAFE]


@pytest.mark.parametrize("date", ["3.7.22", "3 July '22", "3/7/22", "22-07-03"])
def test_a_year_without_its_century_is_only_asked_for(schema: Schema, date: str) -> None:
    data = document(f'<p><persName when="{date}">Ada</persName></p>')
    fixes = [each.fix for each in offered(schema, data)]
    assert [each and (each.safety, each.edits) for each in fixes] == [(Safety.DISPLAY, ())]
    assert fixes[0]
    assert fixes[0].message == f"write the year of '{date}' in full: its century is not stated"
    assert apply_fixes(data, lambda each: schema.validate(each, "letter.xml"), unsafe=True).data == data
