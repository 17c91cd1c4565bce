"""Resolves URI references to a local path or a remote URI; compares and shows URIs, and tests where paths lead."""

import os
import posixpath
import re
from collections.abc import Collection
from pathlib import Path

# A scheme has two letters or more here: one letter and a colon is a drive.
_LOCAL = "(?i)file:(//(localhost)?(?=/))?"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
# A user's name and password, also one with signs that must be escaped, which then look like a port that is no number.
_CREDENTIALS = r"(?P<scheme>\A(?:[A-Za-z][A-Za-z0-9+.-]*:)?//)(?:[^/?#]*@|[^/?#@:\[]*:(?!\d*(?:[/?#]|\Z))[^@]*@)"
_PORTS = {"http": 80, "https": 443}


def resolve(href: str, base: str) -> str:
    """Return a URI reference resolved against a base, which is a path or a URI (RFC 2396, clause 5.2)."""
    if _SCHEME.match(href):
        return href
    if _SCHEME.match(base):
        # urllib takes longer to import than most schemas take to read.
        from urllib.parse import urljoin  # noqa: PLC0415

        try:
            return urljoin(base, href)
        except ValueError:
            # A base that is no URI: it stays remote, and what fetches it says so.
            return f"{base.rpartition('/')[0]}/{href}"
    folder = base.replace("\\", "/").rpartition("/")
    joined = posixpath.join(folder[0] + folder[1], _unquote(href)) if href else base
    return posixpath.normpath(joined) + ("/" if joined.endswith("/") and joined != "/" else "") if joined else ""


def local_path(name: str) -> Path | None:
    """Return the local path of a path or URI, None if it is a remote URI."""
    scheme = _SCHEME.match(name)
    if scheme is None:
        return Path(name)
    return Path(_unquote(re.sub(_LOCAL, "", name, count=1))) if scheme[0].lower() == "file:" else None


def _unquote(href: str) -> str:
    if "%" not in href:
        return href
    from urllib.parse import unquote  # noqa: PLC0415 - see resolve

    return unquote(href)


def is_remote(name: str) -> bool:
    """Return whether a name is a remote URI, and not a path or a file: URI."""
    scheme = _SCHEME.match(name)
    return scheme is not None and scheme[0].lower() != "file:"


def without_credentials(uri: str) -> str:
    """Return a URI without user name and password, for messages and whatever is stored."""
    return re.sub(_CREDENTIALS, r"\g<scheme>", uri, count=1) if "@" in uri else uri


def is_same_host(uri: str, other: str) -> bool:
    """Return whether a URI names the host and port of another one, and is no less secure."""
    found, base = _origin(uri), _origin(other)
    return found is not None and base is not None and (found == base or (found, base) == _upgrade(base[1]))


def _upgrade(host: str) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    """Return the origins of a host at the usual ports of https and http: what is at one may refer to the other."""
    return ("https", host, _PORTS["https"]), ("http", host, _PORTS["http"])


def is_allowed_host(uri: str, hosts: Collection[str]) -> bool:
    """Return whether a URI's host is one of these, which are written as `host` or `host:port`."""
    found = _origin(uri)
    if found is None:
        return False
    _, host, port = found
    names = {host, f"{host}:{port}", f"[{host}]", f"[{host}]:{port}"}
    return any(each.lower().rstrip(".") in names for each in hosts)


def _origin(uri: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a URI of the web; None if it is another one, or malformed."""
    # See `resolve`.
    from urllib.parse import urlsplit  # noqa: PLC0415

    try:
        parts = urlsplit(uri)
        port = parts.port or _PORTS.get(parts.scheme)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    return (parts.scheme, host, port) if host and port else None


def is_within(path: Path, folder: str | Path) -> bool:
    """Return whether a path leads into a folder, with symbolic links resolved."""
    try:
        return is_in(os.path.realpath(path), os.path.realpath(folder))
    except (OSError, ValueError):
        return False


def is_in(path: str, folder: str) -> bool:
    """Return whether a path is a folder or in it, both without symbolic links."""
    return path == folder or path.startswith(os.path.join(folder, ""))  # noqa: PTH118  a Path takes longer
