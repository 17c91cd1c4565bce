"""Diagnostics to JSON lines: each as in `json`, then the summary; a file that could not be checked has its own line."""

from dataclasses import asdict
from typing import TextIO

from teikit.report.json import VERSION, as_object, written
from teikit.report.reporter import Result, Style, Summary


class Report:
    """A JSON value a line."""

    def __init__(self, out: TextIO, _style: Style) -> None:
        self._out = out

    def begin(self) -> None:
        """Write nothing."""

    def add(self, result: Result) -> None:
        """Write a line for each diagnostic."""
        if result.failure:
            self._out.write(f"{written({'unreadable': {'file': result.file, 'message': result.failure}})}\n")
        self._out.writelines(f"{written(as_object(each))}\n" for each in result.diagnostics)

    def end(self, summary: Summary) -> None:
        """Write the last line."""
        self._out.write(f"{written({'version': VERSION, 'summary': asdict(summary)})}\n")
