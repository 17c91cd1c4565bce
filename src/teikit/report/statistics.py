"""Formats diagnostics as counts by rule, the most frequent first."""

from collections import Counter
from typing import TextIO

from teikit.diagnostics.collection import DiagnosticList
from teikit.messages import escape_control
from teikit.report.reporter import Reporter, Result, Style, Summary


class Report(Reporter):
    """Report format `statistics`: a line per rule, with its count, severity, id and summary."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, result: Result) -> None:
        """Count the diagnostics of a file."""
        self._counts.update(DiagnosticList.of(result.diagnostics).counts)

    def end(self, _summary: Summary) -> None:
        """Write the counts."""
        wide = max((len(f"{count:,}") for count in self._counts.values()), default=0)
        long = max((len(rule) for rule, _ in self._counts), default=0)
        for (name, severity), count in sorted(self._counts.items(), key=lambda each: (-each[1], each[0])):
            rule = self._style.find_rule(name)
            line = f"{count:>{wide},}  {severity:<7}  {name:<{long}}  {rule.summary if rule else ''}"
            self._out.write(f"{escape_control(line.rstrip())}\n")
