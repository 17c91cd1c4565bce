"""Reads a schema file in either syntax."""

from hashlib import sha256
from pathlib import Path

from teikit.relaxng.syntax.loading import Loader, read_file
from teikit.relaxng.syntax.text import decode
from teikit.relaxng.syntax.tree import SchemaSource
from teikit.relaxng.syntax.xml import read_xml


def read_schema(path: Path | str, data: bytes | None = None, *, loader: Loader | None = None) -> SchemaSource:
    """Read a schema and check it against the syntax of clause 3; what it includes is not read.

    `path` is the file as the user named it, also the base of its hrefs; its suffix .rng or .rnc determines the syntax,
    without one the first character does. `data` is the content, where the caller has it already; `loader` fetches it in
    place of the file system. Raises SchemaSyntaxError with the diagnostics if the schema is not correct,
    SchemaNotFoundError if it cannot be read.
    """
    name = str(path)
    if data is None:
        name, data = loader.load(name, "") if loader else (name, read_file(Path(path)))
    text, digest = decode(data, name), sha256(data).hexdigest()
    if _is_compact(name, text):
        # The compact syntax is rarer than the XML syntax and needs its own imports.
        from teikit.relaxng.syntax.compact.parser import read_compact  # noqa: PLC0415

        return SchemaSource(read_compact(text, name), name, digest, "compact")
    return SchemaSource(read_xml(text, name), name, digest, "xml")


def _is_compact(name: str, text: str) -> bool:
    suffix = name[-4:].lower()
    return suffix == ".rnc" or (suffix != ".rng" and not text.lstrip(" \t\n").startswith("<"))
