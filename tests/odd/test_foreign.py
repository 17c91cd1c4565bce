"""Grammars in RELAX NG that an ODD takes in (TEI P5, 22.8.1)."""

import pytest

from support.compiled_odds import compiled
from support.odd_schemas import schema_spec
from teikit.odd.customisation import ModuleReference
from teikit.odd.grammar.foreign import foreign_definitions
from teikit.odd.grammar.schema_elements import schema_element
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import RELAXNG, TEI, Node, Place
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.relaxng.syntax.tree import SchemaElement
from teikit.relaxng.syntax.write_xml import write_xml
from teikit.relaxng.validator import Schema

GRAMMAR = 'xmlns="http://relaxng.org/ns/structure/1.0"'
MATHS = "http://example.org/maths"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"


def grammar(content: str, attributes: str = "") -> str:
    return f"<grammar {GRAMMAR} {attributes}>{content}</grammar>"


def taken_in(
    url: str, files: dict[str, str], prefix: str = "", content: str = "", reporter: Reporter | None = None
) -> dict[str, list[SchemaElement]]:
    inside = list(schema_spec(content).all_elements())
    reference = ModuleReference(
        "", url=url, prefix=prefix, content=inside, place=schema_spec("").place, base="test.odd"
    )
    loader = MemoryLoader({name: text.encode() for name, text in files.items()})
    return foreign_definitions(reference, loader, reporter or Reporter())


def shape(element: SchemaElement) -> str:
    """An element of a schema in one line: its name, its own name, and its children."""
    name = element.attributes.get("name", "")
    inner = " ".join(map(shape, element.children))
    return element.name + (f" {name}" if name else "") + (f" ({inner})" if inner else "")


def shapes(found: dict[str, list[SchemaElement]]) -> list[str]:
    return [shape(each) for definitions in found.values() for each in definitions]


def faults(url: str, files: dict[str, str], content: str = "") -> list[str]:
    with pytest.raises(SchemaSyntaxError) as caught:
        taken_in(url, files, content=content)
    return [
        f"{each.file}:{each.span.start.line}:{each.span.start.column} {each.rule}" if each.span else each.file
        for each in caught.value.diagnostics
    ]


def test_definitions_are_taken_in_without_the_start() -> None:
    text = grammar('<start><ref name="a"/></start><define name="a"><element name="a"><text/></element></define>')
    assert shapes(taken_in("m.rng", {"m.rng": text})) == ["define a (element a (text))"]


def test_the_compact_syntax_is_read_as_well() -> None:
    text = f'default namespace = "{MATHS}"\nstart = a\na = element a {{ attribute n {{ xsd:int }}, a* }}'
    found = taken_in("m.rnc", {"m.rnc": text})
    assert shapes(found) == ["define a (element a (attribute n (data) zeroOrMore (ref a)))"]
    assert found["a"][0].attributes["ns"] == MATHS


def test_names_get_the_prefix_where_they_are_defined_and_referred_to() -> None:
    text = grammar(
        '<define name="a"><element name="a"><ref name="b"/></element></define><define name="b"><ref name="c"/></define>'
    )
    found = taken_in("m.rng", {"m.rng": text}, "m_")
    assert shapes(found) == ["define m_a (element a (ref m_b))", "define m_b (ref c)"]
    assert list(found) == ["m_a", "m_b"]


def test_names_of_a_nested_grammar_get_no_prefix_but_references_to_its_parent_do() -> None:
    nested = (
        '<grammar><start><choice><ref name="a"/><parentRef name="a"/></choice></start>'
        '<define name="a"><grammar><start><parentRef name="a"/></start></grammar></define></grammar>'
    )
    found = taken_in("m.rng", {"m.rng": grammar(f'<define name="a">{nested}</define>')}, "m_")
    assert shapes(found) == [
        "define m_a (grammar (start (choice (ref a parentRef m_a)) define a (grammar (start (parentRef a)))))"
    ]


def test_namespace_and_datatypes_of_the_grammar_are_written_on_its_definitions() -> None:
    inner = '<div ns="urn:inner"><define name="b"><text/></define></div><define name="c" ns=""><text/></define>'
    text = grammar(f'<define name="a"><text/></define>{inner}', f'ns="{MATHS}" datatypeLibrary="{XSD}"')
    found = taken_in("m.rng", {"m.rng": text})
    assert {name: each[0].attributes["ns"] for name, each in found.items()} == {"a": MATHS, "b": "urn:inner", "c": ""}
    assert {each[0].attributes["datatypeLibrary"] for each in found.values()} == {XSD}


def test_a_grammar_without_a_namespace_is_not_put_into_that_of_tei() -> None:
    found = taken_in("m.rng", {"m.rng": grammar('<define name="a"><element name="a"><text/></element></define>')})
    assert found["a"][0].attributes["ns"] == ""


