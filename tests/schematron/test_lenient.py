"""Schemas that are not correct: what is wrong is reported once and left out, and the rest is run."""

import pytest

from support.schematron_cases import Case, cases, told
from teikit.diagnostics import Diagnostic
from teikit.relaxng.syntax.faults import SchemaSyntaxError

# It fires on every document, and is never at fault.
SOUND = "<pattern><rule context='/*'><report id='sound' test='true()'>sound</report></rule></pattern>"
RULE = "<rule context='a'>{}</rule>"
XSL = "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"
OTHER = "<report id='other' test='true()'>other</report>"


def pattern(content: str, attributes: str = "") -> str:
    return f"<pattern {attributes}>{content}</pattern>"


def rules(schema: str, **more: object) -> tuple[list[str], list[str]]:
    """The rules of the faults, and the ids of what is said of a document `<a/>`."""
    made = Case("", schema + SOUND, **more).load(lenient=True)  # type: ignore[arg-type]
    faults = [each.rule.removeprefix("sch-schema/") for each in made.faults]
    return faults, sorted(each.rule.removeprefix("sch/") for each in made.validate(b"<a/>", "a.xml"))


@pytest.mark.parametrize(
    ("schema", "fault", "others"),
    [
        (pattern("", "is-a='nowhere'"), "pattern-unknown", []),
        (pattern(RULE.format("<extends rule='nowhere'/>" + OTHER)), "rule-unknown", []),
        (pattern(RULE.format("<assert test='doc(1)'>x</assert>" + OTHER)), "expression", ["other"]),
        (pattern(RULE.format("<assert test='1 +'>x</assert>" + OTHER)), "expression", ["other"]),
        (pattern(RULE.format("<assert test='f:f(.)'>x</assert>" + OTHER)), "expression", ["other"]),
        (pattern(RULE.format("<assert test='nothing(.)'>x</assert>" + OTHER)), "expression", ["other"]),
        (pattern(RULE.format("<assert test='$v'>x</assert>" + OTHER)), "variable-unknown", ["other"]),
        (pattern(RULE.format("<assert>x</assert>" + OTHER)), "attribute-missing", ["other"]),
        (pattern(RULE.format("<asert test='1'>x</asert>" + OTHER)), "element-not-allowed", ["other"]),
        (pattern("<rule context='a['/>" + RULE.format(OTHER)), "expression", []),
        (pattern("<rule/>" + RULE.format(OTHER)), "attribute-missing", []),
        (pattern("<rulle context='a'/>" + RULE.format(OTHER)), "element-not-allowed", []),
        (pattern("<assert test='1'>x</assert>" + RULE.format(OTHER)), "element-not-allowed", ["other"]),
        (pattern(RULE.format(OTHER), "documents='x'"), "not-supported", []),
        ("<include href='nowhere.sch'/>" + pattern(RULE.format(OTHER)), "include-missing", ["other"]),
        (pattern("<include href='nowhere.sch'/>" + RULE.format(OTHER)), "include-missing", []),
        ("<patern/>" + pattern(RULE.format(OTHER)), "element-not-allowed", ["other"]),
        (
            "<phase id='f'><active pattern='nowhere'/></phase>" + pattern(RULE.format(OTHER)),
            "pattern-unknown",
            ["other"],
        ),
    ],
)
def test_what_is_wrong_is_left_out_and_all_else_is_run(schema: str, fault: str, others: list[str]) -> None:
    assert rules(schema) == ([fault], sorted(["sound", *others]))


