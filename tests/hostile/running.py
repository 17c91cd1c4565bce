"""Runs a case in a process of its own, in a session of its own, with limits; returns all that can be judged."""

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hostile.case import CANARY, Case, Place
from hostile.watching import Listener, watched
from support.processes import session_processes

# The most memory that processes may reserve: threads and libraries reserve much more than they use.
_ADDRESSES = 4 << 30
_LARGEST_FILE = 400 << 20
# A run may wait longer than it works, the longer the more else the machine has to do.
_PATIENCE = 4.0


@dataclass(frozen=True)
class Outcome:
    """What a run did: its status (negative for a signal), output, use of memory, and what it left behind."""

    status: int
    is_hung: bool
    out: bytes
    err: bytes
    memory: int
    seconds: float
    left: list[str]
    opened: list[str]
    connections: int
    before: dict[str, bytes]
    after: dict[str, bytes]


def run_case(case: Case, root: Path) -> Outcome:
    """Set the case up below a folder, run it, and look at what is there afterwards."""
    listener = Listener(case.answer)
    place = Place(root, listener.host)
    try:
        _make_folders(place)
        case.set_up(place)
        before = snapshot(root)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, watched(place.secret) as opened:
            status, is_hung, memory, seconds, left = _run(case, place, out, err)
            printed = _read(out), _read(err)
        return Outcome(
            status, is_hung, *printed, memory, seconds, left, opened, listener.connections, before, snapshot(root)
        )
    finally:
        listener.close()


def _make_folders(place: Place) -> None:
    for folder in (place.work, place.outside, place.home, place.cache):
        folder.mkdir()
    place.secret.write_text(f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><{CANARY}/><p>{CANARY}</p></TEI>\n")


def _run(case: Case, place: Place, out: IO[bytes], err: IO[bytes]) -> tuple[int, bool, int, float, list[str]]:
    def limit() -> None:
        # A second more for those that ignore the first signal.
        resource.setrlimit(resource.RLIMIT_CPU, (case.seconds, case.seconds + 2))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform.startswith("linux"):
            resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))

    began = time.monotonic()
    process = subprocess.Popen(
        case.arguments(place),
        cwd=place.work,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        env=_environment(case, place),
        start_new_session=True,
        preexec_fn=limit,  # noqa: PLW1509  the other thread only answers connections
    )
    try:
        if case.meanwhile:
            case.meanwhile(place, process)
        status, memory, is_hung = _wait(process, began + case.seconds * max(_PATIENCE, os.getloadavg()[0]))
        return status, is_hung, memory, time.monotonic() - began, _left_behind(process.pid)
    finally:
        _kill_session(process.pid)


def _environment(case: Case, place: Place) -> dict[str, str]:
    cache = str(place.cache) if case.own_cache else os.environ.get("TEIKIT_CACHE_DIR", str(place.cache))
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(place.home),
        "TEIKIT_CACHE_DIR": cache,
        "TEIKIT": f"{sys.executable} -m teikit",
        # Where files may be small only, Python would leave halves of its own in the source tree.
        "PYTHONDONTWRITEBYTECODE": "1",
        **{name: place.fill_in(value) for name, value in case.env.items()},
    }


def _wait(process: "subprocess.Popen[bytes]", until: float) -> tuple[int, int, bool]:
    """Wait for the process; return its status, its memory in bytes, and whether it had to be killed."""
    is_hung, pause, peak = False, 0.005, 0
    # The system counts what this process has, of which the other is a copy at first, as its memory too.
    own = _peak_memory("self")
    while True:
        peak = max(peak, _peak_memory(process.pid))
        pid, status, usage = os.wait4(process.pid, 0 if is_hung else os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            counted = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1_024)
            return process.returncode, counted if counted > own else peak, is_hung
        if time.monotonic() > until:
            is_hung = True
            _kill_session(process.pid)
        time.sleep(pause)
        pause = min(pause * 1.2, 0.1)


def _peak_memory(process: int | str) -> int:
    """Return the most memory that a process has had so far, in bytes; 0 where that is unknown."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+([0-9]+) kB", Path(f"/proc/{process}/status").read_text())
        return int(found[1]) * 1_024 if found else 0
    return 0


def _left_behind(session: int) -> list[str]:
    """Return the processes that the run started and left running."""
    for _ in range(20):
        left = _processes_of(session)
        if not left:
            return []
        # What was sent to its end may need a moment.
        time.sleep(0.1)
    return left


def _processes_of(session: int) -> list[str]:
    found = []
    for folder, state in session_processes(session):
        if state not in "ZX":
            with contextlib.suppress(OSError, ValueError):
                found.append((folder / "cmdline").read_text().replace("\0", " ").strip()[:200])
    return found


def _kill_session(session: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(session, signal.SIGKILL)


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(64 << 20)


def snapshot(root: Path) -> dict[str, bytes]:
    """Return what each path below a folder is: the beginning and size of a file, the target of a link, or its kind.

    The cache is left out: it may change in every run.
    """
    found: dict[str, bytes] = {}
    folders = [root]
    while folders:
        for entry in sorted(os.scandir(os.fsencode(folders.pop())), key=lambda each: each.name):
            name = os.fsdecode(os.path.relpath(entry.path, os.fsencode(root)))
            if name == "cache":
                continue
            if entry.is_symlink():
                found[name] = b"link " + os.fsencode(Path(os.fsdecode(entry.path)).readlink())
            elif entry.is_dir():
                found[name] = b"folder"
                folders.append(Path(os.fsdecode(entry.path)))
            elif entry.is_file():
                found[name] = _describe(entry)
            else:
                found[name] = b"special"
    return found


def _describe(entry: "os.DirEntry[bytes]") -> bytes:
    status = entry.stat()
    # A secret is not opened by those who watch it.
    if entry.name == b"secret.xml" or not status.st_size:
        return b"file %d %d" % (status.st_size, status.st_mtime_ns)
    try:
        with Path(os.fsdecode(entry.path)).open("rb") as file:
            return b"file %d " % status.st_size + file.read(1 << 20)
    except OSError:
        return b"file %d, not readable" % status.st_size