def test_includes_are_resolved_with_what_overrides_them() -> None:
    override = '<include href="n.rng"><define name="b"><empty/></define></include>'
    files = {
        "m.rng": grammar(f'<define name="a"><ref name="b"/></define>{override}', f'ns="{MATHS}"'),
        "n.rng": grammar('<define name="b"><text/></define><define name="c"><text/></define><start><text/></start>'),
    }
    found = taken_in("m.rng", files, "m_")
    assert shapes(found) == ["define m_a (ref m_b)", "define m_b (empty)", "define m_c (text)"]
    assert found["m_c"][0].attributes["ns"] == MATHS
    assert found["m_c"][0].file == "n.rng"


def test_definitions_that_are_combined_stay_apart() -> None:
    text = grammar(
        '<define name="a" combine="choice"><text/></define><define name="a" combine="choice"><empty/></define>'
    )
    assert len(taken_in("m.rng", {"m.rng": text})["a"]) == 2


def test_an_external_pattern_takes_the_place_of_its_reference() -> None:
    files = {
        "m.rng": grammar(
            '<define name="a"><group><externalRef href="e.rng" ns="urn:e"/></group></define>', f'ns="{MATHS}"'
        ),
        "e.rng": f'<element name="e" {GRAMMAR}><text/></element>',
    }
    found = taken_in("m.rng", files, "m_")
    assert shapes(found) == ["define m_a (group (element e (text)))"]
    (element,) = found["m_a"][0].children[0].children
    assert element.attributes == {"name": "e", "ns": "urn:e", "datatypeLibrary": ""}


def test_an_external_grammar_is_a_nested_one_with_its_includes() -> None:
    files = {
        "m.rng": grammar('<define name="a"><externalRef href="e.rng"/></define>'),
        "e.rng": grammar('<start><ref name="a"/></start><include href="f.rng"/>', f'ns="{MATHS}"'),
        "f.rng": grammar('<define name="a"><element name="f"><text/></element></define>'),
    }
    found = taken_in("m.rng", files, "m_")
    assert shapes(found) == ["define m_a (grammar (start (ref a) define a (element f (text))))"]
    assert found["m_a"][0].children[0].children[1].attributes["ns"] == MATHS


def test_definitions_in_the_module_reference_override_those_of_the_grammar() -> None:
    text = grammar('<define name="a"><text/></define><define name="b"><text/></define>')
    content = '<rng:div><rng:define name="a"><rng:ref name="b"/></rng:define></rng:div>'
    found = taken_in("m.rng", {"m.rng": text}, "m_", content)
    assert sorted(shapes(found)) == ["define m_a (ref m_b)", "define m_b (text)"]


def test_definitions_in_the_module_reference_that_are_combined_add_to_others() -> None:
    text = grammar('<define name="a"><text/></define>')
    content = (
        '<rng:define name="a" combine="choice"><rng:empty/></rng:define>'
        '<rng:define name="tei_model.graphicLike" combine="choice"><rng:ref name="a"/></rng:define>'
    )
    found = taken_in("m.rng", {"m.rng": text}, "m_", content)
    assert shapes(found) == [
        "define m_a (text)",
        "define m_a (empty)",
        "define tei_model.graphicLike (ref m_a)",
    ]


def test_a_missing_grammar_is_reported_at_the_module_reference() -> None:
    assert faults("m.rng", {}) == ["test.odd:1:1 odd/source-not-found"]


def test_a_faulty_grammar_is_reported_at_its_own_place() -> None:
    text = grammar('\n  <define name="a"><txt/></define>\n  <define><text/></define>')
    assert faults("m.rng", {"m.rng": text}) == [
        "m.rng:2:20 rng-schema/unknown-element",
        "m.rng:3:3 rng-schema/attribute-missing",
    ]
    assert faults("m.rnc", {"m.rnc": "a = element a {\n text"}) == ["m.rnc:2:6 rng-schema/compact-syntax"]


def test_a_missing_include_is_reported_in_the_grammar() -> None:
    text = grammar('\n<include href="n.rng"/><define name="a"><externalRef href="o.rng"/></define>')
    assert faults("m.rng", {"m.rng": text}) == ["m.rng:2:1 rng-schema/not-found", "m.rng:2:41 rng-schema/not-found"]


def test_a_grammar_that_includes_itself_is_reported() -> None:
    files = {"m.rng": grammar('<include href="n.rng"/>'), "n.rng": grammar('\n<include href="m.rng"/>')}
    assert faults("m.rng", files) == ["n.rng:2:1 rng-schema/include-recursive"]


