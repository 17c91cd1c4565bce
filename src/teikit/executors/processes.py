"""Items to outcomes on several cores: processes of our own, each with a pipe, whose death costs no more than a file."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Generic

from teikit.errors import TeikitError
from teikit.executors import worker
from teikit.executors.pickling import WorkerResult, loads
from teikit.executors.process_pool import ProcessPool, WorkerHandle, default_start_method
from teikit.executors.protocols import Operation, ResultT
from teikit.executors.reorder_buffer import ReorderBuffer
from teikit.executors.work_queue import WorkQueue
from teikit.inputs.item import Item

# How far work may go beyond the item that is due: in items, and in bytes of outcomes that wait for their turn.
_MAX_AHEAD = 8_192
_MAX_BUFFERED_BYTES = 32 << 20
# So long, in seconds, is waited for workers before others get a turn.
_TICK_INTERVAL = 0.1
_MAX_FAILED_STARTS = 5


class ProcessExecutor:
    """Does the work in so many processes.

    They are forked where that is safe (on Linux, and while there is no other thread), and then share what the work has
    opened; else they are spawned, and each opens the work anew. `tick` is called several times a second while there is
    nothing to pass on.
    """

    def __init__(self, jobs: int, *, method: str | None = None, tick: Callable[[], None] = lambda: None) -> None:
        self._jobs, self._tick = jobs, tick
        self._method = method

    def run(
        self, work: Operation[ResultT], items: Iterable[Item], do: Callable[[Item], ResultT] | None = None
    ) -> Generator[ResultT, None, None]:
        """Yield the outcome of each item, in the order of the items.

        A worker that dies costs the item it held, which is tried once more alone and then lost; others do the rest.
        `do` is what the work gave when it was opened, where it is open.

        Raises:
            TeikitError: workers die before they do anything.

        """
        method = self._method or default_start_method()
        # Only a fork can be given what is open.
        opened = (do or work.prepare()) if method == "fork" else None
        crew = ProcessPool(work, opened, self._jobs, method)
        try:
            yield from _PoolRun(work, WorkQueue(items, self._jobs, _MAX_AHEAD), crew, self._tick).results()
        finally:
            crew.shut_down()


class _PoolRun(Generic[ResultT]):
    """One run: what is to be done and by whom, and what waits for its turn."""

    def __init__(
        self, work: Operation[ResultT], agenda: WorkQueue, crew: ProcessPool, tick: Callable[[], None]
    ) -> None:
        self._queue, self._pool, self._tick = agenda, crew, tick
        self._buffer = ReorderBuffer(work, agenda)
        # Those whose worker died of them once.
        self._suspects: set[int] = set()
        self._failed_starts = 0

    def results(self) -> Iterator[ResultT]:
        """Yield the outcomes in their order."""
        while not self._queue.has_ended():
            self._feed()
            if not self._pool:
                raise TeikitError("no process can be started to work in; --jobs 1 needs none")
            self._receive(0 if self._buffer.is_ready else _TICK_INTERVAL)
            yield from self._buffer.pop_ready()

    def _feed(self) -> None:
        """Give chunks to those who have none, and then to those who have one."""
        while self._pool.has_room():
            chunk, is_last = self._queue.next_batch(more=self._buffer.buffered_bytes < _MAX_BUFFERED_BYTES)
            if not chunk:
                return
            who = self._pool.next_worker()
            if who is None:
                self._queue.requeue(chunk)
                return
            who.send(chunk, is_last=is_last)

    def _receive(self, seconds: float) -> None:
        """Take in what workers send, and bury those that died."""
        for who in self._pool.ready_workers(seconds):
            try:
                self._handle_results(who, loads(who.pipe.recv_bytes()))
            except (EOFError, OSError):
                self._reap(who)
        if seconds:
            self._tick()

    def _handle_results(self, who: WorkerHandle, sent: Sequence[WorkerResult]) -> None:
        for each in sent:
            if each.number == worker.NO_ITEM:
                raise loads(each.content)
            who.mark_done(each.number)
            self._suspects.discard(each.number)
            self._buffer.put(each)
        self._failed_starts = 0

    def _reap(self, who: WorkerHandle) -> None:
        """Share out what a dead worker had not done: what it held is tried once more, alone."""
        reason = self._pool.remove(who)
        held, others = who.unfinished_items()
        self._queue.requeue(others)
        if held is None:
            self._failed_starts += bool(others)
            if self._failed_starts > _MAX_FAILED_STARTS:
                raise TeikitError(f"worker processes end before they do anything: {reason}")
        elif held.number in self._suspects:
            self._buffer.mark_lost(held, f"{reason}, twice")
        else:
            self._suspects.add(held.number)
            self._queue.requeue_alone(held)
