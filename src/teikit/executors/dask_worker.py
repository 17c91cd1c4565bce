"""What a worker of a cluster does: parcels of items to outcomes in bytes, one parcel at a time in each process."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from teikit._version import __version__
from teikit.errors import TeikitError
from teikit.executors.pickling import Sent, packed, packed_error, unpacked
from teikit.executors.protocols import Work
from teikit.executors.serial import done
from teikit.inputs.item import Item

# The number of what is sent where nothing could even begin.
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Parcel:
    """What travels to a worker: a chunk of items, and what it takes to do them.

    `work` is in bytes. `run` tells apart runs that have the same work: files that it reads may have changed between
    them. `folder` is where the client stands, whose names may be relative; `version` is that of its teikit.
    """

    work: bytes
    run: str
    folder: str
    version: str
    items: tuple[Item, ...]


# An engine is not made for threads, and the folder that a process stands in is one for all of them.
_one_at_a_time = threading.Lock()
# What is open, by its run: one, since others are over.
_open: dict[str, tuple[Work[Any], Callable[[Item], Any]]] = {}


def outcomes(parcel: Parcel) -> tuple[list[Sent], float]:
    """Return what came of each item, and how long all took in seconds; where the work cannot be done here, that."""
    if parcel.version != __version__:
        return _failed(TeikitError(f"a worker has teikit {__version__}, and not {parcel.version} as this program"))
    with _one_at_a_time, _standing_in(parcel.folder):
        try:
            work, do = _opened(parcel)
        except Exception as error:  # noqa: BLE001  the client raises it
            return _failed(error)
        begun = time.monotonic()
        found = [_sent(work, do, item) for item in parcel.items]
        work.put_away()
        return found, time.monotonic() - begun


def _failed(error: Exception) -> tuple[list[Sent], float]:
    return [Sent(NOTHING, has_failed=True, content=packed_error(error))], 0.0


def _opened(parcel: Parcel) -> tuple[Work[Any], Callable[[Item], Any]]:
    if parcel.run not in _open:
        _close()
        work = unpacked(parcel.work)
        _open[parcel.run] = work, work.open()
        # What is open stays: the collector need not go through it again and again.
        gc.freeze()
    return _open[parcel.run]


def _close() -> None:
    """Let go of what an earlier run had open and has read, which may have changed since."""
    _forget()
    if _open:
        _open.clear()
        # A worker lives for many runs, and what is frozen would stay for ever.
        gc.unfreeze()
        gc.collect()


def _forget() -> None:
    """Empty all caches of teikit."""
    for name, module in list(sys.modules.items()):
        if name.startswith("teikit"):
            for each in list(vars(module).values()):
                # A class of such caches is none itself.
                if not isinstance(each, type) and callable(clear := getattr(each, "cache_clear", None)):
                    clear()


def _sent(work: Work[Any], do: Callable[[Item], Any], item: Item) -> Sent:
    try:
        return Sent(item.number, has_failed=False, content=packed(done(work, do, item)))
    except Exception as error:  # noqa: BLE001  the client raises it when the item is due
        return Sent(item.number, has_failed=True, content=packed_error(error))


@contextmanager
def _standing_in(folder: str) -> Iterator[None]:
    """Stand in a folder, where this machine has it."""
    before = os.getcwd()  # noqa: PTH109  as it is
    with suppress(OSError):
        os.chdir(folder)
    try:
        yield
    finally:
        with suppress(OSError):
            os.chdir(before)
