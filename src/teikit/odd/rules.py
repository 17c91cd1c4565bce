"""The rules for ODDs; examples are children of a schemaSpec."""

from teikit.diagnostics import Rule, Severity

_GUIDELINES = "TEI P5, chapter 22"


def _rule(  # noqa: PLR0913  a rule has these parts
    name: str, summary: str, why: str, failing: str, passing: str, *, severity: Severity = Severity.WARNING
) -> Rule:
    return Rule(f"odd/{name}", severity, summary, why, failing, passing, _GUIDELINES, "odd")


RULES: tuple[Rule, ...] = (
    _rule(
        "constraint-scheme",
        "The scheme of a constraintSpec is schematron.",
        "Constraints in other languages are kept in the compiled ODD, but nothing checks documents against them.",
        '<constraintSpec ident="c" scheme="private"><constraint>x</constraint></constraintSpec>',
        '<elementSpec ident="p" mode="change"/>',
        severity=Severity.INFO,
    ),
    _rule(
        "duplicate-part",
        "A specification has one content, one attList, one list of classes; an attribute one datatype and one valList.",
        "Only the first counts, so what the second says would be lost without a message.",
        '<elementSpec ident="p" mode="change"><content><textNode/></content><content><empty/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><textNode/></content></elementSpec>',
    ),
    _rule(
        "empty-grammar",
        "A grammar in RELAX NG that a moduleRef names has definitions.",
        "Only definitions are taken in, so that a grammar with a start alone adds nothing.",
        '<moduleRef url="pattern.rng"/>',
        '<moduleRef url="grammar.rng"/>',
    ),
    _rule(
        "invalid-count",
        "A count is a number without a sign; a maximum may be 'unbounded'.",
        "What may be repeated how often cannot be guessed.",
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="many"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="2"/></content></elementSpec>',
        severity=Severity.ERROR,
    ),
    _rule(
        "missing-ident",
        "Specifications, attributes, values and references have the attribute that names them.",
        "Without it nothing says what is defined, changed or referred to.",
        '<elementSpec mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
        severity=Severity.ERROR,
    ),
    _rule(
        "schematron-context",
        "Rules outside the specification of an element, attribute or class say what they are about.",
        "Without a context, a rule of the whole schema is about the document node, and one of a macro about nothing.",
        '<constraintSpec ident="c" scheme="schematron"><constraint>'
        '<sch:assert xmlns:sch="http://purl.oclc.org/dsdl/schematron" test="1">x</sch:assert>'
        "</constraint></constraintSpec>",
        '<constraintSpec ident="c" scheme="schematron"><constraint>'
        '<sch:rule xmlns:sch="http://purl.oclc.org/dsdl/schematron" context="tei:p">'
        '<sch:assert test="1">x</sch:assert></sch:rule></constraint></constraintSpec>',
    ),
    _rule(
        "schematron-query",
        "Constraints are written in Schematron, and their expressions in the query language of the schema.",
        "What cannot be evaluated does not check documents.",
        '<constraintSpec ident="c" scheme="schematron"><constraint>'
        '<sch:rule xmlns:sch="http://purl.oclc.org/dsdl/schematron" context="tei:p">'
        '<sch:assert test="1 +">x</sch:assert></sch:rule></constraint></constraintSpec>',
        '<constraintSpec ident="c" scheme="schematron"><constraint>'
        '<sch:rule xmlns:sch="http://purl.oclc.org/dsdl/schematron" context="tei:p">'
        '<sch:assert test="1">x</sch:assert></sch:rule></constraint></constraintSpec>',
    ),
    _rule(
        "unknown-attribute",
        "The attributes of a specification are spelt as TEI spells them.",
        "A misspelt attribute has no effect, and the specification then means something else.",
        '<elementSpec ident="hi" mdoe="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "unknown-keyword",
        "Modes, usages and types are keywords that TEI defines.",
        "An unknown keyword says nothing; the nearest one that is known is used in its place, or none.",
        '<elementSpec ident="hi" mode="delte"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "unknown-part",
        "A specification has only children that TEI defines for it.",
        "A misspelt or misplaced element has no effect.",
        '<elementSpec ident="hi" mode="change"><contents><textNode/></contents></elementSpec>',
        '<elementSpec ident="hi" mode="change"><content><textNode/></content></elementSpec>',
    ),
    _rule(
        "attribute-not-inherited",
        "An attribute that a change is about is one that the element or class has or inherits.",
        "A change of an attribute that is not there has no effect: a deletion in a class does not come back in a member.",
        '<elementSpec ident="p" mode="change"><attList><attDef ident="colour" mode="change" usage="req"/></attList></elementSpec>',
        '<elementSpec ident="p" mode="change"><attList><attDef ident="rend" mode="change" usage="req"/></attList></elementSpec>',
    ),
    _rule(
        "class-cycle",
        "No class is a member of itself.",
        "Its members and attributes would have no end.",
        '<classSpec ident="att.a" type="atts"><classes><memberOf key="att.a"/></classes></classSpec>',
        '<classSpec ident="att.a" type="atts"/>',
        severity=Severity.ERROR,
    ),
    _rule(
        "content-not-supported",
        "Content models are made of the elements that TEI and RELAX NG have for them.",
        "What else is there cannot be part of a grammar, and is left out.",
        '<elementSpec ident="p" mode="change"><content><elementSpec ident="hi"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi"/></content></elementSpec>',
    ),
    _rule(
        "count-order",
        "minOccurs is not more than maxOccurs.",
        "Nothing could occur that often.",
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" minOccurs="3" maxOccurs="2"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" minOccurs="2" maxOccurs="3"/></content></elementSpec>',
        severity=Severity.ERROR,
    ),
    _rule(
        "count-too-large",
        "Counts in content models are small.",
        "RELAX NG has no counts, only copies of a pattern; beyond the limit any number is allowed instead.",
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="5000"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="unbounded"/></content></elementSpec>',
    ),
    _rule(
        "datatype-not-supported",
        "A dataRef names a datatype of the schema with @key, or one of XML Schema with @name.",
        "Others, of libraries elsewhere, cannot be expressed in a grammar.",
        '<dataSpec ident="d"><content><dataRef ref="http://example.org/type"/></content></dataSpec>',
        '<dataSpec ident="d"><content><dataRef name="token"/></content></dataSpec>',
        severity=Severity.ERROR,
    ),
    _rule(
        "duplicate-attribute",
        "An element has an attribute from one class only.",
        "A grammar with an attribute twice is incorrect; the definition of the first class counts.",
        '<classSpec ident="att.a" type="atts"><attList><attDef ident="rend"/></attList></classSpec><elementSpec ident="p" mode="change"><classes mode="change"><memberOf key="att.a"/></classes></elementSpec>',
        '<elementSpec ident="p" mode="change"/>',
    ),
    _rule(
        "duplicate-spec",
        "A specification comes from one source only.",
        "The first one counts; the other is not used.",
        '<elementRef key="hi" source="other.odd"/>',
        '<elementRef key="hi"/>',
    ),
    _rule(
        "nothing-to-change",
        "What a specification changes or replaces is selected.",
        "The change has no effect.",
        '<elementSpec ident="nonesuch" mode="change"/>',
        '<elementSpec ident="hi" mode="change"/>',
    ),
    _rule(
        "nothing-to-delete",
        "What is deleted is there.",
        "The deletion has no effect, which is usual after a module was left out, and else a misspelling.",
        '<elementSpec ident="nonesuch" mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "replaces-existing",
        "A specification without mode, or in add mode, is new.",
        'It takes the place of the one that is there; mode="replace" would say so.',
        '<elementSpec ident="hi"><content><textNode/></content></elementSpec>',
        '<elementSpec ident="hi" mode="replace"><content><textNode/></content></elementSpec>',
    ),
    _rule(
        "required-deleted",
        "What content demands is not deleted.",
        "The content no longer demands it, so that documents are valid that were not.",
        '<elementSpec ident="titleStmt" mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    _rule(
        "unknown-class",
        "A class that a specification is a member of, or refers to, is in the schema.",
        "A class that is not there has no effect.",
        '<elementSpec ident="p" mode="change"><classes mode="change"><memberOf key="model.nonesuch"/></classes></elementSpec>',
        '<elementSpec ident="p" mode="change"/>',
    ),
    _rule(
        "unknown-class-attribute",
        "An attribute that is chosen from a class is one of its own.",
        "What is misspelt is not chosen.",
        '<classRef key="att.global.rendition" include="rende"/>',
        '<classRef key="att.global.rendition" include="rend"/>',
    ),
    _rule(
        "unknown-element",
        "An element that a moduleRef includes or excepts is one of the module.",
        "What is misspelt is not selected, or not left out.",
        '<moduleRef key="core" except="hii"/>',
        '<moduleRef key="core" except="hi"/>',
    ),
    _rule(
        "unknown-module",
        "The source has the modules that are selected.",
        "What is misspelt selects nothing.",
        '<moduleRef key="cor"/>',
        '<moduleRef key="core"/>',
    ),
    _rule(
        "unknown-reference",
        "What an elementRef, classRef, macroRef or dataRef selects is in its source.",
        "What is misspelt selects nothing.",
        '<elementRef key="nonesuch"/>',
        '<elementRef key="hi"/>',
        severity=Severity.ERROR,
    ),
    _rule(
        "unknown-start",
        "The elements that @start names are in the schema.",
        "A grammar needs an element that documents begin with.",
        '<!-- start="nonesuch" -->',
        '<!-- start="TEI" -->',
    ),
    _rule(
        "unreachable",
        "Every element that is selected may occur in a document.",
        "Nothing leads to it: no content model that may occur refers to it or to a class of it.",
        '<elementSpec ident="alone" ns="http://example.org/"><content><textNode/></content></elementSpec>',
        '<elementSpec ident="hi" mode="change"/>',
    ),
    _rule(
        "value-exists",
        "A value is in a list once.",
        "An item that is added again changes the one that is there.",
        '<!-- valItem mode="add" of a value that is there -->',
        '<!-- valItem mode="change" -->',
    ),
    _rule(
        "value-list-without-mode",
        "The value list of a changed attribute says whether it replaces the old one.",
        "It does; other programs lose it, and write a grammar that allows any value.",
        '<elementSpec ident="list" mode="change"><attList><attDef ident="type" mode="change"><valList type="closed"><valItem ident="a"/></valList></attDef></attList></elementSpec>',
        '<elementSpec ident="list" mode="change"><attList><attDef ident="type" mode="change"><valList type="closed" mode="replace"><valItem ident="a"/></valList></attDef></attList></elementSpec>',
        severity=Severity.INFO,
    ),
)
RULE = {each.id: each for each in RULES}
ATTRIBUTE_NOT_INHERITED = RULE["odd/attribute-not-inherited"]
CLASS_CYCLE = RULE["odd/class-cycle"]
CONTENT_NOT_SUPPORTED = RULE["odd/content-not-supported"]
COUNT_ORDER = RULE["odd/count-order"]
COUNT_TOO_LARGE = RULE["odd/count-too-large"]
DATATYPE_NOT_SUPPORTED = RULE["odd/datatype-not-supported"]
DUPLICATE_ATTRIBUTE = RULE["odd/duplicate-attribute"]
DUPLICATE_SPEC = RULE["odd/duplicate-spec"]
NOTHING_TO_CHANGE = RULE["odd/nothing-to-change"]
NOTHING_TO_DELETE = RULE["odd/nothing-to-delete"]
REPLACES_EXISTING = RULE["odd/replaces-existing"]
REQUIRED_DELETED = RULE["odd/required-deleted"]
UNKNOWN_CLASS = RULE["odd/unknown-class"]
UNKNOWN_CLASS_ATTRIBUTE = RULE["odd/unknown-class-attribute"]
UNKNOWN_ELEMENT = RULE["odd/unknown-element"]
UNKNOWN_MODULE = RULE["odd/unknown-module"]
UNKNOWN_REFERENCE = RULE["odd/unknown-reference"]
UNKNOWN_START = RULE["odd/unknown-start"]
UNREACHABLE = RULE["odd/unreachable"]
VALUE_EXISTS = RULE["odd/value-exists"]
VALUE_LIST_WITHOUT_MODE = RULE["odd/value-list-without-mode"]
