"""Reads URLs by fsspec: only those that the user names, and nothing that documents refer to."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from teikit.errors import MissingExtraError, UnreadableInputError
from teikit.messages import escape_control

# One letter before the colon is a drive of Windows.
_URL = r"(?i)[a-z][a-z0-9+.-]+://"


def is_url(name: str) -> bool:
    """Return whether a name is a URL rather than a path."""
    # Few names contain "://", and compiling the expression takes start-up time.
    return "://" in name and re.match(_URL, name) is not None


def pieces_of_url(url: str, size: int) -> Iterator[bytes]:
    """Yield the bytes of a URL, in pieces of at most `size` bytes.

    Raises:
        MissingExtraError: fsspec, or what it needs for this kind of URL, is not installed.
        UnreadableInputError: it cannot be read.
    """
    try:
        with _open(url) as file:
            while piece := file.read(size):
                yield piece
    except MissingExtraError:
        raise
    except FileNotFoundError:
        raise UnreadableInputError(f"{escape_control(url)}: no such file") from None
    except PermissionError:
        raise UnreadableInputError(f"{escape_control(url)}: no permission to read it") from None
    except Exception as error:  # noqa: BLE001  each kind of URL has errors of its own
        raise UnreadableInputError(f"{escape_control(url)}: cannot be read ({_one_line(error)})") from None


def read_url(url: str) -> bytes:
    """Return the bytes of a URL; errors are those of `pieces_of_url`."""
    return b"".join(pieces_of_url(url, 1 << 20))


def _open(url: str) -> Any:
    try:
        fsspec = import_module("fsspec")
    except ImportError:
        raise MissingExtraError("reading URLs needs fsspec; install teikit[cluster]") from None
    # A chain of URLs would unpack archives, and leave copies on the disk.
    if "::" in url:
        raise UnreadableInputError(f"{escape_control(url)}: chains of URLs are not read")
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise MissingExtraError(f"{escape_control(url)}: {_one_line(error).lower()}") from None
    if system.isdir(path):
        raise UnreadableInputError(f"{escape_control(url)}: is a folder, not a file")
    return system.open(path, "rb")


def _one_line(error: Exception) -> str:
    return escape_control(" ".join(str(error).split())[:200]) or type(error).__name__
