"""What is claimed of files: valid is what was checked in full and has no errors, and nothing else."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, Severity
from teikit.report.formats import make_reporter
from teikit.report.outcome import format_summary, verdict_on_file
from teikit.report.reporter import Hidden, Result, Style, Summary

ERROR = Diagnostic("a.xml", "rng/element-not-allowed", Severity.ERROR, "no")
WARNING = Diagnostic("a.xml", "tei/pointer-unresolved", Severity.WARNING, "no")


def tally(*results: Result) -> Summary:
    summary = Summary()
    for each in results:
        summary = summary.plus(each)
    return summary


FINE = Result("a.xml")
KNOWN = Result("a.xml", hidden=Hidden(known=2))
IGNORED = Result("a.xml", hidden=Hidden(ignored=1))
SELECTED = Result("a.xml", hidden=Hidden(is_selected=True))
INVALID = Result("a.xml", [ERROR, WARNING])
WARNED = Result("a.xml", [WARNING])
MISSING = Result("a.xml", failure="a.xml: no such file")


KNOWN_ONE = "1 with known problems (2 in the baseline)"
IGNORED_ONE = "1 with ignored problems (1 in documents)"


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ((), "no file checked"),
        ((MISSING,), "no file checked, 1 not readable"),
        ((FINE,), "1 file checked, valid"),
        ((FINE, FINE), "2 files checked, all valid"),
        ((FINE, WARNED), "2 files checked, all valid: 1 warning"),
        ((FINE, MISSING), "1 file checked, valid, 1 not readable"),
        ((FINE, FINE, MISSING), "2 files checked, 2 valid, 1 not readable"),
        ((FINE, INVALID), "2 files checked, 1 invalid: 1 error, 1 warning"),
        ((SELECTED,), "1 file checked, valid by the selected rules"),
        ((SELECTED, SELECTED), "2 files checked, all valid by the selected rules"),
        (
            (FINE, KNOWN, Result("b.xml", hidden=Hidden(known=3))),
            "3 files checked, 2 with known problems (5 in the baseline), no new problems",
        ),
        (
            (KNOWN, WARNED),
            "2 files checked, 1 with known problems (2 in the baseline), no new errors: 1 warning",
        ),
        ((IGNORED,), "1 file checked, 1 with ignored problems (1 in documents), no other problems"),
        (
            (KNOWN, IGNORED, SELECTED),
            f"3 files checked, {KNOWN_ONE}, {IGNORED_ONE}, no new problems by the selected rules",
        ),
        (
            (KNOWN, INVALID, MISSING),
            "2 files checked, 1 invalid, 1 with known problems (2 in the baseline), 1 not readable: 1 error, 1 warning",
        ),
    ],
)
def test_the_tally_is_told_in_words(results: tuple[Result, ...], words: str) -> None:
    assert words == format_summary(tally(*results))


HIDDEN = st.builds(Hidden, st.integers(0, 3), st.integers(0, 3), st.booleans())
RESULTS = st.builds(
    lambda diagnostics, failure, hidden: (
        Result("a.xml", failure=failure) if failure else Result("a.xml", diagnostics, hidden=hidden)
    ),
    st.lists(st.sampled_from([ERROR, WARNING]), max_size=2),
    st.sampled_from(["", "a.xml: no such file"]),
    HIDDEN,
)


@given(st.lists(RESULTS, max_size=4))
def test_valid_is_claimed_of_nothing_else(results: list[Result]) -> None:
    words, summary = format_summary(tally(*results)), tally(*results)
    is_checked = [each for each in results if not each.failure]
    has_errors = any(ERROR in each.diagnostics for each in is_checked)
    hides = any(each.hidden.known or each.hidden.ignored for each in is_checked)
    claims = ", valid" in words or "all valid" in words or " valid," in words
    assert claims == (bool(is_checked) and not has_errors and not hides)
    assert ("all valid" in words) <= (not summary.unreadable)
    assert ("selected rules" in words) == (any(each.hidden.is_selected for each in is_checked) and not has_errors)


def written(name: str, *results: Result, shard: tuple[int, int] | None = None) -> str:
    out = io.StringIO()
    made = make_reporter(name, out, Style(shard=shard))
    made.begin()
    for each in results:
        made.add(each)
    made.end(tally(*results))
    return out.getvalue()


@pytest.mark.parametrize(
    ("hidden", "name"),
    [
        (Hidden(), "valid"),
        (Hidden(known=1, ignored=1), "no new problems"),
        (Hidden(ignored=1), "no other problems"),
        (Hidden(is_selected=True), "valid by the selected rules"),
    ],
)
def test_the_test_case_of_a_file_without_problems_claims_no_more_than_was_found(hidden: Hidden, name: str) -> None:
    assert name == verdict_on_file(hidden)
    assert f'<testcase classname="a.xml" name="{name}"/>' in written("junit", Result("a.xml", hidden=hidden))


@pytest.mark.parametrize(
    ("results", "title"),
    [
        ((), "No files were checked"),
        ((FINE,), "The file is valid"),
        ((FINE, FINE), "All 2 files are valid"),
        ((FINE, KNOWN), "No new errors in 2 files"),
        ((IGNORED,), "No other errors in 1 file"),
        ((FINE, SELECTED), "All 2 files are valid by the selected rules"),
        ((KNOWN, SELECTED), "No new errors in 2 files by the selected rules"),
        ((FINE, MISSING), "1 file could not be checked"),
        ((KNOWN, INVALID), "1 of 2 files is invalid"),
    ],
)
def test_the_page_claims_no_more_than_was_found(results: tuple[Result, ...], title: str) -> None:
    page = written("html", *results)
    assert f"<h1>{title}</h1>" in page
    hiding = [each for each in results if each.hidden != Hidden()]
    assert bool(hiding) == ("without problems but those that are known, ignored or not selected" in page)


def test_json_counts_what_is_hidden() -> None:
    summary = json.loads(written("json", KNOWN, IGNORED, SELECTED))["summary"]
    assert set(Summary._fields) == set(summary)
    hidden = {"known": 2, "known_files": 1, "ignored": 1, "ignored_files": 1, "selected_files": 1}
    assert hidden.items() <= summary.items()
    entries = json.loads(written("json", KNOWN, FINE, shard=(1, 2)))["shard"]["files"]
    assert [each.get("hidden") for each in entries] == [{"known": 2}, None]
