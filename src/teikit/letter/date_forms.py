"""Rewrites what states a date in any other form as W3C's forms: `5. Mai 1816` as `1816-05-05`."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teikit.letter.dates.found import FoundDate

_YEAR_FIRST = re.compile(r"(-?\d{4}|-)[-./](\d{1,2})(?:[-./](\d{1,2}))?(T.*|Z|[+-]\d\d:\d\d)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_COMPACT = re.compile(r"((?:1\d|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
# A time without seconds, alone or after a date, which a space may separate from it.
_MINUTES = re.compile(r"(?:(-?\d{4,}-\d\d-\d\d)[T ])?(\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?")
# Longer values are no dates but texts.
_LONGEST = 80


def rewrite_date(text: str) -> str:
    """Return the date that a whole value states in W3C's form, "" if it states none, or maybe two."""
    if match := _MINUTES.fullmatch(text):
        day, time, seconds, zone = match.groups()
        return f"{day}T" * bool(day) + time + (seconds or ":00") + (zone or "")
    if match := _YEAR_FIRST.fullmatch(text):
        return "-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:3] if part)]) + (match[4] or "")
    if match := _DAY_FIRST.fullmatch(text):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if match := _COMPACT.fullmatch(text):
        return f"{match[1]}-{match[2]}-{match[3]}"
    return full_date(text)


def full_date(text: str) -> str:
    """Return the date of a whole text, "" if it is not one, may be two, or has a year without its century."""
    found = find_whole_date(text)
    return found.when if found and found.short_year is None else ""


def find_whole_date(text: str) -> "FoundDate | None":
    """Return the date that a whole text is, None if it is not one."""
    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return None
    # The vocabulary of letters is large, and most values need none of it.
    from teikit.letter.dates import find_date  # noqa: PLC0415

    plain = " ".join(text.split())
    found = find_date(plain)
    return found if found and (found.start, found.end) == (0, len(plain)) else None


def swap_day_and_month(text: str) -> str:
    """Return a date whose month is none, with its day and month swapped; "" where that makes no sense."""
    match = _YEAR_FIRST.fullmatch(text)
    if match is None or not match[3] or int(match[2]) <= 12 or match[4]:
        return ""
    return f"{match[1]}-{int(match[3]):02}-{int(match[2]):02}"
