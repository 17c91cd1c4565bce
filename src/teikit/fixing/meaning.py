"""Checks whether a new value states all that an old one states: each number, each name and each word.

The meaning of a value is compared, not its spelling: `June` equals `06`, `5` equals `05`. A
year without its century does not equal a day without a year, and a similar word is another word.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise, takewhile

# The same separators on both sides: 1816-5/6 is May or June.
_YEAR_FIRST = re.compile(r"(-?\d{4}|-)([-./])(\d{1,2})(?:\2(\d{1,2}))?(T.*|Z|[+-]\d\d:\d\d)?")
_W3C = re.compile(r"(?:(-?\d{4,9})|-)(?:-(\d\d)(?:-(\d\d))?)?(T.*|Z|[+-]\d\d:\d\d)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(\d+),(\d+)")
_LANGUAGE = re.compile(r"([A-Za-z]{3})((?:-[A-Za-z0-9]{1,8})*)")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\s+|.", re.DOTALL)
_BOOLEAN = {"yes": "true", "true": "true", "no": "false", "false": "false"}
# Between words they separate the parts of one name, or the names of a list: de_AT, to-be-seen.
_JOINTS = frozenset("-_. ")
_POINTS = frozenset(".,")
# Longer values are not dates, words or names, but texts.
_LONGEST = 200
_LEAST_TRANSPOSED, _LEAST_MISSPELT, _LEAST_DOUBLED = 4, 5, 6
# A letter that is doubled nearer to the end makes another word: filed and filled, later and latter, desert and dessert.
_LEAST_AFTER_DOUBLED = 4


def is_equivalent(old: str, new: str) -> bool:
    """Return whether a value certainly states what another one states."""
    old, new = (unicodedata.normalize("NFC", each).strip() for each in (old, new))
    if len(old) > _LONGEST:
        return old == new
    if (year_first := _YEAR_FIRST.fullmatch(old)) and (written := _W3C.fullmatch(new)):
        return _is_same_year_first(year_first, written.groups()[:3], written[4] or "")
    tests = (_is_same, _is_same_boolean, _is_same_language, _is_same_decimal, _is_same_date, is_slip)
    return any(is_kept(old, new) for is_kept in tests)


def _is_same(old: str, new: str) -> bool:
    """Return whether two values differ only in case, white space, leading zeros and how words are joined."""
    stated = _statement(old)
    return stated in {_statement(new), _statement(new.removeprefix("#"))}


def _statement(value: str) -> tuple[str, ...]:
    """Return the words, numbers and signs of a value; words that are only joined differently are the same.

    Zeros are significant after a point or comma: 1.05 is not 1.5. So is ß, which is not ss: Maße are not Masse.
    """
    tokens = [" " if each.isspace() else each.lower() for each in _TOKEN.findall(value)]
    stated: list[str] = []
    for before, each, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        if each.isdecimal():
            stated.append(each if before in _POINTS else each.lstrip("0") or "0")
        elif each in _JOINTS:
            if not _is_joint(before, each, after):
                # de_1996 is de-1996.
                stated.append("-" if each == "_" and before.isalnum() and after.isalnum() else each)
        elif each.isalpha() and stated and stated[-1].isalpha():
            stated[-1] += each
        else:
            stated.append(each)
    return tuple(stated)


def _is_joint(before: str, sign: str, after: str) -> bool:
    """Return whether a sign only joins words: between numbers it separates, a hyphen before a word negates."""
    if sign in {"-", "_"} and not (before.isalpha() and after.isalpha()):
        # 1e-5 is not 1e5.
        return False
    return before.isalpha() or after.isalpha()


def _is_same_boolean(old: str, new: str) -> bool:
    return _BOOLEAN.get(old.casefold()) == new


def _is_same_language(old: str, new: str) -> bool:
    """Return whether two language tags differ only in a two-letter and a three-letter code (BCP 47, 2.2.1)."""
    match = _LANGUAGE.fullmatch(old)
    if match is None:
        return False
    # The registry is large, and rarely needed.
    from teikit.document.subtags import two_letter_code  # noqa: PLC0415

    short = two_letter_code(match[1])
    return short is not None and short + match[2] == new


def _is_same_decimal(old: str, new: str) -> bool:
    """Return whether a point replaces a decimal comma; the comma of 1,500 may separate thousands."""
    match = _DECIMAL_COMMA.fullmatch(old)
    if match is None or new != old.replace(",", "."):
        return False
    return len(match[2]) != 3 or match[1].startswith("0") or len(match[1]) > 3


def _is_same_date(old: str, new: str) -> bool:
    match = _W3C.fullmatch(new)
    if match is None:
        return False
    written, rest = match.groups()[:3], match[4] or ""
    if len(old) == 8 and old.isdecimal():
        return old == new.replace("-", "")
    if rest or (written[0] or "").startswith("-"):
        return False
    # The vocabulary of letters is large, and faulty dates are rare.
    from teikit.letter.dates.stated import states_date  # noqa: PLC0415

    year, month, day = map(_number, written)
    return states_date(old, year, month, day)


def _is_same_year_first(old: re.Match[str], written: Sequence[str | None], rest: str) -> bool:
    # A single hyphen is an unknown year, and requires hyphens as separators: -.5 is not a month.
    year = old[1] if old[1] != "-" else None
    if (year is None and old[2] != "-") or (old[5] or "") != rest or _may_be_years(old):
        return False
    if old[2] == "." and not old[4]:
        # 1816.5 may be a number.
        return False
    return [_number(each) for each in (year, old[3], old[4])] == [_number(each) for each in written]


def _number(figures: str | None) -> int | None:
    return int(figures) if figures else None


def _may_be_years(old: re.Match[str]) -> bool:
    """Return whether two numbers may be two years: 1811/2 and 1811/12 are 1811 to 1812, 1816/5 is not."""
    if old[4] or old[2] != "/" or old[1].startswith("-"):
        return False
    return old[3] > old[1][-len(old[3]) :]


def is_misspelt(name: str, meant: str) -> bool:
    """Return whether an unknown name is a known one with one mistake: in case, or in a letter.

    Short names are similar by chance: cRef is not ref, nor item term.
    """
    one, other = name.casefold(), meant.casefold()
    if one == other or _is_transposed(one, other):
        return True
    if min(len(one), len(other)) < _LEAST_MISSPELT:
        return False
    start = _common_prefix_length(one, other)
    end = _common_prefix_length(one[start:][::-1], other[start:][::-1])
    return max(len(one), len(other)) - start - end <= 1


def _common_prefix_length(one: str, other: str) -> int:
    """Return the length of the common prefix of two words."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def is_slip(old: str, new: str) -> bool:
    """Return whether a word is another one with two letters swapped, or one doubled or not.

    Spellings of names differ, and other letters make other words: Ana is not Anna, nor sender sent.
    """
    if old[:1].isupper() or not old[:1].isalpha() or old[:1] != new[:1]:
        return False
    return _is_transposed(old, new) or _is_doubled(*sorted((old, new), key=len))


def _is_transposed(old: str, new: str) -> bool:
    if len(old) != len(new) or len(old) < _LEAST_TRANSPOSED:
        return False
    apart = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = old[apart[0]], old[apart[1]]
    return new[apart[0]] == second and new[apart[1]] == first and first.isalpha() and second.isalpha()


def _is_doubled(short: str, long: str) -> bool:
    if len(long) != len(short) + 1 or len(short) < _LEAST_DOUBLED - 1:
        return False
    last = len(long) - 1 - _LEAST_AFTER_DOUBLED
    doubled = [at for at, (one, other) in enumerate(pairwise(long[: last + 1])) if one == other and one.isalpha()]
    return any(long[:at] + long[at + 1 :] == short for at in doubled)
