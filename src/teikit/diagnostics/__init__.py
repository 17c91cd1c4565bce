"""Diagnostics as frozen values, and the units of their positions and edits."""

from teikit.diagnostics.diagnostic import Diagnostic, Edit, Fix, Note, Rule, Safety, Severity, sort_diagnostics
from teikit.diagnostics.position import Position, Span, point

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "Note",
    "Position",
    "Rule",
    "Safety",
    "Severity",
    "Span",
    "point",
    "sort_diagnostics",
]
