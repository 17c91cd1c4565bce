"""Formats diagnostics as GitHub workflow commands, which GitHub shows beside the changed lines.

GitHub shows only ten errors and ten warnings a step, so use this format in addition to another one. Escaping:
https://github.com/actions/toolkit, `packages/core/src/command.ts`.
"""

from teikit.diagnostics import Diagnostic, Severity
from teikit.messages import escape_control
from teikit.report.reporter import Reporter, Result

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def escape_data(text: str) -> str:
    """Return text escaped for the message of a command, after its `::`."""
    return escape_control(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Return text escaped for the value of a command's property."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")


def format_command(name: str, properties: dict[str, str | int], message: str) -> str:
    """Return a workflow command with its line end."""
    pairs = ",".join(f"{key}={escape_property(str(value))}" for key, value in properties.items())
    return f"::{name} {pairs}::{escape_data(message)}\n"


def _format_diagnostic(diagnostic: Diagnostic) -> str:
    properties: dict[str, str | int] = {"file": diagnostic.file}
    span = diagnostic.span
    if span:
        properties |= {"line": span.start.line, "col": span.start.column}
        if span.end > span.start:
            properties["endLine"] = span.end.line
        # GitHub's end column is inclusive, and it accepts one only for a span within one line.
        if span.end > span.start and span.end.line == span.start.line:
            properties["endColumn"] = span.end.column - 1
    properties["title"] = diagnostic.rule
    return format_command(_COMMANDS[diagnostic.severity], properties, diagnostic.message)


class Report(Reporter):
    """Report format `github`: one workflow command per line."""

    def add(self, result: Result) -> None:
        """Write a command for each diagnostic."""
        if result.failure:
            self._out.write(format_command("error", {"file": result.file}, result.failure))
        self._out.writelines(map(_format_diagnostic, result.diagnostics))
