"""An executor on several cores: own worker processes, each with a pipe; a worker that dies costs one file at most."""

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

# How far work may go beyond the next result: in items, and in bytes of buffered results.
_MAX_AHEAD = 8_192
_MAX_BUFFERED_BYTES = 32 << 20
# How long to wait for workers before `tick` is called, in seconds.
_TICK_INTERVAL = 0.1
_MAX_FAILED_STARTS = 5


class ProcessExecutor:
    """Does the work in at most `jobs` processes.

    They are forked if that is safe (on Linux, and while there is no other thread), and then share the prepared
    operation; otherwise they are spawned, and each prepares it. `tick` is called several times a second while no result
    is ready.
    """

    def __init__(self, jobs: int, *, method: str | None = None, tick: Callable[[], None] = lambda: None) -> None:
        self._jobs, self._tick = jobs, tick
        self._method = method

    def run(
        self, work: Operation[ResultT], items: Iterable[Item], do: Callable[[Item], ResultT] | None = None
    ) -> Generator[ResultT, None, None]:
        """Yield the result of each item, in the order of the items.

        If a worker dies, the item that it was doing is tried once more, alone, and then lost; other workers do the
        rest. `do` is the prepared operation, if it is prepared already.

        Raises:
            TeikitError: workers die before they do anything.
        """
        method = self._method or default_start_method()
        # Only a forked process can use a prepared operation.
        prepared = (do or work.prepare()) if method == "fork" else None
        pool = ProcessPool(work, prepared, self._jobs, method)
        try:
            yield from _PoolRun(work, WorkQueue(items, self._jobs, _MAX_AHEAD), pool, self._tick).results()
        finally:
            pool.shut_down()


class _PoolRun(Generic[ResultT]):
    """One run: its work queue, its process pool, and its reorder buffer."""

    def __init__(self, work: Operation[ResultT], queue: WorkQueue, pool: ProcessPool, tick: Callable[[], None]) -> None:
        self._queue, self._pool, self._tick = queue, pool, tick
        self._buffer = ReorderBuffer(work, queue)
        # The items whose worker died once.
        self._suspects: set[int] = set()
        self._failed_starts = 0

    def results(self) -> Iterator[ResultT]:
        """Yield the results in the order of the items."""
        while not self._queue.has_ended():
            self._feed()
            if not self._pool:
                raise TeikitError("no process can be started to work in; --jobs 1 needs none")
            self._receive(0 if self._buffer.is_ready else _TICK_INTERVAL)
            yield from self._buffer.pop_ready()

    def _feed(self) -> None:
        """Send batches to idle workers, and then to those that have only one."""
        while self._pool.has_room():
            batch, is_last = self._queue.next_batch(more=self._buffer.buffered_bytes < _MAX_BUFFERED_BYTES)
            if not batch:
                return
            handle = self._pool.next_worker()
            if handle is None:
                self._queue.requeue(batch)
                return
            handle.send(batch, is_last=is_last)

    def _receive(self, seconds: float) -> None:
        """Receive what workers send, and reap those that died."""
        for handle in self._pool.ready_workers(seconds):
            try:
                self._handle_results(handle, loads(handle.pipe.recv_bytes()))
            except (EOFError, OSError):
                self._reap(handle)
        if seconds:
            self._tick()

    def _handle_results(self, handle: WorkerHandle, results: Sequence[WorkerResult]) -> None:
        for each in results:
            if each.number == worker.NO_ITEM:
                raise loads(each.content)
            handle.mark_done(each.number)
            self._suspects.discard(each.number)
            self._buffer.put(each)
        self._failed_starts = 0

    def _reap(self, handle: WorkerHandle) -> None:
        """Requeue what a dead worker had not done; the item that it was doing is tried once more, alone."""
        reason = self._pool.remove(handle)
        current, others = handle.unfinished_items()
        self._queue.requeue(others)
        if current is None:
            self._failed_starts += bool(others)
            if self._failed_starts > _MAX_FAILED_STARTS:
                raise TeikitError(f"worker processes end before they do anything: {reason}")
        elif current.number in self._suspects:
            self._buffer.mark_lost(current, f"{reason}, twice")
        else:
            self._suspects.add(current.number)
            self._queue.requeue_alone(current)
