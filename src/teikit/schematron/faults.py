"""What is wrong with a Schematron schema, as diagnostics of the family `sch-schema`, and what is left out for it."""

import re
from typing import Literal

from teikit.diagnostics import Diagnostic, Note, Severity, sort_diagnostics
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.schematron.tree import Origin

NamedKind = Literal["diagnostic", "function", "key", "pattern", "phase", "prefix", "property", "rule", "variable"]
_LIMIT = "sch-schema/limit-exceeded"
# How an expression names what may be left out.
_USE_PATTERNS: dict[str, str] = {
    "function": r"(?<![\w.:-]){}\s*\(",
    "key": r"\bkey\s*\(\s*[\"']{}[\"']",
    "prefix": r"(?<![\w.-]){}:(?!:)",
}


class Faults:
    """The faults of a schema, gathered while the rest of it is read.

    It knows by name what is left out, so that what refers to it is left out in silence: each fault is reported once.
    `is_incomplete` where something that the schema includes is missing, which may declare any name.
    """

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.is_incomplete = False
        self._left_out: set[tuple[NamedKind, str]] = set()
        self._left_out_uses: re.Pattern[str] | None = None

    def add(self, rule: str, message: str, origin: Origin) -> None:
        """Report a fault."""
        self.diagnostics.append(schema_diagnostic(rule, message, origin))

    def take(self, error: SchemaSyntaxError) -> None:
        """Report the faults of a part that is left out, but raise again what puts an end to reading."""
        if any(each.rule == _LIMIT for each in error.diagnostics):
            raise error
        self.diagnostics += error.diagnostics

    def leave_out(self, kind: NamedKind, name: str) -> None:
        """Note that something with a name is left out, and why is reported."""
        self._left_out.add((kind, name))
        if kind in _USE_PATTERNS and name:
            more = _USE_PATTERNS[kind].format(re.escape(name))
            self._left_out_uses = re.compile(f"{self._left_out_uses.pattern}|{more}" if self._left_out_uses else more)

    def is_left_out(self, kind: NamedKind, name: str) -> bool:
        """Whether a name is missing because of what is reported elsewhere."""
        return self.is_incomplete or self.is_itself_left_out(kind, name)

    def is_itself_left_out(self, kind: NamedKind, name: str) -> bool:
        """Whether what has a name is left out itself."""
        return (kind, name) in self._left_out

    def has_left_out_name(self, expression: str) -> bool:
        """Whether an expression uses a function, key or prefix that is left out."""
        return self._left_out_uses is not None and self._left_out_uses.search(expression) is not None

    def all(self) -> tuple[Diagnostic, ...]:
        """Return all faults, each once, in the order of places."""
        return tuple(sort_diagnostics(dict.fromkeys(self.diagnostics)))


def schema_diagnostic(rule: str, message: str, origin: Origin, notes: tuple[Note, ...] = ()) -> Diagnostic:
    """Return a diagnostic of the schema's file at a place of it; `rule` is the whole id."""
    return Diagnostic(origin.file, rule, Severity.ERROR, message, origin.span, notes=notes)


def fatal_schema_error(rule: str, message: str, origin: Origin) -> SchemaSyntaxError:
    """Return the exception for a fault behind which reading cannot go on."""
    return SchemaSyntaxError([schema_diagnostic(rule, message, origin)])
