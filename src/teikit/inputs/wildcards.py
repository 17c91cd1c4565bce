"""Wildcards to regular expressions that take linear time: those of the shell, and of git (gitignore(5), wildmatch.c).

Names are strings of which `?` matches one character. A pattern that git never matches (with an unclosed bracket, or a
backslash at the end) is None.
"""

import re

_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f", "digit": "0-9",
    "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~", "space": " \\t-\\r", "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_PIECE = re.compile(r"\*+|\?|\[|\\.|[^*?\[\\]", re.DOTALL)
_SET = re.compile(r"(?P<class>\[:(?P<name>[^]]*):\])|(?P<from>\\.|[^\\])(?:-(?P<to>\\.|[^]\\]))?", re.DOTALL)
# Each so many characters of a pattern count as a wildcard.
_LONG = 16
_FOLDERS = "(?:[^/]+/)*"


def count_wildcards(pattern: str) -> int:
    """Return the wildcards of a pattern, with what else makes it take longer to compile; 0 for a literal name."""
    found = sum(map(pattern.count, "*?[\\"))
    # With wildcards each part of a path becomes an expression of its own, and sets may be long.
    return found and found + pattern.count("/") + len(pattern) // _LONG


def _parse_set(pattern: str, place: int) -> tuple[str, int] | None:
    """Return the bracketed set whose content begins at a place as a regular expression, and where it ends."""
    negated = pattern[place : place + 1] in {"!", "^"}
    place += negated
    members: list[str] = []
    first = True
    while first or not pattern.startswith("]", place):
        found = _SET.match(pattern, place)
        if not found or (found["class"] and found["name"] not in _CLASSES):
            return None
        members.append(_CLASSES[found["name"]] if found["class"] else _range(found["from"], found["to"]))
        place, first = found.end(), False
    return f"(?!/)[{'^' if negated else ''}{''.join(dict.fromkeys(members))}]", place + 1


def _range(low: str, high: str | None) -> str:
    first, last = low[-1], (high or low)[-1]
    # Of a reversed range git takes only the first character.
    return f"{_escape_in_set(first)}-{_escape_in_set(max(first, last))}"


def _escape_in_set(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else char


def _fixed_length_parts(pattern: str) -> list[str] | None:
    """Return the pieces between the stars of one part of a path, as regular expressions of a fixed length."""
    chunks, place = [""], 0
    while place < len(pattern):
        found = _PIECE.match(pattern, place)
        if not found:
            return None
        piece, place = found[0], found.end()
        if piece[0] == "*":
            chunks.append("")
        elif piece == "[":
            made = _parse_set(pattern, place)
            if not made:
                return None
            chunks[-1] += made[0]
            place = made[1]
        else:
            chunks[-1] += "[^/]" if piece == "?" else re.escape(piece[-1])
    return chunks


def part_regex(pattern: str) -> str | None:
    """Return the regular expression for one part of a path.

    Each star matches as little as it can and never more later. That finds all that backtracking would, since the piece
    after the last star must be at the end.
    """
    chunks = _fixed_length_parts(pattern)
    if chunks is None:
        return None
    if len(chunks) == 1:
        return chunks[0]
    middle = "".join(f"(?>[^/]*?{each})" for each in chunks[1:-1] if each)
    return f"{chunks[0]}{middle}[^/]*{chunks[-1]}"


def name_regex(pattern: str) -> re.Pattern[str] | None:
    """Return the regular expression for a name."""
    made = part_regex(pattern)
    return None if made is None else re.compile(made)


def path_regex(pattern: str) -> re.Pattern[str] | None:
    """Return the regular expression for a path, in which `**` as a part matches any number of folders."""
    runs: list[list[str]] = [[]]
    for each in pattern.split("/"):
        made = part_regex(each)
        if made is None:
            return None
        if set(each) == {"*"} and len(each) > 1:
            runs.append([])
        else:
            runs[-1].append(made)
    # At the end `**` matches everything, but not nothing.
    tail = "/".join(runs[-1]) if runs[-1] else "(?s:.+)"
    if len(runs) == 1:
        return re.compile(tail)
    head = "".join(f"{each}/" for each in runs[0])
    middle = "".join(f"(?>(?:[^/]+/)*?{'/'.join(run)}/)" for run in runs[1:-1] if run)
    return re.compile(f"{head}{middle}{_FOLDERS}{tail}")
