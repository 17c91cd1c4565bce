"""Specifications of ODDs as values, and what is reported of them."""

import pytest

from support.odd_nodes import node, reported, spec
from teikit.limits import LimitExceededError
from teikit.odd.reading.content_reading import ATTRIBUTES
from teikit.odd.reading.specifications import read_constraint, read_spec
from teikit.odd.reporting import Reporter
from teikit.p5.specs import UNBOUNDED, Attribute, AttributeList, AttributeReference


def attributes(xml: str) -> AttributeList:
    found = spec(f'<elementSpec ident="e" mode="change">{xml}</elementSpec>').attributes
    assert found is not None
    return found


def attribute(xml: str) -> Attribute:
    (part,) = attributes(f"<attList>{xml}</attList>").parts
    assert isinstance(part, Attribute)
    return part


def test_what_a_specification_does_not_say_is_none_or_empty() -> None:
    read = spec('<elementSpec ident="e"/>')
    assert (read.kind, read.ident, read.mode, read.module, read.namespace, read.prefix) == (
        "element",
        "e",
        "",
        "",
        None,
        None,
    )
    assert (read.classes, read.attributes, read.content, read.values, read.generate) == (None, None, None, None, None)
    assert (read.written, read.class_type, read.valid_until, read.source, read.auto_prefix) == ("", "", "", "", True)


def test_an_element_has_all_its_parts() -> None:
    read = spec(
        '<elementSpec ident=" note " module="mine" mode="add" ns=" http://example.org/ " prefix="m_ " source="a.xml">'
        "<altIdent>remark</altIdent><gloss>g</gloss><desc>d</desc><desc>e</desc>"
        '<classes mode="change"><memberOf key="model.a" mode="delete"/>'
        '<memberOf key=" att.b " min="0" max="unbounded"/></classes>'
        '<content autoPrefix="false"><textNode/> <rng:text/></content>'
        '<constraintSpec ident="c" scheme="schematron"/></elementSpec>'
    )
    assert (read.ident, read.module, read.mode, read.written, read.source) == ("note", "mine", "add", "remark", "a.xml")
    assert (read.namespace, read.prefix, read.auto_prefix) == ("http://example.org/", "m_", False)
    assert read.classes is not None
    assert read.classes.mode == "change"
    members = [(each.key, each.mode, each.minimum, each.maximum) for each in read.classes.members]
    assert members == [("model.a", "delete", 1, 1), ("att.b", "", 0, UNBOUNDED)]
    assert [each.name for each in read.content or []] == ["textNode", "text"]
    assert {name: len(nodes) for name, nodes in read.prose.items()} == {"gloss": 1, "desc": 2}
    assert [each.ident for each in read.constraints] == ["c"]


def test_empty_content_is_not_the_same_as_none() -> None:
    assert spec('<elementSpec ident="e" mode="change"><content/></elementSpec>').content == []


def test_a_class_has_a_type_and_the_forms_that_exist() -> None:
    read = spec('<classSpec ident="model.x" type="model" generate="sequence  alternation"/>')
    assert (read.kind, read.class_type, read.generate) == ("class", "model", {"sequence", "alternation"})
    assert spec('<classSpec ident="att.x" mode="change"/>').class_type == ""


@pytest.mark.parametrize("kind", ["macroSpec", "dataSpec"])
def test_macros_and_datatypes_may_have_their_content_without_an_element_around_it(kind: str) -> None:
    read = spec(f'<{kind} ident="x"><desc>d</desc><dataRef name="string"/></{kind}>')
    assert [each.name for each in read.content or []] == ["dataRef"]
    assert spec(f'<{kind} ident="x" mode="change"><desc>d</desc></{kind}>').content is None


def test_a_datatype_may_be_a_list_of_values() -> None:
    read = spec('<dataSpec ident="x"><valList type="closed"><valItem ident="a"/></valList></dataSpec>')
    assert read.values is not None
    assert [each.ident for each in read.values.items] == ["a"]


