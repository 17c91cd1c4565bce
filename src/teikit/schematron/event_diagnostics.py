"""Makes diagnostics of the events of a validation by Schematron."""

from teikit.diagnostics import Diagnostic, Note, Severity, Span
from teikit.diagnostics.diagnostic import AssertionFacts, Property
from teikit.messages import escape_control
from teikit.schematron.compiler import quote_expression
from teikit.schematron.engine import EvaluationFailure, ReportedAssertion

NOT_EVALUATED = "sch/not-evaluated"


def event_diagnostic(
    event: ReportedAssertion | EvaluationFailure, file: str, span: Span | None, path: str | None
) -> Diagnostic:
    """Return the diagnostic of an event at a node, which has a span and a path."""
    if isinstance(event, EvaluationFailure):
        place = event.origin.span.start if event.origin.span else None
        note = Note(f"the {_part(event)} is here", event.origin.file, place)
        message = escape_control(failure_message(event))
        return Diagnostic(file, NOT_EVALUATED, Severity.ERROR, message, span, path, (note,))
    compiled, given = event.assertion, event.assertion.assertion
    notes = tuple(
        Note(escape_control(each.words), None, None, each.text.id, each.text.language)
        for each in event.diagnostics
        if each.words
    )
    words = escape_control(event.message.words or f"the {given.kind} {quote_expression(given.test)} says so")
    return Diagnostic(file, compiled.rule, compiled.severity, words, span, path, notes, assertion=_facts(event))


def failure_message(event: EvaluationFailure) -> str:
    """Return in words what could not be evaluated, and why."""
    test = f" {quote_expression(event.assertion.assertion.test)}" if event.assertion else ""
    return f"the {_part(event)}{test} cannot be tried: {event.reason}"


def _part(event: EvaluationFailure) -> str:
    return event.assertion.assertion.kind if event.assertion else "rule"


def _facts(event: ReportedAssertion) -> AssertionFacts | None:
    """Return what the schema says of an assertion besides its message, None where it says nothing."""
    given = event.assertion.assertion
    properties = tuple(
        Property(each.text.id, escape_control(each.words), each.text.role, each.text.scheme, each.text.language)
        for each in event.properties
    )
    has_any = given.role or given.flag or given.see or properties
    return AssertionFacts(given.role, given.flag, given.see, properties) if has_any else None
