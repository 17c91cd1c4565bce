"""Schemas kept under names: added whole or not at all, from files and from servers of every kind."""

import http.server
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from teikit.errors import IncorrectSchemaError, OutputError, TeikitError
from teikit.limits import limits_set
from teikit.relaxng.validator import Schema
from teikit.validation import adding, loading
from teikit.validation.adding import fetch_schema_files, version_of
from teikit.validation.fetch import WebFetcher
from teikit.validation.store import Store

NAMESPACE = b'xmlns="http://relaxng.org/ns/structure/1.0"'
GRAMMAR = b"<grammar " + NAMESPACE + b'><!-- Version 4.9.0a. --><include href="parts/b.rng"/></grammar>'
PART = b"<grammar " + NAMESPACE + b'><start><element name="a"><empty/></element></start></grammar>'
ALONE = b"start = element a { empty }"


class _Handler(http.server.BaseHTTPRequestHandler):
    """Serves what the server's `answers` hold, honestly or not."""

    def do_GET(self) -> None:
        answer = self.server.answers.get(self.path)  # type: ignore[attr-defined]
        if callable(answer):
            answer(self)
        elif answer is None:
            self.send_error(404)
        else:
            send(self, answer, len(answer))

    def log_message(self, *_arguments: object) -> None:
        pass


def send(handler: http.server.BaseHTTPRequestHandler, data: bytes, length: int | None) -> None:
    handler.send_response(200)
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(data)
    handler.close_connection = True


@contextmanager
def serving(answers: dict[str, object]) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.answers = answers  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "store")
    monkeypatch.setattr(loading, "store", lambda: made)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return made


def add(store: Store, name: str, source: str, hosts: tuple[str, ...] = (), **options: object) -> None:
    files = fetch_schema_files(source, WebFetcher(seconds=2, silence=0.5, hosts=hosts))
    store.add(name, source, files, version_of(next(iter(files.values()))), **options)  # type: ignore[arg-type]


def test_a_schema_from_a_server_is_kept_with_what_it_includes(store: Store) -> None:
    with serving({"/x/a.rng": GRAMMAR, "/x/parts/b.rng": PART}) as url:
        add(store, "house", f"{url}/x/a.rng")
    found = store.find("house")
    assert found is not None
    assert (found.source, found.version, len(found.uris), len(found.digest)) == (f"{url}/x/a.rng", "4.9.0a", 2, 64)
    schema = loading.schema("house")
    assert schema.is_valid(b"<a/>")
    assert not schema.is_valid(b"<b/>")


def test_a_schema_that_includes_by_address_is_found_without_the_server(store: Store) -> None:
    with serving({"/b.rng": PART}) as url, serving({"/a.rng": GRAMMAR.replace(b"parts", url.encode())}) as other:
        with pytest.raises(IncorrectSchemaError, match=r"may refer to its own host only.*--allow-host"):
            add(store, "house", f"{other}/a.rng")
        add(store, "house", f"{other}/a.rng", hosts=(url.removeprefix("http://"),))
    assert loading.schema("house", ids=False).is_valid(b"<a/>")


