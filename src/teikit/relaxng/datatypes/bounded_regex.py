"""Regular expressions that strangers wrote, in Python's syntax: the results of `re`, in a bounded number of steps.

A pattern runs in `re` where its worst case is cheap for the length of the text, otherwise as a program whose steps are
counted (`regex_program`).
"""

import re
from collections.abc import Iterator
from typing import Any

from teikit.relaxng.datatypes.regex_cost import is_anchored, ways
from teikit.relaxng.datatypes.regex_program import (
    CostlyRegexError,
    Program,
    Run,
    UnsupportedRegexError,
    parse,
)

__all__ = ["BoundedMatch", "BoundedRegex", "CostlyRegexError", "UnsupportedRegexError"]

# What `re` may cost at most on one text, in characters that it reads: less than a second.
_CHEAP = 2e8
# What a replacement contains: a group, or a backslash.
_REFERENCE = re.compile(r"\\(?:g<(\d+)>|(\d)|\\)")


class BoundedMatch:
    """A match; its methods are those of a match of `re`."""

    __slots__ = ("_slots", "_text", "re")

    def __init__(self, regex: "BoundedRegex", text: str, slots: list[int]) -> None:
        self.re = regex
        self._text = text
        self._slots = slots

    def span(self, group: int = 0) -> tuple[int, int]:
        """Return the start and the end of a group, -1 where it matched nothing."""
        if not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        start, end = self._slots[2 * group : 2 * group + 2]
        return (start, end) if end >= 0 else (-1, -1)

    def start(self, group: int = 0) -> int:
        """Return the start of a group."""
        return self.span(group)[0]

    def end(self, group: int = 0) -> int:
        """Return the end of a group."""
        return self.span(group)[1]

    def group(self, group: int = 0) -> str | None:
        """Return what a group matched."""
        start, end = self.span(group)
        return None if start < 0 else self._text[start:end]

    __getitem__ = group

    def groups(self) -> tuple[str | None, ...]:
        """Return what the groups matched."""
        return tuple(map(self.group, range(1, self.re.groups + 1)))

    def expand(self, template: str) -> str:
        r"""Return a template with `\1` or `\g<1>` replaced by what the groups matched."""

        def value(found: re.Match[str]) -> str:
            number = found[1] or found[2]
            return "\\" if number is None else self.group(int(number)) or ""

        return _REFERENCE.sub(value, template)


Match = re.Match[str] | BoundedMatch


class BoundedRegex:
    """A compiled pattern; its methods are those of a pattern of `re`.

    Making one raises re.error where the pattern is not correct, and CostlyRegexError where it exceeds a limit.
    All methods raise CostlyRegexError where a text takes more steps than the limit `regex-steps` allows, and
    UnsupportedRegexError where that is not certain to be noticed.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._parsed, self._flags = parse(pattern, flags)
        self.pattern = pattern
        self.groups = int(self._parsed.state.groups) - 1
        self._ways = ways(self._parsed, self._flags)
        self._is_anchored = is_anchored(self._parsed, self._flags)
        try:
            self._fast = re.compile(pattern, flags)
        except (RecursionError, OverflowError, MemoryError):
            raise CostlyRegexError("regex-parts") from None
        self._program: Program | None = None

    def is_cheap(self, text: str) -> bool:
        """Return whether `re` may search a text: whether its worst case takes less than a second."""
        size = len(text) + 1
        starts = 1 if self._is_anchored else size
        return self._ways.cost(size) * starts < _CHEAP

    def search(self, text: str, start: int = 0) -> Match | None:
        """Return the first match in a text from a place on."""
        if self.is_cheap(text):
            return self._fast.search(text, start)
        return self._search(self._run(text), text, start)

    def match(self, text: str) -> Match | None:
        """Return the match at the start of a text."""
        if self.is_cheap(text):
            return self._fast.match(text)
        slots = self._run(text).match(0)
        return BoundedMatch(self, text, slots) if slots is not None else None

    def fullmatch(self, text: str) -> Match | None:
        """Return the match of a whole text."""
        if self.is_cheap(text):
            return self._fast.fullmatch(text)
        slots = self._run(text).match(0, is_whole=True)
        return BoundedMatch(self, text, slots) if slots is not None else None

    def finditer(self, text: str) -> Iterator[Match]:
        """Yield the matches in a text that do not overlap; those of a program are never empty."""
        if self.is_cheap(text):
            yield from self._fast.finditer(text)
            return
        run, at = self._run(text), 0
        while (found := self._search(run, text, at)) is not None:
            yield found
            at = found.end() + (found.end() == found.start())
            if at > len(text):
                return

    def sub(self, replacement: str, text: str) -> str:
        """Return a text with its matches replaced."""
        if self.is_cheap(text):
            return self._fast.sub(replacement, text)
        parts, at = [], 0
        for found in self.finditer(text):
            parts += [text[at : found.start()], found.expand(replacement)]
            at = found.end()
        return "".join([*parts, text[at:]])

    def split(self, text: str) -> list[str | Any]:
        """Return the parts of a text between its matches, and what their groups matched."""
        if self.is_cheap(text):
            return self._fast.split(text)
        parts: list[str | Any] = []
        at = 0
        for found in self.finditer(text):
            parts += [text[at : found.start()], *found.groups()]
            at = found.end()
        return [*parts, text[at:]]

    def _run(self, text: str) -> Run:
        if self._program is None:
            self._program = Program(self._parsed, self._flags)
        return Run(self._program, text)

    def _search(self, run: Run, text: str, start: int) -> BoundedMatch | None:
        for at in range(start, 1 if self._is_anchored else len(text) + 1):
            slots = run.match(at)
            if slots is not None:
                return BoundedMatch(self, text, slots)
        return None
