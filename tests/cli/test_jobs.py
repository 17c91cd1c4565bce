"""`teikit validate` says the same with any number of processes, and stops clean when it is told to."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from support.processes import read_terminal, session_processes
from teikit.report.formats import FORMATS

FAULTY = Path(__file__).parents[1] / "data" / "faulty"
PROGRAM = (sys.executable, "-m", "teikit", "validate", "--schema", "letter")
# Files that take some seconds.
MANY = 3_000
JOBS = ("1", "2", "4", "auto")
Said = tuple[int, bytes, bytes, dict[str, bytes]]

pytestmark = [pytest.mark.slow]  # each test starts the program several times


def said(folder: Path, *arguments: str, environment: dict[str, str] | None = None, limit: str = "") -> Said:
    """What a run says: its status, both streams, and all reports."""
    command = [*PROGRAM, *arguments]
    if limit:
        command = ["sh", "-c", f'{limit}; exec "$@"', "sh", *command]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment)
    reports = {each.name: each.read_bytes() for each in folder.glob("report.*")}
    return run.returncode, run.stdout, run.stderr, reports


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of letters with all faults that we know, some of them real, with files that are none among them."""
    folder = tmp_path_factory.mktemp("letters")
    shutil.copytree(FAULTY, folder / "faulty")
    raw = sorted((Path(__file__).parents[3] / "shared" / "corpus" / "schnitzler" / "raw").glob("*.xml"))[::40]
    for each in raw:
        shutil.copy(each, folder / each.name)
    (folder / "empty.xml").write_bytes(b"")
    (folder / "binary.xml").write_bytes(bytes(range(256)))
    (folder / "broken.xml").write_bytes(b"<TEI><p></TEI>")
    (folder / "gone.xml").symlink_to("nowhere.xml")
    os.mkfifo(folder / "pipe.xml")
    # Passed over, some by who looks for files and some by who reads them.
    (folder / "page.xml").write_bytes(b"<html/>")
    (folder / "notes.txt").write_bytes(b"Dear Ann")
    (folder / ".gitignore").write_bytes(b"*.bak\n")
    (folder / "a.bak").write_bytes(b"<TEI/>")
    return folder


@pytest.mark.parametrize(
    "options",
    [
        ("-v",),
        ("--fail-fast",),
        ("--max-problems", "3", "--format", "terminal", "--statistics"),
        ("--select", "tei", "--schema", "letter", "-q"),
        ("--write-baseline",),
        ("--unique-ids",),
        ("nowhere.xml", "-"),
    ],
    ids=" ".join,
)
def test_any_number_of_processes_says_the_same(letters: Path, tmp_path: Path, options: Sequence[str]) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(letters, folder, symlinks=True, copy_function=copied)
    first, *others = (said(folder, ".", *options, "--jobs", jobs) for jobs in JOBS)
    assert others == [first] * len(others)


@pytest.mark.parametrize("options", [("--diff",), ("--show-fixes", "--format", "json")], ids=" ".join)
def test_any_number_of_processes_proves_the_same_fixes(options: Sequence[str]) -> None:
    first, *others = (said(FAULTY, ".", *options, "--jobs", jobs) for jobs in JOBS)
    assert others == [first] * len(others)


def copied(source: str, target: str) -> None:
    if Path(source).is_fifo():
        os.mkfifo(target)
    else:
        shutil.copy(source, target)


def test_all_reports_are_the_same(letters: Path) -> None:
    wanted = [word for name in FORMATS for word in ("--format", name, "--output", f"report.{name}")]
    first, *others = (said(letters, ".", *wanted, "--jobs", jobs) for jobs in JOBS)
    assert len(first[3]) == len(FORMATS)
    assert others == [first] * len(others)


def test_what_is_mended_is_the_same(tmp_path: Path) -> None:
    runs = []
    for jobs in ("1", "4"):
        folder = tmp_path / jobs / "letters"
        shutil.copytree(FAULTY, folder)
        run = said(folder, ".", "--fix", "--jobs", jobs)
        runs.append((run, {each.name: each.read_bytes() for each in folder.rglob("*.xml") if each.is_file()}))
    assert runs[0] == runs[1]


def test_fail_fast_stops_at_the_first_file_with_errors(tmp_path: Path) -> None:
    for number in range(50):
        name = "value-date-german.xml" if number in {17, 30} else "none.xml"
        shutil.copy(FAULTY / name, tmp_path / f"{number:02}.xml")
    status, out, talk, _ = said(tmp_path, ".", "-x", "--jobs", "2")
    assert (status, [line[:8] for line in out.splitlines()]) == (1, [b"./17.xml"])
    assert talk.startswith(b"18 files checked, 1 invalid")


