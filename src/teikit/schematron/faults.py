"""What is wrong with a Schematron schema, as diagnostics of the family `sch-schema`."""

from collections.abc import Iterable

from teikit.diagnostics import Diagnostic, Note, Severity, ordered
from teikit.relaxng.source.faults import SchemaSyntaxError
from teikit.schematron.tree import Origin


def fault(rule: str, message: str, origin: Origin, notes: tuple[Note, ...] = ()) -> Diagnostic:
    """Return a diagnostic of the schema's file at a place of it; `rule` is the whole id."""
    return Diagnostic(origin.file, rule, Severity.ERROR, message, origin.span, notes=notes)


def stop(rule: str, message: str, origin: Origin) -> SchemaSyntaxError:
    """Return the exception for a fault behind which reading cannot go on."""
    return SchemaSyntaxError([fault(rule, message, origin)])


def raise_all(found: Iterable[Diagnostic]) -> None:
    """Raise SchemaSyntaxError with all faults, each but once, if there are any."""
    if told := ordered(dict.fromkeys(found)):
        raise SchemaSyntaxError(told)
