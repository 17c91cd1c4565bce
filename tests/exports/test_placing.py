"""Packages reach the disk whole or not at all, and nothing is written outside of them."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import teikit.api
from teikit.errors import InternalError, OutputError
from teikit.exporting import ExportOptions
from teikit.exports.names import safe_name, safe_names
from teikit.exports.placing import check_out, place
from teikit.exports.verifying import verify

ROOT = Path(__file__).parents[2]
LETTERS = sorted(map(str, (ROOT / "tests" / "letters").glob("*.xml")))
EXPORT = [sys.executable, "-m", "teikit", "export", *LETTERS, "--to", "bag", "--schema", "", "-o"]
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
    place(out, [("a", b"old")])
    with pytest.raises(OutputError, match="exists already"):
        place(out, [("a", b"new")])
    assert (out / "a").read_bytes() == b"old"
    place(out, [("b", b"new")], force=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"b": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


def test_what_is_there_is_kept_when_the_new_one_fails(tmp_path: Path) -> None:
    place(tmp_path / "bag", [("a", b"old")])

    def broken():
        yield "a", b"new"
        raise OSError(28, "No space left on device")

    for out in ("bag", "bag.zip"):
        with pytest.raises(OutputError, match="no space left"):
            place(tmp_path / out, broken(), force=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "bag").iterdir()} == {"a": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


def test_a_package_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="is a link"):
        check_out(tmp_path / "out", force=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    tmp_path.chmod(0o755)
    as_nobody = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    code = (
        "import sys; from pathlib import Path; from teikit.exports.placing import place; from teikit.errors import *\n"
        "try: place(Path(sys.argv[1]), [('a', b'x')])\nexcept OutputError as error: print(error)"
    )
    result = subprocess.run(
        [*as_nobody, sys.executable, "-c", code, str(closed / "bag")], capture_output=True, text=True, check=False
    )
    if "denied" in result.stderr and "import" in result.stderr:
        pytest.skip("another user cannot read this tree")
    assert list(closed.iterdir()) == []
    assert result.stdout.count("\n") <= 1


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    # A limit on the size of files stops writes as a full disk does; Python ignores the signal that comes with it.
    for out in ("bag.zip", "bag"):
        command = f"ulimit -f 2; exec {shlex.join(EXPORT)} {tmp_path / out} -q"
        result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr.count("\n")) == (2, 1), result.stderr
        assert "cannot be written (file too large)" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.timeout(60)  # starts the program a dozen times
def test_a_killed_export_leaves_the_old_package_or_a_whole_new_one(tmp_path: Path) -> None:
    out = tmp_path / "bag"
    start = time.monotonic()
    subprocess.run([*EXPORT, str(out), "-q"], check=True)
    whole = time.monotonic() - start
    (out / "old").write_text("")
    for step in range(10):
        process = subprocess.Popen([*EXPORT, str(out), "-q", "--force"])
        time.sleep(whole * (0.3 + step * 0.08))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not out.exists() or (out / "old").exists() or verify(out).verdict == "complete and valid"
        kept = [out] if out.exists() else list(tmp_path.glob(".teikit-*/old"))
        assert kept, "neither the old package nor the new one is there"
        if not out.exists():
            kept[0].rename(out)


def test_of_two_exports_at_once_one_wins_whole(tmp_path: Path) -> None:
    out = tmp_path / "bag"
    both = [subprocess.Popen([*EXPORT, str(out), "-q"], stderr=subprocess.PIPE) for _ in range(2)]
    told = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 2], told
    assert verify(out).verdict == "complete and valid"
    assert [path.name for path in tmp_path.iterdir()] == ["bag"]


def test_a_disk_that_fails_when_it_is_flushed_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        place(tmp_path / "bag", [("data/a.xml", b"<a/>")])
    assert list(tmp_path.iterdir()) == []
