"""Process pool: starts workers, tracks the items assigned to each, and reports how each exited."""

import mmap
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from teikit.executors import worker
from teikit.executors.pickling import dumps
from teikit.executors.protocols import Operation
from teikit.executors.serial import OUT_OF_MEMORY
from teikit.inputs.item import Item
from teikit.limits import changed_limits
from teikit.signals import block_signals

# How long a worker may take to stop, in seconds.
_GRACE = 0.4


def default_start_method() -> str:
    """Return how to start processes: fork only without threads, which do not survive it."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return "spawn"
    with suppress(OSError):
        return "fork" if len(os.listdir("/proc/self/task")) == 1 else "spawn"  # noqa: PTH208  only the number matters
    return "fork"


class WorkerHandle:
    """The parent's side of a worker: its process, its pipe, and the unfinished items assigned to it, in order."""

    def __init__(self, process: Any, pipe: Connection, current_item: Any) -> None:
        self.process, self.pipe = process, pipe
        self._current_item = memoryview(current_item).cast("B").cast("q")
        self._assigned_items: dict[int, Item] = {}
        # The number of the last item of each batch.
        self._batch_ends: list[int] = []
        self._is_full = False

    @property
    def is_idle(self) -> bool:
        """Whether it has done all items assigned to it."""
        return not self._assigned_items

    @property
    def has_room(self) -> bool:
        """Whether it can be sent a batch, at most one beyond that in progress, so that it never has to wait."""
        return len(self._batch_ends) < 2 and not self._is_full

    def send(self, batch: Sequence[Item], *, is_last: bool) -> None:
        """Send it a batch; after one that `is_last` it gets no other until all are done."""
        self._assigned_items.update((each.number, each) for each in batch)
        self._batch_ends.append(batch[-1].number)
        self._is_full = is_last
        # If it is dead, the next attempt to receive finds out.
        with suppress(OSError):
            self.pipe.send_bytes(dumps(batch))

    def mark_done(self, number: int) -> None:
        """Record that an item is done."""
        del self._assigned_items[number]
        if number in self._batch_ends:
            self._batch_ends.remove(number)
        self._is_full = self._is_full and bool(self._assigned_items)

    def unfinished_items(self) -> tuple[Item | None, list[Item]]:
        """Return the item that it was doing when it died, and the others that it had not done."""
        current = self._assigned_items.pop(self._current_item[0], None)
        return current, list(self._assigned_items.values())

    def wait_for_exit(self) -> str:
        """Wait until the process ends, and return in words why it ended."""
        self.pipe.close()
        self.process.join()
        reason = _describe_exit(self.process.exitcode)
        self.process.close()
        return reason


class ProcessPool:
    """The workers of a run, at most `jobs`; each is started when there is a batch for it."""

    def __init__(self, work: Operation[Any], do: worker.ItemFunction | None, jobs: int, method: str) -> None:
        self._work, self._do, self._jobs = work, do, jobs
        self._context: Any = multiprocessing.get_context(method)
        self._workers: list[WorkerHandle] = []

    def __bool__(self) -> bool:
        return bool(self._workers)

    def has_room(self) -> bool:
        """Return whether any worker can be sent a batch."""
        return len(self._workers) < self._jobs or any(each.has_room for each in self._workers)

    def next_worker(self) -> WorkerHandle | None:
        """Return the worker for the next batch: an idle one, a new one, or one with room."""
        idle = next((each for each in self._workers if each.is_idle), None)
        if idle is None and len(self._workers) < self._jobs:
            idle = self._start_worker()
        return idle or next((each for each in self._workers if each.has_room), None)

    def ready_workers(self, seconds: float) -> Iterator[WorkerHandle]:
        """Yield the workers that send something, or die, within so many seconds."""
        pipes = wait([each.pipe for each in self._workers], seconds)
        yield from [each for each in self._workers if each.pipe in pipes]

    def remove(self, handle: WorkerHandle) -> str:
        """Remove a worker that died, and return in words why."""
        self._workers.remove(handle)
        return handle.wait_for_exit()

    def shut_down(self) -> None:
        """Stop all workers, whatever they do."""
        for each in self._workers:
            # An idle worker has no buffered results, so it can be killed without notice.
            if each.is_idle:
                each.process.kill()
            else:
                each.process.terminate()
        until = time.monotonic() + _GRACE
        for each in self._workers:
            each.process.join(max(0.0, until - time.monotonic()))
            each.process.kill()
            each.wait_for_exit()
        self._workers.clear()

    def _start_worker(self) -> WorkerHandle | None:
        """Start a worker; if the system allows no more, go on with those there are."""
        try:
            made = _start_process(self._context, self._work, self._do, [each.pipe for each in self._workers])
        except OSError:
            self._jobs = len(self._workers)
            return None
        self._workers.append(made)
        return made


def _start_process(
    context: Any, work: Operation[Any], do: worker.ItemFunction | None, others: Sequence[Connection]
) -> WorkerHandle:
    # Anonymous memory needs no disk, but only forked processes share it.
    current_item = mmap.mmap(-1, 8) if do else context.RawArray("q", 1)
    ours, theirs = context.Pipe()
    memoryview(current_item).cast("B").cast("q")[0] = worker.NO_ITEM
    siblings = (ours, *others) if do else ()
    arguments = (theirs, current_item, work, do, os.getpid(), siblings, changed_limits())
    process = context.Process(target=worker.main, args=arguments, daemon=True)
    try:
        # Until the new worker has its handlers.
        with block_signals(worker.SIGNALS):
            process.start()
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return WorkerHandle(process, ours, current_item)


def _describe_exit(exit_code: int | None) -> str:
    if exit_code == worker.OUT_OF_MEMORY:
        return OUT_OF_MEMORY
    if exit_code is not None and exit_code < 0:
        with suppress(ValueError):
            return f"its process was killed by {signal.Signals(-exit_code).name}"
    return f"its process ended with status {exit_code}"