def test_a_wrong_configuration_is_told_when_its_file_is_due(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(20):
            shutil.copy(FAULTY / "value-date-german.xml", tmp_path / name / f"{number:02}.xml")
    (tmp_path / "b" / "teikit.toml").write_text("[validate]\nselect = ['no-such-rule']\n")
    first, *others = (said(tmp_path, ".", "--jobs", jobs) for jobs in JOBS)
    assert (first[0], first[1].count(b"./a/")) == (2, 20)
    assert b"no-such-rule" in first[2]
    assert others == [first] * len(others)


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "2000", "\u0662", ""])
def test_a_number_of_processes_that_is_none_is_misuse(tmp_path: Path, wrong: str) -> None:
    status, _, talk, _ = said(tmp_path, ".", f"--jobs={wrong}")
    assert (status, talk.count(b"auto")) == (2, 1)


def test_a_schema_that_is_none_is_told_once(letters: Path) -> None:
    status, out, talk, _ = said(letters, ".", "--jobs", "2", "--schema", "none.rng")
    assert (status, out, talk.count(b"\n")) == (2, b"", 1)


def test_an_interpreter_without_home_and_language_says_the_same(letters: Path) -> None:
    # The superuser would make a home that is only missing.
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(letters / "empty.xml" / "home")}
    assert said(letters, ".", "-j2", environment=bare) == said(letters, ".", "-j1", environment=bare)


def test_few_open_files_are_enough(letters: Path) -> None:
    assert said(letters, ".", "-j2", limit="ulimit -n 40") == said(letters, ".", "-j1")
    assert said(letters, ".", "-j64", limit="ulimit -n 40") == said(letters, ".", "-j1")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder that takes a while."""
    first = Path(shutil.copy(FAULTY / "value-date-german.xml", tmp_path / "0000.xml"))
    for number in range(1, MANY):
        (tmp_path / f"{number:04}.xml").hardlink_to(first)
    return tmp_path


def begun(folder: Path, *options: str) -> "subprocess.Popen[bytes]":
    """A run over a folder that has said something already."""
    run = subprocess.Popen(
        [*PROGRAM, ".", *options], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert run.stdout is not None
    assert run.stdout.readline()
    return run


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return once something is so; what never becomes so runs into the time limit of the test."""
    while not is_so():
        time.sleep(0.05)


def files_done(talk: bytes) -> int:
    """After how many files a run says that it was stopped."""
    said = re.fullmatch(rb"teikit: stopped after ([\d,]+) files?\n", talk)
    assert said, talk
    return int(said[1].replace(b",", b""))


def session(leader: int) -> list[str]:
    """The states of all processes of a session."""
    return [state for _, state in session_processes(leader)]


@pytest.mark.parametrize("jobs", ["1", "2", "auto"])
@pytest.mark.parametrize("everybody", [True, False])
@pytest.mark.parametrize(("kind", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_the_run_long_before_its_end(
    many: Path, jobs: str, kind: signal.Signals, status: int, *, everybody: bool
) -> None:
    run = begun(many, "--jobs", jobs, "--format", "concise", "--format", "json", "--output", "report.json")
    os.killpg(run.pid, kind) if everybody else run.send_signal(kind)
    _, talk = run.communicate()
    assert run.returncode == status
    assert 1 <= files_done(talk) < MANY // 2
    assert session(run.pid) == []
    assert [each.name for each in many.iterdir() if each.suffix != ".xml"] == []


@pytest.mark.parametrize("everybody", [True, False])
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_stops_a_cluster_of_the_run_long_before_its_end(
    many: Path, kind: signal.Signals, *, everybody: bool
) -> None:
    pytest.importorskip("distributed", reason="teikit[cluster] is not installed")
    run = begun(many, "--scheduler", "local:2", "--format", "concise", "--format", "json", "--output", "report.json")
    os.killpg(run.pid, kind) if everybody else run.send_signal(kind)
    _, talk = run.communicate()
    # A process that has lost its parent is a zombie until the system's first process reaps it.
    wait_until(lambda: set(session(run.pid)) <= {"Z"})
    if kind != signal.SIGKILL:
        assert 1 <= files_done(talk) < MANY // 2
        assert [each.name for each in many.iterdir() if each.suffix != ".xml"] == []


def test_workers_end_when_their_parent_is_killed(many: Path) -> None:
    run = begun(many, "--jobs", "3")
    run.kill()
    run.communicate()
    wait_until(lambda: not session(run.pid))


def test_a_closed_pipe_ends_the_workers_too(many: Path) -> None:
    run = begun(many, "--jobs", "2")
    assert run.stdout is not None
    run.stdout.close()
    assert run.communicate()[1] == b""
    assert run.returncode == 141
    assert session(run.pid) == []


def test_progress_is_shown_at_a_terminal_and_taken_away(many: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    run = subprocess.Popen(
        [*PROGRAM, ".", "-j2", "--ignore", "rng,tei"], cwd=many, stdout=subprocess.PIPE, stderr=theirs, env=environment
    )
    os.close(theirs)
    assert run.communicate()[0] == b""
    shown = read_terminal(ours)
    assert b"MB/s" in shown
    assert shown.rpartition(b"\r\x1b[K")[2].startswith(b"3,000 files checked")
