"""Encodes diagnostics as plain values and as bytes, and decodes them, for caches.

The bytes are JSON, so that decoding untrusted bytes cannot run code or crash. Bytes that are damaged, incomplete or of
another version are refused.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from teikit.diagnostics.diagnostic import AssertionFacts, Diagnostic, Edit, Fix, Note, Property, Safety, Severity
from teikit.diagnostics.position import Position, Span

# Increase this number when the same diagnostics would be encoded as other bytes.
VERSION = 1
# A diagnostic as plain values: file, rule, severity, message; line and column of start and end; path; notes as message,
# file, line and column, and if it has an id or a language also these; expected; fix as safety, message and edits, each
# as start, end and text. Two values follow if they are there: what a Schematron schema says more of the assertion, and
# the subject.
Plain = tuple[Any, ...]
_SEVERITIES = {str(each): each for each in Severity}
_SAFETIES = {str(each): each for each in Safety}
_NONE = type(None)
# Twice as fast as calling the class itself.
_position = tuple.__new__
_TEXTS = {str}
_TEXT_OR_NONE = (str, _NONE)


class UnpackError(ValueError):
    """The bytes are not packed diagnostics."""


def pack(diagnostics: Iterable[Diagnostic]) -> bytes:
    """Encode diagnostics as bytes."""
    # Costs 1 ms to import, which runs over few files need not pay; so below.
    import json  # noqa: PLC0415

    rows = [VERSION, *map(to_plain, diagnostics)]
    return json.dumps(rows, separators=(",", ":"), check_circular=False).encode("ascii")


def unpack(data: bytes) -> list[Diagnostic]:
    """Decode diagnostics from bytes; raises UnpackError if they are not packed diagnostics, or of another version."""
    import json  # noqa: PLC0415

    try:
        version, *rows = json.loads(data)
        if version != VERSION:
            raise ValueError("another version")
        return list(map(from_plain, rows))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnpackError(f"no packed diagnostics ({error!r:.80})") from None


def to_plain(of: Diagnostic) -> Plain:
    """Return a diagnostic as plain values."""
    span, fix = of.span, of.fix
    edits = tuple((each.start, each.end, each.text) for each in fix.edits) if fix else ()
    return (
        of.file,
        of.rule,
        of.severity.value,
        of.message,
        (*span.start, *span.end) if span else None,
        of.path,
        tuple(map(_plain_note, of.notes)),
        of.expected,
        (fix.safety.value, fix.message, edits) if fix else None,
        *_plain_rest(of),
    )


def _plain_rest(of: Diagnostic) -> Plain:
    facts = _plain_facts(of.assertion) if of.assertion else None
    if of.subject:
        return (facts, of.subject)
    return (facts,) if facts else ()


def _plain_note(note: Note) -> Plain:
    place = note.position and tuple(note.position)
    more = (note.id, note.language) if note.id or note.language else ()
    return (note.message, note.file, place, *more)


def _plain_facts(facts: AssertionFacts) -> Plain:
    return (facts.role, facts.flag, facts.see, tuple(map(tuple, facts.properties)))


def from_plain(values: Sequence[Any]) -> Diagnostic:
    """Return the diagnostic from its plain values; ValueError, TypeError or KeyError if they are not a diagnostic's."""
    file, rule, severity, message, span, path, notes, expected, fix, *rest = values
    if not type(file) is type(rule) is type(message) is str or type(path) not in _TEXT_OR_NONE:
        raise TypeError
    if expected and set(map(type, expected)) != _TEXTS:
        raise TypeError
    return Diagnostic(
        file,
        rule,
        _SEVERITIES[severity],
        message,
        None if span is None else _span(*span),
        path,
        tuple(_note(*each) for each in notes) if notes else (),
        tuple(expected) if expected else (),
        None if fix is None else _fix(*fix),
        *_rest(rest),
    )


def _span(line: int, column: int, end_line: int, end_column: int) -> Span:
    if not type(line) is type(column) is type(end_line) is type(end_column) is int:
        raise TypeError
    return Span(_position(Position, (line, column)), _position(Position, (end_line, end_column)))


def _note(message: str, file: str | None, place: Sequence[int] | None, name: str = "", language: str = "") -> Note:
    if not type(message) is type(name) is type(language) is str or type(file) not in _TEXT_OR_NONE:
        raise TypeError
    if place is None:
        return Note(message, file, None, name, language)
    line, column = place
    if not type(line) is type(column) is int:
        raise TypeError
    return Note(message, file, _position(Position, (line, column)), name, language)


def _facts(values: Sequence[Any]) -> AssertionFacts:
    role, flag, see, properties = values
    found = tuple(Property(*each) for each in properties)
    if {type(role), type(flag), type(see), *(type(value) for each in found for value in each)} != _TEXTS:
        raise TypeError
    return AssertionFacts(role, flag, see, found)


def _rest(values: Sequence[Any]) -> tuple[AssertionFacts | None, str]:
    match values:
        case []:
            return None, ""
        case [facts]:
            return _facts(facts), ""
        case [facts, str(subject)]:
            return None if facts is None else _facts(facts), subject
    raise TypeError


def _fix(safety: str, message: str, edits: Iterable[Sequence[Any]]) -> Fix:
    if type(message) is not str:
        raise TypeError
    return Fix(_SAFETIES[safety], message, tuple(_edit(*each) for each in edits))


def _edit(start: int, end: int, text: str) -> Edit:
    if not type(start) is type(end) is int or type(text) is not str:
        raise TypeError
    return Edit(start, end, text)
