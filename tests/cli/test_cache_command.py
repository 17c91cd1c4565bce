"""`teikit cache`: where it is, what is in it, and how to be rid of it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teikit.cli import run
from teikit.operations.result_database import NAME
from teikit.validation import loading

LETTER = (Path(__file__).parents[1] / "data" / "faulty" / "none.xml").read_bytes()
Program = Callable[..., tuple[int, str, str]]


@pytest.fixture
def teikit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str) -> tuple[int, str, str]:
        loading.schema.cache_clear()
        monkeypatch.setattr(sys, "argv", ["teikit", *arguments])
        status = run()
        streams = capsys.readouterr()
        return status, streams.out, streams.err

    return called


def test_what_is_kept_is_shown_and_cleared(teikit: Program, tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml", "c.xml"):
        (tmp_path / name).write_bytes(LETTER)
    assert teikit("validate", "a.xml", "b.xml", "c.xml", "--schema", "letter", "-q", "--jobs", "1")[0] == 0
    status, out, err = teikit("cache", "show")
    assert (status, err) == (0, "")
    assert out.startswith(f"folder:  {tmp_path / 'cache'}\nresults: 2 (0.0 MB)\nschemas: 1 (0.")
    (tmp_path / "cache" / "mine.txt").touch()
    (tmp_path / "cache" / "mine.schema").touch()
    assert teikit("cache", "clear") == (0, "", "2 results and 1 schema removed (0.1 MB)\n")
    assert sorted(each.name for each in (tmp_path / "cache").iterdir()) == ["mine.schema", "mine.txt"]
    assert "results: 0 (0.0 MB)\nschemas: 0 (0.0 MB)\n" in teikit("cache", "show")[1]


def test_a_cache_that_is_not_there_is_shown_and_cleared_and_not_made(teikit: Program, tmp_path: Path) -> None:
    assert f"folder:  {tmp_path / 'cache'} (not there yet)\n" in teikit("cache", "show")[1]
    assert teikit("cache", "clear") == (0, "", "0 results and 0 schemas removed (0.0 MB)\n")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_others_can_write_to_is_shown_as_not_used(teikit: Program, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    assert "cache (not used: others can write to it)\n" in teikit("cache", "show")[1]


def test_where_there_is_no_home_there_is_no_cache(teikit: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEIKIT_CACHE_DIR")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_given, **_named: Path("~/.cache/teikit"))
    status, out, err = teikit("cache", "show")
    assert (status, err) == (0, "")
    assert out.startswith("no cache: ")
    assert teikit("cache", "clear") == (0, "", "")


ENTRY = f"{'0' * 64}.schema"


def test_what_cannot_be_removed_is_told_in_one_sentence(
    teikit: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / ENTRY).write_bytes(b"teikit schema\n")

    def read_only(_path: Path) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("teikit.cli.cache.remove_file", read_only)
    status, out, err = teikit("cache", "clear")
    assert (status, out) == (2, "")
    assert err.startswith(f"teikit: {tmp_path / 'cache'}: cannot be cleared (")


def made_folder(path: Path) -> None:
    (path / "inner").mkdir(parents=True)


def made_link(path: Path) -> None:
    (path.parent / "elsewhere").write_bytes(b"teikit schema\n")
    path.symlink_to("elsewhere")


def made_second_name(path: Path) -> None:
    (path.parent / "elsewhere").write_bytes(b"teikit schema\n")
    path.hardlink_to(path.parent / "elsewhere")


def made_file(path: Path) -> None:
    path.write_bytes(b"of others")


FOREIGN = (made_folder, made_link, made_second_name, made_file)


@pytest.mark.parametrize("make", FOREIGN, ids=lambda each: each.__name__)
def test_what_others_made_in_the_place_of_a_schema_is_not_removed(
    teikit: Program, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    place = tmp_path / "cache" / ENTRY
    place.parent.mkdir()
    make(place)
    before = sorted(place.parent.rglob("*"))
    assert "schemas: 0" in teikit("cache", "show")[1]
    assert teikit("cache", "clear") == (0, "", "0 results and 0 schemas removed (0.0 MB)\n")
    assert before == sorted(place.parent.rglob("*"))


@pytest.mark.parametrize("name", [NAME, f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal"])
@pytest.mark.parametrize("make", FOREIGN, ids=lambda each: each.__name__)
def test_what_others_made_in_the_place_of_the_results_is_left_alone_and_said_once(
    teikit: Program, tmp_path: Path, make: Callable[[Path], None], name: str
) -> None:
    place = tmp_path / "cache" / name
    place.parent.mkdir()
    make(place)
    before = sorted(place.parent.rglob("*"))
    for file in ("a.xml", "b.xml", "c.xml"):
        (tmp_path / file).write_bytes(LETTER)
    status, _, err = teikit("validate", "a.xml", "b.xml", "c.xml", "--schema", "letter", "-q", "--jobs", "1")
    assert (status, err.count("\n"), err.count("no results are kept")) == (0, 1, 1), err
    assert teikit("cache", "clear")[0] == 2
    assert before == sorted(place.parent.rglob("*"))


def test_what_others_made_in_place_of_the_results_is_told_and_not_removed(teikit: Program, tmp_path: Path) -> None:
    own = tmp_path / "cache" / NAME
    own.parent.mkdir()
    own.write_text("of others")
    assert f"cache (not used for results: {NAME} was not made by teikit)\n" in teikit("cache", "show")[1]
    assert teikit("cache", "clear") == (2, "", f"teikit: {own}: was not made by teikit, and is not removed\n")
    assert own.read_text() == "of others"
