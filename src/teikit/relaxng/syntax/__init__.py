"""Reads schemas in the XML or the compact syntax to one kind of tree with positions, and writes them."""

from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader, Loader, MemoryLoader
from teikit.relaxng.syntax.read import read_schema
from teikit.relaxng.syntax.tree import Annotation, SchemaElement, SchemaSource

__all__ = [
    "Annotation",
    "FileLoader",
    "Loader",
    "MemoryLoader",
    "SchemaElement",
    "SchemaNotFoundError",
    "SchemaSource",
    "SchemaSyntaxError",
    "read_schema",
]
