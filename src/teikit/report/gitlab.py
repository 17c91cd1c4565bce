"""Formats diagnostics as a GitLab code quality report: a JSON array, one object per line."""

import os
from pathlib import PurePath
from typing import Any, TextIO

from teikit.diagnostics import Diagnostic, Position, Severity
from teikit.messages import escape_control
from teikit.report.fingerprint import add_fingerprints
from teikit.report.json import to_json_line
from teikit.report.reporter import Reporter, Result, Style, Summary

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_FIRST = Position(1, 1)


def _place(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}


def _issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    span = diagnostic.span
    start, end = (span.start, span.end) if span else (_FIRST, _FIRST)
    # GitLab expects paths relative to the project's root, without a leading `./`.
    path = PurePath(os.path.normpath(diagnostic.file)).as_posix()
    return {
        "description": escape_control(diagnostic.message),
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": path, "positions": {"begin": _place(start), "end": _place(end)}},
    }


class Report(Reporter):
    """Report format `gitlab`: an array, written as results come."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._separator = "\n"

    def begin(self) -> None:
        """Open the array."""
        self._out.write("[")

    def add(self, result: Result) -> None:
        """Write the diagnostics of a file; a file that could not be read has one that says so."""
        found = (result.failure_diagnostic,) if result.failure else result.diagnostics
        for each, fingerprint in add_fingerprints(found):
            self._out.write(f"{self._separator}{to_json_line(_issue(each, fingerprint))}")
            self._separator = ",\n"

    def end(self, _summary: Summary) -> None:
        """Close the array."""
        self._out.write("\n]\n")
