"""The concise format: values of one cause on one line, remarks once in a run."""

import io

import pytest

from teikit.diagnostics import Diagnostic, Severity, point
from teikit.diagnostics.value_faults import ValueFault
from teikit.report.formats import make_reporter
from teikit.report.reporter import Result, Style, Summary

RULE = "tei/pointer-unresolved"


def fault(file: str, line: int, value: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    message = ValueFault("ref", value, "leads to no xml:id in this file").message()
    return Diagnostic(file, RULE, severity, message, point(line, 3))


def written(*files: list[Diagnostic], style: Style | None = None) -> list[str]:
    out = io.StringIO()
    report = make_reporter("concise", out, style or Style())
    report.begin()
    for number, found in enumerate(files):
        report.add(Result(found[0].file if found else "none.xml", found, number=number))
    report.end(Summary())
    return out.getvalue().splitlines()


def test_more_than_twenty_values_of_one_cause_have_one_line() -> None:
    found = [fault("a.xml", number, f"#prs{number}") for number in range(1, 22)]
    assert written(found) == [
        (
            "a.xml:1:3: warning[tei/pointer-unresolved] 21 values of @ref such as '#prs1' lead to no xml:id"
            " in this file (also at 2:3, 3:3 and 18 more; --no-group shows each)"
        )
    ]
    assert len(written(found[:20])) == 20
    assert len(written(found, style=Style(is_grouped=False))) == 21


def test_values_of_another_form_and_other_problems_have_their_own_lines() -> None:
    found = [fault("a.xml", number, f"#prs{number}") for number in range(1, 32)]
    found.insert(5, fault("a.xml", 6, "#somebody"))
    found.insert(9, Diagnostic("a.xml", "tei/part-empty", Severity.WARNING, "'p' is empty", point(9, 1)))
    assert [each.partition(" ")[0] for each in written(found)] == ["a.xml:1:3:", "a.xml:6:3:", "a.xml:9:1:"]


def test_other_problems_have_a_line_each() -> None:
    found = [Diagnostic("a.xml", "rng/x", Severity.ERROR, f"value '{n}' is wrong", point(n, 1)) for n in range(1, 50)]
    assert len(written(found)) == 49


def test_remarks_are_written_once_in_a_run() -> None:
    files = [[fault(f"{name}.xml", number, f"#prs{number}", Severity.INFO) for number in (1, 2, 3)] for name in "abc"]
    files[2].append(fault("c.xml", 4, "#somebody", Severity.INFO))
    assert written(*files) == [
        (
            "a.xml:1:3: info[tei/pointer-unresolved] 3 values of @ref such as '#prs1' lead to no xml:id in this file"
            " (also at 2:3, 3:3; --no-group shows each)"
        ),
        "c.xml:4:3: info[tei/pointer-unresolved] @ref '#somebody' leads to no xml:id in this file",
        "6 more remarks of these kinds in 2 files not shown (--no-group shows each)",
    ]
    assert len(written(*files, style=Style(is_grouped=False))) == 10


@pytest.mark.parametrize(("most", "lines"), [(1, 1), (2, 2)])
def test_a_limit_counts_lines(most: int, lines: int) -> None:
    found = [fault("a.xml", number, f"#prs{number}") for number in range(1, 31)]
    found.append(Diagnostic("a.xml", "tei/part-empty", Severity.WARNING, "'p' is empty", point(99, 1)))
    style = Style(max_problems=None, max_per_file=most)
    expected = ["a.xml: 1 more problem not shown (--max-problems N shows up to N in all)"] if most == 1 else []
    assert written(found, style=style)[lines:] == expected


def test_many_values_with_many_causes_end_in_few_lines() -> None:
    found = [fault("a.xml", number, f"#{'x' * (number % 3_000)}{number}") for number in range(1, 6_000)]
    assert 0 < len(written(found)) < 6_000


def test_the_terminal_counts_values() -> None:
    out = io.StringIO()
    report = make_reporter("terminal", out, Style(width=200))
    report.begin()
    report.add(Result("a.xml", [fault("a.xml", number, f"#prs{number}") for number in range(1, 128)]))
    report.end(Summary(warnings=127))
    assert "127 values of @ref such as '#prs1' lead to no xml:id in this file\n" in out.getvalue()


def test_other_remarks_are_written_once_too() -> None:
    def remark(file: str, line: int, rule: str) -> Diagnostic:
        return Diagnostic(file, rule, Severity.INFO, "'note' is empty", point(line, 1))

    files = [[remark(f"{name}.xml", line, "tei/part-empty") for line in (1, 2)] for name in "ab"]
    assert written(*files) == [
        "a.xml:1:1: info[tei/part-empty] 'note' is empty 2 times (also at 2:1; --no-group shows each)",
        "2 more remarks of these kinds in 1 file not shown (--no-group shows each)",
    ]
    assert len(written([remark("a.xml", line, "sch/house") for line in range(5)])) == 5
