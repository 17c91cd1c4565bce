"""The datatype duration (XML Schema part 2, clause 3.2.6), whose order is partial."""

import re
from functools import cache

from teikit.relaxng.datatypes.calendar import days_before
from teikit.relaxng.datatypes.interface import Context, LexicalError

# Months, whole seconds (rounded down) and the digits of the rest; negative durations have negative months and seconds.
Duration = tuple[int, int, str]

_MAX_DIGITS = 1_000
# Year, month: the four starting points that clause 3.2.6.2 measures durations from.
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


@cache
def _pattern() -> re.Pattern[str]:
    date = "(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    time = r"(?:T(?=[0-9.])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]*)?|\.[0-9]+)S)?)?"
    return re.compile(f"(-?)P(?=[0-9T]){date}{time}")


def read_duration(text: str, _context: Context = None) -> Duration:
    """Return the duration that a string stands for."""
    found = _pattern().fullmatch(text)
    if found is None:
        raise LexicalError("not a duration as P1Y2M3DT4H5M6S")
    whole, _, fraction = (found[7] or "0").partition(".")
    numbers = [part or "0" for part in (*found.group(2, 3, 4, 5, 6), whole)]
    if max(map(len, numbers)) > _MAX_DIGITS:
        raise LexicalError(f"a number of more than {_MAX_DIGITS:,} digits")
    years, months, days, hours, minutes, seconds = map(int, numbers)
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    fraction = fraction.rstrip("0")
    if not found[1]:
        return years * 12 + months, total, fraction
    return -(years * 12 + months), -total - bool(fraction), _complement_digits(fraction)


def _complement_digits(fraction: str) -> str:
    """Return the digits of 1 - 0.fraction, for seconds below zero that are rounded down."""
    if not fraction:
        return ""
    nines = "".join(str(9 - int(digit)) for digit in fraction[:-1])
    return nines + str(10 - int(fraction[-1]))


def _duration_end(start: tuple[int, int], duration: Duration) -> tuple[int, str]:
    """Return the seconds and their fraction at the end of a duration that begins on the first of a month."""
    months = start[0] * 12 + start[1] - 1 + duration[0]
    return days_before(months // 12, months % 12 + 1) * 86_400 + duration[1], duration[2]


def compare_durations(left: Duration, right: Duration) -> int | None:
    """Return -1, 0 or 1; None where the length of months and years leaves the order open."""
    signs = set()
    for start in _STARTS:
        ours, theirs = _duration_end(start, left), _duration_end(start, right)
        signs.add((ours > theirs) - (ours < theirs))
    return signs.pop() if len(signs) == 1 else None
