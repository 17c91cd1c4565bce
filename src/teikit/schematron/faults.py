"""Collects the faults of a Schematron schema as diagnostics `sch-schema`, and the names of the parts left out."""

import re
from typing import Literal

from teikit.diagnostics import Diagnostic, Note, Severity, sort_diagnostics
from teikit.limits import describe_excess
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.schematron.tree import Origin

NamedKind = Literal["diagnostic", "function", "key", "pattern", "phase", "prefix", "property", "rule", "variable"]
_LIMIT = "sch-schema/limit-exceeded"
# Names of functions, keys and prefixes in an expression.
_USE_PATTERNS: dict[str, str] = {
    "function": r"(?<![\w.:-]){}\s*\(",
    "key": r"\bkey\s*\(\s*[\"']{}[\"']",
    "prefix": r"(?<![\w.-]){}:(?!:)",
}


class Faults:
    """The faults of a schema, collected while the rest of it is read.

    It records the names of parts left out, so that references to these are left out silently: faults are reported once.
    `is_incomplete` if something that the schema includes is missing, which may declare any name.
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
        """Report the faults of a part that is left out, but re-raise fatal errors."""
        if any(each.rule == _LIMIT for each in error.diagnostics):
            raise error
        self.diagnostics += error.diagnostics

    def leave_out(self, kind: NamedKind, name: str) -> None:
        """Record that a named part is left out for a fault that is reported."""
        self._left_out.add((kind, name))
        if kind in _USE_PATTERNS and name:
            more = _USE_PATTERNS[kind].format(re.escape(name))
            self._left_out_uses = re.compile(f"{self._left_out_uses.pattern}|{more}" if self._left_out_uses else more)

    def is_left_out(self, kind: NamedKind, name: str) -> bool:
        """Whether a name is missing because of a fault that is reported elsewhere."""
        return self.is_incomplete or self.is_itself_left_out(kind, name)

    def is_itself_left_out(self, kind: NamedKind, name: str) -> bool:
        """Whether the part with a name was left out itself."""
        return (kind, name) in self._left_out

    def has_left_out_name(self, expression: str) -> bool:
        """Whether an expression uses a function, key or prefix that is left out."""
        return self._left_out_uses is not None and self._left_out_uses.search(expression) is not None

    def all(self) -> tuple[Diagnostic, ...]:
        """Return all faults, each once, in the order of their positions."""
        return tuple(sort_diagnostics(dict.fromkeys(self.diagnostics)))


def schema_diagnostic(rule: str, message: str, origin: Origin, notes: tuple[Note, ...] = ()) -> Diagnostic:
    """Return a diagnostic of a schema at a position in it; `rule` is the whole id."""
    return Diagnostic(origin.file, rule, Severity.ERROR, message, origin.span, notes=notes)


def limit_error(name: str, origin: Origin) -> SchemaSyntaxError:
    """Return the exception for a schema that exceeds a limit."""
    return fatal_schema_error(_LIMIT, f"the schema {describe_excess(name)}", origin)


def fatal_schema_error(rule: str, message: str, origin: Origin) -> SchemaSyntaxError:
    """Return the exception for a fault after which reading cannot continue."""
    return SchemaSyntaxError([schema_diagnostic(rule, message, origin)])


def describe_fault(words: str) -> str:
    """Return what is wrong with an expression as a verb phrase."""
    return words if words.startswith(("calls ", "is ", "uses ", "does ")) else f"is not correct: {words}"
