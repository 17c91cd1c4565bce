"""The parts of a run, and the one report that they make."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from teikit.report.formats import FORMATS
from teikit.report.json_stream import NotJsonError
from teikit.report.read_json import NotAReportError, diagnostic_of, open_report

ROOT = Path(__file__).parents[2]
FAULTY = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><tex/><!--{0}--></TEI>"
# What reports of what was read again cannot know: the lines of the files.
SAME = sorted(set(FORMATS) - {"html", "terminal"})
pytestmark = [pytest.mark.slow]  # each starts the program several times


def teikit(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files, and the reports of its three parts in both forms."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "c").mkdir()
    (folder / "teikit.toml").write_text('[validate.schemas]\n"c/*" = "letter"\n')
    good = teikit("encode", ROOT / "seeds" / "000_2f31e7242bafb6c0.txt", cwd=folder).stdout
    for number in range(8):
        (folder / "c" / f"{number}.xml").write_text(good if number % 3 == 0 else FAULTY.format(number))
    (folder / "c" / "empty.xml").write_text("")
    for form in ("json", "jsonl"):
        for part in (1, 2, 3):
            teikit(
                "validate",
                "c",
                "none.xml",
                "--shard",
                f"{part}/3",
                "--format",
                form,
                "--output",
                f"{part}.{form}",
                cwd=folder,
            )
    return folder


@pytest.mark.parametrize("form", SAME)
def test_the_parts_make_the_report_of_the_whole_run(run: Path, form: str) -> None:
    whole = teikit("validate", "c", "none.xml", "--format", form, "-q", cwd=run)
    for kind in ("json", "jsonl"):
        made = teikit("merge", *(f"{part}.{kind}" for part in (3, 1, 2)), "--format", form, "-q", cwd=run)
        assert (whole.returncode, whole.stdout) == (made.returncode, made.stdout)


def test_reports_of_whole_runs_follow_each_other(run: Path) -> None:
    for name in ("1", "4"):
        teikit("validate", f"c/{name}.xml", "--format", "json", "--output", f"w{name}.json", cwd=run)
    made = teikit("merge", "w4.json", "w1.json", "--format", "json", cwd=run)
    assert list(dict.fromkeys(each["file"] for each in json.loads(made.stdout)["diagnostics"])) == [
        "c/4.xml",
        "c/1.xml",
    ]
    assert (made.returncode, made.stderr) == (1, "2 files checked, 2 invalid: 2 errors\n")


@pytest.mark.parametrize(
    ("reports", "told"),
    [
        (("1.json", "3.json"), "of 3 parts there is no report of part 2"),
        (("1.json", "1.jsonl", "2.json"), "1.jsonl: is part 1 of 3, as 1.json is"),
        (("none.json",), "none.json: no such file"),
        ((".",), ".: is a folder, not a file"),
        (("c/0.xml",), "c/0.xml: is no report of 'teikit validate --format json' or jsonl, or is damaged"),
    ],
)
def test_what_makes_no_run_is_told_in_a_sentence(run: Path, reports: tuple[str, ...], told: str) -> None:
    made = teikit("merge", *reports, cwd=run)
    assert (2, "", f"teikit: {told}\n") == (made.returncode, made.stdout, made.stderr)


def test_a_report_of_a_part_is_what_the_schema_says(run: Path) -> None:
    schema = json.loads((ROOT / "schema" / "report.schema.json").read_text())
    jsonschema.validate(json.loads((run / "1.json").read_text()), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_report_that_was_cut_off_anywhere_is_none(run: Path, form: str, tmp_path: Path) -> None:
    data = (run / f"1.{form}").read_bytes()
    for end in range(0, len(data) - 2, 37):
        (tmp_path / "cut").write_bytes(data[:end])
        with pytest.raises(NotAReportError):
            open_report(tmp_path / "cut")


@pytest.mark.parametrize(
    "text",
    [
        "[]", "null", "{}", '{"version": 2, "diagnostics": [], "summary": {}}', "[" * 100_000, '{"a":' * 100_000,
        '{"version": 1, "diagnostics": 5, "unreadable": [], "summary": {}}', "\x1b[31m", "9" * 10_000,
        '{"a": "\ud800"}',
        '{"version": 1, "diagnostics": [{"file": 1}], "unreadable": [], "summary": {"files": 0}}',
    ],
)  # fmt: skip
def test_hostile_files_are_no_reports(text: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(NotAReportError):
        open_report(tmp_path / "r.json")


def test_what_a_report_says_of_files_comes_out_inert() -> None:
    with pytest.raises(NotJsonError):
        diagnostic_of({"file": "a", "rule": "r", "severity": "worse", "message": "m", "notes": [], "expected": []})
    made = diagnostic_of(
        {"file": "\x1b[31m", "rule": "r", "severity": "error", "message": "m", "notes": [], "expected": []}
    )
    assert made.file == "\\x1b[31m"


def test_a_report_that_was_written_anew_by_other_programs_is_read(run: Path, tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps(json.loads((run / "1.json").read_text()), indent=4))
    assert list(open_report(run / "1.json").results()) == list(open_report(tmp_path / "1.json").results())


def test_ids_that_differ_over_all_files_are_not_for_parts(run: Path) -> None:
    assert teikit("validate", "c", "--unique-ids", "--shard", "1/2", cwd=run).returncode == 2


def test_parts_of_encode_and_export_write_beside_each_other(run: Path) -> None:
    for part in (1, 2, 3):
        made = teikit("export", "c/0.xml", "c/3.xml", "--to", "text", "-o", "texts", "--shard", f"{part}/3", cwd=run)
        assert made.returncode == 0, made.stderr
    assert sorted(each.name for each in (run / "texts").iterdir()) == ["0.txt", "3.txt"]
    for number in (1, 2):
        (run / f"{number}.txt").write_text("Dear Tom,\nall is well.\nYours, Will\n")
    for part in (1, 2):
        assert teikit("encode", "1.txt", "2.txt", "-o", "tei", "--shard", f"{part}/2", cwd=run).returncode == 0
    assert sorted(each.name for each in (run / "tei").iterdir()) == ["1.xml", "2.xml"]
