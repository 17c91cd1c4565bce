"""Atomic replacement of a folder by a newly built one: the former folder is deleted only after the new one is in place.

All work is done in a folder `.teikit-...` beside the target; `made` in it is the new folder, `old/NAME` the former one.
Recovery depends on the disk alone: if both are there, the target is missing and the former folder is moved back.
"""

import contextlib
import ctypes
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

from teikit.errors import OutputError
from teikit.messages import escape_control

PREFIX, NEW = ".teikit-", "made"
_OLD = "old"
# Of Linux's renameat2: paths are relative to the working directory, and two names change places.
_AT_WORKING_DIRECTORY, _RENAME_EXCHANGE = -100, 2


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False if the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return not rename(_AT_WORKING_DIRECTORY, names[0], _AT_WORKING_DIRECTORY, names[1], _RENAME_EXCHANGE)


@contextlib.contextmanager
def _block_signals() -> Iterator[None]:
    """Delay signals that ask the program to stop until the block ends, if the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def move_into_place(work: Path, out: Path, *, force: bool) -> None:
    """Rename the folder `made` below `work` to `out`; with `force` an existing folder is exchanged for it.

    Raises:
        OSError: it cannot be renamed; the former folder is back in place.

    """
    made = work / NEW
    if not force or not os.path.lexists(out):
        # What somebody put there this very moment stops it, unless it is an empty folder.
        os.rename(made, out)  # noqa: PTH104  here and below: names are taken as they are
        return
    if exchange(made, out):
        return
    aside = work / _OLD
    with _block_signals():
        try:
            aside.mkdir()
            os.rename(out, aside / out.name)  # noqa: PTH104
            os.rename(made, out)  # noqa: PTH104
        except BaseException:
            _restore_former_folder(work, out)
            raise


def _restore_former_folder(work: Path, out: Path) -> None:
    """Move a former folder back if the new one did not take its place."""
    old = work / _OLD / out.name
    if not (os.path.lexists(work / NEW) and os.path.lexists(old)):
        return
    try:
        # A rename would replace an empty folder or a file that somebody else put there.
        if not os.path.lexists(out):
            os.rename(old, out)  # noqa: PTH104
            return
    except OSError:
        pass
    raise OutputError(
        f"{escape_control(out)}: could not be replaced; what was there is now {escape_control(old)}: move it back"
    )


def remove_work_folder(work: Path, out: Path) -> None:
    """Delete a work folder, after moving a former folder that is still in it back into place.

    Raises:
        OutputError: it cannot be moved back; the message says where it is, and nothing is deleted.

    """
    with _block_signals():
        _restore_former_folder(work, out)
    shutil.rmtree(work, ignore_errors=True)


def find_former_folder(out: Path) -> Path | None:
    """Return the former folder of a missing target, left behind when a run was killed while replacing it."""
    if os.path.lexists(out):
        return None
    try:
        names = sorted(name for name in os.listdir(out.parent) if name.startswith(PREFIX))  # noqa: PTH208
    except OSError:
        return None
    found = (out.parent / name / _OLD / out.name for name in names)
    return next((old for old in found if os.path.lexists(old)), None)
