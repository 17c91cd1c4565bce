"""Decodes a schema to text with normalised line ends."""

import re

from teikit.document.encoding import encoding_of
from teikit.document.locations import LineIndex
from teikit.relaxng.syntax.faults import SchemaSyntaxError, schema_diagnostic

# Unambiguous encodings; UTF-7 and the like can hide markup and are refused.
_KNOWN = re.compile(r"utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|latin-?1|iso-?8859-\d{1,2}|(windows-|cp)12\d\d")


def decode(data: bytes, file: str) -> str:
    """Return the text of a schema without its byte order mark, with line feeds as line ends.

    Raises SchemaSyntaxError if the encoding is refused, or the bytes are not valid in it.
    """
    encoding, start = encoding_of(data)
    if not _KNOWN.fullmatch(encoding):
        raise SchemaSyntaxError([schema_diagnostic(file, "encoding", f"the encoding {encoding!r} is not supported")])
    span = None
    try:
        return _one_line_end(data[start:].decode(encoding))
    except UnicodeDecodeError as error:
        readable = _one_line_end(data[start : start + error.start].decode(encoding, "replace"))
        span, message = LineIndex(readable).span(len(readable)), f"a byte that is not {encoding}"
    except LookupError:
        message = f"the encoding {encoding!r} is not known"
    raise SchemaSyntaxError([schema_diagnostic(file, "encoding", message, span)])


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
