"""What documents a compiled ODD allows: its elements, attributes, values and content models."""

import pytest

from support.compiled_documents import messages, schema_of


def change(ident: str, inside: str, kind: str = "element") -> str:
    kind_of_class = ' type="atts"' if kind == "class" else ""
    return f'<{kind}Spec ident="{ident}"{kind_of_class} mode="change">{inside}</{kind}Spec>'


def attributes(inside: str) -> str:
    return change("p", f"<attList>{inside}</attList>")


def content(inside: str) -> str:
    return change("p", f"<content>{inside}</content>")


def new(ident: str, inside: str, more: str = "") -> str:
    classes = '<classes><memberOf key="model.pLike"/></classes>'
    return f'<elementSpec ident="{ident}" mode="add" {more}>{classes}{inside}</elementSpec>'


TEXT = "<content><textNode/></content>"
EMPTY = "<content><empty/></content>"
VALUES = '<valItem ident="a"/><valItem ident="b"/>'
MY_CLASS = '<classSpec ident="model.my" type="model" mode="add"/>'


def member(ident: str, counts: str = "", *, of: str = "model.my") -> str:
    classes = f'<classes><memberOf key="{of}" {counts}/></classes>'
    return f'<elementSpec ident="{ident}" mode="add">{classes}{EMPTY}</elementSpec>'


