"""Documents to diagnostics: which schema holds for a document, and what it says."""

from functools import lru_cache

from teikit.diagnostics import Diagnostic
from teikit.files import shown
from teikit.resources import schema_bytes, schema_path
from teikit.validation.engine import Engine
from teikit.validation.libxml import LibxmlEngine

__all__ = ["DEFAULT_SCHEMA", "Engine", "engine", "validate_bytes"]

DEFAULT_SCHEMA = "letter"


@lru_cache(maxsize=8)
def engine(schema: str = DEFAULT_SCHEMA) -> Engine:
    """Return the engine of a schema, given by name or path; raises IncorrectSchemaError."""
    return LibxmlEngine(schema_bytes(schema), shown(schema_path(schema)))


def validate_bytes(data: bytes, file: str, schema: str = DEFAULT_SCHEMA) -> list[Diagnostic]:
    """Return what is wrong with a document, nothing if it is valid."""
    return engine(schema).validate(data, file)
