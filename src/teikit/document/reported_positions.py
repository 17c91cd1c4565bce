"""Positions that expat and lxml report, as positions of this program."""

from typing import TYPE_CHECKING, cast
from xml.parsers.expat import ExpatError, XMLParserType

from teikit.diagnostics import Position, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

# Without the constructor's own call, which a parser with many events would notice.
_new = tuple.__new__


def event_position(parser: XMLParserType, columns: int = 0) -> Position:
    """Return the place of the event that expat reports, or of a character so many columns after it."""
    return _new(Position, (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1 + columns))


def event_span(parser: XMLParserType, columns: int, *, has_mark: bool) -> Span:
    """Return the columns from the event that expat reports; a byte order mark, which expat counts, is none of them."""
    line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
    if has_mark and line == 1:
        column -= 1
    return _new(Span, (_new(Position, (line, column)), _new(Position, (line, column + columns))))


def event_place(parser: XMLParserType) -> str:
    """Return the place of the event that expat reports, as line:column."""
    return ":".join(map(str, event_position(parser)))


def error_position(error: ExpatError | SyntaxError) -> Position:
    """Return the place of what expat or lxml reports as not well-formed."""
    return Position(max(1, error.lineno or 1), max(1, (error.offset or 0) + 1))


def line_start(element: "_Element") -> Position:
    """Return the beginning of the line in which lxml says that an element is."""
    return Position(cast("int | None", element.sourceline) or 1, 1)
