"""Green means green: what a run says of files is what was found in them, and no file at all is no success."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TEI = "<TEI xmlns='http://www.tei-c.org/ns/1.0'>"
FAULTY = f"{TEI}<tex/></TEI>"
IGNORING = f"<?teikit ignore rng?>{FAULTY}"
PHASED = """<schema xmlns="http://purl.oclc.org/dsdl/schematron">
<phase id="some"><active pattern="met"/></phase>
<pattern id="met"><rule context="*"><assert test="true()">is met</assert></rule></pattern>
<pattern id="broken"><rule context="*"><assert test="false()">is broken</assert></rule></pattern>
</schema>"""
VALID = Path(__file__).parents[2] / "examples" / "ci" / "mended"


Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def teikit(program: Run) -> Run:
    def by_letter(*arguments: str, cwd: Path, stdin: str = "") -> tuple[int, str, list[str]]:
        """Run the program with the schema of letters, since the files name none."""
        schema = ("--schema", "letter") if arguments[0] in {"validate", "report"} else ()
        return program(*arguments, *schema, cwd=cwd, stdin=stdin)

    return by_letter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a.xml", FAULTY), ("b.xml", FAULTY), ("c.xml", IGNORING)):
        (tmp_path / name).write_text(text)
    (tmp_path / "v.xml").write_bytes(next(VALID.glob("*.xml")).read_bytes())
    twice = (tmp_path / "v.xml").read_text().replace("<p>", "<p xml:id='a'>", 1)
    (tmp_path / "twice.xml").write_text(twice.replace("<closer>", "<closer xml:id='a'>", 1))
    (tmp_path / "two.sch").write_text(PHASED)
    return tmp_path


KNOWN = "3 files checked, 2 with known problems (2 in the baseline), no new problems"
STOPPED = "; stopped at the first file at fault (--fail-fast)"
RUNS = (
    (("v.xml",), 0, "1 file checked, valid"),
    (("a.xml", "v.xml"), 1, "2 files checked, 1 invalid: 1 error"),
    (("a.xml", "--diff"), 0, "1 file checked, 1 invalid: 1 error; nothing could be fixed"),
    (("a.xml", "--fix"), 1, "1 file checked, 1 invalid: 1 error; nothing could be fixed"),
    (("a.xml", "b.xml", "v.xml", "--baseline", "k", "--write-baseline"), 0, f"{KNOWN}; 2 problems known in k"),
    (("a.xml", "v.xml", "--ignore", "rng"), 0, "2 files checked, all valid by the selected rules"),
    (("a.xml", "--select", "tei"), 0, "1 file checked, valid by the selected rules"),
    (("twice.xml",), 1, "1 file checked, 1 invalid: 1 error"),
    (("twice.xml", "--no-ids"), 0, "1 file checked, valid by the selected rules: 1 warning"),
    (("v.xml", "--schematron", "two.sch", "--phase", "some"), 0, "1 file checked, valid by the selected rules"),
    (("c.xml", "v.xml"), 0, "2 files checked, 1 with ignored problems (1 in documents), no other problems"),
    (("a.xml", "b.xml", "-x"), 1, f"1 file checked, 1 invalid: 1 error{STOPPED}"),
    (("v.xml", "none.xml", "a.xml", "-x"), 2, f"1 file checked, valid, 1 not readable{STOPPED}"),
    (("v.xml", "a.xml", "--shard", "1/2"), 0, "part 1 of 2: 1 file checked, valid"),
    (("v.xml", "a.xml", "--shard", "3/3"), 0, "teikit: no files to check in part 3 of 3"),
    (("a.xml", "--statistics", "--max-problems", "0"), 1, "1 file checked, 1 invalid: 1 error"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "status", "words"), RUNS, ids=lambda each: " ".join(each) if isinstance(each, tuple) else ""
)
def test_the_summary_states_what_was_found(
    teikit: Run, folder: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    found = teikit("validate", *arguments, cwd=folder)
    assert (status, words) == (found[0], found[2][-1])
    assert teikit("validate", *arguments, "-q", cwd=folder)[2] == [each for each in found[2] if "none.xml" in each]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_known_problems_are_counted_in_every_report(teikit: Run, folder: Path, jobs: str) -> None:
    run = ("a.xml", "b.xml", "v.xml", "--baseline", "k", "--jobs", jobs)
    teikit("validate", *run, "--write-baseline", cwd=folder)
    for form in ("json", "junit", "html"):
        status, out, err = teikit("validate", *run, "--format", form, cwd=folder)
        assert (status, err) == (0, [KNOWN])
        assert {"json": '"known": 2', "junit": 'name="no new problems"', "html": "No new errors in 3 files"}[
            form
        ] in out
    (folder / "b.xml").write_text(f"{TEI}<tex/><tex/></TEI>")
    status, _, err = teikit("validate", *run, cwd=folder)
    assert (status, err[-1]) == (1, "3 files checked, 1 invalid, 2 with known problems (2 in the baseline): 1 error")


def test_a_file_that_became_valid_is_forgotten_by_the_baseline(teikit: Run, folder: Path) -> None:
    teikit("validate", "a.xml", "--baseline", "k", "--write-baseline", cwd=folder)
    (folder / "a.xml").write_bytes((folder / "v.xml").read_bytes())
    done = teikit("validate", "a.xml", "--baseline", "k", "--write-baseline", cwd=folder)
    assert (done[0], done[2]) == (0, ["1 file checked, valid; 0 problems known in k"])
    assert json.loads((folder / "k").read_text())["files"] == {}


def test_settings_that_ignore_or_weigh_less_are_no_claim_of_validity(teikit: Run, folder: Path) -> None:
    for settings, words in (
        ('ignore = ["rng"]', "valid by the selected rules"),
        ('severity = {rng = "info"}', "valid by the selected rules: 1 remark"),
        ('severity = {rng = "error"}', "1 invalid: 1 error"),
    ):
        (folder / "teikit.toml").write_text(f"[validate]\n{settings}\n")
        assert teikit("validate", "a.xml", cwd=folder)[2] == [f"1 file checked, {words}"]


def test_the_diff_counts_what_is_in_the_file_and_the_fix_what_is_left(teikit: Run, folder: Path) -> None:
    (folder / "m.xml").write_bytes(
        (Path(__file__).parents[1] / "data" / "faulty" / "value-date-german.xml").read_bytes()
    )
    assert teikit("validate", "m.xml", "--diff", cwd=folder)[2] == [
        "1 file checked, 1 invalid: 1 error; 1 problem in 1 file would be fixed"
    ]
    assert teikit("validate", "m.xml", "--fix", cwd=folder)[2] == ["1 file checked, valid; 1 problem in 1 file fixed"]


def test_parts_are_merged_to_the_same_claims(teikit: Run, folder: Path) -> None:
    run = ("a.xml", "b.xml", "c.xml", "v.xml", "--baseline", "k")
    teikit("validate", "a.xml", "--baseline", "k", "--write-baseline", cwd=folder)
    for form, end in (("json", "json"), ("jsonl", "jsonl")):
        for part in ("1", "2"):
            teikit("validate", *run, "--shard", f"{part}/2", "--format", form, "--output", f"{part}.{end}", cwd=folder)
        for kind in ("junit", "json"):
            whole = teikit("validate", *run, "--format", kind, cwd=folder)
            assert whole == teikit("merge", f"1.{end}", f"2.{end}", "--format", kind, cwd=folder)


def test_the_overview_counts_as_valid_only_what_was_checked_in_full(teikit: Run, folder: Path) -> None:
    status, out, _ = teikit("report", "a.xml", "c.xml", "v.xml", cwd=folder)
    figures = dict(line.split(": ", 1) for line in out.split("\n\n")[0].splitlines())
    assert status == 0
    assert {"valid": "1", "invalid": "1", "no other errors": "1"}.items() <= figures.items()
    out = teikit("report", "a.xml", "v.xml", "--ignore", "rng", "--format", "json", cwd=folder)[1]
    overview = json.loads(out)["overview"]
    assert (overview["checked"], overview["invalid"], overview["hiding"]) == (2, 0, 2)


def test_reports_of_no_file_are_no_success(teikit: Run, folder: Path) -> None:
    empty = ("validate", "--allow-empty", "--files-from", "-", "--format", "json", "--output", "none.json")
    assert teikit(*empty, cwd=folder)[0] == 0
    done = teikit("merge", "none.json", cwd=folder)
    assert (done[0], done[2]) == (2, ["teikit: the reports tell of no file; --allow-empty lets that pass"])
    assert teikit("merge", "none.json", "--allow-empty", cwd=folder)[::2] == (0, ["no file checked"])
    teikit("validate", "a.xml", "--format", "json", "--output", "a.json", cwd=folder)
    assert teikit("merge", "none.json", "a.json", "-q", cwd=folder)[0] == 1


COMMANDS = (
    ("validate", "check"), ("encode -o out", "encode"), ("export --to tei -o out", "export"),
    ("export --to csv -o out", "export"), ("report", "read"),
)  # fmt: skip
EMPTY = {
    "--files-from -": "no files to {}: the list on standard input names none; --allow-empty lets that pass",
    "--files-from list": "no files to {}: list names none; --allow-empty lets that pass",
    "none*.xml": "none*.xml: matches no file",
    "folder": "folder: holds no files to read",
    "hidden": "hidden: holds no files to read (1 hidden)",
    "ignored": "ignored: holds no files to read (1 hidden, 1 ignored by .gitignore)",
}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    for name in ("folder", "hidden", "ignored"):
        (tmp_path / name).mkdir()
    (tmp_path / "hidden" / ".a.xml").write_text(FAULTY)
    (tmp_path / "ignored" / "a.xml").write_text(FAULTY)
    (tmp_path / "ignored" / ".gitignore").write_text("*\n")
    (tmp_path / "list").write_text("\n\n")
    return tmp_path


@pytest.mark.parametrize("named", EMPTY)
@pytest.mark.parametrize(("command", "purpose"), COMMANDS, ids=str)
def test_no_file_at_all_is_misuse_unless_it_is_allowed(
    teikit: Run, empty: Path, command: str, purpose: str, named: str
) -> None:
    arguments = [*command.split(), *named.split()]
    status, _, err = teikit(*arguments, cwd=empty)
    assert status == 2
    assert f"teikit: {EMPTY[named].format(purpose)}" in err
    assert teikit(*arguments, "--allow-empty", cwd=empty)[0] == 0
    assert not (empty / "out").exists()


def test_no_argument_is_misuse_unless_it_is_allowed(teikit: Run, empty: Path) -> None:
    for command, _ in COMMANDS:
        assert teikit(*command.split(), cwd=empty)[0] == 2
        assert teikit(*command.split(), "--allow-empty", cwd=empty)[0] == 0
    assert teikit("validate", "--allow-empty", cwd=empty) == (0, "", ["teikit: no files to check: none are named"])


def test_what_is_missing_is_misuse_even_where_none_is_allowed(teikit: Run, empty: Path) -> None:
    for command, _ in COMMANDS:
        assert teikit(*command.split(), "gone.xml", "--allow-empty", cwd=empty)[0] == 2


@pytest.mark.parametrize("command", ["verify", "merge"])
def test_commands_without_lists_want_a_name(teikit: Run, empty: Path, command: str) -> None:
    assert teikit(command, cwd=empty)[0] == 2


def test_a_command_that_failed_before_a_pipe_is_no_success(empty: Path) -> None:
    line = f"git diff --no-such-option 2>/dev/null | {sys.executable} -m teikit validate --files-from -"
    run = subprocess.run(
        ["/bin/sh", "-c", line], cwd=empty, capture_output=True, text=True, check=False, env=os.environ
    )
    assert (run.returncode, run.stdout) == (2, "")
