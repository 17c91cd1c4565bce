"""A Dask cluster on this machine for one run: it starts fast, obeys nobody else, and ends with all its processes."""

import atexit
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from multiprocessing import resource_tracker
from types import ModuleType
from typing import Any

from teikit.errors import MissingExtraError
from teikit.signals import block_signals
from teikit.storage.temporary import scratch_folder

# How long the cluster may take to stop, in seconds.
_EXIT_TIMEOUT = 0.5
# Where it is safe, processes are forked from one that has imported what they need and nothing else.
METHOD = "forkserver" if sys.platform == "linux" else "spawn"


def preload(modules: Sequence[str]) -> None:
    """Start to import what workers need, and these modules, in another process while this program goes on."""
    if METHOD != "forkserver":
        return
    from multiprocessing import forkserver  # noqa: PLC0415  missing on some systems

    # Python 3.11.0 lets anybody on the machine connect to an abstract socket (CVE-2022-42919).
    multiprocessing.util.abstract_sockets_supported = False  # type: ignore[misc]  # it is no constant
    multiprocessing.set_forkserver_preload(["teikit.executors.dask_nodes", *modules])
    with _ignore_interrupts():
        forkserver.ensure_running()
    atexit.register(_stop_forkserver, forkserver)


def _stop_forkserver(forkserver: ModuleType) -> None:
    """End the process at once: it has this program's streams, and would end only some time after it."""
    if pid := getattr(forkserver._forkserver, "_forkserver_pid", None):  # noqa: SLF001  there is no public attribute
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def local_cluster(distributed: Any, jobs: int) -> Iterator[tuple[str, Any]]:
    """Start a cluster of so many processes, yield its address and its security, and stop it.

    Its processes listen on 127.0.0.1, where other users of the machine can connect: they accept only a key that is made
    for this run.

    Raises:
        MissingExtraError: the library that makes keys is not installed.
    """
    certificate, key = _make_run_key()
    nodes = import_module("teikit.executors.dask_nodes")
    before = set(multiprocessing.active_children())
    # The thread that starts all processes of the cluster.
    runner = distributed.utils.LoopRunner()
    with _ignore_interrupts():
        runner.start()
    # Workers start later, so that a run can be stopped without waiting for them.
    security = nodes.make_security(certificate, key)
    with scratch_folder() as folder:
        scheduler, worker = nodes.node_options(security, folder)
        cluster = distributed.SpecCluster(
            scheduler=scheduler,
            worker=worker,
            loop=runner.loop,
            silence_logs=logging.CRITICAL,
            security=security,
        )
        try:
            cluster.scale(jobs)
            yield cluster.scheduler_address, security
        finally:
            _close_cluster(cluster, before)


def _make_run_key() -> tuple[str, str]:
    try:
        certificate, key = import_module("teikit.executors.run_key").make_run_key()
    except ImportError:
        raise MissingExtraError("--scheduler local needs cryptography; install teikit[cluster]") from None
    return certificate, key


def _close_cluster(cluster: Any, before: set[Any]) -> None:
    """Stop a cluster, and all child processes except those in `before`."""
    # Otherwise, after a second Ctrl-C, it would try again for ten seconds when the program ends.
    cluster.shutdown_on_close = False
    try:
        # It warns of workers that it must kill, or that have not started yet.
        with suppress(Exception):
            cluster.close(timeout=_EXIT_TIMEOUT)
    finally:
        for each in set(multiprocessing.active_children()) - before:
            each.kill()
            each.join()


def _ignore_interrupts() -> AbstractContextManager[None]:
    """Block Ctrl-C, which is for this program only, in processes that are started here and in theirs."""
    if hasattr(signal, "pthread_sigmask"):
        # When first needed, it would remove the block.
        resource_tracker.ensure_running()
    return block_signals([signal.SIGINT])
