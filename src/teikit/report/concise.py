"""Diagnostics as lines, as compilers write them: `path:line:column: severity[rule] message`."""

from collections.abc import Iterable

from teikit.diagnostics import Diagnostic
from teikit.messages import escape_control, pluralize, shorten

# Characters of a message in the formats for people; those for programs have the whole message.
LONGEST_SHOWN = 1_000
SHOWING_MORE = "--max-problems N shows up to N in all"


def describe_hidden(count: int) -> str:
    """Return in words how many problems of a file a report for people leaves out, and how to see them."""
    return f"{pluralize(count, 'more problem')} not shown ({SHOWING_MORE})"


def place(diagnostic: Diagnostic) -> str:
    """Return the location of a diagnostic: `path:line:column`, or the path alone."""
    span = diagnostic.span
    return f"{diagnostic.file}:{span.start.line}:{span.start.column}" if span else diagnostic.file


def concise_line(diagnostic: Diagnostic) -> str:
    """Return the line for a diagnostic, without its line end."""
    words = shorten(diagnostic.message, LONGEST_SHOWN)
    return escape_control(f"{place(diagnostic)}: {diagnostic.severity}[{diagnostic.rule}] {words}")


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one line for each diagnostic, each with its line end."""
    return "".join(f"{concise_line(diagnostic)}\n" for diagnostic in diagnostics)
