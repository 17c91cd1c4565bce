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
from teikit.executors.pickling import WorkerResult, dumps, dumps_error, loads
from teikit.executors.protocols import Operation
from teikit.executors.serial import run_item
from teikit.inputs.item import Item

# The number of what is sent where nothing could even begin.
NO_ITEM = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """What travels to a worker: a chunk of items, and what it takes to do them.

    `work` is in bytes. `run` tells apart runs that have the same work: files that it reads may have changed between
    them. `folder` is where the client stands, whose names may be relative; `version` is that of its teikit.
    """

    operation: bytes
    run_id: str
    folder: str
    version: str
    items: tuple[Item, ...]


# An engine is not made for threads, and the folder that a process stands in is one for all of them.
_lock = threading.Lock()
# What is open, by its run: one, since others are over.
_prepared: dict[str, tuple[Operation[Any], Callable[[Item], Any]]] = {}


def run_batch(parcel: Batch) -> tuple[list[WorkerResult], float]:
    """Return what came of each item, and how long all took in seconds; where the work cannot be done here, that."""
    if parcel.version != __version__:
        return _failure_result(
            TeikitError(f"a worker has teikit {__version__}, and not {parcel.version} as this program")
        )
    with _lock, _working_directory(parcel.folder):
        try:
            work, do = _prepare_operation(parcel)
        except Exception as error:  # noqa: BLE001  the client raises it
            return _failure_result(error)
        begun = time.monotonic()
        found = [_run_item(work, do, item) for item in parcel.items]
        work.flush()
        return found, time.monotonic() - begun


def _failure_result(error: Exception) -> tuple[list[WorkerResult], float]:
    return [WorkerResult(NO_ITEM, has_failed=True, content=dumps_error(error))], 0.0


def _prepare_operation(parcel: Batch) -> tuple[Operation[Any], Callable[[Item], Any]]:
    if parcel.run_id not in _prepared:
        _close_previous_run()
        work = loads(parcel.operation)
        _prepared[parcel.run_id] = work, work.prepare()
        # What is open stays: the collector need not go through it again and again.
        gc.freeze()
    return _prepared[parcel.run_id]


def _close_previous_run() -> None:
    """Let go of what an earlier run had open and has read, which may have changed since."""
    _clear_caches()
    if _prepared:
        _prepared.clear()
        # A worker lives for many runs, and what is frozen would stay for ever.
        gc.unfreeze()
        gc.collect()


def _clear_caches() -> None:
    """Empty all caches of teikit."""
    for name, module in list(sys.modules.items()):
        if name.startswith("teikit"):
            for each in list(vars(module).values()):
                # A class of such caches is none itself.
                if not isinstance(each, type) and callable(clear := getattr(each, "cache_clear", None)):
                    clear()


def _run_item(work: Operation[Any], do: Callable[[Item], Any], item: Item) -> WorkerResult:
    try:
        return WorkerResult(item.number, has_failed=False, content=dumps(run_item(work, do, item)))
    except Exception as error:  # noqa: BLE001  the client raises it when the item is due
        return WorkerResult(item.number, has_failed=True, content=dumps_error(error))


@contextmanager
def _working_directory(folder: str) -> Iterator[None]:
    """Stand in a folder, where this machine has it."""
    before = os.getcwd()  # noqa: PTH109  as it is
    with suppress(OSError):
        os.chdir(folder)
    try:
        yield
    finally:
        with suppress(OSError):
            os.chdir(before)