def test_an_attribute_has_all_its_parts() -> None:
    read = attribute(
        '<attDef ident="key " mode="replace" usage="req" ns="http://example.org/" validUntil="2030-01-01">'
        '<altIdent>k</altIdent><desc>d</desc><datatype minOccurs="2" maxOccurs="unbounded">'
        '<dataRef key="teidata.word"/></datatype>'
        '<constraintSpec ident="c" scheme="schematron"/><defaultVal> a </defaultVal>'
        '<valList type="closed" mode="add"><valItem ident="a" mode="add"><altIdent>A</altIdent><desc>x</desc></valItem>'
        "</valList></attDef>"
    )
    assert (read.ident, read.mode, read.usage, read.namespace) == ("key", "replace", "req", "http://example.org/")
    assert (read.written, read.default, read.valid_until) == ("k", "a", "2030-01-01")
    assert read.datatype is not None
    assert (read.datatype.minimum, read.datatype.maximum) == (2, UNBOUNDED)
    assert [each.get("key") for each in read.datatype.content] == ["teidata.word"]
    assert read.values is not None
    assert (read.values.kind, read.values.mode) == ("closed", "add")
    assert [(each.ident, each.mode, each.written) for each in read.values.items] == [("a", "add", "A")]
    assert [each.ident for each in read.constraints] == ["c"]


def test_attributes_named_like_namespace_declarations_are_kept() -> None:
    assert attribute('<attDef ident="xmlns:x"/>').ident == "xmlns:x"


def test_lists_of_attributes_may_choose_and_be_nested() -> None:
    read = attributes('<attList><attList org="choice"><attDef ident="a"/><attDef ident="b"/></attList></attList>')
    (inner,) = read.parts
    assert not read.is_choice
    assert isinstance(inner, AttributeList)
    assert inner.is_choice
    assert len(inner.parts) == 2


def test_two_lists_of_attributes_are_one_that_has_both() -> None:
    read = attributes('<attList org="choice"><attDef ident="a"/></attList><attList><attDef ident="b"/></attList>')
    assert not read.is_choice
    assert [isinstance(each, AttributeList) and each.is_choice for each in read.parts] == [True, False]


@pytest.mark.parametrize(
    ("written", "class_name", "name"),
    [
        ('class="att.x" name="n"', "att.x", "n"),
        ('class="att.x"', "att.x", ""),
        ('name="att.x.attribute.n"', "", "att.x.attribute.n"),
        ('name="its_att.x.attributes"', "", "its_att.x.attributes"),
    ],
)
def test_a_reference_names_a_class_and_perhaps_an_attribute(written: str, class_name: str, name: str) -> None:
    (part,) = attributes(f"<attList><attRef {written}/></attList>").parts
    assert isinstance(part, AttributeReference)
    assert (part.class_name, part.name) == (class_name, name)


def test_what_is_in_examples_does_not_count() -> None:
    example = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><attList><attDef ident="b"/></attList><content/></egXML>'
    read = spec(f'<elementSpec ident="e"><exemplum>{example}</exemplum>{example}</elementSpec>')
    assert read.attributes is None
    assert read.content is None


def test_a_constraint_has_the_elements_of_all_its_parts() -> None:
    rules = '<s:rule xmlns:s="http://purl.oclc.org/dsdl/schematron" context="a"/>'
    parts = f"<desc>d</desc><constraint>{rules}</constraint><constraint>{rules}{rules}</constraint>"
    xml = f'<constraintSpec ident=" c " scheme="schematron" xml:lang="de">{parts}</constraintSpec>'
    read = read_constraint(node(xml), Reporter())
    assert (read.ident, read.scheme, read.language, read.mode) == ("c", "schematron", "de", "")
    assert [each.get("context") for each in read.body] == ["a", "a", "a"]


def test_rules_outside_of_a_constraint_have_no_effect() -> None:
    reporter = Reporter()
    pattern = '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>'
    xml = f'<constraintSpec ident="c" module="m" scheme="schematron">{pattern}</constraintSpec>'
    assert read_constraint(node(xml), reporter).body == []
    assert [each.message for each in reporter.diagnostics] == ["Schematron's pattern has no effect in constraintSpec"]


