"""Formats diagnostics as JSON, format version 1: lines and columns from 1, columns in code points, ends exclusive.

Described in `docs/reports.md`; the JSON Schema is `schema/report.schema.json`.
"""

import json
import re
import shutil
from typing import Any, TextIO

from teikit.diagnostics import Diagnostic, Fix, Note
from teikit.diagnostics.diagnostic import AssertionFacts
from teikit.report.reporter import Reporter, Result, Style, Summary
from teikit.storage.files import scratch_file

VERSION = 1
# Characters that JSON allows in strings, but that act on a terminal; the second `#` of a command of CI.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]|(?<=#)#")
_BACKSLASH = "\\"


def _note(note: Note) -> dict[str, Any]:
    place = note.position
    made = {"message": note.message, "file": note.file, "line": place and place.line, "column": place and place.column}
    return made | _given(id=note.id, lang=note.language)


def _given(**members: Any) -> dict[str, Any]:
    """Return the members that have a value; those that few diagnostics have are left out of the others."""
    return {name: value for name, value in members.items() if value}


def _facts(facts: AssertionFacts) -> dict[str, Any]:
    properties = [
        {"id": each.id, "message": each.message} | _given(role=each.role, scheme=each.scheme, lang=each.language)
        for each in facts.properties
    ]
    return _given(role=facts.role, flag=facts.flag, see=facts.see, properties=properties)


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"safety": fix.safety, "message": fix.message, "edits": edits}


def as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as a JSON object."""
    span = diagnostic.span
    made = {
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
    return made | _facts(diagnostic.assertion) if diagnostic.assertion else made


def to_json_line(value: object) -> str:
    """Return a value as one line of ASCII JSON, in which no text of a document can act as a command in a CI log."""
    # Only strings can contain what CI systems run as commands (`##[`, `##vso[`).
    return json.dumps(value).replace("##", r"#\u0023")


def to_json_text(value: object) -> str:
    """Return a value as indented lines of JSON that people can read, as inert as `to_json_line`."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return f"{_ACTING.sub(lambda found: f'{_BACKSLASH}u{ord(found[0]):04x}', text)}\n"


def file_entry(result: Result) -> dict[str, Any]:
    """Return the entry of a file in the report of a shard, with what is needed to merge reports."""
    entry: dict[str, Any] = {"number": result.number, "file": result.file}
    if result.failure:
        return entry | {"unreadable": result.failure}
    hidden = {name: value for name, value in result.hidden._asdict().items() if value}
    more = {"hidden": hidden, "undecided": result.undecided, "schema": result.is_schema}
    return entry | {"problems": len(result.diagnostics)} | {name: value for name, value in more.items() if value}


class Report(Reporter):
    """Report format `json`: one document, a line per diagnostic; a shard's report ends with a list of its files."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._separator = "\n"
        self._failures: list[dict[str, str]] = []

    def begin(self) -> None:
        """Open the list of diagnostics."""
        self._out.write(f'{{"version": {VERSION},\n "diagnostics": [')
        if self._style.shard:
            self._files = scratch_file("ascii")

    def add(self, result: Result) -> None:
        """Write the diagnostics of a file."""
        if result.failure:
            self._failures.append({"file": result.file, "message": result.failure})
        for each in result.diagnostics:
            self._out.write(f"{self._separator}  {to_json_line(as_object(each))}")
            self._separator = ",\n"
        if self._style.shard:
            self._files.write(f"{',' if self._files.tell() else ''}\n  {to_json_line(file_entry(result))}")

    def end(self, summary: Summary) -> None:
        """Close the list, and add unreadable files and the summary."""
        failures, counts = to_json_line(self._failures), to_json_line(summary._asdict())
        self._out.write(f'],\n "unreadable": {failures},\n')
        if self._style.shard:
            part, of = self._style.shard
            self._out.write(f' "shard": {{"part": {part}, "of": {of}, "files": [')
            self._files.seek(0)
            shutil.copyfileobj(self._files, self._out)
            self._files.close()
            self._out.write("]},\n")
        self._out.write(f' "summary": {counts}}}\n')
