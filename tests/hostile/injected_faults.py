"""Makes calls of the operating system fail, or a signal arrive, at a certain call of a process."""

import ctypes
import errno
import os
import signal
from collections.abc import Callable, Iterable
from mmap import mmap
from typing import Any

Arguments = tuple[Any, ...]
Named = dict[str, Any]
# The calls by which files come into being, and what they raise when they fail.
_STORAGE_CALLS = ("open", "fsync", "replace", "rename", "link", "unlink", "chmod", "mkdir", "rmdir", "close")
FAILING = {
    "rename-fails": ("replace", "rename", "link"),
    "fsync-fails": ("fsync",),
    "disk-full-at-call": ("open", "mkdir", "fsync"),
}
# What a fault counts: calls of storage for signals, else those that fail.
COUNTED = {**FAILING, "": _STORAGE_CALLS}
_ERRORS = {"rename-fails": errno.EIO, "fsync-fails": errno.EIO, "disk-full-at-call": errno.ENOSPC}


def count_calls(counts: mmap) -> None:
    """Count the calls of each kind in memory that is shared with another process, 8 bytes a kind as in COUNTED."""
    numbers = memoryview(counts).cast("q")

    def count(name: str, arguments: Arguments, named: Named) -> None:
        for index, (kind, names) in enumerate(COUNTED.items()):
            if name in names and (not kind or _creates_or_writes(name, arguments, named)):
                numbers[index] += 1

    _surround(_STORAGE_CALLS, count)


def inject_failure(kind: str, number: int) -> None:
    """Let the n-th call of a kind fail in this process, and all after it if the disk is full."""
    count = 0

    def fail(name: str, arguments: Arguments, named: Named) -> None:
        nonlocal count
        if not _creates_or_writes(name, arguments, named):
            return
        count += 1
        if count == number or (kind == "disk-full-at-call" and count > number):
            raise OSError(_ERRORS[kind], os.strerror(_ERRORS[kind]), *map(str, arguments[:1]))

    _surround(FAILING[kind], fail)
    if kind == "rename-fails" and number % 2:
        # Names are exchanged by a call of the C library, which not every system has.
        ctypes.CDLL = _fail_to_load  # type: ignore[assignment,misc]


def signal_at_call(number: signal.Signals, call: int) -> None:
    """Send a signal to this process before or after its n-th call of storage."""
    count = 0

    def send_before(*_call: object) -> None:
        nonlocal count
        count += 1
        if 2 * count == call:
            os.kill(os.getpid(), number)

    def send_after() -> None:
        if 2 * count + 1 == call:
            os.kill(os.getpid(), number)

    _surround(_STORAGE_CALLS, send_before, send_after)


def _surround(
    names: Iterable[str], before: Callable[[str, Arguments, Named], None], after: Callable[[], None] = lambda: None
) -> None:
    """Let this process do something before and after each call of these names."""

    def surrounded(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            before(name, arguments, named)
            made = real(*arguments, **named)
            after()
            return made

        return call

    for name in names:
        setattr(os, name, surrounded(name, getattr(os, name)))


def _creates_or_writes(name: str, arguments: Arguments, named: Named) -> bool:
    """Return whether a call is more than to open a file for reading."""
    flags = named.get("flags", arguments[1] if len(arguments) > 1 else 0)
    return name != "open" or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _fail_to_load(*_arguments: Any, **_named: Any) -> None:
    raise OSError(errno.ENOENT, "no such library")
