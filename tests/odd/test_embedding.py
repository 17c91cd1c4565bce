"""The constraints of an ODD as annotations of its grammar."""

from collections import Counter
from pathlib import Path

import pytest

from support.compiled_odds import compiled
from teikit.odd.compiler import Compilation, compile_odd
from teikit.odd.constraints.embedding import embed_rules
from teikit.odd.constraints.schematron import schematron_rules
from teikit.relaxng.syntax.read import read_schema
from teikit.relaxng.syntax.write_compact import write_compact
from teikit.relaxng.syntax.write_xml import write_xml
from teikit.schematron import load
from teikit.schematron.model import MessageText, SchematronModel

BARE = Path(__file__).parents[2] / "src/teikit/odd/customisations/tei_bare.odd"
CONSTRAINT = '<constraintSpec scheme="schematron" ident="{}"><constraint>{}</constraint></constraintSpec>'
RULE = (
    '<sch:rule context="tei:a[@n]"><sch:let name="v" value="1"/><sch:assert test="$v" role="warning">'
    'the <sch:name/> <sch:value-of select="@n"/> &lt; "2"\n  is wrong</sch:assert></sch:rule>'
)
CLASS = '<classSpec ident="att.c" type="atts" module="m"><attList><attDef ident="n">{}</attDef></attList></classSpec>'
ELEMENT = (
    '<elementSpec ident="{0}" module="m"><classes><memberOf key="att.c"/></classes>'
    "<content>{1}</content>{2}</elementSpec>"
)
KEY = '<xsl:key name="k" match="tei:a" use="@n"/>'
ODD = (
    f"<constraintDecl>{KEY}<sch:ns prefix='o' uri='urn:o'/><sch:let name='g' value='2'/></constraintDecl>"
    + CLASS.format(CONSTRAINT.format("c", '<sch:report test="$g">x</sch:report>'))
    + ELEMENT.format(
        "a",
        '<sequence><elementRef key="b"/><elementRef key="a" minOccurs="0"/></sequence>',
        CONSTRAINT.format("d", RULE),
    )
    + ELEMENT.format("b", "<textNode/>", CONSTRAINT.format("e", "<sch:report test=\"key('k', @n)\">x</sch:report>"))
    + CONSTRAINT.format(
        "f", '<sch:pattern id="p"><sch:rule context="o:x"><sch:assert test="1">x</sch:assert></sch:rule></sch:pattern>'
    )
)


def written(compilation: Compilation) -> dict[str, str]:
    """The rules in each of the three forms."""
    embed_rules(compilation.grammar.root, compilation.schema)
    return {
        "sch": schematron_rules(compilation.schema),
        "rng": write_xml(compilation.grammar),
        "rnc": write_compact(compilation.grammar),
    }


def model(form: str, text: str) -> SchematronModel:
    return load(f"made.{form}", text.encode()).schema.model


def said(text: MessageText) -> str:
    parts = (each if isinstance(each, str) else f"<{each.kind} {each.expression}>" for each in text.parts)
    return "".join(parts)


def content(found: SchematronModel) -> Counter[tuple[str, ...]]:
    """The rules, variables, keys and binding of a schema, in no order."""
    parts = [
        (pattern.id, rule.context, check.kind, check.test, check.role, said(check.text))
        for pattern in found.patterns
        for rule in pattern.rules
        for check in rule.assertions
    ]
    parts += [("let", each.name, each.value or "") for each in found.lets]
    parts += [("key", each.name, each.match, each.use) for each in found.keys]
    return Counter([*parts, ("binding", found.binding)])


@pytest.mark.parametrize("form", ["rng", "rnc"])
def test_the_rules_of_a_grammar_are_those_of_the_schematron(form: str) -> None:
    texts = written(compiled(ODD))
    expected = content(model("sch", texts["sch"]))
    assert len(expected) == 7
    assert expected == content(model(form, texts[form]))


@pytest.mark.parametrize("form", ["rng", "rnc"])
def test_the_rules_of_a_grammar_of_tei_are_those_of_the_schematron(form: str) -> None:
    texts = written(compile_odd(str(BARE)))
    expected = content(model("sch", texts["sch"]))
    assert len(expected) > 5
    assert expected == content(model(form, texts[form]))


def test_the_namespaces_of_rules_are_declared_in_the_grammar() -> None:
    texts = written(compiled(ODD))
    wanted = model("sch", texts["sch"]).namespaces
    for form in ("rng", "rnc"):
        assert wanted.items() <= model(form, texts[form]).namespaces.items()


def test_the_rules_of_an_element_are_in_its_pattern() -> None:
    compilation = compiled(ODD)
    embed_rules(compilation.grammar.root, compilation.schema)
    places = {
        child.attributes["name"]: [each.children[0].text for each in child.children[0].annotations]
        for child in compilation.grammar.root.children
        if child.name == "define" and child.children[0].name == "element"
    }
    assert places == {"a": ["mine-a-d"], "b": ["mine-b-e"]}


def test_the_rules_of_an_element_are_in_its_pattern_in_any_namespace() -> None:
    compilation = compiled(ODD, 'start="a" ns="urn:mine"')
    embed_rules(compilation.grammar.root, compilation.schema)
    assert [each.children[0].text for each in compilation.grammar.root.annotations if "pattern" in each.name] == [
        "mine-att.c-n-c",
        "p",
    ]


def test_another_query_binding_is_written_on_the_grammar() -> None:
    texts = written(compiled(ODD.replace("<constraintDecl>", '<constraintDecl queryBinding="xslt3">')))
    assert model("sch", texts["sch"]).binding == "xslt3"
    assert model("rng", texts["rng"]).binding == "xslt3"


def test_a_grammar_with_rules_is_read_again(tmp_path: Path) -> None:
    texts = written(compiled(ODD))
    for form in ("rng", "rnc"):
        again = read_schema(tmp_path / f"a.{form}", texts[form].encode())
        assert texts["rng"] == write_xml(again) or form == "rnc"


def test_a_grammar_without_rules_is_left_as_it_is() -> None:
    compilation = compiled(ELEMENT.format("a", "<textNode/>", ""))
    before = write_xml(compilation.grammar)
    embed_rules(compilation.grammar.root, compilation.schema)
    assert before == write_xml(compilation.grammar)
