"""Turns values into words for messages: the only place that escapes, quotes, counts and suggests."""

import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_ESCAPES = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x2070))
_ESCAPES |= {code: f"\\u{code:04x}" for code in _DIRECTIONS}
# CI reads this as a command anywhere in a line of a log; another kind of command begins its line with `::`.
_COMMAND = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)
# Documents have many similar names, so a suggestion for one must be closer than for a command or an option.
_LEAST_SIMILARITY = 0.75
# Nothing is suggested for longer words, in code points: the search takes the square of the time.
_LONGEST_SUGGESTED = 200


# A user's name and password in a URL, also in one that was read as a path, which has one slash.
_USER_INFO = r"(:/{1,2})[^\s/?#@'\"<>]*:[^\s/?#@'\"<>]*@"


def escape_control(name: str | os.PathLike[str]) -> str:
    """Return a name or text that is safe to show to people and in logs, on one line.

    It has no control, escape or direction character, no lone surrogate, no password of a URL, and nothing that CI reads
    as a command.
    """
    text = os.fspath(name)
    if not (text.isascii() and text.isprintable()):
        text = text.encode("utf-8", "backslashreplace").decode("utf-8").translate(_ESCAPES)
    if "@" in text and ":/" in text:
        text = re.sub(_USER_INFO, r"\1", text)
    if "##" in text:
        text = _COMMAND.sub(r"#\\x23", text)
    return text.replace("::", "\\x3a:", 1) if "::" in text and text.lstrip().startswith("::") else text


def shorten(text: str, most: int) -> str:
    """Return a text, cut after `most` characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def quote(text: str, most: int = 60) -> str:
    """Return a value in quotes, cut after `most` characters, with spaces for line ends and control characters."""
    plain = "".join(char if char.isprintable() else " " for char in text[: most + 1])
    return f"'{plain}'" if len(text) <= most else f"'{plain[: most - 3]}...'"


def quote_names(names: Sequence[str], *, last: str = "or", most: int = 3, of: int = 0) -> str:
    """Return names in quotes as a phrase: the first few of them, and how many more there are (`of` in all)."""
    return list_items([f"'{each}'" for each in names[:most]], last=last, of=max(of, len(names)))


def list_items(items: Sequence[str], *, last: str = "or", of: int = 0) -> str:
    """Return items as a phrase, and how many more there are (`of` in all)."""
    if (more := of - len(items)) > 0:
        return f"{', '.join(items)} and {more} more"
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def pluralize(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun; the plural is `one` with an s where `many` is not given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@lru_cache(maxsize=4_096)
def _closest(word: str, among: tuple[str, ...], count: int, cutoff: float) -> tuple[str, ...]:
    # Its import takes longer than the check of most documents, and only misspelt names need it.
    from difflib import get_close_matches  # noqa: PLC0415

    return tuple(get_close_matches(word, among, count, cutoff))


def suggest(word: str, among: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the nearest of some words, None where none is near; `cutoff` is the least similarity, from 0 to 1."""
    return next(iter(suggestions(word, among, count=1, cutoff=cutoff)), None)


def suggestions(word: str, among: Iterable[str], *, count: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return the nearest of some words, at most `count`, the nearest first; none for a very long word."""
    if len(word) > _LONGEST_SUGGESTED:
        return []
    return list(_closest(word, tuple(among), count, cutoff))


def suggest_spelling(word: str, among: Iterable[str]) -> str | None:
    """Return the right spelling of a word of a document: the same letters in another case, else a few letters off."""
    known = tuple(among)
    folded = word.casefold()
    same = next((each for each in known if each.casefold() == folded), None)
    return suggest(word, known, cutoff=_LEAST_SIMILARITY) if same is None else same


def format_suggestion(names: Iterable[str]) -> str:
    """Return suggested names as a question at the end of a message, "" if there are none."""
    quoted = " or ".join(f"'{each}'" for each in names)
    return f", did you mean {quoted}?" if quoted else ""
