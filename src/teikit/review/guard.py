"""Refuses requests that are not of the page itself, and sends headers by which the page loads nothing from elsewhere.

The page's address has a token that only who started the review knows. Names of other hosts (DNS rebinding), pages of
other origins and bodies that are too large or too slow are refused before anything is read from them.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from secrets import compare_digest
from typing import TYPE_CHECKING, Any

from teikit.limits import limit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_SECONDS = 20
_JSON = b"application/json"
_OWN_SITE = (b"same-origin", b"none")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


class _RefusedError(Exception):
    """A request is refused."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Guard:
    """Passes on requests below `/token/` of the own address, without the token in their path.

    `hosts` are the values of Host that the own address may have.
    """

    def __init__(self, app: "ASGIApp", token: str, hosts: tuple[str, ...]) -> None:
        self._app, self._token = app, token.encode()
        self._hosts = tuple(host.encode() for host in hosts)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Handle a request."""
        if scope["type"] != "http":
            # There are no web sockets; a request for one is refused by its absence.
            return
        try:
            inner = self._check(scope)
            body = await _read_body(scope, receive) if scope["method"] == "POST" else b""
        except _RefusedError as refused:
            await send_error(send, refused.status, str(refused))
            return
        # The application has answered; what it raises after that is for the terminal, which needs no traceback.
        with suppress(Exception):
            await self._app(inner, _replay(body, receive), _with_headers(send))

    def _check(self, scope: "Scope") -> "Scope":
        """Return the scope without the token; raise _RefusedError if the request is not of the page."""
        raw_path = scope.get("raw_path") or scope["path"].encode()
        first, _, rest = raw_path.split(b"?")[0].removeprefix(b"/").partition(b"/")
        # The path without a slash at its end is the page's too, and is sent there.
        if not compare_digest(first, self._token):
            raise _RefusedError(404, "not found")
        self._check_origin(scope)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            raise _RefusedError(405, "this method is not allowed")
        prefix = f"/{self._token.decode()}"
        path = scope["path"].removeprefix(prefix)
        return {**scope, "path": path, "raw_path": b"/" + rest, "root_path": "", "app_root_path": ""}

    def _check_origin(self, scope: "Scope") -> None:
        headers = _by_name(scope)
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise _RefusedError(403, "the review is at another address")
        origins = headers.get(b"origin", [])
        if any(origin != b"http://" + hosts[0].lower() for origin in origins):
            raise _RefusedError(403, "pages of other sites have no access")
        if any(site not in _OWN_SITE for site in headers.get(b"sec-fetch-site", [])):
            raise _RefusedError(403, "pages of other sites have no access")


def _by_name(scope: "Scope") -> Mapping[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.lower(), []).append(value)
    return found


async def _read_body(scope: "Scope", receive: "Receive") -> bytes:
    """Return the body of a request; raise _RefusedError if it is no JSON, too large, or too slow."""
    headers, most = _by_name(scope), limit("request-bytes")
    kinds = headers.get(b"content-type", [])
    if len(kinds) != 1 or kinds[0].split(b";")[0].strip().lower() != _JSON:
        raise _RefusedError(415, "the body of a request is to be JSON")
    for length in headers.get(b"content-length", []):
        if length.isdigit() and int(length[:20]) > most:
            raise _too_large(most)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _receive_body(receive, most)
    except TimeoutError:
        raise _RefusedError(408, "the body of the request takes too long") from None


async def _receive_body(receive: "Receive", most: int) -> bytes:
    pieces, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _RefusedError(400, "the body of the request is cut off")
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > most:
            raise _too_large(most)
        if not message.get("more_body"):
            return b"".join(pieces)


def _too_large(most: int) -> _RefusedError:
    return _RefusedError(413, f"the body of the request is larger than {most:,} bytes")


def _replay(body: bytes, receive: "Receive") -> "Receive":
    """Return what receives a body that was read, and then what follows."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> "Message":
        return waiting.pop() if waiting else await receive()

    return receive_again


def _with_headers(send: "Send") -> "Send":
    async def send_guarded(message: "Message") -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_RAW_HEADERS]}
        await send(message)

    return send_guarded


async def send_error(send: "Send", status: int, message: str) -> None:
    """Send an error as one sentence."""
    body = json.dumps({"error": message}).encode()
    lengths: list[Any] = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers = [*lengths, (b"connection", b"close"), *_RAW_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
