"""Dates and times of XML Schema part 2 (clauses 3.2.7 to 3.2.14), their order with and without time zones."""

import re
from collections.abc import Callable
from functools import cache

from teikit.relaxng.datatypes.interface import Context, LexicalError

# Seconds since the year 0001 began, digits after the point, and whether a time zone is given; with one the instant is
# in UTC, without it is local.
Instant = tuple[int, str, bool]

_DAY = 86_400
_FARTHEST_ZONE = 14 * 3_600
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PARTS = {
    "Y": "(?P<year>-?[0-9]{4,})",
    "M": "(?P<month>[0-9]{2})",
    "D": "(?P<day>[0-9]{2})",
    "t": r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?",
}
_ZONE = "(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
# The defaults of types without year, month or day: a leap year, and a month of 31 days.
_DEFAULTS = {"year": "1972", "month": "01", "day": "01", "hour": "00", "minute": "00", "second": "00"}
_LIMITS = (("month", 1, 12), ("day", 1, 31), ("hour", 0, 24), ("minute", 0, 59), ("second", 0, 60))

LAYOUTS = {
    "dateTime": ("Y-M-DTt", "a date and time as 2001-12-31T12:00:00"),
    "time": ("t", "a time as 12:00:00"),
    "date": ("Y-M-D", "a date as 2001-12-31"),
    "gYearMonth": ("Y-M", "a year and month as 2001-12"),
    "gYear": ("Y", "a year as 2001"),
    "gMonthDay": ("--M-D", "a month and day as --12-31"),
    "gDay": ("---D", "a day as ---31"),
    "gMonth": ("--M", "a month as --12"),
}
# A fast test for most dates, which exist in any year.
PLAIN = {
    "date": re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"),
    "gYear": re.compile("[12][0-9]{3}"),
    "gYearMonth": re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])"),
}


@cache
def reader(name: str) -> Callable[[str, Context], Instant]:
    """Return the reader of one of the types in LAYOUTS."""
    layout, example = LAYOUTS[name]
    pattern = re.compile("".join(_PARTS.get(sign, sign) for sign in layout) + _ZONE)

    def read(text: str, _context: Context) -> Instant:
        found = pattern.fullmatch(text)
        if found is None:
            raise LexicalError(f"not {example}")
        fields = {key: value for key, value in found.groupdict().items() if value is not None}
        return _instant({**_DEFAULTS, **fields})

    return read


def _instant(fields: dict[str, str]) -> Instant:
    year = _year(fields["year"])
    month, day, hour, minute, second = (_parse_bounded(fields, *limit) for limit in _LIMITS)
    if day > days_in_month(year, month):
        raise LexicalError(f"day {day} in month {month}" + (f" of {fields['year']}" if month == 2 else ""))
    fraction = fields.get("fraction", "").rstrip("0")
    if hour == 24 and (minute or second or fraction):
        raise LexicalError("hour 24 with minutes or seconds")
    zone = _zone(fields.get("zone"))
    seconds = (days_before(year, month) + day - 1) * _DAY + hour * 3_600 + minute * 60 + second
    return seconds - (zone or 0), fraction, zone is not None


def _year(text: str) -> int:
    """Return the astronomical year: there is no year 0000, the year -0001 comes before 0001."""
    digits = text.lstrip("-")
    if not digits.strip("0"):
        raise LexicalError("year 0000")
    if len(digits) > 4 and digits.startswith("0"):
        raise LexicalError("a year with needless zeros")
    if len(digits) > 1_000:
        raise LexicalError("a year of more than 1,000 digits")
    return 1 - int(digits) if text.startswith("-") else int(digits)


def _parse_bounded(fields: dict[str, str], name: str, least: int, most: int) -> int:
    value = int(fields[name])
    if not least <= value <= most:
        raise LexicalError(f"{name} {fields[name]}")
    return value


def _zone(text: str | None) -> int | None:
    """Return the offset of a time zone from UTC in seconds."""
    if text is None or text == "Z":
        return None if text is None else 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    seconds = hours * 3_600 + minutes * 60
    if minutes > 59 or seconds > _FARTHEST_ZONE:
        raise LexicalError(f"time zone {text}")
    return -seconds if text.startswith("-") else seconds


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month (1 to 12) of an astronomical year has."""
    return 28 if month == 2 and not _is_leap(year) else _MONTH_DAYS[month - 1]


def days_before(year: int, month: int) -> int:
    """Return the days from the beginning of the year 1 to that of a month."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    return days + sum(_MONTH_DAYS[: month - 1]) - (month > 2 and not _is_leap(year))


def compare_instants(left: Instant, right: Instant) -> int | None:
    """Return -1, 0 or 1; None where a missing time zone leaves the order open (clause 3.2.7.4)."""
    if left[2] == right[2]:
        return (left[:2] > right[:2]) - (left[:2] < right[:2])
    if right[2]:
        turned = compare_instants(right, left)
        return None if turned is None else -turned
    if (left[0], left[1]) < (right[0] - _FARTHEST_ZONE, right[1]):
        return -1
    return 1 if (left[0], left[1]) > (right[0] + _FARTHEST_ZONE, right[1]) else None
