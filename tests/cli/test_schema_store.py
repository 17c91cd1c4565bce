"""`teikit schema add`, `list`, `show` and `remove` as people meet them."""

import sys
from pathlib import Path

import pytest

from support.made_p5 import p5_document
from teikit.cli import run
from teikit.validation import loading

LETTER = Path(__file__).parents[1] / "data" / "faulty" / "none.xml"
SCHEMA = b"start = any\nany = element * { attribute * { text }*, (text | any)* }\n# Version 1.2"


class Program:
    """The program with a home of its own, run in this process."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._patch, self._streams = home, monkeypatch, capsys
        monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        loading.schema.cache_clear()
        self._patch.setattr(sys, "argv", ["teikit", *map(str, arguments)])
        status = run()
        streams = self._streams.readouterr()
        return status, streams.out, streams.err


@pytest.fixture
def teikit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    (tmp_path / "any.rnc").write_bytes(SCHEMA)
    return Program(tmp_path, monkeypatch, capsys)


def test_a_schema_is_added_used_shown_and_removed(teikit: Program) -> None:
    source = teikit.home / "any.rnc"
    status, out, err = teikit("schema", "add", "house", "--from", source)
    assert (status, out) == (0, "")
    assert err.startswith("house: 1 file, version 1.2, sha256 ")
    status, _, err = teikit("validate", LETTER, "--schema", "house", "-v")
    assert (status, err) == (0, f"{LETTER}: checked against house (--schema)\n1 file checked, valid\n")
    assert f"house            1.2       {source}\n" in teikit("schema", "list")[1]
    assert f"source:  {source}\n" in teikit("schema", "show", "house")[1]
    assert teikit("schema", "check", "house")[0] == 0
    assert teikit("schema", "remove", "house") == (0, "", "")
    assert teikit("validate", LETTER, "--schema", "house")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "house"),
        ("add", "house", "--from", "nowhere.rng"),
        ("add", "house", "--from", "."),
        ("add", "house", "--from", "wrong.rnc"),
        ("add", "house", "--from", "http://example.invalid/a.rng"),
        ("add", "a/b", "--from", "any.rnc"),
        ("remove", "house"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    arguments: tuple[str, ...], teikit: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (teikit.home / "wrong.rnc").write_text("start =")
    monkeypatch.chdir(teikit.home)
    status, out, err = teikit("schema", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert not (teikit.home / "data").exists()


@pytest.mark.parametrize(
    "arguments", [("show", "house"), ("add", "letter", "--from", "any.rnc"), ("remove", "letter", "--force"), ("add",)]
)
def test_misuse_is_told(arguments: tuple[str, ...], teikit: Program) -> None:
    status, _, err = teikit("schema", *arguments)
    assert status == 2
    assert "Error: " in err


def test_a_schema_of_tei_that_ships_gives_way_to_one_that_was_added_under_its_name(teikit: Program) -> None:
    shipped = teikit("schema", "show", "tei_all")[1]
    assert "ships with teikit, compiled from TEI P5 4.9.0" in shipped
    assert teikit("schema", "add", "tei_all", "--from", teikit.home / "any.rnc")[0] == 0
    assert "any.rnc" in teikit("schema", "show", "tei_all")[1]
    assert [line.split()[0] for line in teikit("schema", "list")[1].splitlines()].count("tei_all") == 1
    (teikit.home / "a.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')
    assert teikit("validate", teikit.home / "a.xml")[0] == 0
    assert teikit("schema", "remove", "tei_all") == (0, "", "")
    assert teikit("schema", "show", "tei_all")[1] == shipped
    assert teikit("validate", teikit.home / "a.xml")[0] == 1


def test_a_schema_that_ships_cannot_be_removed(teikit: Program) -> None:
    status, _, err = teikit("schema", "remove", "tei_all")
    assert (status, "ships with teikit" in err) == (2, True)


def test_escapes_in_a_schema_do_not_act(teikit: Program) -> None:
    source = teikit.home / "escapes.rnc"
    source.write_text('include "\\x{9b}31m.rnc"\n')
    status, _, err = teikit("schema", "add", "house", "--from", source)
    assert status == 2
    assert "\x9b" not in err


def test_tei_itself_is_added_with_its_prose(teikit: Program) -> None:
    source = teikit.home / "p5subset.xml"
    source.write_bytes(p5_document())
    status, out, err = teikit("schema", "add", "tei", "--from", source)
    assert (status, out) == (0, "")
    assert err.startswith("tei: 1 file, version 9.8.7, sha256 ")
    assert ["tei", "9.8.7", str(source)] in [line.split() for line in teikit("schema", "list")[1].splitlines()]
    assert teikit("schema", "remove", "tei") == (0, "", "")


@pytest.mark.parametrize("data", [p5_document(20), SCHEMA, b"<TEI", b"{}"])
def test_only_tei_is_added_under_its_name(data: bytes, teikit: Program) -> None:
    source = teikit.home / "p5subset.xml"
    source.write_bytes(data)
    status, out, err = teikit("schema", "add", "tei", "--from", source)
    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert str(source) in err
    assert not (teikit.home / "data").exists()


def test_tei_itself_is_no_schema_for_documents(teikit: Program) -> None:
    source = teikit.home / "p5subset.xml"
    source.write_bytes(p5_document())
    teikit("schema", "add", "tei", "--from", source)
    status, _, err = teikit("validate", LETTER, "--schema", "tei")
    assert status == 2
    assert "'tei' is TEI P5 itself; name a schema, such as 'tei_all'" in err
