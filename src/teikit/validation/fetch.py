"""Fetches schemas from the web: limited in time and size, complete or not at all; redirects are checked like URLs."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from teikit.limits import describe_excess, limit
from teikit.messages import escape_control
from teikit.relaxng.syntax.faults import SchemaNotFoundError

if TYPE_CHECKING:
    from http.client import HTTPResponse

_SECONDS_OF_SILENCE = 15
_SECONDS = 120
_PIECE = 1 << 16
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class WebFetcher:
    """Fetches URLs by https; http is allowed for the local machine, for others only with `allow_http`."""

    def __init__(
        self, *, allow_http: bool = False, seconds: float = _SECONDS, silence: float = _SECONDS_OF_SILENCE
    ) -> None:
        self._allow_http, self._silence, self._seconds, self._end = allow_http, silence, seconds, 0.0

    def fetch(self, uri: str) -> bytes:
        """Fetch a URI.

        Raises:
            SchemaNotFoundError: it is missing, too slow, too large, cut off, or not allowed.
        """
        # Imported here: slow to import, and few runs fetch.
        from http.client import HTTPException  # noqa: PLC0415
        from urllib.error import HTTPError  # noqa: PLC0415
        from urllib.request import Request, build_opener  # noqa: PLC0415

        self._end = self._end or time.monotonic() + self._seconds
        self.check(uri)
        try:
            with build_opener(_redirect_handler(self.check)).open(Request(uri), timeout=self._silence) as answer:  # noqa: S310  checked
                return self._read(uri, answer)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise SchemaNotFoundError(f"cannot fetch the schema {escape_control(uri)}: {_reason(error)}") from None

    def check(self, uri: str) -> None:
        """Raise SchemaNotFoundError if a URI may not be fetched."""
        from urllib.parse import urlsplit  # noqa: PLC0415  see above

        try:
            scheme, host = urlsplit(uri).scheme, urlsplit(uri).hostname
        except ValueError:
            scheme, host = "", None
        if scheme not in {"http", "https"} or not host:
            raise SchemaNotFoundError(f"the schema {escape_control(uri)} is neither a file nor on the web")
        if scheme == "http" and not self._allow_http and host not in _LOOPBACK_HOSTS:
            reason = "anybody on the way can change what comes by http; allow it with --allow-http"
            raise SchemaNotFoundError(f"{escape_control(uri)}: {reason}")

    def _read(self, uri: str, answer: "HTTPResponse") -> bytes:
        stated, data, name = answer.headers.get("Content-Length"), bytearray(), escape_control(uri)
        failed = f"cannot fetch the schema {name}"
        while piece := answer.read1(_PIECE):
            data += piece
            if len(data) > limit("schema-bytes"):
                raise SchemaNotFoundError(f"{name} {describe_excess('schema-bytes')}")
            if time.monotonic() > self._end:
                raise SchemaNotFoundError(f"{failed}: it took longer than {self._seconds:.0f} seconds")
        if stated is not None and stated.strip().isdigit() and int(stated[:20]) != len(data):
            raise SchemaNotFoundError(f"{failed}: cut off after {len(data)} of {stated[:20]} bytes")
        return bytes(data)


def _redirect_handler(check: Callable[[str], None]) -> Any:
    """Return a handler that follows redirects only to URIs that may be fetched."""
    from urllib.request import HTTPRedirectHandler  # noqa: PLC0415  see above

    class Handler(HTTPRedirectHandler):
        max_redirections = 5

        def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: PLR0913, PLR0917
            try:
                check(newurl)
            except SchemaNotFoundError:
                fp.close()
                raise
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return Handler()


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError) or isinstance(error, TimeoutError):
        return "no answer came in time"
    code = getattr(error, "code", None)
    words = str(getattr(reason, "strerror", None) or reason or type(error).__name__)
    return " ".join((f"{code} {words}" if code else words).split())[:200].lower()
