"""A folder is replaced whole or not at all, whatever fails and whenever the run is stopped; no former one is lost."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from teikit.errors import OutputError
from teikit.storage import folders
from teikit.storage.packages import write_package

Held = dict[str, bytes]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]
OLD: Held = {"a": b"old", "b/c": b"old too"}
NEW: Held = {"a": b"new", "d": b"more"}


def anything(_folder: Path) -> None:
    """Let any folder be replaced."""


def held(folder: Path) -> Held:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replace(out: Path) -> None:
    write_package(out, NEW.items(), force=True, check=anything)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A former folder, alone in its own."""
    write_package(tmp_path / "out", OLD.items())
    return tmp_path / "out"


@pytest.fixture(params=["in one step", "in two steps"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As the system exchanges two names in one step, and as others do without."""
    if request.param == "in two steps":
        monkeypatch.setattr(folders, "exchange", lambda _one, _other: False)
    else:
        skip_without_exchange(tmp_path)


def skip_without_exchange(folder: Path) -> None:
    one, other = folder / "one", folder / "other"
    one.mkdir()
    other.mkdir()
    able = folders.exchange(one, other)
    one.rmdir()
    other.rmdir()
    if not able:
        pytest.skip("this system exchanges no names in one step")


def test_two_names_change_places_in_one_step(tmp_path: Path) -> None:
    skip_without_exchange(tmp_path)
    write_package(tmp_path / "one", OLD.items())
    write_package(tmp_path / "other", NEW.items())
    assert folders.exchange(tmp_path / "one", tmp_path / "other")
    assert (held(tmp_path / "one"), held(tmp_path / "other")) == (NEW, OLD)
    assert not folders.exchange(tmp_path / "one", tmp_path / "absent")
    assert held(tmp_path / "one") == NEW


@pytest.mark.usefixtures("_way")
def test_a_folder_is_replaced_and_nothing_is_left_beside_it(out: Path) -> None:
    replace(out)
    assert held(out) == NEW
    assert [path.name for path in out.parent.iterdir()] == ["out"]


# What replacing asks of the system.
CALLS: list[tuple[object, str]] = [
    (os, "rename"),
    (os, "mkdir"),
    (os, "fsync"),
    (os, "rmdir"),
    (os, "unlink"),
    (os.path, "lexists"),
    (shutil, "rmtree"),
    (signal, "pthread_sigmask"),
    (folders, "exchange"),
    (folders, "move_into_place"),
    (folders, "restore_former_folder"),
]
FAULTS: list[type[BaseException] | OSError] = [
    KeyboardInterrupt,
    SystemExit,
    MemoryError,
    OSError(28, "No space left on device"),
    OSError(5, "Input/output error"),
]


class Fault:
    """Raises in the place of the n-th of all calls, or after it is done."""

    def __init__(self, at: int, error: type[BaseException] | BaseException, *, after: bool) -> None:
        self.at, self.error, self.after, self.count = at, error, after, 0

    def around(self, call: Callable) -> Callable:
        def called(*arguments: object, **more: object) -> object:
            self.count += 1
            if self.count - 1 != self.at:
                return call(*arguments, **more)
            if self.after:
                call(*arguments, **more)
            raise self.error

        return called


def faults(out: Path, monkeypatch: pytest.MonkeyPatch, error: object, *, after: bool) -> Iterator[BaseException | None]:
    """Replace a folder again and again, each time with a fault one call later, until there is none."""
    at, reached = 0, True
    while reached:
        shutil.rmtree(out.parent)
        out.parent.mkdir()
        write_package(out, OLD.items())
        fault = Fault(at, error, after=after)
        with monkeypatch.context() as patch:
            for room, name in CALLS:
                patch.setattr(room, name, fault.around(getattr(room, name)))
            raised: BaseException | None = None
            try:
                replace(out)
            except BaseException as stopped:  # noqa: BLE001  whatever it is
                raised = stopped
        # Where the fault is that signals are not let through again.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS[:2])
        reached = fault.count > at
        yield raised
        at += 1
    assert at > 20


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", FAULTS, ids=["interrupt", "exit", "memory", "full", "broken"])
def test_a_fault_at_any_step_leaves_the_old_one_or_the_new(out: Path, monkeypatch, error, *, after: bool) -> None:
    monkeypatch.chdir("/")
    for raised in faults(out, monkeypatch, error, after=after):
        if out.exists():
            assert held(out) in (OLD, NEW), raised
            assert held(out) == NEW or raised is not None
        else:
            # Putting it back failed too: the message says where it is.
            assert isinstance(raised, OutputError)
            (old,) = out.parent.glob(".teikit-*/old/out")
            assert (held(old), str(old) in str(raised)) == (OLD, True)


def test_what_cannot_be_put_back_is_kept_and_named(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed, rename = [], os.rename

    def once(one: Path, other: Path) -> None:
        if renamed:
            raise OSError(5, "Input/output error")
        renamed.append(rename(one, other))

    monkeypatch.setattr(folders, "exchange", lambda _one, _other: False)
    monkeypatch.setattr(os, "rename", once)
    with pytest.raises(OutputError, match=r"what was there is now .*old/out: move it back"):
        replace(out)
    monkeypatch.undo()
    (old,) = out.parent.glob(".teikit-*/old/out")
    assert held(old) == OLD
    with pytest.raises(OutputError, match=rf"left what was there as {old}: move it back, or delete {old.parents[1]}"):
        replace(out)
    old.rename(out)
    replace(out)
    assert held(out) == NEW


def test_what_another_put_there_meanwhile_is_kept_beside_the_former_one(out: Path, monkeypatch) -> None:
    rename = os.rename

    def another_comes(one: Path, other: Path) -> None:
        if Path(one).name == "made":
            out.mkdir()
            (out / "x").write_bytes(b"another's")
        rename(one, other)

    monkeypatch.setattr(folders, "exchange", lambda _one, _other: False)
    monkeypatch.setattr(os, "rename", another_comes)
    with pytest.raises(OutputError, match="what was there is now"):
        replace(out)
    (old,) = out.parent.glob(".teikit-*/old/out")
    assert (held(out), held(old)) == ({"x": b"another's"}, OLD)


# Replaces a folder again and again, old by new and new by old; the parent stops it at a chance moment.
REPLACING = """
import sys
from pathlib import Path
from teikit.storage import folders
from teikit.storage.packages import write_package
out, way = Path(sys.argv[1]), sys.argv[2]
if way == "two":
    folders.exchange = lambda one, other: False
print("ready", flush=True)
while True:
    for data in (b"new", b"old"):
        write_package(out, [(f"{n}/x", data) for n in range(8)], force=True, check=lambda folder: None)
"""


@pytest.mark.slow
@pytest.mark.timeout(300)  # starts many programs
@pytest.mark.parametrize("way", ["one", "two"])
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_run_that_is_stopped_at_any_moment_loses_nothing(tmp_path: Path, number: signal.Signals, way: str) -> None:
    chance = random.Random(f"{number.name} {way}")
    for turn in range(12):
        out = tmp_path / str(turn) / "out"
        out.parent.mkdir()
        write_package(out, [(f"{n}/x", b"old") for n in range(8)])
        command = [sys.executable, "-c", REPLACING, str(out), way]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.1))
            process.send_signal(number)
            process.wait(timeout=30)
        found = out
        if not out.exists():
            # Only where two renames are needed, and nothing can be held back.
            assert (way, number) == ("two", signal.SIGKILL)
            found = folders.find_former_folder(out)
            with pytest.raises(OutputError, match="left what was there as"):
                replace(out)
        files = held(found)
        assert len(files) == 8
        assert set(files.values()) in ({b"old"}, {b"new"})
