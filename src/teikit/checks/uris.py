"""Validates pointers as URI references, beyond a schema's `anyURI` (RFC 3986, RFC 3987)."""

import re
from functools import lru_cache

from teikit.diagnostics import Rule, Severity
from teikit.relaxng.datatypes.uri import uri_fault

MALFORMED = Rule(
    "tei/pointer-malformed",
    Severity.WARNING,
    "A pointer is a well-formed URI reference.",
    "Schemas take nearly every string for a URI; browsers and link checkers do not, and the link is dead.",
    '<p>See <ref target="http:/example.org/4">the last letter</ref>.</p>',
    '<p>See <ref target="http://example.org/4">the last letter</ref>.</p>',
    "RFC 3986, 3 and appendix A",
)
_NEVER = re.compile(r'[<>"{}|\\^`]')
_SLASHES = re.compile(r"(https?|ftp):(/?)(?!/)", re.IGNORECASE)
_ADDRESSES_AFTER_HASH = ("#http://", "#https://")
_NO_COLON = re.compile(r"(https?|ftp)(?:;//|//)", re.IGNORECASE)
_WEB = re.compile(r"(?:https?|ftp)://([^/?#]*)", re.IGNORECASE)
_HOST = re.compile(r"(?:[^@]*@)?(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::([0-9]*))?")


@lru_cache(maxsize=4_096)
def uri_problem(pointer: str) -> tuple[str, str | None] | None:
    """Return what is wrong with a pointer and the intended one, if it is clear; None if nothing is wrong."""
    found = _scheme_problem(pointer) or _characters_problem(pointer) or _host_problem(pointer)
    if found is None and (fault := uri_fault(pointer)):
        return fault, None
    return found


def _scheme_problem(pointer: str) -> tuple[str, str | None] | None:
    slashes = _SLASHES.match(pointer)
    if slashes:
        rest = pointer[slashes.end() :]
        return f"'{slashes[1]}:' wants two slashes", f"{slashes[1]}://{rest}" if rest else None
    colon = _NO_COLON.match(pointer)
    if colon:
        return f"'{colon[1]}' wants a colon", f"{colon[1]}://{pointer[colon.end() :]}"
    if pointer.lower().startswith(_ADDRESSES_AFTER_HASH):
        return "an address of the web has no '#' before it", pointer[1:]
    if pointer.lower().startswith("www."):
        return "an address of the web begins with 'https://'", None
    return None


def _characters_problem(pointer: str) -> tuple[str, str | None] | None:
    never = _NEVER.search(pointer)
    if never is None:
        return None
    if never[0] == "\\" and not _NEVER.search(pointer.replace("\\", "/")):
        return "'\\' where '/' is meant", pointer.replace("\\", "/") if ":" not in pointer else None
    return f"'{never[0]}' may not stand in a URI", None


def _host_problem(pointer: str) -> tuple[str, str | None] | None:
    web = _WEB.match(pointer)
    if web is None:
        return None
    host = _HOST.fullmatch(web[1])
    if host is None:
        return ("a host is missing" if not web[1] else "the host is not well-formed"), None
    if host[2] and int(host[2][:6]) > 65_535:
        return f"there is no port {host[2][:6]}", None
    if host[1].lower() in {"http", "https"}:
        return "'://' stands there twice", None
    return ("the host has an empty part", None) if ".." in host[1] or host[1].startswith(".") else None
