"""What a worker process does: chunks of items from a pipe to outcomes in the same pipe."""

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from teikit.executors.pickling import WorkerResult, dumps, dumps_error, loads
from teikit.executors.protocols import Operation
from teikit.inputs.item import Item

# The exit status of a worker that had not enough memory.
OUT_OF_MEMORY = 77
# Held by a worker that holds no item, and the number of what it sends where it could not even begin.
NO_ITEM = -1
SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Outcomes are sent when they are this large or this old, in bytes and seconds.
_LARGE = 1 << 18
_OLD = 0.1
_PR_SET_PDEATHSIG = 1

ItemFunction = Callable[[Item], Any]
# A place that parent and worker share, for the number of the item that the worker holds.
CurrentItem = Any


def main(  # noqa: PLR0913, PLR0917  all that a worker needs to know
    pipe: Connection,
    held: CurrentItem,
    work: Operation[Any],
    do: ItemFunction | None,
    parent: int,
    others: Sequence[Connection],
) -> None:
    """Work until the parent is gone or has no more to do.

    Args:
        pipe: where chunks come from and outcomes go to.
        held: the place shared with the parent.
        work: what to do, where it is not yet open.
        do: what to do, where the parent opened it before this process was forked.
        parent: the process id of the parent.
        others: ends of pipes that belong to the parent alone.

    """
    _detach_from_terminal(others)
    if do is not None:
        _exit_with_parent(parent)
        # What the parent made stays as it is, so that its memory remains shared.
        gc.freeze()
    with contextlib.suppress(EOFError, OSError):
        try:
            do = do or work.prepare()
        except Exception as error:  # noqa: BLE001  the parent raises it
            pipe.send_bytes(dumps([WorkerResult(NO_ITEM, has_failed=True, content=dumps_error(error))]))
        else:
            _serve(pipe, memoryview(held).cast("B").cast("q"), work, do, parent)


def _detach_from_terminal(others: Sequence[Connection]) -> None:
    """Leave the terminal to the parent: it says when to stop, and it alone speaks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for each in others:
        each.close()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    # They may lead elsewhere, as in notebooks.
    sys.stdout = sys.stderr = os.fdopen(null, "w")


def _stop(_signal: int, _frame: object) -> NoReturn:
    # What is half written is taken away on the way out.
    sys.exit(128 + signal.SIGTERM)


def _exit_with_parent(parent: int) -> None:
    """Ask Linux to end this process with its parent, should that be killed while a long file is worked on."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415  not every Python has it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def _serve(pipe: Connection, held: memoryview, work: Operation[Any], do: ItemFunction, parent: int) -> None:
    while True:
        ready: list[WorkerResult] = []
        size, since = 0, time.monotonic()
        for item in loads(pipe.recv_bytes()):
            if os.getppid() != parent:
                return
            held[0] = item.number
            ready.append(_run_item(do, item))
            size += len(ready[-1].content)
            if size > _LARGE or time.monotonic() - since > _OLD:
                work.flush()
                pipe.send_bytes(dumps(ready))
                ready, size, since = [], 0, time.monotonic()
        if ready:
            work.flush()
            pipe.send_bytes(dumps(ready))
        held[0] = NO_ITEM


def _run_item(do: ItemFunction, item: Item) -> WorkerResult:
    try:
        return WorkerResult(item.number, has_failed=False, content=dumps(do(item)))
    except MemoryError:
        # Nothing that this process says from now on can be relied upon; a new one tries again.
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001  the parent raises it when the item is due
        return WorkerResult(item.number, has_failed=True, content=dumps_error(error))
