"""Writes the events of a validation as SVRL (ISO/IEC 19757-3, annex D): active patterns, fired rules and their results.

What cannot be evaluated is a failed assert that says so, since SVRL has no other place for it: no reader may take the
document for valid.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from teikit.relaxng.datatypes.names import is_ncname, is_nmtoken
from teikit.report import svrl_elements as elements
from teikit.report.svrl_elements import SvrlHead, escape_exactly
from teikit.schematron.compiler import CompiledAssertion, CompiledRule
from teikit.schematron.engine import (
    ActivePattern,
    EvaluationFailure,
    Event,
    FiredRule,
    FormattedText,
    ReportedAssertion,
)
from teikit.schematron.event_diagnostics import failure_message
from teikit.schematron.locations import NodePaths
from teikit.schematron.model import SchematronModel
from teikit.schematron.xpath.document import XPathDocument

_SPACES = re.compile(r"\s+")


def svrl_head(model: SchematronModel, phase: str) -> SvrlHead:
    """Return what SVRL says of a schema that is run in a phase."""
    namespaces = tuple((prefix, uri) for prefix, uri in model.namespaces.items() if is_nmtoken(prefix))
    return SvrlHead(model.title, phase if is_nmtoken(phase) else "", model.version, namespaces)


def svrl_elements(file: str, events: Iterable[Event]) -> Iterator[tuple[Event | None, str]]:
    """Yield the events of a file, each with its elements of SVRL; at least one pattern, as SVRL demands."""
    writer = _SvrlWriter(file)
    for each in events:
        yield each, writer.elements(each)
    if not writer.has_pattern:
        yield None, elements.active_pattern([file])


class _SvrlWriter:
    """Writes the events of one document."""

    def __init__(self, file: str) -> None:
        self._file = file
        # Of each document, None being the validated one.
        self._paths: defaultdict[XPathDocument | None, NodePaths] = defaultdict(NodePaths)
        self._rule: CompiledRule | None = None
        self.has_pattern = False

    def elements(self, event: Event) -> str:
        """Return the elements of an event."""
        match event:
            case ActivePattern():
                return self._active_pattern(event)
            case FiredRule():
                return self._fired_rule(event.rule, event.document)
            case ReportedAssertion():
                return _reported_assertion(event, self._location(event))
            case EvaluationFailure():
                return self._failure(event)

    def _location(self, event: ReportedAssertion | EvaluationFailure) -> str:
        return self._paths[event.document].location(event.node)

    def _active_pattern(self, event: ActivePattern) -> str:
        self.has_pattern, self._rule, pattern = True, None, event.pattern.pattern
        files = [each.file for each in event.documents] or [self._file]
        return elements.active_pattern(files, _id(pattern.id), pattern.title, pattern.role, is_group=pattern.is_group)

    def _fired_rule(self, rule: CompiledRule, document: XPathDocument | None) -> str:
        self._rule, given = rule, rule.rule
        # Earlier editions have no such attribute, and it is the same for all of them but these.
        other = document.file if document is not None else ""
        return elements.fired_rule(given.context, _id(given.id), given.role, given.flag, other)

    def _failure(self, event: EvaluationFailure) -> str:
        """Return the failed assert of what was not evaluated; a rule fires first, as SVRL demands."""
        pattern = "" if self.has_pattern else elements.active_pattern([self._file])
        self.has_pattern, before = True, ""
        if event.rule is not None and event.rule is not self._rule:
            before = self._fired_rule(event.rule, event.document)
        elif self._rule is None and event.assertion is None:
            before = elements.fired_rule("/")
        test = event.assertion.assertion.test if event.assertion else event.rule.rule.context if event.rule else "/"
        text = elements.human_text(escape_exactly(failure_message(event)))
        attributes = _attributes(event.assertion) if event.assertion else ()
        return f"{pattern}{before}{elements.assertion('failed-assert', self._location(event), test, text, attributes)}"


def _id(name: str) -> str:
    """Return an id, "" where it is no name, which an id of SVRL must be."""
    return name if is_ncname(name) else ""


def _token(name: str) -> str:
    """Return the id of a diagnostic or a property, which SVRL must have, as a name token."""
    return name if is_nmtoken(name) else elements.token(name)


def _attributes(assertion: CompiledAssertion) -> elements.Attributes:
    given = assertion.assertion
    return (("id", _id(given.id)), ("role", given.role), ("flag", given.flag), ("severity", given.severity))


def _reported_assertion(event: ReportedAssertion, location: str) -> str:
    given = event.assertion.assertion
    kind = "failed-assert" if given.kind == "assert" else "successful-report"
    diagnostics = (
        elements.reference("diagnostic", _token(each.text.id), _human_text(each), (("role", each.text.role),))
        for each in event.diagnostics
    )
    properties = (
        elements.reference(
            "property", _token(each.id), _human_text(text), (("role", each.role), ("scheme", each.scheme))
        )
        for text, each in ((text, text.text) for text in event.properties)
    )
    content = "".join((*diagnostics, *properties, _human_text(event.message)))
    return elements.assertion(kind, location, given.test, content, _attributes(event.assertion))


def _human_text(text: FormattedText) -> str:
    return elements.human_text(_rich_text(text), text.text.language, text.text.links)


def _rich_text(text: FormattedText) -> str:
    """Return a text with its markup; without the markup it is the words."""
    if not text.values:
        return escape_exactly(text.words)
    pieces = [*map(escape_exactly, _collapse_spaces(text.values))]
    found, end = [], 0
    for each in text.text.markup:
        inside = elements.markup(each.name, each.value, "".join(pieces[each.start : each.end]))
        found += [*pieces[end : each.start], inside]
        end = each.end
    return "".join((*found, *pieces[end:]))


def _collapse_spaces(values: Sequence[str]) -> list[str]:
    """Return texts that follow each other with single spaces, and with none at the beginning and the end."""
    found, is_after_space = [], True
    for each in values:
        collapsed = _SPACES.sub(" ", each)
        found.append(collapsed[1:] if is_after_space and collapsed.startswith(" ") else collapsed)
        is_after_space = found[-1].endswith(" ") if found[-1] else is_after_space
    for index in range(len(found) - 1, -1, -1):
        found[index] = found[index].rstrip(" ")
        if found[index]:
            break
    return found
