"""Reports at the command line: several at once, each to its place, whole or not at all."""

import io
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from teikit.cli.options.reports import has_colour as use_colour
from teikit.cli.options.reports import targets
from teikit.report.outcome import format_summary
from teikit.report.reporter import Summary

LETTERS = '[validate.schemas]\n"*" = "letter"\n'
FAULTY = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><tex/></TEI>"


def validate(*arguments: str | Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "validate", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    (tmp_path / "a.xml").write_text(FAULTY)
    (tmp_path / "teikit.toml").write_text(LETTERS)
    return tmp_path


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("", [("concise", "-")]),
        ("o", [("concise", "o1")]),
        ("f", [("f1", "-")]),
        ("fo", [("f1", "o1")]),
        ("of", [("f1", "o1")]),
        ("fof", [("f1", "o1"), ("f2", "-")]),
        ("ffo", [("f1", "-"), ("f2", "o1")]),
        ("off", [("f1", "o1"), ("f2", "-")]),
        ("fofo", [("f1", "o1"), ("f2", "o2")]),
    ],
)
def test_an_output_belongs_to_the_format_before_it(order: str, found: list[tuple[str, str]]) -> None:
    formats = [f"f{number}" for number in range(1, order.count("f") + 1)]
    outputs = [f"o{number}" for number in range(1, order.count("o") + 1)]
    names = [{"f": "formats", "o": "outputs"}[each] for each in f"{order}"]
    assert found == targets(["paths", *names], formats, outputs)


@pytest.mark.parametrize("order", [["outputs", "outputs"], ["formats", "outputs", "outputs"]])
def test_an_output_without_a_format_of_its_own_is_misuse(order: list[str]) -> None:
    with pytest.raises(click.UsageError):
        targets(order, ["json"] * order.count("formats"), ["a", "b"])


def test_several_reports_are_written_in_one_run(faulty: Path) -> None:
    result = validate("a.xml", "--format", "json", "--output", "a.json", "--format", "concise", cwd=faulty)
    assert result.returncode == 1
    assert result.stdout.startswith("a.xml:1:")
    assert json.loads((faulty / "a.json").read_text())["summary"]["invalid"] == 1


def test_two_reports_on_standard_output_are_misuse(faulty: Path) -> None:
    result = validate("a.xml", "--format", "json", "--format", "concise", cwd=faulty)
    assert (result.returncode, result.stdout) == (2, "")
    assert "only one report can go to standard output" in result.stderr


def test_a_report_that_cannot_be_written_is_told_before_anything_is_checked(faulty: Path) -> None:
    (faulty / "folder").mkdir()
    for place in ("folder", "none/a.json", "/dev/null"):
        result = validate("a.xml", "--format", "json", "--output", place, cwd=faulty)
        assert (result.returncode, result.stderr.count("\n")) == (2, 1), place
        assert place in result.stderr
    assert Path("/dev/null").is_char_device()


def test_a_run_that_ends_early_leaves_the_old_report(faulty: Path) -> None:
    (faulty / "a.json").write_text("old")
    (faulty / "sub").mkdir()
    (faulty / "sub" / "b.xml").write_text(FAULTY)
    (faulty / "sub" / "teikit.toml").write_text("[validat]\n")
    result = validate("a.xml", "sub/b.xml", "--format", "json", "--output", "a.json", cwd=faulty)
    assert (result.returncode, (faulty / "a.json").read_text()) == (2, "old")
    assert sorted(each.name for each in faulty.iterdir()) == ["a.json", "a.xml", "sub", "teikit.toml"]


def test_what_cannot_be_read_stands_in_the_report_and_gives_two(faulty: Path) -> None:
    result = validate("none.xml", "a.xml", "--format", "json", cwd=faulty)
    report = json.loads(result.stdout)
    assert result.returncode == 2
    assert report["unreadable"] == [{"file": "none.xml", "message": "none.xml: no such file"}]
    assert (report["summary"]["files"], report["summary"]["unreadable"]) == (1, 1)


