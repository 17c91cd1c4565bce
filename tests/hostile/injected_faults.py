"""Makes calls of the operating system fail, or a signal arrive, at a certain call of a process."""

import ctypes
import errno
import os
import signal
from collections.abc import Callable
from mmap import mmap
from typing import Any

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

    def counted(real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            for index, (kind, names) in enumerate(COUNTED.items()):
                if name in names and (not kind or name != "open" or _is_for_writing(arguments, named)):
                    numbers[index] += 1
            return real(*arguments, **named)

        return counting

    for name in _STORAGE_CALLS:
        setattr(os, name, counted(getattr(os, name), name))


def inject_failure(kind: str, number: int) -> None:
    """Let the n-th call of a kind fail in this process, and all after it if the disk is full."""
    count = [0]

    def fail(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def failing(*arguments: Any, **named: Any) -> Any:
            if name == "open" and not _is_for_writing(arguments, named):
                return call(*arguments, **named)
            count[0] += 1
            if count[0] == number or (kind == "disk-full-at-call" and count[0] > number):
                raise OSError(_ERRORS[kind], os.strerror(_ERRORS[kind]), *map(_name, arguments[:1]))
            return call(*arguments, **named)

        return failing

    for name in FAILING[kind]:
        setattr(os, name, fail(name, getattr(os, name)))
    if kind == "rename-fails" and number % 2:
        # Names are exchanged by a call of the C library, which not every system has.
        ctypes.CDLL = _fail_to_load  # type: ignore[assignment,misc]


def signal_at_call(number: signal.Signals, call: int) -> None:
    """Send a signal to this process before or after its n-th call of storage."""
    count = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            count[0] += 1
            if 2 * count[0] == call:
                os.kill(os.getpid(), number)
            made = real(*arguments, **named)
            if 2 * count[0] + 1 == call:
                os.kill(os.getpid(), number)
            return made

        return counting

    for name in _STORAGE_CALLS:
        setattr(os, name, counted(getattr(os, name)))


def _is_for_writing(arguments: tuple[Any, ...], named: dict[str, Any]) -> bool:
    flags = named.get("flags", arguments[1] if len(arguments) > 1 else 0)
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _name(argument: Any) -> str:
    return argument if isinstance(argument, str) else str(argument)


def _fail_to_load(*_arguments: Any, **_named: Any) -> None:
    raise OSError(errno.ENOENT, "no such library")
