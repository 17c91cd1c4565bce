"""What names, documents, schemas and settings say never acts on a screen or in a log, whatever the command."""

import os
import pty
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.processes import read_terminal
from teikit.cli import printing
from teikit.report.formats import FORMATS

Run = Callable[..., tuple[int, str, list[str]]]
PROGRAM = [sys.executable, "-m", "teikit"]
# What XML allows, and what only names and text have.
ACTING = "\x9b31m\x85\u202e\u2066\u061c ::error::x ##[error]"
NAME = os.fsdecode(os.fsencode(f"\x1b]0;t\x07{ACTING}\n::error::x") + b"\xff")
LETTER = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p xml:id="{ACTING}" when="{ACTING}">
<ref target="#{ACTING}">{ACTING}</ref><nope a="{ACTING}"/></p></body></text></TEI>"""
SCHEMA = f'<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="{ACTING}"/></start></grammar>'
SCHEMATRON = f"""<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="*">
<report test="true()">{ACTING}</report></rule></pattern></schema>"""
# But tables, whose lines end as those of Windows.
FORMS = [name for name in FORMATS if name != "csv"]
COMMANDS = (
    ("validat\x1b[31m",),
    (f"--{ACTING}",),
    ("validate", "--format", f"\x1b]0;x\x07{ACTING}"),
    ("validate", NAME, f"{NAME}*"),
    ("validate", "--limit", f"{NAME}=1", "a.xml"),
    ("validate", "--limit", f"depth={NAME}", "a.xml"),
    ("validate", "--schema", NAME, "a.xml"),
    ("validate", "--schema", "s.rng", "a.xml"),
    ("validate", "--schematron", "s.sch", "a.xml", "-v"),
    ("validate", "--phase", NAME, "--schematron", "s.sch", "a.xml"),
    ("validate", "--select", NAME, "a.xml"),
    ("validate", "--config", NAME, "a.xml"),
    ("validate", "--config", "c.toml", "a.xml"),
    ("validate", "--files-from", "list"),
    ("validate", "--jobs", NAME, "a.xml"),
    ("validate", "--shard", NAME, "a.xml"),
    ("validate", "--scheduler", NAME, "a.xml"),
    ("validate", "--output", f"{NAME}/{NAME}", "a.xml"),
    ("validate", "--schema", "letter", ".", "-v"),
    ("config", "--config", "c.toml"),
    ("config", NAME),
    ("explain", NAME),
    ("explain", "--format", "json"),
    ("cache", NAME),
    ("schema", "check", NAME, "s.rng", "s.sch"),
    ("schema", "show", NAME),
    ("schema", "add", "x", "--from", NAME),
    ("encode", f"{NAME}.txt", "-o", f"{NAME}.out.xml"),
    ("encode", f"{NAME}.txt", "--explain"),
    ("encode", "a.txt", "--explain"),
    ("encode", "a.txt", "--explain", "--format", "json"),
    ("encode", "a.txt", "--review"),
    ("encode", "a.txt", "--review", "--format", "json"),
    ("encode", "a.txt", "--lang", NAME),
    ("encode", "a.txt", "--conventions", "c.toml"),
    ("encode", "a.txt", "--meta", NAME),
    ("encode", "a.txt", "--split", f"/{NAME}(/", "-o", "out"),
    ("export", f"{NAME}.xml", "--to", NAME),
    ("export", f"{NAME}.xml"),
    ("export", f"{NAME}.xml", "a.xml", "--to", "html", "-o", f"{NAME}.out"),
    ("export", "--check", "--to", "tei", f"{NAME}.xml", "bad.xml"),
    ("verify", "a.zip"),
    ("verify", NAME),
    ("merge", NAME),
    ("report", "a.xml", f"{NAME}.xml", "bad.xml"),
    ("report", "a.xml", "--format", "html"),
    ("report", "a.xml", "--format", "json"),
    *(("validate", "--schema", "letter", f"{NAME}.xml", "bad.xml", NAME, "--format", name) for name in FORMS),
    *(("verify", "a.zip", "--format", name) for name in FORMS),
)


def acts(char: str) -> bool:
    directions = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    acting = unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(char) in directions
    return (acting or char in "\u200e\u200f\u061c") and char not in "\n\t"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which every name and every text is hostile."""
    texts = {
        f"{NAME}.xml": LETTER,
        "a.xml": LETTER,
        "bad.xml": f"<a><b {ACTING}",
        f"{NAME}.txt": f"Dear \x1b[31m{ACTING} Ann,\n\nall is well.\n\nYours,\nTom\n",
        "a.txt": f"London, 3 May 1885 {ACTING}\n\nDear Ann,\n\nall {ACTING} is well.\n\nYours,\nTom\n",
        "s.rng": SCHEMA,
        "s.sch": SCHEMATRON,
        "c.toml": f'[validate.severity]\n"\\u001b[31m{ACTING}" = "nothing"\n',
        "list": f"{NAME}.xml\nmissing\x1b[31m\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        archive.writestr(f"data/{ACTING}", "a")
        archive.writestr("manifest-sha256.txt", f"{'0' * 64}  data/{ACTING}\n{ACTING}\n")
    (tmp_path / "sub").symlink_to(tmp_path / NAME)
    os.mkfifo(tmp_path / f"{NAME}.fifo")
    return tmp_path


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda given: " ".join(given).encode("unicode_escape").decode())
def test_nothing_that_others_wrote_acts(arguments: tuple[str, ...], folder: Path, program: Run) -> None:
    status, out, err = program(*arguments, cwd=folder)
    assert status in {0, 1, 2}
    lines = [*out.split("\n"), *err]
    assert not {char for line in lines for char in line if acts(char)}
    assert not [line for line in lines if "##[" in line]
    if "github" not in arguments:
        assert not [line for line in lines if line.lstrip().startswith("::")]


