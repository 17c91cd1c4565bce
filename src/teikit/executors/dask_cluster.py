"""An executor on the workers of a cluster, by Dask distributed."""

import asyncio
import os
import secrets
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any, Generic

from teikit._version import __version__
from teikit.errors import MissingExtraError, TeikitError
from teikit.executors.dask_worker import NO_ITEM, Batch, run_batch
from teikit.executors.local_cluster import METHOD, local_cluster
from teikit.executors.pickling import WorkerResult, dumps, loads
from teikit.executors.protocols import Operation, ResultT
from teikit.executors.reorder_buffer import ReorderBuffer
from teikit.executors.scheduler_probe import find_problem
from teikit.executors.serial import run_item
from teikit.executors.work_queue import MAX_BATCH_FILES, WorkQueue
from teikit.inputs.item import Item
from teikit.limits import changed_limits
from teikit.messages import escape_control

# Seconds: within which a scheduler must answer, and a worker appear; between counts of workers; between ticks.
_ANSWER_TIMEOUT = 5
_WORKER_TIMEOUT = 30.0
_POLL_INTERVAL = 2.0
_TICK_INTERVAL = 0.1
# Batches for each thread of the workers: one in progress, one that waits, one in transit.
_BATCHES_PER_THREAD = 3
_MAX_BUFFERED_BYTES = 32 << 20
# A batch costs client, scheduler and worker some 8 ms together. Batches of fast files grow until they take about this
# many seconds, but at most to this many times their size.
_TARGET_SECONDS = 0.25
_MAX_BATCH_FACTOR = 4
# How long the client may take to close, in seconds.
_GRACE = 0.5
_LOST_REASON = "its worker died of it, twice"
# Errors of Dask are reported by this module.
_QUIET_LOGGING = {"logging": dict.fromkeys(("distributed", "distributed.client", "tornado", "asyncio"), "critical")}
_DASK_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # An item that may have killed its worker is retried by this module, alone.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.multiprocessing-method": METHOD,
    # The profile is not used, and it costs a twentieth of the time.
    "distributed.worker.profile.enabled": False,
}


_PendingResult = Future[tuple[list[WorkerResult], float]]


class DaskExecutor:
    """Does the work on the workers of a Dask scheduler.

    `address` is that of a scheduler. Without it, a cluster of `jobs` processes is started on this machine. Files are
    read on the workers; with `read` they are read here, by their names, and sent along. `tick` is called several times
    a second while no result is ready.
    """

    def __init__(
        self,
        address: str | None,
        *,
        jobs: int = 1,
        read: Callable[[str], bytes] | None = None,
        tick: Callable[[], None] = lambda: None,
    ) -> None:
        self._address, self._jobs, self._read, self._tick = address, jobs, read, tick

    def run(self, work: Operation[ResultT], items: Iterable[Item]) -> Generator[ResultT, None, None]:
        """Yield the result of each item, in the order of the items.

        If a worker dies, others do its items; an item that kills two is lost.

        Raises:
            TeikitError: Dask is not installed, no scheduler answers, no worker appears, or they cannot do the work.
        """
        with _open_client(self._address, self._jobs) as client:
            yield from _DaskRun(work, items, client, self._jobs, self._read, self._tick).results()


