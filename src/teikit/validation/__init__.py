"""Validates documents: chooses the schemas and checks for a document, and runs them."""

import os
from collections.abc import Sequence

from teikit.diagnostics import Diagnostic, Rule
from teikit.document.document import from_bytes, from_file
from teikit.document.xinclude.rules import RULES as XINCLUDE_RULES
from teikit.relaxng.validator.schema import Schema
from teikit.validation.loading import schema
from teikit.validation.plan import DEFAULT_SCHEMA, NOT_READ

__all__ = ["DEFAULT_SCHEMA", "RULES", "schema", "validate_bytes", "validate_file"]

RULES: tuple[Rule, ...] = (NOT_READ, *XINCLUDE_RULES)


def validate_bytes(data: bytes, file: str, by: Schema) -> Sequence[Diagnostic]:
    """Validate a document against one schema alone; return its diagnostics, none if it is valid."""
    return by.validate_document(from_bytes(data, file))


def validate_file(path: str | os.PathLike[str], by: Schema) -> Sequence[Diagnostic]:
    """Validate a file against one schema alone; raises the errors of `document.from_file`."""
    return by.validate_document(from_file(path))
