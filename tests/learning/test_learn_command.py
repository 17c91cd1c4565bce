"""`teikit learn`: a made-up project's headings, closes and footnotes are learnt from some of its letters."""

import subprocess
import sys
from pathlib import Path

import pytest

from learning.made_project import LABELS, letter, tei_letter, write_letters
from teikit.learning.model_file import crf_model, read_model
from teikit.letter.recogniser import recognise
from teikit.text import lines


def teikit(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def labels(text: str, model: Path | None = None) -> list[str]:
    found = recognise(tuple(lines(text)), model=crf_model(model) if model else None)
    return [part.label for part in found.parts]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "letters").mkdir()
    write_letters(folder / "letters")
    return folder


@pytest.fixture(scope="module")
def learnt(project: Path) -> subprocess.CompletedProcess[str]:
    return teikit("learn", "letters", "--no-collection", folder=project)


@pytest.mark.parametrize("number", [9, 23])
def test_letters_that_were_not_learnt_from_are_right(
    number: int, project: Path, learnt: subprocess.CompletedProcess[str]
) -> None:
    assert learnt.returncode == 0, learnt.stderr
    assert list(LABELS) != labels(letter(number))
    assert list(LABELS) == labels(letter(number), project / "teikit.model.json")


def test_it_says_what_it_read_what_it_learnt_and_what_changes(learnt: subprocess.CompletedProcess[str]) -> None:
    assert "read 8 reviewed letters and 0 TEI letters, 56 parts" in learnt.stdout
    assert "in 8 of 8 letters the mark “<0>” in front means a note (before: postscript)" in learnt.stdout
    assert "changes 4 of 4 letters not reviewed" in learnt.stdout
    assert "letters/08.txt:" in learnt.stdout
    assert "wrote teikit.model.json" in learnt.stdout
    assert 'to use it, write in teikit.toml, below [encode]: model = "teikit.model.json"' in learnt.stdout


@pytest.mark.usefixtures("learnt")
def test_the_same_letters_give_the_same_bytes(project: Path) -> None:
    assert teikit("learn", "letters", "--no-collection", "-o", "again.json", "-q", folder=project).stdout == ""
    assert (project / "teikit.model.json").read_bytes() == (project / "again.json").read_bytes()


def test_tei_letters_are_learnt_from(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.xml").write_text(tei_letter(number), encoding="utf-8")
    (tmp_path / "6.xml").write_text(tei_letter(6).replace("<div>", "<div>Rain"), encoding="utf-8")
    done = teikit("learn", ".", "-o", "own.json", folder=tmp_path)
    assert "read 0 reviewed letters and 6 TEI letters" in done.stdout
    assert "6.xml: left out: line 1: <div> with words that no element in it marks" in done.stderr
    assert read_model(tmp_path / "own.json").letters == 6
    assert list(LABELS) == labels(letter(9), tmp_path / "own.json")


def test_tei_as_teikit_encoded_it_is_left_out(tmp_path: Path) -> None:
    write_letters(tmp_path, count=4, reviewed=3)
    teikit("learn", ".", "-o", "alone.json", folder=tmp_path)
    teikit("encode", ".", "-o", ".", folder=tmp_path)
    assert len(list(tmp_path.glob("*.xml"))) == 4
    done = teikit("learn", ".", "-o", "both.json", folder=tmp_path)
    assert "4 TEI files left out: as teikit encoded them" in done.stderr
    assert (tmp_path / "alone.json").read_bytes() == (tmp_path / "both.json").read_bytes()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write_letters(tmp_path, count=4, reviewed=3)
    done = teikit("learn", ".", "--dry-run", folder=tmp_path)
    assert done.returncode == 0
    assert "read 3 reviewed letters" in done.stdout
    assert not list(tmp_path.glob("*.json"))


def test_without_reviewed_letters_there_is_nothing_to_learn(tmp_path: Path) -> None:
    write_letters(tmp_path, count=2, reviewed=0)
    done = teikit("learn", ".", folder=tmp_path)
    assert done.returncode == 2
    assert "there is nothing to learn from: no letter is reviewed" in done.stderr


@pytest.mark.usefixtures("learnt")
def test_encode_uses_the_model_that_the_configuration_names(tmp_path: Path, project: Path) -> None:
    (tmp_path / "own.json").write_bytes((project / "teikit.model.json").read_bytes())
    (tmp_path / "teikit.toml").write_text('[encode]\nmodel = "own.json"\n')
    (tmp_path / "a.txt").write_text(letter(9))
    assert "<head>TO MR. VANE.</head>" in teikit("encode", "a.txt", folder=tmp_path).stdout
    (tmp_path / "own.json").write_text("{}")
    done = teikit("encode", "a.txt", folder=tmp_path)
    assert done.returncode == 2
    assert "own.json: is no model of a project" in done.stderr
