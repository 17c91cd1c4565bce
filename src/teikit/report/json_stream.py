"""A streaming JSON reader: only the current value is in memory, however long the report."""

import json
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from teikit.errors import UnreadableInputError
from teikit.formats.json import ESCAPED_SURROGATE
from teikit.messages import escape_control
from teikit.storage.files import describe_error

_Value = TypeVar("_Value")
_CHUNK = 1 << 14
# No value in a report is larger than this.
_LARGEST = 32 << 20
_BLANKS = " \t\n\r"


class NotJsonError(Exception):
    """The input is not JSON, or not of the expected shape."""


class JsonStream:
    """A pull parser for a file of JSON values: the caller asks for each value in turn.

    The file is reopened for each chunk, so that any number of reports can be read in parallel. All methods raise
    NotJsonError, and UnreadableInputError if the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._decoder = getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._text, self._at, self._read = "", 0, 0

    def _fill(self) -> bool:
        """Read the next chunk, a larger one the longer the incomplete value is; return False at the end of the file."""
        wanted = max(_CHUNK, len(self._text) - self._at)
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                piece = file.read(wanted)
        except OSError as error:
            reason = f"cannot be read ({describe_error(error)})"
            raise UnreadableInputError(f"{escape_control(self._path)}: {reason}") from None
        self._read += len(piece)
        try:
            text = self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            raise NotJsonError from None
        self._text, self._at = self._text[self._at :] + text, 0
        return bool(piece)

    def peek(self) -> str:
        """Return the first character of the next value or separator, "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def _expect(self, wanted: str) -> str:
        found = self.peek()
        if not found or found not in wanted:
            raise NotJsonError
        self._at += 1
        return found

    def value(self) -> Any:
        """Return the next value, fully parsed."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                if len(self._text) - self._at > _LARGEST or not self._fill():
                    raise NotJsonError from None
                continue
            # A number at the end of the chunk may continue in the next.
            if end == len(self._text) and self._fill():
                continue
            if ESCAPED_SURROGATE.search(self._text, self._at, end):
                _check_characters(value)
            self._at = end
            return value

    def members(self) -> Iterator[str]:
        """Yield the names of an object's members; read or skip each member's value before taking the next name."""
        return self._iterate("{", "}", self._name)

    def items(self) -> Iterator[Any]:
        """Yield the values of an array."""
        return self._iterate("[", "]", self.value)

    def skip(self) -> None:
        """Skip the next value; an array is skipped item by item."""
        if self.peek() == "[":
            for _ in self.items():
                pass
        else:
            self.value()

    def _name(self) -> str:
        name = self.value()
        self._expect(":")
        if not isinstance(name, str):
            raise NotJsonError
        return name

    def _iterate(self, opening: str, closing: str, taken: Callable[[], _Value]) -> Iterator[_Value]:
        self._expect(opening)
        if self.peek() == closing:
            self._expect(closing)
            return
        while True:
            yield taken()
            if self._expect(f",{closing}") == closing:
                return


def _check_characters(value: Any) -> None:
    """Raise NotJsonError if a text in a value has half a character: one of a pair of surrogates."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotJsonError from None
