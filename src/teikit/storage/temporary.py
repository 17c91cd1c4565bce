"""Temporary files and folders beside outputs, and those that a run left when it was killed.

Their names are `.teikit-` and 16 hexadecimal digits. Each is locked (flock) while its process uses it. One of this
user that is not locked was left by a run that was killed: the next run that writes into the folder removes it. Where
this is not certain, or a folder in it is the only copy, a remark names it. `.teikit-ID/made` is a new folder,
`.teikit-ID/old/NAME` the former one; where both exist, the new one did not get its name.
"""

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO

from teikit.messages import escape_control
from teikit.signals import defer_stop_signals
from teikit.storage.remarks import add_remark

PREFIX, NEW, OLD = ".teikit-", "made", "old"
JOURNAL = f"{PREFIX}journal-"
_NAME = re.compile(r"\.teikit-(?:[0-9a-f]{16}|journal-[0-9a-f]{8})")
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LEFT = "was left by a run that was killed"


class _Temporary:
    """The path of a temporary file or folder, and the descriptor that has its lock."""

    def __init__(self, folder: str, create: Callable[[str], int]) -> None:
        self.handle, self._process = -1, os.getpid()
        # Known before it is created, so that an interrupt between the two leaves nothing.
        self.path = os.path.join(folder, f"{PREFIX}{os.urandom(8).hex()}")  # noqa: PTH118  names are taken as they are
        self._create = create

    def create(self) -> bool:
        """Create and lock it; return False if another run took it for a leftover in the meantime."""
        _UNFINISHED[self.path] = self
        self.handle = self._create(self.path)
        return lock(self.handle) is not False and os.path.lexists(self.path)

    def remove(self) -> None:
        """Remove what is left at the path; done once, and not in a process forked since."""
        if not os.path.lexists(self.path):
            # It has its final name, as almost always: signals need not wait.
            _UNFINISHED.pop(self.path, None)
            return
        with defer_stop_signals(), contextlib.suppress(OSError):
            is_left = _UNFINISHED.pop(self.path, None) is not None and os.getpid() == self._process
            if is_left and find_former(self.path) is None:
                remove(self.path)

    def release(self) -> None:
        """Release the lock."""
        if self.handle >= 0:
            with contextlib.suppress(OSError):
                os.close(self.handle)


_UNFINISHED: dict[str, _Temporary] = {}


def remove_unfinished() -> None:
    """Remove what an interrupt left of this process, because it came just before the removal; files stay open."""
    for each in list(_UNFINISHED.values()):
        each.remove()


@contextlib.contextmanager
def _open_temporary(folder: str, create: Callable[[str], int]) -> Iterator[_Temporary]:
    remove_leftovers(os.path.abspath(folder))  # noqa: PTH100
    with contextlib.ExitStack() as opened:
        while True:
            made = _Temporary(folder, create)
            opened.callback(made.release)
            opened.callback(made.remove)
            if made.create():
                break
        yield made


@contextlib.contextmanager
def temporary_file(folder: str, mode: int = 0o666) -> Iterator[tuple[str, BinaryIO]]:
    """Create a file in a folder, and yield its path and the file; it is removed unless it was renamed."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with (
        _open_temporary(folder, lambda path: os.open(path, flags, mode)) as made,
        open(made.handle, "wb", closefd=False) as file,
    ):
        yield made.path, file


@contextlib.contextmanager
def temporary_folder(folder: str) -> Iterator[str]:
    """Create a folder in a folder, and yield its path; it is removed unless it contains the only copy of another."""
    with _open_temporary(folder, _create_folder) as made:
        yield made.path


@contextlib.contextmanager
def scratch_folder() -> Iterator[str]:
    """Create a folder for temporary files that other users can neither read nor prepare, and remove it in the end."""
    # Costs 3 ms to import, which runs without a cluster need not pay.
    from tempfile import gettempdir  # noqa: PLC0415

    with temporary_folder(gettempdir()) as folder:
        yield folder


def _create_folder(path: str) -> int:
    os.mkdir(path, 0o700)  # noqa: PTH102
    # Not every system can open a folder, and then it is not locked.
    with contextlib.suppress(OSError):
        return os.open(path, os.O_RDONLY)
    return -1


def lock(handle: int) -> bool | None:
    """Lock a file or folder; return False if another process has locked it, None if the system cannot lock it."""
    try:
        # It is there on Unix alone.
        import fcntl  # noqa: PLC0415

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError, ValueError):
        return None
    return True


def find_former(path: str) -> str | None:
    """Return the name of a former folder in a temporary one, if the new folder did not take its place."""
    if not os.path.lexists(os.path.join(path, NEW)):  # noqa: PTH118
        return None
    try:
        return next(iter(os.listdir(os.path.join(path, OLD))), None)  # noqa: PTH118, PTH208
    except OSError:
        return None


def remove(path: str) -> None:
    """Remove a file, or a folder with all that is in it; a link is not followed.

    Raises:
        OSError: it cannot be removed, or is missing.
    """
    if not stat.S_ISDIR(os.lstat(path).st_mode):
        os.unlink(path)  # noqa: PTH108
        return
    # Costs 5 ms to import, which runs that write no folder need not pay.
    import shutil  # noqa: PLC0415

    shutil.rmtree(path, ignore_errors=True)
    if os.path.lexists(path):
        # An empty folder can be removed even where it may not be read.
        os.rmdir(path)  # noqa: PTH106


@lru_cache(maxsize=1_024)
def remove_leftovers(folder: str) -> None:
    """Remove what killed runs left in a folder; a remark names what must be kept. Each folder is searched once."""
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return
    for name in sorted(filter(_NAME.fullmatch, names)):
        path = os.path.join(folder, name)  # noqa: PTH118
        try:
            reason = _remove_leftover(path)
        except FileNotFoundError:
            continue
        except OSError:
            reason = f"{_LEFT}, and cannot be removed: delete it"
        if reason:
            add_remark(f"{escape_control(path)}: {reason}")


def _remove_leftover(path: str) -> str:
    """Remove a temporary file or folder of a run that was killed; return why it must be kept, "" if it need not."""
    state = os.lstat(path)
    is_folder = stat.S_ISDIR(state.st_mode)
    if not (is_folder or stat.S_ISREG(state.st_mode)):
        return ""
    if hasattr(os, "geteuid") and state.st_uid != os.geteuid():
        if os.stat(os.path.dirname(path)).st_mode & stat.S_ISVTX:  # noqa: PTH116, PTH120
            # In a folder for the temporary files of all users, nobody can remove those of another.
            return ""
        return f"belongs to another user: if no run of theirs writes here now, it {_LEFT}, and can be deleted"
    handle = os.open(path, (os.O_RDONLY if is_folder else os.O_RDWR) | NO_FOLLOW)
    try:
        is_locked = lock(handle)
        if is_locked is False:
            return ""
        if os.path.basename(path).startswith(JOURNAL):  # noqa: PTH119
            return "is left of a run that was stopped: the same command goes on from there; otherwise delete it"
        if former := find_former(path):
            place = f"'{OLD}/{escape_control(former)}' in it"
            return f"{_LEFT} while it replaced '{escape_control(former)}', which is {place}: move it back, or delete it"
        if is_locked is None:
            return f"{_LEFT}, and can be deleted if no other run writes here now"
        remove(path)
    finally:
        os.close(handle)
    return ""
