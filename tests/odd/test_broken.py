"""ODDs with one fault each: one message about it, at its place, in words that an editor understands."""

from typing import NamedTuple

import pytest

from support.broken_odds import diagnose, marked, odd, shown
from teikit.diagnostics import Severity

TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


class Broken(NamedTuple):
    """Items of a schemaSpec of which one is faulty; `¦` is before the fault, `words` are in the message."""

    rule: str
    words: str
    items: str


def _p(inside: str) -> str:
    return f'<elementSpec ident="p" mode="change">\n{inside}\n</elementSpec>'


def _content(inside: str) -> str:
    return _p(f"<content>\n{inside}\n</content>")


def _attributes(inside: str) -> str:
    return _p(f"<attList>\n{inside}\n</attList>")


def _rend(inside: str) -> str:
    return _attributes(f'<attDef ident="rend" mode="change">{inside}</attDef>')


def _type_of_list(inside: str) -> str:
    values = f'<valList type="closed" mode="change">\n{inside}</valList>'
    attribute = f'<attDef ident="type" mode="change">{values}</attDef>'
    return f'<elementSpec ident="list" mode="change"><attList>{attribute}</attList></elementSpec>'


def _constraint(inside: str, ident: str = 'ident="c"') -> str:
    return _p(f'<constraintSpec {ident} scheme="schematron"><constraint>\n{inside}\n</constraint></constraintSpec>')


def _new(inside: str, mark: str = "") -> str:
    return f'<elementSpec {mark}ident="my"><classes><memberOf key="model.pLike"/></classes>{inside}</elementSpec>'


