"""Diagnostics to JSON, format version 1: lines and columns from 1, columns in code points, ends exclusive.

`docs/reports.md` describes it, and `schema/report.schema.json` says it to machines.
"""

import json
from dataclasses import asdict
from typing import Any, TextIO

from teikit.diagnostics import Diagnostic, Fix, Note
from teikit.report.reporter import Result, Style, Summary

VERSION = 1


def _note(note: Note) -> dict[str, Any]:
    place = note.position
    return {"message": note.message, "file": note.file, "line": place and place.line, "column": place and place.column}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"safety": fix.safety, "message": fix.message, "edits": edits}


def as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as an object of JSON."""
    span = diagnostic.span
    return {
        "file": diagnostic.file,
        "line": span and span.start.line,
        "column": span and span.start.column,
        "end_line": span and span.end.line,
        "end_column": span and span.end.column,
        "severity": diagnostic.severity,
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "path": diagnostic.path,
        "notes": [_note(note) for note in diagnostic.notes],
        "expected": list(diagnostic.expected),
        "fix": _fix(diagnostic.fix) if diagnostic.fix else None,
    }


def written(value: object) -> str:
    """Return a value as JSON in one line and in ASCII; no text of a document can act on the log it stands in."""
    # Within texts alone can there be what CI takes for a command (`##[`, `##vso[`).
    return json.dumps(value).replace("##", r"#\u0023")


class Report:
    """One document, a line a diagnostic."""

    def __init__(self, out: TextIO, _style: Style) -> None:
        self._out = out
        self._separator = "\n"
        self._failures: list[dict[str, str]] = []

    def begin(self) -> None:
        """Open the list of diagnostics."""
        self._out.write(f'{{"version": {VERSION},\n "diagnostics": [')

    def add(self, result: Result) -> None:
        """Write the diagnostics of a file."""
        if result.failure:
            self._failures.append({"file": result.file, "message": result.failure})
        for each in result.diagnostics:
            self._out.write(f"{self._separator}  {written(as_object(each))}")
            self._separator = ",\n"

    def end(self, summary: Summary) -> None:
        """Close the list, and add what could not be checked and the summary."""
        failures, counts = written(self._failures), written(asdict(summary))
        self._out.write(f'],\n "unreadable": {failures},\n "summary": {counts}}}\n')
