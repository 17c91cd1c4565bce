"""What watches a run from outside: a listener on this machine, and whether a file is opened."""

import ctypes
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_IN_OPEN = 0x20
_ANSWERS = {
    "nothing": b"",
    "not-http": b"SSH-2.0-listener\r\n",
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n",
    "loop": b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
    "large": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    "short": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<grammar",
    "escapes": b"HTTP/1.1 500 \x1b[31mred\x07\r\nContent-Length: 0\r\n\r\n",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n<grammar",
    "negative": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<grammar",
    "gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
}
# What the listener repeats until the other side leaves, and the pause between.
_REPEATED = {
    "drips": (b"HTTP/1.1 200 OK\r\n", b"X-Drip: 1\r\n", 0.2),
    "endless-header": (b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"x" * 60_000 + b"\r\n", 0.0),
    "endless-body": (b"HTTP/1.1 200 OK\r\n\r\n<a>", b"<p>more</p>" * 6_000, 0.0),
    "drips-body": (b"HTTP/1.1 200 OK\r\n\r\n<a>", b" ", 0.2),
    "endless-line": (b"HTTP/1.1 200 ", b"x" * 60_000, 0.0),
    "continues": (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.0),
}


class Listener:
    """A server on 127.0.0.1 that counts who asks, and answers in one of several hostile ways."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.connections = 0
        self._is_open = True
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def host(self) -> str:
        """The host and the port."""
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Stop listening."""
        self._is_open = False
        self._socket.close()

    def _serve(self) -> None:
        while self._is_open:
            try:
                other, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._reply, args=(other,), daemon=True).start()

    def _reply(self, other: socket.socket) -> None:
        with other:
            try:
                if self._answer == "silence":
                    other.settimeout(60)
                    while other.recv(65_536):
                        pass
                    return
                other.settimeout(60)
                other.recv(65_536)
                first, more, pause = _REPEATED.get(self._answer, (_ANSWERS.get(self._answer, b""), b"", 0.0))
                other.sendall(first)
                end = time.monotonic() + 60
                while more and self._is_open and time.monotonic() < end:
                    other.sendall(more)
                    time.sleep(pause)
            except OSError:
                return


@contextmanager
def watched(path: Path) -> Iterator[list[str]]:
    """Watch who opens a file; at the end the list has its name if anybody did. Only Linux can."""
    opened: list[str] = []
    if not sys.platform.startswith("linux"):
        yield opened
        return
    library = ctypes.CDLL(None, use_errno=True)
    handle = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        library.inotify_add_watch(handle, os.fsencode(path), _IN_OPEN)
        yield opened
        try:
            data = os.read(handle, 4_096)
        except BlockingIOError:
            return
        if len(data) >= struct.calcsize("iIII"):
            opened.append(path.name)
    finally:
        os.close(handle)
