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
from teikit.executors.dask_worker import NOTHING, Parcel, outcomes
from teikit.executors.local_cluster import METHOD, local_cluster
from teikit.executors.pickling import Sent, packed, unpacked
from teikit.executors.protocols import Outcome, Work
from teikit.executors.reorder_buffer import Shelf
from teikit.executors.serial import done
from teikit.executors.work_queue import MOST_FILES, Agenda
from teikit.inputs.item import Item
from teikit.storage.files import shown

# Seconds: until a scheduler must have answered, a worker have come; between looks at who is there; between ticks.
_ANSWER = 5
_WORKERS = 30.0
_LOOK = 2.0
_TICK = 0.1
# Parcels for each thread of the workers: one that is done, one that waits for it, one that is under way.
_EACH = 3
_MOST_WAITING = 32 << 20
# A parcel costs client, scheduler and worker some 8 ms together. Those of files that are done soon grow, so that they
# take about so long, in seconds, but only to so many times their size.
_WORTHWHILE = 0.25
_MOST_TIMES = 4
# So long, in seconds, what is to end may take.
_GRACE = 0.5
_LOST = "its worker died of it, twice"
# What Dask has to say is told by us.
_QUIET = {"logging": dict.fromkeys(("distributed", "distributed.client", "tornado", "asyncio"), "critical")}
_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # Who is suspected of having killed its worker is tried again by us, alone.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.worker.multiprocessing-method": METHOD,
    # What is profiled nobody would look at, and it costs a twentieth.
    "distributed.worker.profile.enabled": False,
}


_Coming = Future[tuple[list[Sent], float]]


class Cluster:
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

    def run(self, work: Work[Outcome], items: Iterable[Item]) -> Generator[Outcome, None, None]:
        """Yield the outcome of each item, in the order of the items.

        When a worker dies its items are done by others; what kills two is lost.

        Raises:
            TeikitError: Dask is not installed, no scheduler answers, no worker comes, or they cannot do the work.

        """
        with _client(self._address, self._jobs) as client:
            yield from _Run(work, items, client, self._jobs, self._read, self._tick).outcomes()


