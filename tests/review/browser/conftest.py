"""What tests of the page share: a browser (Playwright with the system's Chromium), and what it must not do."""

import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest

from support.review_server import Review

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
KINDS = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"
VIOLATIONS = (
    "window.violations = [];"
    "document.addEventListener('securitypolicyviolation', one => violations.push(one.violatedDirective));"
)


def playwright_or_skip() -> ModuleType:
    """Playwright, if it and a Chromium of the system are there; else the test skips."""
    found = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (make judges)")
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        pytest.skip("there is no Chromium to show the page")
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for the tests of a module."""
    with playwright_or_skip().sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


class Window:
    """A window of its own: `page` is Playwright's; what must not happen in it is asked for at the end."""

    def __init__(self, browser: Any, width: int = 1280, scheme: str = "light") -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        self._context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        self._context.add_init_script(VIOLATIONS)
        self.page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))

    def check_inert(self) -> None:
        """No request left the machine, the policy kept nothing from being loaded, and no script failed."""
        outside = [url for url in self.requests if urlsplit(url).hostname != "127.0.0.1"]
        assert outside == []
        assert self.page.evaluate("window.violations") == []
        assert self.faults == []

    def close(self) -> None:
        """Close the window."""
        self._context.close()


@pytest.fixture
def window(chromium: Any) -> Iterator[Callable[..., Window]]:
    """Makes windows, each with a profile of its own; at the end of the test each must have been inert."""
    opened: list[Window] = []

    def make(width: int = 1280, scheme: str = "light") -> Window:
        opened.append(Window(chromium, width, scheme))
        return opened[-1]

    yield make
    for one in opened:
        one.check_inert()
        one.close()


class _Assets(BaseHTTPRequestHandler):
    """Serves the files of the page alone, with the policy that the server of the review sends."""

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        found = files("teikit.review") / "page" / name
        is_there = bool(name) and found.is_file()
        body = found.read_bytes() if is_there else b"<!doctype html><title>Modules</title>"
        self.send_response(200)
        self.send_header("Content-Type", KINDS[name.rpartition(".")[2] if is_there else "html"])
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def assets() -> Iterator[str]:
    """The address of an empty page beside the scripts of the page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Assets)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def start_review() -> Iterator[Callable[..., Review]]:
    """Starts reviews of folders; they end with the test."""
    started: list[Review] = []

    def start(folder: Path, *options: str) -> Review:
        started.append(Review(folder, *options))
        return started[-1]

    yield start
    for one in started:
        one.kill()