def test_a_pattern_that_refers_to_its_own_file_is_reported() -> None:
    files = {"m.rng": grammar('<define name="a"><externalRef href="m.rng"/></define>')}
    assert [each.rpartition(" ")[2] for each in faults("m.rng", files)] == ["rng-schema/include-recursive"]


def test_a_faulty_definition_in_the_odd_is_reported_there() -> None:
    text = grammar('<define name="a"><text/></define>')
    content = '\n<rng:define name="a"><rng:txt/></rng:define>'
    assert faults("m.rng", {"m.rng": text}, content) == ["test.odd:2:22 rng-schema/unknown-element"]


def test_what_defines_nothing_is_reported() -> None:
    reporter = Reporter()
    files = {"m.rng": grammar("<start><text/></start>"), "n.rng": f"<text {GRAMMAR}/>"}
    assert taken_in("m.rng", files, reporter=reporter) == {}
    assert taken_in("n.rng", files, reporter=reporter) == {}
    assert taken_in("m.rng", files, content="<textNode/>", reporter=reporter) == {}
    assert [each.rule for each in reporter.diagnostics] == [
        "odd/empty-grammar",
        "odd/empty-grammar",
        "odd/unknown-part",
    ]


def test_patterns_that_are_nested_too_deeply_are_reported() -> None:
    node = Node(RELAXNG, "text", {}, [], Place("test.odd"))
    for _ in range(180):
        node = Node(RELAXNG, "group", {}, [node], Place("test.odd"))
    with pytest.raises(SchemaSyntaxError, match="nested more than 150 deep"):
        schema_element(node)


def test_many_references_to_one_file_end_at_a_limit() -> None:
    files = {}
    for number in range(40):
        reference = f'<externalRef href="{number + 1}.rng"/>'
        files[f"{number}.rng"] = f"<group {GRAMMAR}>{reference}{reference}</group>"
    files["40.rng"] = f"<text {GRAMMAR}/>"
    files["m.rng"] = grammar('<define name="a"><externalRef href="0.rng"/></define>')
    assert [each.rpartition(" ")[2] for each in faults("m.rng", files)] == ["rng-schema/limit-exceeded"]


def element(ident: str, content: str) -> str:
    return f'<elementSpec ident="{ident}" module="m"><content>{content}</content></elementSpec>'


MATHS_GRAMMAR = grammar(
    '<start><ref name="maths"/></start><define name="maths"><element name="maths"><ref name="any"/></element></define>'
    '<define name="any"><zeroOrMore><ref name="b"/></zeroOrMore></define>',
    f'ns="{MATHS}"',
)


@pytest.mark.parametrize("reference", ['<rng:ref name="m_maths"/>', '<elementRef key="m_maths"/>'])
def test_content_refers_to_what_is_taken_in(reference: str) -> None:
    module = '<moduleRef url="m.rng" prefix="m_"/>'
    made = compiled(module + element("a", reference) + element("b", "<empty/>"), files={"m.rng": MATHS_GRAMMAR})
    schema = Schema.load("made.rng", write_xml(made.grammar).encode())
    inside = f'<a xmlns="{TEI}"><maths xmlns="{MATHS}">{{}}</maths></a>'
    assert schema.is_valid(inside.format("").encode())
    assert not schema.is_valid(inside.format("<b/>").encode())
    assert not schema.is_valid(inside.replace(MATHS, TEI).encode())


def test_a_grammar_refers_to_patterns_of_the_odd() -> None:
    made = compiled(
        '<moduleRef url="m.rng"/>' + element("a", '<elementRef key="maths"/>') + element("b", "<empty/>"),
        files={"m.rng": MATHS_GRAMMAR},
    )
    schema = Schema.load("made.rng", write_xml(made.grammar).encode())
    assert schema.is_valid(f'<a xmlns="{TEI}"><maths xmlns="{MATHS}"><b xmlns="{TEI}"/></maths></a>'.encode())


def test_a_combined_definition_adds_to_that_of_a_class() -> None:
    content = '<rng:define name="model.c" combine="choice"><rng:ref name="maths"/></rng:define>'
    made = compiled(
        f'<moduleRef url="m.rng"><content>{content}</content></moduleRef><classSpec ident="model.c" type="model"/>'
        '<elementSpec ident="b" module="m"><classes><memberOf key="model.c"/></classes><content/></elementSpec>'
        + element("a", '<classRef key="model.c"/>'),
        files={"m.rng": MATHS_GRAMMAR},
    )
    schema = Schema.load("made.rng", write_xml(made.grammar).encode())
    assert schema.is_valid(f'<a xmlns="{TEI}"><maths xmlns="{MATHS}"/></a>'.encode())
    assert schema.is_valid(f'<a xmlns="{TEI}"><b/></a>'.encode())
