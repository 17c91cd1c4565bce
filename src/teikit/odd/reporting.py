"""Collects the diagnostics of an ODD while it is compiled."""

from teikit.diagnostics import Diagnostic, Note, Rule, Severity
from teikit.p5.nodes import Place


class Reporter:
    """The diagnostics of one compilation, each once."""

    def __init__(self) -> None:
        self.diagnostics: dict[Diagnostic, None] = {}

    def report(self, rule: Rule, message: str, place: Place, notes: tuple[Note, ...] = ()) -> None:
        """Add a diagnostic at a place of the ODD."""
        self._add(rule, rule.severity, message, place, notes)

    def fail(self, rule: Rule, message: str, place: Place, notes: tuple[Note, ...] = ()) -> None:
        """Add a diagnostic that is an error here, whatever the severity of its rule."""
        self._add(rule, Severity.ERROR, message, place, notes)

    def _add(self, rule: Rule, severity: Severity, message: str, place: Place, notes: tuple[Note, ...]) -> None:
        self.diagnostics.setdefault(Diagnostic(place.file, rule.id, severity, message, place.span, notes=notes))

    @property
    def has_errors(self) -> bool:
        """Whether no grammar can be written."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)