ASSERT = '<sch:assert test="1">x</sch:assert>'
SELECTION = {
    "module": Broken("unknown-module", "did you mean 'drama'?", '<moduleRef ¦key="drma"/>'),
    "module with attributes that are deleted": Broken(
        "unknown-module",
        "did you mean 'linking'?",
        '<moduleRef ¦key="linkign"/>\n<elementSpec ident="p" mode="change"><attList>'
        '<attDef ident="corresp" mode="delete"/><attDef ident="next" mode="change" usage="req"/>'
        "</attList></elementSpec>",
    ),
    "module with the parents of others": Broken(
        "unknown-module", "did you mean 'figures'?", '<moduleRef ¦key="figurs"/>\n<elementRef key="row"/>'
    ),
    "class reference and what depends on it": Broken(
        "unknown-reference",
        "did you mean 'att.global.linking'",
        '<classRef ¦key="att.global.linkin"/>\n<elementSpec ident="p" mode="change"><attList>'
        '<attDef ident="corresp" mode="change" usage="req"/></attList></elementSpec>',
    ),
    "only class of an element": Broken(
        "unknown-class",
        "did you mean 'model.pLike'",
        '<elementSpec ident="my" mode="add"><classes><memberOf ¦key="model.pLiek"/></classes>'
        "<content><textNode/></content></elementSpec>",
    ),
    "attribute of a reference": Broken("unknown-attribute", "did you mean 'key'?", '<moduleRef ¦ky="drama"/>'),
    "module without key": Broken("missing-ident", "moduleRef has no @key", "¦<moduleRef/>"),
    "included element": Broken(
        "unknown-element", "did you mean 'castList'", '<moduleRef key="drama" include="castList\n  ¦castLst castItem"/>'
    ),
    "included element of another module": Broken(
        "unknown-element", "'sp', which is in 'core'", '<moduleRef key="drama" include="castList ¦sp"/>'
    ),
    "excepted element": Broken(
        "unknown-element", "no element 'rolle'", '<moduleRef key="drama"\n except="set ¦rolle"/>'
    ),
    "include and except": Broken(
        "include-and-except", "what @include names", '<moduleRef key="drama" ¦except="set" include="castList"/>'
    ),
    "module twice": Broken("duplicate-spec", "referred to already", '<moduleRef ¦key="tei"/>'),
    "element reference": Broken("unknown-reference", "did you mean 'performance'", '<elementRef ¦key="perfomance"/>'),
    "class reference": Broken("unknown-reference", "did you mean 'att.global'", '<classRef ¦key="att.glbal"/>'),
    "macro reference": Broken("unknown-reference", "'macro.phraseSeq'", '<macroRef ¦key="macro.phrasSeq"/>'),
    "datatype reference": Broken("unknown-reference", "'teidata.word'", '<dataRef ¦key="teidata.wrd"/>'),
    "attribute of a class reference": Broken(
        "unknown-class-attribute", "did you mean 'rend'?", '<classRef key="att.global.rendition" include="¦rnd style"/>'
    ),
    "group": Broken("unknown-group", "did you mean 'mine'?", '<specGrp xml:id="mine"/>\n<specGrpRef ¦target="#mien"/>'),
    "file of a group": Broken("group-not-found", "'grp.odd' cannot be read", '<specGrpRef ¦target="grp.odd"/>'),
    "group in a file": Broken("unknown-group", "no group 'h'", '<specGrpRef ¦target="group.odd#h"/>'),
    "group cycle": Broken(
        "group-cycle",
        "contains itself",
        '<specGrp xml:id="a"><specGrpRef target="#b"/></specGrp>\n'
        '<specGrp xml:id="b"><specGrpRef ¦target="#a"/></specGrp>',
    ),
    "group without target": Broken("missing-ident", "specGrpRef has no @target", "¦<specGrpRef/>"),
    "xml:id twice": Broken("xml-id", "comes again", '<specGrp xml:id="a"/>\n<specGrp ¦xml:id="a"/>'),
    "XInclude": Broken("include-missing", "'gone.xml' cannot be included", '<xi:include\n ¦href="gone.xml"/>'),
    "source": Broken("source-not-found", "'gone.odd' cannot be read", '<moduleRef key="drama"\n ¦source="gone.odd"/>'),
    "source cycle": Broken("source-cycle", "based on this one", '<moduleRef key="drama" ¦source="main.odd"/>'),
    "grammar": Broken("source-not-found", "svg.rng", '<moduleRef ¦url="svg.rng"/>'),
    "item": Broken("unknown-part", "did you mean 'elementSpec'?", '¦<elementSpc ident="hi" mode="delete"/>'),
    "misplaced item": Broken("unknown-part", "no effect in schemaSpec", '¦<attDef ident="hi" mode="delete"/>'),
}
SPECIFICATIONS = {
    "change of nothing": Broken(
        "nothing-to-change", "did you mean 'title'", '<elementSpec ¦ident="titel" mode="change"/>'
    ),
    "deletion of nothing": Broken(
        "nothing-to-delete", "did you mean 'title'", '<elementSpec ¦ident="titel" mode="delete"/>'
    ),
    "replacement of nothing": Broken(
        "nothing-to-change", "nothing to replace", '<elementSpec ¦ident="titel" mode="replace"/>'
    ),
    "deletion of no class": Broken(
        "nothing-to-delete", "'att.global'", '<classSpec ¦ident="att.glob" type="atts" mode="delete"/>'
    ),
    "deletion of what is left out": Broken(
        "nothing-to-delete", "is not selected", '<elementSpec ¦ident="castList" mode="delete"/>'
    ),
    "mode": Broken("unknown-keyword", "did you mean 'delete'?", '<elementSpec ident="hi"\n ¦mode="delte"/>'),
    "strange mode": Broken("unknown-keyword", "'add', 'change', 'delete'", '<elementSpec ident="hi" ¦mode="off"/>'),
    "name of mode": Broken("unknown-attribute", "did you mean 'mode'?", '<elementSpec ident="hi" ¦mdoe="delete"/>'),
    "no ident": Broken("missing-ident", "elementSpec has no @ident", '¦<elementSpec mode="delete"/>'),
    "ident": Broken(
        "invalid-name",
        "'my elem' of elementSpec is not a name",
        _new("<content><empty/></content>").replace('"my"', '"my elem"').replace("ident", "¦ident"),
    ),
    "name in documents": Broken("invalid-name", "'b c' of elementSpec is not a name", _p("¦<altIdent>b c</altIdent>")),
    "new specification twice": Broken(
        "replaces-existing", "there already", _new("<content/>") + "\n" + _new("<content/>", "¦")
    ),
    "new specification of what is there": Broken(
        "replaces-existing",
        "takes its place",
        '<elementSpec ¦ident="hi" mode="add"><classes><memberOf key="model.pLike"/></classes><content/></elementSpec>',
    ),
    "change beside deletion": Broken(
        "duplicate-spec",
        "on line 12",
        '<elementSpec ¦ident="hi" mode="change"><desc>x</desc></elementSpec>\n<elementSpec ident="hi" mode="delete"/>',
    ),
    "change twice": Broken(
        "duplicate-spec",
        "is changed already",
        '<elementSpec ident="hi" mode="change"/>\n<elementSpec ¦ident="hi" mode="change"/>',
    ),
    "part": Broken("unknown-part", "did you mean 'content'?", _p("¦<conten><textNode/></conten>")),
    "misplaced part": Broken("unknown-part", "no effect in elementSpec", _p('¦<attDef ident="x"/>')),
    "content twice": Broken(
        "duplicate-part", "more than one content", _p("<content><textNode/></content>\n¦<content/>")
    ),
    "no content": Broken("empty-content", "must be empty", _new("", "¦")),
    "type of a class": Broken(
        "unknown-keyword", "did you mean 'atts'?", '<classSpec ident="att.my" ¦type="attr"><attList/></classSpec>'
    ),
    "class without type": Broken("missing-type", "'att.my' has no @type", '<classSpec ¦ident="att.my"/>'),
    "membership": Broken(
        "unknown-class", "'model.pLike'", _p('<classes mode="change"><memberOf\n ¦key="model.plike"/></classes>')
    ),
    "deleted membership": Broken(
        "nothing-to-delete",
        "no member of 'model.divTop'",
        _p('<classes mode="change"><memberOf ¦key="model.divTop" mode="delete"/></classes>'),
    ),
    "membership without key": Broken("missing-ident", "no @key", _p('<classes mode="change">¦<memberOf/></classes>')),
    "mode of memberships": Broken(
        "unknown-keyword", "'change'", _p('<classes ¦mode="chang"><memberOf key="model.divTop"/></classes>')
    ),
    "class cycle": Broken(
        "class-cycle",
        "member of itself, by way of 'att.a'",
        '<classSpec ident="att.a" type="atts"><classes><memberOf key="att.b"/></classes></classSpec>\n'
        '<classSpec ident="att.b" type="atts"><classes><memberOf ¦key="att.a"/></classes></classSpec>',
    ),
    "cycle of model classes": Broken(
        "class-cycle",
        "member of itself",
        '<classSpec ident="model.a" type="model"><classes><memberOf key="model.b"/></classes></classSpec>\n'
        '<classSpec ident="model.b" type="model"><classes><memberOf ¦key="model.a"/></classes></classSpec>',
    ),
    "unreachable element": Broken(
        "unreachable", "nothing that may occur", '<elementSpec ¦ident="my"><content><empty/></content></elementSpec>'
    ),
    "required element": Broken(
        "required-deleted", "demands the element 'titleStmt'", '<elementSpec ¦ident="titleStmt" mode="delete"/>'
    ),
    "all texts": Broken("impossible-content", "no document can have", '<elementSpec ¦ident="text" mode="delete"/>'),
    "all bodies": Broken(
        "required-deleted", "demands the element 'body'", '<elementSpec ¦ident="body" mode="delete"/>'
    ),
    "first element": Broken("unknown-start", "is deleted", '<elementSpec ¦ident="TEI" mode="delete"/>'),
}
ATTRIBUTES = {
    "attribute deleted": Broken(
        "attribute-not-inherited", "did you mean 'rend'", _attributes('<attDef ¦ident="rendd" mode="delete"/>')
    ),
    "attribute changed": Broken(
        "attribute-not-inherited", "'style'", _attributes('<attDef ¦ident="stile" mode="change" usage="req"/>')
    ),
    "attribute replaced": Broken(
        "attribute-not-inherited", "to replace", _attributes('<attDef ¦ident="stile" mode="replace"/>')
    ),
    "attribute of a superclass": Broken(
        "attribute-not-inherited",
        "no attribute 'rend' of its own",
        '<classSpec ident="att.global" type="atts" mode="change"><attList>\n'
        '<attDef ¦ident="rend" mode="delete"/></attList></classSpec>',
    ),
    "mode": Broken("unknown-keyword", "'change'", _attributes('<attDef ident="rend"\n  ¦mode="chnge" usage="req"/>')),
    "usage": Broken("unknown-keyword", "'req'", _attributes('<attDef ident="rend" mode="change" ¦usage="required"/>')),
    "no ident": Broken("missing-ident", "attDef has no @ident", _attributes('¦<attDef mode="change"/>')),
    "ident": Broken("invalid-name", "'my att'", _attributes('<attDef ¦ident="my att"/>')),
    "twice": Broken(
        "duplicate-part", "is in this attList already", _attributes('<attDef ident="a"/>\n<attDef ¦ident="a"/>')
    ),
    "of two classes": Broken(
        "duplicate-attribute",
        "'p' has the attribute 'x' from two classes",
        '<classSpec ident="att.a" type="atts"><attList><attDef ident="x"/></attList></classSpec>\n'
        '<classSpec ident="att.b" type="atts"><attList><attDef ¦ident="x" usage="req"/></attList></classSpec>\n'
        + _p('<classes mode="change"><memberOf key="att.a"/><memberOf key="att.b"/></classes>'),
    ),
    "org": Broken("unknown-keyword", "'choice'", _p('<attList ¦org="chioce"><attDef ident="a"/></attList>')),
    "class of a reference": Broken("unknown-class", "'att.global'", _attributes('<attRef ¦class="att.glbal"/>')),
    "name of a reference": Broken(
        "unknown-class-attribute", "'rend'", _attributes('<attRef class="att.global.rendition" ¦name="rendd"/>')
    ),
    "value twice": Broken(
        "duplicate-part",
        "in this list already",
        _rend('<valList mode="add"><valItem ident="a"/>\n<valItem ¦ident="a"/></valList>'),
    ),
    "value without ident": Broken(
        "missing-ident", "valItem has no @ident", _rend('<valList mode="add">\n¦<valItem/></valList>')
    ),
    "closed list without values": Broken(
        "empty-part", "has no values", _rend('\n¦<valList mode="add" type="closed"/>')
    ),
    "type of a list": Broken(
        "unknown-keyword", "'closed'", _rend('<valList mode="add" ¦type="close"><valItem ident="a"/></valList>')
    ),
    "mode of a list": Broken(
        "unknown-keyword", "'add'", _rend('<valList type="closed" ¦mode="ad"><valItem ident="a"/></valList>')
    ),
    "list without mode": Broken(
        "value-list-without-mode", "no mode", _rend('\n¦<valList type="closed"><valItem ident="a"/></valList>')
    ),
    "value deleted": Broken("nothing-to-delete", "'gloss'", _type_of_list('<valItem ¦ident="glss" mode="delete"/>')),
    "value changed": Broken("nothing-to-change", "'gloss'", _type_of_list('<valItem ¦ident="glos" mode="change"/>')),
    "value added": Broken("value-exists", "'gloss'", _type_of_list('<valItem ¦ident="gloss" mode="add"/>')),
    "datatype": Broken(
        "unknown-name", "'teidata.word'", _rend('<datatype>\n<dataRef ¦key="teidata.wrod"/></datatype>')
    ),
    "datatype of XML Schema": Broken(
        "unknown-name", "'integer'", _rend('<datatype><dataRef ¦name="integr"/></datatype>')
    ),
    "datatype elsewhere": Broken(
        "datatype-not-supported", "@ref", _rend('<datatype><dataRef ¦ref="http://x.org/"/></datatype>')
    ),
    "datatype of nothing": Broken("empty-part", "names no type", _rend("\n¦<datatype/>")),
    "datatype twice": Broken(
        "duplicate-part",
        "more than one datatype",
        _rend('<datatype><dataRef name="token"/></datatype>\n¦<datatype><dataRef name="token"/></datatype>'),
    ),
    "facet": Broken(
        "invalid-facet",
        "'maxLength'",
        _rend('<datatype><dataRef name="token">\n<dataFacet ¦name="maxLenght" value="3"/></dataRef></datatype>'),
    ),
    "value of a facet": Broken(
        "invalid-facet",
        "'abc' is not a number",
        _rend('<datatype><dataRef name="integer">\n<dataFacet name="maxInclusive" ¦value="abc"/></dataRef></datatype>'),
    ),
    "restriction": Broken(
        "invalid-facet", "'[a-'", _rend('<datatype><dataRef name="token" ¦restriction="[a-"/></datatype>')
    ),
    "restriction of a datatype of TEI": Broken(
        "invalid-facet", "expected ')'", _rend('<datatype><dataRef key="teidata.word"\n ¦restriction="(a"/></datatype>')
    ),
    "counts": Broken(
        "count-order",
        "more than maxOccurs",
        _rend('<datatype\n ¦minOccurs="5" maxOccurs="2"><dataRef name="token"/></datatype>'),
    ),
    "count": Broken("invalid-count", "'many'", _rend('<datatype ¦maxOccurs="many"><dataRef name="token"/></datatype>')),
}
CONTENT = {
    "element": Broken(
        "unknown-name", "'hi'?", _content('<alternate><textNode/>\n<elementRef ¦key="hii"/></alternate>')
    ),
    "only element": Broken("unknown-name", "'hi'?", _content('<elementRef ¦key="hii"/>')),
    "class": Broken("unknown-name", "'model.pLike'?", _content('<classRef ¦key="model.plike" minOccurs="0"/>')),
    "macro": Broken("unknown-name", "'macro.paraContent'?", _content('<macroRef ¦key="macro.paracontent"/>')),
    "datatype": Broken("unknown-name", "'teidata.word'?", _content('<dataRef ¦key="teidata.wrod"/>')),
    "type of XML Schema": Broken("unknown-name", "'token'?", _content('<dataRef ¦name="tokn"/>')),
    "no key": Broken("missing-ident", "elementRef has no @key", _content("¦<elementRef/>")),
    "members": Broken(
        "unknown-name", "'abb'", _content('<classRef key="model.pLike" minOccurs="0"\n include="p ¦abb"/>')
    ),
    "expansion": Broken(
        "content-not-supported",
        "'sequence'?",
        _content('<classRef key="model.pLike" minOccurs="0" ¦expand="sequense"/>'),
    ),
    "counts": Broken(
        "count-order", "3, which is more", _content('<elementRef key="hi"\n ¦minOccurs="3"\n maxOccurs="2"/>')
    ),
    "negative count": Broken("invalid-count", "'-1'", _content('<elementRef key="hi" ¦minOccurs="-1"/>')),
    "name of a count": Broken("unknown-attribute", "'maxOccurs'?", _content('<elementRef key="hi" ¦maxOcurs="2"/>')),
    "large count": Broken("count-too-large", "5000", _content('<elementRef key="hi" ¦maxOccurs="5000"/>')),
    "text beside data": Broken(
        "text-with-data", "beside textNode", _content('<sequence><textNode/>\n¦<dataRef name="token"/></sequence>')
    ),
    "elements beside values": Broken(
        "text-with-data",
        "beside elementRef",
        _content('<elementRef key="hi"/>\n¦<valList type="closed"><valItem ident="a"/></valList>'),
    ),
    "unknown element": Broken("content-not-supported", "'paragraph'", _content("¦<paragraph/>")),
    "misspelt element": Broken("unknown-part", "'alternate'?", _content("¦<altrnate><textNode/></altrnate>")),
    "element of elsewhere": Broken(
        "unknown-part", "'http://relaxng.org/'", _content('¦<text xmlns="http://relaxng.org/"/>')
    ),
    "class without members": Broken(
        "impossible-content",
        "demands 'model.none'",
        '<classSpec ident="model.none" type="model"/>\n' + _content('<classRef ¦key="model.none"/>'),
    ),
    "endless": Broken("impossible-content", "'my'", _new('<content><elementRef ¦key="my"/></content>')),
    "pattern": Broken("unknown-name", "'hi'?", _content('<rng:ref ¦name="hii"/>')),
    "element without name": Broken(
        "rng-schema/element-not-allowed", "name class", _content("<rng:element>¦<rng:text/></rng:element>")
    ),
    "data without type": Broken("rng-schema/attribute-missing", "'type'", _content("¦<rng:data/>")),
    "unknown type": Broken("rng-schema/unknown-datatype", "'tokn'", _content('¦<rng:data type="tokn"/>')),
    "unknown param": Broken(
        "rng-schema/param",
        "'size'",
        _content('¦<rng:data type="token"><rng:param name="size">3</rng:param></rng:data>'),
    ),
    "regular expression": Broken(
        "rng-schema/param",
        "'[a-'",
        _content('¦<rng:data type="token"><rng:param name="pattern">[a-</rng:param></rng:data>'),
    ),
    "unknown pattern": Broken(
        "rng-schema/unknown-element", "'zeroorMore'", _content("<rng:group>\n¦<rng:zeroorMore/></rng:group>")
    ),
    "empty choice": Broken("content-not-supported", "needs content", _content("¦<rng:choice/>")),
    "attribute twice": Broken(
        "rng-schema/attribute-twice",
        "'a' may occur twice",
        _content('<rng:element name="x"><rng:attribute name="a"/>\n¦<rng:attribute name="a"/></rng:element>'),
    ),
    "macro cycle": Broken(
        "rng-schema/recursion",
        "refers to itself",
        '<macroSpec ident="macro.a"><content>\n<macroRef key="macro.b"/></content></macroSpec>\n'
        '<macroSpec ident="macro.b"><content>\n¦<macroRef key="macro.a"/></content></macroSpec>\n'
        + _content('<macroRef key="macro.a"/>'),
    ),
}
CONSTRAINTS = {
    "expression": Broken(
        "schematron-query", "'count(tei:hi'", _constraint('<sch:assert\n ¦test="count(tei:hi">x</sch:assert>')
    ),
    "prefix": Broken(
        "schematron-query", "prefix 'foo' is not declared", _constraint('<sch:assert ¦test="foo:hi">x</sch:assert>')
    ),
    "function": Broken(
        "schematron-query", "unknown function 'cuont'", _constraint('<sch:assert ¦test="cuont(*) = 1">x</sch:assert>')
    ),
    "variable": Broken(
        "schematron-query", "'$x' is not declared", _constraint('<sch:report ¦test="$x = 1">x</sch:report>')
    ),
    "context": Broken(
        "schematron-query", "'tei:p['", _constraint(f'<sch:rule\n ¦context="tei:p[">{ASSERT}</sch:rule>')
    ),
    "no test": Broken("schematron-query", "'test'", _constraint("¦<sch:assert>x</sch:assert>")),
    "element": Broken("unknown-part", "'assert'", _constraint('¦<sch:asert test="1">x</sch:asert>')),
    "namespace": Broken(
        "unknown-part",
        "dsdl/schema'",
        _constraint('¦<assert xmlns="http://purl.oclc.org/dsdl/schema" test="1">x</assert>'),
    ),
    "scheme": Broken(
        "unknown-keyword", "'schematron'?", _constraint(ASSERT).replace("scheme=", "¦scheme=").replace("tron", "torn")
    ),
    "no ident": Broken(
        "missing-ident",
        "constraintSpec has no @ident",
        _constraint(ASSERT, "").replace("<constraintSpec", "¦<constraintSpec"),
    ),
    "no context": Broken(
        "schematron-context",
        "has no context",
        f'¦<constraintSpec ident="c" scheme="schematron"><constraint>{ASSERT}</constraint></constraintSpec>',
    ),
    "deleted constraint": Broken(
        "nothing-to-delete", "no constraint 'nonesuch'", _p('<constraintSpec ¦ident="nonesuch" mode="delete"/>')
    ),
}
ALL = [
    pytest.param(each, id=f"{kind}-{name}")
    for kind, table in {
        "selection": SELECTION,
        "specification": SPECIFICATIONS,
        "attribute": ATTRIBUTES,
        "content": CONTENT,
        "constraint": CONSTRAINTS,
    }.items()
    for name, each in table.items()
]


