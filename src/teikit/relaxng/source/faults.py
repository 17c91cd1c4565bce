"""What goes wrong while a schema is read: exceptions that carry diagnostics."""

from collections.abc import Sequence

from teikit.diagnostics import Diagnostic, Severity, Span
from teikit.errors import IncorrectSchemaError


class SchemaSyntaxError(IncorrectSchemaError):
    """A schema breaks its syntax; `diagnostics` holds every fault that was found, at least one."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(_sentence(self.diagnostics))


class SchemaNotFoundError(IncorrectSchemaError):
    """A schema, or one that it includes, is missing, unreadable, or lies where reading is not allowed."""


def _sentence(diagnostics: tuple[Diagnostic, ...]) -> str:
    first = diagnostics[0]
    place = f":{first.span.start.line}:{first.span.start.column}" if first.span else ""
    more = len(diagnostics) - 1
    rest = f" (and {more} more fault{'s' if more > 1 else ''})" if more else ""
    return f"{first.file}{place}: {first.message}{rest}"


def fault(file: str, rule: str, message: str, span: Span | None = None) -> Diagnostic:
    """Return a diagnostic of the family `rng-schema`."""
    return Diagnostic(file=file, rule=f"rng-schema/{rule}", severity=Severity.ERROR, message=message, span=span)
