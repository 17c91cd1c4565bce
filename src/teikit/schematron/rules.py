"""The rules for Schematron schemas, and for documents that could not be validated, with examples."""

from teikit.diagnostics import Rule, Severity

_SOURCE = "ISO/IEC 19757-3:2016"


def _rule(name: str, summary: str, why: str, failing: str, passing: str) -> Rule:
    return Rule(name, Severity.ERROR, summary, why, failing, passing, _SOURCE, within="schematron")


def _pattern(rule: str) -> str:
    return f"<pattern>{rule}</pattern>"


_SOUND = _pattern('<rule context="p"><assert test="normalize-space()">A p is empty.</assert></rule>')

# The rules of projects are not here: `sch/ID` has the id and the text that the schema gives.
RULES = (
    _rule(
        "sch/not-evaluated",
        "An expression of the schema fails at a node of the document.",
        "What the rule would have said of this node is not known. All other rules and nodes are judged.",
        _pattern('<rule context="/*"><assert test="xs:integer(name()) = 1">x</assert></rule>'),
        _pattern('<rule context="/*"><assert test="not(name() castable as xs:integer)">x</assert></rule>'),
    ),
    _rule(
        "sch-schema/binding-unknown",
        "The schema names a query binding that is not supported.",
        "The binding says in which language contexts and tests are written; in another they mean something else.",
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="stx"/>',
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"/>',
    ),
    _rule(
        "sch-schema/not-a-schema",
        "The file is no ISO Schematron, and nothing that Schematron is embedded in.",
        "Schematron 1 has another namespace and other rules.",
        '<schema xmlns="http://www.ascc.net/xml/schematron"/>',
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>',
    ),
    _rule(
        "sch-schema/expression",
        "An expression is not correct in the schema's query binding, or calls what a schema may not.",
        "A rule that cannot be tried would let everything pass.",
        _pattern('<rule context="p["><assert test="1">x</assert></rule>'),
        _pattern('<rule context="p[1]"><assert test="1">x</assert></rule>'),
    ),
    _rule(
        "sch-schema/variable-unknown",
        "An expression uses a variable that no 'let' declares for it.",
        "It has no value.",
        _pattern('<rule context="p"><assert test="@n = $wanted">x</assert></rule>'),
        '<let name="wanted" value="1"/>' + _pattern('<rule context="p"><assert test="@n = $wanted">x</assert></rule>'),
    ),
    _rule(
        "sch-schema/variable-cycle",
        "Variables are declared by means of each other.",
        "None of them has a value.",
        '<let name="a" value="$b"/><let name="b" value="$a"/>',
        '<let name="a" value="$b"/><let name="b" value="1"/>',
    ),
    _rule(
        "sch-schema/name-twice",
        "A variable, a prefix, a phase or a function is declared twice.",
        "Which of them is meant would depend on the tool.",
        '<ns prefix="t" uri="u"/><ns prefix="t" uri="v"/>',
        '<ns prefix="t" uri="u"/><ns prefix="s" uri="v"/>',
    ),
    _rule(
        "sch-schema/attribute-missing",
        "An element of the schema lacks an attribute that it must have.",
        "A rule without a context, or an assert without a test, says nothing.",
        _pattern('<rule context="p"><assert>x</assert></rule>'),
        _SOUND,
    ),
    _rule(
        "sch-schema/element-not-allowed",
        "An element of the schema stands where it may not, or is not known.",
        "It would be passed over in silence, and with it what it says.",
        _pattern('<assert test="1">x</assert>'),
        _SOUND,
    ),
    _rule(
        "sch-schema/reference-unknown",
        "An assertion names a diagnostic or a property that is not there.",
        "What it would have told is missing.",
        _pattern('<rule context="p"><assert test="1" diagnostics="d">x</assert></rule>'),
        _pattern('<rule context="p"><assert test="1" diagnostics="d">x</assert></rule>')
        + '<diagnostics><diagnostic id="d">y</diagnostic></diagnostics>',
    ),
    _rule(
        "sch-schema/pattern-unknown",
        "A phase or an instance names a pattern that is not there.",
        "Rules that are meant to be tried would not be.",
        '<phase id="f"><active pattern="p"/></phase>',
        '<phase id="f"><active pattern="p"/></phase><pattern id="p"/>',
    ),
    _rule(
        "sch-schema/rule-unknown",
        "A rule extends an abstract rule that is not there.",
        "Its assertions are missing.",
        _pattern('<rule context="p"><extends rule="base"/></rule>'),
        _pattern('<rule abstract="true" id="base"/><rule context="p"><extends rule="base"/></rule>'),
    ),
    _rule(
        "sch-schema/rule-missing",
        "An assertion that is embedded in a grammar or an ODD has no rule, and so no context.",
        "There is no node to test.",
        '<element xmlns="http://relaxng.org/ns/structure/1.0" name="p">'
        '<assert xmlns="http://purl.oclc.org/dsdl/schematron" test="1">x</assert><text/></element>',
        '<element xmlns="http://relaxng.org/ns/structure/1.0" name="p">'
        '<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="p"><assert test="1">x</assert></rule>'
        "<text/></element>",
    ),
    _rule(
        "sch-schema/abstract-cycle",
        "Abstract patterns or rules refer to each other in a circle.",
        "They never come to an end.",
        _pattern('<rule abstract="true" id="a"><extends rule="a"/></rule><rule context="p"><extends rule="a"/></rule>'),
        _pattern('<rule abstract="true" id="a"/><rule context="p"><extends rule="a"/></rule>'),
    ),
    _rule(
        "sch-schema/phase-unknown",
        "The default phase is not there.",
        "Which patterns are to be tried is not known.",
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" defaultPhase="f"/>',
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" defaultPhase="f"><phase id="f"/></schema>',
    ),
    _rule(
        "sch-schema/include-missing",
        "What the schema includes is missing, or lies where it may not be read.",
        "Rules that are meant to be tried would not be.",
        '<include href="not-there.sch"/>',
        _SOUND,
    ),
    _rule(
        "sch-schema/include-cycle",
        "The schema includes itself, directly or through others.",
        "It never comes to an end.",
        '<include href="#p"/><pattern id="p"><include href="#p"/></pattern>',
        '<pattern id="p"/>',
    ),
    _rule(
        "sch-schema/not-supported",
        "The schema has XSLT that teikit does not run, or a part of Schematron that it does not support.",
        "What is left out without a word would let everything pass. docs/schematron.md lists what is supported.",
        '<xsl:template xmlns:xsl="http://www.w3.org/1999/XSL/Transform" match="p"/>',
        '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="k" match="p" use="@n"/>',
    ),
    _rule(
        "sch-schema/limit-exceeded",
        "The schema is larger, more deeply nested, or made of more files than can be read.",
        "What is read must not take endless time and memory.",
        "",
        "",
    ),
)
