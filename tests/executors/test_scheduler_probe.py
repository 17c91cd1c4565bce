"""What answers at a scheduler's address may be anything: one sentence says so, within seconds."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from support.sample_operations import Naming, items
from teikit.errors import TeikitError
from teikit.executors.dask_cluster import DaskExecutor
from teikit.executors.scheduler_probe import find_problem

distributed = pytest.importorskip("distributed", reason="teikit[cluster] is not installed")

pytestmark = pytest.mark.filterwarnings("ignore")
HELLO = b"\x82\xabpickle-protocol\x05"
Behaviour = Callable[[socket.socket], None]


@contextmanager
def server(behave: Behaviour) -> Iterator[int]:
    """A server that does the same to all who connect; yields its port."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                connected, _ = listener.accept()
                threading.Thread(target=do, args=(connected,), daemon=True).start()

    def do(connected: socket.socket) -> None:
        with suppress(OSError), connected:
            behave(connected)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def say(text: bytes, *, again: bool = False, pause: float = 0) -> Behaviour:
    def behave(connected: socket.socket) -> None:
        connected.sendall(text)
        while again:
            time.sleep(pause)
            connected.sendall(text)
        time.sleep(20)

    return behave


NO_SCHEDULER = {
    "http": say(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "ssh": say(b"SSH-2.0-OpenSSH_9\r\n"),
    "zeros": say(bytes(1 << 16), again=True),
    "noise": say(bytes(range(256)), again=True),
    "a huge message": say(struct.pack("<Q", 1 << 40) + bytes(1_000)),
    "closes": lambda connected: connected.close(),
    "another message": say(struct.pack("<Q", 30) + bytes(30)),
}
LATE = {
    "silent": say(b""),
    "drips": say(b"\0", again=True, pause=0.3),
    "drips a message": say(struct.pack("<Q", 16) + b"", again=True, pause=0.7),
}


@pytest.mark.parametrize("scheme", ["tcp://", ""])
@pytest.mark.parametrize("behave", NO_SCHEDULER.values(), ids=NO_SCHEDULER)
def test_what_is_no_scheduler_is_recognised(behave: Behaviour, scheme: str) -> None:
    with server(behave) as port:
        found = find_problem(distributed, f"{scheme}127.0.0.1:{port}", 20)
    assert found == "what answers there is no Dask scheduler"


@pytest.mark.parametrize("behave", LATE.values(), ids=LATE)
def test_nobody_waits_long(behave: Behaviour) -> None:
    begun = time.monotonic()
    with server(behave) as port:
        found = find_problem(distributed, f"tcp://127.0.0.1:{port}", 0.5)
    assert found == "nothing that a scheduler says came in time"
    assert time.monotonic() - begun < 5


def test_what_may_be_a_scheduler_is_left_to_dask() -> None:
    message = HELLO + bytes(20)
    with server(say(struct.pack("<Q", len(message)) + message)) as port:
        assert find_problem(distributed, f"tcp://127.0.0.1:{port}", 20) is None
    for address in ("ws://127.0.0.1:1", "tcp://127.0.0.1:1", "tcp://x:99999", "udp", "tcp://\udcff:1"):
        assert find_problem(distributed, address, 20) is None


@pytest.mark.slow
@pytest.mark.parametrize("more", [b"", struct.pack("<QQQ", 16, 1 << 60, 1 << 62)], ids=["silent", "wrong"])
def test_what_only_begins_like_a_scheduler_is_reported(more: bytes) -> None:
    message = HELLO + bytes(20)
    with (
        server(say(struct.pack("<Q", len(message)) + message + more)) as port,
        pytest.raises(TeikitError, match=rf"^tcp://127\.0\.0\.1:{port}: no scheduler answers \(\w+\)$"),
    ):
        list(DaskExecutor(f"tcp://127.0.0.1:{port}").run(Naming(), items(5)))
