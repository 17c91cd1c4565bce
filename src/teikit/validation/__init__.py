"""Documents to diagnostics: which schemas and checks hold for a document, and what they say."""

import os
from collections.abc import Sequence

from teikit.diagnostics import Diagnostic, Rule
from teikit.document.document import from_bytes, from_file
from teikit.relaxng.validator.schema import Schema
from teikit.validation.loading import schema
from teikit.validation.plan import DEFAULT_SCHEMA, NOT_READ

__all__ = ["DEFAULT_SCHEMA", "RULES", "schema", "validate_bytes", "validate_file"]

RULES: tuple[Rule, ...] = (NOT_READ,)


def validate_bytes(data: bytes, file: str, by: Schema) -> Sequence[Diagnostic]:
    """Return what is wrong with a document by one schema alone, nothing if it is valid."""
    return by.validate_document(from_bytes(data, file))


def validate_file(path: str | os.PathLike[str], by: Schema) -> Sequence[Diagnostic]:
    """Return what is wrong with a file by one schema alone; errors are those of `source.from_file`."""
    return by.validate_document(from_file(path))
