"""A violation of a schema, as a matcher returns it: a diagnostic without its file."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Note, Position, Severity, Span
from teikit.document.names import local_of, namespace_of

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
# Longer names are cut in messages and paths, in code points.
_LONGEST_NAME = 100
_LONGEST_SUBJECT = 200


class ViolationNote(NamedTuple):
    """A note; `at` is the position that it is about, if any."""

    message: str
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A fault in a document.

    `attribute` is the expanded name of the attribute at fault, None if it is the tag or the text. `at` is where the
    text or tag begins, None if the caller gave no positions. `path` is None far down. `subject` is that of a
    diagnostic.
    """

    rule: str
    message: str
    at: Position | None
    path: str | None
    attribute: str | None = None
    expected: tuple[str, ...] = ()
    notes: tuple[ViolationNote, ...] = ()
    subject: str = ""

    def diagnostic(self, file: str, span: Span | None) -> Diagnostic:
        """Return the diagnostic of a file at a span."""
        notes = tuple(Note(each.message, file if each.at else None, each.at) for each in self.notes)
        severity, expected, subject = Severity.ERROR, self.expected, self.subject
        return Diagnostic(file, self.rule, severity, self.message, span, self.path, notes, expected, subject=subject)


def subject_of(*parts: str) -> str:
    """Return the subject of a fault: names and values of the document; a long one as its digest."""
    text = " ".join(parts)
    if len(text) <= _LONGEST_SUBJECT:
        return text
    from hashlib import sha256  # noqa: PLC0415  rarely needed

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=4_096)
def local_name(name: str) -> str:
    """Return an expanded name without its namespace, but with `xml:`, as in paths; a long name is cut."""
    local = cut_name(local_of(name))
    return f"xml:{local}" if namespace_of(name) == XML_NAMESPACE else local


def cut_name(name: str) -> str:
    """Return a local name or a prefix, cut if it is long."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