class _DaskRun(Generic[ResultT]):
    """One run: the batches in flight, the items that may have killed a worker, and the reorder buffer."""

    def __init__(  # noqa: PLR0913, PLR0917  the parts of a run
        self,
        work: Operation[ResultT],
        items: Iterable[Item],
        client: Any,
        jobs: int,
        read: Callable[[str], bytes] | None,
        tick: Callable[[], None],
    ) -> None:
        self._work, self._client, self._read, self._tick = work, client, read, tick
        # Batches may wait for workers that have not started yet.
        self._threads, self._has_seen_workers = max(jobs, 1), False
        # Since when there has been no worker, as far as is known.
        self._workerless_since: float | None = None
        self._update_workers()
        ahead = 2 * _BATCHES_PER_THREAD * MAX_BATCH_FILES * _MAX_BATCH_FACTOR * max(self._threads, 4)
        self._queue = WorkQueue(items, self._threads, ahead)
        self._buffer = ReorderBuffer(work, self._queue)
        folder, run = os.getcwd(), secrets.token_hex(8)  # noqa: PTH109
        self._batch_template = Batch(dumps(work), run, folder, __version__, (), changed_limits())
        self._batch_factor = 1
        self._in_flight: dict[_PendingResult, Sequence[Item]] = {}
        self._finished: SimpleQueue[_PendingResult] = SimpleQueue()
        self._suspects: deque[Item] = deque()
        self._has_suspect = False

    def results(self) -> Iterator[ResultT]:
        """Yield the results in the order of the items."""
        try:
            while not self._queue.has_ended():
                self._feed()
                self._receive(0 if self._buffer.is_ready else _TICK_INTERVAL)
                yield from self._buffer.pop_ready()
        finally:
            for each in self._in_flight:
                each.cancel()

    def _feed(self) -> None:
        while len(self._in_flight) < _BATCHES_PER_THREAD * self._threads and (items := self._next_batch()):
            complete = items if self._read is None else list(self._read_contents(items, self._read))
            if complete:
                batch = replace(self._batch_template, items=tuple(complete))
                # The results come to this machine: those on a worker that dies are computed again.
                coming = self._client.gather(self._client.submit(run_batch, batch, pure=False), asynchronous=True)
                future: _PendingResult = asyncio.run_coroutine_threadsafe(coming, self._client.loop.asyncio_loop)
                self._in_flight[future] = items
                future.add_done_callback(self._finished.put)

    def _next_batch(self) -> Sequence[Item]:
        """Return the next batch; a suspect runs while nothing else does, so that no other item is blamed."""
        if self._has_suspect:
            return ()
        if self._suspects:
            self._has_suspect = not self._in_flight
            return [self._suspects.popleft()] if self._has_suspect else ()
        more = self._buffer.buffered_bytes < _MAX_BUFFERED_BYTES
        return self._queue.next_batch(more=more, times=self._batch_factor)[0]

    def _read_contents(self, items: Sequence[Item], read: Callable[[str], bytes]) -> Iterator[Item]:
        """Yield items with the contents of their files, to be sent along."""
        for item in items:
            try:
                yield item._replace(content=read(item.name))
            except TeikitError:
                # Only this machine can find out what is wrong with the file.
                result = run_item(self._work, self._work.prepare(), item)
                self._buffer.put(WorkerResult(item.number, has_failed=False, content=dumps(result)))

    def _receive(self, seconds: float) -> None:
        with suppress(Empty):
            self._handle_result(self._finished.get(timeout=seconds) if seconds else self._finished.get_nowait())
        if seconds:
            self._tick()
        if time.monotonic() - self._last_update > _POLL_INTERVAL:
            self._update_workers()

    def _update_workers(self) -> None:
        """Count the workers, since they come and go."""
        with _translate_errors(self._client):
            threads = sum(self._client.nthreads().values())
        self._last_update = time.monotonic()
        if threads:
            # Workers that are started here may be late.
            self._threads = threads if self._has_seen_workers else max(threads, self._threads)
            self._workerless_since, self._has_seen_workers = None, True
        elif self._workerless_since is None:
            self._workerless_since = self._last_update
        elif self._last_update - self._workerless_since > _WORKER_TIMEOUT:
            raise TeikitError(f"{_address(self._client)}: no worker is {'left' if self._has_seen_workers else 'there'}")

    def _handle_result(self, ended: "_PendingResult") -> None:
        items, was_alone = self._in_flight.pop(ended), self._has_suspect
        self._has_suspect = False
        with _translate_errors(self._client):
            is_killed = type(ended.exception()).__name__ == "KilledWorker"
            results, seconds = ([], _TARGET_SECONDS) if is_killed else ended.result()
        if is_killed and was_alone:
            self._buffer.mark_lost(items[0], _LOST_REASON)
        elif is_killed:
            self._suspects.extend(items)
        for each in results:
            if each.number == NO_ITEM:
                raise loads(each.content)
            self._buffer.put(each)
        self._adjust_batch_factor(seconds)

    def _adjust_batch_factor(self, seconds: float) -> None:
        """Let batches grow or shrink according to how long one took."""
        if seconds > 2 * _TARGET_SECONDS:
            self._batch_factor = max(self._batch_factor // 2, 1)
        elif seconds < _TARGET_SECONDS / 2:
            self._batch_factor = min(self._batch_factor * 2, _MAX_BATCH_FACTOR)


@contextmanager
def _translate_errors(client: Any) -> Iterator[None]:
    """Raise errors of client, scheduler and workers as a TeikitError of one sentence."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  Dask raises many kinds
        words = " ".join(str(error).split())[:200]
        reason = f"{type(error).__name__}: {escape_control(words)}"
        raise TeikitError(f"{_address(client)}: cannot go on ({reason})") from None


def _address(client: Any) -> str:
    return escape_control(client.scheduler.address)


@contextmanager
def _open_client(address: str | None, jobs: int) -> Iterator[Any]:
    """Open a client of a scheduler, or of a cluster that is started and stopped with it."""
    dask, distributed = _import_dask()
    # A client that is interrupted while it connects would wait long when it is garbage collected.
    kind = type("Client", (distributed.Client,), {"__del__": lambda _: None})
    # Workers that are started here inherit the settings.
    settings, silence = dask.config.set({**_QUIET_LOGGING, **_DASK_SETTINGS}), warnings.catch_warnings(action="ignore")
    cluster = nullcontext((address, None)) if address else local_cluster(distributed, jobs)
    if address and (problem := find_problem(distributed, address, _ANSWER_TIMEOUT)):
        raise TeikitError(f"{escape_control(address)}: no scheduler answers ({problem})")
    with settings, silence, cluster as (scheduler, security):
        try:
            client = kind(scheduler, timeout=_ANSWER_TIMEOUT, security=security, set_as_default=False)
        except Exception as error:  # noqa: BLE001  Dask raises many kinds, and what answers may not be a scheduler
            name = escape_control(str(address))
            raise TeikitError(f"{name}: no scheduler answers ({type(error).__name__})") from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_GRACE)


def _import_dask() -> tuple[Any, Any]:
    try:
        dask = import_module("dask")
        # Its logging is configured on import; its other settings are known only after that.
        with dask.config.set(_QUIET_LOGGING):
            return dask, import_module("distributed")
    except ImportError:
        raise MissingExtraError("--scheduler needs dask and distributed; install teikit[cluster]") from None
