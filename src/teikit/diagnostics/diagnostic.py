"""A fault in a user's document as a frozen value: what is wrong, where, why, and how to fix it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from teikit.diagnostics.position import Position, Span
from teikit.messages import shorten


class Severity(StrEnum):
    """The severity of a fault; an error makes its document invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Rule(NamedTuple):
    """A kind of problem that teikit finds.

    `id` is family/what-is-wrong in kebab case and is never reused. `summary` is one sentence on what is checked, `why`
    some on why it matters, `source` the clause or text that the rule follows. `failing` and `passing` are examples in
    XML; `within` says where they belong: `TEI` (they are the whole document), `teiHeader`, `profileDesc`, `body` or
    `div` (they are its children, in an otherwise valid letter); `schema` if they are a RELAX NG schema, `idref` if they
    are a document of a schema with references; `schematron` if they are a Schematron schema, or its children.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    failing: str
    passing: str
    source: str = ""
    within: str = "div"


class Safety(StrEnum):
    """Whether a fix is applied by default (safe), only on request (unsafe), or only shown (display)."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Edit(NamedTuple):
    """A replacement of the bytes from `start` to `end` (from 0, exclusive) of the file on disk."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A proposed fix of a fault."""

    safety: Safety
    message: str
    edits: tuple[Edit, ...]


class Note(NamedTuple):
    """An additional remark to a diagnostic, often with the position of the other half of the fault.

    `id` is that of a diagnostic of a Schematron schema, `language` the tag of its language; "" for other remarks.
    """

    message: str
    file: str | None = None
    position: Position | None = None
    id: str = ""
    language: str = ""


class Property(NamedTuple):
    """A property that a Schematron schema gives to an assertion: data for programs, with the schema's id for it."""

    id: str
    message: str
    role: str = ""
    scheme: str = ""
    language: str = ""


class AssertionFacts(NamedTuple):
    """What a Schematron schema says of an assertion besides its message: for programs, and not shown to people."""

    role: str = ""
    flag: str = ""
    see: str = ""
    properties: tuple[Property, ...] = ()


_PLACE = r"line \d+, column \d+"
# Characters of a message, and expected names; what is more is cut off.
_LONGEST = 10_000
_MOST_EXPECTED = 10_000


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault in a document.

    `rule` is the rule's id, family/what-is-wrong in kebab case; ids are never reused. `span` is the smallest thing at
    fault, None if the fault has no position. `path` names the element as an XPath with positions. `message` is lower
    case without a full stop. `assertion` is what a Schematron schema says besides, None where it says nothing.
    `subject` is what is at fault in the words of the document alone: with rule and path it identifies a fault, however
    its message is put.
    """

    file: str
    rule: str
    severity: Severity
    message: str
    span: Span | None = None
    path: str | None = None
    notes: tuple[Note, ...] = ()
    expected: tuple[str, ...] = ()
    fix: Fix | None = None
    assertion: AssertionFacts | None = None
    subject: str = ""

    def __post_init__(self) -> None:
        # A schema of unknown origin may quote a megabyte in the message of each of a hundred thousand problems.
        if len(self.message) > _LONGEST:
            object.__setattr__(self, "message", shorten(self.message, _LONGEST))
        if len(self.expected) > _MOST_EXPECTED:
            object.__setattr__(self, "expected", self.expected[:_MOST_EXPECTED])

    @property
    def fault(self) -> str:
        """The message without the list of expected names, which differs between occurrences of the same fault."""
        return self.message.partition(", expected ")[0] if self.expected else self.message


def without_places(message: str) -> str:
    """Return a message without the lines and columns in it, which change with every edit of the document."""
    return re.sub(_PLACE, "", message) if "line " in message else message


# Errors come before warnings, warnings before remarks.
SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_NOWHERE = Position(0, 0)


def sort_key(diagnostic: Diagnostic) -> tuple[str, Position, int, str, str]:
    """Return the sort key of a diagnostic."""
    start = diagnostic.span.start if diagnostic.span else _NOWHERE
    return (diagnostic.file, start, SEVERITY_ORDER[diagnostic.severity], diagnostic.rule, diagnostic.message)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics in their total order: file, position, severity, rule, message."""
    return sorted(diagnostics, key=sort_key)
