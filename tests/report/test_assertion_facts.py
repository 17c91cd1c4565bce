"""What a Schematron schema says besides a message is in every format that has a place for it; JSON returns it."""

import json
from collections.abc import Callable
from pathlib import Path

from lxml import etree, html

from support.schematron_cases import Case
from teikit.diagnostics import Diagnostic, Severity
from teikit.report.read_json import open_report
from teikit.report.reporter import Result

Make = Callable[..., str]
CASE = Case(
    "facts",
    "<pattern><rule context='a'><assert test='@n' id='x' role='hint' flag='legal' see='#s' diagnostics='d e'"
    " properties='p'>no n</assert><report test='true()' id='y' diagnostics='e'>plain</report></rule></pattern>"
    "<diagnostics><diagnostic id='d' xml:lang='de'>kein n</diagnostic><diagnostic id='e'>none</diagnostic>"
    "</diagnostics>"
    "<properties><property id='p' role='kind' scheme='house' xml:lang='en'>missing</property></properties>",
)
FACTS = {
    "role": "hint",
    "flag": "legal",
    "see": "#s",
    "properties": [{"id": "p", "message": "missing", "role": "kind", "scheme": "house", "lang": "en"}],
}


def found() -> list[Diagnostic]:
    return CASE.load().validate(b"<a/>", "d.xml")


def test_json_has_them_where_there_are_any(make: Make) -> None:
    plain, more = json.loads(make("json", [Result("d.xml", found())]))["diagnostics"]
    assert {name: more[name] for name in FACTS} == FACTS
    assert [(each.get("id"), each.get("lang")) for each in more["notes"]] == [("d", "de"), ("e", None)]
    assert FACTS.keys().isdisjoint(plain)
    assert [each["id"] for each in plain["notes"]] == ["e"]


def test_they_come_back_from_json(make: Make, tmp_path: Path) -> None:
    for form in ("json", "jsonl"):
        path = tmp_path / f"report.{form}"
        path.write_text(make(form, [Result("d.xml", found())]), encoding="utf-8")
        assert [each for _, result in open_report(path).results() for each in result.diagnostics] == found()


def test_sarif_has_them_in_property_bags(make: Make) -> None:
    (run,) = json.loads(make("sarif", [Result("d.xml", found())]))["runs"]
    plain, more = run["results"]
    assert more["properties"] == FACTS
    assert [each.get("properties") for each in more["relatedLocations"]] == [{"id": "d", "lang": "de"}, {"id": "e"}]
    assert "properties" not in plain


def test_junit_has_the_diagnostics_in_its_text(make: Make) -> None:
    report = etree.fromstring(make("junit", [Result("d.xml", found())]).encode())
    assert [each.text for each in report.iter("system-out", "failure")] == [
        "plain\n/a\ne: none",
        "info: no n\n/a\nd (de): kein n\ne: none",
    ]


def test_html_has_the_diagnostics_with_their_language(make: Make) -> None:
    page = html.fromstring(make("html", [Result("d.xml", found())]))
    notes = [(each.get("data-diagnostic"), each.get("lang"), each.text_content()) for each in page.iter("p")]
    assert ("d", "de", "kein n") in notes
    assert ("e", None, "none") in notes


def test_a_role_of_no_known_severity_is_kept(make: Make) -> None:
    case = Case(
        "role", "<pattern><rule context='a' role='info'><assert test='0' role='editor'>x</assert></rule></pattern>"
    )
    (one,) = case.load().validate(b"<a/>", "d.xml")
    (written,) = json.loads(make("json", [Result("d.xml", [one])]))["diagnostics"]
    assert (written["role"], written["severity"]) == ("editor", Severity.INFO)
