"""Compiled ODDs: what they contain, that they are valid TEI, and that they mean the same."""

import re
from pathlib import Path

import pytest
from lxml import etree

from support.compiled_odds import compiled, odd
from teikit.odd.compiler import Compilation, compile_odd
from teikit.odd.constraints.schematron import schematron_rules
from teikit.odd.writing.compiled import compiled_odd
from teikit.p5.nodes import TEI
from teikit.p5.specs import Library
from teikit.relaxng.syntax.write_xml import write_xml
from teikit.relaxng.validator import Schema

T = f"{{{TEI}}}"
CUSTOMISATIONS = Path(__file__).parents[2] / "src/teikit/odd/customisations"
CONSTRAINT = (
    '<constraintSpec ident="{}" scheme="schematron"><constraint><sch:assert test="{}">x</sch:assert></constraint>'
    "</constraintSpec>"
)
LIBRARY = f"""
<classSpec ident="att.c" type="atts" module="m"><attList>
  <attDef ident="one"><datatype><dataRef name="int"/></datatype>
    <valList type="closed"><valItem ident="1"/><valItem ident="2"/></valList></attDef>
  <attDef ident="two" usage="req"><datatype maxOccurs="unbounded"><dataRef key="data.d"/></datatype>
    {CONSTRAINT.format("two-1", "1")}{CONSTRAINT.format("two-2", "2")}</attDef>
  <attDef ident="three"/>
</attList></classSpec>
<classSpec ident="model.c" type="model" module="m"/>
<dataSpec ident="data.d" module="m"><content><dataRef name="token" restriction="[ab]+"/></content></dataSpec>
<macroSpec ident="macro.m" module="m"><content><alternate minOccurs="0" maxOccurs="unbounded">
  <textNode/><classRef key="model.c"/></alternate></content></macroSpec>
<elementSpec ident="a" module="m"><classes><memberOf key="att.c"/></classes>
  <content><macroRef key="macro.m"/></content></elementSpec>
<elementSpec ident="b" module="m"><classes><memberOf key="att.c"/><memberOf key="model.c"/></classes><content/>
  <attList org="choice"><attDef ident="x"/><attList><attDef ident="y"/><attDef ident="xml:id"/></attList></attList>
</elementSpec>
"""
SELECTED = '<moduleRef key="m"/>'


def library() -> Library:
    """The specifications that the customisations of these tests select from."""
    schema = compiled(LIBRARY).schema
    specs = [*schema.classes.values(), *schema.macros.values(), *schema.datatypes.values()]
    return Library("library", modules=["m"], specs=[*specs, *(each.spec for each in schema.elements.values())])


def customised(content: str, attributes: str = 'start="a"') -> Compilation:
    return compiled(SELECTED + content, attributes, library=library())


def again(text: str) -> Compilation:
    return compile_odd("test.odd", text.encode(), default=Library("nothing"))


