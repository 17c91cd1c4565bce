"""Decodes a schema to text with normalised line ends, and converts its offsets to positions."""

import re
from bisect import bisect_right

from teikit.diagnostics import Position, Span
from teikit.document.encoding import encoding_of
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


class LineIndex:
    """The positions of a text's characters by offset (from 0, in code points)."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> Position:
        """Return the position of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the span from one offset to another, or the empty one at the first."""
        first = self.position(start)
        return Span(first, first if end is None else self.position(end))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column, both from 1."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1
