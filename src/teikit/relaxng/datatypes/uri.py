"""URI references by RFC 2396, as clause 3.2.17 of XML Schema part 2 takes them: other characters count as escaped."""

import re

_NOT_ALLOWED = re.compile(r"%(?![0-9A-Fa-f]{2})|[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")


def is_uri_reference(value: str) -> bool:
    """Tell whether a string is a URI reference once what must be escaped is escaped."""
    return uri_fault(value) is None


def uri_fault(value: str) -> str | None:
    """Return what keeps a string from being a URI reference, None where nothing does."""
    wrong = _NOT_ALLOWED.search(value)
    if wrong:
        return "'%' without two hexadecimal digits" if wrong[0] == "%" else "a control character"
    if value.count("#") > 1:
        return "more than one '#'"
    before_path = re.split("[/?#]", value, maxsplit=1)[0]
    scheme, colon, rest = before_path.partition(":")
    if not colon:
        return None
    if not _SCHEME.fullmatch(scheme):
        return f"{scheme!r} is not a scheme"
    after = value[len(scheme) + 1 :].partition("#")[0]
    return None if rest or after else f"nothing after the scheme {scheme!r}"
