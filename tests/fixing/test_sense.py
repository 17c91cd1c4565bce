"""An unsafe fix is offered only if it makes sense to a reader: the schema alone allows much that means nothing."""

import pytest

from teikit.diagnostics import Fix, Safety
from teikit.fixing import attach_fixes
from teikit.relaxng.validator import Schema

SCHEMA = """
start = element text { head?, block*, back? }
block = element p { words } | element lb { empty } | place | element quote { words | location* }
place = element place { (element country { words } | location)* }
location = element location { element region { words }* }
words = attribute rend { text }?,
  (text | element term { words } | element settlement { words } | element hi { attribute n { text }?, words })*
head = element head { text }
back = element back { element list { element item { words }+ } }
"""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "text.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


def offered(schema: Schema, text: str) -> list[Fix | None]:
    data = text.encode()
    found = attach_fixes(data, schema.validate(data, "a.xml"), lambda each: schema.validate(each, "a.xml"))
    return [each.fix for each in found]


def messages(schema: Schema, text: str) -> list[str]:
    return [fix.message if fix else "" for fix in offered(schema, text)]


def test_a_name_does_not_take_in_what_is_beside_it(schema: Schema) -> None:
    # 'country' may hold a 'settlement' by this schema, but Berlin is no part of its name.
    text = "<text><place><country>D</country><settlement>Berlin</settlement></place></text>"
    assert messages(schema, text) == [""]


def test_running_text_takes_in_what_is_beside_it_and_a_place_does_not(schema: Schema) -> None:
    text = "<text><p>She lives in</p><hi>Berlin</hi></text>"
    assert messages(schema, text) == ["take 'hi' into the 'p' before it"]
    text = "<text><place><location><region>N</region></location><region>Berlin</region></place></text>"
    assert messages(schema, text) == [""]


def test_an_element_that_wraps_what_belongs_there_is_not_moved(schema: Schema) -> None:
    text = "<text><place><location><region>N</region></location><quote><location/></quote></place></text>"
    assert not any("take 'quote'" in each for each in messages(schema, text))


def test_an_element_that_the_schema_has_elsewhere_is_not_renamed(schema: Schema) -> None:
    assert not any("rename" in each for each in messages(schema, "<text><p>a <item>word</item></p></text>"))
    assert messages(schema, "<text><p>a <trem>word</trem></p></text>") == ["rename 'trem' to 'term'"]


def test_tags_with_attributes_are_not_left_out(schema: Schema) -> None:
    assert messages(schema, "<text><p>a <xyz>b</xyz></p></text>") == ["leave out the tags of 'xyz'"]
    assert messages(schema, "<text><p>a <xyz n='1'>b</xyz></p></text>") == [""]


def test_words_of_the_text_are_not_made_a_comment(schema: Schema) -> None:
    assert not any("comment" in each for each in messages(schema, "<text><lb>x</lb></text>"))


def test_what_two_elements_say_is_not_made_one(schema: Schema) -> None:
    fixes = offered(schema, "<text><head>one</head><p>a</p><head>two <hi>x</hi></head></text>")
    assert not any(fix and "holds into the first" in fix.message for fix in fixes)
    assert all(fix is None or fix.safety is not Safety.SAFE for fix in fixes)
