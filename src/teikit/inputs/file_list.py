"""Reads a list of file names, as `find` or git writes it: one per line, or each ended by a NUL byte."""

import codecs
import contextlib
import os
import select
import stat
import sys
from collections.abc import Iterator
from typing import BinaryIO

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import describe_error

_CHUNK = 1 << 16
# How long a named pipe may have no writer, in seconds.
_WRITER_TIMEOUT = 5
# No system allows such long ones, in characters.
_LONGEST_NAME = 1 << 20
# PowerShell writes UTF-16.
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_names(file: str) -> Iterator[str]:
    """Yield the names in a file, or in standard input for "-", as they arrive; empty lines are skipped.

    A pipe is read too, since the user names it.

    Raises:
        UnreadableInputError: the file cannot be read, or decoded; it is a named pipe that nothing writes to.
    """
    try:
        if file == "-":
            _check_kind("stdin", os.fstat(sys.stdin.fileno()) if hasattr(sys.stdin.buffer, "raw") else None)
            yield from _split_names(sys.stdin.buffer)
        else:
            with open(file, "rb", opener=_open_descriptor) as opened:
                yield from _split_names(opened)
    except OSError as error:
        name = "stdin" if file == "-" else escape_control(file)
        raise UnreadableInputError(f"{name}: cannot be read ({describe_error(error)})") from None
    except ValueError:
        raise UnreadableInputError(f"{escape_control(file)}: is no list of file names") from None


def _open_descriptor(file: str, flags: int) -> int:
    """Open a file; a named pipe is opened only when a process writes to it.

    Raises:
        UnreadableInputError: no process writes to it, and reading would wait forever.
    """
    if not _is_named_pipe(file):
        _check_kind(file, os.stat(file))  # noqa: PTH116  as `check_readable`
        return os.open(file, flags)
    handle = os.open(file, flags | os.O_NONBLOCK)
    try:
        if not _has_writer(file, handle):
            raise UnreadableInputError(f"{escape_control(file)}: is a named pipe that nothing writes to")
        os.set_blocking(handle, True)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _check_kind(file: str, state: os.stat_result | None) -> None:
    """Raise UnreadableInputError for a device that may have no end, which is any but a terminal or the null device."""
    if state is None or not (stat.S_ISCHR(state.st_mode) or stat.S_ISBLK(state.st_mode)):
        return
    null = os.stat(os.devnull)  # noqa: PTH116
    # Of terminals, Linux gives the numbers 4 and 5, and 136 to 143 to those of windows.
    is_terminal = os.major(state.st_rdev) in {4, 5, *range(136, 144)} if sys.platform == "linux" else True
    if stat.S_ISBLK(state.st_mode) or not (is_terminal or state.st_rdev == null.st_rdev):
        raise UnreadableInputError(f"{escape_control(file)}: is a device, not a list of file names")


def _is_named_pipe(file: str) -> bool:
    """Return whether a file is a named pipe; the pipes of a shell, `<(...)`, are not in the file system."""
    try:
        return stat.S_ISFIFO(os.stat(os.path.realpath(file)).st_mode)  # noqa: PTH116
    except (OSError, ValueError):
        return False


def _has_writer(file: str, handle: int) -> bool:
    """Return whether a process writes to a pipe, or begins to within some seconds."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    if poll.poll(_WRITER_TIMEOUT * 1_000):
        return True
    # The system reports when the last writer closes the pipe, and so whether there is any but this one.
    with contextlib.suppress(OSError):
        os.close(os.open(file, os.O_WRONLY | os.O_NONBLOCK))
    found = poll.poll(0)
    return not found or bool(found[0][1] & select.POLLIN)


def _split_names(file: BinaryIO) -> Iterator[str]:
    data = file.read(_CHUNK)
    decoder, end = _decoder_for(data)
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    rest = ""
    while data:
        *whole, rest = (rest + decoder.decode(data)).split(end)
        if len(rest) > _LONGEST_NAME or (end == "\n" and b"\0" in data and not is_wide):
            raise ValueError("a name is too long, or has NUL, which ends names only where it ends the first")
        yield from filter(None, (name if end == "\0" else name.removesuffix("\r") for name in whole))
        data = file.read(_CHUNK)
    if rest := rest + decoder.decode(b"", final=True):
        yield rest.removesuffix("\r")


def _decoder_for(data: bytes) -> tuple[codecs.IncrementalDecoder, str]:
    """Return the decoder of a list that begins with some bytes, and what ends each name."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "")
    # No name contains NUL, so a single one shows which kind of list this is.
    end = "\n" if encoding == "utf-16" or b"\0" not in data else "\0"
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    return codecs.getincrementaldecoder(encoding or sys.getfilesystemencoding())(errors), end
