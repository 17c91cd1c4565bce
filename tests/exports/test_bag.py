"""Bags: what we write is accepted by the Library of Congress's judge, and what is broken by neither it nor us."""

import json
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import bagit
import pytest

import teikit.api
from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.exports.packages.bag import bag_files, manifest_path
from teikit.exports.verification.verify import verify
from teikit.operations.export import ExportOptions
from teikit.storage.packages import write_package

LETTERS = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))
DAY = date(2024, 5, 6)
OPTIONS = ExportOptions(day=DAY)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    teikit.api.export(LETTERS[:3], "bag", tmp_path / "bag", OPTIONS)
    return tmp_path / "bag"


def rules(path: Path) -> list[str]:
    return [one.rule for one in verify(path).problems]


def test_a_bag_is_valid_and_holds_what_archives_want(made: Path) -> None:
    bagit.Bag(str(made)).validate()
    assert verify(made).verdict == "complete and valid"
    held = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    stem = LETTERS[0].stem
    assert {f"data/tei/{stem}.xml", "data/metadata/metadata.csv", "data/schema/teikit-letter.rng"} <= held
    assert (made / "data" / "tei" / f"{stem}.xml").read_bytes() == LETTERS[0].read_bytes()
    assert json.loads((made / "data" / "report" / "validation.json").read_text())["summary"]["files"] == 3
    assert "Bagging-Date: 2024-05-06" in (made / "bag-info.txt").read_text()


def test_the_source_is_packed_as_it_came(tmp_path: Path) -> None:
    source = LETTERS[0].with_suffix(".txt")
    options = ExportOptions(day=DAY, originals=(source,), schema="")
    teikit.api.export(LETTERS[0], "bag", tmp_path / "bag", options)
    assert (tmp_path / "bag" / "data" / "source" / source.name).read_bytes() == source.read_bytes()
    assert not (tmp_path / "bag" / "data" / "report").exists()
    bagit.Bag(str(tmp_path / "bag")).validate()


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz"])
def test_an_archive_holds_the_same_bag_and_is_the_same_each_time(made: Path, tmp_path: Path, suffix: str) -> None:
    one, two = tmp_path / f"bag{suffix}", tmp_path / "again" / f"bag{suffix}"
    two.parent.mkdir()
    for out in (one, two):
        teikit.api.export(LETTERS[:3], "bag", out, OPTIONS)
    assert one.read_bytes() == two.read_bytes()
    assert verify(one).verdict == "complete and valid"
    with zipfile.ZipFile(one) if suffix == ".zip" else tarfile.open(one) as archive:
        archive.extractall(tmp_path / "out")  # noqa: S202  we made it
    assert {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()} == {
        path.relative_to(tmp_path / "out" / "bag"): path.read_bytes()
        for path in (tmp_path / "out" / "bag").rglob("*")
        if path.is_file()
    }


