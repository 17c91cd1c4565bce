"""Reads URLs by fsspec: only those that the user names, and nothing that documents refer to."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, TypeVar

from teikit.errors import MissingExtraError, UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.storage.files import check_readable
from teikit.storage.references import without_credentials

T = TypeVar("T")
# One letter before the colon is a drive of Windows.
_URL = r"(?i)[a-z][a-z0-9+.-]+://"
_WEB = r"(?i)https?://"
_ADDRESS = r"(?<=//)\[[0-9A-Fa-f:.]*\]"
_NOT_FOUND = 404


def is_url(name: str) -> bool:
    """Return whether a name is a URL rather than a path."""
    # Few names contain "://", and compiling the expression takes start-up time.
    return "://" in name and re.match(_URL, name) is not None


def has_password(url: str) -> bool:
    """Return whether a URL has a password, or a user name for a web server, which may be one."""
    plain = without_credentials(url)
    if plain == url:
        return False
    start = plain.find("://") + 3
    credentials = url[start : len(url) - len(plain) + start]
    return ":" in credentials or re.match(_WEB, url) is not None


def pieces_of_url(url: str, size: int) -> Iterator[bytes]:
    """Yield the bytes of a URL, in pieces of at most `size` bytes.

    Raises:
        MissingExtraError: fsspec, or what it needs for this kind of URL, is not installed.
        UnreadableInputError: it cannot be read, is too large, or is not read in time.
    """
    shown = escape_control(without_credentials(url))
    try:
        yield from _pieces(url, size, Budget(shown))
    except (MissingExtraError, UnreadableInputError):
        raise
    except FileNotFoundError as error:
        raise UnreadableInputError(f"{shown}: {_missing(error)}") from None
    except PermissionError:
        raise UnreadableInputError(f"{shown}: no permission to read it") from None
    except Exception as error:  # noqa: BLE001  each kind of URL has errors of its own
        reason = _one_line(error).replace(escape_control(url), shown)
        raise UnreadableInputError(f"{shown}: cannot be read ({reason})") from None


def read_url(url: str) -> bytes:
    """Return the bytes of a URL; errors are those of `pieces_of_url`."""
    return b"".join(pieces_of_url(url, 1 << 20))


def _pieces(url: str, size: int, budget: Budget) -> Iterator[bytes]:
    clock = _Clock(budget)
    file = clock.call(lambda: _open(url))
    try:
        while piece := clock.call(lambda: file.read(size)):
            budget.spend("web-bytes", len(piece))
            yield piece
    finally:
        clock.close(file)


class _Clock:
    """Calls functions, which may take a limited time together; what is done between the calls does not count."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._left = budget, float(budget.limit("web-seconds"))

    def call(self, function: Callable[[], T]) -> T:
        # Sockets cost 3 ms to import, which runs without URLs need not pay.
        from teikit.storage.deadlines import call_within  # noqa: PLC0415

        begun = time.monotonic()
        try:
            return call_within(self._left, lambda _: function())
        except TimeoutError:
            if time.monotonic() - begun < self._left:
                raise
            raise self._budget.excess("web-seconds") from None
        finally:
            self._left -= time.monotonic() - begun

    def close(self, file: Any) -> None:
        """Close a file, of which everything that is needed has been read."""
        if self._left > 0:
            with suppress(Exception):
                self.call(file.close)


def _open(url: str) -> Any:
    try:
        fsspec = import_module("fsspec")
    except ImportError:
        raise MissingExtraError("reading URLs needs fsspec; install teikit[cluster]") from None
    shown = escape_control(without_credentials(url))
    is_web = re.match(_WEB, url) is not None
    # A chain of URLs would unpack archives, and leave copies on the disk. The colons of [::1] make none.
    if "::" in (re.sub(_ADDRESS, "", url, count=1) if is_web else url):
        raise UnreadableInputError(f"{shown}: chains of URLs are not read")
    try:
        if is_web:
            # To ask whether it is a folder would read a whole page; without blocks it is read once, from its beginning.
            return fsspec.filesystem("https").open(url, "rb", block_size=0)
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise MissingExtraError(f"{shown}: {_one_line(error).lower()}") from None
    if _is_local(system):
        _check_local(path, shown)
    elif system.isdir(path):
        raise UnreadableInputError(f"{shown}: is a folder, not a file")
    return system.open(path, "rb")


def _missing(error: FileNotFoundError) -> str:
    """Return why a file is missing; fsspec raises the same where no server answers."""
    cause = error.__cause__
    if cause is None or getattr(cause, "status", None) == _NOT_FOUND:
        return "no such file"
    return f"cannot be read ({_one_line(cause)})"


def _is_local(system: Any) -> bool:
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


def _check_local(path: str, shown: str) -> None:
    """Raise UnreadableInputError if a file is not readable, or not a regular one; a pipe or device is never opened."""
    try:
        check_readable(path)
    except UnreadableInputError as error:
        raise UnreadableInputError(str(error).replace(escape_control(path), shown, 1)) from None


def _one_line(error: BaseException) -> str:
    return escape_control(" ".join(str(error).split())[:200]) or type(error).__name__
