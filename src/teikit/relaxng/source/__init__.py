"""Schemas in the XML or the compact syntax become one tree that knows its places."""

from teikit.relaxng.source.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.source.loading import FileLoader, Loader, MemoryLoader
from teikit.relaxng.source.read import read_schema
from teikit.relaxng.source.tree import Annotation, SchemaElement, Source

__all__ = [
    "Annotation",
    "FileLoader",
    "Loader",
    "MemoryLoader",
    "SchemaElement",
    "SchemaNotFoundError",
    "SchemaSyntaxError",
    "Source",
    "read_schema",
]
