"""Reads TOML 1.0 into values and the lines of their keys, within the limits; writes values.

The standard library's reader reports no lines of values, and takes quadratic time for a key of many names.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from math import isinf
from typing import Any, NamedTuple

from teikit.errors import TeikitError, UnreadableInputError
from teikit.formats.encodings import decode, line_and_column, place
from teikit.limits import Budget
from teikit.messages import escape_control, quote

Names = tuple[str, ...]
# Patterns are compiled where they are used: files that are short and correct need few.
# Strings and comments, also those that do not end: what is in them is no structure.
_NO_STRUCTURE = (
    r'(?s)"""(?:[^\\"]|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^\\"\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
)
_PLAIN_KEY = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
_NAME = r"""(?:"(?:\\.|[^"\\])*+"|'[^']*+'|[\w-]++)"""
_KEY = rf"[ \t]*({_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*="
_HEADER = r"[ \t]*\[\[?([^\[\]]*)\]\]?[ \t]*(?:#.*)?"
_HEADER_START = r"(?m)^[ \t]*\[[^\]\n]*+"
_PLACE = r" \(at line (\d+), column (\d+)\)$"
# No text has more, and patterns allow not many more.
_MOST_REPEATS = 1 << 31
# What is written by its number: what cannot be seen, or changes the direction in which a line is read.
_UNSEEN = r'[\x00-\x1f"\\\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]'
_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_LEVEL_CHANGES = {"[": 1, "{": 1, "]": -1, "}": -1}


class Toml(NamedTuple):
    """What a file of TOML states, and its text."""

    values: dict[str, Any]
    text: str

    def lines(self) -> Mapping[Names, int]:
        """Return the line of each table, and of each key that begins a line, by its path; for messages."""
        return dict(reversed(_key_lines(self.text)))

    def lines_of_tables(self, path: Names) -> list[dict[str, int]]:
        """Return, for each table of an array of tables, the line of its header, as "", and those of its keys."""
        found: list[dict[str, int]] = []
        for key, number in _key_lines(self.text):
            if key == path:
                found.append({"": number})
            elif found and key[:-1] == path:
                found[-1].setdefault(key[-1], number)
        return found


def toml_value(value: str | int | tuple[str, ...]) -> str:
    """Return a text, number, truth value or list of texts as TOML on one line; what cannot be seen is escaped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return f'"{re.sub(_UNSEEN, _escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


class _InfiniteError(ValueError):
    """A number is too large."""


def read_toml(
    data: bytes, file: str, *, error: type[TeikitError] = UnreadableInputError, limit: str = "configuration-bytes"
) -> Toml:
    """Return the values of a file of TOML; control characters that it escapes are in them.

    Args:
        data: the bytes, UTF-8 with or without a byte order mark.
        file: the name of the file for messages.
        error: what is raised if it is no TOML in UTF-8.
        limit: the name of the limit for its size.

    Raises:
        LimitExceededError: it exceeds this limit, or that of depth, of values or of digits.
    """
    budget = Budget(escape_control(file))
    budget.check(limit, len(data))
    text = decode(data, "utf-8-sig", file, error=error)
    if not _is_simple(text, budget):
        _check_structure(re.sub(_NO_STRUCTURE, _blank_out, text), budget)
    try:
        return Toml(tomllib.loads(text, parse_float=_read_float), text)
    except _InfiniteError as fault:
        where, reason = place(text, text.find(str(fault))), f"has {quote(str(fault))}, which is no finite number"
    except RecursionError:
        raise budget.excess("data-depth") from None
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        where, reason = _describe(text, str(fault))
    raise error(escape_control(f"{budget.file}:{where}: {reason}")) from None


def _is_simple(text: str, budget: Budget) -> bool:
    """Return whether a text has too few signs to exceed a limit, whatever they mean."""
    # Neither a dotted key nor a number goes over the end of a line.
    lines = text.split("\n")
    count = {sign: text.count(sign) for sign in ",{[=."}
    values = count[","] + count["{"] + count["["] + count["="] * (count["."] + 2)
    return (
        values <= budget.limit("data-values")
        and count["{"] + count["["] <= budget.limit("data-depth")
        and max(line.count(".") for line in lines) < budget.limit("data-depth")
        and max(map(len, lines)) <= budget.limit("number-digits")
    )


def _blank_out(match: re.Match[str]) -> str:
    """Return a filler for a string or comment that keeps the places of what follows; it counts as a name."""
    if "\n" not in match[0]:
        return "s" * len(match[0])
    return "\n".join("s" * len(line) for line in match[0].split("\n"))


def _check_structure(text: str, budget: Budget) -> None:
    """Compare the depth and number of values, the names of keys and the digits of numbers with their limits."""
    budget.check("data-values", sum(map(text.count, ",{[")) + _count_names(text))
    most, digits = budget.limit("data-depth"), budget.limit("number-digits")
    brackets = [(match.start(), _LEVEL_CHANGES[match[0]]) for match in re.finditer(r"[\[\]{}]", text)]
    depths = accumulate((change for _, change in brackets), lambda depth, change: max(depth + change, 0))
    if deep := next((at for (at, _), depth in zip(brackets, depths, strict=True) if depth > most), None):
        raise budget.excess("data-depth", place(text, deep))
    if key := re.search(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{min(most, _MOST_REPEATS)}}}", text):
        raise budget.excess("data-depth", place(text, key.start()))
    if number := re.search(rf"(?<![\w-])[0-9][0-9A-Fa-fxob_]{{{min(digits, _MOST_REPEATS)}}}", text):
        raise budget.excess("number-digits", place(text, number.start()))


def _count_names(text: str) -> int:
    """Return how many names the reader compares: for each key those of its table, too."""
    count, before, names = 0, 0, 1
    for header in re.finditer(_HEADER_START, text):
        count += names * text.count("=", before, header.start())
        before, names = header.end(), header[0].count(".") + 2
    return count + names * text.count("=", before)


def _read_float(literal: str) -> float:
    value = float(literal)
    if isinf(value) and "inf" not in literal:
        raise _InfiniteError(literal)
    return value


def _describe(text: str, message: str) -> tuple[str, str]:
    """Return the place and the reason of a fault that the standard library reports."""
    reason, found = message.partition(" (at ")[0], re.search(_PLACE, message)
    last_line, _ = line_and_column(text, len(text.rstrip()))
    return f"{found[1]}:{found[2]}" if found else str(last_line), f"is no TOML: {reason[:1].lower()}{reason[1:]}"


@lru_cache(maxsize=2)
def _key_lines(text: str) -> tuple[tuple[Names, int], ...]:
    """Return the line of each table and key; readers of large files ask several times."""
    return tuple(_find_keys(text))


def _find_keys(text: str) -> Iterator[tuple[Names, int]]:
    table: Names = ()
    within = _lines_within_strings(text)
    for number, line in enumerate(text.split("\n"), 1):
        if number in within:
            continue
        if header := re.fullmatch(_HEADER, line.rstrip("\r")):
            table = _path(header[1])
            yield table, number
        elif key := re.match(_KEY, line):
            yield (*table, *_path(key[1])), number


def _lines_within_strings(text: str) -> set[int]:
    """Return the numbers of the lines that begin within a string."""
    # TOML has no NUL, which marks them here.
    marked = re.sub(_NO_STRUCTURE, lambda match: match[0].replace("\n", "\n\0"), text)
    return {number for number, line in enumerate(marked.split("\n"), 1) if line.startswith("\0")}


def _path(key: str) -> Names:
    """Return the names of a dotted key."""
    if re.fullmatch(_PLAIN_KEY, key.strip()):
        return tuple(key.strip().split("."))
    try:
        value: Any = tomllib.loads(f"{key} = 0")
    except (ValueError, RecursionError):
        return ()
    parts = []
    while isinstance(value, dict) and value:
        (part, value), *_ = value.items()
        parts.append(part)
    return tuple(parts)
