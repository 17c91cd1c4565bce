"""Detects the encoding of a document by its first bytes (XML 1.0, appendix F)."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

_DECLARED = re.compile(rb"<\?xml[ \t\r\n][^>]*?encoding[ \t\r\n]*=[ \t\r\n]*[\"']([A-Za-z0-9._-]{1,40})[\"']")


def encoding_of(data: bytes) -> tuple[str, int]:
    """Return the encoding in lower case, and the length of the byte order mark."""
    if data.startswith(BOM_UTF8):
        return "utf-8", 3
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16-le" if data.startswith(BOM_UTF16_LE) else "utf-16-be"), 2
    if data[:2] in {b"<\0", b"\0<"}:
        return ("utf-16-le" if data[:1] == b"<" else "utf-16-be"), 0
    declared = _DECLARED.match(data)
    return (declared[1].decode("ascii").lower() if declared else "utf-8"), 0
