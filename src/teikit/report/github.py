"""Diagnostics to workflow commands, which GitHub shows beside the lines of a change.

GitHub shows ten errors and ten warnings of a step, so this is best given beside another format.
Escaping: https://github.com/actions/toolkit, `packages/core/src/command.ts`.
"""

from typing import TextIO

from teikit.diagnostics import Diagnostic, Severity
from teikit.messages import escape_control
from teikit.report.reporter import Result, Style, Summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def escape_data(text: str) -> str:
    """Return text as it stands behind a command's `::`."""
    return escape_control(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Return text as the value of a command's property."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def format_command(name: str, properties: dict[str, str | int], message: str) -> str:
    """Return a workflow command, ended."""
    told = ",".join(f"{key}={escape_property(str(value))}" for key, value in properties.items())
    return f"::{name} {told}::{escape_data(message)}\n"


def _format_diagnostic(diagnostic: Diagnostic) -> str:
    properties: dict[str, str | int] = {"file": diagnostic.file}
    span = diagnostic.span
    if span:
        properties |= {"line": span.start.line, "col": span.start.column}
        if span.end > span.start:
            properties["endLine"] = span.end.line
        # GitHub counts the last column in, and takes an end column only where the line is the same.
        if span.end > span.start and span.end.line == span.start.line:
            properties["endColumn"] = span.end.column - 1
    properties["title"] = diagnostic.rule
    return format_command(_COMMANDS[diagnostic.severity], properties, diagnostic.message)


class Report:
    """A workflow command a line."""

    def __init__(self, out: TextIO, _style: Style) -> None:
        self._out = out

    def begin(self) -> None:
        """Write nothing."""

    def add(self, result: Result) -> None:
        """Write a command for each problem."""
        if result.failure:
            self._out.write(format_command("error", {"file": result.file}, result.failure))
        self._out.writelines(map(_format_diagnostic, result.diagnostics))

    def end(self, _summary: Summary) -> None:
        """Write nothing."""
