"""Folders written whole or not at all: built beside the target, flushed to the disk, then renamed into place.

A former folder is deleted only once the new one has its name. All work is done in a temporary folder (`temporary`).
"""

import contextlib
import ctypes
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from teikit.errors import InternalError, OutputError
from teikit.formats.archives import PackageFile
from teikit.messages import escape_control
from teikit.signals import defer_stop_signals
from teikit.storage.files import describe_error, flush_folder, sync, unwritable
from teikit.storage.temporary import NEW, OLD, PREFIX, temporary_folder

# Of Linux's renameat2: paths are relative to the working directory, and two names change places.
_AT_WORKING_DIRECTORY, _RENAME_EXCHANGE = -100, 2
# Fewer files are flushed one by one, others so many at once.
_FEW, _AT_ONCE = 50, 8


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
    made = work / NEW
    if not force or not os.path.lexists(out):
        # Fails if something was put there in the meantime, unless it is an empty folder.
        os.rename(made, out)  # noqa: PTH104  here and below: names are taken as they are
        return
    if exchange(made, out):
        return
    aside = work / OLD
    aside.mkdir()
    os.rename(out, aside / out.name)  # noqa: PTH104
    os.rename(made, out)  # noqa: PTH104


def restore_former_folder(work: Path, out: Path) -> None:
    """Move a former folder back to its name if the new one did not take it.

    Raises:
        OutputError: it cannot be moved back; the message says where it is.
    """
    old = work / OLD / out.name
    if not (os.path.lexists(work / NEW) and os.path.lexists(old)):
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


def find_former_folder(out: Path) -> Path | None:
    """Return the former folder of a name that has none now, because a run was killed while replacing it."""
    if os.path.lexists(out):
        return None
    try:
        names = sorted(name for name in os.listdir(out.parent) if name.startswith(PREFIX))  # noqa: PTH208
    except OSError:
        return None
    found = (out.parent / name / OLD / out.name for name in names)
    return next((old for old in found if os.path.lexists(old)), None)


def check_empty(path: Path) -> None:
    """Raise OutputError if a folder or file is not empty."""
    if any(path.iterdir()) if path.is_dir() else path.stat().st_size:
        kind = "folder" if path.is_dir() else "file"
        raise OutputError(f"{escape_control(path)}: is a {kind} that is not empty; --force does not replace it")


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
        with temporary_folder(os.fspath(out.parent)) as name:
            work = Path(name)
            yield work / NEW
            if force and out.is_dir():
                # Files may have been added since the first check.
                check(out)
            with defer_stop_signals():
                try:
                    move_into_place(work, out, force=force)
                finally:
                    restore_former_folder(work, out)
                flush_folder(out.parent)
    except OSError as error:
        raise unwritable(out, error) from None


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it; its name is free at once, or nothing is removed.

    Raises:
        OutputError: it cannot be removed.
    """
    try:
        with temporary_folder(os.fspath(folder.parent)) as name:
            os.rename(folder, Path(name) / NEW)  # noqa: PTH104
            flush_folder(folder.parent)
    except OSError as error:
        raise OutputError(f"{escape_control(folder)}: cannot be removed ({describe_error(error)})") from None


def require_safe_name(name: str) -> str:
    """Return the name of a file in a package, or raise InternalError if it could lead out of the package."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        reason = "internal error: is no name for a file in a package; nothing was written"
        raise InternalError(f"{escape_control(name)}: {reason}")
    return name


def write_files(folder: Path, entries: Iterable[PackageFile]) -> None:
    """Write the entries below a new folder, then flush them all, which is faster than one by one.

    Several are flushed at once, which file systems with a journal do together.
    """
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
    flush_files(files)
    for each in sorted(folders):
        sync(each, os.O_RDONLY)


def flush_files(files: Sequence[Path]) -> None:
    """Wait until files are on the disk.

    Raises:
        OSError: the disk fails.
    """
    if len(files) < _FEW:
        for path in files:
            sync(path, os.O_RDWR)
        return
    # Costs 5 ms to import, which packages of few files need not pay.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(lambda path: sync(path, os.O_RDWR), files):
            pass


def _begin_flushing(file: BinaryIO) -> None:
    """Start flushing a file to the disk while others are written: the wait at the end is then half as long."""
    file.flush()
    # Only advice, which some systems lack or refuse: the flush at the end waits for all.
    with contextlib.suppress(AttributeError, OSError):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
