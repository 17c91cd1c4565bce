"""Decodes a schema to text with normalised line ends."""

import re

from teikit.document.encoding import encoding_of
from teikit.document.locations import LineIndex
from teikit.relaxng.syntax.faults import SchemaSyntaxError, schema_diagnostic

# Unambiguous encodings; UTF-7 and the like can hide markup and are refused.
_KNOWN = re.compile(r"utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|latin-?1|iso-?8859-\d{1,2}|(windows-|cp)12\d\d")


def decode(data: bytes, file: str) -> str:
    """Return the text of a schema without its byte order mark, with line feeds as line ends.

    Raises:
        SchemaSyntaxError: The encoding is refused, or the bytes are not valid in it.
    """
    encoding, start = encoding_of(data)
    if not _KNOWN.fullmatch(encoding):
        raise SchemaSyntaxError([schema_diagnostic(file, "encoding", f"the encoding {encoding!r} is not supported")])
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        readable = data[start : start + error.start].decode(encoding, "replace")
        span = LineIndex(_one_line_end(readable)).span(len(_one_line_end(readable)))
        raise SchemaSyntaxError([schema_diagnostic(file, "encoding", f"a byte that is not {encoding}", span)]) from None
    except LookupError:
        raise SchemaSyntaxError(
            [schema_diagnostic(file, "encoding", f"the encoding {encoding!r} is not known")]
        ) from None
    return _one_line_end(text)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
