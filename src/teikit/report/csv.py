"""Formats diagnostics as a CSV table for spreadsheets (RFC 4180), one row each."""

import csv
from typing import TextIO

from teikit.diagnostics import Diagnostic
from teikit.messages import escape_control
from teikit.report.reporter import Reporter, Result, Style

_COLUMNS = ("file", "line", "column", "end_line", "end_column", "severity", "rule", "message", "path")
# Spreadsheets evaluate a cell that begins with one of these as a formula; an apostrophe before it prevents that.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def guard_formula(text: str) -> str:
    """Return text that no spreadsheet evaluates as a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r")) else text


def cell(text: str) -> str:
    """Return text as a cell of a report, with control characters escaped."""
    return guard_formula(escape_control(text))


def _row(diagnostic: Diagnostic) -> tuple[str | int, ...]:
    span = diagnostic.span
    places = (*span.start, *span.end) if span else ("", "", "", "")
    rest = (diagnostic.severity, diagnostic.rule, diagnostic.message, diagnostic.path or "")
    return (cell(diagnostic.file), *places, *map(cell, rest))


class Report(Reporter):
    """Report format `csv`: a header row, then a row for each diagnostic."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._rows = csv.writer(out)

    def begin(self) -> None:
        """Write the header row."""
        self._rows.writerow(_COLUMNS)

    def add(self, result: Result) -> None:
        """Write a row for each diagnostic; a file that could not be read has one row without a position."""
        if result.failure:
            self._rows.writerow(_row(result.failure_diagnostic))
        self._rows.writerows(map(_row, result.diagnostics))
