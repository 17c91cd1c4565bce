"""Reads a schema file in either syntax: decodes its bytes, with normalised line ends, and chooses the reader."""

import re
from hashlib import sha256
from pathlib import Path

from teikit.document.encoding import encoding_of, find_unknown_encoding
from teikit.document.locations import LineIndex
from teikit.relaxng.syntax.faults import SchemaSyntaxError, schema_diagnostic
from teikit.relaxng.syntax.loading import Loader, read_file
from teikit.relaxng.syntax.tree import SchemaSource
from teikit.relaxng.syntax.xml import read_xml

# Unambiguous encodings; UTF-7 and the like can hide markup and are refused.
_KNOWN = re.compile(r"utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|latin-?1|iso-?8859-\d{1,2}|(windows-|cp)12\d\d")


def read_schema(path: Path | str, data: bytes | None = None, *, loader: Loader | None = None) -> SchemaSource:
    """Read a schema and check it against the syntax of clause 3; what it includes is not read.

    `path` is the file as the user named it, also the base of its hrefs. The first character determines the syntax,
    whatever the suffix: XML begins with "<", and the compact syntax never does. `data` is the content, where the caller
    has it already; `loader` fetches it in place of the file system. Raises SchemaSyntaxError with the diagnostics if
    the schema is not correct, SchemaNotFoundError if it cannot be read.
    """
    name = str(path)
    if data is None:
        name, data = loader.load(name, "") if loader else (name, read_file(Path(path)))
    text, digest = _decode(data, name), sha256(data).hexdigest()
    if not text.lstrip(" \t\n").startswith("<"):
        # The compact syntax is rarer than the XML syntax and needs its own imports.
        from teikit.relaxng.syntax.compact.parser import read_compact  # noqa: PLC0415

        return SchemaSource(read_compact(text, name), name, digest, "compact")
    return SchemaSource(read_xml(text, name), name, digest, "xml")


def _decode(data: bytes, file: str) -> str:
    """Return the text of a schema without its byte order mark, with line feeds as line ends.

    Raises SchemaSyntaxError if the encoding is refused, or the bytes are not valid in it.
    """
    encoding, start = encoding_of(data)
    if unknown := find_unknown_encoding(data):
        raise SchemaSyntaxError([schema_diagnostic(file, "encoding", f"the encoding {unknown!r} is not known")])
    if not _KNOWN.fullmatch(encoding):
        raise SchemaSyntaxError([schema_diagnostic(file, "encoding", f"the encoding {encoding!r} is not supported")])
    try:
        return _one_line_end(data[start:].decode(encoding))
    except UnicodeDecodeError as error:
        readable = _one_line_end(data[start : start + error.start].decode(encoding, "replace"))
        span, message = LineIndex(readable).span(len(readable)), f"a byte that is not {encoding}"
    raise SchemaSyntaxError([schema_diagnostic(file, "encoding", message, span)])


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
