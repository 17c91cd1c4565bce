"""Sets of characters in XML Schema's regular expressions, as functions that test membership."""

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from pathlib import Path
from unicodedata import category

from teikit.relaxng.datatypes.names import Ranges, letters, name_characters

CharSet = Callable[[str], bool]

CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn".split()  # noqa: SIM905  a table reads better as one
)


def ranges_set(ranges: Ranges) -> CharSet:
    """Return the set of the characters in any of the ranges."""
    ordered = sorted(ranges)
    firsts = [first for first, _ in ordered]
    lasts = [last for _, last in ordered]

    def contains(char: str) -> bool:
        at = bisect_right(firsts, ord(char)) - 1
        return at >= 0 and ord(char) <= lasts[at]

    return contains


def single_char(char: str) -> CharSet:
    """Return the set of a single character."""
    return lambda other: other == char


def char_range(first: str, last: str) -> CharSet:
    """Return the set of the characters from one to another, both inclusive."""
    return lambda char: first <= char <= last


def union(sets: list[CharSet]) -> CharSet:
    """Return the union of sets."""
    return sets[0] if len(sets) == 1 else lambda char: any(member(char) for member in sets)


def complement(inner: CharSet) -> CharSet:
    """Return the set of all other characters."""
    return lambda char: not inner(char)


def difference(left: CharSet, right: CharSet) -> CharSet:
    """Return the first set without the second."""
    return lambda char: left(char) and not right(char)


def category_set(name: str) -> CharSet:
    """Return the set of a general category, named by one letter or two."""
    return lambda char: category(char).startswith(name)


@cache
def property_set(name: str) -> CharSet | None:
    r"""Return the set that \p{name} means, None where there is no such property."""
    if name in CATEGORIES:
        return category_set(name)
    ranges = _unicode_blocks().get(name[2:]) if name.startswith("Is") else None
    return ranges_set(ranges) if ranges else None


@cache
def multi_char_escape(letter: str) -> CharSet:
    r"""Return the set that \s, \i, \c, \d or \w means, or in capitals the complement (appendix F.1.1)."""
    if letter.isupper():
        return complement(multi_char_escape(letter.lower()))
    if letter == "s":
        return lambda char: char in " \t\n\r"
    if letter == "d":
        return category_set("Nd")
    if letter == "w":
        return lambda char: category(char)[0] not in "PZC"
    return ranges_set(name_characters() if letter == "c" else (*letters(), (0x3A, 0x3A), (0x5F, 0x5F)))


def is_not_line_end(char: str) -> bool:
    """Return whether `.` matches a character."""
    return char not in "\n\r"


@cache
def _unicode_blocks() -> dict[str, Ranges]:
    """Return the ranges of each block, ends inclusive, by its name without spaces."""
    found: dict[str, Ranges] = {}
    for line in Path(__file__).with_name("blocks.txt").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            first, last, name = line.split(" ")
            found[name] = (*found.get(name, ()), (int(first, 16), int(last, 16)))
    return found
