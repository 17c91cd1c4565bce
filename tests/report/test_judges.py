"""Reports before the judges of their formats: official schemas, and a reader that knows GitHub's escaping rules."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from teikit.diagnostics import Diagnostic
from teikit.report.reporter import Result

Make = Callable[..., str]
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["plain", "hostile", "none"])
def results(request: pytest.FixtureRequest) -> list[Result]:
    return [] if request.param == "none" else request.getfixturevalue(request.param)


def problems(results: list[Result]) -> list[Diagnostic]:
    return [one for each in results for one in each.diagnostics]


def _schema(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_json_is_what_its_schema_says(results: list[Result], make: Make) -> None:
    report = json.loads(make("json", results))
    jsonschema.validate(report, _schema(ROOT / "schema" / "report.schema.json"), jsonschema.Draft202012Validator)
    assert [each["message"] for each in report["diagnostics"]] == [each.message for each in problems(results)]


def test_the_schema_of_json_is_correct_and_names_every_member() -> None:
    schema = _schema(ROOT / "schema" / "report.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    # Reports of whole runs have no shard, a file has problems or could not be read, and mostly nothing is hidden.
    optional = {"shard", "problems", "hidden", "unreadable", "undecided", "schema", "schemas"}
    # Only Schematron schemas give these to an assertion, its diagnostics and properties.
    optional |= {"role", "flag", "see", "properties", "id", "lang", "scheme"}
    for part in (schema, *schema["$defs"].values()):
        required, members = part.get("required", []), list(part.get("properties", {}))
        assert required == members[: len(required)]
        assert set(members) - set(required) <= optional


def test_json_lines_hold_what_json_holds(results: list[Result], make: Make) -> None:
    whole = json.loads(make("json", results))
    lines = [json.loads(each) for each in make("jsonl", results).splitlines()]
    assert lines[-1] == {"version": 1, "summary": whole["summary"]}
    assert [each for each in lines[:-1] if "unreadable" not in each] == whole["diagnostics"]
    assert [each["unreadable"] for each in lines if "unreadable" in each] == whole["unreadable"]


def test_sarif_is_what_the_official_schema_says(results: list[Result], make: Make, shared: Path) -> None:
    report = json.loads(make("sarif", results))
    jsonschema.Draft4Validator(_schema(shared / "schemas" / "sarif" / "sarif-schema-2.1.0.json")).validate(report)
    (run,) = report["runs"]
    assert len(run["results"]) == len(problems(results))
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["invocations"][0]["executionSuccessful"] is (not any(each.failure for each in results))


def test_sarif_holds_places_notes_and_fixes(plain: list[Result], make: Make) -> None:
    (run,) = json.loads(make("sarif", plain))["runs"]
    first, second, third = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 18}
    assert place["artifactLocation"] == {"uri": "a.xml"}
    replacement = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement == {"deletedRegion": {"byteOffset": 30, "byteLength": 6}, "insertedContent": {"text": "salute"}}
    assert first["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5}
    assert [first["level"], second["level"], third["level"]] == ["error", "warning", "note"]
    assert "region" not in third["locations"][0]["physicalLocation"]


def test_names_of_files_are_uris_in_sarif(plain: list[Result], make: Make) -> None:
    for name, uri in (
        ("a b%.xml", "a%20b%25.xml"),
        ("./x:y/ü.xml", "x%3Ay/%C3%BC.xml"),
        ("/t/a.xml", "file:///t/a.xml"),
    ):
        moved = [Result(name, [Diagnostic(name, "r/r", plain[0].diagnostics[0].severity, "m")])]
        (run,) = json.loads(make("sarif", moved))["runs"]
        assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_junit_is_what_its_schema_says(results: list[Result], make: Make, shared: Path) -> None:
    report = etree.fromstring(make("junit", results).encode())
    etree.XMLSchema(etree.parse(shared / "schemas" / "junit" / "junit-10.xsd")).assertValid(report)
    for suite, result in zip(report.iterfind("testsuite"), results, strict=True):
        for what in ("failure", "error"):
            assert suite.get(f"{what}s") == str(len(suite.findall(f"testcase/{what}")))
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert len(suite.findall("testcase/failure")) == sum(each.severity == "error" for each in result.diagnostics)


def test_gitlab_gets_what_its_documentation_asks(results: list[Result], make: Make) -> None:
    report = json.loads(make("gitlab", results))
    jsonschema.validate(report, _schema(Path(__file__).with_name("gitlab.schema.json")))
    assert len(report) == len(problems(results)) + sum(bool(each.failure) for each in results)
    assert len({each["fingerprint"] for each in report}) == len(report)


def test_fingerprints_stay_when_lines_move(plain: list[Result], make: Make) -> None:
    first = plain[0].diagnostics[0]
    moved = Diagnostic(first.file, first.rule, first.severity, first.message, None, first.path)
    one = json.loads(make("gitlab", [Result("a.xml", [first, first])]))
    two = json.loads(make("gitlab", [Result("a.xml", [moved, moved])]))
    assert [each["fingerprint"] for each in one] == [each["fingerprint"] for each in two]
    assert one[0]["fingerprint"] != one[1]["fingerprint"]


def workflow_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as GitHub's runner does."""
    found = re.fullmatch(r"::([a-z]+) ([^:]*(?:%3A[^:]*)*)::(.*)", line)
    assert found, line
    properties = dict(each.split("=", 1) for each in found[2].split(","))
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        properties = {key: value.replace(escape, char) for key, value in properties.items()}
    message = found[3]
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        message = message.replace(escape, char)
    return found[1], properties, message


def test_github_reads_back_what_was_written(results: list[Result], make: Make) -> None:
    commands = [workflow_command(line) for line in make("github", results).splitlines()]
    assert len(commands) == len(problems(results)) + sum(bool(each.failure) for each in results)
    assert {name for name, _, _ in commands} <= {"error", "warning", "notice"}
    assert {key for _, told, _ in commands for key in told} <= {"file", "line", "col", "endLine", "endColumn", "title"}


def test_github_gets_places_with_the_last_column_counted_in(plain: list[Result], make: Make) -> None:
    plain.append(Result("a,b:c%.xml", failure="a,b:c%.xml: 100%0A gone"))
    first, _, third, _, odd = (workflow_command(line) for line in make("github", plain).splitlines())
    place = {"file": "a.xml", "line": "3", "col": "11", "endLine": "3", "endColumn": "17"}
    assert first == ("error", place | {"title": "rng/element-not-allowed"}, plain[0].diagnostics[0].message)
    assert third == ("notice", {"file": "a.xml", "title": "tei/x"}, "it has no place")
    assert odd == ("error", {"file": "a,b:c%.xml"}, "a,b:c%.xml: 100%0A gone")


def test_csv_has_a_row_a_problem(results: list[Result], make: Make) -> None:
    rows = list(csv.reader(io.StringIO(make("csv", results), newline="")))
    assert len(rows) == 1 + len(problems(results)) + sum(bool(each.failure) for each in results)
    assert {len(row) for row in rows} == {9}
