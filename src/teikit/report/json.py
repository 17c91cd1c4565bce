"""Diagnostics to JSON, format version 1: lines and columns from 1, columns in code points, ends exclusive."""

import json
from collections.abc import Sequence
from typing import Any

from teikit.diagnostics import Diagnostic, Fix, Note, Severity

VERSION = 1


def _note(note: Note) -> dict[str, Any]:
    place = note.position
    return {"message": note.message, "file": note.file, "line": place and place.line, "column": place and place.column}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"safety": fix.safety, "message": fix.message, "edits": edits}


def _one(diagnostic: Diagnostic) -> dict[str, Any]:
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


def summary(diagnostics: Sequence[Diagnostic], files: int) -> dict[str, int]:
    """Return the counts: files read, files invalid, errors, warnings."""
    errors = [one for one in diagnostics if one.severity is Severity.ERROR]
    warnings = sum(one.severity is Severity.WARNING for one in diagnostics)
    return {"files": files, "invalid": len({one.file for one in errors}), "errors": len(errors), "warnings": warnings}


def to_json(diagnostics: Sequence[Diagnostic], files: int) -> str:
    """Return the report, two blanks to a level, ended by a line end."""
    found = [_one(one) for one in diagnostics]
    report = {"version": VERSION, "diagnostics": found, "summary": summary(diagnostics, files)}
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"
