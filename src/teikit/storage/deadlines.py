"""Calls functions that use the network, for a limited time as a whole.

A timeout of a socket limits each wait only: a server that sends one byte at a time, or a resolver that never answers,
would go on for ever.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    import socket

T = TypeVar("T")


class Connections:
    """The sockets of one call, which end it when they are shut down."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_over = False

    def add(self, connected: "socket.socket") -> None:
        """Add a socket; it is shut down at once where the call is over.

        Of a copy, since `ssl` replaces the socket that it encrypts.
        """
        copy = connected.dup()
        with self._lock:
            self._sockets.append(copy)
            if self._is_over:
                self._shut_down()

    def end(self) -> None:
        """Shut down all sockets, and those that are added later."""
        with self._lock:
            self._is_over = True
            self._shut_down()

    def _shut_down(self) -> None:
        # Costs several milliseconds to import, which programs that use no network need not pay.
        import socket  # noqa: PLC0415

        while self._sockets:
            with self._sockets.pop() as each, suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Failure(NamedTuple):
    error: BaseException


class _Call(Generic[T]):
    def __init__(self, function: Callable[[Connections], T]) -> None:
        self.connections = Connections()
        self._function = function
        self._results: SimpleQueue[T | _Failure] = SimpleQueue()

    def run(self) -> None:
        try:
            self._results.put(self._function(self.connections))
        except BaseException as error:  # noqa: BLE001  the caller raises it
            self._results.put(_Failure(error))

    def result(self, seconds: float) -> T:
        try:
            result = self._results.get(timeout=max(seconds, 0))
        except Empty:
            raise TimeoutError("no answer came in time") from None
        if isinstance(result, _Failure):
            raise result.error
        return result


def call_within(seconds: float, function: Callable[[Connections], T]) -> T:
    """Return what a function returns, or raise what it raises; it adds its sockets to those that it is given.

    It runs in another thread, so that Ctrl-C ends the call too; it may go on there until it next uses a socket.

    Raises:
        TimeoutError: it takes longer.
    """
    call = _Call(function)
    threading.Thread(target=call.run, name="teikit-network", daemon=True).start()
    try:
        return call.result(seconds)
    finally:
        call.connections.end()
