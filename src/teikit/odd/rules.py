"""The rules for ODDs; examples are children of a schemaSpec, or a whole ODD."""

from teikit.diagnostics import Rule, Severity

_GUIDELINES = "TEI P5, chapter 22"
_DOCUMENT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'
_SCHEMA = '<schemaSpec ident="{}" start="p"><moduleRef key="core"/></schemaSpec>'
_NEW = '<elementSpec ident="x"><classes><memberOf key="model.pLike"/></classes>{}</elementSpec>'


def odd_rule(  # noqa: PLR0913  a rule has these parts
    name: str, summary: str, why: str, failing: str, passing: str, *, severity: Severity = Severity.WARNING
) -> Rule:
    """Return a rule for ODDs."""
    return Rule(f"odd/{name}", severity, summary, why, failing, passing, _GUIDELINES, "odd")


RULES: tuple[Rule, ...] = (
    odd_rule(
        "duplicate-part",
        "A specification has one content, one attList, one list of classes; an attribute one datatype and one valList.",
        "Only the first counts, so what the second says would be lost without a message.",
        '<elementSpec ident="p" mode="change"><content><textNode/></content><content><empty/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><textNode/></content></elementSpec>',
    ),
    odd_rule(
        "duplicate-schema",
        "An ODD has one schemaSpec of each ident.",
        "Only the first counts; what the others say would be lost without a message.",
        _DOCUMENT.format(_SCHEMA.format("a") * 2),
        _DOCUMENT.format(_SCHEMA.format("a")),
    ),
    odd_rule(
        "group-cycle",
        "A specGrp does not refer to itself, nor to a group that refers to it.",
        "What such a group has could never be listed.",
        '<specGrp xml:id="a"><specGrpRef target="#a"/></specGrp>',
        '<specGrp xml:id="a"><moduleRef key="core"/></specGrp>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "group-not-found",
        "The file of a specGrpRef is there, and may be read.",
        "A part of the schema would be missing.",
        '<specGrpRef target="missing.odd#a"/>',
        '<specGrp xml:id="a"><moduleRef key="core"/></specGrp>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "group-repeated",
        "A specGrp is referred to once in a schemaSpec.",
        "What it defines would be defined twice, so the second reference has no effect.",
        '<specGrp xml:id="a"><moduleRef key="core"/></specGrp><specGrpRef target="#a"/>',
        '<specGrp xml:id="a"><moduleRef key="core"/></specGrp>',
    ),
    odd_rule(
        "include-cycle",
        "An XInclude does not include what it is in.",
        "What such a document has could never be listed.",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href=""/>',
        '<moduleRef key="core"/>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "include-missing",
        "What an XInclude names is there, and may be read.",
        "A part of the schema would be missing without a message.",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="missing.xml"/>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="missing.xml"><xi:fallback/></xi:include>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "invalid-count",
        "A count is a number without a sign; a maximum may be 'unbounded'.",
        "What may be repeated how often cannot be guessed.",
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="many"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi" maxOccurs="2"/></content></elementSpec>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "empty-content",
        "A new element says what it has.",
        "Without content it must be empty; <empty/> in its content would say so.",
        _NEW.format(""),
        _NEW.format("<content><empty/></content>"),
    ),
    odd_rule(
        "empty-part",
        "A datatype names a type, and a closed list of values has values.",
        "Without them any text is allowed.",
        '<elementSpec ident="p" mode="change"><attList><attDef ident="x"><valList type="closed"/></attDef></attList>'
        "</elementSpec>",
        '<elementSpec ident="p" mode="change"><attList><attDef ident="x"/></attList></elementSpec>',
    ),
    odd_rule(
        "impossible-content",
        "The content of each element can be there.",
        "No document can have an element whose content demands a class without members, or has no end.",
        _NEW.format('<content><classRef key="model.none"/></content>') + '<classSpec ident="model.none" type="model"/>',
        _NEW.format('<content><classRef key="model.pLike"/></content>'),
    ),
    odd_rule(
        "include-and-except",
        "A reference has @include or @except, not both.",
        "What is included is all that is selected, so that @except has no effect.",
        '<moduleRef key="drama" include="sp speaker" except="speaker"/>',
        '<moduleRef key="drama" include="sp"/>',
    ),
    odd_rule(
        "invalid-facet",
        "The restrictions of a datatype are those of XML Schema, with values that make sense for it.",
        "A grammar with others is incorrect.",
        '<dataSpec ident="d"><content><dataRef name="token" restriction="[a"/></content></dataSpec>',
        '<dataSpec ident="d"><content><dataRef name="token" restriction="[a-z]"/></content></dataSpec>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "invalid-name",
        "Elements, attributes, classes, macros and datatypes have names as XML allows them.",
        "No document could have such an element or attribute, and no grammar can be written of it.",
        '<elementSpec ident="my element" mode="add"><content><empty/></content></elementSpec>',
        '<elementSpec ident="my-element" mode="add"><content><empty/></content></elementSpec>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "limit-exceeded",
        "Reading an ODD costs no more than the limits allow.",
        "Otherwise a file could fill all memory, or never come to an end.",
        "<desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc><desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc></desc>",
        "<desc>a</desc>",
        severity=Severity.ERROR,
    ),
    odd_rule(
        "missing-ident",
        "Specifications, attributes, values and references have the attribute that names them.",
        "Without it nothing says what is defined, changed or referred to.",
        '<elementSpec mode="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    odd_rule(
        "missing-type",
        "A new class is one of attributes or one of elements: @type is atts or model.",
        "It is taken for what its content suggests.",
        '<classSpec ident="att.x"><attList><attDef ident="x"/></attList></classSpec>',
        '<classSpec ident="att.x" type="atts"><attList><attDef ident="x"/></attList></classSpec>',
    ),
    odd_rule(
        "no-schema",
        "An ODD has a schemaSpec.",
        "A schemaSpec says what a schema consists of; a file of groups or specifications is a part of an ODD.",
        _DOCUMENT.format('<specGrp xml:id="a"><moduleRef key="tei"/></specGrp>'),
        _DOCUMENT.format(_SCHEMA.format("a")),
        severity=Severity.ERROR,
    ),
    odd_rule(
        "several-schemas",
        "An ODD has one schemaSpec, or it is stated which one is wanted.",
        "The first is compiled, unless another one is asked for.",
        _DOCUMENT.format(_SCHEMA.format("a") + _SCHEMA.format("b")),
        _DOCUMENT.format(_SCHEMA.format("a")),
        severity=Severity.INFO,
    ),
    odd_rule(
        "source-cycle",
        "An ODD is not based on itself, and chains of ODDs come to an end.",
        "There would be nothing that the first of them is based on.",
        '<moduleRef key="core" source="main.odd"/>',
        '<moduleRef key="core" source="tei:current"/>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "source-not-found",
        "What @source names is there, may be read, and has specifications in XML.",
        "Nothing could be selected from it.",
        '<moduleRef key="core" source="missing.odd"/>',
        '<moduleRef key="core" source="tei:current"/>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "source-replaced",
        "A copy of TEI P5 that @source names is there.",
        "The TEI P5 that teikit has is used in its place, which may be of another version.",
        '<moduleRef key="core" source="missing/p5subset.xml"/>',
        '<moduleRef key="core" source="tei:current"/>',
    ),
    odd_rule(
        "source-version",
        "The version of TEI P5 that @source names is the one that teikit has.",
        "Elements and attributes may differ in the version that is used in its place.",
        '<moduleRef key="core" source="tei:3.0.0"/>',
        '<moduleRef key="core" source="tei:current"/>',
        severity=Severity.INFO,
    ),
    odd_rule(
        "text-with-data",
        "A datatype, or a list of values, is the whole of a content.",
        "RELAX NG allows no text and no elements beside it (clause 7.2 of its specification).",
        '<elementSpec ident="p" mode="change"><content><sequence><textNode/><dataRef name="token"/></sequence>'
        "</content></elementSpec>",
        '<elementSpec ident="p" mode="change"><content><dataRef name="token"/></content></elementSpec>',
        severity=Severity.ERROR,
    ),
    odd_rule(
        "unknown-attribute",
        "The attributes of a specification are spelt as TEI spells them.",
        "It says nothing under another name; the nearest name that is known is used in its place.",
        '<elementSpec ident="hi" mdoe="delete"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    odd_rule(
        "unknown-group",
        "A specGrpRef refers to a group that is there.",
        "What the author wanted there is not in the schema; all else is.",
        '<specGrpRef target="#missing"/>',
        '<specGrp xml:id="a"><moduleRef key="core"/></specGrp>',
    ),
    odd_rule(
        "unknown-keyword",
        "Modes, usages and types are keywords that TEI defines.",
        "An unknown keyword says nothing; the nearest one that is known is used in its place, or none.",
        '<elementSpec ident="hi" mode="delte"/>',
        '<elementSpec ident="hi" mode="delete"/>',
    ),
    odd_rule(
        "unknown-name",
        "References in content models and datatypes are to what exists in the ODD or in its sources.",
        "A misspelt name is left out of the content model, which then allows or demands something else.",
        '<elementSpec ident="p" mode="change"><content><elementRef key="hii"/></content></elementSpec>',
        '<elementSpec ident="p" mode="change"><content><elementRef key="hi"/></content></elementSpec>',
    ),
    odd_rule(
        "unknown-part",
        "A specification has only children that TEI defines for it.",
        "A misplaced element has no effect; a misspelt one is taken for the nearest that is known.",
        '<elementSpec ident="hi" mode="change"><contents><textNode/></contents></elementSpec>',
        '<elementSpec ident="hi" mode="change"><content><textNode/></content></elementSpec>',
    ),
    odd_rule(
        "unknown-schema",
        "The schemaSpec that is asked for is in the ODD.",
        "Another one would be another schema.",
        _DOCUMENT.format(_SCHEMA.format("a") + "<!-- and --schema b -->"),
        _DOCUMENT.format(_SCHEMA.format("a") + "<!-- and --schema a -->"),
        severity=Severity.ERROR,
    ),
    odd_rule(
        "xml-id",
        "Each xml:id is a name, and comes once in a document.",
        "A reference to it could mean several elements, and validators of TEI refuse it.",
        '<specGrp xml:id="a"/><specGrp xml:id="a"/>',
        '<specGrp xml:id="a"/><specGrp xml:id="b"/>',
    ),
    odd_rule(
        "constraint-scheme",
        "The scheme of a constraintSpec is schematron.",
        "Constraints in other languages are kept in the compiled ODD, but nothing checks documents against them.",
        '<constraintSpec ident="c" scheme="private"><constraint><p>x</p></constraint></constraintSpec>',
        '<elementSpec ident="p" mode="change"/>',
        severity=Severity.INFO,
    ),
    odd_rule(
        "empty-grammar",
        "A grammar in RELAX NG that a moduleRef names has definitions.",
        "Only definitions are taken in, so that a grammar with a start alone adds nothing.",
        '<moduleRef url="pattern.rng"/>',
        '<moduleRef url="grammar.rng"/>',
    ),
    odd_rule(
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
    odd_rule(
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
)
RULE = {each.id: each for each in RULES}
