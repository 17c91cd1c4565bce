"""The worker processes of a run as their parent sees them: who there is, what each was given, how each ended."""

import mmap
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from teikit.executors import worker
from teikit.executors.pickling import dumps
from teikit.executors.protocols import Operation
from teikit.executors.serial import OUT_OF_MEMORY
from teikit.inputs.item import Item

# So long, in seconds, a worker that is told to stop may take.
_GRACE = 0.4


def default_start_method() -> str:
    """Return how to start processes: threads, those of libraries too, do not survive a fork."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return "spawn"
    with suppress(OSError):
        return "fork" if len(os.listdir("/proc/self/task")) == 1 else "spawn"  # noqa: PTH208  names are enough
    return "fork"


class WorkerHandle:
    """A worker as its parent knows it: what it was given and has not yet done, in order."""

    def __init__(self, process: Any, pipe: Connection, held: Any) -> None:
        self.process, self.pipe = process, pipe
        self._current_item = memoryview(held).cast("B").cast("q")
        self._assigned_items: dict[int, Item] = {}
        # The last number of each chunk.
        self._batch_ends: list[int] = []
        self._is_full = False

    @property
    def is_idle(self) -> bool:
        """Whether it has done all that it was given."""
        return not self._assigned_items

    @property
    def has_room(self) -> bool:
        """Whether one more chunk may wait, so that the worker need not."""
        return len(self._batch_ends) < 2 and not self._is_full

    def send(self, chunk: Sequence[Item], *, is_last: bool) -> None:
        """Give it a chunk; behind one that is the last no other may wait."""
        self._assigned_items.update((each.number, each) for each in chunk)
        self._batch_ends.append(chunk[-1].number)
        self._is_full = is_last
        # Whether it still lives shows when it is listened to.
        with suppress(OSError):
            self.pipe.send_bytes(dumps(chunk))

    def mark_done(self, number: int) -> None:
        """Take note that an item is done."""
        del self._assigned_items[number]
        if number in self._batch_ends:
            self._batch_ends.remove(number)
        self._is_full = self._is_full and bool(self._assigned_items)

    def unfinished_items(self) -> tuple[Item | None, list[Item]]:
        """Return the item that it held when it died, and what else it had not done."""
        held = self._assigned_items.pop(self._current_item[0], None)
        return held, list(self._assigned_items.values())

    def wait_for_exit(self) -> str:
        """Wait for its death, and return in words what it died of."""
        self.pipe.close()
        self.process.join()
        reason = _describe_exit(self.process.exitcode)
        self.process.close()
        return reason


class ProcessPool:
    """The workers of a run, at most `jobs`, who are started when there is something to do for them."""

    def __init__(self, work: Operation[Any], do: worker.ItemFunction | None, jobs: int, method: str) -> None:
        self._work, self._do, self._jobs = work, do, jobs
        self._context: Any = multiprocessing.get_context(method)
        self._workers: list[WorkerHandle] = []

    def __bool__(self) -> bool:
        return bool(self._workers)

    def has_room(self) -> bool:
        """Tell whether anybody could take a chunk."""
        return len(self._workers) < self._jobs or any(each.has_room for each in self._workers)

    def next_worker(self) -> WorkerHandle | None:
        """Return who is to have the next chunk: who has none, is started anew, or has but one."""
        idle = next((each for each in self._workers if each.is_idle), None)
        if idle is None and len(self._workers) < self._jobs:
            idle = self._start_worker()
        return idle or next((each for each in self._workers if each.has_room), None)

    def ready_workers(self, seconds: float) -> Iterator[WorkerHandle]:
        """Yield those who have sent something, or have died, within so many seconds."""
        pipes = wait([each.pipe for each in self._workers], seconds)
        yield from [each for each in self._workers if each.pipe in pipes]

    def remove(self, who: WorkerHandle) -> str:
        """Strike off who has died; return in words what of."""
        self._workers.remove(who)
        return who.wait_for_exit()

    def shut_down(self) -> None:
        """Stop all, whatever they do."""
        for each in self._workers:
            # Who holds nothing has nothing to put away.
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
        """Start a worker; where the system allows no more, go on with those there are."""
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
    # Memory without a name needs no disk, but only who is forked comes to it.
    held = mmap.mmap(-1, 8) if do else context.RawArray("q", 1)
    ours, theirs = context.Pipe()
    memoryview(held).cast("B").cast("q")[0] = worker.NO_ITEM
    siblings = (ours, *others) if do else ()
    arguments = (theirs, held, work, do, os.getpid(), siblings)
    process = context.Process(target=worker.main, args=arguments, daemon=True)
    try:
        with _block_signals():
            process.start()
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    return WorkerHandle(process, ours, held)


@contextmanager
def _block_signals() -> Iterator[None]:
    """Keep signals back until a new worker knows what to do with them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, worker.SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _describe_exit(exit_code: int | None) -> str:
    if exit_code == worker.OUT_OF_MEMORY:
        return OUT_OF_MEMORY
    if exit_code is not None and exit_code < 0:
        with suppress(ValueError):
            return f"its process was killed by {signal.Signals(-exit_code).name}"
    return f"its process ended with status {exit_code}"
