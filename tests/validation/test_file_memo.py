"""What a process keeps of schemas: as long as their files stay as they are, and no longer."""

import os
from pathlib import Path

import pytest

import teikit
from teikit.validation.file_memo import FileBackedCache

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <pattern><rule context="a"><report id="said" test="true()">WORDS</report></rule></pattern>
</schema>"""
DOCUMENT = '<?xml-model href="g.rnc"?><?xml-model href="r.sch"?><a/>'


def write(folder: Path, words: str, child: str = "empty") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "d.xml").write_text(DOCUMENT, encoding="utf-8")
    (folder / "r.sch").write_text(RULES.replace("WORDS", words), encoding="utf-8")
    (folder / "g.rnc").write_text(f"start = element a {{ {child} }}", encoding="utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))


def test_one_name_in_two_folders_means_two_schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, name)
        monkeypatch.chdir(tmp_path / name)
        assert [each.message for each in teikit.validate("d.xml")] == [name]


def test_a_schema_that_was_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "it", "first")
    monkeypatch.chdir(tmp_path / "it")
    assert [each.message for each in teikit.validate("d.xml")] == ["first"]
    write(tmp_path / "it", "later", "element b { empty }")
    assert [each.rule for each in teikit.validate("d.xml")] == ["rng/element-missing", "sch/said"]
    assert "later" in {each.message for each in teikit.validate("d.xml")}


def test_what_did_not_change_is_made_once_and_what_is_gone_anew(tmp_path: Path) -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    kept = FileBackedCache(make, lambda name: [name], most=2)
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.touch()
        os.utime(path, (0, 0))
    first, *others = map(str, paths)
    assert [kept(first), kept(first), kept("https://example.org/x"), kept("https://example.org/x")] == [
        first, first, "https://example.org/x", "https://example.org/x",
    ]  # fmt: skip
    assert made == [first, "https://example.org/x"]
    for each in (*others, first):
        kept(each)
    assert made.count(first) >= 2
    paths[0].unlink()
    before = len(made)
    kept(first)
    kept(first)
    assert len(made) == before + 2
