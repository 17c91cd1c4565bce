"""Folders written whole or not at all: built beside the target, flushed to the disk, then renamed into place.

A former folder is deleted only once the new one has its name. All work is done in a folder `.teikit-...` beside the
target: `made` in it is the new folder, `old/NAME` the former one. If both exist after a run was killed, the target is
missing, and the former folder is moved back to it.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from teikit.errors import InternalError, OutputError
from teikit.messages import escape_control
from teikit.signals import block_signals
from teikit.storage.files import describe_error

# A file of a package: its name, with "/" between folders, and its bytes.
PackageFile = tuple[str, bytes]
_PREFIX, _NEW, _OLD = ".teikit-", "made", "old"
# Of Linux's renameat2: paths are relative to the working directory, and two names change places.
_AT_WORKING_DIRECTORY, _RENAME_EXCHANGE = -100, 2
# They ask the program to stop; not every system has all.
_STOP_SIGNALS = [each for each in signal.Signals if each.name in {"SIGINT", "SIGTERM", "SIGHUP"}]


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return not rename(_AT_WORKING_DIRECTORY, names[0], _AT_WORKING_DIRECTORY, names[1], _RENAME_EXCHANGE)


def move_into_place(work: Path, out: Path, *, force: bool) -> None:
    """Rename the folder `made` below `work` to `out`; with `force` in exchange for the existing folder.

    Raises:
        OSError: it cannot be renamed; the former folder is in its place again.
    """
    made = work / _NEW
    if not force or not os.path.lexists(out):
        # Fails if something was put there in the meantime, unless it is an empty folder.
        os.rename(made, out)  # noqa: PTH104  here and below: names are taken as they are
        return
    if exchange(made, out):
        return
    aside = work / _OLD
    with block_signals(_STOP_SIGNALS):
        try:
            aside.mkdir()
            os.rename(out, aside / out.name)  # noqa: PTH104
            os.rename(made, out)  # noqa: PTH104
        except BaseException:
            _restore_former_folder(work, out)
            raise


def _restore_former_folder(work: Path, out: Path) -> None:
    """Move a former folder back to its name if the new one did not take it."""
    old = work / _OLD / out.name
    if not (os.path.lexists(work / _NEW) and os.path.lexists(old)):
        return
    try:
        # A rename would replace an empty folder or a file that another process put there.
        if not os.path.lexists(out):
            os.rename(old, out)  # noqa: PTH104
            return
    except OSError:
        pass
    reason = f"could not be replaced; what was there is now {escape_control(old)}: move it back"
    raise OutputError(f"{escape_control(out)}: {reason}")


def remove_work_folder(work: Path, out: Path) -> None:
    """Delete a working folder, after moving a former folder that is left in it back to its place.

    Raises:
        OutputError: it cannot be moved back; the message says where it is, and nothing is deleted.
    """
    with block_signals(_STOP_SIGNALS):
        _restore_former_folder(work, out)
    shutil.rmtree(work, ignore_errors=True)


def find_former_folder(out: Path) -> Path | None:
    """Return the former folder of a name that has none now, because a run was killed while replacing it."""
    if os.path.lexists(out):
        return None
    try:
        names = sorted(name for name in os.listdir(out.parent) if name.startswith(_PREFIX))  # noqa: PTH208
    except OSError:
        return None
    found = (out.parent / name / _OLD / out.name for name in names)
    return next((old for old in found if os.path.lexists(old)), None)


def check_empty(folder: Path) -> None:
    """Raise OutputError if a folder is not empty."""
    if any(folder.iterdir()):
        raise OutputError(f"{escape_control(folder)}: is a folder that is not empty; --force does not replace it")


@contextlib.contextmanager
def atomic_folder(out: Path, *, force: bool = False, check: Callable[[Path], None] = check_empty) -> Iterator[Path]:
    """Yield the path of a new folder to make and fill; it gets the name `out` when the block ends well.

    Args:
        out: the folder's name; its parent exists.
        force: whether an existing folder is replaced.
        check: raises OutputError if the existing folder must not be replaced.

    Raises:
        OutputError: the name is taken and `force` is not given, or the disk is full or not writable.
    """
    try:
        work = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out.parent))
        try:
            yield work / _NEW
            if force and out.is_dir():
                # Files may have been added since the first check.
                check(out)
            move_into_place(work, out, force=force)
            _flush_folder(out.parent)
        finally:
            remove_work_folder(work, out)
    except OSError as error:
        raise OutputError(f"{escape_control(out)}: cannot be written ({describe_error(error)})") from None


def require_safe_name(name: str) -> str:
    """Return the name of a file in a package, or raise InternalError if it could lead out of the package."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        reason = "internal error: is no name for a file in a package; nothing was written"
        raise InternalError(f"{escape_control(name)}: {reason}")
    return name


def write_files(folder: Path, entries: Iterable[PackageFile]) -> None:
    """Write the entries below a new folder, then flush them all, which is faster than one by one."""
    folder.mkdir()
    folders, files = {folder}, []
    for name, data in entries:
        path = folder / require_safe_name(name)
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders |= {path.parent, *(each for each in path.parents if each.is_relative_to(folder))}
        with path.open("xb") as file:
            file.write(data)
            _begin_flushing(file)
        files.append(path)
    for path in files:
        _flush(path, os.O_RDWR)
    for path in sorted(folders):
        _flush_folder(path)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begin_flushing(file: BinaryIO) -> None:
    """Start flushing a file to the disk while others are written: the wait at the end is then half as long."""
    file.flush()
    # Only advice, which some systems lack or refuse: the flush at the end waits for all.
    with contextlib.suppress(AttributeError, OSError):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _flush_folder(folder: Path) -> None:
    # Not every system can open a folder.
    with contextlib.suppress(OSError):
        _flush(folder, os.O_RDONLY)
