"""Checks URI references by RFC 2396, as in clause 3.2.17 of XML Schema part 2: other characters count as escaped."""

import re

# Compiled when they are first needed: the fast test decides most references.
_NOT_ALLOWED = r"%(?![0-9A-Fa-f]{2})|[\x00-\x1f\x7f]"
# A fast test for most references, whose characters leave nothing to check.
PLAIN_URI = re.compile(
    r"(?:https?://)?[A-Za-z0-9_.~-][A-Za-z0-9_./~=&;,+*'()!@$?-]*(?:#[A-Za-z0-9_.-]*)?|#[A-Za-z0-9_.-]+"
)
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*"


def is_uri_reference(value: str) -> bool:
    """Return whether a string is a URI reference once what must be escaped is escaped."""
    return uri_fault(value) is None


def uri_fault(value: str) -> str | None:
    """Return why a string is not a URI reference, None where it is one."""
    if PLAIN_URI.fullmatch(value):
        return None
    if wrong := re.search(_NOT_ALLOWED, value):
        return "'%' without two hexadecimal digits" if wrong[0] == "%" else "a control character"
    if value.count("#") > 1:
        return "more than one '#'"
    before_path = re.split("[/?#]", value, maxsplit=1)[0]
    scheme, colon, _ = before_path.partition(":")
    if colon and not re.fullmatch(_SCHEME, scheme):
        return f"{scheme!r} is not a scheme"
    after = (value[len(scheme) + 1 :] if colon else value).partition("#")[0]
    if colon and not after:
        return f"nothing after the scheme {scheme!r}"
    return _authority_fault(after)


def _authority_fault(rest: str) -> str | None:
    """Return what is wrong after the scheme: brackets are only allowed around an IPv6 address (RFC 2732)."""
    if rest == "//":
        return "nothing after '//'"
    host = re.match(r"//(?:[^@/?#\[\]]*@)?\[[0-9A-Fa-f:.]+\]", rest)
    return "a square bracket" if re.search(r"[\[\]]", rest[host.end() if host else 0 :].partition("?")[0]) else None