class _Run(Generic[Outcome]):
    """One run: what is under way, what is suspected of having killed its worker, and what waits for its turn."""

    def __init__(  # noqa: PLR0913, PLR0917  what it works at, and for whom
        self,
        work: Work[Outcome],
        items: Iterable[Item],
        client: Any,
        jobs: int,
        read: Callable[[str], bytes] | None,
        tick: Callable[[], None],
    ) -> None:
        self._work, self._client, self._read, self._tick = work, client, read, tick
        # Parcels may wait for workers that are yet to come.
        self._threads, self._has_seen = max(jobs, 1), False
        # Since when nobody is there, as far as is known.
        self._lonely: float | None = None
        self._look()
        self._agenda = Agenda(items, self._threads, 2 * _EACH * MOST_FILES * _MOST_TIMES * max(self._threads, 4))
        self._shelf = Shelf(work, self._agenda)
        self._parcel = Parcel(packed(work), secrets.token_hex(8), os.getcwd(), __version__, ())  # noqa: PTH109
        self._times = 1
        self._under_way: dict[_Coming, Sequence[Item]] = {}
        self._ended: SimpleQueue[_Coming] = SimpleQueue()
        self._suspects: deque[Item] = deque()
        self._has_suspect = False

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes in their order."""
        try:
            while not self._agenda.has_ended():
                self._feed()
                self._listen(0 if self._shelf.is_ready else _TICK)
                yield from self._shelf.ready()
        finally:
            for each in self._under_way:
                each.cancel()

    def _feed(self) -> None:
        while len(self._under_way) < _EACH * self._threads and (chunk := self._chunk()):
            if parcel := self._filled(chunk):
                future = self._gathered(self._client.submit(outcomes, parcel, pure=False))
                self._under_way[future] = chunk
                future.add_done_callback(self._ended.put)

    def _gathered(self, future: Any) -> "_Coming":
        """Return what a parcel will come to, once it is here: what a worker has when it dies is made anew by others."""
        coming = self._client.gather(future, asynchronous=True)
        return asyncio.run_coroutine_threadsafe(coming, self._client.loop.asyncio_loop)

    def _chunk(self) -> Sequence[Item]:
        """Return what is to be done next: a suspect has the cluster for itself, so that nobody else is blamed."""
        if self._has_suspect:
            return ()
        if self._suspects:
            if self._under_way:
                return ()
            self._has_suspect = True
            return [self._suspects.popleft()]
        return self._agenda.chunk(more=self._shelf.waiting < _MOST_WAITING, times=self._times)[0]

    def _filled(self, chunk: Sequence[Item]) -> Parcel | None:
        """Return a parcel for a chunk, with the contents of its files if they are to be sent."""
        items = chunk if self._read is None else list(self._read_here(chunk, self._read))
        return replace(self._parcel, items=tuple(items)) if items else None

    def _read_here(self, chunk: Sequence[Item], read: Callable[[str], bytes]) -> Iterator[Item]:
        for item in chunk:
            try:
                yield replace(item, content=read(item.name))
            except TeikitError:
                # What is wrong with it can only be seen here.
                outcome = done(self._work, self._work.open(), item)
                self._shelf.put(Sent(item.number, has_failed=False, content=packed(outcome)))

    def _listen(self, seconds: float) -> None:
        with suppress(Empty):
            self._take(self._ended.get(timeout=seconds) if seconds else self._ended.get_nowait())
        if seconds:
            self._tick()
        if time.monotonic() - self._looked > _LOOK:
            self._look()

    def _look(self) -> None:
        """See who is there: workers come and go."""
        threads, self._looked = self._counted(), time.monotonic()
        if threads:
            # Of those that are started here some may be late.
            self._threads = threads if self._has_seen else max(threads, self._threads)
            self._lonely, self._has_seen = None, True
        elif self._lonely is None:
            self._lonely = self._looked
        elif self._looked - self._lonely > _WORKERS:
            raise TeikitError(f"{_address(self._client)}: no worker is {'left' if self._has_seen else 'there'}")

    def _counted(self) -> int:
        with _told(self._client):
            return sum(self._client.nthreads().values())

    def _take(self, ended: "_Coming") -> None:
        chunk, was_alone = self._under_way.pop(ended), self._has_suspect
        self._has_suspect = False
        with _told(self._client):
            has_killed = type(ended.exception()).__name__ == "KilledWorker"
            sent, seconds = ([], _WORTHWHILE) if has_killed else ended.result()
        if has_killed and was_alone:
            self._shelf.lose(chunk[0], _LOST)
        elif has_killed:
            self._suspects.extend(chunk)
        for each in sent:
            if each.number == NOTHING:
                raise unpacked(each.content)
            self._shelf.put(each)
        self._measure(seconds)

    def _measure(self, seconds: float) -> None:
        """Let parcels grow or shrink by how long one took."""
        if seconds > 2 * _WORTHWHILE:
            self._times = max(self._times // 2, 1)
        elif seconds < _WORTHWHILE / 2:
            self._times = min(self._times * 2, _MOST_TIMES)


@contextmanager
def _told(client: Any) -> Iterator[None]:
    """Tell in a sentence what goes wrong between client, scheduler and workers."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  theirs are of many kinds
        words = " ".join(str(error).split())[:200]
        raise TeikitError(f"{_address(client)}: cannot go on ({type(error).__name__}: {shown(words)})") from None


def _address(client: Any) -> str:
    return shown(client.scheduler.address)


@contextmanager
def _client(address: str | None, jobs: int) -> Iterator[Any]:
    """Open a client of a scheduler, or of a cluster that is started for it and ends with it."""
    dask, distributed = _modules()
    # One that is stopped while it is made would wait for long when it is thrown away.
    kind = type("Client", (distributed.Client,), {"__del__": lambda _: None})
    # Workers that are started here read it too.
    settings, silence = dask.config.set({**_QUIET, **_SETTINGS}), warnings.catch_warnings(action="ignore")
    with settings, silence, nullcontext(address) if address else local_cluster(distributed, jobs) as scheduler:
        try:
            client = kind(scheduler, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise TeikitError(f"{shown(str(address))}: no scheduler answers ({type(error).__name__})") from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_GRACE)


def _modules() -> tuple[Any, Any]:
    try:
        dask = import_module("dask")
        # How much it says is settled when it is loaded; its other settings are only known from then on.
        with dask.config.set(_QUIET):
            return dask, import_module("distributed")
    except ImportError:
        raise MissingExtraError("--scheduler needs dask and distributed; install teikit[cluster]") from None
