"""Files with many problems are told as those with few: byte for byte, by one process or several, and from the cache."""

import sys
from pathlib import Path

import pytest

from teikit.cli import run
from teikit.diagnostics import collection
from teikit.document.document import Document
from teikit.report.formats import FORMATS
from teikit.validation.pipeline import ValidationPipeline

LETTER = (Path(__file__).parents[1] / "data" / "faulty" / "none.xml").read_text(encoding="utf-8")
# Problems of the grammar and of TEI's rules, some of both kinds at one place, and some with notes on what comes later.
FAULTY = "".join(
    f'<p xml:id="a{number % 7}">x <ref target="#b{number}">y</ref><nothing/><date when="1899-02-3{number % 9}"/></p>'
    for number in range(30)
)
NAMED = ("--schema", "letter")
OUTPUTS = [part for name in FORMATS for part in ("--format", name, "--output", f"report.{name}")]

pytestmark = [pytest.mark.slow]  # some runs start processes, and all write all formats


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    for number in range(4):
        text = LETTER.replace("<closer", f"{FAULTY * (number % 2)}<closer", 1)
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def said(folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *options: str) -> object:
    files = [f"{number}.xml" for number in range(4)]
    patch.setattr(sys, "argv", ["teikit", "validate", *NAMED, *files, *OUTPUTS, *options])
    status = run()
    streams = capsys.readouterr()
    return status, streams.out, streams.err, [(folder / f"report.{name}").read_bytes() for name in FORMATS]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--ignore", "rng/id,tei/date", "--max-problems", "40", "--no-group"),
        ("--config", "weights.toml"),
        ("--baseline", "known.json"),
        ("--show-fixes",),
    ],
    ids=" ".join,
)
def test_many_problems_are_told_as_few_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    (folder / "weights.toml").write_text('[validate.severity]\n"tei/pointer" = "error"\n"rng/id" = "info"\n')
    (folder / "known.json").write_text('{"version": 1, "files": {"1.xml": {"tei/date": {"0": 3}}}}')
    expected = said(folder, monkeypatch, capsys, *options, "--jobs", "1", "--no-cache")
    monkeypatch.setattr(collection, "_BLOCK", 7)
    monkeypatch.setattr(collection, "_MANY", 20)
    for jobs in ("1", "2"):
        assert expected == said(folder, monkeypatch, capsys, *options, "--jobs", jobs, "--no-cache")
    for _ in range(2):
        assert expected == said(folder, monkeypatch, capsys, *options, "--jobs", "1")


def test_what_is_stored_as_many_is_found_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(collection, "_BLOCK", 7)
    monkeypatch.setattr(collection, "_MANY", 20)
    first = said(folder, monkeypatch, capsys, "--jobs", "1")
    found = []
    restored = collection.DiagnosticList.load
    monkeypatch.setattr(collection.DiagnosticList, "load", lambda data: found.append(restored(data)) or found[-1])
    assert first == said(folder, monkeypatch, capsys, "--jobs", "1")
    assert {each.dump().startswith(b"blocks") for each in found} == {False, True}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["terminal", "html"])
def test_what_is_too_large_to_be_shown_or_mended_is_not_held_nor_judged_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    monkeypatch.setattr("teikit.cli.present._LARGEST_SHOWN", 1_000)
    monkeypatch.setattr("teikit.fixing.MOST_BYTES", 1_000)
    judged = []
    judge = ValidationPipeline.problems
    monkeypatch.setattr(
        ValidationPipeline, "problems", lambda *given, **named: judged.append(1) or judge(*given, **named)
    )
    monkeypatch.setattr(Document, "read", None)
    for options in (("--no-cache",), ("--no-cache", "--show-fixes")):
        monkeypatch.setattr(sys, "argv", ["teikit", "validate", "1.xml", *NAMED, *options, "--format", form])
        assert run() == 1
    out = capsys.readouterr().out
    assert "<nothing/>" not in out
    assert "nothing" in out
    assert len(judged) == 2
