"""What declarations of a document type cost is limited for every parser; ordinary ones of old TEI files work."""

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import teikit
from teikit.document import tree
from teikit.document.document import from_file
from teikit.document.expat import check_declarations, is_well_formed, make_parser
from teikit.errors import TeikitError, UnreadableInputError
from teikit.limits import Budget, LimitExceededError, limits_set
from teikit.operations.export import find_format, load_letters
from teikit.overview.reading import facts_of
from teikit.relaxng.validator import Schema
from teikit.text.scanned import parse_xml

SCHEMA = "start = element TEI { element p { attribute n { text }?, (text | element hi { text })* }* }"
_CHAIN = '<!ENTITY a "&b;">\n<!ENTITY b "&c;">\n<!ENTITY c "&d;"><!ENTITY d "x">'
_LONG = f'<!ENTITY e "{"x" * 1_000}">'
_TAGS = f'<!ENTITY e "{"<hi/>" * 200}">'
# By limits: their values, a document that exceeds it, and where.
EXCESSES = {
    "nested-entities": ({"nested_entities": 2}, _CHAIN, "<p>&a;</p>"),
    "entity-bytes of text": ({"entity_bytes": 3_000}, _LONG, f"<p>{'&e;' * 10}</p>"),
    "entity-bytes of tags": ({"entity_bytes": 3_000}, _TAGS, f"<p>{'&e;' * 10}</p>"),
    "entity-bytes in attributes": ({"entity_bytes": 3_000}, _LONG, '<p n="&e;"/>' * 10),
    "default-attributes of elements": (
        {"default_attributes": 2_000},
        f'<!ATTLIST p n CDATA "{"x" * 100}">',
        "<p/>" * 50,
    ),
    "default-attributes that are declared": (
        {"default_attributes": 2_000},
        "\n".join(f'<!ATTLIST q n{number} CDATA "x">' for number in range(50)),
        "<p/>",
    ),
}
_TEI = "http://www.tei-c.org/ns/1.0"


def document(declarations: str, body: str, root: str = "TEI", namespace: str = "") -> str:
    declared = f' xmlns="{namespace}"' if namespace else ""
    return f"<!DOCTYPE {root} [\n{declarations}]>\n<{root}{declared}>{body}</{root}>"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "a.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


