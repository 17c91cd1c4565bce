"""A violation of a schema, as a matcher returns it: a diagnostic without its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Note, Position, Severity, Span
from teikit.document.names import local_of, namespace_of
from teikit.messages import quote_names

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


class ViolationNote(NamedTuple):
    """A note; `at` is the position that it is about, if any."""

    message: str
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A fault in a document.

    `attribute` is the expanded name of the attribute at fault, None if it is the tag or the text. `at` is where the
    text or tag begins, None if the caller gave no positions.
    """

    rule: str
    message: str
    at: Position | None
    path: str
    attribute: str | None = None
    expected: tuple[str, ...] = ()
    notes: tuple[ViolationNote, ...] = ()

    def diagnostic(self, file: str, span: Span | None) -> Diagnostic:
        """Return the diagnostic of a file at a span."""
        notes = tuple(Note(each.message, file if each.at else None, each.at) for each in self.notes)
        return Diagnostic(file, self.rule, Severity.ERROR, self.message, span, self.path, notes, self.expected)


@lru_cache(maxsize=4_096)
def local_name(name: str) -> str:
    """Return an expanded name as people write it: without its namespace, but with `xml:`."""
    return f"xml:{local_of(name)}" if namespace_of(name) == XML_NAMESPACE else local_of(name)


def quote_local_names(names: Sequence[str], *, last: str = "or", of: int = 0) -> str:
    """Return expanded names as a phrase of local names, as `messages.quote_names` does."""
    return quote_names([local_name(each) for each in names], last=last, of=of)