def run_at_terminal(*arguments: str, cwd: Path) -> bytes:
    """Run the program with a terminal as its standard output, and return what it prints there."""
    parent, child = pty.openpty()
    environment = os.environ | {"TERM": "dumb", "COLUMNS": "80"}
    with subprocess.Popen([*PROGRAM, *arguments], stdout=child, stderr=child, cwd=cwd, env=environment) as process:
        os.close(child)
        shown = read_terminal(parent)
        process.wait()
    os.close(parent)
    return shown


@pytest.mark.slow  # starts programs
@pytest.mark.parametrize(
    "arguments",
    [
        ("encode", "a.txt", "-q"),
        ("export", "a.xml", "--to", "markdown", "-q"),
        ("schema", "convert", "s.rng", "-"),
        ("validate", "--schema", "letter", "a.xml"),
    ],
)
def test_documents_do_not_act_at_a_terminal(arguments: tuple[str, ...], folder: Path) -> None:
    shown = run_at_terminal(*arguments, cwd=folder).replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
    assert shown
    assert not {char for char in shown if acts(char)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1", "windows-1252"])
def test_a_diff_is_shown_whatever_the_encoding(encoding: str, folder: Path, program: Run) -> None:
    text = (Path(__file__).parents[1] / "data" / "faulty" / "value-date-german.xml").read_text(encoding="utf-8")
    body = text.partition("?>")[2] if text.startswith("<?xml") else text
    (folder / "d.xml").write_text(f'<?xml version="1.0" encoding="{encoding}"?>{body}', encoding=encoding)
    status, out, err = program("validate", "--schema", "letter", "--diff", "d.xml", cwd=folder)
    assert (status, out.startswith("--- d.xml"), len(err)) == (1, True, 1)


@pytest.mark.parametrize("declared", ["utf-16", "utf-7", "punycode", "undefined", "hex", "no-such", "ascii"])
def test_a_diff_of_a_wrongly_declared_document_is_none(declared: str, folder: Path, program: Run) -> None:
    (folder / "d.xml").write_text(f'<?xml version="1.0" encoding="{declared}"?><a>\xe9</a>', encoding="utf-8")
    status, out, _ = program("validate", "--schema", "letter", "--diff", "d.xml", cwd=folder)
    assert (status in {0, 2}, out) == (True, "")


def test_a_name_begins_no_line_of_a_diff(folder: Path, program: Run) -> None:
    text = (Path(__file__).parents[1] / "data" / "faulty" / "value-date-german.xml").read_text(encoding="utf-8")
    (folder / "d\n+++ e.xml").write_text(text, encoding="utf-8")
    out = program("validate", "--schema", "letter", "--diff", "d\n+++ e.xml", cwd=folder)[1]
    assert [line for line in out.split("\n") if line.startswith("+++")] == ["+++ d\\x0a+++ e.xml"]


@pytest.mark.parametrize("columns", ["", "0", "x", "\u00b2", "9" * 5_000, "1000000000"])
def test_any_width_of_the_environment_is_survived(
    columns: str, folder: Path, program: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    assert printing.terminal_width() <= 1_000
    assert program("encode", "a.txt", "--explain", cwd=folder)[0] == 0
    assert program("report", "a.xml", cwd=folder)[0] == 0
    assert program("validate", "--schema", "letter", "a.xml", "--format", "terminal", cwd=folder)[0] == 1


@pytest.mark.slow  # starts programs
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16", "cp037"])
def test_reports_for_programs_are_utf_8_in_every_locale(encoding: str, folder: Path) -> None:
    (folder / "e.xml").write_text(LETTER.replace("nope", "n\xe9pe"), encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    for name in ("junit", "html", "concise"):
        command = [*PROGRAM, "validate", "--schema", "letter", "e.xml", "--format", name]
        result = subprocess.run(command, capture_output=True, cwd=folder, env=environment, check=False)
        assert (result.returncode, b"Traceback" in result.stderr) == (1, False)
        assert name == "concise" or "n\xe9pe" in result.stdout.decode()


def test_an_unexpected_error_is_one_sentence(folder: Path) -> None:
    (folder / "broken.py").write_text(
        "import sys\nfrom teikit import __main__, cli\n"
        "def run(): raise KeyError('\\x1b[31m' * 100)\n"
        "cli.run = run\nsys.argv = ['teikit', 'config']\n__main__.main()\n"
    )
    result = subprocess.run([sys.executable, "broken.py"], capture_output=True, text=True, cwd=folder, check=False)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("teikit: internal error, please report this (KeyError at broken.py:3: ")
    assert "\x1b" not in result.stderr


@pytest.mark.slow  # starts programs
@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("PYTHONIOENCODING", "undefined", 0),
        ("PYTHONIOENCODING", "idna", 0),
        ("PYTHONIOENCODING", "ascii:strict", 0),
        ("_TEIKIT_COMPLETE", "bash_complete", 2),
        ("_TEIKIT_COMPLETE", "\x1b[31m", 1),
        ("TEIKIT_NO_CACHE", "\x1b[31m", 0),
        ("TEIKIT_CACHE_DIR", "\x1b[31m\n::error::", 0),
    ],
)
def test_no_variable_of_the_environment_breaks_the_program(name: str, value: str, status: int, folder: Path) -> None:
    command = [*PROGRAM, "cache", "show"]
    result = subprocess.run(command, capture_output=True, cwd=folder, env=os.environ | {name: value}, check=False)
    assert result.returncode == status
    shown = (result.stdout + result.stderr).decode()
    assert "error, please report" not in shown
    assert not {char for char in shown if acts(char)}
