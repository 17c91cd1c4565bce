"""Reads JSON (RFC 8259) into values: each key once, finite numbers, whole characters, within the limits; writes it."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import isfinite
from typing import Any, NoReturn

from teikit.errors import TeikitError, UnreadableInputError
from teikit.formats.encodings import SURROGATE, decode, place
from teikit.limits import Budget
from teikit.messages import escape_control, quote

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_PIECE = re.compile(rf'{_STRING.pattern}|[\[\]{{}},:]|[^\s\[\]{{}},:"]++', re.DOTALL)
_KEY = re.compile(r"\s*:")
ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_LEVEL_CHANGES = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


class _NumberError(ValueError):
    """A number that is not accepted; `limit` is what it exceeds, if anything."""

    def __init__(self, literal: str, limit: str = "") -> None:
        super().__init__(literal)
        self.literal = literal
        self.limit = limit


class _RepeatedKeyError(ValueError):
    """An object has a key twice."""


def read_json(
    data: bytes, file: str, *, error: type[TeikitError] = UnreadableInputError, limit: str = "data-bytes"
) -> Any:
    """Return the value of a file of JSON; control characters that it escapes are in it.

    Args:
        data: the bytes: UTF-8, or UTF-16 or UTF-32, with or without a byte order mark.
        file: the name of the file for messages.
        error: what is raised if it is no JSON, or has a key twice, a number that is not finite, or half a character.
        limit: the name of the limit for its size.

    Raises:
        LimitExceededError: it exceeds this limit, or that of depth, of values or of digits.
    """
    budget = Budget(escape_control(file))
    budget.check(limit, len(data))
    return _JsonReader(decode(data, json.detect_encoding(data), file, error=error), budget, error).read()


def json_bytes(value: Any, *, indent: int = 1, sort_keys: bool = False) -> bytes:
    """Return a value as an indented file of JSON in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys) + "\n").encode()


class _JsonReader:
    """Reads one text."""

    def __init__(self, text: str, budget: Budget, error: type[TeikitError]) -> None:
        self._text = text
        self._budget = budget
        self._error = error
        self._most_digits = budget.limit("number-digits")

    def read(self) -> Any:
        """Return the value; raises the errors of `read_json`."""
        self._check_structure()
        try:
            value = json.loads(
                self._text,
                parse_int=self._read_integer,
                parse_float=self._read_float,
                parse_constant=self._refuse_constant,
                object_pairs_hook=_object,
            )
        except json.JSONDecodeError as fault:
            raise self._fault(fault.pos, f"is no JSON: {fault.msg[:1].lower()}{fault.msg[1:]}") from None
        except _NumberError as fault:
            raise self._number_fault(fault) from None
        except _RepeatedKeyError:
            at, key = _find_repeated_key(self._text)
            raise self._fault(at, f"has the key {quote(key)} twice in one object") from None
        except RecursionError:
            raise self._budget.excess("data-depth") from None
        if ESCAPED_SURROGATE.search(self._text):
            self._check_characters()
        return value

    def _fault(self, offset: int, reason: str) -> TeikitError:
        return self._error(f"{self._budget.file}:{place(self._text, offset)}: {escape_control(reason)}")

    def _check_structure(self) -> None:
        """Compare the depth and the number of values with their limits."""
        bare = _STRING.sub("", self._text)
        self._budget.check("data-values", sum(map(bare.count, ",[{")))
        most, brackets = self._budget.limit("data-depth"), bare.encode().translate(None, _NO_BRACKETS)
        if max(accumulate(map(_LEVEL_CHANGES.__getitem__, brackets)), default=0) <= most:
            return
        opening = ((offset, _LEVEL_CHANGES[ord(piece)]) for piece, offset in _pieces(self._text) if piece in "[]{}")
        depth = 0
        for offset, change in opening:
            depth += change
            if depth > most:
                raise self._budget.excess("data-depth", place(self._text, offset))

    def _read_integer(self, literal: str) -> int:
        if len(literal) > self._most_digits:
            raise _NumberError(literal, "number-digits")
        try:
            return int(literal)
        except ValueError:
            # Python itself has a limit, which its environment may lower.
            raise _NumberError(literal, "number-digits") from None

    def _read_float(self, literal: str) -> float:
        if len(literal) > self._most_digits:
            raise _NumberError(literal, "number-digits")
        value = float(literal)
        if not isfinite(value):
            raise _NumberError(literal)
        return value

    def _refuse_constant(self, literal: str) -> NoReturn:
        raise _NumberError(literal)

    def _number_fault(self, fault: _NumberError) -> TeikitError:
        # It may be followed by what belongs to no number, as in 1e999x.
        begins = (offset for piece, offset in _pieces(self._text) if piece.startswith(fault.literal))
        offset = next(begins, self._text.find(fault.literal))
        if fault.limit:
            return self._budget.excess(fault.limit, place(self._text, offset))
        return self._fault(offset, f"has {quote(fault.literal)}, which is no finite number")

    def _check_characters(self) -> None:
        """Raise an error if a string has half a character: one of a pair of surrogates."""
        for piece, offset in _pieces(self._text):
            if "\\u" in piece and (lone := SURROGATE.search(json.loads(piece))):
                raise self._fault(offset, f"has a text with half a character, U+{ord(lone[0]):04X}")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKeyError
    return found


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    return ((match[0], match.start()) for match in _PIECE.finditer(text))


def _find_repeated_key(text: str) -> tuple[int, str]:
    """Return the offset of the first key that its object has before, and the key."""
    keys: list[set[str]] = []
    for piece, offset in _pieces(text):
        if piece in "[{":
            keys.append(set())
        elif piece in "]}":
            keys.pop()
        elif piece[0] == '"' and _KEY.match(text, offset + len(piece)):
            key = json.loads(piece)
            if key in keys[-1]:
                return offset, key
            keys[-1].add(key)
    return 0, ""
