"""`teikit validate` mends files, shows what it would mend, and leaves what is known alone."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import teikit

FAULTY = Path(__file__).parents[1] / "data" / "faulty"
WHOLE = (FAULTY / "none.xml").read_bytes()


def validate(*arguments: object, folder: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "teikit", "validate", "--schema", "letter", *map(str, arguments)],
        cwd=folder, input=given, capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter with a fault that can safely be mended, and one that cannot."""
    data = (FAULTY / "value-date-german.xml").read_bytes().replace(b"<salute>Yours", b'<salute colour="red">Yours')
    path = tmp_path / "letter.xml"
    path.write_bytes(data.replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    return path


def test_fix_mends_what_is_safe_in_place_and_tells_the_rest(letter: Path) -> None:
    before = letter.read_bytes()
    run = validate("letter.xml", "--fix", folder=letter.parent)
    assert run.returncode == 1
    assert b"'colour'" in run.stdout
    assert b"1 problem in 1 file fixed" in run.stderr
    assert letter.read_bytes() == before.replace(b'"04.06.1911"', b'"1911-06-04"')
    assert stat.S_IMODE(letter.stat().st_mode) == 0o640
    assert [each.name for each in letter.parent.iterdir()] == ["letter.xml"]


def test_unsafe_fixes_mend_the_rest_too(letter: Path) -> None:
    run = validate("letter.xml", "--unsafe-fixes", folder=letter.parent)
    assert (run.returncode, run.stdout) == (0, b"")
    assert b"colour" not in letter.read_bytes()


def test_a_year_without_its_century_is_neither_made_up_nor_left_out(letter: Path) -> None:
    data = letter.read_bytes().replace(b'"04.06.1911"', b'"4.6.11"').replace(b' colour="red"', b"")
    letter.write_bytes(data)
    run = validate("letter.xml", "--unsafe-fixes", folder=letter.parent)
    assert run.returncode == 1
    assert b"nothing could be fixed" in run.stderr
    assert letter.read_bytes() == data
    run = validate("letter.xml", "--show-fixes", "--format", "json", folder=letter.parent)
    assert (
        b'"safety": "display", "message": "write the year of \'4.6.11\' in full: its century is not stated"'
        in run.stdout
    )


def test_diff_shows_what_would_be_mended_and_changes_nothing(letter: Path) -> None:
    before = letter.read_bytes()
    run = validate("letter.xml", "--diff", folder=letter.parent)
    assert run.returncode == 1
    assert run.stdout.count(b"\n-") + run.stdout.count(b"\n+") == 3
    assert b'+          <dateline><placeName>Harbour Mill</placeName>, <date when="1911-06-04">' in run.stdout
    assert letter.read_bytes() == before


def test_a_diff_of_nothing_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "letter.xml").write_bytes(WHOLE)
    run = validate("letter.xml", "--diff", folder=tmp_path)
    assert (run.returncode, run.stdout) == (0, b"")


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
def test_what_diff_shows_patch_applies(letter: Path) -> None:
    run = validate("letter.xml", "--diff", "--unsafe-fixes", folder=letter.parent)
    mended = teikit.fix(letter, schema="letter", unsafe=True).data
    subprocess.run(["patch", "--binary", "-s", "letter.xml"], input=run.stdout, cwd=letter.parent, check=True)
    assert letter.read_bytes() == mended


def test_standard_input_can_be_shown_mended_but_not_be_mended(letter: Path) -> None:
    run = validate("-", "--fix", folder=letter.parent, given=letter.read_bytes())
    assert run.returncode == 2
    assert b"--diff" in run.stderr
    run = validate("-", "--diff", folder=letter.parent, given=letter.read_bytes())
    assert run.stdout.startswith(b"--- stdin\n")


def test_a_link_is_not_followed_out_of_its_folder(letter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "linked.xml").symlink_to(letter)
    before = letter.read_bytes()
    run = validate("linked.xml", "--fix", folder=folder)
    assert run.returncode == 2
    assert b"is a link" in run.stderr
    assert letter.read_bytes() == before
    assert (folder / "linked.xml").is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everything")
def test_a_file_that_may_not_be_written_is_left_alone(letter: Path) -> None:
    letter.chmod(0o440)
    run = validate("letter.xml", "--fix", folder=letter.parent)
    assert run.returncode == 2
    assert b"no permission" in run.stderr


def test_only_selected_rules_are_mended(letter: Path) -> None:
    before = letter.read_bytes()
    validate("letter.xml", "--unsafe-fixes", "--select", "rng/attribute-not-allowed", folder=letter.parent)
    assert letter.read_bytes() == before.replace(b' colour="red"', b"")


def test_what_an_instruction_ignores_is_neither_told_nor_mended(letter: Path) -> None:
    data = letter.read_bytes().replace(b"<TEI ", b"<?teikit ignore rng?>\r\n<TEI ", 1)
    letter.write_bytes(data)
    run = validate("letter.xml", "--unsafe-fixes", folder=letter.parent)
    assert (run.returncode, run.stdout) == (0, b"")
    assert letter.read_bytes() == data


def test_a_baseline_lets_an_old_corpus_start_today(letter: Path) -> None:
    folder = letter.parent
    run = validate("letter.xml", "--baseline", "known.json", "--write-baseline", folder=folder)
    assert (run.returncode, run.stdout) == (0, b"")
    assert b"2 problems known in known.json" in run.stderr
    assert validate("letter.xml", "--baseline", "known.json", folder=folder).returncode == 0
    letter.write_bytes(letter.read_bytes().replace(b"<TEI ", b"<!-- more\n\nlines -->\n<TEI "))
    assert validate("letter.xml", "--baseline", "known.json", folder=folder).returncode == 0
    letter.write_bytes(letter.read_bytes().replace(b"<hi ", b"<Hi ").replace(b"</hi>", b"</Hi>"))
    run = validate("letter.xml", "--baseline", "known.json", folder=folder)
    assert run.returncode == 1
    assert run.stdout.count(b"\n") == 1
    assert b"'Hi'" in run.stdout


def test_a_baseline_named_in_the_configuration_holds(letter: Path) -> None:
    (letter.parent / "teikit.toml").write_text('[validate]\nbaseline = "known.json"\n')
    validate("letter.xml", "--write-baseline", folder=letter.parent)
    assert validate("letter.xml", folder=letter.parent).returncode == 0


def test_a_baseline_that_is_missing_is_told(letter: Path) -> None:
    run = validate("letter.xml", "letter.xml", "--baseline", "none.json", folder=letter.parent)
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert b"none.json: no such file" in run.stderr


def test_a_file_that_is_not_well_formed_is_told_though_a_baseline_is_written(tmp_path: Path) -> None:
    (tmp_path / "broken.xml").write_bytes(b"<TEI>")
    run = validate("broken.xml", "--baseline", "known.json", "--write-baseline", folder=tmp_path)
    assert run.returncode == 1
    assert b"xml/not-well-formed" in run.stdout


def test_python_mends_without_changing_the_file(letter: Path) -> None:
    before = letter.read_bytes()
    mended = teikit.fix(letter, schema="letter")
    assert letter.read_bytes() == before
    assert [each.rule for each in mended.fixed] == ["rng/attribute-value"]
    assert [each.rule for each in mended.left] == ["rng/attribute-not-allowed"]


def test_show_fixes_puts_proved_fixes_into_json(letter: Path) -> None:
    run = validate("letter.xml", "--show-fixes", "--format", "json", folder=letter.parent)
    assert b'"safety": "safe"' in run.stdout
    assert b'"safety": "unsafe"' in run.stdout
