"""A regular expression that is compiled on first use: most letters need few of the forms that teikit knows."""

import re
import sys
from collections.abc import Iterator


class LazyPattern:
    """A compiled regular expression, from its first use on; the methods are those of `re.Pattern`."""

    __slots__ = ("_compiled", "_flags", "_pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern, self._flags = pattern, flags
        self._compiled: re.Pattern[str] | None = None

    def _compile(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._pattern, self._flags)
        return self._compiled

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at the beginning of a stretch of a text."""
        return self._compile().match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match of a whole stretch of a text."""
        return self._compile().fullmatch(text, start, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in a stretch of a text."""
        return self._compile().search(text, start, end)

    def findall(self, text: str) -> list[str]:
        """Return all matches in a text, or their only groups."""
        return self._compile().findall(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return an iterator over the matches in a stretch of a text."""
        return self._compile().finditer(text, start, end)
