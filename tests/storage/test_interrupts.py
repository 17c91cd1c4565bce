"""An interrupt at any line of what writes leaves the old output or the new one, whole, and nothing beside it."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from teikit.storage import folders, temporary
from teikit.storage.files import replace_file, write_file
from teikit.storage.packages import write_package

SIGNALS = [signal.SIGINT, signal.SIGTERM]
OLD, NEW = {"a": b"old", "b/c": b"old too"}, {"a": b"new", "d": b"more"}
Held = dict[str, bytes] | bytes


class StoppedError(BaseException):
    """The program was asked to stop."""


def stop(_number: int, _frame: object) -> None:
    raise StoppedError


def held(out: Path) -> Held:
    if out.is_file():
        return out.read_bytes()
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def anything(_folder: Path) -> None:
    """Let any folder be replaced."""


def write_folder(out: Path, data: bytes) -> None:
    files = OLD if data == b"old" else NEW
    write_package(out, files.items(), force=True, check=anything)


def write_zip(out: Path, data: bytes) -> None:
    write_folder(out.with_name("out.zip"), data)


def write_tar(out: Path, data: bytes) -> None:
    write_folder(out.with_name("out.tar.gz"), data)


def replace(out: Path, data: bytes) -> None:
    (replace_file if out.exists() else write_file)(out, data)


def force(out: Path, data: bytes) -> None:
    write_file(out, data, force=True)


WRITERS = {each.__name__: each for each in [force, replace, write_folder, write_zip, write_tar]}


def count_lines(call: Callable[[], None], at: int, number: int) -> int:
    """Call a function, with a signal at a line of what it executes; return how many lines it executes."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Callable:
        nonlocal count
        if event == "line":
            count += 1
            if count == at:
                # To this thread: others of the tests may be there.
                signal.raise_signal(number)
        return trace

    before = sys.gettrace()
    try:
        sys.settrace(trace)
        call()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("way", ["one step", "two steps"])
@pytest.mark.parametrize("write", WRITERS)
def test_an_interrupt_at_any_line(tmp_path: Path, write: str, way: str) -> None:
    # A process of its own: Python 3.11 can loop for ever where a function is traced while another thread waits, and a
    # fork of a process with threads can wait for a lock that none of its threads holds.
    command = [sys.executable, __file__, write, way, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def interrupt_at_any_line(name: str, way: str, tmp_path: Path) -> None:
    write = WRITERS[name]
    if way == "two steps":
        folders.exchange = lambda _one, _other: False
    chance = random.Random(f"{name} {way}")
    out = tmp_path / {write_zip: "out.zip", write_tar: "out.tar.gz"}.get(write, "out")
    lines = sys.maxsize
    # The first time more lines are executed: what is imported, and collected garbage.
    for _ in range(3):
        write(out, b"old")
        old = held(out)
        temporary.remove_leftovers.cache_clear()
        lines = min(lines, count_lines(lambda: write(out, b"new"), 0, 0))
        new = held(out)
    assert lines > 50
    handlers = {each: signal.signal(each, stop) for each in SIGNALS}
    stopped = 0
    try:
        for _ in range(60):
            write(out, b"old")
            temporary.remove_leftovers.cache_clear()
            try:
                count_lines(lambda: write(out, b"new"), chance.randint(1, lines), chance.choice(SIGNALS))
            except StoppedError:
                stopped += 1
                # As the program does before it ends.
                temporary.remove_unfinished()
            assert held(out) in (old, new)
            assert list(tmp_path.iterdir()) == [out]
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)
    assert stopped > 40


if __name__ == "__main__":
    interrupt_at_any_line(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
