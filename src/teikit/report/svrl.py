"""Writes one SVRL document (ISO/IEC 19757-3, annex D) for all files: what Schematron processors write, and the rest.

For the Schematron schemas of a file it has what these say themselves: active patterns, fired rules, and of the failed
asserts and successful reports those that other formats report too. All other problems, of grammars and checks, are
failed asserts of one more pattern, in which `test` is the rule's id and `role` the severity.

The schemas' titles and prefixes come first in SVRL and are known last, so the body is kept in a temporary file.
"""

import re
import shutil
from collections.abc import Iterable
from typing import TextIO

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.diagnostic import AssertionFacts
from teikit.report import svrl_elements as elements
from teikit.report.reporter import Reporter, Result, Style, Summary
from teikit.report.svrl_elements import SvrlHead, SvrlPart, escape_exactly
from teikit.storage.files import scratch_file

_STEP = re.compile(r"(@?)([^\[\]@]+)(\[\d+\])?")
_FAMILY = "sch/"
# By this a report is known again, see `teikit.report.replaceable`.
_MARK = "teikit"
# What a diagnostic that was reported and one of a schema's events have in common.
_Key = tuple[str, str | None, str]


def _key(diagnostic: Diagnostic) -> _Key:
    # The file may be one that the validated one includes.
    return diagnostic.rule, diagnostic.path, diagnostic.message


def _failed_assert(diagnostic: Diagnostic) -> str:
    where, facts = _location(diagnostic.path or "/"), diagnostic.assertion or AssertionFacts()
    notes = (
        elements.reference("diagnostic", elements.token(each.id or "note"), _text(each.message, each.language))
        for each in diagnostic.notes
    )
    properties = (
        elements.reference(
            "property",
            elements.token(each.id),
            _text(each.message, each.language),
            (("role", each.role), ("scheme", each.scheme)),
        )
        for each in facts.properties
    )
    content = "".join((*notes, *properties, _text(diagnostic.message)))
    attributes = (("role", facts.role or diagnostic.severity), ("flag", facts.flag))
    failed = elements.assertion("failed-assert", where, diagnostic.rule, content, attributes)
    return f"{elements.fired_rule(where)}{failed}"


def _text(words: str, language: str = "") -> str:
    return elements.human_text(escape_exactly(words), language)


def _location(path: str) -> str:
    """Return an XPath 1.0 for a path by local names, whatever the namespaces of its elements are."""
    return "/".join(map(_step, path.split("/")))


def _step(step: str) -> str:
    found = _STEP.fullmatch(step)
    if found is None or "(" in step:
        return step
    at, name, place = found.groups()
    return f"{at}*[local-name()='{name}']{place or ''}"


class Report(Reporter):
    """Report format `svrl`: one document for all files."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._heads: dict[SvrlHead, None] = {}

    def begin(self) -> None:
        """Open the file that keeps the body."""
        self._body = scratch_file("utf-8")

    def add(self, result: Result) -> None:
        """Write the patterns of a file, with what was found in it."""
        written: set[_Key] = set()
        wanted: set[_Key] | None = None
        for part in result.svrl_parts():
            if wanted is None:
                wanted = {_key(each) for each in result.diagnostics if each.rule.startswith(_FAMILY)}
            written |= self._write_part(part, wanted - written)
        found = (result.failure_diagnostic,) if result.failure else result.diagnostics
        others = (each for each in found if _key(each) not in written) if written else found
        self._write_others(result.file, others, has_parts=wanted is not None)

    def _write_part(self, part: SvrlPart, wanted: set[_Key]) -> set[_Key]:
        """Write what a schema says of a file, without findings that are not wanted; return those that it has."""
        self._heads[part.head] = None
        found: set[_Key] = set()
        for diagnostic, text in part.elements:
            if diagnostic is None or _key(diagnostic) in wanted:
                self._body.write(text)
            if diagnostic is not None:
                found.add(_key(diagnostic))
        return found

    def _write_others(self, file: str, others: Iterable[Diagnostic], *, has_parts: bool) -> None:
        """Write the other problems of a file as a pattern, which may be empty if the file has no other pattern."""
        pattern = elements.active_pattern([file])
        for each in others:
            self._body.write(f"{pattern}{_failed_assert(each)}")
            pattern = ""
        if pattern and not has_parts:
            self._body.write(pattern)

    def end(self, _summary: Summary) -> None:
        """Write the head, now that all schemas are known, and the body."""
        self._out.write(elements.begin([*self._heads], _MARK))
        if not self._body.tell():
            # SVRL has at least one pattern.
            self._out.write(elements.active_pattern([]))
        self._body.seek(0)
        shutil.copyfileobj(self._body, self._out)
        self._body.close()
        self._out.write(elements.END)
