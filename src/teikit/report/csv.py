"""Diagnostics to a table for spreadsheets: CSV (RFC 4180), a row a problem."""

import csv
from typing import TextIO

from teikit.diagnostics import Diagnostic
from teikit.messages import escape_control
from teikit.report.reporter import Result, Style, Summary

_COLUMNS = ("file", "line", "column", "end_line", "end_column", "severity", "rule", "message", "path")
# With these a spreadsheet takes a cell for a formula; the usual guard is an apostrophe before them.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def guard_formula(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    is_formula = text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r"))
    return f"'{text}" if is_formula else text


def cell(text: str) -> str:
    """Return text as a cell of a report, which shows what would act."""
    return guard_formula(escape_control(text))


def _row(diagnostic: Diagnostic) -> tuple[str | int, ...]:
    span = diagnostic.span
    places = (*span.start, *span.end) if span else ("", "", "", "")
    rest = (diagnostic.severity, diagnostic.rule, diagnostic.message, diagnostic.path or "")
    return (cell(diagnostic.file), *places, *map(cell, rest))


class Report:
    """A row of names, then a row a problem."""

    def __init__(self, out: TextIO, _style: Style) -> None:
        self._rows = csv.writer(out)

    def begin(self) -> None:
        """Write the names of the columns."""
        self._rows.writerow(_COLUMNS)

    def add(self, result: Result) -> None:
        """Write a row for each problem; what could not be read is one without a place."""
        if result.failure:
            self._rows.writerow(_row(result.failure_diagnostic))
        self._rows.writerows(map(_row, result.diagnostics))

    def end(self, _summary: Summary) -> None:
        """Write nothing."""