def test_a_schema_from_disk_is_kept_with_what_it_includes(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x" / "parts").mkdir(parents=True)
    (tmp_path / "x" / "a.rng").write_bytes(GRAMMAR)
    (tmp_path / "x" / "parts" / "b.rng").write_bytes(PART)
    add(store, "house", str(tmp_path / "x" / "a.rng"))
    (tmp_path / "x" / "a.rng").unlink()
    assert loading.schema("house", ids=True).is_valid(b"<a/>")


def test_a_schema_on_disk_reads_only_its_own_folder_unless_allowed(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.rng").write_bytes(GRAMMAR.replace(b"parts", b".."))
    (tmp_path / "b.rng").write_bytes(PART)
    with pytest.raises(IncorrectSchemaError, match="--allow-read"):
        add(store, "house", str(tmp_path / "x" / "a.rng"))
    files = fetch_schema_files(str(tmp_path / "x" / "a.rng"), WebFetcher(), (tmp_path,))
    store.add("house", "x", files, "")
    assert Schema.load(store.find("house").main, loader=loading.find_schema("house")[1]).is_valid(b"<a/>")  # type: ignore[union-attr]


def _stalls(handler: http.server.BaseHTTPRequestHandler) -> None:
    send(handler, ALONE[:5], len(ALONE))
    time.sleep(1)


def _drips(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"#\n")
            time.sleep(0.05)
    except OSError:
        pass


def _drip(handler: http.server.BaseHTTPRequestHandler, head: bytes, piece: bytes = b"x", pause: float = 0.1) -> None:
    until = time.monotonic() + 5
    try:
        handler.wfile.write(head)
        while time.monotonic() < until:
            handler.wfile.write(piece)
            time.sleep(pause)
    except OSError:
        pass
    handler.close_connection = True


def _compressed(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(ALONE)


def _resets(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def _moves(where: str) -> object:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", where)
        handler.end_headers()

    return answer


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "404"),
        (lambda handler: handler.send_error(500), "500"),
        (lambda handler: send(handler, ALONE, len(ALONE) + 10), "cut off after"),
        (lambda handler: send(handler, ALONE, len(ALONE) - 5), "a.rnc"),
        (lambda handler: send(handler, ALONE[:-5], None), "a.rnc"),
        (_stalls, "in time"),
        (_drips, "longer than"),
        (_resets, "cannot fetch"),
        (_moves("file:///etc/passwd"), "not allowed"),
        (_moves("ftp://127.0.0.1/a.rnc"), "neither a file nor on the web"),
        (_moves("http://example.invalid/a.rnc"), "--allow-http"),
        (_moves("/a.rnc"), "cannot fetch"),
        (b"", "a.rnc"),
        (b"\0\1\2", "a.rnc"),
        (b"<html><body>moved</body></html>", "a.rnc"),
        (b'include "/etc/passwd"', "404"),
        (b'include "file:///etc/passwd"', "may not refer to the file"),
        (b'include "http://localhost:9/a.rnc"', "own host only"),
        (b'include "http://127.0.0.1:9/a.rnc"', "own host only"),
        (b'include "//127.0.0.1:9/a.rnc"', "own host only"),
        (b'include "https://127.0.0.1/a.rnc"', "own host only"),
        (_moves("http://127.0.0.1:9/a.rnc"), "own host only"),
        (_moves("//user:secret@127.0.0.1:9/a.rnc"), "not sent"),
        (lambda handler: _drip(handler, b"HTTP/1.1 200 OK\r\nX-Header: "), "longer than"),
        (lambda handler: _drip(handler, b"HTTP/1.1 200 OK\r\n", b"X-Header: 1\r\n", 0), "cannot fetch"),
        (lambda handler: _drip(handler, b"HTTP/1.1 200 OK\r\nX: ", b"x" * 4_000, 0), "cannot fetch"),
        (lambda handler: _drip(handler, b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), "longer than"),
        (lambda handler: _drip(handler, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1"), "longer than"),
        (lambda handler: _drip(handler, b"junk", b"junk", 0), "cannot fetch"),
        (lambda handler: send(handler, ALONE, 10**30), "cut off after"),
        (_compressed, "compressed"),
    ],
)
def test_what_a_server_gives_wrongly_is_told_in_a_sentence_and_nothing_is_kept(
    answer: object, words: str, store: Store
) -> None:
    with serving({"/a.rnc": answer}) as url, pytest.raises(TeikitError) as caught:
        add(store, "house", f"{url}/a.rnc")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert store.names() == []


def test_what_is_too_large_is_not_read_to_its_end(store: Store) -> None:
    answers = {"/a.rnc": b"#" * 5_000}
    with (
        limits_set(schema_bytes=1_000),
        serving(answers) as url,
        pytest.raises(IncorrectSchemaError, match="--limit schema-bytes"),
    ):
        add(store, "house", f"{url}/a.rnc")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("<!-- P5 Version\u00a04.9.0a. Last updated -->", "4.9.0a"),
        ('<?xml version="1.0"?><grammar/>', ""),
        ("# version: 2.1-beta", "2.1-beta"),
        ("start = text", ""),
    ],
)
def test_the_version_is_what_a_schema_says_near_its_beginning(text: str, version: str) -> None:
    assert version_of(text.encode()) == version


def test_what_was_added_under_the_name_of_a_schema_of_tei_takes_its_place(store: Store) -> None:
    assert loading.find_schema("tei_all")[0].name == "tei_all.odd"
    added = store.add("tei_all", "here", {"mine.rnc": b"start = text"}, "")
    assert loading.find_schema("tei_all")[0] == added.main
    store.remove("tei_all")
    assert loading.find_schema("tei_all")[0].name == "tei_all.odd"


def test_too_many_files_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_MOST_FILES", 1)
    with (
        serving({"/x/a.rng": GRAMMAR, "/x/parts/b.rng": PART}) as url,
        pytest.raises(IncorrectSchemaError, match="more than 1 file"),
    ):
        add(store, "house", f"{url}/x/a.rng")


@pytest.mark.parametrize(
    "uri", ["http://example.invalid/a.rng", "ftp://example.org/a", "https://", "http://[::1", "x://y"]
)
def test_what_may_not_be_asked_for_is_not(uri: str) -> None:
    with pytest.raises(IncorrectSchemaError):
        WebFetcher().fetch(uri)


def test_a_name_that_is_taken_is_kept_unless_forced(store: Store) -> None:
    store.add("house", "first", {"a.rnc": ALONE}, "")
    with pytest.raises(OutputError, match="--force"):
        store.add("house", "second", {"a.rnc": ALONE}, "")
    assert store.find("house").source == "first"  # type: ignore[union-attr]
    store.add("house", "second", {"a.rnc": ALONE + b"\n"}, "", force=True)
    assert store.find("house").source == "second"  # type: ignore[union-attr]
    assert [each.name for each in store._folder.iterdir()] == ["house"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "a.rng", "-a", "a" * 65, "ä", "a b", "a\n"])
