"""Reads and writes files: refuses all but regular files, and writes a file completely or not at all."""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from teikit.errors import OutputError, UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control

_PIECE = 1 << 20
_KINDS = (
    (stat.S_ISDIR, "is a folder, not a file"),
    (stat.S_ISFIFO, "is a named pipe, not a file"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)


def describe_error(error: OSError) -> str:
    """Return the reason of a failure in the system's words."""
    return (error.strerror or "unknown reason").lower()


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read ({describe_error(error)})"


def check_readable(path: str | os.PathLike[str]) -> None:
    """Raise UnreadableInputError if a file is missing, not permitted, or not a regular file; pipes are not opened."""
    first_bytes(path, 0)


def first_bytes(path: str | os.PathLike[str], most: int) -> bytes:
    """Return the first bytes of a regular file, at most `most`; fewer only if it has no more.

    Raises:
        UnreadableInputError: it is missing, not permitted, or not a regular file; a pipe or device is never opened.
    """
    try:
        state = os.stat(path)  # noqa: PTH116  `path` may be a name that Path would change, here and below
        for is_kind, words in _KINDS:
            if is_kind(state.st_mode):
                raise UnreadableInputError(f"{escape_control(path)}: {words}")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return (file.readall() if state.st_size < most else file.read(most))[:most]
    except OSError as error:
        raise UnreadableInputError(f"{escape_control(path)}: {_reason(error)}") from None
    except ValueError:
        raise UnreadableInputError(f"{escape_control(path)}: is no possible file name") from None


def read_file(path: str | os.PathLike[str], limit: str = "") -> bytes:
    """Return a regular file's bytes; no more are read than the limit of a name allows, if one is given.

    Raises:
        UnreadableInputError: it is missing, not permitted, or not a regular file; a pipe or device is never opened.
        LimitExceededError: it is larger than the limit.
    """
    if limit:
        budget = Budget(escape_control(path))
        data = first_bytes(path, budget.limit(limit) + 1)
        budget.check(limit, len(data))
        return data
    check_readable(path)
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableInputError(f"{escape_control(path)}: {_reason(error)}") from None


def read_stdin(limit: str = "") -> bytes:
    """Return the bytes of standard input; no more are read than the limit of a name allows, if one is given.

    Raises:
        UnreadableInputError: it is closed, or cannot be read.
        LimitExceededError: it has more than the limit.
    """
    try:
        if not limit:
            return sys.stdin.buffer.read()
        budget, pieces = Budget("stdin"), []
        while piece := sys.stdin.buffer.read(_PIECE):
            budget.spend(limit, len(piece))
            pieces.append(piece)
        return b"".join(pieces)
    except OSError as error:
        raise UnreadableInputError(f"stdin: cannot be read ({describe_error(error)})") from None


def is_private(path: str | os.PathLike[str]) -> bool:
    """Return whether a file or folder is the user's own, and no one else can write to it; links are followed.

    Raises:
        OSError: it is missing, or cannot be inspected.
    """
    if not hasattr(os, "getuid"):
        return True
    state = os.stat(path)  # noqa: PTH116  as `check_readable`
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def check_name(path: Path) -> None:
    """Raise OutputError if a name is impossible for a file; `Path.exists` and the like fail on some of these."""
    try:
        os.lstat(path)
    except ValueError:
        raise OutputError(f"{escape_control(path)}: is no possible file name") from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise OutputError(f"{escape_control(path)}: is too long for a file name") from None


def check_writable(path: Path, *, force: bool) -> None:
    """Raise OutputError if a result cannot be written to `path`, before any work is done; links are never replaced."""
    check_name(path)
    if path.is_symlink():
        raise OutputError(f"{escape_control(path)}: is a link, which is not followed; name the file itself")
    if path.is_dir():
        raise OutputError(f"{escape_control(path)}: is a folder, not a file")
    if path.exists() and not path.is_file():
        raise OutputError(f"{escape_control(path)}: is no regular file")
    if os.path.lexists(path) and not force:
        raise OutputError(f"{escape_control(path)}: exists already; give --force to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"{escape_control(path)}: its folder does not exist")


def _permissions() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _put_in_place(temporary: str, path: Path, *, force: bool) -> None:
    if not force:
        # A link fails where the name is taken, which a rename would silently replace.
        with contextlib.suppress(OSError):
            os.link(temporary, path)
            os.unlink(temporary)  # noqa: PTH108  `temporary` is what mkstemp gave
            return
        check_writable(path, force=False)
    os.replace(temporary, path)  # noqa: PTH105


@contextlib.contextmanager
def atomic_write(path: Path, *, force: bool = False, mode: int | None = None) -> Iterator[BinaryIO]:
    """Open a file for atomic writing: a temporary file beside `path`, flushed and renamed if the block succeeds.

    Raises:
        OutputError: the name is taken and `force` is not given, or the folder cannot be written to.
    """
    check_writable(path, force=force)
    temporary = ""
    try:
        # Takes 3 ms to import, which runs that write no file do not need.
        import tempfile  # noqa: PLC0415

        handle, temporary = tempfile.mkstemp(prefix=".teikit-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _permissions() if mode is None else mode)  # noqa: PTH101
        _put_in_place(temporary, path, force=force)
        temporary = ""
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{escape_control(path)}: cannot be written ({describe_error(error)})") from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108


def replace_file(path: Path, data: bytes) -> None:
    """Replace the contents of a file, whole or not at all; its permissions, and its owner if allowed, are kept.

    Raises:
        OutputError: it is a link, which is not followed, or cannot be written.
    """
    if path.is_symlink():
        raise OutputError(f"{escape_control(path)}: is a link; name the file itself to change it")
    before = path.stat()
    if not os.access(path, os.W_OK):
        raise OutputError(f"{escape_control(path)}: no permission to write it")
    with atomic_write(path, force=True, mode=stat.S_IMODE(before.st_mode)) as file:
        with contextlib.suppress(OSError):
            os.fchown(file.fileno(), before.st_uid, before.st_gid)
        file.write(data)


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all; errors are those of `atomic_write`."""
    with atomic_write(path, force=force) as file:
        file.write(data)
