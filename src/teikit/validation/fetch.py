"""Fetches schemas from the web: limited in time and size, complete or not at all; redirects are checked like URLs."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from teikit.limits import describe_excess, limit
from teikit.messages import escape_control
from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.relaxng.syntax.loading import check_remote_include
from teikit.storage.deadlines import Connections, call_within
from teikit.storage.references import resolve, without_credentials

if TYPE_CHECKING:
    from http.client import HTTPResponse

_SECONDS_OF_SILENCE = 15
_PIECE = 1 << 16
_MOST_REDIRECTS = 5
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class WebFetcher:
    """Fetches URLs by https; http is allowed for the local machine, for others only with `allow_http`.

    Everything that one fetcher fetches may take so many `seconds` together, and twice the size of a schema; a server
    may be silent for `silence` seconds. Redirects, and includes of what was fetched, go to the same host or to one of
    `hosts`.
    """

    def __init__(
        self,
        *,
        allow_http: bool = False,
        hosts: tuple[str, ...] = (),
        seconds: float | None = None,
        silence: float = _SECONDS_OF_SILENCE,
    ) -> None:
        self._allow_http, self._hosts, self._silence = allow_http, hosts, silence
        self._seconds = limit("web-seconds") if seconds is None else seconds
        self._end = 0.0
        self._fetched: dict[str, bytes] = {}

    def fetch(self, uri: str) -> bytes:
        """Fetch a URI.

        Raises:
            SchemaNotFoundError: it is missing, too slow, too large, cut off, or not allowed.
        """
        if uri not in self._fetched:
            self.check(uri)
            self._fetched[uri] = self._fetch_within_time(uri)
            if sum(map(len, self._fetched.values())) > 2 * limit("schema-bytes"):
                raise SchemaNotFoundError(f"{escape_control(uri)} with all before it {describe_excess('schema-bytes')}")
        return self._fetched[uri]

    def _fetch_within_time(self, uri: str) -> bytes:
        self._end = self._end or time.monotonic() + self._seconds
        try:
            return call_within(self._end - time.monotonic(), lambda connections: self._fetch(uri, connections))
        except TimeoutError:
            slow = f"it took longer than {self._seconds:.0f} seconds (--limit web-seconds=N allows more)"
            raise SchemaNotFoundError(f"{_failure(uri)}: {slow}") from None

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the URI and the bytes of what a schema includes; errors are those of `fetch`."""
        name = resolve(href, base)
        if base:
            check_remote_include(name, base, self._hosts)
        return name, self.fetch(name)

    def _fetch(self, uri: str, connections: Connections) -> bytes:
        # Imported here: slow to import, and few runs fetch.
        from http.client import HTTPException  # noqa: PLC0415
        from urllib.error import HTTPError  # noqa: PLC0415
        from urllib.request import Request  # noqa: PLC0415

        try:
            with _opener(connections, lambda url: self._check_redirect(url, uri)).open(
                Request(uri),  # noqa: S310  checked
                timeout=self._silence,
            ) as answer:
                return self._read(uri, answer)
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise SchemaNotFoundError(f"{_failure(uri)}: {_reason(error)}") from None

    def _check_redirect(self, target: str, uri: str) -> None:
        self.check(target)
        check_remote_include(target, uri, self._hosts)

    def check(self, uri: str) -> None:
        """Raise SchemaNotFoundError if a URI may not be fetched."""
        from urllib.parse import urlsplit  # noqa: PLC0415  see above

        shown = escape_control(without_credentials(uri))
        try:
            parts = urlsplit(uri)
            scheme, host, port = parts.scheme, parts.hostname, parts.port
        except ValueError:
            scheme, host, port = "", None, None
        if scheme not in {"http", "https"} or not host or port == 0:
            raise SchemaNotFoundError(f"the schema {shown} is neither a file nor on the web")
        if "@" in parts.netloc:
            raise SchemaNotFoundError(f"the schema {shown}: user names and passwords are not sent; keep a copy of it")
        if scheme == "http" and not self._allow_http and host not in _LOOPBACK_HOSTS:
            reason = "anybody on the way can change what comes by http; allow it with --allow-http"
            raise SchemaNotFoundError(f"{shown}: {reason}")

    def _read(self, uri: str, answer: "HTTPResponse") -> bytes:
        stated, data = answer.headers.get("Content-Length"), bytearray()
        encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"identity", ""}:
            raise SchemaNotFoundError(f"{_failure(uri)}: it is compressed, which was not asked for")
        while piece := answer.read1(_PIECE):
            data += piece
            if len(data) > limit("schema-bytes"):
                raise SchemaNotFoundError(f"{escape_control(uri)} {describe_excess('schema-bytes')}")
        if stated is not None and stated.strip().isdecimal() and int(stated[:20]) != len(data):
            raise SchemaNotFoundError(f"{_failure(uri)}: cut off after {len(data)} of {stated[:20]} bytes")
        return bytes(data)


def _failure(uri: str) -> str:
    return f"cannot fetch the schema {escape_control(without_credentials(uri))}"


def _opener(connections: Connections, check: Callable[[str], None]) -> Any:
    """Return an opener whose sockets end with the call, and that follows redirects only to URIs that may be fetched."""
    from http.client import HTTPConnection, HTTPSConnection  # noqa: PLC0415  see above
    from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, build_opener  # noqa: PLC0415

    def connection(kind: Any) -> Callable[..., Any]:
        def make(host: str, timeout: float) -> Any:
            made = kind(host, timeout=timeout)
            create = made._create_connection  # noqa: SLF001  there is no public way

            def create_and_add(*arguments: Any, **options: Any) -> Any:
                connected = create(*arguments, **options)
                connections.add(connected)
                return connected

            made._create_connection = create_and_add  # noqa: SLF001
            return made

        return make

    class Plain(HTTPHandler):
        def http_open(self, req: Any) -> Any:
            return self.do_open(connection(HTTPConnection), req)

    class Encrypted(HTTPSHandler):
        def https_open(self, req: Any) -> Any:
            return self.do_open(connection(HTTPSConnection), req)

    class Redirects(HTTPRedirectHandler):
        max_redirections = _MOST_REDIRECTS

        def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: PLR0913, PLR0917
            try:
                check(newurl)
            except SchemaNotFoundError:
                fp.close()
                raise
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return build_opener(Plain, Encrypted, Redirects)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError) or isinstance(error, TimeoutError):
        return "no answer came in time"
    code = getattr(error, "code", None)
    words = str(getattr(reason, "strerror", None) or reason or type(error).__name__)
    return escape_control(" ".join((f"{code} {words}" if code else words).split())[:200].lower())
