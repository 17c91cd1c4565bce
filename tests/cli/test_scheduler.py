"""On a cluster whose worker is killed in the middle of a run, each verb gives what one process gives."""

import itertools
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

dask = pytest.importorskip("dask", reason="teikit[cluster] is not installed")
distributed = pytest.importorskip("distributed", reason="teikit[cluster] is not installed")

TESTS = Path(__file__).parents[1]
PRELOAD = str(Path(__file__).parents[1] / "support" / "halting_worker.py")
# With names so long few files go into a parcel, so that there are parcels enough for one worker to come to its fourth.
FILES = 220
LONG = "-of-a-correspondence" * 6
# In seconds: a run that says nothing for so long waits for the worker that has halted.
SILENCE = 0.5
VERBS = {
    "validate": ("validate", "letters", "--format", "jsonl"),
    "encode": ("encode", "letters", "-o", "out"),
    "export": ("export", "letters", "-o", "out", "--to", "html"),
}
Made = tuple[int, bytes, dict[str, bytes]]

# Clusters and programs are started, and workers anew.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


class Notes:
    """What workers note of themselves (halting_worker.py): which have come, and which has halted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for each in ("here", "halted"):
            (folder / each).mkdir(parents=True)

    def read(self, what: str) -> set[int]:
        return {int(each.name) for each in (self.folder / what).iterdir()}

    def say_heard(self) -> None:
        (self.folder / "heard").touch()

    def wait_for_the_third(self) -> None:
        until = time.monotonic() + 60
        while len(self.read("here")) < 3:
            assert time.monotonic() < until, "no other worker has come"
            time.sleep(0.02)


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Notes:
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__PRELOAD", repr([PRELOAD]))
    return Notes(tmp_path / "notes")


@pytest.fixture
def scheduler(notes: Notes) -> Iterator[str]:  # noqa: ARG001  workers need the place for them
    """A cluster that stands, as Dask makes one that is told nothing."""
    with (
        dask.config.set({"distributed.worker.preload": [PRELOAD]}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        yield cluster.scheduler_address


def folder_of_letters(folder: Path) -> Path:
    """Letters as text and as TEI, some of them faulty."""
    (folder / "letters").mkdir(parents=True)
    own = [
        *(TESTS / "data" / "letters").glob("*.txt"),
        *(TESTS / "data" / "letters").glob("*.xml"),
        *(TESTS / "data" / "faulty").glob("*.xml"),
    ]
    for kind in (".txt", ".xml"):
        sources = itertools.cycle(sorted(each for each in own if each.suffix == kind))
        for number, source in zip(range(FILES), sources, strict=False):
            shutil.copy(source, folder / "letters" / f"{number:03}{LONG}{kind}")
    return folder


@contextmanager
def begun(folder: Path, verb: str, *options: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A run that tells everything at once; of those that fail nothing stays behind."""
    command = [sys.executable, "-m", "teikit", *VERBS[verb], *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    run = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        start_new_session=True,
    )
    with run:
        try:
            yield run
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def made(folder: Path, run: "subprocess.Popen[bytes]", heard: bytes = b"") -> Made:
    """What a run makes: its status, all that it says, and all files."""
    said = heard + run.communicate(timeout=100)[0]
    files = {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    return run.returncode, said, files


def heard_until_it_waits(run: "subprocess.Popen[bytes]", notes: Notes) -> bytes:
    """What a run says of its first letters, until it waits for the worker that has halted."""
    assert run.stdout is not None
    heard = b""
    while True:
        if select.select([run.stdout], [], [], SILENCE)[0]:
            heard += os.read(run.stdout.fileno(), 65_536)
            assert run.poll() is None, heard
            if b"letters/" in heard:
                notes.say_heard()
        elif notes.read("halted") and b"letters/" in heard:
            return heard


def kill_who_has_halted(notes: Notes) -> None:
    halted = notes.read("halted")
    others = notes.read("here") - halted
    # They must not bring the run to its end before another has come.
    for each in others:
        os.kill(each, signal.SIGSTOP)
    os.kill(*halted, signal.SIGKILL)
    notes.wait_for_the_third()
    for each in others:
        os.kill(each, signal.SIGCONT)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("stands", [True, False], ids=["cluster that stands", "cluster of the run"])
def test_a_worker_killed_in_the_middle_of_a_run_changes_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, notes: Notes, verb: str, *, stands: bool
) -> None:
    alone, together = folder_of_letters(tmp_path / "alone"), folder_of_letters(tmp_path / "together")
    where = request.getfixturevalue("scheduler") if stands else "local:2"
    with begun(together, verb, "--scheduler", where) as run:
        heard = heard_until_it_waits(run, notes)
        kill_who_has_halted(notes)
        found = made(together, run, heard)
    with begun(alone, verb, "--jobs", "1") as run:
        wanted = made(alone, run)
    assert found == wanted
    assert heard.count(b"letters/") < found[1].count(b"letters/")
