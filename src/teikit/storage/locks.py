"""Locks a folder while a file in it is read, changed and written, so that of two programs one waits for the other."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from teikit.errors import OutputError
from teikit.messages import escape_control
from teikit.storage.temporary import lock, remove_leftovers

# A change takes milliseconds.
_LONGEST_WAIT, _PAUSE = 30.0, 0.005


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Lock a folder for others that lock it, and remove what killed runs left there. Some systems cannot lock folders.

    Raises:
        OutputError: another program keeps it locked for half a minute.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # What is wrong with the folder is reported when the file is written.
        yield
        return
    try:
        end = time.monotonic() + _LONGEST_WAIT
        while lock(handle) is False:
            if time.monotonic() > end:
                raise OutputError(f"{escape_control(folder)}: is locked by another program, which changes files there")
            time.sleep(_PAUSE)
        # A change that is there already writes nothing, which would remove them.
        remove_leftovers(os.path.abspath(folder))  # noqa: PTH100  names are taken as they are
        yield
    finally:
        os.close(handle)
