"""Detects the encoding of a document by its first bytes (XML 1.0, appendix F)."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

_USUAL = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "iso-8859-1"})
_DECLARED = re.compile(rb"<\?xml[ \t\r\n][^>]*?encoding[ \t\r\n]*=[ \t\r\n]*[\"']([A-Za-z0-9._-]{1,40})[\"']")


def encoding_of(data: bytes) -> tuple[str, int]:
    """Return the encoding in lower case, and the length of the byte order mark.

    Where a document declares what is no encoding of texts (`find_unknown_encoding`), it is UTF-8.
    """
    if data.startswith(BOM_UTF8):
        return "utf-8", 3
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16-le" if data.startswith(BOM_UTF16_LE) else "utf-16-be"), 2
    if data[:2] in {b"<\0", b"\0<"}:
        return ("utf-16-le" if data[:1] == b"<" else "utf-16-be"), 0
    name = _declared_name(data)
    return (name if _is_known(name) else "utf-8"), 0


def find_unknown_encoding(data: bytes) -> str:
    """Return the declared encoding if it is none of texts, such as `undefined` or `unicode_escape`; else ""."""
    name = _declared_name(data)
    return "" if _is_known(name) else name


def declared_encoding(data: bytes) -> str:
    """Return the name of the encoding that a document declares, as it is written; "" if it declares none."""
    found = _DECLARED.search(data.replace(b"\0", b""))
    return found[1].decode("ascii") if found else ""


def _declared_name(data: bytes) -> str:
    declared = _DECLARED.match(data)
    return declared[1].decode("ascii").lower() if declared else "utf-8"


def _is_known(name: str) -> bool:
    if name in _USUAL:
        return True
    # Nearly all documents are in one of the usual encodings, and need not load the names of the others.
    from teikit.formats.encodings import find_encoding  # noqa: PLC0415

    return find_encoding(name) is not None
