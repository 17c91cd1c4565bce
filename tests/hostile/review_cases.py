"""Requests to the page of a review by strangers and by broken programs, and letters that attack who reviews them."""

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from hostile.case import CANARY, Case, Place
from hostile.making import BIDI, ESCAPES, LETTER

_PATIENCE = 30
_INTERRUPTED = 130


class _Page(NamedTuple):
    """The page of a review that runs."""

    port: int
    path: str

    def ask(self, method: str, target: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Ask for something below the page; return the status and the body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        own = {"Content-Type": "application/json"} if body is not None else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, self.path + target, body, {**own, **named})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def send(self, pieces: Iterable[bytes]) -> None:
        """Send bytes as they are, as long as the server takes them."""
        with (
            contextlib.suppress(ConnectionError),
            socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE) as connection,
        ):
            for piece in pieces:
                connection.sendall(piece)

    def decide(self, action: object) -> int:
        """Do something with the first letter; return the status."""
        view = json.loads(self.ask("GET", "api/letters/0")[1])
        body = json.dumps({"version": view["version"], "action": action}).encode()
        return self.ask("POST", "api/letters/0/decisions", body)[0]


def _find_page(process: "subprocess.Popen[bytes]") -> _Page:
    """Return the page, once the program has printed its address."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            printed = Path(f"/proc/{process.pid}/fd/1").read_bytes()
            if printed.endswith(b"\n"):
                address = urlsplit(printed.decode().strip())
                return _Page(address.port or 0, address.path)
        time.sleep(0.05)
    raise AssertionError("the program prints no address")


def _during(visit: Callable[[_Page], None]) -> Callable[[Place, "subprocess.Popen[bytes]"], None]:
    """Return what visits the page, looks whether it is still there, and interrupts the program."""

    def meanwhile(_place: Place, process: "subprocess.Popen[bytes]") -> None:
        page = _find_page(process)
        visit(page)
        status, content = page.ask("GET", "api/letters")
        assert (status, CANARY.encode() in content) == (200, False)
        process.send_signal(signal.SIGINT)

    return meanwhile


def _refused(method: str, target: str, statuses: tuple[int, ...], body: bytes | None = None, **headers: str):
    """Return a visit of which the answer has one of some statuses, and says nothing of the secret."""

    def visit(page: _Page) -> None:
        status, content = page.ask(method, target, body, **headers)
        assert status in statuses, (status, content[:300])
        assert CANARY.encode() not in content

    return visit


def _strangers(page: _Page) -> None:
    for path in ("/", "/x/", page.path[:-2] + "/", f"/..{page.path}", "/api/letters", "//", "*", "/%00"):
        status, content = _Page(page.port, "").ask("GET", path)
        assert (status, json.loads(content)) == (404, {"error": "not found"}), (path, status)


def _half_requests(page: _Page) -> None:
    head = f"POST {page.path}api/letters/0/accept HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n"
    head += "Content-Type: application/json\r\n"
    for data in (
        "G",
        "GET / HTTP/1.1\r\nHo",
        f"{head}Content-Length: 100\r\n\r\n{{",
        f"{head}Transfer-Encoding: chunked\r\n\r\n5",
    ):
        page.send([data.encode()])


def _floods(page: _Page) -> None:
    head = f"POST {page.path}api/letters/0/accept HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n".encode()
    kind = b"Content-Type: application/json\r\n"
    page.send([head, kind, b"Transfer-Encoding: chunked\r\n\r\n", *(b"10000\r\n" + b" " * 65_536 + b"\r\n",) * 400])
    page.send([head, kind, b"Content-Length: 1000000000000\r\n\r\n", *(b" " * 65_536,) * 400])
    page.send([head, *(b"X-%d: %s\r\n" % (number, b"y" * 1_000) for number in range(4_000))])
    page.send([b"GET /", *(b"a" * 65_536,) * 400])


def _wrong_actions(page: _Page) -> None:
    huge = "x" * 500_000
    for action in (
        *({"type": huge}, {"type": "label", "line": 10**18, "column": 1, "label": "p"}, {"type": ["label"]}, {}),
        *({"type": "label", "line": -1, "column": 1, "label": "p"}, {"type": "cut", "line": 1.5, "column": 1}),
        *({"type": "name", "line": 1, "column": 1, "length": 10**8, "kind": "date", "when": huge}, {"type": "redo"}),
        *({"type": "name", "line": 1, "column": 1, "length": 3, "kind": "person", "ref": "javascript:alert(1)"},),
        *({"type": "claim", "kind": "sender", "verdict": "value", "values": [huge] * 2},),
        *({"type": "claim", "kind": "sender", "verdict": "value", "values": ["x\x00y"]},),
        *({"type": "claim", "kind": "sender", "verdict": "value", "values": [{}]},),
    ):
        status = page.decide(action)
        assert status == 422, (status, str(action)[:100])


def _accept(page: _Page) -> None:
    view = json.loads(page.ask("GET", "api/letters/0")[1])
    page.ask("POST", "api/letters/0/accept", json.dumps({"version": view["version"], "force": True}).encode())


_PICTURES = (
    '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="{image}"'
    ' imageWidth="9" imageHeight="9"><TextRegion id="r"><Coords points="0,0 9,9"/><TextLine id="l"><Coords points="0,0 9,9"/>'
    "<TextEquiv><Unicode>Dear Tom,</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
)


def _case(name: str, visit: Callable[[_Page], None], text: str = LETTER, file: str = "a.txt", **more: object) -> Case:
    command = f"review '{file}' --no-browser"
    return Case(
        f"review/{name}", command, {file: text}, **{"status": _INTERRUPTED, "meanwhile": _during(visit), **more}
    )


def _picture(name: str, image: str, prepare: Callable[[Place], object] | None = None) -> Case:
    visit = _refused("GET", "api/letters/0/facsimile/0", (404,))
    return _case(f"picture-{name}", visit, _PICTURES.format(image=image), "a.xml", prepare=prepare)


def _link(target: str) -> Callable[[Place], None]:
    return lambda place: (place.work / "a.png").symlink_to(place.fill_in(target))


def _link_target(place: Place) -> None:
    (place.work / "a.xml").symlink_to(place.secret)


_DEEP = b"[" * 500_000
CASES = (
    _case("strangers", _strangers),
    _case("rebinding", _refused("GET", "api/letters/0", (403,), Host="kingfisher.example.org")),
    _case("other-origin", _refused("GET", "api/letters/0", (403,), Origin="https://example.org")),
    _case("null-origin", _refused("POST", "api/letters/0/accept", (403,), b"{}", Origin="null")),
    _case("cross-site", _refused("GET", "", (403,), Sec_Fetch_Site="cross-site")),
    _case("form", _refused("POST", "api/letters/0/accept", (415,), b"version=x", Content_Type="text/plain")),
    _case("preflight", _refused("OPTIONS", "api/letters/0/accept", (403,), Origin="http://127.0.0.1:1")),
    _case("deep", _refused("POST", "api/letters/0/decisions", (400, 413), _DEEP)),
    _case("large", _refused("POST", "api/letters/0/decisions", (413,), b" " * (2 << 20))),
    _case("no-json", _refused("POST", "api/letters/0/decisions", (400,), ESCAPES.encode())),
    _case("out", _refused("GET", "../../../outside/secret.xml", (404,))),
    _case("out-encoded", _refused("GET", "..%2f..%2f..%2foutside%2fsecret.xml", (404,))),
    _case("half-requests", _half_requests),
    _case("floods", _floods),
    _case("actions", _wrong_actions),
    _case(
        "name",
        _accept,
        file=f"a{ESCAPES}{BIDI}.txt".replace("/", "").replace("'", "").replace("\\", ""),
        writes=("work/*",),
    ),
    _case("link-target", _accept, prepare=_link_target, writes=("work/a.review.toml",)),
    _case(
        "script",
        _accept,
        f"Leeds, 2 May 1890\n\n<script>alert(1)</script>{BIDI}\n\nYours,\n</p>]]>&x;\n",
        writes=("work/*",),
    ),
    _case("long-line", _accept, "Dear Ann,\n\n" + "word " * 700_000, writes=("work/*",), seconds=60, slow=True),
    _picture("outside", "../outside/secret.xml"),
    _picture("outside-named-png", "../outside/a.png", lambda place: (place.outside / "a.png").write_text(CANARY)),
    _picture("absolute", "@SECRET@"),
    _picture("link", "a.png", _link("@SECRET@")),
    _picture("device", "a.png", _link("/dev/zero")),
    _picture("no-picture", "a.png", lambda place: (place.work / "a.png").write_text(f"<svg>{CANARY}</svg>")),
    _picture("scheme", "file://@SECRET@"),
    Case(
        "review/port-taken",
        "review a.txt --no-browser --port 1",
        {"a.txt": LETTER},
        status=(2, _INTERRUPTED),
        meanwhile=lambda _place, process: (time.sleep(3), process.send_signal(signal.SIGINT)),
    ),
    Case("review/port-wrong", "review a.txt --port 99999999", {"a.txt": LETTER}, status=2),
    Case("review/missing", f"review 'x{ESCAPES}.txt' --no-browser", status=2),
)