def test_an_unknown_mode_is_the_nearest_one() -> None:
    read, messages = reported('<elementSpec ident="hi"\nmode="chnage"/>')
    assert read.mode == "change"
    assert [each[2:] for each in messages] == [
        "odd/unknown-keyword: unknown @mode 'chnage' on elementSpec 'hi', did you mean 'change'?"
    ]


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (
            '<attDef ident="a" usage="required"/>',
            "unknown @usage 'required' on attDef 'a', expected 'mwa', 'opt', 'rec' or 'req'",
        ),
        ('<attDef ident="a" usage="Req"/>', "unknown @usage 'Req' on attDef 'a', did you mean 'req'?"),
        (
            '<attDef ident="a"><valList type="close"/></attDef>',
            "unknown @type 'close' on valList, did you mean 'closed'?",
        ),
        ('<attDef ident="a" mdoe="delete"/>', "unknown attribute 'mdoe' on attDef 'a', did you mean 'mode'?"),
        ('<attDef ident="a"><dataType/></attDef>', "unknown element 'dataType' in attDef, did you mean 'datatype'?"),
        ('<attDef ident="a"><content/></attDef>', "content has no effect in attDef"),
        ('<attDef mode="delete"/>', "attDef has no @ident"),
        ('<attDef ident=" "/>', "attDef has no @ident"),
        ("<attRef/>", "attRef has no @class"),
        ('<attDef ident="a"><valList><valItem/></valList></attDef>', "valItem has no @ident"),
        ('<attDef ident="a"><datatype maxOccurs="-1"/></attDef>', "@maxOccurs of datatype is '-1', which is no count"),
        (
            '<attDef ident="a"><datatype minOccurs="unbounded"/></attDef>',
            "@minOccurs of datatype is 'unbounded', which is no count",
        ),
        (
            '<attDef ident="a"><datatype maxOcurs="2"/></attDef>',
            "unknown attribute 'maxOcurs' on datatype, did you mean 'maxOccurs'?",
        ),
        ('<attRef clas="a"/>', "unknown attribute 'clas' on attRef, did you mean 'class'?"),
        ('<attList ogr="choice"/>', "unknown attribute 'ogr' on attList, did you mean 'org'?"),
        (
            '<attDef ident="a"><datatype/><datatype/></attDef>',
            "attDef has more than one datatype, and only the first counts",
        ),
        ('<attDef ident="a"><rng:text/></attDef>', "RELAX NG's text has no effect in attDef"),
        (
            '<attDef ident="a"><datatype xmlns=""/></attDef>',
            "without a namespace, datatype has no effect in attDef",
        ),
        ('<attdef ident="a"/>', "unknown element 'attdef' in attList, did you mean 'attDef'?"),
    ],
)
def test_a_fault_in_an_attribute_is_reported_once_at_its_place(xml: str, message: str) -> None:
    _, messages = reported(f'<elementSpec ident="e"><attList>\n\n{xml}</attList></elementSpec>')
    assert [each.partition(": ")[::2] for each in messages] == [(messages[0].partition(": ")[0], message)]
    assert messages[0].startswith("3 odd/")


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (
            '<classSpec ident="a" type="attribute"/>',
            "unknown @type 'attribute' on classSpec 'a', expected 'atts' or 'model'",
        ),
        (
            '<elementSpec ident="a"><class/></elementSpec>',
            "unknown element 'class' in elementSpec, did you mean 'classes'?",
        ),
        ('<elementSpec ident="a"><classes><memberOf/></classes></elementSpec>', "memberOf has no @key"),
        ('<elementSpec idnet="a"/>', "unknown attribute 'idnet' on elementSpec, did you mean 'ident'?"),
    ],
)
def test_a_fault_in_a_specification_is_reported(xml: str, message: str) -> None:
    assert message in [each.partition(": ")[2] for each in reported(xml)[1]]


@pytest.mark.parametrize("attribute", ["rend", "n", "corresp", "xml:id", "cert", "x:mode"])
def test_other_attributes_are_not_reported(attribute: str) -> None:
    assert spec(f'<elementSpec xmlns:x="http://example.org/" ident="a" {attribute}="b"/>').ident == "a"


def test_a_huge_count_is_bounded() -> None:
    read = attribute(f'<attDef ident="a"><datatype maxOccurs="{"9" * 100_000}"/></attDef>')
    assert read.datatype is not None
    assert read.datatype.maximum == 999_999_999


def test_lists_of_attributes_are_not_nested_without_end() -> None:
    xml = f'<elementSpec ident="e">{"<attList>" * 150}{"</attList>" * 150}</elementSpec>'
    with pytest.raises(LimitExceededError, match=r"test\.odd:1: has values or names nested more than 100 deep"):
        reported(xml)


def test_a_mode_like_no_other_changes_what_is_there() -> None:
    read, messages = reported('<elementSpec ident="hi" mode="remove"><content/></elementSpec>')
    assert read.mode == "change"
    expected = "unknown @mode 'remove' on elementSpec 'hi', expected 'add', 'change', 'delete' or 'replace'"
    assert messages == [f"1 odd/unknown-keyword: {expected}"]


def test_parts_without_effect_are_reported_once_for_each_name() -> None:
    _, messages = reported('<elementSpec ident="hi"><p/><p/><ab/><p/></elementSpec>')
    assert [each.partition(": ")[2] for each in messages] == [
        "p has no effect in elementSpec",
        "ab has no effect in elementSpec",
    ]


