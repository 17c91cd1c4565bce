"""Converts Julian, French Republican and Roman days to Gregorian ones, and computes Easter."""

from datetime import MAXYEAR, date, timedelta

# The day of September on which each year, from year 1 on, begins.
_FIRST_REPUBLICAN_DAYS = (22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23)
_REPUBLICAN_YEAR_BEFORE = 1791
_IDES_ON_15 = {3, 5, 7, 10}


def is_gregorian_day(year: int, month: int, day: int) -> bool:
    """Return whether the Gregorian calendar has a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def julian_lag(year: int, month: int, day: int) -> int:
    """Return the number of days between the Julian and the Gregorian calendar on a Julian day."""
    shifted = year if (month, day) > (2, 29) else year - 1
    return shifted // 100 - shifted // 400 - 2


def from_julian(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Julian one, None where that calendar has no such day."""
    leap = (month, day) == (2, 29) and year % 4 == 0
    if not (leap or is_gregorian_day(year, month, day)) or year >= MAXYEAR:
        return None
    start = date(year, 2, 28) if leap else date(year, month, day)
    return start + timedelta(days=julian_lag(year, month, day) + leap)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def from_republican(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a French Republican one (years 1 to 14; month 13: the last days)."""
    last = (6 if year in {3, 7, 11} else 5) if month == 13 else 30
    if not (1 <= year <= len(_FIRST_REPUBLICAN_DAYS) and 1 <= month <= 13 and 1 <= day <= last):
        return None
    first = date(_REPUBLICAN_YEAR_BEFORE + year, 9, _FIRST_REPUBLICAN_DAYS[year - 1])
    return first + timedelta(days=30 * (month - 1) + day - 1)


def roman_day(month: int, mark: str, before: int) -> tuple[int, int]:
    """Return month and day of a Roman date.

    `mark` is "kalends", "nones" or "ides", of the month named, from 1. `before` is the day counted back from the mark,
    itself included: 1 is the mark, 2 the eve ("pridie").
    """
    long = month in _IDES_ON_15
    if mark == "kalends" and before > 1:
        earlier = month - 1 or 12
        # Not in a leap year: the sixth day is counted twice there.
        return earlier, (date(2001 + (earlier == 12), earlier % 12 + 1, 1) - timedelta(days=before - 1)).day
    named = {"kalends": 1, "nones": 7 if long else 5, "ides": 15 if long else 13}[mark]
    return month, named - before + 1
