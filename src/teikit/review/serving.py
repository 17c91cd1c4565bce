"""Serves a review at 127.0.0.1 until it is interrupted."""

import asyncio
import socket
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from teikit.errors import TeikitError
from teikit.signals import defer_stop_signals

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
_TOKEN_BYTES = 32
_MOST_CONNECTIONS, _MOST_HEADER_BYTES = 128, 32 << 10
_HEAD_SECONDS, _IDLE_SECONDS, _END_SECONDS = 10, 60, 2


def make_token() -> str:
    """Return a new token."""
    return token_urlsafe(_TOKEN_BYTES)


def open_port(port: int) -> socket.socket:
    """Return a socket that listens at a port of this machine, at a free one for 0.

    Raises:
        TeikitError: the port is taken.
    """
    # Only of a socket that says it is TCP's does asyncio send small pieces at once.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = (error.strerror or "unknown reason").lower()
        raise TeikitError(f"port {port} cannot be used ({reason}); --port names another one") from None
    return listening


def hosts_of(listening: socket.socket) -> tuple[str, ...]:
    """Return the values of Host that requests to a socket have."""
    port = listening.getsockname()[1]
    return f"{HOST}:{port}", f"localhost:{port}"


def address_of(listening: socket.socket, token: str) -> str:
    """Return the address of the page."""
    return f"http://{HOST}:{listening.getsockname()[1]}/{token}/"


def serve(app: "ASGIApp", listening: socket.socket) -> None:
    """Serve until the process is interrupted; KeyboardInterrupt passes."""
    config = uvicorn.Config(
        app,
        http=_PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_END_SECONDS,
        h11_max_incomplete_event_size=_MOST_HEADER_BYTES,
    )
    with asyncio.Runner() as runner:
        # An event loop whose making is interrupted cannot be closed, and says so when it is deleted.
        with defer_stop_signals():
            runner.get_loop()
        runner.run(uvicorn.Server(config).serve(sockets=[listening]))


class _PatientProtocol(H11Protocol):
    """HTTP/1.1, with a limit on the time that the head of a request may take."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Take some bytes, and wait for the rest of a head if it is not whole."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._unwatch()
        elif self._deadline is None:
            self._deadline = asyncio.get_running_loop().call_later(_HEAD_SECONDS, self.transport.close)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
