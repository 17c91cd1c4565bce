"""Reads schemas in the XML or the compact syntax to one kind of tree with positions, and writes them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError

if TYPE_CHECKING:
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


_MODULES = {"read_schema": "read", "FileLoader": "loading", "Loader": "loading", "MemoryLoader": "loading"}


def __getattr__(name: str) -> Any:
    """Load the readers of schemas when first asked for: they cost 7 ms, which a schema from the cache need not pay."""
    if name in __all__:
        module = _MODULES.get(name, "tree")
        return getattr(import_module(f"teikit.relaxng.syntax.{module}"), name)
    raise AttributeError(f"module 'teikit.relaxng.syntax' has no attribute '{name}'")
