"""The compact syntax becomes a tree."""

from teikit.relaxng.source.faults import SchemaSyntaxError, fault
from teikit.relaxng.source.tree import SchemaElement


def read_compact(text: str, file: str) -> SchemaElement:
    """Return the root of a schema in the compact syntax."""
    raise SchemaSyntaxError([fault(file, "compact-syntax", "the compact syntax is not read yet")] if text else [])
