"""The XML of an ODD becomes nodes with places, prefixes and bases; what is not well-formed is reported at its place."""

import time
from pathlib import Path

import pytest

from teikit.diagnostics import Position
from teikit.limits import Budget, LimitExceededError, limits_set
from teikit.odd.reading.node_reading import MAX_DEPTH, read_nodes
from teikit.p5.nodes import TEI, Node
from teikit.relaxng.syntax.faults import SchemaSyntaxError

P5 = Path(__file__).parents[3] / "shared" / "tei" / "p5subset.xml"
_ROOT = f'<schemaSpec xmlns="{TEI}" ident="a">{{}}</schemaSpec>'


def _read(text: str | bytes) -> Node:
    return read_nodes(text if isinstance(text, bytes) else text.encode(), "a.odd", "/folder/a.odd")


def _fault(text: str | bytes) -> tuple[str, str, tuple[int, int]]:
    with pytest.raises(SchemaSyntaxError) as raised:
        _read(text)
    (found,) = raised.value.diagnostics
    assert found.span is not None
    return found.rule, found.message, tuple(found.span.start)


def _spans(root: Node) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    spans = [(each.name, each.place.span) for each in (root, *root.descendants())]
    return [(name, tuple(span.start), tuple(span.end)) for name, span in spans if span]


def test_elements_and_texts_are_in_order() -> None:
    root = _read(_ROOT.format("<desc>a<!-- b -->&amp;<gi>c</gi><?d?>e</desc> "))
    desc = root.children[0]
    assert isinstance(desc, Node)
    assert [each for each in desc.children if isinstance(each, str)] == ["a&", "e"]
    assert desc.text() == "a&ce"
    assert root.children[1] == " "


def test_places_are_the_names_of_start_tags() -> None:
    text = _ROOT.format('\n  <x:content xmlns:x="urn:x"\n a="b"/><é/>')
    expected = [("schemaSpec", (1, 1), (1, 12)), ("content", (2, 3), (2, 13)), ("é", (3, 9), (3, 11))]
    assert expected == _spans(_read(text))


def test_columns_count_code_points_in_any_encoding_and_no_byte_order_mark() -> None:
    text = "<a>ü𝒳<b/>\n<c/></a>"
    expected = [("a", (1, 1), (1, 3)), ("b", (1, 6), (1, 8)), ("c", (2, 1), (2, 3))]
    assert expected == _spans(_read(text))
    assert expected == _spans(_read(text.encode("utf-8-sig")))
    assert expected == _spans(_read(text.encode("utf-16")))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "koi8-r", "mac-roman", "utf-16"])
