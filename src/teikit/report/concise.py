"""Diagnostics to lines: `path:line:column: severity[rule] message`."""

from collections.abc import Iterable

from teikit.diagnostics import Diagnostic
from teikit.files import shown


def _one(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    where = f":{span.start.line}:{span.start.column}" if span else ""
    return shown(f"{diagnostic.file}{where}: {diagnostic.severity}[{diagnostic.rule}] {diagnostic.message}")


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a line for each diagnostic, each ended."""
    return "".join(f"{_one(diagnostic)}\n" for diagnostic in diagnostics)