def test_misspelt_parts_are_taken_for_the_nearest() -> None:
    read, messages = reported(
        '<elementSpec ident="hi" mdoe="change"><attLst><attDf idnt="rend"/></attLst></elementSpec>'
    )
    assert read.mode == "change"
    assert read.attributes is not None
    assert [each.ident for each in read.attributes.parts if isinstance(each, Attribute)] == ["rend"]
    assert len(messages) == 4


def test_very_many_misspelt_names_are_reported_in_little_time() -> None:
    _, messages = reported(f'<elementSpec ident="hi">{"".join(f"<conten{n}/>" for n in range(20_000))}</elementSpec>')
    assert len(messages) >= 20_000
    assert sum("did you mean" in each for each in messages) <= 1_000


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ('<elementReff key="p"/>', "unknown element 'elementReff' in content, did you mean 'elementRef'?"),
        ('<seqence><elementRef key="p"/></seqence>', "unknown element 'seqence' in content, did you mean 'sequence'?"),
        (
            '<alternate><clasRef key="a"/></alternate>',
            "unknown element 'clasRef' in alternate, did you mean 'classRef'?",
        ),
        (
            '<rng:choice><macroRef kye="a"/></rng:choice>',
            "unknown attribute 'kye' on macroRef, did you mean 'key'?",
        ),
        (
            '<elementRef key="p" maxOcurs="2"/>',
            "unknown attribute 'maxOcurs' on elementRef 'p', did you mean 'maxOccurs'?",
        ),
        ("<classRef/>", "classRef has no @key"),
        ('<sequence maxOccurs="unbouned"/>', "unknown @maxOccurs 'unbouned' on sequence, did you mean 'unbounded'?"),
        ('<elementRef key="p" minOccurs="many"/>', "@minOccurs of elementRef 'p' is 'many', which is no count"),
        (
            '<valList type="clsed"><valItem ident="a"/></valList>',
            "unknown @type 'clsed' on valList, did you mean 'closed'?",
        ),
    ],
)
def test_what_is_misspelt_in_content_is_reported_once(xml: str, message: str) -> None:
    read, messages = reported(f'<elementSpec ident="e"><content>{xml}</content></elementSpec>')
    assert [each.partition(": ")[2] for each in messages] == [message]
    names = [part.name for each in read.content or [] for part in (each, *each.descendants())]
    assert set(names) <= {*ATTRIBUTES, "choice"}


def test_a_misspelt_datatype_is_reported_once() -> None:
    xml = '<attDef ident="a"><datatype><dataReff nmae="string"/></datatype></attDef>'
    read, messages = reported(f'<elementSpec ident="e"><attList>{xml}</attList></elementSpec>')
    assert [each.partition(": ")[2] for each in messages] == [
        "unknown element 'dataReff' in datatype, did you mean 'dataRef'?",
        "unknown attribute 'nmae' on dataRef, did you mean 'name'?",
    ]
    assert read.attributes is not None
    (part,) = read.attributes.parts
    assert isinstance(part, Attribute)
    assert part.datatype is not None
    assert [each.get("name") for each in part.datatype.content] == ["string"]


def test_what_values_in_content_say_of_themselves_is_no_content() -> None:
    values = '<valList type="closed"><desc>d</desc><valItem ident="a"><desc><contents/></desc></valItem></valList>'
    assert spec(f'<elementSpec ident="e"><content>{values}</content></elementSpec>').content


def test_a_value_may_be_empty() -> None:
    values = attribute('<attDef ident="a"><valList><valItem ident=""/><valItem ident="b "/></valList></attDef>').values
    assert values is not None
    assert [each.ident for each in values.items] == ["", "b"]


@pytest.mark.parametrize(
    ("xml", "is_error"),
    [
        ("<elementSpec/>", True),
        ('<elementSpec ident="a"><attList><attDef/></attList></elementSpec>', True),
        ('<elementSpec ident="a"><content><elementRef/></content></elementSpec>', True),
        ('<elementSpec ident="a"><classes><memberOf/></classes></elementSpec>', False),
        ('<elementSpec ident="a"><attList><attRef/></attList></elementSpec>', False),
        ('<dataSpec ident="a"><valList><valItem/></valList></dataSpec>', False),
    ],
)
def test_a_name_that_is_missing_is_an_error_where_nothing_makes_sense_without_it(xml: str, *, is_error: bool) -> None:
    reporter = Reporter()
    read_spec(node(xml), reporter)
    assert [each.rule for each in reporter.diagnostics] == ["odd/missing-ident"]
    assert reporter.has_errors == is_error
