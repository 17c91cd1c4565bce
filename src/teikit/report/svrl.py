"""Formats diagnostics as SVRL (ISO/IEC 19757-3, annex D), for tools that read the output of Schematron processors.

Each file is an active pattern, with its name in `documents`; each problem, also of grammars and checks, is a fired rule
and a failed assert. `test` is the rule's id, as diagnostics keep no expressions. For the full output of one schema, see
`Schematron.svrl`.
"""

from teikit.diagnostics import Diagnostic
from teikit.report.junit import escape_xml
from teikit.report.reporter import Reporter, Result, Summary

_NOTE = '<svrl:diagnostic-reference diagnostic="note"><svrl:text>{}</svrl:text></svrl:diagnostic-reference>'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl">\n'


def _failed_assert(diagnostic: Diagnostic) -> str:
    where = escape_xml(_location(diagnostic))
    name, role = escape_xml(diagnostic.rule), escape_xml(diagnostic.severity)
    notes = "".join(_NOTE.format(escape_xml(each.message)) for each in diagnostic.notes)
    text = f"{notes}<svrl:text>{escape_xml(diagnostic.message)}</svrl:text>"
    failed = f'<svrl:failed-assert location="{where}" test="{name}" role="{role}">{text}</svrl:failed-assert>'
    return f'  <svrl:fired-rule context="{where}"/>\n  {failed}\n'


def _location(diagnostic: Diagnostic) -> str:
    """Return an XPath that selects the node regardless of namespace: `/*:TEI/*:text[1]`."""
    steps = (diagnostic.path or "/").split("/")
    return "/".join(each if not each or each[0] == "@" or "(" in each else f"*:{each}" for each in steps)


class Report(Reporter):
    """Report format `svrl`: one document for all files."""

    def begin(self) -> None:
        """Open the output."""
        self._out.write(_HEAD)

    def add(self, result: Result) -> None:
        """Write the pattern of a file and its failed asserts."""
        self._out.write(f'  <svrl:active-pattern documents="{escape_xml(result.file)}"/>\n')
        if result.failure:
            self._out.write(_failed_assert(result.failure_diagnostic))
        self._out.writelines(map(_failed_assert, result.diagnostics))

    def end(self, _summary: Summary) -> None:
        """Close the output."""
        self._out.write("</svrl:schematron-output>\n")
