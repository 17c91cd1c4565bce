"""Scheduler, nanny and worker of a cluster on this machine, and what lets them connect to each other.

This module imports Dask, and the processes of a cluster import this module: other modules import it when it is needed.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distributed import Nanny, Scheduler, Worker
from distributed.security import Security


class QuietScheduler(Scheduler):
    """A scheduler without an HTTP server, which anybody on this machine could ask."""

    def start_http_server(self, *_arguments: Any, **_options: Any) -> None:
        """Start no server."""


class QuietWorker(Worker):
    """A worker without an HTTP server."""

    def start_http_server(self, *_arguments: Any, **_options: Any) -> None:
        """Start no server."""


class RunSecurity(Security):
    """The key and the certificate of one run, which are never on disk where the system has files in memory."""

    def _get_tls_context(self, tls: dict[str, Any], purpose: Any) -> Any:
        with _memory_file(tls["cert"]) as certificate, _memory_file(tls["key"]) as key:
            return super()._get_tls_context({**tls, "cert": certificate, "key": key}, purpose)  # type: ignore[no-untyped-call]


@contextmanager
def _memory_file(text: str) -> Iterator[str]:
    """Yield the path of a text as a file in memory, or the text, which Dask then writes to a temporary folder."""
    if not hasattr(os, "memfd_create") or not Path("/proc/self/fd").is_dir():
        yield text
        return
    file = os.memfd_create("teikit")
    try:
        os.write(file, text.encode())
        yield f"/proc/self/fd/{file}"
    finally:
        os.close(file)


def make_security(certificate: str, key: str) -> RunSecurity:
    """Return what lets processes with this key and certificate (PEM) connect to each other, and nobody else."""
    roles = {f"tls_{role}_{part}": text for role in ("client", "scheduler", "worker")
             for part, text in (("cert", certificate), ("key", key))}  # fmt: skip
    return RunSecurity(require_encryption=True, tls_ca_file=certificate, **roles)  # type: ignore[no-untyped-call]


def node_options(security: RunSecurity, folder: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what Dask needs to start a scheduler, and a worker, on this machine.

    `folder` is where workers may write; it must be writable for this user only.
    """
    common = {"host": "127.0.0.1", "protocol": "tls://", "security": security}
    scheduler = {**common, "port": 0, "dashboard": False, "dashboard_address": None}
    worker = {
        **common,
        "nthreads": 1,
        "worker_class": QuietWorker,
        "dashboard": False,
        "dashboard_address": None,
        "local_directory": folder,
        "silence_logs": logging.CRITICAL,
    }
    return {"cls": QuietScheduler, "options": scheduler}, {"cls": Nanny, "options": worker}
