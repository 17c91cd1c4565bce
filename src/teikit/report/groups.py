"""Many problems to the few causes they have: problems of one rule whose messages differ in nothing but values."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.diagnostic import WEIGHT
from teikit.report.concise import place

# Beyond so many causes, further ones are told by their rule alone: a run has any number of problems, memory has an end.
_MOST = 2_000
_MOST_PLACES = 4
# Rules whose messages name elements and attributes in quotes; elsewhere what is quoted is a value of the document.
_OF_NAMES = re.compile(r"rng/(element|attribute|text|root)-(not-allowed|missing)")
_VALUE = re.compile(r"(?P<name>\b(?:element|attribute|of|in|on|after|before) )?'[^']*'")
_QUOTED = re.compile(r"('[^']*')")
_COUNT = re.compile(r" \(\d+ [a-z]+\)$")
Key = tuple[str, str, str]


@dataclass(slots=True)
class Cause:
    """Problems that have one cause: the first of them, how many there are, in how many files, and the first places.

    `words` is the message with `'...'` for values in which the problems differ.
    """

    first: Diagnostic
    words: str
    count: int = 0
    files: int = 0
    places: list[str] = field(default_factory=list)
    last_file: str = ""

    def add(self, diagnostic: Diagnostic, words: str) -> None:
        """Count one more problem."""
        self.count += 1
        if diagnostic.file != self.last_file or not self.files:
            self.files += 1
            self.last_file = diagnostic.file
        if len(self.places) < _MOST_PLACES:
            self.places.append(place(diagnostic))
        if self.words != diagnostic.message:
            self.words = _common(self.words, diagnostic.message) or words


def _common(one: str, other: str) -> str | None:
    """Return what two messages share, with `'...'` where only what they quote differs; None where more does."""
    parts, others = _QUOTED.split(one), _QUOTED.split(other)
    if len(parts) != len(others) or parts[::2] != others[::2]:
        return None
    return "".join(part if part == each else "'...'" for part, each in zip(parts, others, strict=True))


def cause_of(diagnostic: Diagnostic) -> str:
    """Return a message without what differs between problems of one cause: values, and what else was expected."""
    words = diagnostic.fault
    if _OF_NAMES.match(diagnostic.rule):
        return words
    return _VALUE.sub(lambda found: found[0] if found["name"] else "'...'", _COUNT.sub("", words))


class Causes:
    """The causes of a run's problems."""

    def __init__(self) -> None:
        self._found: dict[Key, Cause] = {}

    def add(self, diagnostic: Diagnostic) -> Cause:
        """Count a problem and return its cause, which has a count of one where it is new."""
        words = cause_of(diagnostic)
        key = (diagnostic.severity, diagnostic.rule, words)
        if key not in self._found and len(self._found) >= _MOST:
            words = "more problems of this rule"
            key = (diagnostic.severity, diagnostic.rule, words)
        cause = self._found.setdefault(key, Cause(diagnostic, diagnostic.message))
        cause.add(diagnostic, words)
        return cause

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Cause]:
        """Yield the causes: errors first, those that would clear most, then in the order in which they were met."""
        weight: Callable[[Cause], tuple[int, int]] = lambda each: (WEIGHT[each.first.severity], -each.count)  # noqa: E731
        return iter(sorted(self._found.values(), key=weight))
