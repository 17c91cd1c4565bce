"""Packages reach the disk whole or not at all, and nothing is written outside of them."""

import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import teikit.api
from teikit.errors import InternalError, OutputError
from teikit.exports.record.names import safe_name, safe_names
from teikit.exports.verification.verify import verify
from teikit.operations.export import ExportOptions
from teikit.storage.packages import check_output, write_package

ROOT = Path(__file__).parents[2]
LETTERS = sorted(map(str, (ROOT / "tests" / "data" / "letters").glob("*.xml")))
HOSTILE = [
    "../../x",
    "..",
    ".",
    "",
    "CON",
    "nul.xml",
    "a/b\\c:d",
    "\x00",
    "x" * 300,
    "\u202etxt.exe",
    "a\nb",
    " . ",
    "ä" * 200,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", ["", ".xml"])
def test_any_text_becomes_a_safe_name(text: str, suffix: str) -> None:
    name = safe_name(text, suffix)
    assert name.isascii()
    assert 0 < len(name) <= 100
    assert name.endswith(suffix)
    assert not set(name) & set('/\\:*?"<>| \n\x00')
    assert name.strip(".") == name
    assert name.split(".")[0].upper() not in {"CON", "NUL", "AUX", "PRN", "COM1"}


@given(st.lists(st.text(max_size=8), max_size=8))
def test_safe_names_differ_even_where_case_does_not_count(texts: list[str]) -> None:
    names = list(safe_names([*texts, *texts, *HOSTILE], ".xml"))
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names), default=0) <= 100


def test_accents_are_left_out_and_words_stay_readable() -> None:
    assert safe_name("Brief Müller → Straße", ".xml") == "Brief_Muller___Strasse.xml"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a//b", "C:x", "a\\..\\b", "./a", ""])
def test_no_package_has_a_file_outside_of_it(tmp_path: Path, name: str) -> None:
    for out in (tmp_path / "out", tmp_path / "out.zip"):
        with pytest.raises(InternalError):
            write_package(out, [("good", b"x"), (name, b"x")])
    assert list(tmp_path.iterdir()) == []


def test_hostile_file_names_and_ids_stay_inside(tmp_path: Path) -> None:
    letter = Path(LETTERS[0]).read_text()
    sources = tmp_path / "sources"
    sources.mkdir()
    for number, name in enumerate(("..xml", "CON.xml", "a\u202eb.xml", "x\ny.xml", "50% a.xml", "A.xml", "a.xml")):
        (sources / name).write_text(letter.replace("<TEI ", f'<TEI n="{number}" xml:id="_..{number}.-._x" '))
    teikit.api.export(sorted(sources.iterdir()), "bag", tmp_path / "bag", ExportOptions(schema=""))
    assert verify(tmp_path / "bag").verdict == "complete and valid"
    names = sorted(path.name for path in (tmp_path / "bag" / "data" / "tei").iterdir())
    assert len({name.lower() for name in names}) == 7
    assert all(name.isascii() and name.isprintable() for name in names)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "sources"]


def anything(_folder: Path) -> None:
    """Let any folder be replaced."""


def test_what_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "bag"
    write_package(out, [("bagit.txt", b"old")])
    with pytest.raises(OutputError, match="exists already"):
        write_package(out, [("bagit.txt", b"new")])
    assert (out / "bagit.txt").read_bytes() == b"old"
    write_package(out, [("b", b"new")], force=True, check=anything)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"b": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


def test_only_an_empty_folder_is_replaced_where_nothing_else_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_package(out, [("a", b"x")], force=True)
    with pytest.raises(OutputError, match="is not empty"):
        write_package(out, [("b", b"y")], force=True)
    assert [path.name for path in out.iterdir()] == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_was_put_there_while_the_package_was_made_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def slow():
        yield "a", b"x"
        (out / "mine.txt").write_text("mine")

    with pytest.raises(OutputError, match="is not empty"):
        write_package(out, slow(), force=True)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(("at_root", "names"), [(False, ["bag/a", "bag/b/c"]), (True, ["a", "b/c"])])
@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz"])
def test_an_archive_holds_files_in_one_folder_or_at_its_root(tmp_path: Path, suffix, at_root, names) -> None:
    out = tmp_path / f"bag{suffix}"
    write_package(out, [("a", b"1"), ("b/c", b"2")], at_root=at_root)
    with zipfile.ZipFile(out) if suffix == ".zip" else tarfile.open(out) as archive:
        assert (archive.namelist() if isinstance(archive, zipfile.ZipFile) else archive.getnames()) == names


def test_a_file_is_not_replaced_by_a_folder_nor_a_folder_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(OutputError, match="is a file; a folder does not replace it"):
        write_package(tmp_path / "notes", [("a", b"x")], force=True, check=anything)
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(OutputError, match="is a folder, not a file"):
        check_output(tmp_path / "folder.zip", force=True)
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("name", ["", ".", "..", "a/.."])
@pytest.mark.parametrize("force", [False, True])
def test_a_package_needs_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, force) -> None:
    (tmp_path / "here" / "a").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(OutputError, match="names no folder of its own"):
        check_output(Path(name), force=force)


def test_what_is_there_is_kept_when_the_new_one_fails(tmp_path: Path) -> None:
    write_package(tmp_path / "bag", [("bagit.txt", b"old")])

    def broken():
        yield "a", b"new"
        raise OSError(28, "No space left on device")

    for out in ("bag", "bag.zip"):
        with pytest.raises(OutputError, match="no space left"):
            write_package(tmp_path / out, broken(), force=True, check=anything)
    assert {path.name: path.read_bytes() for path in (tmp_path / "bag").iterdir()} == {"bagit.txt": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


@pytest.mark.parametrize("name", ["pipe", "pipe.zip"])
def test_a_package_takes_the_place_of_no_pipe_or_device(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    os.mkfifo(out)
    for force in (False, True):
        with pytest.raises(OutputError, match="is neither a folder nor a regular file"):
            write_package(out, [("a", b"x")], force=force)
    assert out.is_fifo()
    with pytest.raises(OutputError, match="is neither a folder nor a regular file"):
        check_output(Path(os.devnull), force=True)


def test_a_package_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        check_output(tmp_path / "out", force=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_disk_that_fails_when_it_is_flushed_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        write_package(tmp_path / "bag", [("data/a.xml", b"<a/>")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", ["bag", "csv"])
def test_a_source_is_never_replaced(tmp_path: Path, to: str) -> None:
    source, more = tmp_path / "in" / "letters" / "a.xml", tmp_path / "more" / "a.txt"
    for path, data in ((source, Path(LETTERS[0]).read_bytes()), (more, b"x")):
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    (tmp_path / "link").symlink_to(tmp_path / "in")
    options = ExportOptions(schema="", force=True, originals=(more,))
    for out in (source, source.parent, tmp_path / "in", tmp_path / "link" / "letters", more, more.parent):
        with pytest.raises(OutputError, match=r"is kept|and kept|is a folder"):
            teikit.api.export(tmp_path / "link" / "letters" / "a.xml", to, out, options)
    assert (source.is_file(), more.read_bytes()) == (True, b"x")


@pytest.mark.parametrize(("name", "told"), [("x" * 300, "too long"), ("a\0b", "no possible")])
@pytest.mark.parametrize("to", ["bag", "csv", "html"])
def test_a_name_that_no_file_can_bear_is_told(tmp_path: Path, to: str, name: str, told: str) -> None:
    with pytest.raises(OutputError, match=told):
        teikit.api.export(LETTERS[0], to, tmp_path / name, ExportOptions(schema=""))
    assert list(tmp_path.iterdir()) == []