def test_rules_are_selected_by_options_and_by_configuration(faulty: Path) -> None:
    assert validate("a.xml", "--ignore", "rng", cwd=faulty).returncode == 0
    assert validate("a.xml", "--select", "tei,sch", cwd=faulty).returncode == 0
    (faulty / "teikit.toml").write_text('[validate]\nignore = ["rng"]\n' + LETTERS)
    assert validate("a.xml", cwd=faulty).returncode == 0
    (faulty / "teikit.toml").write_text('[validate.severity]\nrng = "warning"\n' + LETTERS)
    result = validate("a.xml", cwd=faulty)
    assert result.returncode == 0
    assert "warning[rng/" in result.stdout
    assert "1 file checked, valid by the selected rules: " in result.stderr


def test_formats_come_from_configuration_where_no_option_names_them(faulty: Path) -> None:
    (faulty / "teikit.toml").write_text('[validate.formats]\njson = "out.json"\nconcise = "-"\n' + LETTERS)
    assert validate("a.xml", cwd=faulty).stdout.startswith("a.xml:1:")
    assert json.loads((faulty / "out.json").read_text())["version"] == 1
    (faulty / "teikit.toml").write_text('[validate.formats]\njsn = "out.json"\n')
    result = validate("a.xml", cwd=faulty)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_json_lines_have_the_summary_last(faulty: Path) -> None:
    lines = [json.loads(each) for each in validate("a.xml", "--format", "jsonl", cwd=faulty).stdout.splitlines()]
    assert lines[0]["file"] == "a.xml"
    assert lines[-1]["summary"]["errors"] == len(lines) - 1


def test_the_tally_is_told_in_words() -> None:
    assert format_summary(Summary(1)) == "1 file checked, valid"
    assert format_summary(Summary(2)) == "2 files checked, all valid"
    assert (
        format_summary(Summary(3, 1, 1, 1200, 1))
        == "3 files checked, 1 invalid, 1 not readable: 1,200 errors, 1 warning"
    )


def test_statistics_may_follow_what_people_read_and_nothing_else(faulty: Path) -> None:
    result = validate("a.xml", "--statistics", cwd=faulty)
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1].split()[1:3] == ["error", "rng/element-not-allowed"]
    for form in ("json", "csv"):
        assert validate("a.xml", "--statistics", "--format", form, cwd=faulty).returncode == 2


def test_colours_are_used_when_asked_for_and_no_color_holds(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("a.xml", "--format", "terminal", "--color")
    assert "\x1b[" in validate(*arguments, "always", cwd=faulty).stdout
    assert "\x1b[" not in validate(*arguments, "auto", cwd=faulty).stdout
    for name, value, coloured in (("TERM", "xterm", True), ("NO_COLOR", "1", False), ("TERM", "dumb", False)):
        monkeypatch.setenv(name, value)
        assert coloured is terminal_colour()


def terminal_colour() -> bool:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    return use_colour("auto", Terminal())


def test_a_terminal_that_knows_few_characters_gets_their_numbers(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (faulty / "a.xml").write_text(FAULTY.replace("tex", "té"), encoding="utf-8")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    result = validate("a.xml", cwd=faulty)
    assert (result.returncode, "t\\xe9" in result.stdout) == (1, True)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_mistyped_rule_is_told_instead_of_passing_faulty_files(faulty: Path, option: str) -> None:
    done = validate("a.xml", option, "rng/elemnt-missing", cwd=faulty)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"teikit: {option}: there is no rule 'rng/elemnt-missing', did you mean 'rng/element-missing'" in done.stderr


def test_a_mistyped_rule_in_the_configuration_is_told_with_its_line(faulty: Path) -> None:
    (faulty / "teikit.toml").write_text('[validate]\nignore = ["rgn"]\n')
    done = validate("a.xml", cwd=faulty)
    assert done.returncode == 2
    assert "teikit.toml:2: 'validate.ignore': there is no rule 'rgn'" in done.stderr
