"""Items to outcomes on the workers of a cluster, by Dask distributed."""

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
from teikit.executors.serial import run_item
from teikit.executors.work_queue import MAX_BATCH_FILES, WorkQueue
from teikit.inputs.item import Item
from teikit.messages import escape_control

# Seconds: until a scheduler must have answered, a worker have come; between looks at who is there; between ticks.
_ANSWER_TIMEOUT = 5
_WORKER_TIMEOUT = 30.0
_POLL_INTERVAL = 2.0
_TICK_INTERVAL = 0.1
# Parcels for each thread of the workers: one that is done, one that waits for it, one that is under way.
_BATCHES_PER_THREAD = 3
_MAX_BUFFERED_BYTES = 32 << 20
# A parcel costs client, scheduler and worker some 8 ms together. Those of files that are done soon grow, so that they
# take about so long, in seconds, but only to so many times their size.
_TARGET_SECONDS = 0.25
_MAX_BATCH_FACTOR = 4
# So long, in seconds, what is to end may take.
_GRACE = 0.5
_LOST_REASON = "its worker died of it, twice"
# What Dask has to say is told by us.
_QUIET_LOGGING = {"logging": dict.fromkeys(("distributed", "distributed.client", "tornado", "asyncio"), "critical")}
_DASK_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # Who is suspected of having killed its worker is tried again by us, alone.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.multiprocessing-method": METHOD,
    # What is profiled nobody would look at, and it costs a twentieth.
    "distributed.worker.profile.enabled": False,
}


_PendingResult = Future[tuple[list[WorkerResult], float]]