def test_a_bag_of_others_letters_is_valid(raw, tmp_path: Path) -> None:
    paths = [letter.name for letter in raw[::6]]
    teikit.api.export(paths, "bag", tmp_path / "bag", ExportOptions(day=DAY, schema=""))
    bagit.Bag(str(tmp_path / "bag")).validate(processes=1)
    assert verify(tmp_path / "bag").verdict == "complete and valid"
    assert len(list((tmp_path / "bag" / "data" / "tei").iterdir())) == 120


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def _replace(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


LETTER = f"data/tei/{LETTERS[0].stem}.xml"
# What is done to a bag, the rule that tells of it, and the verdict; all of it is rejected by bagit too.
MUTANTS: list[tuple[str, Callable[[Path], object], str]] = [
    ("bag/digest-differs", lambda bag: _replace(bag / LETTER, "T", "t"), "complete, but not valid"),
    ("bag/file-missing", lambda bag: (bag / LETTER).unlink(), "not complete"),
    ("bag/file-not-listed", lambda bag: (bag / "data" / "more.txt").write_text("x"), "not complete"),
    ("bag/declaration-missing", lambda bag: (bag / "bagit.txt").unlink(), "not complete"),
    ("bag/declaration-incorrect", lambda bag: (bag / "bagit.txt").write_text("BagIt\n"), "not complete"),
    ("bag/digest-differs", lambda bag: _append(bag / "bag-info.txt", "More: x\n"), "complete, but not valid"),
    ("bag/oxum-differs", lambda bag: _replace(bag / "bag-info.txt", "Oxum: ", "Oxum: 1"), "complete, but not valid"),
    ("bag/file-missing", lambda bag: _append(bag / "manifest-sha256.txt", "00  data/absent\n"), "not complete"),
    ("bag/name-unsafe", lambda bag: _append(bag / "manifest-sha256.txt", "00  data/../../x\n"), "not complete"),
    ("bag/manifest-missing", lambda bag: [each.unlink() for each in bag.glob("*manifest*")], "not complete"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "harm", "verdict"), MUTANTS, ids=[f"{one[0]}-{n}" for n, one in enumerate(MUTANTS)])
def test_a_broken_bag_is_rejected_by_both_judges(made: Path, rule: str, harm: Callable, verdict: str) -> None:
    harm(made)
    found = verify(made)
    assert rule in {one.rule for one in found.problems}
    assert found.verdict == verdict
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(made)).validate()


def test_a_problem_names_file_and_line(made: Path) -> None:
    (made / LETTER).unlink()
    one = next(one for one in verify(made).problems if one.rule == "bag/file-missing")
    assert one.file.endswith("manifest-sha256.txt")
    assert one.message == f"'{LETTER}' is missing"
    assert (made / "manifest-sha256.txt").read_text().splitlines()[one.span.start.line - 1].endswith(LETTER)


def test_links_are_told_and_not_followed(made: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    (made / "data" / "link").symlink_to(tmp_path / "secret")
    (made / "data" / "around").symlink_to(made)
    assert rules(made).count("bag/no-regular-file") == 2


def test_a_name_that_an_archive_holds_twice_is_told(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bag.zip", "w") as archive:
        for path in sorted(made.rglob("*")):
            archive.write(path, path.relative_to(made.parent))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(f"bag/{LETTER}", b"another")
    assert "bag/name-twice" in rules(tmp_path / "bag.zip")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken"])
def test_what_is_no_package_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(UnreadableInputError, match=r"x\.zip"):
        verify(tmp_path / "x.zip")
    with pytest.raises(UnsupportedError, match="no package that teikit knows"):
        verify(tmp_path)


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    out = tmp_path / "b.zip"
    teikit.api.export(LETTERS[:1], "bag", out, OPTIONS)
    data = bytearray(out.read_bytes())
    data[200:260] = bytes(60)
    out.write_bytes(data)
    assert "bag/digest-differs" in rules(out)
    out.write_bytes(bytes(data[:-30]))
    with pytest.raises(UnreadableInputError):
        verify(out)


@pytest.mark.parametrize("name", ["50% off", "a%0Ab", "x\ny", "a\rb", "%25", "ü 漢"])
def test_odd_names_are_escaped_as_the_standard_has_it(tmp_path: Path, name: str) -> None:
    write_package(tmp_path / "bag", bag_files([(name, b"x")], (), DAY))
    assert verify(tmp_path / "bag").verdict == "complete and valid"
    listed = (tmp_path / "bag" / "manifest-sha256.txt").read_bytes().decode()
    assert listed.split("  ", 1)[1] == f"data/{manifest_path(name)}\n"
    assert [path.name for path in (tmp_path / "bag" / "data").iterdir()] == [name]


def test_what_the_letters_tell_goes_to_one_line_each(tmp_path: Path) -> None:
    write_package(tmp_path / "bag", bag_files([("a", b"x")], [("External-Description", "two\nPayload-Oxum: 9.9")], DAY))
    assert "External-Description: two Payload-Oxum: 9.9\n" in (tmp_path / "bag" / "bag-info.txt").read_text()
    assert verify(tmp_path / "bag").verdict == "complete and valid"
