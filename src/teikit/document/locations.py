"""Where in the source of a start tag its name and its attributes stand."""

import re
from collections.abc import Mapping

from teikit.diagnostics import Position, Span
from teikit.document.names import local_of, namespace_of

_NAME = re.compile(r"</?[^\s/>]*")
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
# An attribute as far as a tag alone tells: whether its name has a prefix, and the local part.
_AttributeKey = tuple[bool, str]


class TagLocator:
    """The start tag with which a text begins; its attributes are looked for but once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._attributes: Mapping[_AttributeKey, Span] | None = None
        name = _NAME.match(text)
        self._name = name.end() if name else 0

    def name_span(self, at: Position) -> Span:
        """Return the tag up to the end of its name, if it begins at a place."""
        return Span(at, Position(at.line, at.column + self._name))

    def attribute_span(self, at: Position, name: str) -> Span | None:
        """Return where an attribute of the tag that begins at a place stands, its name and its value."""
        if self._attributes is None:
            self._attributes = self._scan(at)
        return self._attributes.get((bool(namespace_of(name)), local_of(name)))

    def _scan(self, at: Position) -> dict[_AttributeKey, Span]:
        found: dict[_AttributeKey, Span] = {}
        place, end = 0, self._name
        while (match := _ATTRIBUTE.match(self._text, end)) is not None:
            end = match.end()
            start = _move(at, self._text[place : match.start(1)])
            place, at = end, _move(start, self._text[match.start(1) : end])
            prefix, _, local = match[1].rpartition(":")
            if prefix != "xmlns":
                found.setdefault((bool(prefix), local), Span(start, at))
        return found


def _move(at: Position, over: str) -> Position:
    """Return the place behind a stretch of text."""
    if "\n" not in over and "\r" not in over:
        return Position(at.line, at.column + len(over))
    text = over.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n")
    return Position(at.line + lines, len(text) - text.rfind("\n") if lines else at.column + len(text))
