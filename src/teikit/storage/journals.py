"""Journals: files that grow line by line while a run works, and that a run which is stopped leaves.

Each is locked while its run works. A file of the same name that is no journal, is a link, has several names or belongs
to another user is left alone.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from teikit.storage.temporary import NO_FOLLOW, lock

# How the journal of each run begins.
BEGINNING = b'{"run": "'


def open_journal(path: Path, *, continues: bool) -> BinaryIO:
    """Open a journal to write at its end; unless it `continues`, what is in it is removed.

    Raises:
        OSError: it cannot be opened, another run uses it, or the file is not teikit's.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | NO_FOLLOW, 0o644)
    file = os.fdopen(handle, "r+b", buffering=0)
    try:
        if not _is_own(handle) or lock(handle) is False:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        if not continues:
            file.truncate(0)
    except BaseException:
        file.close()
        raise
    return file


def _is_own(handle: int) -> bool:
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode) or state.st_nlink != 1:
        return False
    is_ours = not hasattr(os, "geteuid") or state.st_uid == os.geteuid()
    begun = os.read(handle, len(BEGINNING))
    # A run that is killed at once leaves the beginning of the beginning.
    return is_ours and BEGINNING.startswith(begun)