class DaskExecutor:
    """Does the work on the workers of a Dask scheduler.

    `address` is that of a scheduler. With none, a cluster of `jobs` processes is started on this machine. Files are
    read on the workers; with `read` they are read here, by their names, and sent along. `tick` is called several times
    a second while there is nothing to pass on.
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
        """Yield the outcome of each item, in the order of the items.

        When a worker dies its items are done by others; what kills two is lost.

        Raises:
            TeikitError: Dask is not installed, no scheduler answers, no worker comes, or they cannot do the work.

        """
        with _open_client(self._address, self._jobs) as client:
            yield from _DaskRun(work, items, client, self._jobs, self._read, self._tick).results()


class _DaskRun(Generic[ResultT]):
    """One run: what is under way, what is suspected of having killed its worker, and what waits for its turn."""

    def __init__(  # noqa: PLR0913, PLR0917  what it works at, and for whom
        self,
        work: Operation[ResultT],
        items: Iterable[Item],
        client: Any,
        jobs: int,
        read: Callable[[str], bytes] | None,
        tick: Callable[[], None],
    ) -> None:
        self._work, self._client, self._read, self._tick = work, client, read, tick
        # Parcels may wait for workers that are yet to come.
        self._threads, self._has_seen_workers = max(jobs, 1), False
        # Since when nobody is there, as far as is known.
        self._workerless_since: float | None = None
        self._update_workers()
        self._queue = WorkQueue(
            items, self._threads, 2 * _BATCHES_PER_THREAD * MAX_BATCH_FILES * _MAX_BATCH_FACTOR * max(self._threads, 4)
        )
        self._buffer = ReorderBuffer(work, self._queue)
        self._batch_template = Batch(dumps(work), secrets.token_hex(8), os.getcwd(), __version__, ())  # noqa: PTH109
        self._batch_factor = 1
        self._in_flight: dict[_PendingResult, Sequence[Item]] = {}
        self._finished: SimpleQueue[_PendingResult] = SimpleQueue()
        self._suspects: deque[Item] = deque()
        self._has_suspect = False

    def results(self) -> Iterator[ResultT]:
        """Yield the outcomes in their order."""
        try:
            while not self._queue.has_ended():
                self._feed()
                self._receive(0 if self._buffer.is_ready else _TICK_INTERVAL)
                yield from self._buffer.pop_ready()
        finally:
            for each in self._in_flight:
                each.cancel()

    def _feed(self) -> None:
        while len(self._in_flight) < _BATCHES_PER_THREAD * self._threads and (chunk := self._next_batch()):
            if parcel := self._make_batch(chunk):
                future = self._gather_result(self._client.submit(run_batch, parcel, pure=False))
                self._in_flight[future] = chunk
                future.add_done_callback(self._finished.put)

    def _gather_result(self, future: Any) -> "_PendingResult":
        """Return what a parcel will come to, once it is here: what a worker has when it dies is made anew by others."""
        coming = self._client.gather(future, asynchronous=True)
        return asyncio.run_coroutine_threadsafe(coming, self._client.loop.asyncio_loop)

    def _next_batch(self) -> Sequence[Item]:
        """Return what is to be done next: a suspect has the cluster for itself, so that nobody else is blamed."""
        if self._has_suspect:
            return ()
        if self._suspects:
            if self._in_flight:
                return ()
            self._has_suspect = True
            return [self._suspects.popleft()]
        return self._queue.next_batch(more=self._buffer.buffered_bytes < _MAX_BUFFERED_BYTES, times=self._batch_factor)[
            0
        ]

    def _make_batch(self, chunk: Sequence[Item]) -> Batch | None:
        """Return a parcel for a chunk, with the contents of its files if they are to be sent."""
        items = chunk if self._read is None else list(self._read_contents(chunk, self._read))
        return replace(self._batch_template, items=tuple(items)) if items else None

    def _read_contents(self, chunk: Sequence[Item], read: Callable[[str], bytes]) -> Iterator[Item]:
        for item in chunk:
            try:
                yield item._replace(content=read(item.name))
            except TeikitError:
                # What is wrong with it can only be seen here.
                outcome = run_item(self._work, self._work.prepare(), item)
                self._buffer.put(WorkerResult(item.number, has_failed=False, content=dumps(outcome)))

    def _receive(self, seconds: float) -> None:
        with suppress(Empty):
            self._handle_result(self._finished.get(timeout=seconds) if seconds else self._finished.get_nowait())
        if seconds:
            self._tick()
        if time.monotonic() - self._last_update > _POLL_INTERVAL:
            self._update_workers()

    def _update_workers(self) -> None:
        """See who is there: workers come and go."""
        threads, self._last_update = self._count_threads(), time.monotonic()
        if threads:
            # Of those that are started here some may be late.
            self._threads = threads if self._has_seen_workers else max(threads, self._threads)
            self._workerless_since, self._has_seen_workers = None, True
        elif self._workerless_since is None:
            self._workerless_since = self._last_update
        elif self._last_update - self._workerless_since > _WORKER_TIMEOUT:
            raise TeikitError(f"{_address(self._client)}: no worker is {'left' if self._has_seen_workers else 'there'}")

    def _count_threads(self) -> int:
        with _translate_errors(self._client):
            return sum(self._client.nthreads().values())

    def _handle_result(self, ended: "_PendingResult") -> None:
        chunk, was_alone = self._in_flight.pop(ended), self._has_suspect
        self._has_suspect = False
        with _translate_errors(self._client):
            has_killed = type(ended.exception()).__name__ == "KilledWorker"
            sent, seconds = ([], _TARGET_SECONDS) if has_killed else ended.result()
        if has_killed and was_alone:
            self._buffer.mark_lost(chunk[0], _LOST_REASON)
        elif has_killed:
            self._suspects.extend(chunk)
        for each in sent:
            if each.number == NO_ITEM:
                raise loads(each.content)
            self._buffer.put(each)
        self._adjust_batch_factor(seconds)

    def _adjust_batch_factor(self, seconds: float) -> None:
        """Let parcels grow or shrink by how long one took."""
        if seconds > 2 * _TARGET_SECONDS:
            self._batch_factor = max(self._batch_factor // 2, 1)
        elif seconds < _TARGET_SECONDS / 2:
            self._batch_factor = min(self._batch_factor * 2, _MAX_BATCH_FACTOR)


@contextmanager
def _translate_errors(client: Any) -> Iterator[None]:
    """Tell in a sentence what goes wrong between client, scheduler and workers."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  theirs are of many kinds
        words = " ".join(str(error).split())[:200]
        raise TeikitError(
            f"{_address(client)}: cannot go on ({type(error).__name__}: {escape_control(words)})"
        ) from None


def _address(client: Any) -> str:
    return escape_control(client.scheduler.address)


@contextmanager
def _open_client(address: str | None, jobs: int) -> Iterator[Any]:
    """Open a client of a scheduler, or of a cluster that is started for it and ends with it."""
    dask, distributed = _import_dask()
    # One that is stopped while it is made would wait for long when it is thrown away.
    kind = type("Client", (distributed.Client,), {"__del__": lambda _: None})
    # Workers that are started here read it too.
    settings, silence = dask.config.set({**_QUIET_LOGGING, **_DASK_SETTINGS}), warnings.catch_warnings(action="ignore")
    with settings, silence, nullcontext(address) if address else local_cluster(distributed, jobs) as scheduler:
        try:
            client = kind(scheduler, timeout=_ANSWER_TIMEOUT, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise TeikitError(
                f"{escape_control(str(address))}: no scheduler answers ({type(error).__name__})"
            ) from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_GRACE)


def _import_dask() -> tuple[Any, Any]:
    try:
        dask = import_module("dask")
        # How much it says is settled when it is loaded; its other settings are only known from then on.
        with dask.config.set(_QUIET_LOGGING):
            return dask, import_module("distributed")
    except ImportError:
        raise MissingExtraError("--scheduler needs dask and distributed; install teikit[cluster]") from None
