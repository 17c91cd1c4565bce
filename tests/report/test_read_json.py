"""Reports that others wrote: what is no report is refused in one sentence, whatever is in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from teikit.report.json import VERSION
from teikit.report.merge import IncompleteError, merge_reports
from teikit.report.read_json import NotAReportError, open_report

DIAGNOSTIC: dict[str, Any] = {
    "file": "a.xml", "rule": "rng/x", "severity": "error", "message": "wrong", "line": 1, "column": 1, "end_line": 1,
    "end_column": 2, "path": "/TEI", "notes": [{"message": "a", "file": None, "line": None}], "expected": ["b"],
    "fix": {"safety": "safe", "message": "c", "edits": [{"start": 0, "end": 1, "text": "d"}]},
}  # fmt: skip
SUMMARY = {"files": 1, "invalid": 1, "unreadable": 0, "errors": 1, "warnings": 0, "infos": 0}


def report(**changed: Any) -> dict[str, Any]:
    return {"version": VERSION, "diagnostics": [DIAGNOSTIC], "unreadable": [], "summary": SUMMARY, **changed}


def with_diagnostic(**changed: Any) -> dict[str, Any]:
    return report(diagnostics=[{**DIAGNOSTIC, **changed}])


def part(number: Any, of: Any, count: Any = 1) -> dict[str, Any]:
    entry = {"number": 0, "file": "a.xml", "problems": count}
    return report(shard={"part": number, "of": of, "files": [entry]})


def test_a_report_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(report()))
    (_, result), *_ = open_report(tmp_path / "a.json").results()
    assert [(one.message, one.fix is not None) for one in result.diagnostics] == [("wrong", True)]


ODD = (10**400, 2**60, -1, True, {}, 1e300, "\ud800", [1])
NO_COUNTS = (10**400, 2**60, -1, True, "1", None, 1.0)
WRONG = [
    *(with_diagnostic(**{key: value}) for key in DIAGNOSTIC for value in ODD),
    *(report(summary={**SUMMARY, key: value}) for key in SUMMARY for value in NO_COUNTS),
    *(part(number, of) for number, of in ((1, 10**400), (2**60, 2**61), (0, 1), (1, 0), (True, 1), (1, "1"), (1.0, 1))),
    *(part(1, 1, count) for count in (10**400, 2**63, -1, None, True, "1", 1.0, [])),
    report(diagnostics={}), report(unreadable=1), report(unreadable=[1]), report(version=10**400),
    report(summary=[]), report(**{f"a{number}": 1 for number in range(2_000)}),
]  # fmt: skip


@pytest.mark.parametrize("value", WRONG, ids=range(len(WRONG)))
def test_what_is_no_report_is_refused(value: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(value))
    with pytest.raises(NotAReportError):
        list(open_report(tmp_path / "a.json").results())


def test_a_part_of_very_many_is_incomplete_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(part(1, 1 << 32)))
    with pytest.raises(
        IncompleteError, match=r"of 4294967296 parts there is no report of part 2, .* and 4294967287 more"
    ):
        merge_reports([open_report(tmp_path / "a.json")])
