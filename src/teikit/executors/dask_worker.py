"""The task of a Dask worker: batches of items to pickled results, one batch at a time in each process."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from teikit._version import __version__
from teikit.errors import TeikitError
from teikit.executors.pickling import WorkerResult, dumps_error, loads, make_result
from teikit.executors.protocols import Operation
from teikit.executors.serial import run_item
from teikit.inputs.item import Item
from teikit.limits import set_limits

# The number of the error of a worker that cannot begin.
NO_ITEM = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """What is sent to a worker: items, and what is needed to do them.

    `operation` is pickled. `run_id` distinguishes runs with the same operation: files that it reads may have changed
    between them. `folder` is the client's working directory, since names may be relative; `version` is that of the
    client's teikit. `limits` are those that differ from the defaults.
    """

    operation: bytes
    run_id: str
    folder: str
    version: str
    items: tuple[Item, ...]
    limits: Mapping[str, int] = field(default_factory=dict)


# An operation is not safe for threads, and all threads of a process share its working directory.
_lock = threading.Lock()
# The prepared operation by the id of its run: only one, since other runs are over.
_prepared: dict[str, tuple[Operation[Any], Callable[[Item], Any]]] = {}


def run_batch(batch: Batch) -> tuple[list[WorkerResult], float]:
    """Return the results of a batch and the seconds that it took, or an error if the work cannot be done here."""
    if batch.version != __version__:
        words = f"a worker has teikit {__version__}, and not {batch.version} as this program"
        return _failure_result(TeikitError(words))
    with _lock, _working_directory(batch.folder):
        set_limits(batch.limits)
        try:
            work, do = _prepare_operation(batch)
        except Exception as error:  # noqa: BLE001  the client raises it
            return _failure_result(error)
        begun = time.monotonic()
        results = [make_result(item.number, partial(run_item, work, do, item)) for item in batch.items]
        work.flush()
        return results, time.monotonic() - begun


def _failure_result(error: Exception) -> tuple[list[WorkerResult], float]:
    return [WorkerResult(NO_ITEM, has_failed=True, content=dumps_error(error))], 0.0


def _prepare_operation(batch: Batch) -> tuple[Operation[Any], Callable[[Item], Any]]:
    if batch.run_id not in _prepared:
        _close_previous_run()
        work = loads(batch.operation)
        _prepared[batch.run_id] = work, work.prepare()
        # The prepared operation stays, so the garbage collector need not traverse it.
        gc.freeze()
    return _prepared[batch.run_id]


def _close_previous_run() -> None:
    """Drop what an earlier run prepared, and clear all caches of teikit: the files may have changed since."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("teikit")]
    for each in [value for module in modules for value in list(vars(module).values())]:
        # The class of such caches also has the method, and is not a cache.
        if not isinstance(each, type) and callable(clear := getattr(each, "cache_clear", None)):
            clear()
    if _prepared:
        _prepared.clear()
        # A worker lives for many runs, and frozen objects are never collected.
        gc.unfreeze()
        gc.collect()


@contextmanager
def _working_directory(folder: str) -> Iterator[None]:
    """Change to a folder, if this machine has it."""
    before = os.getcwd()  # noqa: PTH109  as it is
    with suppress(OSError):
        os.chdir(folder)
    try:
        yield
    finally:
        with suppress(OSError):
            os.chdir(before)
