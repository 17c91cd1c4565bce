"""Packages reach the disk whole or not at all, and nothing is written outside of them."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import teikit.api
from teikit.errors import InternalError, OutputError
from teikit.exporting import ExportOptions
from teikit.exports.names import safe_name, safe_names
from teikit.exports.placing import check_out, check_package, place
from teikit.exports.verifying import verify

ROOT = Path(__file__).parents[2]
LETTERS = sorted(map(str, (ROOT / "tests" / "letters").glob("*.xml")))
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
            place(out, [("good", b"x"), (name, b"x")])
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


def test_what_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "bag"
    place(out, [("bagit.txt", b"old")])
    with pytest.raises(OutputError, match="exists already"):
        place(out, [("bagit.txt", b"new")])
    assert (out / "bagit.txt").read_bytes() == b"old"
    place(out, [("b", b"new")], force=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"b": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


def test_no_folder_but_a_package_or_an_empty_one_is_replaced(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    check_package(letters, force=True)
    (letters / "a").write_bytes(b"x")
    with pytest.raises(OutputError, match="is a folder, but no package; --force does not replace it"):
        check_package(letters, force=True)
    (letters / "bagit.txt").write_bytes(b"x")
    check_package(letters, force=True)


def test_what_is_there_is_kept_when_the_new_one_fails(tmp_path: Path) -> None:
    place(tmp_path / "bag", [("bagit.txt", b"old")])

    def broken():
        yield "a", b"new"
        raise OSError(28, "No space left on device")

    for out in ("bag", "bag.zip"):
        with pytest.raises(OutputError, match="no space left"):
            place(tmp_path / out, broken(), force=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "bag").iterdir()} == {"bagit.txt": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


@pytest.mark.parametrize("name", ["pipe", "pipe.zip"])
def test_a_package_takes_the_place_of_no_pipe_or_device(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    os.mkfifo(out)
    for force in (False, True):
        with pytest.raises(OutputError, match="is neither a folder nor a regular file"):
            place(out, [("a", b"x")], force=force)
    assert out.is_fifo()
    with pytest.raises(OutputError, match="is neither a folder nor a regular file"):
        check_out(Path(os.devnull), force=True)


def test_a_package_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        check_out(tmp_path / "out", force=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_disk_that_fails_when_it_is_flushed_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        place(tmp_path / "bag", [("data/a.xml", b"<a/>")])
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
