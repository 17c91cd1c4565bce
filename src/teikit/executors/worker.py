"""The main loop of a worker process: batches of items from a pipe to results in the same pipe."""

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from teikit.executors.pickling import WorkerResult, dumps, dumps_error, loads, make_result
from teikit.executors.protocols import Operation
from teikit.inputs.item import Item
from teikit.limits import set_limits

# The exit status of a worker that had not enough memory.
OUT_OF_MEMORY = 77
# The current item of an idle worker, and the number of the error of a worker that cannot begin.
NO_ITEM = -1
SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Results are sent when they are this large or this old, in bytes and seconds.
_LARGE = 1 << 18
_OLD = 0.1
_PR_SET_PDEATHSIG = 1

ItemFunction = Callable[[Item], Any]
# Memory that parent and worker share: the number of the item that the worker is doing.
CurrentItem = Any


def main(  # noqa: PLR0913, PLR0917  arguments of a process
    pipe: Connection,
    current_item: CurrentItem,
    work: Operation[Any],
    do: ItemFunction | None,
    parent: int,
    others: Sequence[Connection],
    limits: Mapping[str, int],
) -> None:
    """Do batches until the parent is gone or closes the pipe.

    Args:
        pipe: batches are received from it and results sent to it.
        current_item: the memory shared with the parent.
        work: the operation, prepared here if `do` is None.
        do: the prepared operation, if the parent prepared it before the fork.
        parent: the process id of the parent.
        others: ends of pipes that only the parent uses.
        limits: those that differ from the defaults.
    """
    set_limits(limits)
    _detach_from_terminal(others)
    if do is not None:
        _exit_with_parent(parent)
        # Keep the garbage collector from writing to the parent's objects, so that their memory stays shared.
        gc.freeze()
    with contextlib.suppress(EOFError, OSError):
        try:
            do = do or work.prepare()
        except Exception as error:  # noqa: BLE001  the parent raises it
            pipe.send_bytes(dumps([WorkerResult(NO_ITEM, has_failed=True, content=dumps_error(error))]))
        else:
            _serve(pipe, memoryview(current_item).cast("B").cast("q"), work, do, parent)


def _detach_from_terminal(others: Sequence[Connection]) -> None:
    """Leave the terminal to the parent: it handles interrupts, and only it writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for each in others:
        each.close()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    # They may not write to the descriptors, as in notebooks.
    sys.stdout = sys.stderr = os.fdopen(null, "w")


def _stop(_signal: int, _frame: object) -> NoReturn:
    # The exception removes files that are half written.
    sys.exit(128 + signal.SIGTERM)


def _exit_with_parent(parent: int) -> None:
    """Ask Linux to end this process with its parent, in case that is killed during a long file."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415  missing in some builds of Python

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def _serve(pipe: Connection, current_item: memoryview, work: Operation[Any], do: ItemFunction, parent: int) -> None:
    while True:
        ready: list[WorkerResult] = []
        size, since = 0, time.monotonic()
        for item in loads(pipe.recv_bytes()):
            if os.getppid() != parent:
                return
            current_item[0] = item.number
            ready.append(_run_item(do, item))
            size += len(ready[-1].content)
            if size > _LARGE or time.monotonic() - since > _OLD:
                work.flush()
                pipe.send_bytes(dumps(ready))
                ready, size, since = [], 0, time.monotonic()
        if ready:
            work.flush()
            pipe.send_bytes(dumps(ready))
        current_item[0] = NO_ITEM


def _run_item(do: ItemFunction, item: Item) -> WorkerResult:
    def make() -> Any:
        try:
            return do(item)
        except MemoryError:
            # This process is not reliable any more; a new one tries again.
            os._exit(OUT_OF_MEMORY)

    return make_result(item.number, make)
