"""Formats diagnostics as JUnit XML for Jenkins' xunit plugin and GitLab: a suite per file, a test case per problem.

A file without problems has one test case. It passes, named after the verdict on the file, or is skipped if the file was
not fully checked. A warning's test case passes, with the message as its output.
"""

import re
from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Severity
from teikit.diagnostics.collection import DiagnosticList
from teikit.messages import escape_control
from teikit.report.outcome import verdict_on_file
from teikit.report.reporter import Reporter, Result, Summary

# Not allowed in XML 1.0, but passed through by `escape_control`.
_NO_XML = re.compile("[\ufffe\uffff]")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}


def escape_xml(text: str) -> str:
    """Return text escaped for XML, attribute values included."""
    return _NO_XML.sub("\ufffd", escape_control(text)).translate(_ESCAPES)


def _case(diagnostic: Diagnostic) -> str:
    message, span = escape_xml(diagnostic.message), diagnostic.span
    text = "&#10;".join((message, *([escape_xml(diagnostic.path)] if diagnostic.path else ()), *_notes(diagnostic)))
    inside = f"<system-out>{escape_xml(diagnostic.severity)}: {text}</system-out>"
    if diagnostic.severity is Severity.ERROR:
        inside = f'<failure type="{escape_xml(diagnostic.rule)}" message="{message}">{text}</failure>'
    name = f"{span.start.line}:{span.start.column} {diagnostic.rule}" if span else diagnostic.rule
    return _case_of(diagnostic.file, name, inside)


def _notes(diagnostic: Diagnostic) -> Iterator[str]:
    """Yield the diagnostics that a Schematron schema adds, with their ids and languages."""
    for each in diagnostic.notes:
        if each.id:
            language = f" ({escape_xml(each.language)})" if each.language else ""
            yield f"{escape_xml(each.id)}{language}: {escape_xml(each.message)}"


def _case_of(file: str, name: str, inside: str = "") -> str:
    head = f'    <testcase classname="{escape_xml(file)}" name="{escape_xml(name)}"'
    return f"{head}>{inside}</testcase>\n" if inside else f"{head}/>\n"


class Report(Reporter):
    """Report format `junit`: one document, a suite per file."""

    def begin(self) -> None:
        """Open the list of suites."""
        self._out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="teikit">\n')

    def add(self, result: Result) -> None:
        """Write the suite of a file."""
        found = DiagnosticList.of(result.diagnostics)
        failures = sum(count for (_, severity), count in found.counts.items() if severity is Severity.ERROR)
        skipped = ' skipped="1"' if result.undecided and not found and not result.failure else ""
        counts = f'tests="{max(1, len(found))}" failures="{failures}" errors="{int(bool(result.failure))}"{skipped}'
        self._out.write(f'  <testsuite name="{escape_xml(result.file)}" {counts}>\n')
        if result.failure:
            error = f'<error type="teikit/unreadable" message="{escape_xml(result.failure)}"/>'
            self._out.write(_case_of(result.file, "readable", error))
        elif skipped:
            self._out.write(_case_of(result.file, "valid", f'<skipped message="{escape_xml(result.undecided)}"/>'))
        elif not found:
            self._out.write(_case_of(result.file, verdict_on_file(result.hidden)))
        self._out.writelines(map(_case, found))
        self._out.write("  </testsuite>\n")

    def end(self, _summary: Summary) -> None:
        """Close the list."""
        self._out.write("</testsuites>\n")
