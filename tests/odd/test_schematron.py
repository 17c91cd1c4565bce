"""The constraints of an ODD as Schematron (TEI P5, 22.5.2)."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from support.odd_schemas import odd_schema
from teikit.limits import LimitExceededError, limits_set
from teikit.odd.compiler import compile_odd
from teikit.odd.constraints.schematron import schematron_rules
from teikit.odd.reporting import Reporter
from teikit.odd.schema import AttributeUse, OddSchema
from teikit.p5.specs import Constraint
from teikit.schematron import load
from teikit.schematron.schema import Schematron

SCH = "{http://purl.oclc.org/dsdl/schematron}"
OTHER = "http://example.org/other"


def constraint(body: str, attributes: str = 'ident="c"') -> str:
    return f'<constraintSpec scheme="schematron" {attributes}><constraint>{body}</constraint></constraintSpec>'


def assertion(test: str = "@n") -> str:
    return f'<sch:assert test="{test}">x</sch:assert>'


def rule(context: str, test: str = "@n") -> str:
    return f'<sch:rule context="{context}">{assertion(test)}</sch:rule>'


def attribute(body: str, attributes: str = 'ident="a"') -> str:
    return f"<attList><attDef {attributes}>{body}</attDef></attList>"


def element(ident: str, content: str = "", attributes: str = "") -> str:
    return f'<elementSpec ident="{ident}" module="m" {attributes}>{content}</elementSpec>'


def members(ident: str, *names: str) -> str:
    return "".join(element(name, f'<classes><memberOf key="{ident}"/></classes>') for name in names)


def written(schema: OddSchema, language: str = "") -> etree._Element:
    text = schematron_rules(schema, language=language)
    loaded = load("made.sch", text.encode())
    assert isinstance(loaded, Schematron)
    assert text == schematron_rules(schema, language=language)
    return etree.fromstring(text.encode())


def rules(xml: str, language: str = "") -> list[tuple[str, str]]:
    """The context and test of each assertion."""
    return rules_of(odd_schema(xml), language)


def rules_of(schema: OddSchema, language: str = "") -> list[tuple[str, str]]:
    found = written(schema, language).iter(f"{SCH}rule")
    return [(each.get("context", ""), check.get("test", "")) for each in found for check in each if check.get("test")]


def inside(made: etree._Element, name: str) -> list[str]:
    """The names of the elements in the first element of a name."""
    return [etree.QName(each).localname for each in next(made.iter(f"{SCH}{name}"))]


def messages(xml: str) -> list[str]:
    reporter = Reporter()
    schematron_rules(odd_schema(xml), reporter=reporter)
    return [f"{each.rule} {each.severity}: {each.message}" for each in reporter.diagnostics]


def test_a_rule_keeps_its_context() -> None:
    assert rules(element("q", constraint(rule("tei:p[@n]")))) == [("tei:p[@n]", "@n")]


def test_an_assertion_of_an_element_is_about_the_element() -> None:
    assert rules(element("q", constraint(assertion()))) == [("tei:q", "@n")]


def test_an_element_has_the_name_that_documents_have() -> None:
    assert rules(element("q", f"<altIdent>quelle</altIdent>{constraint(assertion())}")) == [("tei:quelle", "@n")]


def test_a_rule_without_a_context_gets_one() -> None:
    body = f"<sch:rule>{assertion()}</sch:rule>"
    assert rules(element("q", constraint(body))) == [("tei:q", "@n")]


def test_a_pattern_without_a_context_gets_one() -> None:
    body = f"<sch:pattern><sch:rule>{assertion()}</sch:rule></sch:pattern>"
    assert rules(element("q", constraint(body))) == [("tei:q", "@n")]


def test_an_abstract_rule_gets_no_context() -> None:
    body = f'<sch:rule abstract="true" id="r">{assertion()}</sch:rule>{rule("tei:p")}'
    made = written(odd_schema(element("q", constraint(body))))
    assert [each.get("context") for each in made.iter(f"{SCH}rule")] == [None, "tei:p"]


def test_an_assertion_of_an_attribute_is_about_the_attribute_of_the_element() -> None:
    assert rules(element("q", attribute(constraint(assertion(". = 1"))))) == [("tei:q/@a", ". = 1")]


def test_an_assertion_of_a_value_is_about_the_attribute_with_that_value() -> None:
    values = f'<valList type="closed"><valItem ident="it\'s">{constraint(assertion("1"))}</valItem></valList>'
    assert rules(element("q", attribute(values))) == [('tei:q/@a[. = "it\'s"]', "1")]


def test_an_attribute_has_the_name_that_documents_have() -> None:
    inner = f"<altIdent>art</altIdent>{constraint(assertion('1'))}"
    assert rules(element("q", attribute(inner))) == [("tei:q/@art", "1")]


def test_an_attribute_of_the_xml_namespace_has_its_prefix() -> None:
    assert rules(element("q", attribute(constraint(assertion("1")), 'ident="xml:id"'))) == [("tei:q/@xml:id", "1")]


def test_an_assertion_of_a_class_is_about_all_its_members() -> None:
    inner = '<classSpec ident="att.b" type="atts"><classes><memberOf key="att.a"/></classes></classSpec>'
    outer = f'<classSpec ident="att.a" type="atts">{constraint(assertion())}</classSpec>'
    made = rules(outer + inner + members("att.a", "q") + members("att.b", "z") + element("none"))
    assert made == [("tei:q | tei:z", "@n")]


def test_an_assertion_of_a_class_attribute_is_about_that_attribute_of_all_members() -> None:
    spec = f'<classSpec ident="att.a" type="atts">{attribute(constraint(assertion(". = 1")))}</classSpec>'
    assert rules(spec + members("att.a", "q", "z") + element("none")) == [("tei:q/@a | tei:z/@a", ". = 1")]


def test_a_member_that_customises_the_constraint_of_an_attribute_has_its_own_rule() -> None:
    spec = f'<classSpec ident="att.a" type="atts">{attribute(constraint(assertion(". = 1")))}</classSpec>'
    schema = odd_schema(spec + members("att.a", "q", "z") + element("y", attribute(constraint(assertion(". = 2")))))
    own, z = schema.elements["http://www.tei-c.org/ns/1.0", "y"], schema.elements["http://www.tei-c.org/ns/1.0", "z"]
    (use,) = schema.uses(own.parts)
    z.parts = [AttributeUse(use.definition, "att.a")]
    own.parts = []
    assert {("tei:q/@a", ". = 1"), ("tei:z/@a", ". = 2")} == set(rules_of(schema))


def test_the_context_of_many_members_is_a_union() -> None:
    names = [f"e{number}" for number in range(70)]
    spec = f'<classSpec ident="att.a" type="atts">{constraint(assertion())}</classSpec>'
    ((context, _),) = rules(spec + members("att.a", *names) + element("none"))
    assert context == " | ".join(f"tei:{name}" for name in names)


def test_the_context_of_an_attribute_of_many_members_is_one_path() -> None:
    names = [f"e{number}" for number in range(70)]
    spec = f'<classSpec ident="att.a" type="atts">{attribute(constraint(assertion(". = 1")))}</classSpec>'
    schema = odd_schema(spec + members("att.a", *names) + element("e") + element("o", "", 'ns="urn:o"'))
    ((context, _),) = rules_of(schema)
    assert context == f"tei:*[contains(' {' '.join(names)} ', concat(' ', local-name(), ' '))]/@a"
    loaded = load("made.sch", schematron_rules(schema).encode())
    document = '<e xmlns="http://www.tei-c.org/ns/1.0" a="2"><e69 a="1"/><e7 a="2"/></e>'
    assert [each.span.start.column for each in loaded.validate(document.encode(), "a.xml") if each.span] == [62]


def test_the_context_of_a_class_of_all_elements_is_all_elements_of_their_namespace() -> None:
    names = [f"e{number}" for number in range(12)]
    spec = f'<classSpec ident="att.a" type="atts">{attribute(constraint(assertion("1")))}</classSpec>'
    assert rules(spec + members("att.a", *names)) == [("tei:*/@a", "1")]


def test_the_constraints_of_a_class_without_members_are_left_out() -> None:
    spec = f'<classSpec ident="att.a" type="atts">{constraint(rule("tei:*[@n]"))}</classSpec>'
    assert rules(spec + element("q")) == []


def test_an_assertion_of_the_schema_is_about_the_document_and_is_reported() -> None:
    xml = constraint(assertion("1"))
    assert rules(xml) == [("/", "1")]
    (message,) = messages(xml)
    assert message.startswith("odd/schematron-context warning: the constraint 'c' of the schema has no context")
    assert message.endswith("it is evaluated at the document node")


@pytest.mark.parametrize(("kind", "name"), [("macroSpec", "macro"), ("dataSpec", "datatype")])
def test_a_macro_or_datatype_has_only_rules_with_contexts(kind: str, name: str) -> None:
    bare = constraint(assertion(), 'ident="d"')
    xml = f'<{kind} ident="m">{constraint(rule("tei:p"))}{bare}</{kind}>'
    assert rules(xml) == [("tei:p", "@n")]
    assert messages(xml) == [
        f"odd/schematron-context warning: the constraint 'd' of the {name} has no context, so that it has no effect"
    ]


def test_a_constraint_in_another_language_is_reported_and_left_out() -> None:
    xml = element(
        "q", '<constraintSpec ident="c" scheme="private"><constraint><rng:empty/></constraint></constraintSpec>'
    )
    assert rules(xml) == []
    assert messages(xml) == ["odd/constraint-scheme info: the constraint 'c' is not in Schematron, and is not checked"]


def test_a_variable_beside_assertions_is_in_their_rule() -> None:
    xml = element("q", constraint('<sch:let name="v" value="1"/>' + assertion("$v")))
    made = written(odd_schema(xml))
    assert inside(made, "rule") == ["let", "assert"]


def test_a_variable_beside_rules_is_in_their_pattern() -> None:
    xml = element("q", constraint('<sch:let name="v" value="1"/>' + rule("tei:p", "$v")))
    made = written(odd_schema(xml))
    assert inside(made, "pattern") == ["let", "rule"]


def test_variables_in_a_pattern_without_rules_are_known_everywhere() -> None:
    variables = constraint('<sch:pattern><sch:let name="v" value="1"/></sch:pattern>', 'ident="v"')
    assert rules(element("q", constraint(assertion("$v"))) + variables) == [("tei:q", "$v")]


def test_a_second_declaration_of_a_variable_is_reported_and_left_out() -> None:
    declaration = '<constraintDecl><sch:let name="v" value="1"/><sch:let name="v" value="2"/></constraintDecl>'
    xml = declaration + element("q", constraint(assertion("$v")))
    assert rules(xml) == [("tei:q", "$v")]
    assert messages(xml) == ["odd/schematron-query warning: there is another let 'v', which counts"]


def test_declarations_are_copied_once() -> None:
    key = '<xsl:key name="k" match="tei:q" use="@n"/>'
    declaration = f'<constraintDecl queryBinding="xslt3">{key}<sch:let name="v" value="1"/></constraintDecl>'
    xml = declaration + element("q", constraint(key + assertion("key('k', @n) and $v")))
    made = written(odd_schema(xml))
    assert [etree.QName(each).localname for each in made] == ["title", "ns", "key", "let", "pattern"]
    assert made.get("queryBinding") == "xslt3"


def test_diagnostics_are_at_the_end_of_the_schema() -> None:
    body = '<sch:rule context="tei:q"><sch:assert test="1" diagnostics="d">x</sch:assert></sch:rule>'
    diagnostics = '<sch:diagnostics><sch:diagnostic id="d">y</sch:diagnostic></sch:diagnostics>'
    made = written(odd_schema(element("q", constraint(body + diagnostics))))
    assert [etree.QName(each).localname for each in made] == ["title", "ns", "pattern", "diagnostics"]


def test_namespaces_are_those_declared_and_those_of_elements_and_attributes() -> None:
    declared = constraint(f'<sch:ns prefix="o" uri="{OTHER}"/>{rule("o:x")}')
    xml = element("x", constraint(assertion(), 'ident="d"'), f'ns="{OTHER}"') + element("q", declared)
    schema = odd_schema(
        xml + element("y", "", 'ns="urn:y"') + element("z", "", 'ns="urn:z"'), prefixes='xmlns:why="urn:y"'
    )
    found = {each.get("prefix"): each.get("uri") for each in written(schema).iter(f"{SCH}ns")}
    assert found == {"tei": "http://www.tei-c.org/ns/1.0", "o": OTHER, "why": "urn:y", "ns": "urn:z"}
    assert rules_of(schema) == [("o:x", "@n"), ("o:x", "@n")]


def test_an_element_without_a_namespace_has_no_prefix() -> None:
    assert rules(element("q", constraint(assertion()), 'ns=""')) == [("q", "@n")]


def test_a_prefix_of_the_odd_that_an_expression_uses_is_declared() -> None:
    schema = odd_schema(element("q", constraint(assertion("o:x and xs:integer(@n)"))), prefixes=f'xmlns:o="{OTHER}"')
    found = {each.get("prefix") for each in written(schema).iter(f"{SCH}ns")}
    assert {"tei", "o", "xs"} == found


def test_a_prefix_with_two_meanings_is_renamed_where_it_means_the_second() -> None:
    first = constraint(f'<sch:ns prefix="o" uri="{OTHER}"/>{rule("o:x", "o:y")}')
    second = constraint(
        f'<sch:ns prefix="o" uri="urn:second"/>{rule("ancestor::o:x", "o:y or . = &quot;o:z&quot;")}', 'ident="d"'
    )
    made = rules(element("q", first + second))
    assert made == [("o:x", "o:y"), ("ancestor::ns:x", 'ns:y or . = "o:z"')]


def test_the_prefix_tei_means_tei() -> None:
    own = constraint(f'<sch:ns prefix="tei" uri="{OTHER}"/>{rule("tei:x", "tei:y")}')
    assert rules(element("q", own + constraint(assertion("tei:p"), 'ident="d"'))) == [
        ("ns:x", "ns:y"),
        ("tei:q", "tei:p"),
    ]


def test_constraints_that_differ_by_language_only_are_written_once() -> None:
    english = constraint('<sch:assert test="@n">needs n</sch:assert>', 'ident="c" xml:lang="en"')
    german = constraint('<sch:assert test="@n">braucht n</sch:assert>', 'ident="c-de" xml:lang="de"')
    schema = odd_schema(element("q", german + english))
    texts = {
        language: [each.text for each in written(schema, language).iter(f"{SCH}assert")]
        for language in ("", "de", "en", "fr")
    }
    assert texts == {"": ["needs n"], "de": ["braucht n"], "en": ["needs n"], "fr": ["needs n"]}


def test_the_language_of_the_schema_is_preferred() -> None:
    body = '<sch:assert test="@n">{}</sch:assert>'
    specs = constraint(body.format("en"), 'ident="c"') + constraint(body.format("de"), 'ident="d" xml:lang="de"')
    made = written(odd_schema(element("q", specs), 'docLang="de en"'))
    assert [each.text for each in made.iter(f"{SCH}assert")] == ["de"]


def test_a_constraint_in_one_language_is_kept_in_any() -> None:
    xml = element("q", constraint(assertion(), 'ident="c" xml:lang="fr"'))
    assert rules(xml, "en") == [("tei:q", "@n")]


def test_what_is_valid_until_a_date_gives_warnings() -> None:
    values = '<valList type="closed"><valItem ident="v" validUntil="2030-01-02"/></valList>'
    attributes = f'<attList><attDef ident="a" validUntil="2030-01-01"/><attDef ident="b">{values}</attDef></attList>'
    xml = element("q", attributes, 'validUntil="2030-01-03"')
    assert Counter([("tei:q", "true()"), ("tei:q", "@a"), ("tei:q", "@b eq 'v'")]) == Counter(rules(xml))
    loaded = load("made.sch", schematron_rules(odd_schema(xml)).encode())
    document = b'<q xmlns="http://www.tei-c.org/ns/1.0" a="1" b="v"/>'
    found = loaded.validate(document, "a.xml")
    assert {
        "The element q is deprecated: it is valid until 2030-01-03.",
        "The attribute 'a' of q is deprecated: it is valid until 2030-01-01.",
        "The value 'v' of q is deprecated: it is valid until 2030-01-02.",
    } == {each.message for each in found}
    assert {"warning"} == {str(each.severity) for each in found}


def test_the_parameters_of_a_behaviour_are_checked() -> None:
    parameters = '<paramList><paramSpec ident="x"/><paramSpec ident="y"/></paramList>'
    values = f'<valList type="open"><valItem ident="b">{parameters}</valItem></valList>'
    xml = element("model", attribute(values, 'ident="behaviour"'))
    assert rules(xml) == [("tei:param[parent::tei:model/@behaviour='b']", "@name='x' or @name='y'")]


def test_ids_are_made_of_the_names_and_are_unique() -> None:
    body = rule("tei:q") + '<sch:rule context="tei:z" id="r"><sch:assert id="i" test="1">x</sch:assert></sch:rule>'
    xml = element("q", constraint(body) + constraint(body)) + element(
        "z", attribute(constraint(assertion(), 'ident="1 2"'))
    )
    made = written(odd_schema(xml))
    ids = [each.get("id") for each in made.iter() if each.get("id")]
    assert ids == ["mine-q-c", "r", "i", "mine-q-c-2", "r-2", "i-2", "mine-z-a-1_2"]


def test_a_renamed_abstract_rule_is_still_found() -> None:
    body = f'<sch:rule abstract="true" id="r">{assertion()}</sch:rule><sch:rule><sch:extends rule="r"/></sch:rule>'
    made = written(odd_schema(element("q", constraint(body)) + element("z", constraint(body))))
    assert [each.get("rule") for each in made.iter(f"{SCH}extends")] == ["r", "r-2"]


def test_quick_fixes_are_copied() -> None:
    fix = '<sqf:fix xmlns:sqf="http://www.schematron-quickfix.com/validator/process" id="f"><sqf:delete/></sqf:fix>'
    made = written(odd_schema(element("q", constraint(assertion() + fix))))
    assert "fix" in inside(made, "rule")


def test_messages_keep_their_white_space_and_insertions() -> None:
    body = '<sch:assert test="@n">a <sch:name/> &lt; <sch:value-of select="@n"/>\n  b</sch:assert>'
    made = written(odd_schema(element("q", constraint(body))))
    (found,) = made.iter(f"{SCH}assert")
    assert 'a <name/> &lt; <value-of select="@n"/>\n  b' in etree.tostring(found).decode().replace(
        f' xmlns="{SCH[1:-1]}"', ""
    )


def test_a_deleted_constraint_is_left_out() -> None:
    schema = odd_schema(element("q", constraint(assertion())))
    schema.elements["http://www.tei-c.org/ns/1.0", "q"].spec.constraints = [Constraint("c", mode="delete")]
    assert rules_of(schema) == []


def test_constraints_about_too_many_elements_are_refused() -> None:
    spec = f'<classSpec ident="att.a" type="atts">{constraint(assertion())}</classSpec>'
    schema = odd_schema(spec + members("att.a", "q", "z"))
    with (
        limits_set(odd_subjects=1),
        pytest.raises(LimitExceededError, match="constraints of classes about more than 1"),
    ):
        schematron_rules(schema)


def test_a_schema_in_a_constraint_is_taken_apart() -> None:
    body = f'<sch:schema><sch:ns prefix="o" uri="{OTHER}"/><sch:pattern>{rule("o:x")}</sch:pattern></sch:schema>'
    assert rules(element("q", constraint(body))) == [("o:x", "@n")]


def checks_in(text: bytes) -> set[tuple[str, str, str]]:
    """The context, kind and test of each assertion of a Schematron schema, with white space normalised."""
    found = ((each.get("context", ""), check) for each in etree.fromstring(text).iter(f"{SCH}rule") for check in each)
    kinds = {f"{SCH}assert": "assert", f"{SCH}report": "report"}
    return {
        (" ".join(context.split()), kinds[check.tag], " ".join(check.get("test", "").split()))
        for context, check in found
        if check.tag in kinds
    }


@pytest.mark.parametrize("name", ["amp", "dracor", "hsp", "lex0", "mei_odds", "parlaclarin", "tbx", "tei_simplePrint"])
def test_the_tests_are_those_of_the_stylesheets(name: str, shared: Path) -> None:
    folder = shared / "odd" / name
    made = schematron_rules(compile_odd(str(folder / f"{name}.odd")).schema)
    assert checks_in((folder / f"{name}.sch").read_bytes()) == checks_in(made.encode())
