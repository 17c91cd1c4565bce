"""Collects the diagnostics of an ODD while it is compiled."""

from teikit.diagnostics import Diagnostic, Note, Rule
from teikit.p5.nodes import Place


class Reporter:
    """The diagnostics of one compilation, each once."""

    def __init__(self) -> None:
        self.diagnostics: dict[Diagnostic, None] = {}

    def report(self, rule: Rule, message: str, place: Place, notes: tuple[Note, ...] = ()) -> None:
        """Add a diagnostic at a place of the ODD."""
        made = Diagnostic(place.file, rule.id, rule.severity, message, place.span, notes=notes)
        self.diagnostics.setdefault(made)
