"""Proposals to fix a fault, before they are verified: changes to the text of a document, with a description."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from teikit.diagnostics import Diagnostic, Position, Safety
from teikit.document.editable import EditableDocument, SourceAttribute, SourceElement

# The words of diagnostics on elements that the schema does not define.
UNKNOWN_ELEMENT_WORDS = ("no such element", "did you mean")


@dataclass(frozen=True, slots=True)
class Change:
    """A replacement of the text `start` up to `end` (offsets from 0 in code points, exclusive)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible fix of a fault.

    Proposals of a lower `rank` are tried first; exactly one of a rank must be verified, else it could be fixed in
    several equally likely ways, and none is offered. One without changes only says what to do: it is shown where
    nothing is verified. `is_structural` says that it moves, adds, removes or renames end tags of a document that is not
    well-formed: it may be wrong about which element ends where.
    """

    message: str
    changes: tuple[Change, ...]
    safety: Safety = Safety.SAFE
    rank: int = 0
    is_structural: bool = False

    def as_unsafe(self) -> "Proposal":
        """Return the same proposal, to be applied only on request."""
        return replace(self, safety=Safety.UNSAFE)


# Yields proposals to fix a fault.
Proposer = Callable[[EditableDocument, Diagnostic], Iterator[Proposal]]


def reading_end(diagnostic: Diagnostic) -> Position:
    """Return where a fault of well-formedness ends the reading of a document: at the last place that it names."""
    start = diagnostic.span.start if diagnostic.span else Position(0, 0)
    return max((start, *(each.position for each in diagnostic.notes if each.position and each.file == diagnostic.file)))


def element_of(source: EditableDocument, diagnostic: Diagnostic) -> SourceElement | None:
    """Return the element whose start tag begins where a diagnostic does."""
    return source.element_at(source.offset(diagnostic.span.start)) if diagnostic.span else None


def attribute_of(source: EditableDocument, diagnostic: Diagnostic) -> tuple[SourceElement, SourceAttribute] | None:
    """Return the attribute that begins where a diagnostic does, and its element."""
    if diagnostic.span is None:
        return None
    offset = source.offset(diagnostic.span.start)
    element = source.innermost_element(offset)
    found = [each for each in element.attributes if each.start == offset] if element else []
    return (element, found[0]) if element and found else None


def rename_element(element: SourceElement, name: str) -> tuple[Change, ...]:
    """Return the changes that give an element another name, in both its tags."""
    start = Change(element.start + 1, element.name_end, name)
    if element.is_empty:
        return (start,)
    return (start, Change(element.content_end + 2, element.content_end + 2 + len(element.name), name))


def remove_attribute(source: EditableDocument, attribute: SourceAttribute) -> Change:
    """Return the change that removes an attribute and the white space before it."""
    start = attribute.start
    while source.text[start - 1].isspace():
        start -= 1
    return Change(start, attribute.end, "")


def indentation_start(source: EditableDocument, start: int) -> int:
    """Return where the white space before an offset begins, from its last line end on."""
    line = start
    while line and source.text[line - 1] in " \t":
        line -= 1
    if line and source.text[line - 1] in "\r\n":
        line -= 1
        line -= source.text[line - 1 : line + 1] == "\r\n"
        return line
    return start


def indentation(source: EditableDocument, start: int) -> str:
    """Return the white space before an offset, from its last line end on."""
    return source.text[indentation_start(source, start) : start]


def has_own_words(source: EditableDocument, element: SourceElement) -> bool:
    """Return whether an element has words that are in none of its children."""
    end = element.content
    for child in element.children:
        if not is_blank(source.text[end : child.start]):
            return True
        end = child.end
    return not is_blank(source.text[end : element.content_end])


def is_blank(text: str) -> bool:
    """Return whether a text is only white space."""
    return not text.strip(" \t\r\n")


def escape_attribute_value(text: str) -> str:
    """Return a text as it is written in an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&apos;")
