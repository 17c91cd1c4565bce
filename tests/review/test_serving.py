"""The program `teikit review` as a process of its own, asked over the network."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from teikit.decisions.files import read_decisions

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends programs by signals of Unix")
PATIENCE = 60


class Server(NamedTuple):
    """A running program, and its address."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(urlsplit(self.address).port or 0)

    def ask(self, path: str, body: object = None) -> tuple[int, Any]:
        """The status and the value of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        target = urlsplit(self.address).path + path
        headers = {"Content-Type": "application/json"}
        connection.request(*(("GET", target) if body is None else ("POST", target, json.dumps(body), headers)))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, json.loads(content) if path.startswith("api/") else content

    def send(self, data: bytes, seconds: float = PATIENCE) -> bytes:
        """What comes back for bytes that are sent as they are, until the connection is closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(data)
            pieces = []
            while piece := connection.recv(65_536):
                pieces.append(piece)
        return b"".join(pieces)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "review", *map(str, arguments), "--no-browser"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)


@contextmanager
def served(*arguments: object) -> Iterator[Server]:
    command = [sys.executable, "-m", "teikit", "review", *map(str, arguments), "--no-browser"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        yield Server(process, process.stdout.readline().strip())
        process.kill()


@pytest.fixture
def server(letter: Path) -> Iterator[Server]:
    with served(letter) as made:
        yield made


def test_the_address_has_a_token_and_the_page_is_there(server: Server) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{43}/", server.address)
    assert server.ask("")[0] == 200
    assert server.ask("api/letters")[1]["total"] == 1
    assert server.ask("..%2f..%2fapp.py")[0] == 404


def test_only_this_machine_can_connect(server: Server) -> None:
    listening = Path("/proc/net/tcp").read_text().splitlines()
    own = [line.split()[1] for line in listening if line.split()[1].endswith(f":{server.port:04X}")]
    assert {each.partition(":")[0] for each in own if each} == {"0100007F"}


def test_an_interrupt_ends_it_quietly(server: Server) -> None:
    server.ask("api/letters/0")
    server.process.send_signal(signal.SIGINT)
    out, err = server.process.communicate(timeout=PATIENCE)
    assert (server.process.returncode, out) == (130, "")
    assert err == "teikit: 1 letter to review at this address; Ctrl-C ends the review\n"


def test_a_request_to_end_ends_it(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)
    _, err = server.process.communicate(timeout=PATIENCE)
    assert server.process.returncode == 143
    assert "Traceback" not in err


def test_a_server_that_is_killed_loses_nothing(letter: Path) -> None:
    with served(letter) as first:
        view = first.ask("api/letters/0")[1]
        action = {"type": "label", "line": 7, "column": 1, "label": "postscript"}
        status, _ = first.ask("api/letters/0/decisions", {"version": view["version"], "action": action})
        first.process.kill()
    assert status == 200
    assert len(read_decisions(letter, letter.name).decisions.decisions) == 1
    with served(letter) as second:
        assert second.ask("api/letters/0")[1]["can_undo"]


def test_two_programs_that_decide_at_once_lose_nothing(letter: Path) -> None:
    with served(letter) as one, served(letter) as other:
        for server, line in ((one, 5), (other, 7)) * 2:
            view = server.ask("api/letters/0")[1]
            action = {"type": "label", "line": line, "column": 1, "label": "note"}
            assert server.ask("api/letters/0/decisions", {"version": view["version"], "action": action})[0] == 200
    assert [each.anchor.line for each in read_decisions(letter, letter.name).decisions.decisions] == [5, 7]


def test_a_port_that_is_taken_is_one_sentence(server: Server, letter: Path) -> None:
    done = run(letter, "--port", server.port)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == f"teikit: port {server.port} cannot be used (address already in use); --port names another one\n"
    )


@pytest.mark.parametrize("paths", [["-"], ["https://example.org/letter.txt"], []])
def test_only_files_can_be_reviewed(paths: list[str]) -> None:
    done = run(*paths)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_folder_without_letters_has_nothing_to_review(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"teikit: {tmp_path}: holds no files to read\n"


def test_without_the_extra_it_says_what_to_install(letter: Path) -> None:
    code = "import sys; sys.modules['uvicorn'] = None; from teikit.__main__ import main; main()"
    command = [sys.executable, "-c", code, "review", str(letter), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 2
    assert done.stderr == 'teikit: the page needs starlette and uvicorn; pip install "teikit[review]"\n'


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"CONNECT example.org:80 HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n",
        b"GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n",
    ],
    ids=["tls", "headers", "long", "hosts", "smuggle", "connect", "proxy"],
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(server: Server, data: bytes) -> None:
    answer = server.send(data)
    assert re.match(rb"HTTP/1\.1 4\d\d |$", answer)
    assert server.ask("api/letters")[0] == 200


def test_a_thousand_headers_do_no_harm(server: Server) -> None:
    path = urlsplit(server.address).path.encode()
    headers = b"".join(b"X-%d: y\r\n" % number for number in range(1_000))
    own = b"Host: 127.0.0.1:%d\r\nConnection: close\r\n" % server.port
    assert server.send(b"GET " + path + b"api/letters HTTP/1.1\r\n" + own + headers + b"\r\n").startswith(
        b"HTTP/1.1 200"
    )


def test_a_body_in_pieces_without_end_is_cut_off(server: Server) -> None:
    path = urlsplit(server.address).path.encode()
    head = b"POST " + path + b"api/letters/0/accept HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % server.port
    head += b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(head)
        with pytest.raises(ConnectionError):
            connection.sendall(piece * 1_000)
    assert server.ask("api/letters")[0] == 200


def test_connections_that_say_nothing_keep_nobody_out(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) for _ in range(40)]
    for each in silent[::2]:
        each.sendall(b"GET / HTTP/1.1\r\nHost: ")
    assert server.ask("api/letters")[0] == 200
    for each in silent:
        assert each.recv(1) == b""
        each.close()


def test_nothing_is_logged(server: Server) -> None:
    for path in ("", "api/letters", "nothing"):
        server.ask(path)
    time.sleep(0.2)
    server.process.send_signal(signal.SIGINT)
    assert server.process.communicate(timeout=PATIENCE)[1].count("\n") == 1


@pytest.mark.slow
def test_the_browser_that_is_named_gets_the_address(letter: Path, tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    program.chmod(0o755)
    command = [sys.executable, "-m", "teikit", "review", str(letter)]
    environment = {**os.environ, "BROWSER": f"{program} %s"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline()
        until = time.monotonic() + PATIENCE
        while not (tmp_path / "opened").exists() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.05)
        assert (tmp_path / "opened").read_text() == address
        process.kill()
