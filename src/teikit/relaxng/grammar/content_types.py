"""Checks string sequences: data must not be grouped with elements, text or other data (clause 7.2)."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

from teikit.diagnostics import Diagnostic
from teikit.relaxng.grammar import patterns
from teikit.relaxng.grammar.patterns import Element, Group, Interleave, List, OneOrMore, Pattern, children
from teikit.relaxng.syntax.faults import schema_diagnostic


class ContentType(IntEnum):
    """The content types of clause 7.2, in their order."""

    EMPTY = 0
    COMPLEX = 1
    SIMPLE = 2


def content_faults(elements: Sequence[Element]) -> Iterator[Diagnostic]:
    """Yield the groups, interleaves and repetitions that combine data with other content."""
    known: dict[int, ContentType] = {}
    for element in elements:
        todo = [element.content]
        while todo:
            pattern = todo[-1]
            missing = [each for each in _relevant_children(pattern) if id(each) not in known]
            if id(pattern) in known:
                todo.pop()
            elif missing:
                todo += missing
            else:
                todo.pop()
                types = [known[id(each)] for each in _relevant_children(pattern)]
                known[id(pattern)] = _content_type(pattern, types)
                if not _is_groupable(pattern, types):
                    message = "data cannot stand beside elements, text or other data in one content"
                    yield schema_diagnostic(pattern.place.file, "string-sequence", message, pattern.place.span, "7.2")


def _relevant_children(pattern: Pattern) -> Sequence[Pattern]:
    """Return the children that determine the type: a list is simple whatever its tokens are."""
    return () if isinstance(pattern, List) else children(pattern)


def _content_type(pattern: Pattern, types: Sequence[ContentType]) -> ContentType:
    match pattern:
        case patterns.Data() | patterns.Value() | List():
            return ContentType.SIMPLE
        case Element() | patterns.Text():
            return ContentType.COMPLEX
        case patterns.Empty() | patterns.Attribute() | patterns.NotAllowed():
            return ContentType.EMPTY
        case patterns.Choice() | Group() | Interleave() | OneOrMore():
            return max(types)


def _is_groupable(pattern: Pattern, types: Sequence[ContentType]) -> bool:
    """Return whether content of these types is groupable in a pattern."""
    if isinstance(pattern, OneOrMore):
        return types[0] is not ContentType.SIMPLE
    if not isinstance(pattern, Group | Interleave):
        return True
    full = [each for each in types if each is not ContentType.EMPTY]
    return ContentType.SIMPLE not in full or len(full) == 1
