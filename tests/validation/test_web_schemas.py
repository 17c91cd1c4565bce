"""Schemas on the web: they refer to their own host only, and never to files."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import teikit
from teikit.diagnostics import Diagnostic


@contextmanager
def serving(answers: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """A server; yields its address, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers.get(self.path)
            if answer is not None and answer.startswith("http"):
                self.send_response(302)
                self.send_header("Location", answer)
            else:
                self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write((answer or "").encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def validated(tmp_path: Path, schema: str, **options: object) -> list[Diagnostic]:
    kind = "http://purl.oclc.org/dsdl/schematron" if schema.endswith(".sch") else "http://relaxng.org/ns/structure/1.0"
    path = tmp_path / "letter.xml"
    path.write_text(f'<?xml-model href="{schema}" schematypens="{kind}"?>\n<a/>')
    return list(teikit.validate(path, ignore="tei", **options))  # type: ignore[arg-type]


SCHEMATRON = '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="{}"/></schema>'
PATTERN = '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"/>'
RELAX_NG = "start = element a {{ empty }}\nb = external '{}'"
PART = "element b { empty }"


@pytest.fixture(params=[(".rnc", RELAX_NG, PART), (".sch", SCHEMATRON, PATTERN)], ids=["RELAX NG", "Schematron"])
def kind(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    return request.param  # type: ignore[no-any-return]


def test_a_schema_refers_to_its_own_host(tmp_path: Path, kind: tuple[str, str, str]) -> None:
    suffix, schema, part = kind
    with serving({f"/a{suffix}": schema.format("/x/b"), "/x/b": part}) as (url, asked):
        assert validated(tmp_path, f"{url}/a{suffix}", allow_network=True) == []
    assert asked == [f"/a{suffix}", "/x/b"]


@pytest.mark.parametrize("by_redirect", [False, True])
def test_another_host_is_not_asked_unless_that_is_allowed(
    tmp_path: Path, kind: tuple[str, str, str], *, by_redirect: bool
) -> None:
    suffix, schema, part = kind
    with serving({"/b": part}) as (other, asked_other):
        href = "/moved" if by_redirect else f"{other}/b"
        with serving({f"/a{suffix}": schema.format(href), "/moved": f"{other}/b"}) as (url, _):
            found = validated(tmp_path, f"{url}/a{suffix}", allow_network=True)
            assert asked_other == []
            assert any("may refer to its own host only" in each.message for each in found)
            host = other.removeprefix("http://")
            assert validated(tmp_path, f"{url}/a{suffix}", allow_network=True, allow_host=[host]) == []
    assert asked_other == ["/b"]


@pytest.mark.parametrize("how", ["file", "file:", "path"])
def test_a_file_is_never_read(
    tmp_path: Path, kind: tuple[str, str, str], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    suffix, schema, part = kind
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b").write_text(part)
    href = {"file": (tmp_path / "b").as_uri(), "file:": f"file:{tmp_path}/b", "path": f"{tmp_path}/b"}[how]
    with serving({f"/a{suffix}": schema.format(href)}) as (url, _):
        found = validated(tmp_path, f"{url}/a{suffix}", allow_network=True, allow_read=[tmp_path])
    words = "404" if how == "path" else "may not refer to the file"
    assert any(words in each.message for each in found), found


def test_a_catalog_may_refer_to_a_file(tmp_path: Path, kind: tuple[str, str, str]) -> None:
    suffix, schema, part = kind
    (tmp_path / "b").write_text(part)
    catalog = tmp_path / "catalog.xml"
    catalog.write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="http://x.invalid/b" uri="b"/></catalog>'
    )
    with serving({f"/a{suffix}": schema.format("http://x.invalid/b")}) as (url, _):
        assert validated(tmp_path, f"{url}/a{suffix}", allow_network=True, catalog=[catalog]) == []
