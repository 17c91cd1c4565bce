"""Reads and writes files: refuses all but regular files, and writes a file completely or not at all."""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from teikit.errors import OutputError, UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.storage.remarks import add_remark

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
            budget.spend("stdin-bytes", len(piece))
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


def is_own(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is a regular file that belongs to this user and has no other names; no link is followed.

    Raises:
        OSError: it is missing, or cannot be inspected.
    """
    state = os.lstat(path)
    is_of_user = not hasattr(os, "getuid") or state.st_uid == os.getuid()
    return stat.S_ISREG(state.st_mode) and state.st_nlink == 1 and is_of_user


def check_name(path: Path) -> None:
    """Raise OutputError if a name is impossible for a file; `Path.exists` and the like fail on some of these."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    except ValueError:
        raise OutputError(f"{escape_control(path)}: is no possible file name") from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise OutputError(f"{escape_control(path)}: is too long for a file name") from None
        raise unwritable(path, error) from None


def unwritable(path: str | os.PathLike[str], error: OSError) -> OutputError:
    """Return the error that an output cannot be written."""
    return OutputError(f"{escape_control(path)}: cannot be written ({describe_error(error)})")


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


@contextlib.contextmanager
def atomic_write(
    path: Path,
    *,
    force: bool = False,
    flushes_folder: bool = True,
    mode: int = 0o666,
    finish: Callable[[int], None] | None = None,
) -> Iterator[BinaryIO]:
    """Open a file for atomic writing: a temporary file beside `path`, flushed and renamed if the block succeeds.

    Args:
        path: the file's name.
        force: whether an existing file is replaced.
        flushes_folder: whether the new name is on the disk at the end; otherwise the caller flushes the folder.
        mode: the permissions, without those that the umask denies.
        finish: called with the descriptor of the file before it gets its name; may change permissions, or raise.

    Raises:
        OutputError: the name is taken and `force` is not given, or the folder cannot be written to.
    """
    check_writable(path, force=force)
    # Runs that write no file need not pay for its import.
    from teikit.storage.temporary import temporary_file  # noqa: PLC0415

    try:
        with temporary_file(os.fspath(path.parent), mode) as (temporary, file):
            yield file
            file.flush()
            if finish:
                finish(file.fileno())
            os.fsync(file.fileno())
            # Some network file systems report a full disk only here. The file stays open, since it is locked.
            os.close(os.dup(file.fileno()))
            _put_in_place(temporary, path, force=force)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(path, error) from None
    if flushes_folder:
        flush_folder(path.parent)


def _put_in_place(temporary: str, path: Path, *, force: bool) -> None:
    if not force:
        # A link fails where the name is taken, which a rename would silently replace.
        with contextlib.suppress(OSError):
            os.link(temporary, path)
            return
    check_writable(path, force=force)
    os.replace(temporary, path)  # noqa: PTH105


# What systems answer that cannot open a folder, or cannot flush it.
_NO_FLUSHING = (errno.EACCES, errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOSYS, errno.ENOTSUP, errno.EPERM)


def sync(path: str | os.PathLike[str], flags: int) -> None:
    """Wait until a file, or the names in a folder, are on the disk; `flags` are those to open it with.

    Raises:
        OSError: the disk fails. That a system cannot flush folders is no error.
    """
    try:
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if flags != os.O_RDONLY or error.errno not in _NO_FLUSHING:
            raise


def flush_folder(folder: Path) -> None:
    """Wait until new names in a folder are on the disk; a remark says that they may not be, since they are there."""
    try:
        sync(folder, os.O_RDONLY)
    except OSError as error:
        reason = f"what was written there may not be on the disk ({describe_error(error)})"
        add_remark(f"{escape_control(folder)}: {reason}")


def replace_file(path: Path, data: bytes) -> None:
    """Replace the contents of a file, whole or not at all.

    Its permissions, attributes and access list are kept, and its owner if allowed. A remark says that other names of it
    (hard links) still have the former contents.

    Raises:
        OutputError: it is a link, which is not followed, or cannot be written.
    """
    if path.is_symlink():
        raise OutputError(f"{escape_control(path)}: is a link; name the file itself to change it")
    try:
        before = path.stat()
        if not os.access(path, os.W_OK):
            raise OutputError(f"{escape_control(path)}: no permission to write it")
    except OSError as error:
        raise unwritable(path, error) from None
    with atomic_write(path, force=True, mode=0o600, finish=lambda handle: _copy_state(path, before, handle)) as file:
        file.write(data)
    if before.st_nlink > 1:
        many = f"is one of {before.st_nlink} names of a file (hard links)"
        add_remark(f"{escape_control(path)}: {many}; only this one has the new contents")


def _copy_state(path: Path, before: os.stat_result, handle: int) -> None:
    """Give a new file the owner, permissions, attributes and access list of the one that it replaces."""
    mode = stat.S_IMODE(before.st_mode)
    if hasattr(os, "fchown"):
        try:
            os.fchown(handle, before.st_uid, before.st_gid)
        except OSError:
            # Rights that a program has by its owner or group would be those of another.
            mode &= 0o777
            add_remark(f"{escape_control(path)}: has a new owner or group, since you may not give files to the former")
        os.fchmod(handle, mode)
    if not hasattr(os, "listxattr"):
        return
    names = _attributes(path)
    for name in names:
        with _tolerate_system_attribute(name):
            os.setxattr(handle, name, os.getxattr(path, name))
    for name in set(_attributes(handle)).difference(names):
        # Those that the folder gives to each new file.
        with _tolerate_system_attribute(name):
            os.removexattr(handle, name)


def _attributes(file: Path | int) -> list[str]:
    # Not every file system has attributes.
    with contextlib.suppress(OSError):
        return os.listxattr(file)
    return []


@contextlib.contextmanager
def _tolerate_system_attribute(name: str) -> Iterator[None]:
    """Ignore that an attribute cannot be set which the system manages itself, such as a security label."""
    try:
        yield
    except OSError:
        if name.startswith(("user.", "system.posix_acl")):
            raise


def write_file(path: Path, data: bytes, *, force: bool = False, flushes_folder: bool = True, mode: int = 0o666) -> None:
    """Write a file whole or not at all; arguments and errors are those of `atomic_write`."""
    with atomic_write(path, force=force, flushes_folder=flushes_folder, mode=mode) as file:
        file.write(data)


def create_private_file(path: Path) -> None:
    """Create an empty file that only the user can read and write, unless there is one.

    Raises:
        OSError: it cannot be created.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def remove_file(path: Path) -> None:
    """Remove a file; a link is removed itself. A file that is missing is no error.

    Raises:
        OSError: it cannot be removed.
    """
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  the name is taken as it is


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder, and those above it, unless it is there.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = describe_error(error) if isinstance(error, OSError) else "is no possible name"
        raise OutputError(f"{escape_control(folder)}: cannot be made ({reason})") from None


def scratch_file(encoding: str) -> TextIO:
    """Return a file without a name to write text to and read it again, which is gone when it is closed.

    Raises:
        OutputError: there is no folder for temporary files.
    """
    made: TextIO = _temporary_file("w+", encoding=encoding, newline="\n")
    return made


def _temporary_file(mode: str, encoding: str | None = None, newline: str | None = None) -> Any:
    # Costs 3 ms to import, which most runs need not pay.
    from tempfile import TemporaryFile  # noqa: PLC0415

    try:
        return TemporaryFile(mode, encoding=encoding, newline=newline)
    except OSError as error:
        raise OutputError(f"temporary files cannot be made ({describe_error(error)})") from None


class Spool:
    """Bytes that are kept in a file without a name, which is gone when it is closed: they need no memory."""

    def __init__(self) -> None:
        self._file: BinaryIO = _temporary_file("w+b")
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def add(self, name: str, data: bytes) -> None:
        """Add bytes under a name.

        Raises:
            OutputError: the disk is full.
        """
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:
            raise OutputError(f"temporary files cannot be written ({describe_error(error)})") from None
        self._places[name] = self._end, len(data)
        self._end += len(data)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def get(self, name: str) -> bytes:
        """Return the bytes of a name."""
        begin, length = self._places[name]
        self._file.seek(begin)
        return self._file.read(length)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