Reading = Callable[[Path, Schema], object]
# The ways in which a document is read.
WAYS: dict[str, Reading] = {
    "validated": lambda path, schema: schema.validate(path.read_bytes(), str(path)),
    "tree": lambda path, _: tree.load(path.read_bytes(), str(path)),
    "overview": lambda path, _: facts_of(from_file(path)),
    "fixed": lambda path, _: teikit.fix(path, schema=path.parent / "a.rnc"),
    "export": lambda path, _: load_letters(path.read_bytes(), str(path), find_format("text")),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", EXCESSES)
def test_every_way_in_is_limited(name: str, way: str, encoding: str, schema: Schema, tmp_path: Path) -> None:
    limits, declarations, body = EXCESSES[name]
    path = tmp_path / "a.xml"
    path.write_bytes(
        document(declarations, body, namespace=_TEI if way in {"overview", "export"} else "").encode(encoding)
    )
    (tmp_path / "a.rnc").write_text(SCHEMA)
    pattern = rf"a\.xml:\d+:\d+: (has|declares) .*\(--limit {name.partition(' ')[0]}=N allows more\)$"
    with limits_set(**limits), pytest.raises(LimitExceededError, match=pattern):
        WAYS[way](path, schema)
    WAYS[way](path, schema)


@pytest.mark.parametrize("name", EXCESSES)
def test_a_schema_in_xml_syntax_is_limited(name: str, tmp_path: Path) -> None:
    limits, declarations, body = EXCESSES[name]
    path = tmp_path / "a.rng"
    declarations, body = (
        each.replace("hi", "empty").replace("<!ATTLIST p", "<!ATTLIST text") for each in (declarations, body)
    )
    content = body.replace("<p", "<text").replace("</p", "</text")
    path.write_text(
        f"<!DOCTYPE element [\n{declarations}]><element name='a' xmlns='http://relaxng.org/ns/structure/1.0'>{content}</element>"
    )
    pattern = rf"a\.rng:\d+:\d+: .*\(--limit {name.partition(' ')[0]}=N allows more\)"
    with limits_set(**limits), pytest.raises(TeikitError, match=pattern):
        Schema.load(path)


def test_the_names_of_entities_are_counted_without_handlers() -> None:
    with (
        limits_set(nested_entities=2),
        pytest.raises(LimitExceededError, match=r"^a\.xml:4:12: declares more than 2 en"),
    ):
        is_well_formed(document(_CHAIN, "<p>&a;</p>").encode(), Budget("a.xml"))


def test_elements_of_entities_are_not_nested_too_deeply(schema: Schema) -> None:
    links = "".join(f'<!ENTITY e{number} "<p>&e{number + 1};</p>">' for number in range(20))
    data = document(f'{links}<!ENTITY e20 "x">', "&e0;").encode()
    with (
        limits_set(depth=10),
        pytest.raises(LimitExceededError, match=r"^a\.xml:3:6: has elements nested more than 10"),
    ):
        schema.validate(data, "a.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_ordinary_declarations_work(encoding: str, schema: Schema) -> None:
    declarations = (
        '<!ENTITY ouml "&#246;"><!ENTITY firm "K&ouml;hler &amp; Sons"><!ENTITY rule "<hi>&firm;</hi>">'
        '<!ENTITY % unused "x"><!NOTATION jpeg SYSTEM "jpeg"><!ENTITY image SYSTEM "a.jpg" NDATA jpeg>'
        '<!ATTLIST p n CDATA "1"><!ATTLIST hi rend CDATA #IMPLIED><!ELEMENT p ANY><!-- entities -->'
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    data = (head + document(declarations, "<p>&firm;, &rule;</p><p n='2'>&ouml;</p>")).encode(encoding)
    assert schema.validate(data, "a.xml") == []
    paragraphs = tree.load(data, "a.xml").getroot()
    assert [each.get("n") for each in paragraphs] == ["1", "2"]
    assert "".join(paragraphs[0].itertext()) == "Köhler & Sons, Köhler & Sons"


def test_defaults_of_attributes_are_validated(schema: Schema) -> None:
    data = document('<!ATTLIST p rend CDATA "italic">', "<p/>").encode()
    assert [each.rule for each in schema.validate(data, "a.xml")] == ["rng/attribute-not-allowed"]


def test_expanded_text_counts_only_beyond_the_document(schema: Schema) -> None:
    # Half of it is in the document itself, which has no limit here.
    data = document(_LONG, f"<p>{'y' * 5_000}&e;&e;</p>").encode()
    with limits_set(entity_bytes=2_500):
        assert schema.validate(data, "a.xml") == []


def test_a_document_without_declarations_has_no_other_handlers() -> None:
    parser = make_parser(Budget("a.xml"))

    def start(_name: str, _attributes: object) -> None: ...

    parser.StartElementHandler = start
    parser.Parse(b"<!DOCTYPE TEI><TEI><p/></TEI>", True)  # noqa: FBT003
    assert parser.StartElementHandler is start


def test_only_the_beginning_is_read_where_nothing_counts() -> None:
    read: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield b"<!DOCTYPE TEI [<!ENTITY e 'x'>]><TEI>"
        for number in range(10):
            read.append(number)
            yield b"<p/>" * 100

    check_declarations(pieces(), Budget("a.xml"))
    assert not read


def test_what_cannot_be_parsed_is_left_to_the_other_parser() -> None:
    for data in (b"<TEI", b"<!DOCTYPE TEI [<!ENTITY", b'<?xml version="1.0" encoding="none"?><TEI/>'):
        check_declarations([data], Budget("a.xml"))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 40)), max_size=6), st.integers(0, 20))
def test_what_defaults_cost_is_that_of_a_naive_count(declared: list[tuple[str, int]], uses: int) -> None:
    """The slow twin: what expat adds to the attributes of each element, and once for the declarations."""
    names = [f"n{number}" for number in range(len(declared))]
    lists = "".join(
        f'<!ATTLIST {element} {name} CDATA "{"x" * size}">'
        for name, (element, size) in zip(names, declared, strict=True)
    )
    data = document(lists, "".join(f"<{'abcd'[number % 4]}/>" for number in range(uses))).encode()
    spent = sum(size + 64 for _, size in declared)
    parser = expat.ParserCreate()

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal spent
        spent += sum(len(value) + 64 for value in attributes.values())

    parser.StartElementHandler = start
    parser.Parse(data, True)  # noqa: FBT003
    with limits_set(default_attributes=spent):
        check_declarations([data], Budget("a.xml"))
    if spent:
        with limits_set(default_attributes=spent - 1), pytest.raises(LimitExceededError):
            check_declarations([data], Budget("a.xml"))


def test_a_page_in_xml_has_the_bounds_of_libxml2() -> None:
    names = "".join(f'a{number} CDATA "{"y" * 1_000}" ' for number in range(400))
    data = document(f"<!ATTLIST Page {names}>", "<Page/>" * 10_000, "PcGts").encode()
    with pytest.raises(UnreadableInputError, match=r"^a\.xml:\d+:\d+: is not well-formed XML: maximum entity amplif"):
        parse_xml(data, "a.xml", None)