def test_an_odd_without_a_fault_has_no_message() -> None:
    assert shown(diagnose(odd(_content("<textNode/>") + _new("<content><empty/></content>")))) == []


def test_rules_may_read_documents_where_the_user_of_the_schema_allows_it() -> None:
    assert diagnose(odd(_constraint("<sch:assert test=\"doc('people.xml')//person\">x</sch:assert>"))) == []


def test_a_grammar_for_others_to_include_needs_no_start() -> None:
    assert shown(diagnose(odd("", 'start=""'))) == []


@pytest.mark.parametrize("broken", ALL)
def test_one_fault_gives_one_message_at_its_place(broken: Broken) -> None:
    text, place = marked(odd(broken.items))
    found = diagnose(text)
    assert len(found) == 1, shown(found)
    rule = broken.rule if "/" in broken.rule else f"odd/{broken.rule}"
    assert (rule, place) == (found[0].rule, found[0].span and found[0].span.start), shown(found)
    assert broken.words in found[0].message


@pytest.mark.parametrize(
    ("attributes", "rule", "words"),
    [
        ('start="¦TIE"', "odd/unknown-start", "did you mean 'TEI'?"),
        ('prefix=""\nstart="TEI\n ¦bdy"', "odd/unknown-start", "did you mean 'body'?"),
        ('start="TEI ¦model.plike"', "odd/unknown-start", "which is not in the schema"),
        ('¦strat="TEI"', "odd/unknown-attribute", "did you mean 'start'?"),
        ('¦source="gone.odd"', "odd/source-not-found", "cannot be read"),
        ('¦source="tei:1.0.0"', "odd/source-version", "asks for TEI P5 1.0.0"),
    ],
)
def test_a_fault_of_a_schema_is_at_its_attribute(attributes: str, rule: str, words: str) -> None:
    text, place = marked(odd("", attributes))
    found = diagnose(text)
    assert [(rule, place)] == [(each.rule, each.span and each.span.start) for each in found], shown(found)
    assert words in found[0].message


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (f'<TEI {TEI}>¦<schemaSpec start="TEI"/></TEI>', "odd/missing-ident", "schemaSpec has no @ident"),
        (f'¦<TEI {TEI}><specGrp xml:id="a"/></TEI>', "odd/no-schema", "only specGrp 'a'"),
        (f"¦<TEI {TEI}><text/></TEI>", "odd/no-schema", "there is no schemaSpec"),
        (
            '¦<TEI xmlns="http://www.tei-c.org/ns/2.0"><schemaSpec/></TEI>',
            "odd/no-schema",
            "'http://www.tei-c.org/ns/2.0'",
        ),
        ('¦<schemaSpec ident="a"/>', "odd/no-schema", "in no namespace"),
        (odd('<elementSpec ident="p" mode="change" ¦mode="change"/>'), "xml/not-well-formed", "'mode' is there twice"),
        (odd("<elementSpec>\n¦</elementSpc>"), "xml/not-well-formed", "does not close 'elementSpec'"),
        (odd("<desc>¦&eacute;</desc>"), "xml/not-well-formed", "the entity 'eacute' is not declared"),
        (odd('<elementSpec ident="a ¦< b"/>'), "xml/not-well-formed", "not well-formed"),
        (
            f'<TEI {TEI}>¦<schemaSpec ident="a"><moduleRef key="header"/></schemaSpec></TEI>',
            "odd/unknown-start",
            "no element 'TEI'",
        ),
    ],
)
def test_what_is_no_odd_has_one_message(text: str, rule: str, words: str) -> None:
    text, place = marked(text)
    found = diagnose(text)
    assert [(rule, place)] == [(each.rule, each.span and each.span.start) for each in found], shown(found)
    assert words in found[0].message


def test_the_other_schemas_of_an_odd_are_a_remark() -> None:
    second = '<schemaSpec ident="other"/>'
    found = diagnose(odd("").replace("</body>", f"{second}</body>"))
    assert [(each.rule, each.severity) for each in found] == [("odd/several-schemas", Severity.INFO)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_places_are_found_in_other_encodings(encoding: str) -> None:
    text, place = marked(odd('<!-- é 😀 --><moduleRef ¦key="drma"/>'))
    assert [place] == [each.span and each.span.start for each in diagnose(text.encode(encoding))]
