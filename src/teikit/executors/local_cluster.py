"""A Dask cluster on this machine for one run: it is there soon, and ends with all its processes."""

import atexit
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from types import ModuleType
from typing import Any

# So long, in seconds, what is to end may take.
_EXIT_TIMEOUT = 0.5
# Processes are forked from one that has loaded what they need and nothing else, where that is safe.
METHOD = "forkserver" if sys.platform == "linux" else "spawn"


def preload(modules: Sequence[str]) -> None:
    """Begin to load what workers need, these modules too, in a process of its own while this program goes on."""
    if METHOD != "forkserver":
        return
    from multiprocessing import forkserver  # noqa: PLC0415  not every system has it

    multiprocessing.set_forkserver_preload(["distributed", *modules])
    with _ignore_interrupts():
        forkserver.ensure_running()
    atexit.register(_stop_forkserver, forkserver)


def _stop_forkserver(forkserver: ModuleType) -> None:
    """End the process at once: by itself it would do so a little later than this program, whose streams it has."""
    if pid := getattr(forkserver._forkserver, "_forkserver_pid", None):  # noqa: SLF001  it has no other way
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def local_cluster(distributed: Any, jobs: int) -> Iterator[str]:
    """Start a cluster of so many processes, give its address, and end it."""
    before = set(multiprocessing.active_children())
    # Workers come later, so that nobody who stops a run must wait for them.
    cluster = distributed.LocalCluster(
        n_workers=0,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
        loop=_start_loop(distributed),
    )
    try:
        cluster.scale(jobs)
        yield cluster.scheduler_address
    finally:
        _close_cluster(cluster, before)


def _close_cluster(cluster: Any, before: set[Any]) -> None:
    """End a cluster, and all processes but those that were there before."""
    # Else, where a second Ctrl-C comes, it would try again for ten seconds when the program ends.
    cluster.shutdown_on_close = False
    try:
        # It warns of workers that it must kill, or that have not yet come.
        with suppress(Exception):
            cluster.close(timeout=_EXIT_TIMEOUT)
    finally:
        for each in set(multiprocessing.active_children()) - before:
            each.kill()
            each.join()


def _start_loop(distributed: Any) -> Any:
    """Start the thread that starts all processes."""
    runner = distributed.utils.LoopRunner()
    with _ignore_interrupts():
        runner.start()
    return runner.loop


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Let what is started here, and what that starts, know nothing of Ctrl-C, which is for this program."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It would take the block away when it is first needed.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
