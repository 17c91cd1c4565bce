"""What is written as SVRL: what the standard's schema allows, with all that happened and each node where it is."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from support.schematron_cases import Case, cases
from support.svrl import SVRL, faults, findings, jing_faults, words

CASE = Case(
    "all",
    "<title>T</title><ns prefix='t' uri='u'/><phase id='f'><active pattern='p'/></phase>"
    "<pattern id='p'><title>P</title><rule id='r' context='t:b' role='warning'>"
    "<assert id='x' test='@n' diagnostics='d' properties='q' see='s' flag='k'>no <name/></assert>"
    "<report test='xs:integer(@m) = 1'>one</report></rule></pattern><pattern id='other'/>"
    "<diagnostics><diagnostic id='d' xml:lang='en'>D</diagnostic></diagnostics>"
    "<properties><property id='q' role='z' scheme='w'>Q</property></properties>",
)

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CASE_OF_ONE = "<rule context='a'><report test=\"{test}\">x</report></rule>"


def written(document: str, phase: str | None = None, case: Case = CASE) -> etree._Element:
    found = case.load().svrl(document.encode(), "d.xml", phase)
    assert faults(found) == []
    return etree.fromstring(found)


def names(root: etree._Element) -> list[str]:
    return [str(each.tag).removeprefix(SVRL) for each in root]


def rules(inside: str, more: str = "", **options: str) -> Case:
    return Case("one", f"{more}<pattern>{inside}</pattern>", **options)  # type: ignore[arg-type]  strings all


def test_patterns_rules_and_asserts_are_written_in_the_order_of_what_happened() -> None:
    root = written("<a xmlns:t='u'><t:b m='1'/><t:b n='' m='k'/></a>", "f")
    assert (root.get("title"), root.get("phase")) == ("T", "f")
    first = ["ns-prefix-in-attribute-values", "active-pattern", "fired-rule", "failed-assert", "successful-report"]
    assert names(root) == [*first, "fired-rule", "failed-assert"]


def test_a_pattern_and_a_rule_bear_their_attributes_as_written() -> None:
    root = written("<a xmlns:t='u'><t:b n='' m='2'/></a>", "f")
    pattern, rule = root.find(f"{SVRL}active-pattern"), root.find(f"{SVRL}fired-rule")
    assert pattern is not None
    assert rule is not None
    assert dict(pattern.attrib) == {"id": "p", "documents": "d.xml", "name": "P"}
    assert dict(rule.attrib) == {"context": "t:b", "id": "r", "role": "warning"}


def test_a_failed_assert_bears_what_the_schema_says_of_it() -> None:
    found = written("<a xmlns:t='u'><t:b m='2'/></a>").find(f"{SVRL}failed-assert")
    assert found is not None
    location = "/a/*[local-name()='b' and namespace-uri()='u'][1]"
    assert dict(found.attrib) == {"id": "x", "test": "@n", "flag": "k", "location": location}
    assert [(str(each.tag).removeprefix(SVRL), "".join(each.itertext())) for each in found] == [
        ("diagnostic-reference", "D"),
        ("property-reference", "Q"),
        ("text", "no t:b"),
    ]
    diagnostic, prop, text = found
    assert diagnostic.get("diagnostic") == "d"
    assert diagnostic[0].get(LANGUAGE) == "en"
    assert dict(prop.attrib) == {"property": "q", "role": "z", "scheme": "w"}
    # The schema of SVRL has this attribute at the text.
    assert text.get("see") == "s"


def test_all_patterns_are_written_without_a_phase() -> None:
    root = written("<a/>")
    assert [each.get("id") for each in root.iter(f"{SVRL}active-pattern")] == ["p", "other"]
    assert root.get("phase") is None


def test_the_default_phase_is_named() -> None:
    schema = "<schema xmlns='http://purl.oclc.org/dsdl/schematron' defaultPhase='f'>" + CASE.schema + "</schema>"
    case = Case("default", schema.replace("<assert", "<assert").replace("xs:integer(@m)", "@m"))
    assert written("<a/>", None, case).get("phase") == "f"


def test_a_schema_without_patterns_has_one_active_pattern_as_the_standard_demands() -> None:
    assert names(written("<a/>", None, Case("none", "<title>none</title>"))) == ["active-pattern"]


def test_expressions_are_written_as_they_are() -> None:
    test = "not(@n = '&lt;&amp;&quot;##[x' or contains(., '&#10;&#9;\u202ex'))"
    found = CASE_OF_ONE.format(test=test)
    (report,) = findings(written("<a/>", None, rules(found)))
    assert report.get("test") == "not(@n = '<&\"##[x' or contains(., '\n\t\u202ex'))"
    # No character and no command acts where the report is shown.
    text = rules(found).load().svrl(b"<a/>", "d.xml").decode()
    assert not [each for each in ("\u202e", "##[", "\t") if each in text]


def test_messages_keep_their_markup() -> None:
    text = (
        " A <emph>very <value-of select='@n'/></emph>\n <span class='k'> wrong </span><dir value='rtl'>a<name/></dir>"
        " <b xmlns='h'>x</b> . "
    )
    (found,) = findings(
        written("<a n=' 1 '/>", None, rules(f"<rule context='a'><assert test='0'>{text}</assert></rule>"))
    )
    inside = found.find(f"{SVRL}text")
    assert inside is not None
    assert [(str(each.tag).removeprefix(SVRL), dict(each.attrib), each.text, each.tail) for each in inside] == [
        ("emph", {}, "very 1 ", None),
        ("span", {"class": "k"}, "wrong ", None),
        ("dir", {"dir": "rtl"}, "aa", " x ."),
    ]
    assert words(found) == "A very 1 wrong aa x ."


def test_languages_are_those_around_the_text() -> None:
    case = rules(
        "<rule context='a' xml:lang='de'><assert test='0' diagnostics='d e'>x</assert><report test='1'>y</report>"
        "</rule>",
        "<diagnostics xml:lang='fr'><diagnostic id='d'>D</diagnostic><diagnostic id='e' xml:lang='it'>E</diagnostic>"
        "</diagnostics>",
    )
    found = [each.get(LANGUAGE) for each in written("<a/>", None, case).iter(f"{SVRL}text")]
    assert found == ["fr", "it", "de", "de"]


def test_ids_that_svrl_does_not_allow_are_left_out_or_made_tokens() -> None:
    case = rules(
        "<rule context='a' id='1 r'><assert test='0' id='a:b' diagnostics='d(1)' properties='p+'>x</assert></rule>",
        "<diagnostics><diagnostic id='d(1)'>D</diagnostic></diagnostics>"
        "<properties><property id='p+'>P</property></properties>",
    )
    (found,) = findings(written("<a/>", None, case))
    assert found.get("id") is None
    assert [dict(each.attrib) for each in found[:2]] == [{"diagnostic": "d_1_"}, {"property": "p_"}]


def test_what_cannot_be_evaluated_is_a_failed_assert_of_its_rule() -> None:
    failing = "<rule context='a[xs:integer(@n) = 1]'><assert test='0'>x</assert></rule>"
    root = written("<a n='k'/>", None, rules(failing))
    assert names(root) == ["active-pattern", "fired-rule", "failed-assert"]
    (found,) = findings(root)
    assert (found.get("location"), found.get("test")) == ("/", "a[xs:integer(@n) = 1]")
    assert words(found).startswith("the rule cannot be tried: ")


@pytest.mark.parametrize("case", [each for each in cases() if not each.faults], ids=lambda each: each.name)
def test_the_svrl_of_every_case_is_valid_and_has_all_findings(case: Case) -> None:
    root = written(case.document, case.phase, case)
    found = findings(root)
    assert len({each.partition(" | ")[0] for each in case.expected}) <= len(found)


def test_a_group_is_an_active_group_and_severities_are_written() -> None:
    group = (
        "<group id='g'><rule context='a'><assert test='0' severity='warning'>x</assert></rule>"
        "<rule context='a'><report test='1'>y</report></rule></group>"
    )
    root = written("<a/>", None, Case("group", group))
    assert names(root) == ["active-group", "fired-rule", "failed-assert", "fired-rule", "successful-report"]
    assert [each.get("severity") for each in findings(root)] == ["warning", None]


def test_patterns_of_other_documents_name_them() -> None:
    case = Case(
        "others",
        "<pattern documents='(//@href)'><rule context='b'><assert test='@n'>no n</assert></rule></pattern>"
        "<pattern><rule context='a'><assert test='0'>x</assert></rule></pattern>",
        files={"one.xml": "<!--c--><b/>", "t wo.xml": "<!--c--><!--d--><l><b/><b n=''/></l>"},
    )
    data = b"<a><c href='one.xml'/><c href='t%20wo.xml'/></a>"
    found = case.load(allow=frozenset({"document"})).svrl(data, "d.xml")
    assert faults(found) == []
    root = etree.fromstring(found)
    assert [each.get("documents") for each in root.iter(f"{SVRL}active-pattern")] == ["one.xml t%20wo.xml", "d.xml"]
    fired = [each.get("document") for each in root.iter(f"{SVRL}fired-rule")]
    assert fired == ["one.xml", "t%20wo.xml", "t%20wo.xml", None]
    assert [each.get("location") for each in findings(root)] == ["/b", "/l/b[1]", "/a"]


def test_documents_that_cannot_be_read_are_a_failed_assert() -> None:
    case = Case(
        "none", "<pattern id='p' documents='\"no.xml\"'><rule context='b'><assert test='0'>x</assert></rule></pattern>"
    )
    found = case.load(allow=frozenset({"document"})).svrl(b"<a/>", "d.xml")
    assert faults(found) == []
    root = etree.fromstring(found)
    assert names(root) == ["active-pattern", "fired-rule", "failed-assert"]
    assert "no.xml" in words(findings(root)[0])


def test_jing_takes_the_svrl_of_all_cases(tmp_path: Path) -> None:
    if shutil.which("jing") is None:
        pytest.skip("jing is not installed")
    files = []
    for number, case in enumerate(each for each in cases() if not each.faults):
        files.append(tmp_path / f"{number}.svrl")
        files[-1].write_bytes(case.load().svrl(case.document.encode(), "d.xml", case.phase))
    assert jing_faults(files) == ""
