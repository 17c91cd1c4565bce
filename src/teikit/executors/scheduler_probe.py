"""Finds out whether a Dask scheduler is at an address, before Dask trusts what comes from there.

Dask takes the first bytes for the length of a message, however long, and waits for it.
"""

import socket
import ssl
import struct
import time
from typing import Any

from teikit.storage.deadlines import Connections, call_within

# The first message is some hundred bytes long, and contains this.
_MOST_BYTES = 1 << 16
_LEAST_BYTES = 16
_IN_FIRST_MESSAGE = b"pickle-protocol"
_PIECE = 1 << 12
_NO_SCHEDULER = "what answers there is no Dask scheduler"


def find_problem(distributed: Any, address: str, seconds: float) -> str | None:
    """Return why what answers at an address is no scheduler; None if it may be one, or nothing answers yet."""
    try:
        scheme, place = distributed.comm.parse_address(address)
        if scheme not in {"tcp", "tls"}:
            return None
        host, port = distributed.comm.addressing.parse_host_port(place, 8786)
        context = distributed.Security().get_connection_args("client")["ssl_context"] if scheme == "tls" else None
    except (OSError, ValueError, TypeError):
        # Dask's own error says more.
        return None
    if scheme == "tls" and context is None:
        return "Dask's configuration names no certificates"
    try:
        return call_within(seconds, lambda connections: _probe(connections, (host, port), context, seconds))
    except TimeoutError:
        return "nothing that a scheduler says came in time"


def _probe(connections: Connections, at: tuple[str, int], context: ssl.SSLContext | None, seconds: float) -> str | None:
    until = time.monotonic() + seconds
    try:
        plain = socket.create_connection(at, timeout=seconds)
    except TimeoutError:
        raise
    except (OSError, UnicodeError, OverflowError):
        # It may be about to start: Dask tries again for some time.
        return None
    with plain:
        connections.add(plain)
        try:
            stream = context.wrap_socket(plain, server_hostname=at[0]) if context else plain
            with stream:
                return _read_first_message(stream, until)
        except TimeoutError:
            raise
        except ssl.SSLError as error:
            reason = (error.reason or "the certificate is not accepted").lower().replace("_", " ")
            return f"TLS failed: {reason}"
        except OSError:
            return _NO_SCHEDULER


def _read_first_message(stream: socket.socket, until: float) -> str | None:
    head = _read(stream, 8, until)
    length = struct.unpack("<Q", head)[0] if len(head) == 8 else 0
    if not _LEAST_BYTES <= length <= _MOST_BYTES:
        return _NO_SCHEDULER
    return None if _IN_FIRST_MESSAGE in _read(stream, length, until) else _NO_SCHEDULER


def _read(stream: socket.socket, size: int, until: float) -> bytes:
    data = b""
    while len(data) < size:
        stream.settimeout(max(until - time.monotonic(), 0.001))
        piece = stream.recv(min(size - len(data), _PIECE))
        if not piece:
            break
        data += piece
    return data
