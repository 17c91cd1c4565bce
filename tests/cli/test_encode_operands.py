"""`teikit encode SOURCE OUTPUT`: which of two names is the output."""

import subprocess
import sys
from pathlib import Path

import pytest

LETTER = "Leeds, 2 May 1890\n\nDear Ann,\n\nall is well here, and the boat came.\n\nYours truly,\nWill Bell\n"


def encode(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "encode", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    return path


@pytest.mark.parametrize("name", ["out.xml", "out.XML", "result"])
def test_the_second_of_two_names_is_the_output(letter: Path, name: str) -> None:
    target = letter.with_name(name)
    done = encode(letter, target)
    assert (done.returncode, done.stdout) == (0, "")
    assert b"<signed>" in target.read_bytes()


def test_an_existing_output_is_kept_without_force(letter: Path) -> None:
    target = letter.with_name("out.xml")
    target.write_text("mine")
    done = encode(letter, target)
    assert done.returncode == 2
    assert "out.xml: exists already; give --force to replace it" in done.stderr
    assert target.read_text() == "mine"
    assert encode(letter, target, "--force").returncode == 0
    assert target.read_bytes().startswith(b"<?xml ")


def test_a_folder_and_a_new_name_are_source_and_folder_of_the_results(letter: Path) -> None:
    target = letter.parent / "results"
    assert encode(letter.parent, target).returncode == 0
    assert [path.name for path in target.iterdir()] == ["letter.xml"]


def test_a_missing_source_is_never_written(letter: Path) -> None:
    missing = letter.with_name("lettre.txt")
    done = encode(letter, missing)
    assert done.returncode == 2
    assert f"there is no '{missing}'; if the TEI is to go there, say -o" in done.stderr
    assert not missing.exists()


def test_two_sources_are_two_sources(letter: Path) -> None:
    other = letter.with_name("other.txt")
    other.write_text(LETTER)
    assert "several letters need a folder to go to" in encode(letter, other).stderr
    assert encode(letter, other, "-o", letter.parent / "tei").returncode == 0


def test_the_option_goes_before_the_second_name(letter: Path) -> None:
    other = letter.with_name("other.xml")
    other.write_text("<a/>")
    assert "other.xml" in encode(letter, other, "-o", letter.parent / "tei").stderr
    assert other.read_text() == "<a/>"


def test_a_folder_does_not_become_a_file(letter: Path) -> None:
    done = encode(letter.parent, letter.with_name("out.xml"))
    assert done.returncode == 2
    assert "out.xml' would be a file" in done.stderr
    assert not letter.with_name("out.xml").exists()