USES = RULE.format("<assert id='uses' test='{}'>x</assert>" + OTHER)


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        (f"<xsl:function {XSL} name='f:f'><xsl:number/></xsl:function><ns prefix='f' uri='f'/>"
         + pattern(USES.format("f:f(.)")), "not-supported"),
        (f"<xsl:variable {XSL} name='v'><xsl:if/></xsl:variable>" + pattern(USES.format("$v")), "not-supported"),
        (f"<xsl:key {XSL} name='k' match='a'/>" + pattern(USES.format('key("k", 1)')), "attribute-missing"),
        (f"<xsl:key {XSL} name='k' match='a[' use='@n'/>" + pattern(USES.format('key("k", 1)')), "expression"),
        ("<let name='v' value='1 +'/>" + pattern(USES.format("$v = 2")), "expression"),
        ("<let name='v' value='1 +'/><let name='w' value='$v'/>" + pattern(USES.format("$w = 2")), "expression"),
        ("<let name='v' value='1'/><let name='v' value='2'/>" + pattern(USES.format("$v = 3")), "name-twice"),
        (pattern("<let name='v' value='1 +'/>" + USES.format("$v = 2")), "expression"),
        (pattern(RULE.format(f"<let name='v' value='1 +'/><assert test='$v'>x</assert>{OTHER}")), "expression"),
        ("<ns prefix='t' uri='u'/><ns prefix='t' uri='v'/>" + pattern(USES.format("t:b")), "name-twice"),
        ("<phase id='f'><active pattern='p'/></phase>"
         + pattern("<rule/>", "id='p'") + pattern(USES.format("self::a")), "attribute-missing"),
        ("<diagnostics><diagnostic id='d'><value-of/></diagnostic></diagnostics>"
         + pattern(RULE.format("<assert test='1' id='uses' diagnostics='d'>x</assert>" + OTHER)), "attribute-missing"),
    ],
)  # fmt: skip
def test_what_uses_a_thing_that_is_left_out_is_left_out_in_silence(schema: str, fault: str) -> None:
    assert rules(schema) == ([fault], ["other", "sound"])


def test_variables_in_a_circle_are_reported_and_what_uses_them_is_left_out() -> None:
    schema = "<let name='v' value='$w'/><let name='w' value='$v'/>" + pattern(USES.format("$v = 2"))
    assert rules(schema) == (["variable-cycle"] * 2, ["other", "sound"])


def test_a_context_that_uses_what_is_left_out_takes_its_pattern_with_it() -> None:
    schema = "<let name='v' value='1 +'/>" + pattern("<rule context='b[$v]'/>" + RULE.format(OTHER))
    assert rules(schema) == (["expression"], ["sound"])


def test_a_message_that_cannot_be_made_does_not_hide_what_it_is_about() -> None:
    schema = pattern(RULE.format("<assert test='b'>no b, but <value-of select='doc(1)'/></assert>"))
    made = Case("", schema).load(lenient=True)
    assert [each.message for each in made.validate(b"<a/>", "a.xml")] == ["no b, but [...]"]
    assert [each.rule for each in made.faults] == ["sch-schema/expression"]


def test_rules_that_are_embedded_one_by_one_are_left_out_one_by_one() -> None:
    grammar = (
        "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0' xmlns:s='http://purl.oclc.org/dsdl/schematron'>"
        "<s:assert test='1'>x</s:assert><s:pattern is-a='nowhere'/>"
        "<s:rule context='a'><s:report id='sound' test='true()'>x</s:report></s:rule><text/></element>"
    )
    made = Case("", grammar, file="a.rng").load(lenient=True)
    assert [each.rule for each in made.faults] == ["sch-schema/rule-missing", "sch-schema/pattern-unknown"]
    assert [each.rule for each in made.validate(b"<a/>", "a.xml")] == ["sch/sound"]


def faults(case: Case, *, lenient: bool) -> tuple[Diagnostic, ...]:
    try:
        return case.load(lenient=lenient).faults
    except SchemaSyntaxError as error:
        return error.diagnostics


@pytest.mark.parametrize("case", [each for each in cases() if each.faults], ids=lambda case: case.name)
def test_the_faults_of_a_lenient_schema_are_those_for_which_a_strict_one_is_refused(case: Case) -> None:
    assert faults(case, lenient=True) == faults(case, lenient=False) != ()


@pytest.mark.parametrize("case", [each for each in cases() if not each.faults], ids=lambda case: case.name)
def test_a_correct_schema_says_the_same_beside_a_pattern_that_is_wrong(case: Case) -> None:
    if not case.source.rstrip().endswith("</schema>"):
        pytest.skip("the schema is embedded")
    wrong = case.source.rstrip().removesuffix("</schema>") + "<pattern is-a='not-there'/></schema>"
    strict, lenient = case.load(), Case("", wrong, file=case.file, files=case.files).load(lenient=True)
    said = [
        [told(each).partition(" ")[2] for each in made.validate(case.document.encode(), "a.xml", case.phase)]
        for made in (strict, lenient)
    ]
    assert said[0] == said[1]
    assert len(lenient.faults) == 1
