"""A path or URL to a schema with all that it includes: fetched within bounds, and proved to be correct."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teikit.errors import IncorrectSchemaError
from teikit.relaxng.source.faults import SchemaNotFoundError
from teikit.relaxng.source.loading import MAX_BYTES, FileLoader, Loader, read_file, resolve
from teikit.relaxng.verdict.schema import Schema

if TYPE_CHECKING:
    from http.client import HTTPResponse

# Where the TEI Consortium publishes the schemas of its own customizations.
KNOWN = {
    name: f"https://tei-c.org/release/xml/tei/custom/schema/relaxng/{name}.rng"
    for name in ("tei_all", "tei_lite", "tei_simplePrint", "tei_bare", "tei_minimal")
}
_VERSION = re.compile(rb"[Vv]ersion[ :=\"']{1,3}([0-9][0-9A-Za-z.-]{0,20})")
_MOST_FILES = 500
_SECONDS_OF_SILENCE = 15
_SECONDS = 120
_PIECE = 1 << 16


class Web:
    """Fetches what lies on the web: by https, or by http from this machine alone unless that is allowed."""

    def __init__(
        self, *, allow_http: bool = False, seconds: float = _SECONDS, silence: float = _SECONDS_OF_SILENCE
    ) -> None:
        self._allow_http = allow_http
        self._silence = silence
        self._seconds = seconds
        self._end = 0.0

    def fetch(self, uri: str) -> bytes:
        """Return what is there.

        Raises:
            SchemaNotFoundError: it is not there, comes too slowly, is too large, is cut off, or may not be asked for.
        """
        # Dear to import, and few runs fetch.
        from http.client import HTTPException  # noqa: PLC0415
        from urllib.request import Request, build_opener  # noqa: PLC0415

        self._end = self._end or time.monotonic() + self._seconds
        self.check(uri)
        try:
            with build_opener(_redirects(self.check)).open(Request(uri), timeout=self._silence) as answer:  # noqa: S310  checked
                return self._read(uri, answer)
        except (OSError, HTTPException, ValueError) as error:
            raise SchemaNotFoundError(f"cannot fetch the schema {uri}: {_reason(error)}") from None

    def check(self, uri: str) -> None:
        """Raise SchemaNotFoundError where a URI may not be asked for."""
        from urllib.parse import urlsplit  # noqa: PLC0415  see above

        try:
            parts = urlsplit(uri)
            host = parts.hostname
        except ValueError:
            host = None
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not host:
            raise SchemaNotFoundError(f"the schema {uri} is neither a file nor on the web")
        is_safe = parts.scheme == "https" or self._allow_http or host in {"localhost", "127.0.0.1", "::1"}
        if not is_safe:
            raise SchemaNotFoundError(
                f"{uri}: anybody on the way can change what comes by http; allow it with --allow-http"
            )

    def _read(self, uri: str, answer: "HTTPResponse") -> bytes:
        told = answer.headers.get("Content-Length")
        data = bytearray()
        while piece := answer.read1(_PIECE):
            data += piece
            if len(data) > MAX_BYTES:
                raise SchemaNotFoundError(f"{uri} is larger than {MAX_BYTES >> 20} MiB, the limit for a schema")
            if time.monotonic() > self._end:
                raise SchemaNotFoundError(
                    f"cannot fetch the schema {uri}: it took longer than {self._seconds:.0f} seconds"
                )
        if told is not None and told.strip().isdigit() and int(told[:20]) != len(data):
            raise SchemaNotFoundError(f"cannot fetch the schema {uri}: cut off after {len(data)} of {told[:20]} bytes")
        return bytes(data)


def _redirects(check: Callable[[str], None]) -> Any:
    """Return what follows redirections, but to no address that may not be asked for."""
    from urllib.request import HTTPRedirectHandler  # noqa: PLC0415  see above

    class Handler(HTTPRedirectHandler):
        max_redirections = 5

        def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: PLR0913, PLR0917
            check(newurl)
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return Handler()


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError) or isinstance(error, TimeoutError):
        return "no answer came in time"
    code = getattr(error, "code", None)
    words = str(getattr(reason, "strerror", None) or reason or type(error).__name__)
    return (f"{code} {words}" if code else words)[:200].lower()


class _Gathering:
    """A loader that keeps what it loads, in order."""

    def __init__(self, inner: Loader | Web) -> None:
        self._inner = inner
        self.files: dict[str, bytes] = {}

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name and bytes of a schema; errors are those of the loader within."""
        if isinstance(self._inner, Web):
            name = resolve(href, base)
            data = self.files[name] if name in self.files else self._inner.fetch(name)
        else:
            name, data = self._inner.load(href, base)
        self.files[name] = data
        if len(self.files) > _MOST_FILES or sum(map(len, self.files.values())) > 2 * MAX_BYTES:
            raise SchemaNotFoundError(f"{base} includes more than {_MOST_FILES} files, or {MAX_BYTES >> 19} MiB")
        return name, data


def gathered(source: str, web: Web, folders: tuple[Path, ...] = ()) -> dict[str, bytes]:
    """Return a schema and all that it includes by their paths or URIs, itself first; it is correct.

    Args:
        source: a path, or a URL.
        web: what fetches a URL, and what the schema there includes.
        folders: what a schema on disk may include beyond its own folder.

    Raises:
        IncorrectSchemaError: it cannot be had, or is not correct.
        UnreadableInputError: the file cannot be read.

    """
    is_remote = "://" in source
    loader = _Gathering(web if is_remote else FileLoader((Path(source).absolute().parent, *folders)))
    if is_remote:
        name, data = loader.load(source, "")
    else:
        name, data = str(Path(source).absolute()), read_file(Path(source))
        loader.files[name] = data
    Schema.load(name, data, loader=loader)
    return loader.files


def version_of(data: bytes) -> str:
    """Return the version that a schema states near its beginning, "" where it states none."""
    found = _VERSION.search(data[:8_192].partition(b"?>")[2])
    return found[1].decode("ascii").rstrip(".") if found else ""


def known_source(name: str) -> str:
    """Return where a schema is published, given its name alone.

    Raises:
        IncorrectSchemaError: nobody knows.
    """
    if name not in KNOWN:
        raise IncorrectSchemaError(f"{name}: say where it is with --from; known by name are {', '.join(sorted(KNOWN))}")
    return KNOWN[name]
