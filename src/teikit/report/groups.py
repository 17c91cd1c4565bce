"""Groups diagnostics of one rule whose messages differ only in quoted values, or are about values with one cause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.diagnostic import SEVERITY_ORDER
from teikit.diagnostics.value_faults import ValueFault, read_value_fault
from teikit.report.concise import place

# After so many groups, further diagnostics are grouped by rule alone: a run may have any number of them, memory is
# finite.
_MOST = 2_000
_MOST_PLACES = 4
# Rules whose messages quote names of elements and attributes; other rules quote values from the document.
_OF_NAMES = r"rng/(element|attribute|text|root)-(not-allowed|missing)"
_VALUE = r"(?P<name>\b(?:element|attribute|of|in|on|after|before) )?'[^']*'"
_QUOTED = r"('[^']*')"
_COUNT = r" \(\d+ [a-z]+\)$"
Key = tuple[str, str, str]


@dataclass(slots=True)
class DiagnosticGroup:
    """A group of diagnostics: the first one, how many there are, in how many files, and the first locations.

    `words` are the message unless the diagnostics are about several values of an attribute: then they are empty,
    `fault` is that of the first of them, and `values` is their number.
    """

    first: Diagnostic
    words: str
    count: int = 0
    files: int = 0
    places: list[str] = field(default_factory=list)
    last_file: str = ""
    fault: ValueFault | None = None
    values: int = 0

    @property
    def message(self) -> str:
        """The message of all, with `'...'` in place of values in which the diagnostics differ."""
        if self.words or self.fault is None:
            return self.words
        return self.fault._replace(number=self.values).message()

    def add(self, diagnostic: Diagnostic, words: str) -> None:
        """Count one more diagnostic."""
        self.count += 1
        if diagnostic.file != self.last_file or not self.files:
            self.files += 1
            self.last_file = diagnostic.file
        if len(self.places) < _MOST_PLACES:
            self.places.append(place(diagnostic))
        if (found := read_value_fault(diagnostic.message)) is not None:
            self._add_values(found)
        elif self.message != diagnostic.message:
            self.words = _common_message(self.message, diagnostic.message) or words

    def _add_values(self, found: ValueFault) -> None:
        self.values += found.number
        if self.fault is None:
            self.fault = found
        else:
            self.words = ""


def pair_parts(one: str, other: str) -> list[tuple[str, str]] | None:
    """Return the parts of two messages that differ only in quoted values, side by side; None if more differs."""
    parts, others = re.split(_QUOTED, one), re.split(_QUOTED, other)
    if len(parts) != len(others) or parts[::2] != others[::2]:
        return None
    return list(zip(parts, others, strict=True))


def _common_message(one: str, other: str) -> str | None:
    """Return what two messages share, with `'...'` for quoted parts that differ; None if other parts differ too."""
    pairs = pair_parts(one, other)
    return None if pairs is None else "".join(part if part == each else "'...'" for part, each in pairs)


def generalize_message(diagnostic: Diagnostic) -> str:
    """Return a message without the parts that vary within a group: values, and the list of expected names."""
    words = diagnostic.fault
    if (found := read_value_fault(words)) is not None:
        return found.cause
    if re.match(_OF_NAMES, diagnostic.rule):
        return words
    return re.sub(_VALUE, lambda found: found[0] if found["name"] else "'...'", re.sub(_COUNT, "", words))


def _rest_of(diagnostic: Diagnostic) -> Key:
    return (diagnostic.severity, diagnostic.rule, "more problems of this rule")


class DiagnosticGroups:
    """The groups of a run's diagnostics, in a bounded table."""

    def __init__(self) -> None:
        self._groups: dict[Key, DiagnosticGroup] = {}

    def add(self, diagnostic: Diagnostic) -> DiagnosticGroup:
        """Count a diagnostic and return its group; a new group has a count of one."""
        key = self._key(diagnostic)
        group = self._groups.get(key)
        if group is None and len(self._groups) >= _MOST:
            key = _rest_of(diagnostic)
            group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = DiagnosticGroup(diagnostic, diagnostic.message)
        group.add(diagnostic, key[2])
        return group

    @staticmethod
    def _key(diagnostic: Diagnostic) -> Key:
        return (diagnostic.severity, diagnostic.rule, generalize_message(diagnostic))

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[DiagnosticGroup]:
        """Yield the groups: errors first, then the largest, then in order of appearance."""
        return iter(sorted(self._groups.values(), key=lambda each: (SEVERITY_ORDER[each.first.severity], -each.count)))
