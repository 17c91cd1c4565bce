"""A folder for the temporary files of one run, which other users can neither read nor prepare.

The folder of a run that was killed is removed by the next run.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

_PREFIX = "teikit-run-"
# Younger folders may not be locked yet.
_LEAST_AGE = 60


@contextmanager
def scratch_folder() -> Iterator[str]:
    """Make a folder, remove those of runs that were killed, and remove it in the end."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        lock = _lock(Path(folder))
        try:
            if lock is not None:
                _remove_abandoned(Path(folder))
            yield folder
        finally:
            if lock is not None:
                os.close(lock)


def _lock(folder: Path) -> int | None:
    """Return the descriptor of a folder that is locked until it is closed or the process ends, None if it cannot be."""
    try:
        fcntl = import_module("fcntl")
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened


def _remove_abandoned(own: Path) -> None:
    for other in own.parent.glob(f"{_PREFIX}*"):
        if other == own:
            continue
        with suppress(OSError):
            state = other.lstat()
            if state.st_uid != os.getuid() or time.time() - state.st_ctime < _LEAST_AGE:
                continue
            if (lock := _lock(other)) is not None:
                shutil.rmtree(other, ignore_errors=True)
                os.close(lock)