def test_declared_encodings_are_read(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><a b='{'Ж' if encoding == 'koi8-r' else 'é'}'/>"
    assert ("Ж" if encoding == "koi8-r" else "é") == _read(text.encode(encoding)).get("b")


def test_attributes_of_a_namespace_have_its_uri_in_their_key() -> None:
    root = _read('<a xml:id="b" x:c="d" e="f" xmlns:x="urn:x"/>')
    assert root.attributes == {"{http://www.w3.org/XML/1998/namespace}id": "b", "{urn:x}c": "d", "e": "f"}


def test_prefixes_in_scope_are_shared_by_neighbours() -> None:
    root = _read('<a xmlns="urn:a"><b/><c xmlns:x="urn:x"/><c xmlns:x="urn:x"/><d xmlns=""/><e xmlns="urn:a"/></a>')
    b, c, again, d, e = root.all_elements()
    assert root.prefixes is b.prefixes is e.prefixes
    assert dict(c.prefixes) == {"": "urn:a", "x": "urn:x"}
    assert c.prefixes is again.prefixes
    assert dict(d.prefixes) == {"": ""}
    assert (d.namespace, e.namespace) == ("", "urn:a")


def test_bases_are_resolved() -> None:
    root = _read('<a><b xml:base="other/"><c xml:base="d.odd"/></b><e/></a>')
    bases = [each.base for each in (root, *root.descendants())]
    assert bases == ["/folder/a.odd", "/folder/other/", "/folder/other/d.odd", "/folder/a.odd"]


def test_ids_that_are_no_names_or_come_twice_are_read() -> None:
    root = _read('<a><b xml:id="1 2"/><b xml:id="c"/><b xml:id="c"/></a>')
    assert len(list(root.descendants())) == 3


def test_entities_of_the_document_type_are_expanded() -> None:
    root = _read('<!DOCTYPE a [<!ENTITY b "<c>d</c>"><!ATTLIST a e CDATA "f">]><a>&b;&b;</a>')
    assert root.text() == "dd"
    assert root.get("e") == "f"


@pytest.mark.parametrize(
    ("text", "rule", "words", "at"),
    [
        (
            "<a>\n <b></a>",
            "xml/not-well-formed",
            "'b' (opened in line 2, column 2) is not closed: '</a>'",
            (2, 2),
        ),
        (
            "<a>\n",
            "xml/not-well-formed",
            "'a' (opened in line 1, column 1) is not closed",
            (1, 1),
        ),
        ("", "xml/not-well-formed", "not well-formed XML: there is no element: the file is empty", (1, 1)),
        ("no XML", "xml/not-well-formed", "not well-formed XML: the file is plain text", (1, 1)),
        ("<a x:b=''/>", "xml/not-well-formed", "the prefix 'x' of the attribute 'x:b' is not declared", (1, 4)),
        ("<a>\n&b;</a>", "xml/not-well-formed", "the entity 'b' is not declared", (2, 1)),
        (
            '<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/hostname">]><a>&b;</a>',
            "xml/external-entity",
            "the external entity '/etc/hostname' is not read",
            (1, 53),
        ),
        (
            '<!DOCTYPE a SYSTEM "a.dtd"><a>&b;</a>',
            "xml/external-entity",
            "the entity 'b' is not declared in the file",
            (1, 31),
        ),
        (
            "<?xml version='1.0' encoding='klingon'?><a/>",
            "xml/encoding",
            "the encoding cannot be read: unknown encoding: klingon",
            (1, 1),
        ),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_place(text: str, rule: str, words: str, at: tuple[int, int]) -> None:
    found, message, place = _fault(text)
    assert (rule, at) == (found, place)
    assert words in message


def test_a_fault_says_where_the_element_around_is_closed() -> None:
    with pytest.raises(SchemaSyntaxError) as raised:
        _read("<a>\n <b></a>")
    (note,) = raised.value.diagnostics[0].notes
    assert ("a.odd", Position(2, 5)) == (note.file, note.position)


def test_elements_nested_too_deeply_are_an_error_at_their_place() -> None:
    assert _read("<c>" * MAX_DEPTH + "</c>" * MAX_DEPTH).name == "c"
    rule, message, at = _fault("<c>" * 100_000 + "</c>" * 100_000)
    assert ("odd/limit-exceeded", f"elements are nested more than {MAX_DEPTH} deep") == (rule, message)
    assert at == (1, 3 * MAX_DEPTH + 1)


def test_all_files_of_an_odd_have_one_limit_of_elements() -> None:
    budget = Budget("a.odd")
    with limits_set(odd_elements=10_000), pytest.raises(LimitExceededError, match="--limit odd-elements"):
        read_nodes(b"<a>" + b"<b/>" * 11_000 + b"</a>", "b.odd", "b.odd", Budget("a.odd"))
    read_nodes(b"<a/>", "b.odd", "b.odd", budget)
    with limits_set(odd_elements=10_000):
        budget = Budget("a.odd")
    for _ in range(10):
        read_nodes(b"<a>" + b"<b/>" * 999 + b"</a>", "b.odd", "b.odd", budget)
    with pytest.raises(LimitExceededError, match=r"^a\.odd"):
        read_nodes(b"<a/>", "b.odd", "b.odd", budget)


def test_entity_bombs_end_with_one_error() -> None:
    entities = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 12))
    bomb = f"<!DOCTYPE a [<!ENTITY e0 '<b/>'>{entities}]><a>&e11;</a>"
    started = time.process_time()
    with limits_set(odd_elements=100_000), pytest.raises((SchemaSyntaxError, LimitExceededError)):
        _read(bomb)
    assert time.process_time() - started < 20


def test_many_declarations_within_many_cost_no_more_than_themselves() -> None:
    outer = "".join(f" xmlns:p{i}='urn:{i}'" for i in range(2_000))
    inner = "".join(f"<b xmlns:q='urn:q{i}'/>" for i in range(20_000))
    root = _read(f"<a{outer}>{inner}</a>")
    last = list(root.all_elements())[-1]
    assert (last.prefixes["q"], last.prefixes["p7"]) == ("urn:q19999", "urn:7")


def test_a_huge_attribute_list_is_refused() -> None:
    attributes = "".join(f" a{i}=''" for i in range(20_000))
    with pytest.raises(LimitExceededError, match="more than 10,000 attributes"):
        _read(f"<a{attributes}/>")


@pytest.mark.skipif(not P5.is_file(), reason="the TEI's p5subset.xml is not here")
def test_all_of_p5_is_read() -> None:
    root = read_nodes(P5.read_bytes(), "p5subset.xml", "p5subset.xml")
    specs = [each for each in root.descendants() if each.namespace == TEI and each.name == "elementSpec"]
    assert len(specs) > 500
    assert all(each.place.span for each in specs)
