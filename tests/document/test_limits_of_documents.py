"""Limits on documents, by every way in: a sentence that names the file, the place and the limit."""

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import pytest
from lxml import etree

import teikit
from teikit.document.document import from_bytes, from_file
from teikit.document.reported_positions import error_position, event_place, event_position, line_start
from teikit.limits import LimitExceededError, limits_set
from teikit.relaxng.validator import Schema

SCHEMA = "start = p\np = element p { attribute n { text }?, (text | p)* }"
Encode = Callable[[str], bytes]
# Documents that are cut at their tags, and those that are read by expat's events.
ENCODINGS: dict[str, Encode] = {
    "markup": str.encode,
    "events": lambda text: text.encode("utf-16"),
    "latin-1": lambda text: f'<?xml version="1.0" encoding="iso-8859-1"?>{text}'.encode("latin-1"),
}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "a.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


encodings = pytest.mark.parametrize("encode", ENCODINGS.values(), ids=list(ENCODINGS))


def excess(schema: Schema, data: bytes, **limits: int) -> str:
    with limits_set(**limits), pytest.raises(LimitExceededError) as caught:
        schema.validate(data, "a.xml")
    return str(caught.value)


def nested(depth: int) -> str:
    return "<p>\n" * depth + "</p>" * depth


@encodings
def test_depth_is_limited(encode: Encode, schema: Schema) -> None:
    # Expat's events are counted piece by piece.
    said = excess(schema, encode(nested(20_000)), depth=2_000)
    assert said.startswith("a.xml:")
    assert said.endswith("has elements nested more than 2,000 deep (--limit depth=N allows more)")


@encodings
def test_depth_within_the_limit_is_read(encode: Encode, schema: Schema) -> None:
    with limits_set(depth=2_000):
        assert schema.validate(encode(nested(2_000)), "a.xml") == []


def test_the_place_of_the_first_element_that_is_too_deep_is_named(schema: Schema) -> None:
    assert excess(schema, nested(2_000).encode(), depth=1_500).startswith("a.xml:1501:1: ")


@encodings
def test_attributes_are_limited(encode: Encode, schema: Schema) -> None:
    many = "".join(f' a{number}="1"' for number in range(20))
    said = excess(schema, encode(f"<p>\n  <p{many}/></p>"), attributes=10)
    assert said == "a.xml:2:3: has an element with more than 10 attributes (--limit attributes=N allows more)"


@encodings
def test_problems_are_limited(encode: Encode, schema: Schema) -> None:
    said = excess(schema, encode("<p>" + "\n<q/>" * 20 + "</p>"), problems=10)
    assert said == "a.xml:12:1: has more than 10 problems (--limit problems=N allows more)"


@encodings
def test_the_paths_of_problems_are_limited(encode: Encode, schema: Schema) -> None:
    data = encode("<p>" * 30 + "\n<q/>" * 3 + "</p>" * 30)
    said = excess(schema, data, path_bytes=300)
    assert said.startswith("a.xml:3:1: has problems so deep that their paths have more than 300 bytes (--limit path-b")
    with limits_set(path_bytes=1_000):
        assert len(schema.validate(data, "a.xml")) == 3


def test_problems_of_teis_rules_are_limited(tmp_path: Path) -> None:
    path, rules = tmp_path / "a.xml", tmp_path / "any.rnc"
    rules.write_text("start = any\nany = element * { (attribute * { text } | text | any)* }")
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{"<p ref=" + chr(34) + "#no" + chr(34) + ">x</p>"}'
        f"{''.join(f'<ref target={chr(34)}#n{number}{chr(34)}>x</ref>' for number in range(20))}</body></text></TEI>"
    )
    with limits_set(problems=10), pytest.raises(LimitExceededError, match=r"a\.xml: has more than 10 problems \("):
        teikit.validate(path, schema=rules)


def test_bytes_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<p>" + b"x" * 1_000 + b"</p>")
    with limits_set(input_bytes=500), pytest.raises(LimitExceededError, match=r"a\.xml: has more than 500 bytes \(--l"):
        from_file(path)
    with limits_set(input_bytes=1_007):
        assert len(from_file(path).read()) == 1_007


def test_bytes_of_a_file_that_is_read_in_pieces_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikit.document.document._MOST_KEPT", 400)
    path = tmp_path / "a.xml"
    path.write_bytes(b"<p>" + b"x" * 1_000 + b"</p>")
    with limits_set(input_bytes=500), pytest.raises(LimitExceededError, match="--limit input-bytes=N"):
        from_file(path).read()


def test_a_document_has_the_limits_of_the_time_when_it_was_made(schema: Schema) -> None:
    with limits_set(problems=1):
        document = from_bytes(b"<p><q/><q/></p>", "a.xml")
    with pytest.raises(LimitExceededError):
        schema.validate_document(document)


@pytest.mark.parametrize(
    ("data", "position"), [(b"<p>", (1, 4)), (b"<p>\n\n <", (3, 2)), (b"", (1, 1)), (b"<p>\n</q>", (2, 3))]
)
def test_errors_of_expat_have_lines_and_columns_from_one(data: bytes, position: tuple[int, int]) -> None:
    with pytest.raises(expat.ExpatError) as caught:
        expat.ParserCreate().Parse(data, True)  # noqa: FBT003
    assert error_position(caught.value) == position


def test_an_error_without_a_place_is_at_the_beginning() -> None:
    assert error_position(SyntaxError("no place")) == (1, 1)


def test_events_have_lines_and_columns_from_one() -> None:
    found = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: found.append(
        (name, event_position(parser), event_position(parser, 2), event_place(parser))
    )
    parser.Parse(b"<a>\n  <b/></a>", True)  # noqa: FBT003
    assert found == [("a", (1, 1), (1, 3), "1:1"), ("b", (2, 3), (2, 5), "2:3")]


def test_an_element_of_lxml_is_in_a_line() -> None:
    root = etree.fromstring(b"<a>\n<b/></a>")
    assert [line_start(each) for each in (root, root[0], etree.Element("c"))] == [(1, 1), (2, 1), (1, 1)]
