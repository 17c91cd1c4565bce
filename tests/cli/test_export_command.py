"""`teikit export` and `teikit verify` as people meet them."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from teikit.exports.formats import FORMATS
from teikit.operations.export import ExportOptions, export
from teikit.tei import read_metadata

ROOT = Path(__file__).parents[2]
LETTERS = sorted((ROOT / "tests" / "data" / "letters").glob("*.xml"))
LETTER = LETTERS[0]


def teikit(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "teikit", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env={**os.environ, **environment})


def test_the_help_lists_the_formats_a_line_each() -> None:
    told = teikit("export", "--help").stdout.decode()
    assert "\n  teikit export letters/ --to bag -o letters.zip\n" in told
    assert "\nFormats:\n  tei " in told


def test_a_letter_goes_to_standard_output_and_a_pipe_works() -> None:
    direct = teikit("export", LETTER, "--to", "text")
    piped = teikit("export", "-", "--to", "text", stdin=LETTER.read_bytes())
    assert (direct.returncode, direct.stderr) == (0, b"")
    assert direct.stdout == piped.stdout != b""


def test_letters_go_to_a_folder_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<TEI")
    (tmp_path / "html.xml").write_text("<html/>")
    result = teikit("export", tmp_path / "bad.xml", tmp_path / "html.xml", LETTER, "--to", "text", "-o", tmp_path / "o")
    assert result.returncode == 1
    assert [path.name for path in (tmp_path / "o").iterdir()] == [f"{LETTER.stem}.txt"]
    assert b"bad.xml:1:" in result.stdout
    assert b"html.xml: error[export/not-a-letter] expected a TEI document of one letter" in result.stdout
    assert b"Traceback" not in result.stderr


MIXED = {
    "broken.xml": b"<TEI",
    "empty.xml": b"",
    "old.xml": b'<!DOCTYPE TEI.2 SYSTEM "teixlite.dtd"><TEI.2/>',
    "other.xml": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
}


@pytest.fixture
def mixed(tmp_path: Path) -> list[Path]:
    """A letter, and files that cannot be exported."""
    for name, data in {"letter.xml": LETTER.read_bytes(), **MIXED}.items():
        (tmp_path / name).write_bytes(data)
    return sorted(tmp_path.glob("*.xml"))


EDITION = b"""title = "Letters"
publisher = "A Press"
[edition]
title = "Letters of a Town"
abstract = "Letters."
editor = ["Ann Editor"]
url = "https://example.org/index.xml"
licence = "https://creativecommons.org/licenses/by/4.0/"
publisher = "A Press"
repository = "Town Archive"
year = 2024
"""


@pytest.mark.parametrize("to", ["csv", "bag"])
def test_keep_going_makes_the_rest_and_tells_what_is_left_out(to: str, mixed: list[Path], tmp_path: Path) -> None:
    command = ("export", *mixed, "--to", to, "-o", tmp_path / "out")
    result = teikit(*command)
    assert (result.returncode, (tmp_path / "out").exists()) == (2, False)
    assert result.stderr.endswith(b"teikit: 4 of 5 files cannot be exported; --keep-going makes it without them\n")
    result = teikit(*command, "--keep-going")
    assert (result.returncode, (tmp_path / "out").exists()) == (1, True)
    assert result.stderr.endswith(b"teikit: 4 of 5 files left out\n")
    assert all(name.encode() in result.stdout + result.stderr for name in MIXED)


@pytest.mark.parametrize("to", [name for name, form in FORMATS.items() if not form.write_each])
def test_every_format_of_all_letters_can_keep_going(to: str, mixed: list[Path], tmp_path: Path) -> None:
    schema = tmp_path / "any.rng"
    schema.write_text('<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><text/></start></grammar>')
    options = ExportOptions(read_metadata(EDITION, "meta.toml"), date(2024, 5, 6), schema=str(schema))
    assert [each.target for each in export(mixed, to, tmp_path / "none", options)] == [None] * 4
    *failed, made = sorted(
        export(mixed, to, tmp_path / "all", replace(options, keeps_going=True)),
        key=lambda each: each.target is not None,
    )
    assert (len(failed), made.target) == (4, tmp_path / "all")
    export(tmp_path / "letter.xml", to, tmp_path / "letter", options)
    sizes = [
        [path.stat().st_size for path in sorted([out, *out.rglob("*")]) if path.is_file()]
        for out in (tmp_path / "all", tmp_path / "letter")
    ]
    assert len(sizes[0]) == len(sizes[1]) >= 1
    assert not (tmp_path / "none").exists()


def test_keep_going_leaves_status_two_where_nothing_is_made(mixed: list[Path], tmp_path: Path) -> None:
    bad = [path for path in mixed if path.name != "letter.xml"]
    result = teikit("export", *bad, "--to", "csv", "-o", tmp_path / "out", "--keep-going")
    assert (result.returncode, (tmp_path / "out").exists()) == (2, False)
    assert b"left out" not in result.stderr


def test_formats_of_single_letters_go_on_and_tell_what_is_left_out(mixed: list[Path], tmp_path: Path) -> None:
    for options, status in (((), 2), (("--keep-going", "--force"), 1)):
        result = teikit("export", *mixed, "--to", "text", "-o", tmp_path / "out", *options)
        assert result.returncode == status
        assert [path.name for path in (tmp_path / "out").glob("*")] == ["letter.txt"]
        assert result.stderr.endswith(b"teikit: 4 of 5 files left out\n")


def test_a_folder_stands_for_the_tei_in_it_and_below_and_its_tree_is_kept(tmp_path: Path) -> None:
    (tmp_path / "in" / "below").mkdir(parents=True)
    (tmp_path / "in" / ".hidden").mkdir()
    for place in ("in/a.tei", "in/below/a.xml", "in/below/b", "in/.hidden/c.xml"):
        (tmp_path / place).write_bytes(LETTER.read_bytes())
    (tmp_path / "in" / "page.xml").write_text("<html/>")
    out = tmp_path / "in" / "out"
    for _ in range(2):
        # The second time there are results in the folder, which are not read.
        result = teikit("export", tmp_path / "in", "--to", "tei", "-o", out, "--force")
        assert result.returncode == 0, result.stderr
        assert result.stderr.startswith(b"teikit: 1 passed over (1 not TEI)\n")
        found = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
        assert found == ["a.xml", "below/a.xml", "below/b.xml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "bga", "-o", "x"], b"'bga' is not one of"),
        (["--to", "bag"], b"goes to a folder or an archive: give -o OUT"),
        (
            ["--to", "datacite"],
            b"DataCite needs a DOI ('doi'), a publisher ('publisher'), the year of publication ('year'); give",
        ),
        (["--to", "cmif"], b"'edition.url'"),
        (["--to", "text", "--check"], b"--check goes with --to tei"),
        (["--to", "text", "-o", "/nowhere/at/all"], b"its folder does not exist"),
        (["--to", "mets", "-o", "x", "--bag-profile", "p.json"], b"--bag-profile goes with --to bag"),
        (["--to", "bag", "-o", "x", "--bag-profile", "/nowhere.json"], b"/nowhere.json: no such file"),
        (["--to", "tei", "--profile", "arche"], b"give -o OUT"),
        (["--to", "bag", "-o", "x", "--profile", "attic"], b"'attic' is not one of 'arche', 'tapas', 'zenodo'"),
        (["--to", "html", "-o", "x", "--profile", "tapas"], b"the profile 'tapas' goes with tei, not with 'html'"),
    ],
)
def test_misuse_gets_a_sentence_and_status_two(arguments: list[str], words: bytes) -> None:
    result = teikit("export", LETTER, *arguments)
    assert (result.returncode, result.stdout) == (2, b"")
    assert words in result.stderr
    assert b"Traceback" not in result.stderr


def test_bad_input_gets_one_sentence_and_no_output(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").touch()
    (tmp_path / "none").mkdir()
    os.mkfifo(tmp_path / "pipe.xml")
    names = ("missing.xml", "empty.xml", "pipe.xml")
    for form in ("text", "bag"):
        result = teikit("export", *(tmp_path / name for name in names), "--to", form, "-o", tmp_path / form)
        assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (2, b"", 3)
        assert all(name.encode() in result.stderr for name in names)
        assert not list(tmp_path.glob(f"{form}/*"))
    result = teikit("export", tmp_path / "none", "--to", "text", "-o", tmp_path / "out")
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    letter = tmp_path / "a.xml"
    letter.write_bytes(LETTER.read_bytes())
    for out in (letter, tmp_path):
        result = teikit("export", letter, "--to", "tei", "-o", out, "--force")
        assert (result.returncode, letter.read_bytes()) == (2, LETTER.read_bytes())


def test_what_has_no_place_is_told_and_quiet_is_quiet() -> None:
    told = teikit("export", LETTER, "--to", "citation")
    assert b"citation has no place for: id, sources, " in told.stderr
    assert teikit("export", LETTER, "--to", "citation", "-q").stderr == b""


def test_metadata_of_a_file_fill_what_is_missing(tmp_path: Path) -> None:
    meta = tmp_path / "meta.toml"
    meta.write_text(f'publisher = "A Press"\nyear = 2024\n[letters."{LETTER.stem}.txt"]\ndoi = "10.1234/x"\n')
    result = teikit("export", LETTER, "--to", "datacite-json", "--meta", meta)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["doi"] == "10.1234/x"


def test_canonical_form_is_checked(tmp_path: Path) -> None:
    out = tmp_path / "a.xml"
    assert teikit("export", LETTER, "--to", "tei", "-o", out).returncode == 0
    assert teikit("export", out, "--to", "tei", "--check").returncode == 0
    result = teikit("export", out, LETTER, "--to", "tei", "--check")
    assert (result.returncode, result.stdout) == (1, f"{LETTER}: not in canonical form\n".encode())


def test_a_bag_is_the_same_on_the_same_day_and_verifies(tmp_path: Path) -> None:
    for name, epoch in (("a.zip", "86400"), ("b.zip", "86400")):
        (tmp_path / name[0]).mkdir()
        result = teikit(
            "export", *LETTERS, "--to", "bag", "-o", tmp_path / name[0] / "bag.zip", SOURCE_DATE_EPOCH=epoch
        )
        assert result.returncode == 0, result.stderr
    assert (tmp_path / "a" / "bag.zip").read_bytes() == (tmp_path / "b" / "bag.zip").read_bytes()
    result = teikit("verify", tmp_path / "a" / "bag.zip")
    assert (result.returncode, result.stdout) == (0, b"")
    assert result.stderr.endswith(b"bag.zip: complete and valid\n")


def test_a_broken_bag_has_status_one_and_a_line_for_each_problem(tmp_path: Path) -> None:
    assert teikit("export", LETTER, "--to", "bag", "-o", tmp_path / "bag", "-q").returncode == 0
    (tmp_path / "bag" / "data" / "tei" / LETTER.name).unlink()
    result = teikit("verify", tmp_path / "bag")
    assert result.returncode == 1
    assert b"error[bag/file-missing]" in result.stdout
    assert b"bag: not complete\n" in result.stderr
    assert teikit("verify", tmp_path / "nothing").returncode == 2
    assert json.loads(teikit("verify", tmp_path / "bag", "--format", "json", "-q").stdout)["summary"]["errors"] >= 2


def test_a_bag_is_held_to_its_profile_when_it_is_made_and_when_it_is_verified(tmp_path: Path) -> None:
    profile, meta = tmp_path / "profile.json", tmp_path / "meta.toml"
    named = {"BagIt-Profile-Identifier": "https://example.org/p.json"}
    asked = {"Contact-Name": {"required": True}}
    profile.write_text(json.dumps({"BagIt-Profile-Info": named, "Bag-Info": asked}))
    make = ("export", LETTER, "--to", "bag", "-o", tmp_path / "bag", "--bag-profile", profile, "-q")
    refused = teikit(*make)
    assert (refused.returncode, (tmp_path / "bag").exists()) == (2, False)
    assert b"'Contact-Name' is missing" in refused.stderr
    meta.write_text('[bag-info]\nContact-Name = "Ann"\n')
    assert teikit(*make, "--meta", meta).returncode == 0
    kept = teikit("verify", tmp_path / "bag", "--profile", profile)
    assert (kept.returncode, kept.stdout) == (0, b"")
    assert kept.stderr.endswith(b"bag: complete and valid, and keeps the profile\n")
    asked["Contact-Email"] = {"required": True}
    profile.write_text(json.dumps({"BagIt-Profile-Info": named, "Bag-Info": asked}))
    broken = teikit("verify", tmp_path / "bag", "--profile", profile)
    assert broken.returncode == 1
    assert b"bag-info.txt: error[bag-profile/label-missing] the label 'Contact-Email' is missing" in broken.stdout


def test_what_an_archive_would_refuse_is_told_a_line_each_and_nothing_is_written(tmp_path: Path) -> None:
    result = teikit("export", LETTER, "--to", "ro-crate", "-o", tmp_path / "c.zip", "--profile", "zenodo")
    assert (result.returncode, result.stdout, list(tmp_path.iterdir())) == (2, b"", [])
    assert result.stderr.decode().splitlines() == [
        "teikit: Zenodo needs the year of publication for the whole ('edition.year'): give it in the file of --meta",
        "teikit: Zenodo needs a licence for the whole ('edition.licence'): give it in the file of --meta",
    ]


def test_a_wrong_epoch_is_told() -> None:
    result = teikit("export", LETTER, "--to", "text", SOURCE_DATE_EPOCH="soon")
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert b"SOURCE_DATE_EPOCH" in result.stderr
