"""Formats diagnostics as lines, as compilers do: `path:line:column: severity[rule] message`."""

from collections.abc import Iterable
from itertools import islice
from typing import TextIO

from teikit.diagnostics import Diagnostic
from teikit.messages import escape_control
from teikit.report.reporter import Reporter, Result, Style


def place(diagnostic: Diagnostic) -> str:
    """Return the location of a diagnostic: `path:line:column`, or the path alone."""
    span = diagnostic.span
    return f"{diagnostic.file}:{span.start.line}:{span.start.column}" if span else diagnostic.file


def concise_line(diagnostic: Diagnostic) -> str:
    """Return the line for a diagnostic, without its line end."""
    return escape_control(f"{place(diagnostic)}: {diagnostic.severity}[{diagnostic.rule}] {diagnostic.message}")


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one line for each diagnostic, each with its line end."""
    return "".join(f"{concise_line(diagnostic)}\n" for diagnostic in diagnostics)


class Report(Reporter):
    """Report format `concise`: a line for each diagnostic."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._remaining = style.max_problems

    def add(self, result: Result) -> None:
        """Write a line for each diagnostic."""
        self._out.writelines(f"{concise_line(each)}\n" for each in islice(result.diagnostics, self._remaining))
        if self._remaining is not None:
            self._remaining -= min(self._remaining, len(result.diagnostics))
