"""A fault of well-formedness as values: in a stretch of text, and in a document."""

from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Note, Position, Severity, Span


class Remark(NamedTuple):
    """What else is part of a fault, and where."""

    message: str
    at: Position


class Fault(NamedTuple):
    """The first fault of a document.

    `expected` are the end tags that are missing or misspelt, the innermost first; where there are some, what else is
    found in the document may only follow from them.
    """

    message: str
    span: Span
    remarks: tuple[Remark, ...] = ()
    expected: tuple[str, ...] = ()

    def diagnostic(self, file: str, rule: str = "xml/not-well-formed") -> Diagnostic:
        """Return the fault as a diagnostic of a file."""
        notes = tuple(Note(each.message, file, each.at) for each in self.remarks)
        message = f"not well-formed XML: {self.message}"
        return Diagnostic(file, rule, Severity.ERROR, message, self.span, None, notes, self.expected)


# In the message of a fault in a text it stands for the place of what else is part of it.
OTHER_PLACE = "\0"


class TextFault(NamedTuple):
    """A fault in a stretch of text; offsets are in code points from the beginning of the stretch.

    `other` is the offset of what else is part of it, `remark` what is said of that.
    """

    message: str
    start: int
    end: int
    other: int = -1
    remark: str = ""


def describe_place(at: Position) -> str:
    """Return a place in words."""
    return f"line {at.line:d}, column {at.column:d}"