MEMBERS = MY_CLASS + member("x") + member("y")
A_P = '<elementRef key="hi"/>'
# Items of an ODD, the content of bodies that are valid, and of some that are not.
Case = tuple[str, list[str], list[str]]
SELECTION: dict[str, Case] = {
    "what is included": ("", ["<p><hi>a</hi></p>"], ["<p><abbr>a</abbr></p>"]),
    "a single element": ('<elementRef key="abbr"/>', ["<p><abbr>a</abbr></p>"], ["<p><expan>a</expan></p>"]),
    "all of a module but some": (
        '<moduleRef key="linking" except="seg"/>',
        ["<ab>a</ab>"],
        ["<p><seg>a</seg></p>"],
    ),
    "a deleted element": ('<elementSpec ident="hi" mode="delete"/>', ["<p>a</p>"], ["<p><hi>a</hi></p>"]),
    "a class with one of its attributes": (
        '<classRef key="att.global.rendition" include="rend"/>',
        ['<p rend="a"/>'],
        ['<p style="a"/>'],
    ),
    "a class without one of its attributes": (
        '<classRef key="att.global.rendition" except="rend"/>',
        ['<p style="a"/>'],
        ['<p rend="a"/>'],
    ),
    "a group": (
        '<specGrp xml:id="g"><elementRef key="abbr"/></specGrp><specGrpRef target="#g"/>',
        ["<p><abbr>a</abbr></p>"],
        ["<p><expan>a</expan></p>"],
    ),
}
MERGING: dict[str, Case] = {
    "two changes of an element": (
        content("<empty/>") + attributes('<attDef ident="my"/>'),
        ['<p my="a"/>'],
        ["<p>a</p>"],
    ),
    "a deletion beats a change": (
        change("hi", EMPTY) + '<elementSpec ident="hi" mode="delete"/>',
        ["<p/>"],
        ["<p><hi/></p>"],
    ),
    "a replacement": (
        '<elementSpec ident="hi" mode="replace"><classes><memberOf key="model.pLike"/></classes>'
        + EMPTY
        + "</elementSpec>",
        ["<hi/>"],
        ["<p><hi/></p>", '<hi rend="a"/>'],
    ),
    "memberships in change mode": (
        change("hi", '<classes mode="change"><memberOf key="model.pLike"/></classes>'),
        ["<hi>a</hi><p><hi>a</hi></p>"],
        ["<q/>"],
    ),
    "memberships without mode are all there are": (
        change("hi", '<classes><memberOf key="model.pLike"/></classes>'),
        ["<hi>a</hi>"],
        ["<p><hi>a</hi></p>"],
    ),
    "a deleted membership": (
        change("hi", '<classes mode="change"><memberOf key="model.hiLike" mode="delete"/></classes>'),
        ["<p>a</p>"],
        ["<p><hi>a</hi></p>"],
    ),
}
ATTRIBUTES: dict[str, Case] = {
    "a new one": (attributes('<attDef ident="my" mode="add"/>'), ['<p my="a b"/>', "<p/>"], ['<hi my="a"/>']),
    "a required one": (attributes('<attDef ident="n" mode="change" usage="req"/>'), ['<p n="1"/>'], ["<p/>"]),
    "a deleted one": (attributes('<attDef ident="n" mode="delete"/>'), ['<list n="1"><item/></list>'], ['<p n="1"/>']),
    "one deleted in its class does not come back": (
        change("att.global.rendition", '<attList><attDef ident="rend" mode="delete"/></attList>', "class")
        + attributes('<attDef ident="rend" mode="change" usage="req"/>'),
        ["<p/>"],
        ['<p rend="1"/>'],
    ),
    "one changed in its class and in a member": (
        change("att.global", '<attList><attDef ident="n" mode="change" usage="req"/></attList>', "class")
        + attributes('<attDef ident="n" mode="change" usage="opt"/>'),
        ["<p/>"],
        ['<list><item n="1"/></list>'],
    ),
    "those of a deleted class": (
        '<classSpec ident="att.global.rendition" type="atts" mode="delete"/>',
        ['<p n="1"/>'],
        ['<p rend="a"/>'],
    ),
    "a new class": (
        '<classSpec ident="att.my" type="atts" mode="add"><attList><attDef ident="my"/></attList></classSpec>'
        + change("p", '<classes mode="change"><memberOf key="att.my"/></classes>'),
        ['<p my="a"/>'],
        ['<hi my="a"/>'],
    ),
    "one of a class by reference": (
        new("my", f'{TEXT}<attList><attRef class="att.global.rendition" name="rend"/></attList>'),
        ['<my rend="a">a</my>'],
        ['<my style="a">a</my>'],
    ),
    "all of a class by reference": (
        new("my", f'{TEXT}<attList><attRef class="att.global.rendition"/></attList>'),
        ['<my rend="a" style="b">a</my>'],
        ['<my n="a">a</my>'],
    ),
    "a choice": (
        attributes('<attList org="choice"><attDef ident="a" usage="req"/><attDef ident="b" usage="req"/></attList>'),
        ['<p a="1"/>', '<p b="1"/>'],
        ["<p/>", '<p a="1" b="1"/>'],
    ),
    "another name in documents": (
        attributes('<attDef ident="n" mode="change"><altIdent>no</altIdent></attDef>'),
        ['<p no="1"/>'],
        ['<p n="1"/>'],
    ),
    "a namespace": (
        attributes('<attDef ident="my" ns="http://example.org/"/>'),
        ['<p xmlns:e="http://example.org/" e:my="1"/>'],
        ['<p my="1"/>'],
    ),
    "namespace declarations": (attributes('<attDef ident="xmlns" usage="req"/>'), ["<p/>"], ["<p><q/></p>"]),
}
TYPES: dict[str, Case] = {
    "a closed list": (
        attributes(f'<attDef ident="my"><valList type="closed">{VALUES}</valList></attDef>'),
        ['<p my="a"/>'],
        ['<p my="c"/>', '<p my=""/>', '<p my="a b"/>'],
    ),
    "a closed list of many": (
        attributes(
            '<attDef ident="my"><datatype maxOccurs="unbounded"><dataRef key="teidata.word"/></datatype>'
            f'<valList type="closed">{VALUES}</valList></attDef>'
        ),
        ['<p my="a b a"/>'],
        ['<p my="a c"/>'],
    ),
    "an open list": (
        attributes(f'<attDef ident="my"><valList type="open">{VALUES}</valList></attDef>'),
        ['<p my="c d"/>'],
        ["<q/>"],
    ),
    "a semi-open list": (
        attributes(
            '<attDef ident="my"><datatype><dataRef name="integer"/></datatype>'
            f'<valList type="semi">{VALUES}</valList></attDef>'
        ),
        ['<p my="a"/>', '<p my="5"/>'],
        ['<p my="c"/>'],
    ),
    "a list without mode on an inherited attribute": (
        change(
            "list",
            '<attList><attDef ident="type" mode="change"><valList type="closed"><valItem ident="x"/>'
            "</valList></attDef></attList>",
        ),
        ['<list type="x"><item/></list>'],
        ['<list type="gloss"><item/></list>'],
    ),
    "items added and deleted": (
        change(
            "list",
            '<attList><attDef ident="type" mode="change"><valList type="closed" mode="change">'
            '<valItem ident="x" mode="add"/><valItem ident="gloss" mode="delete"/></valList></attDef></attList>',
        ),
        ['<list type="x"><item/></list>', '<list type="index"><item/></list>'],
        ['<list type="gloss"><item/></list>'],
    ),
    "values by their names in documents": (
        attributes(
            '<attDef ident="my"><valList type="closed"><valItem ident="a"><altIdent>z</altIdent></valItem>'
            "</valList></attDef>"
        ),
        ['<p my="z"/>'],
        ['<p my="a"/>'],
    ),
    "two or three values": (
        attributes(
            '<attDef ident="my"><datatype minOccurs="2" maxOccurs="3"><dataRef name="integer"/></datatype></attDef>'
        ),
        ['<p my="1 2"/>', '<p my="1 2 3"/>'],
        ['<p my="1"/>', '<p my="1 2 3 4"/>', '<p my="a b"/>'],
    ),
    "a value or none": (
        attributes('<attDef ident="my"><datatype minOccurs="0"><dataRef name="integer"/></datatype></attDef>'),
        ['<p my=""/>', '<p my="1"/>'],
        ['<p my="1 2"/>'],
    ),
    "a restriction": (
        attributes('<attDef ident="my"><datatype><dataRef name="token" restriction="[a-c]+"/></datatype></attDef>'),
        ['<p my="abc"/>'],
        ['<p my="d"/>'],
    ),
    "a restriction of a datatype of TEI": (
        attributes(
            '<attDef ident="my"><datatype><dataRef key="teidata.count" restriction="\\d{3}"/></datatype></attDef>'
        ),
        ['<p my="123"/>'],
        ['<p my="12"/>'],
    ),
    "a facet": (
        attributes(
            '<attDef ident="my"><datatype><dataRef name="integer"><dataFacet name="maxInclusive" value="5"/>'
            "</dataRef></datatype></attDef>"
        ),
        ['<p my="5"/>'],
        ['<p my="6"/>'],
    ),
    "RELAX NG": (
        attributes(
            '<attDef ident="my"><datatype><rng:choice><rng:value>a</rng:value><rng:data type="integer"/>'
            "</rng:choice></datatype></attDef>"
        ),
        ['<p my="a"/>', '<p my="1"/>'],
        ['<p my="b"/>'],
    ),
}
CONTENT: dict[str, Case] = {
    "nothing": (content(""), ["<p/>"], ["<p>a</p>"]),
    "text": (content("<textNode/>"), ["<p>a</p>"], ["<p><hi/></p>"]),
    "a sequence": (
        content(f'<sequence>{A_P}<elementRef key="title"/></sequence>'),
        ["<p><hi/><title/></p>"],
        ["<p><title/><hi/></p>", "<p><hi/></p>"],
    ),
    "a sequence in any order": (
        content(f'<sequence preserveOrder="false">{A_P}<elementRef key="title"/></sequence>'),
        ["<p><title/><hi/></p>", "<p><hi/><title/></p>"],
        ["<p><hi/></p>"],
    ),
    "two or three": (
        content('<elementRef key="hi" minOccurs="2" maxOccurs="3"/>'),
        ["<p><hi/><hi/></p>", "<p><hi/><hi/><hi/></p>"],
        ["<p><hi/></p>", "<p><hi/><hi/><hi/><hi/></p>"],
    ),
    "up to two": (
        content('<elementRef key="hi" minOccurs="0" maxOccurs="2"/>'),
        ["<p/>", "<p><hi/><hi/></p>"],
        ["<p><hi/><hi/><hi/></p>"],
    ),
    "two or more": (
        content('<elementRef key="hi" minOccurs="2" maxOccurs="unbounded"/>'),
        ["<p><hi/><hi/><hi/></p>"],
        ["<p><hi/></p>"],
    ),
    "a repeated choice with text": (
        content(f'<alternate minOccurs="0" maxOccurs="unbounded"><textNode/>{A_P}</alternate>'),
        ["<p>a<hi/>b</p>", "<p/>"],
        ["<p><title/></p>"],
    ),
    "one element, then one or more of it": (
        content(
            f'<sequence><elementRef key="hi" maxOccurs="unbounded"/><alternate>{A_P}<elementRef key="title"/>'
            "</alternate></sequence>"
        ),
        ["<p><hi/><hi/></p>", "<p><hi/><title/></p>"],
        ["<p><hi/></p>"],
    ),
    "a datatype": (content('<dataRef name="integer"/>'), ["<p>1</p>"], ["<p>a</p>"]),
    "two datatypes": (
        content('<sequence><dataRef name="integer"/><dataRef name="NCName"/></sequence>'),
        ["<p>1 a</p>"],
        ["<p>1</p>"],
    ),
    "values": (content(f'<valList type="closed">{VALUES}</valList>'), ["<p>a</p>"], ["<p>c</p>"]),
    "any element": (
        content("<anyElement/>"),
        ['<p><x xmlns="http://example.org/"><y a="1">b</y></x></p>'],
        ["<p><hi/></p>", "<p/>"],
    ),
    "any element but some": (
        content('<anyElement except="http://example.org/"/>'),
        ['<p><x xmlns="http://example.com/"/></p>', "<p><hi/></p>"],
        ['<p><x xmlns="http://example.org/"/></p>'],
    ),
    "what is not selected is not demanded": (
        content(f'<sequence>{A_P}<elementRef key="abbr"/></sequence>'),
        ["<p><hi/></p>"],
        ["<p/>"],
    ),
    "a choice of which one is not selected": (
        content(f'<alternate>{A_P}<elementRef key="abbr"/></alternate>'),
        ["<p><hi/></p>"],
        ["<p/>"],
    ),
    "nothing that is selected": (content('<elementRef key="abbr"/>'), ["<p/>"], ["<p>a</p>"]),
    "an optional class without members": (
        MY_CLASS + content(f'<sequence>{A_P}<classRef key="model.my" minOccurs="0"/></sequence>'),
        ["<p><hi/></p>"],
        ["<p/>"],
    ),
    "RELAX NG ": (
        content(
            '<rng:oneOrMore><rng:choice><rng:ref name="hi"/><rng:ref name="model.none"/></rng:choice></rng:oneOrMore>'
        ),
        ["<p><hi/><hi/></p>"],
        ["<p/>", "<p>a</p>"],
    ),
}
CLASSES: dict[str, Case] = {
    "a choice": (
        MEMBERS + content('<classRef key="model.my"/>'),
        ["<p><x/></p>", "<p><y/></p>"],
        ["<p/>", "<p><x/><y/></p>"],
    ),
    "a sequence": (
        MEMBERS + content('<classRef key="model.my" expand="sequence"/>'),
        ["<p><x/><y/></p>"],
        ["<p><x/></p>", "<p><y/><x/></p>"],
    ),
    "an optional sequence": (
        MEMBERS + content('<classRef key="model.my" expand="sequenceOptional"/>'),
        ["<p/>", "<p><y/></p>", "<p><x/><y/></p>"],
        ["<p><y/><x/></p>"],
    ),
    "a repeatable sequence": (
        MEMBERS + content('<classRef key="model.my" expand="sequenceRepeatable"/>'),
        ["<p><x/><x/><y/></p>"],
        ["<p><x/></p>"],
    ),
    "an optional repeatable sequence": (
        MEMBERS + content('<classRef key="model.my" expand="sequenceOptionalRepeatable"/>'),
        ["<p/>", "<p><y/><y/></p>"],
        ["<p><y/><x/></p>"],
    ),
    "counts of a member": (
        MY_CLASS
        + member("x", 'min="2" max="2"')
        + member("y")
        + content('<classRef key="model.my" expand="sequence"/>'),
        ["<p><x/><x/><y/></p>"],
        ["<p><x/><y/></p>"],
    ),
    "chosen members": (
        MEMBERS + content('<classRef key="model.my" include="y"/>'),
        ["<p><y/></p>"],
        ["<p><x/></p>"],
    ),
    "excepted members": (
        MEMBERS + content('<classRef key="model.my" except="y"/>'),
        ["<p><x/></p>"],
        ["<p><y/></p>"],
    ),
    "members of a subclass": (
        MEMBERS + '<classSpec ident="model.sub" type="model" mode="add"><classes><memberOf key="model.my"/></classes>'
        "</classSpec>" + member("z", of="model.sub") + content('<classRef key="model.my" except="x"/>'),
        ["<p><z/></p>", "<p><y/></p>"],
        ["<p><x/></p>"],
    ),
    "a form in RELAX NG": (
        MEMBERS + content('<rng:ref name="model.my_sequenceOptional"/>'),
        ["<p/>", "<p><x/><y/></p>"],
        ["<p><y/><x/></p>"],
    ),
}
NAMES: dict[str, Case] = {
    "a new element": (new("my", TEXT), ["<my>a</my>"], ["<my><p/></my>"]),
    "another name in documents": (
        change("hi", "<altIdent>high</altIdent>"),
        ["<p><high>a</high></p>"],
        ["<p><hi>a</hi></p>"],
    ),
    "a namespace": (
        new("my", TEXT, 'ns="http://example.org/"'),
        ['<my xmlns="http://example.org/">a</my>'],
        ["<my>a</my>"],
    ),
    "the same name in another namespace": (
        new("hi", EMPTY, 'ns="http://example.org/"'),
        ['<hi xmlns="http://example.org/"/>', "<p><hi>a</hi></p>"],
        ['<hi xmlns="http://example.org/">a</hi>', "<hi>a</hi>"],
    ),
    "an element that is there already": (
        '<elementSpec ident="hi"><classes><memberOf key="model.hiLike"/></classes>' + EMPTY + "</elementSpec>",
        ["<p><hi/></p>"],
        ["<p><hi>a</hi></p>"],
    ),
}
ALL = [
    pytest.param(case, id=f"{kind}-{name.strip()}")
    for kind, table in {
        "selection": SELECTION,
        "merging": MERGING,
        "attributes": ATTRIBUTES,
        "types": TYPES,
        "content": CONTENT,
        "classes": CLASSES,
        "names": NAMES,
    }.items()
    for name, case in table.items()
]


@pytest.mark.parametrize("case", ALL)
def test_documents_are_as_the_odd_says(case: Case) -> None:
    items, valid, invalid = case
    schema = schema_of(items)
    assert {each: messages(schema, each) for each in valid} == {each: [] for each in valid}
    assert [each for each in invalid if not messages(schema, each)] == []


@pytest.mark.parametrize("prefix", ["", "x_"])
def test_a_prefix_changes_names_of_patterns_only(prefix: str) -> None:
    schema = schema_of(MEMBERS + content('<rng:ref name="model.my"/>'), f'prefix="{prefix}"')
    assert messages(schema, "<p><x/></p>") == []
    assert messages(schema, "<p><hi/></p>") != []
