"""A baseline: what is known stays silent wherever its lines move, what is new or gone is told."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, Severity, point
from teikit.errors import UnreadableInputError
from teikit.suppression.baseline import Baseline


def problem(file: str = "a.xml", rule: str = "rng/x", message: str = "wrong", line: int = 1) -> Diagnostic:
    return Diagnostic(file, rule, Severity.ERROR, message, point(line, 1), f"/TEI/p[{line}]")


def known(tmp_path: Path, *found: Diagnostic) -> Baseline:
    written = Baseline(tmp_path / "baseline.json")
    for file in {each.file for each in found}:
        written.record(file, [each for each in found if each.file == file])
    written.write()
    return Baseline.read(tmp_path / "baseline.json")


def test_what_is_known_is_silent_on_any_line(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    baseline = known(tmp_path, problem(file), problem(file, line=7))
    assert baseline.filter_new(file, [problem(file, line=20), problem(file, line=40)]) == []


def test_one_more_of_a_kind_is_told(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    baseline = known(tmp_path, problem(file))
    assert baseline.filter_new(file, [problem(file), problem(file, line=2)]) == [problem(file, line=2)]


def test_another_file_rule_or_message_is_told(tmp_path: Path) -> None:
    file, other = str(tmp_path / "a.xml"), str(tmp_path / "b.xml")
    baseline = known(tmp_path, problem(file))
    assert baseline.filter_new(other, [problem(other)]) == [problem(other)]
    for new in (problem(file, rule="rng/y"), problem(file, message="worse")):
        assert new in baseline.filter_new(file, [problem(file), new])


def test_what_is_gone_is_told_once_a_rule(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    baseline = known(tmp_path, problem(file), problem(file, message="other"), problem(file, rule="rng/y"))
    found = baseline.filter_new(file, [problem(file, rule="rng/y")])
    assert [(each.rule, each.message) for each in found] == [
        ("suppression/baseline-unused", "2 problems of 'rng/x' that the baseline knows are gone")
    ]


def test_files_are_named_from_the_folder_of_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letters").mkdir()
    known(tmp_path, problem(str(tmp_path / "letters" / "a.xml")))
    assert list(json.loads((tmp_path / "baseline.json").read_text())["files"]) == ["letters/a.xml"]
    monkeypatch.chdir(tmp_path / "letters")
    assert Baseline.read(Path("../baseline.json")).filter_new("a.xml", [problem("a.xml")]) == []


def test_a_file_that_is_not_well_formed_is_never_known(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    broken = problem(file, rule="xml/not-well-formed")
    assert known(tmp_path, broken).filter_new(file, [broken]) == [broken]


def test_learning_anew_forgets_what_is_gone_and_keeps_other_files(tmp_path: Path) -> None:
    file, other = str(tmp_path / "a.xml"), str(tmp_path / "b.xml")
    baseline = known(tmp_path, problem(file), problem(other))
    assert baseline.record(file, []) == 0
    assert list(baseline.files) == ["b.xml"]


def baseline_of(count: str) -> str:
    return f'{{"version": 1, "files": {{"a": {{"b": {{"c": {count}}}}}}}}}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ":1:1: is no JSON: expecting value"),
        ("\0", ":1:1: is no JSON: expecting value"),
        ("[" * 100_000, ":1:101: has values or names nested more than 100 deep"),
        ("[]", ": is no baseline"),
        ("{}", ": is a baseline of version 'None', not 2"),
        ('{"version": true}', ": is a baseline of version 'True', not 2"),
        ('{"version": ["\\u001b[31m"]}', ": is a baseline of version '['\\x1b[31m']', not 2"),
        ('{"version": 1}', ": is no baseline"),
        ('{"version": 1, "files": []}', ": is no baseline"),
        ('{"version": 1, "files": {"a": []}}', ": is no baseline"),
        ('{"version": 1, "files": {"a": {"b": "c"}}}', ": is no baseline"),
        *(
            (baseline_of(count), ": is no baseline")
            for count in ('"x"', '"1"', "1.5", "-1", "true", "null", "[]", "9" * 99)
        ),
        (baseline_of("1e999"), ":1:43: has '1e999', which is no finite number"),
        (baseline_of("NaN"), ":1:43: has 'NaN', which is no finite number"),
        (baseline_of("9" * 10_000), ":1:43: has a number of more than 1,000 digits"),
        ('{"version": 1, "files": {"\\ud800": {}}}', ":1:26: has a text with half a character, U+D800"),
    ],
)
def test_what_is_no_baseline_is_refused_in_a_sentence(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(UnreadableInputError, match=f"^{re.escape(f'{path}{reason}')}"):
        Baseline.read(path)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abc"), st.integers(1, 9))))
def test_what_was_learnt_is_all_known(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("known")
    found = [problem(str(folder / "a.xml"), f"rng/{rule}", message, line) for rule, message, line in made]
    assert known(folder, *found).filter_new(str(folder / "a.xml"), found) == []


def worded(file: str, message: str, subject: str = "when 5 May", rule: str = "rng/attribute-value") -> Diagnostic:
    return Diagnostic(file, rule, Severity.ERROR, message, point(1, 1), "/TEI/p[1]", subject=subject)


def test_a_problem_whose_message_is_put_better_is_still_known(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    baseline = known(tmp_path, worded(file, "is wrong"))
    assert baseline.filter_new(file, [worded(file, "is no date")]) == []
    other = worded(file, "is wrong", subject="when 6 May")
    assert baseline.filter_new(file, [worded(file, "is no date"), other]) == [other]


def first_version(tmp_path: Path, **files: dict[str, dict[str, int]]) -> Baseline:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps({"version": 1, "files": {f"{name}.xml": rules for name, rules in files.items()}}))
    return Baseline.read(path)


def test_a_baseline_that_knows_messages_knows_as_many_of_each_rule(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    baseline = first_version(tmp_path, a={"rng/attribute-value": {"0" * 16: 2}, "sch/date": {"0" * 16: 1}})
    some = [worded(file, "is no date"), worded(file, "is no year"), worded(file, "is no time")]
    assert [each for each in baseline.filter_new(file, some) if each.severity is Severity.ERROR] == some[2:]
    check = worded(file, "is no date", subject="", rule="sch/date")
    assert check in baseline.filter_new(file, [*some[:2], check])


def test_what_is_written_anew_leaves_the_other_files_of_an_old_baseline(tmp_path: Path) -> None:
    a, b = str(tmp_path / "a.xml"), str(tmp_path / "b.xml")
    counts = {"rng/attribute-value": {"0" * 16: 1}}
    baseline = first_version(tmp_path, a=counts, b=counts)
    baseline.record(a, [worded(a, "is no date")])
    baseline.write()
    again = Baseline.read(tmp_path / "baseline.json")
    assert again.total() == 2
    assert again.filter_new(a, [worded(a, "put better")]) == []
    assert again.filter_new(b, [worded(b, "put better")]) == []
    written = json.loads((tmp_path / "baseline.json").read_text())
    assert (list(written["files"]), list(written["by_message"])) == (["a.xml"], ["b.xml"])


def test_hostile_counts_of_an_old_baseline_are_not_counted_out(tmp_path: Path) -> None:
    file = str(tmp_path / "a.xml")
    baseline = first_version(tmp_path, a={"rng/attribute-value": {"0" * 16: 1 << 32}})
    assert [each.severity for each in baseline.filter_new(file, [worded(file, "is no date")])] == [Severity.INFO]
