"""Files at URLs: limited in size and time, without passwords in messages, and no pipes or devices."""

import os
import socket
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from teikit.cli import teikit
from teikit.errors import UnreadableInputError
from teikit.limits import LimitExceededError, limits_set
from teikit.storage import urls
from teikit.storage.deadlines import Connections, call_within
from teikit.storage.references import is_allowed_host, is_same_host, without_credentials
from teikit.storage.urls import has_password, read_url

pytest.importorskip("fsspec", reason="teikit[cluster] is not installed")


class Endless:
    """A file without an end, that may be slow."""

    def __init__(self, pause: float = 0) -> None:
        self.pause = pause
        self.is_closed = False

    def read(self, size: int) -> bytes:
        time.sleep(self.pause)
        return b" " * size

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    file = Endless()
    monkeypatch.setattr(urls, "_open", lambda _url: file)
    return file


def test_a_file_that_is_too_large_is_not_read_to_its_end(endless: Endless) -> None:
    with (
        limits_set(web_bytes=5 << 20),
        pytest.raises(LimitExceededError, match=r"^s3://b/a\.xml: is larger than 5 MiB"),
    ):
        read_url("s3://b/a.xml")
    assert endless.is_closed


def test_a_file_that_takes_too_long_is_not_waited_for(endless: Endless) -> None:
    endless.pause = 0.4
    begun = time.monotonic()
    with limits_set(web_seconds=1), pytest.raises(LimitExceededError, match="takes longer than 1 seconds"):
        read_url("s3://b/a.xml")
    assert time.monotonic() - begun < 10


def test_a_timeout_of_a_file_system_is_an_error_as_others_are(
    endless: Endless, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_size: int) -> bytes:
        raise TimeoutError("no server")

    monkeypatch.setattr(endless, "read", fail)
    with pytest.raises(UnreadableInputError, match=r"cannot be read \(no server\)"):
        read_url("s3://b/a.xml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableInputError, match=r"pipe: is a named pipe, not a file$"):
        read_url((tmp_path / "pipe").as_uri())
    with pytest.raises(UnreadableInputError, match=r"is a folder, not a file$"):
        read_url(tmp_path.as_uri())


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ada:secret@example.org/a.xml", "https://example.org/a.xml"),
        ("https://ada:se/cr@et@example.org/a.xml", "https://et@example.org/a.xml"),
        ("https://secret@example.org/a.xml", "https://example.org/a.xml"),
        ("sftp://ada:secret@example.org/a.xml", "sftp://example.org/a.xml"),
    ],
)
def test_a_password_is_refused_and_not_shown(url: str, shown: str) -> None:
    assert has_password(url)
    found = CliRunner().invoke(teikit, ["validate", url, "--jobs", "1"], standalone_mode=False)
    assert found.return_value == 2
    assert "secret" not in found.output
    assert f"{shown}: has a password" in found.output.replace("\n", " ") or "se/cr" in url
    with pytest.raises(UnreadableInputError) as caught:
        read_url(f"none+{url}")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/@ada/a.xml", "sftp://ada@example.org/a.xml", "https://[::1]:80/@"]
)
def test_other_signs_are_no_password(url: str) -> None:
    assert not has_password(url)


def test_the_colons_of_an_address_make_no_chain() -> None:
    pytest.importorskip("aiohttp", reason="not installed")
    with pytest.raises(UnreadableInputError, match="cannot be read"):
        read_url("http://[::1]:1/a.xml")


@pytest.mark.parametrize("option", ["--baseline", "--config", "--files-from", "--schema"])
def test_a_password_is_shown_in_no_message(option: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<a/>")
    found = CliRunner().invoke(
        teikit, ["validate", str(tmp_path / "a.xml"), option, "https://ada:secret@example.org/a"]
    )
    assert "example.org/a" in found.output + str(found.exception)
    assert "secret" not in found.output + str(found.exception)


def test_credentials_are_left_out_of_what_is_shown() -> None:
    assert without_credentials("https://a:b@h/x@y") == "https://h/x@y"
    assert without_credentials("//a@h/x") == "//h/x"
    assert without_credentials("mailto:a@b") == "mailto:a@b"


@pytest.mark.parametrize(
    ("uri", "other", "expected"),
    [
        ("https://h/x", "https://h:443/y", True),
        ("https://H./x", "http://h/y", True),
        ("http://h/x", "https://h/y", False),
        ("http://h:81/x", "http://h/y", False),
        ("http://h.org/x", "http://h/y", False),
        ("http://[::1]/x", "http://[::1]:80/y", True),
        ("http://h@i/x", "http://h/y", False),
        ("http://h:x/", "http://h:x/", False),
        ("file:///x", "http://h/y", False),
    ],
)
def test_a_host_is_the_same_with_the_same_port(uri: str, other: str, *, expected: bool) -> None:
    assert is_same_host(uri, other) == expected


def test_hosts_are_allowed_with_or_without_a_port() -> None:
    assert is_allowed_host("http://h:99/x", ("h",))
    assert is_allowed_host("http://h:99/x", ("H:99",))
    assert is_allowed_host("http://[::1]:99/x", ("[::1]",))
    assert not is_allowed_host("http://h:99/x", ("h:98", "g"))
    assert not is_allowed_host("http://h.org/x", ("h", "org"))


def test_a_call_ends_in_time_and_its_sockets_with_it() -> None:
    ended = threading.Event()

    def wait(connections: Connections) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            connections.add(theirs)
            theirs.recv(1)
        ended.set()

    with pytest.raises(TimeoutError):
        call_within(0.1, wait)
    assert ended.wait(10)


def test_a_call_raises_what_its_function_raises() -> None:
    def fail(_connections: Connections) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        call_within(10, fail)
    assert call_within(10, lambda _: 5) == 5
