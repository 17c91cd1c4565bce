"""`teikit encode` with a configuration, and with several letters in a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from teikit.resources import ADDRESSES

LETTER = "Leeds, 2 May 1890\n\nDear Ann,\n\nall is [illegible] here.\n\nYours truly,\nWill Bell\n"
CONFIG = """[encode]
publisher = "The Press"
editors = ["Ann Hall", "Tom Hall"]
repository = "County Library"
series = "Letters of the Bells"
licence = "https://creativecommons.org/licenses/by/4.0/"
language = "en"
conventions = "brackets"
"""


def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "encode", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "100"}
    )


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    return path


def test_the_configuration_gives_what_is_not_given(letter: Path) -> None:
    (letter.parent / "teikit.toml").write_text(CONFIG)
    found = run(letter).stdout
    for part in (
        "<publisher>The Press</publisher>", ">Ann Hall</editor>", "<repository>County Library</repository>",
        "<title>Letters of the Bells</title>", "licenses/by/4.0/", "<gap",
    ):  # fmt: skip
        assert part in found
    assert "<gap" not in run(letter, "--conventions", "none").stdout


def test_the_metadata_file_goes_before_the_configuration(letter: Path) -> None:
    (letter.parent / "teikit.toml").write_text(CONFIG)
    (letter.parent / "known.toml").write_text('publisher = "Another"')
    found = run(letter, "--meta", letter.parent / "known.toml").stdout
    assert "<publisher>Another</publisher>" in found
    assert ">Ann Hall</editor>" in found


def test_a_profile_lies_beside_its_configuration(letter: Path) -> None:
    (letter.parent / "teikit.toml").write_text('[encode]\nconventions = "own.toml"\n')
    (letter.parent / "own.toml").write_text('extends = "brackets"')
    assert "<gap" in run(letter).stdout


@pytest.mark.parametrize(
    ("line", "told"),
    [('hyphens = "jion"', "teikit.toml:2: 'encode.hyphens' must be 'keep' or 'join', did you mean 'join'?"),
     ('schema-pi = "tei"', "teikit.toml:2: 'encode.schema-pi' must be 'none', 'letter' or 'tei_all'"),
     ('lines = "kep"', "teikit.toml:2: 'encode.lines' must be 'keep' or 'join', did you mean 'keep'?"),
     ('conventions = "bracket"', "did you mean 'brackets'?"), ('publishr = "x"', "did you mean 'publisher'")],
)  # fmt: skip
def test_a_wrong_setting_is_told(letter: Path, line: str, told: str) -> None:
    (letter.parent / "teikit.toml").write_text(f"[encode]\n{line}\n")
    done = run(letter)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_line_ends_are_kept_by_the_configuration_or_the_option(letter: Path) -> None:
    letter.write_text(
        "Dear Ann,\n\nThe mill by the river is broken, and we have been wai-\nting for the\nsmith.\n\nYours,\nTom\n"
    )
    kept = 'wai-<lb break="no"/>ting for the <lb/>smith.'
    assert kept in run(letter, "--lines", "keep").stdout
    assert "wai- ting for the smith." in run(letter).stdout
    (letter.parent / "teikit.toml").write_text('[encode]\nlines = "keep"\n')
    assert kept in run(letter).stdout
    assert "wai- ting for the smith." in run(letter, "--lines", "join", "--hyphens", "keep").stdout


def test_several_letters_of_a_file_go_to_a_folder(letter: Path) -> None:
    letter.write_text(f"{LETTER}---\n{LETTER}")
    done = run(letter, "--split", "---", "-o", letter.parent / "tei")
    assert done.returncode == 0
    assert sorted(path.name for path in (letter.parent / "tei").iterdir()) == ["letter-1.xml", "letter-2.xml"]
    again = run(letter, "--split", "---", "-o", letter.parent / "tei")
    assert again.returncode == 2
    assert "letter-1.xml: exists already" in again.stderr


def test_several_letters_need_a_folder(letter: Path) -> None:
    assert "need a folder to go to" in run(letter, "--split", "---").stderr
    assert "is no folder" in run(letter, "--split", "---", "-o", letter).stderr


def test_standard_input_may_hold_several_letters(tmp_path: Path) -> None:
    assert run("-", "--split", "---", "-o", tmp_path, stdin=f"{LETTER}---\n{LETTER}").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stdin-1.xml", "stdin-2.xml"]


MODEL = '<?xml-model href="{}" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>\n<TEI '


@pytest.mark.parametrize("name", ["letter", "tei_all"])
def test_the_tei_names_its_schema(letter: Path, name: str) -> None:
    assert MODEL.format(ADDRESSES[name]) in run(letter, "--schema-pi", name).stdout


def test_the_letter_schema_is_named_by_default(letter: Path) -> None:
    assert MODEL.format(ADDRESSES["letter"]) in run(letter).stdout


def test_the_configuration_may_say_that_no_schema_is_named(letter: Path) -> None:
    (letter.parent / "teikit.toml").write_text('[encode]\nschema-pi = "none"\n')
    assert "xml-model" not in run(letter).stdout
    assert "xml-model" in run(letter, "--schema-pi", "letter").stdout


def test_a_wrong_language_is_refused(letter: Path) -> None:
    done = run(letter, "--lang", "english")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'english' is no language tag of BCP 47, did you mean 'en'?" in done.stderr
    (letter.parent / "known.toml").write_text('language = "german"')
    assert "letter.txt: 'german' is no language tag" in run(letter, "--meta", letter.parent / "known.toml").stderr
    (letter.parent / "teikit.toml").write_text('[encode]\nlanguage = "de_AT"\n')
    done = run(letter)
    assert done.returncode == 2
    assert "teikit.toml:2: 'encode.language': 'de_AT' is no language tag of BCP 47" in done.stderr


def test_the_language_of_a_tag_decides_its_cues(letter: Path) -> None:
    letter.write_text("Graz, 2. Mai 1890\n\nLieber Emil!\n\nEs geht gut.\n\nDein getreuer\nKarl Moor\n")
    found = run(letter, "--lang", "de-AT").stdout
    for part in (
        '<text xml:lang="de-AT">',
        '<language ident="de-AT">German</language>',
        "<salute>Lieber Emil!</salute>",
    ):
        assert part in found