def grammar(compilation: Compilation) -> str:
    """The grammar without declarations of namespaces."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", write_xml(compilation.grammar))


def tree(compilation: Compilation) -> etree._Element:
    """The compiled ODD, after a check that it means the same."""
    text = compiled_odd(compilation.schema)
    second = again(text)
    assert grammar(compilation) == grammar(second)
    assert schematron_rules(compilation.schema) == schematron_rules(second.schema)
    assert text == compiled_odd(second.schema)
    return etree.fromstring(text.encode())


def specification(root: etree._Element, ident: str) -> etree._Element:
    (found,) = [each for each in root.iter(f"{T}elementSpec", f"{T}classSpec") if each.get("ident") == ident]
    return found


def attributes_of(root: etree._Element, ident: str) -> dict[str, str]:
    """The attributes that a specification defines, with their modes."""
    return {each.get("ident", ""): each.get("mode", "") for each in specification(root, ident).iter(f"{T}attDef")}


def test_a_compiled_odd_has_all_specifications_and_selects_from_nothing() -> None:
    root = tree(customised(""))
    specs = [
        each.get("ident") for each in root.iter(*(f"{T}{kind}Spec" for kind in ("data", "macro", "class", "element")))
    ]
    assert specs == ["data.d", "macro.m", "att.c", "model.c", "a", "b"]
    assert next(root.iter(f"{T}moduleRef"), None) is None
    assert {each.get("mode") for each in root.iter(f"{T}elementSpec")} == {None}


def test_what_is_deleted_is_left_out() -> None:
    root = tree(customised('<elementSpec ident="b" mode="delete"/>'))
    assert [each.get("ident") for each in root.iter(f"{T}elementSpec")] == ["a"]


def test_inherited_attributes_are_not_repeated() -> None:
    assert attributes_of(tree(customised("")), "a") == {}


def test_a_customised_attribute_changes_the_inherited_one() -> None:
    change = '<attDef ident="two" mode="change" usage="opt"><datatype><dataRef name="date"/></datatype></attDef>'
    root = tree(customised(f'<elementSpec ident="a" mode="change"><attList>{change}</attList></elementSpec>'))
    assert attributes_of(root, "a") == {"two": "change"}
    (attribute,) = specification(root, "a").iter(f"{T}attDef")
    assert [etree.QName(each).localname for each in attribute] == ["datatype"]
    assert attribute.get("usage") == "opt"


def test_constraints_of_a_customised_attribute_are_those_that_differ() -> None:
    changes = (
        '<constraintSpec ident="two-1" mode="delete"/>'
        + CONSTRAINT.format("two-2", "22").replace("scheme", 'mode="change" scheme')
        + CONSTRAINT.format("two-3", "3").replace("scheme", 'mode="add" scheme')
    )
    change = f'<attDef ident="two" mode="change">{changes}</attDef>'
    root = tree(customised(f'<elementSpec ident="a" mode="change"><attList>{change}</attList></elementSpec>'))
    found = {each.get("ident"): each.get("mode") for each in specification(root, "a").iter(f"{T}constraintSpec")}
    assert found == {"two-1": "delete", "two-2": "replace", "two-3": None}


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        ('<valList type="closed" mode="add"><valItem ident="3"/></valList>', "replace"),
        ('<valList type="closed" mode="change"><valItem ident="1" mode="delete"/></valList>', "replace"),
        ('<valList mode="delete"/>', "delete"),
    ],
)
def test_the_list_of_values_of_a_customised_attribute_is_whole(values: str, mode: str) -> None:
    change = f'<attDef ident="one" mode="change">{values}</attDef>'
    root = tree(customised(f'<elementSpec ident="a" mode="change"><attList>{change}</attList></elementSpec>'))
    (found,) = specification(root, "a").iter(f"{T}valList")
    assert found.get("mode") == mode
    assert {each.get("mode") for each in found} <= {None}


def test_a_replaced_or_deleted_attribute_is_so_in_the_compiled_odd() -> None:
    changes = '<attDef ident="one" mode="replace"/><attDef ident="three" mode="delete"/>'
    root = tree(customised(f'<elementSpec ident="a" mode="change"><attList>{changes}</attList></elementSpec>'))
    assert attributes_of(root, "a") == {"one": "", "three": "delete"}


def test_a_customisation_of_an_attribute_that_its_class_lost_is_left_out() -> None:
    deletion = '<attDef ident="one" mode="delete"/>'
    lost = f'<classSpec ident="att.c" type="atts" mode="change"><attList>{deletion}</attList></classSpec>'
    change = '<attDef ident="one" mode="change" usage="req"/>'
    root = tree(customised(f'{lost}<elementSpec ident="a" mode="change"><attList>{change}</attList></elementSpec>'))
    assert attributes_of(root, "a") == {}


def test_choices_of_attributes_are_kept() -> None:
    lists = [each.get("org") for each in specification(tree(customised("")), "b").iter(f"{T}attList")]
    assert lists == [None, "choice", "group"]


def test_the_schema_keeps_its_own_attributes() -> None:
    content = '<elementSpec ident="e" ns="urn:e" prefix="p_" module="n"><altIdent>ee</altIdent><content/></elementSpec>'
    root = tree(customised(content, 'start="a e" ns="urn:mine" prefix="my_" docLang="de en" defaultExceptions="urn:x"'))
    (schema,) = root.iter(f"{T}schemaSpec")
    assert dict(schema.attrib) == {
        "ident": "mine",
        "ns": "urn:mine",
        "start": "a e",
        "prefix": "my_",
        "docLang": "de en",
        "defaultExceptions": "urn:x",
    }
    assert specification(root, "e").get("ns") == "urn:e"


def test_a_schema_without_a_namespace_stays_so() -> None:
    (schema,) = tree(customised("", 'start="a" ns=""')).iter(f"{T}schemaSpec")
    assert schema.get("ns") == ""


def test_counts_of_memberships_are_kept() -> None:
    content = (
        '<elementSpec ident="e" module="n"><classes><memberOf key="model.c" min="0" max="unbounded"/></classes>'
        '<content/></elementSpec><elementSpec ident="f" module="n"><content>'
        '<classRef key="model.c" expand="sequence"/></content></elementSpec>'
    )
    (member,) = specification(tree(customised(content, 'start="f"')), "e").iter(f"{T}memberOf")
    assert (member.get("min"), member.get("max")) == ("0", "unbounded")


def test_a_content_model_of_several_parts_becomes_one() -> None:
    parts = '<elementRef key="b"/><elementRef key="b" minOccurs="0"/>'
    patterns = '<rng:ref name="b"/><rng:optional><rng:ref name="b"/></rng:optional>'
    content = "".join(
        f'<elementSpec ident="{ident}" module="n"><content>{inside}</content></elementSpec>'
        for ident, inside in (("e", parts), ("f", patterns))
    )
    root = tree(customised(content, 'start="e f"'))
    insides = [[etree.QName(each).localname for each in content] for content in root.iter(f"{T}content")]
    assert insides[-2:] == [["sequence"], ["group"]]


def test_prefixes_in_names_of_content_models_keep_their_meaning() -> None:
    spec = '<elementSpec ident="{}" module="n" xmlns:o="{}"><content>{}</content></elementSpec>'
    first = spec.format("e", "urn:1", '<anyElement except="o:x"/>')
    second = spec.format("f", "urn:2", '<rng:element name="o:y"><rng:empty/></rng:element>')
    text = compiled_odd(customised(first + second, 'start="e f"').schema)
    schema = Schema.load("made.rng", write_xml(again(text).grammar).encode())
    assert not schema.is_valid(f'<e xmlns="{TEI}"><x xmlns="urn:1"/></e>'.encode())
    assert schema.is_valid(f'<e xmlns="{TEI}"><x xmlns="urn:2"/></e>'.encode())
    assert schema.is_valid(f'<f xmlns="{TEI}"><y xmlns="urn:2"/></f>'.encode())


def test_prose_keeps_its_white_space() -> None:
    prose = "<gloss>g</gloss><desc>a <gi>b</gi> <gi>c</gi>\n  d</desc>"
    text = compiled_odd(customised(f'<elementSpec ident="a" mode="change">{prose}</elementSpec>').schema)
    assert "<gloss>g</gloss>" in text
    assert "<desc>a <gi>b</gi> <gi>c</gi>\n  d</desc>" in text


def test_what_is_valid_until_a_date_has_an_explanation() -> None:
    content = '<elementSpec ident="e" module="n" validUntil="2030-01-01"><content/></elementSpec>'
    (found,) = specification(tree(customised(content)), "e").iter(f"{T}desc")
    assert (found.get("type"), found.text) == ("deprecationInfo", "Valid until 2030-01-01.")


def test_constraints_of_the_schema_and_declarations_are_kept() -> None:
    declarations = '<constraintDecl queryBinding="xslt3"><sch:let name="v" value="1"/></constraintDecl>'
    root = tree(customised(declarations + CONSTRAINT.format("c", "$v")))
    (schema,) = root.iter(f"{T}schemaSpec")
    assert [etree.QName(each).localname for each in schema][:2] == ["constraintDecl", "constraintSpec"]
    assert schema[0].get("queryBinding") == "xslt3"


def test_grammars_in_relax_ng_stay_where_they_are() -> None:
    files = {
        "g.rng": '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="g"><text/></define></grammar>'
    }
    definition = '<rng:define name="g"><rng:empty/></rng:define>'
    module = f'<moduleRef url="g.rng" prefix="g_"><content>{definition}</content></moduleRef>'
    element = '<elementSpec ident="e" module="n"><content><rng:ref name="g_g"/></content></elementSpec>'
    root = etree.fromstring(compiled_odd(compiled(module + element, 'start="e"', files).schema).encode())
    (found,) = root.iter(f"{T}moduleRef")
    assert dict(found.attrib) == {"url": "g.rng", "prefix": "g_"}
    assert len(found[0]) == 1


@pytest.mark.parametrize("name", ["tei_bare", "tei_speech"])
def test_a_compiled_odd_of_tei_means_the_same(name: str) -> None:
    tree(compile_odd(str(CUSTOMISATIONS / f"{name}.odd")))


@pytest.mark.parametrize("name", ["tei_bare", "tei_all", "tei_simplePrint"])
def test_a_compiled_odd_is_valid_in_the_schema_for_odds(name: str, shared: Path) -> None:
    schema = Schema.load(shared / "odd/tei_odds/tei_odds.rng", ids=False)
    text = compiled_odd(compile_odd(str(CUSTOMISATIONS / f"{name}.odd")).schema)
    assert list(schema.validate(text.encode(), "compiled.odd")) == []


def test_a_small_compiled_odd_is_valid_in_the_schema_for_odds(shared: Path) -> None:
    schema = Schema.load(shared / "odd/tei_odds/tei_odds.rng", ids=False)
    changes = '<attDef ident="one" mode="change"><valList mode="delete"/></attDef><attDef ident="three" mode="delete"/>'
    content = f'<elementSpec ident="a" mode="change"><attList>{changes}</attList></elementSpec>'
    assert list(schema.validate(compiled_odd(customised(content).schema).encode(), "compiled.odd")) == []


def test_the_input_of_these_tests_is_an_odd() -> None:
    assert odd(SELECTED).startswith(b"<schemaSpec")
