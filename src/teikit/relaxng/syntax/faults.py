"""The exceptions of reading schemas, which have diagnostics."""

from collections.abc import Sequence

from teikit.diagnostics import Diagnostic, Note, Severity, Span
from teikit.errors import IncorrectSchemaError


class SchemaSyntaxError(IncorrectSchemaError):
    """A schema violates its syntax; `diagnostics` has every fault that was found, at least one."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        first, more = self.diagnostics[0], len(self.diagnostics) - 1
        place = f":{first.span.start.line}:{first.span.start.column}" if first.span else ""
        rest = f" (and {more} more fault{'s' if more > 1 else ''})" if more else ""
        super().__init__(f"{first.file}{place}: {first.message}{rest}")


class SchemaNotFoundError(IncorrectSchemaError):
    """A schema, or one that it includes, is missing, unreadable, or where reading is not allowed."""


def schema_diagnostic(  # noqa: PLR0913, PLR0917  a diagnostic has this many parts
    file: str, rule: str, message: str, span: Span | None = None, clause: str = "", notes: tuple[Note, ...] = ()
) -> Diagnostic:
    """Return a diagnostic of the family `rng-schema`; `clause` is the violated one of the specification."""
    words = f"{message} (RELAX NG, clause {clause})" if clause else message
    return Diagnostic(file, f"rng-schema/{rule}", Severity.ERROR, words, span, notes=notes)
