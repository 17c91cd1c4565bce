"""Encode and export give the same with any number of processes, and go on where they were stopped or killed."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

PROGRAM = (sys.executable, "-m", "teikit")
ROOT = Path(__file__).parents[2]
ENCODE = ("encode", "letters", "-o", "out", "--lang", "en")
EXPORT = ("export", "letters", "-o", "out", "--to", "html")

pytestmark = [pytest.mark.slow]  # each test starts the program several times


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of letters, as text and as TEI, with some that are none."""
    letters = tmp_path / "letters"
    for number in range(60):
        place = letters / f"{number // 20}"
        place.mkdir(parents=True, exist_ok=True)
        text = (ROOT / "seeds" / "000_2f31e7242bafb6c0.txt").read_text()
        (place / f"{number:02}.txt").write_text(f"{text}\n\nP.S. This is number {number}.\n")
        shutil.copy(sorted((ROOT / "tests" / "data" / "letters").glob("*.xml"))[number % 5], place / f"{number:02}.xml")
    (letters / "empty.txt").touch()
    (letters / "broken.xml").write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'><p></TEI>")
    return tmp_path


def said(folder: Path, *arguments: str) -> tuple[int, bytes, bytes]:
    run = subprocess.run([*PROGRAM, *arguments], cwd=folder, capture_output=True, check=False)
    return run.returncode, run.stdout, run.stderr


def made(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize("command", [ENCODE, EXPORT, ("export", "letters/0", "-o", "out.csv", "--to", "csv")])
def test_any_number_of_processes_makes_the_same(folder: Path, command: Sequence[str]) -> None:
    runs = []
    for jobs in ("1", "2", "auto"):
        told = said(folder, *command, "--jobs", jobs)
        runs.append((told, made(folder)))
        for each in folder.glob("out*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    assert runs[1:] == [runs[0]] * 2
    assert runs[0][1].keys() - {"letters"}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("command", [ENCODE, EXPORT])
@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_to_the_same_results(
    folder: Path, command: Sequence[str], jobs: str, kind: signal.Signals
) -> None:
    status, _, _ = said(folder, *command)
    wanted = made(folder / "out")
    shutil.rmtree(folder / "out")
    chance = random.Random(f"{command}{jobs}{kind}")
    for _ in range(4):
        run = subprocess.Popen(
            [*PROGRAM, *command, "-j", jobs], cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while run.poll() is None and not (folder / "out").is_dir() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.2)
        run.send_signal(kind)
        talk = run.communicate()[1]
        found = made(folder / "out")
        whole = {name: data for name, data in found.items() if not Path(name).name.startswith(".teikit-")}
        assert {name: wanted.get(name) for name in whole} == whole
        # Who is stopped while it starts has nothing to say yet.
        if kind == signal.SIGINT and b"stopped after" in talk and any((folder / "out").glob(".teikit-journal-*")):
            assert talk.endswith(b"the same command goes on from there\n")
    # Where the last of them came to its end there is nothing to go on with.
    code, _, _ = said(folder, *command, "-q" if any((folder / "out").glob(".teikit-journal-*")) else "--force")
    assert code == status
    found = made(folder / "out")
    assert {name: data for name, data in found.items() if not Path(name).name.startswith(".teikit-")} == wanted
    assert not any((folder / "out").glob(".teikit-journal-*"))


def test_a_run_that_has_ended_does_not_go_on(folder: Path) -> None:
    command = ("encode", "letters/0", "-o", "out")
    assert said(folder, *command)[0] == 0
    assert not any((folder / "out").glob(".teikit-journal-*"))
    status, _, talk = said(folder, *command)
    assert (status, b"exists already" in talk) == (2, True)
