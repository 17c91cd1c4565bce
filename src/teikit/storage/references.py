"""Resolves URI references to a local path or a remote URI."""

import posixpath
import re
from pathlib import Path

# A scheme has two letters or more here: one letter and a colon is a drive.
_LOCAL = re.compile("file:(//(localhost)?(?=/))?", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def resolve(href: str, base: str) -> str:
    """Return a URI reference resolved against a base, which is a path or a URI (RFC 2396, clause 5.2)."""
    if _SCHEME.match(href):
        return href
    if _SCHEME.match(base):
        # urllib takes longer to import than most schemas take to read.
        from urllib.parse import urljoin  # noqa: PLC0415

        return urljoin(base, href)
    folder = base.replace("\\", "/").rpartition("/")
    joined = posixpath.join(folder[0] + folder[1], _unquote(href)) if href else base
    return posixpath.normpath(joined) + ("/" if joined.endswith("/") and joined != "/" else "") if joined else ""


def local_path(name: str) -> Path | None:
    """Return the local path of a path or URI, None if it is a remote URI."""
    scheme = _SCHEME.match(name)
    if scheme is None:
        return Path(name)
    return Path(_unquote(_LOCAL.sub("", name, count=1))) if scheme[0].lower() == "file:" else None


def _unquote(href: str) -> str:
    if "%" not in href:
        return href
    from urllib.parse import unquote  # noqa: PLC0415 - see resolve

    return unquote(href)
