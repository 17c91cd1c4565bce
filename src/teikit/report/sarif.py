"""Formats diagnostics as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): one run, a line per result.

Results come before the rules, since the rules in use are only known at the end. The order of members has no meaning in
JSON.
"""

import os
from collections import Counter
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from teikit._version import __version__
from teikit.diagnostics import Diagnostic, Fix, Note, Rule, Safety, Severity, Span
from teikit.diagnostics.diagnostic import AssertionFacts
from teikit.messages import escape_control, pluralize
from teikit.report.fingerprint import add_fingerprints
from teikit.report.json import to_json_line
from teikit.report.reporter import Reporter, Result, Style, Summary

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_Object = dict[str, Any]


def _message(text: str) -> _Object:
    return {"text": escape_control(text)}


def _artifact(file: str) -> _Object:
    """Return a file as a URI reference (3.4.3), relative if the file's name is."""
    path = Path(os.path.normpath(file))
    return {"uri": f"file://{quote(path.as_posix())}" if path.is_absolute() else quote(path.as_posix())}


def _region(span: Span) -> _Object:
    """Return a span as a region (3.30): from 1, ends exclusive; the run says that columns count code points."""
    start, end = span.start, span.end
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _location(diagnostic: Diagnostic) -> _Object:
    physical: _Object = {"artifactLocation": _artifact(diagnostic.file)}
    if diagnostic.span:
        physical["region"] = _region(diagnostic.span)
    made: _Object = {"physicalLocation": physical}
    if diagnostic.path:
        made["logicalLocations"] = [{"fullyQualifiedName": escape_control(diagnostic.path), "kind": "element"}]
    return made


def _related(note: Note) -> _Object:
    made: _Object = {"message": _message(note.message)}
    if note.file:
        physical: _Object = {"artifactLocation": _artifact(note.file)}
        if note.position:
            physical["region"] = {"startLine": note.position.line, "startColumn": note.position.column}
        made["physicalLocation"] = physical
    if properties := _bag(id=note.id, lang=note.language):
        made["properties"] = properties
    return made


def _bag(**values: str) -> _Object:
    """Return a property bag (3.8) of the texts that there are."""
    return {name: escape_control(value) for name, value in values.items() if value}


def _facts(facts: AssertionFacts) -> _Object:
    """Return what a Schematron schema says of an assertion as a property bag."""
    properties = [
        {"id": escape_control(each.id), "message": escape_control(each.message)}
        | _bag(role=each.role, scheme=each.scheme, lang=each.language)
        for each in facts.properties
    ]
    return _bag(role=facts.role, flag=facts.flag, see=facts.see) | ({"properties": properties} if properties else {})


def _fix(fix: Fix, file: str) -> _Object:
    regions = ({"byteOffset": each.start, "byteLength": each.end - each.start} for each in fix.edits)
    texts = ({"text": each.text} for each in fix.edits)
    replacements = [{"deletedRegion": at, "insertedContent": text} for at, text in zip(regions, texts, strict=True)]
    changes = [{"artifactLocation": _artifact(file), "replacements": replacements}]
    return {"description": _message(fix.message), "artifactChanges": changes}


class Report(Reporter):
    """Report format `sarif`: one document with one run."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._separator = "\n"
        self._rules: dict[str, int] = {}
        self._notifications: list[_Object] = []
        self._undecided: Counter[str] = Counter()

    def begin(self) -> None:
        """Open the list of results."""
        self._out.write(f'{{"$schema": {to_json_line(_SCHEMA)}, "version": "2.1.0", "runs": [{{"results": [')

    def add(self, result: Result) -> None:
        """Write the results of a file."""
        if result.failure:
            location = {"physicalLocation": {"artifactLocation": _artifact(result.file)}}
            self._notifications.append({"level": "error", "message": _message(result.failure), "locations": [location]})
        elif result.undecided:
            self._undecided[result.undecided] += 1
        for each, fingerprint in add_fingerprints(result.diagnostics):
            self._out.write(f"{self._separator}{to_json_line(self._result(each, fingerprint))}")
            self._separator = ",\n"

    def _result(self, diagnostic: Diagnostic, fingerprint: str) -> _Object:
        made: _Object = {
            "ruleId": diagnostic.rule,
            "ruleIndex": self._rules.setdefault(diagnostic.rule, len(self._rules)),
            "level": _LEVELS[diagnostic.severity],
            "message": _message(diagnostic.message),
            "locations": [_location(diagnostic)],
            "partialFingerprints": {"teikit/v1": fingerprint},
        }
        if diagnostic.notes:
            made["relatedLocations"] = [_related(each) for each in diagnostic.notes]
        if diagnostic.assertion:
            made["properties"] = _facts(diagnostic.assertion)
        if diagnostic.fix and diagnostic.fix.edits and diagnostic.fix.safety is not Safety.DISPLAY:
            made["fixes"] = [_fix(diagnostic.fix, diagnostic.file)]
        return made

    def end(self, summary: Summary) -> None:
        """Close the list, and write the rules, the tool and the invocation."""
        rules = [_describe_rule(each, self._style.find_rule(each)) for each in self._rules]
        driver = {"name": "teikit", "semanticVersion": __version__, "version": __version__, "rules": rules}
        for reason, count in self._undecided.items():
            text = f"{pluralize(count, 'file')} undecided: {reason}"
            self._notifications.append({"level": "warning", "message": _message(text)})
        is_successful = not summary.unreadable and not summary.schemas
        invocation = {"executionSuccessful": is_successful, "toolExecutionNotifications": self._notifications}
        rest = {"tool": {"driver": driver}, "invocations": [invocation], "columnKind": "unicodeCodePoints"}
        self._out.write(f"],\n{to_json_line(rest)[1:-1]}}}]}}\n")


def _describe_rule(name: str, rule: Rule | None) -> _Object:
    if rule is None:
        return {"id": name}
    short, full = {"text": rule.summary}, {"text": rule.why or rule.summary}
    level = {"level": _LEVELS[rule.severity]}
    return {"id": name, "shortDescription": short, "fullDescription": full, "defaultConfiguration": level}