def test_names_are_harmless(name: str, store: Store) -> None:
    with pytest.raises(OutputError):
        store.add(name, "", {"a.rnc": ALONE}, "")
    assert store.find(name) is None


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org/../../x/a.rnc",
        "https://example.org/a\\..\\..\\b.rnc",
        "https://../a.rnc",
        "https://example.org/%2e%2e/a.rnc",
    ],
)
def test_files_stay_in_their_folder(uri: str, store: Store) -> None:
    found = store.add("house", uri, {uri: ALONE}, "")
    assert found.main.resolve().is_relative_to((found.folder / "files").resolve())
    assert found.main.read_bytes() == ALONE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"files": []}',
        '{"files": {"../../a": ""}}',
        '{"files": {"/a": ""}}',
        '{"files": {"\\u0000": ""}}',
        '{"files": {}, "uris": {"a": "../a"}}',
        '{"files": {}, "uris": {}, "main": 1}',
        '{"files": {}, "uris": {}, "main": "../../a", "source": "", "version": ""}',
        '{"files": {}, "uris": {"a": "\\ud800"}}',
    ],
)
def test_a_description_that_teikit_did_not_write_is_a_damage(text: str, store: Store) -> None:
    found = store.add("house", "", {"a.rnc": ALONE}, "")
    (found.folder / "schema.json").write_text(text)
    with pytest.raises(IncorrectSchemaError, match="the schema 'house' is damaged"):
        store.find("house")


def test_a_damaged_schema_is_told(store: Store) -> None:
    found = store.add("house", "", {"a.rnc": ALONE}, "")
    found.main.write_bytes(b"start = text")
    with pytest.raises(IncorrectSchemaError, match="damaged"):
        store.find("house")
    (found.folder / "schema.json").write_text("[")
    with pytest.raises(IncorrectSchemaError, match="damaged"):
        store.find("house")
    assert list(store.all()) == []
    assert store.names() == ["house"]


def test_what_cannot_be_written_leaves_what_was_there(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add("house", "first", {"a.rnc": ALONE}, "")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        store.add("house", "second", {"a.rnc": ALONE}, "", force=True)
    assert store.find("house").source == "first"  # type: ignore[union-attr]
    assert [each.name for each in store._folder.iterdir()] == ["house"]


def test_a_schema_is_removed_and_then_is_not_there(store: Store) -> None:
    store.add("house", "", {"a.rnc": ALONE}, "")
    store.remove("house")
    assert store.names() == []
    with pytest.raises(IncorrectSchemaError, match="none was added"):
        store.remove("house")


def test_a_folder_that_holds_anything_else_is_neither_removed_nor_replaced(store: Store) -> None:
    found = store.add("house", "", {"a.rnc": ALONE}, "")
    mine = found.folder / "notes.txt"
    mine.write_text("mine")
    with pytest.raises(OutputError, match=r"holds 'notes\.txt', which is no part of a schema"):
        store.remove("house")
    with pytest.raises(OutputError, match=r"holds 'notes\.txt', which is no part of a schema"):
        store.add("house", "", {"a.rnc": ALONE}, "", force=True)
    assert mine.read_text() == "mine"
