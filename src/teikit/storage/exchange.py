"""A folder that was built beside its place into its place: what was there is deleted only when the new one is there.

All work is done in a folder `.teikit-...` beside the place. `made` in it is the new folder, `old/NAME` the former one.
The disk alone says how far a run came: where both are there, the place is empty and the former one goes back to it.
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
    """Let two names change places in one step; return False where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return not rename(_AT_WORKING_DIRECTORY, names[0], _AT_WORKING_DIRECTORY, names[1], _RENAME_EXCHANGE)


@contextlib.contextmanager
def _block_signals() -> Iterator[None]:
    """Let a signal that asks the program to stop wait until the block ends, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def move_into_place(work: Path, out: Path, *, force: bool) -> None:
    """Give the folder `made` below `work` the name `out`; with `force` in exchange for the folder that is there.

    Raises:
        OSError: it cannot be renamed; what was there is there again.

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
    """Give a former folder its name again if the new one did not take it."""
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
    """Delete a working folder, after a former folder that waits in it is in its place again.

    Raises:
        OutputError: it cannot be put back; the message says where it is, and nothing is deleted.

    """
    with _block_signals():
        _restore_former_folder(work, out)
    shutil.rmtree(work, ignore_errors=True)


def find_former_folder(out: Path) -> Path | None:
    """Return the former folder of a name that has none now, because a run was killed while it replaced it."""
    if os.path.lexists(out):
        return None
    try:
        names = sorted(name for name in os.listdir(out.parent) if name.startswith(PREFIX))  # noqa: PTH208
    except OSError:
        return None
    found = (out.parent / name / _OLD / out.name for name in names)
    return next((old for old in found if os.path.lexists(old)), None)
