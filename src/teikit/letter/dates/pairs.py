"""Reads two days beside each other: a stretch of days, or one day by two calendars.

One day by two calendars is written with a slash, in brackets or with a hyphen (August 9-21, 1879); its W3C form is the
Gregorian day, the second of the two.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from teikit.letter.dates.calendars import from_julian, is_gregorian_day
from teikit.letter.dates.readings import FULL, LEAP_YEAR, DateReading, read_day_and_month, w3c_date
from teikit.letter.dates.tokens import DateTokens

HYPHENS = frozenset("-–—")
_SLASHES = frozenset("/(")
# Writers miscount the days between the calendars by one.
_LAGS = range(9, 15)


class _Link(Enum):
    """What is between two days; only words always mean a stretch."""

    SLASH = auto()
    HYPHEN = auto()
    WORD = auto()


class _SecondDay(NamedTuple):
    day: int
    end: int
    link: _Link


def _link(tokens: DateTokens, index: int) -> _Link | None:
    mark = tokens.text_at(index)
    if mark in HYPHENS:
        return _Link.HYPHEN
    if mark in _SLASHES:
        return _Link.SLASH
    return _Link.WORD if mark in tokens.words.until else None


def _second_day(tokens: DateTokens, index: int) -> _SecondDay | None:
    link = _link(tokens, index)
    second = tokens.day(tokens.skip(index + 1, frozenset(), tokens.words.before_day)) if link else None
    return _SecondDay(*second, link) if second and link and second[0] > 0 else None


def two_days(tokens: DateTokens, day: int, end: int) -> DateReading | None:
    """3-5 May 1890; 12/24 January 1878, one day by two calendars."""
    second = _second_day(tokens, end)
    month = tokens.month(second.end) if second else None
    if second is None or month is None:
        return None
    last = read_day_and_month(tokens, second.day, month[0], month[1], named=month[2])
    return _pair((month[0], day), last, second.link) if last else None


def two_days_after_month(tokens: DateTokens, month: int, day: int, end: int) -> DateReading | None:
    """May 3-5, 1890; August 9-21, 1879; a year is required after a slash: May 3/18 may be of 1818."""
    second = _second_day(tokens, end)
    last = read_day_and_month(tokens, second.day, month, second.end) if second else None
    if second is None or last is None or (second.link is _Link.SLASH and last.rank < FULL):
        return None
    return _pair((month, day), last, second.link)


def _pair(first: tuple[int, int], last: DateReading, link: _Link) -> DateReading | None:
    """Return the reading of two days, None where the second is not after the first."""
    year, second = last.year_month_day[0], last.year_month_day[1:]
    if second <= first or not is_gregorian_day(year or LEAP_YEAR, *first):
        return None
    may_be_one_day = link is _Link.SLASH or (link is _Link.HYPHEN and year > 0)
    if may_be_one_day and _is_one_day(year, first, second):
        return replace(last, calendar="julian")
    if link is _Link.SLASH and year and (moved := _miscounted_day(year, first, second)):
        return replace(last, when=moved.isoformat(), calendar="julian", is_doubtful=True)
    return replace(last, when="", first=w3c_date(year, *first), last=last.when)


def _miscounted_day(year: int, old: tuple[int, int], new: tuple[int, int]) -> date | None:
    """Return the Gregorian day of a Julian one whose writer miscounted the days between the calendars."""
    lag = (date(year, *new) - date(year, *old)).days
    return from_julian(year, *old) if lag in _LAGS else None


def two_dates(tokens: DateTokens, day: int, month: int, end: int, one: DateReading | None) -> DateReading | None:
    """30 April to 2 May 1890; 28 December 1877 / 9 January 1878, one day by two calendars."""
    second = _second_date(tokens, one.end if one else end)
    if second is None or not is_gregorian_day(LEAP_YEAR, month, day):
        return one
    last, link = second
    known_year = one.year_month_day[0] if one and one.rank == FULL else None
    if known_year is not None and last.rank < FULL:
        return one
    year = last.year_month_day[0] if known_year is None else known_year
    if link is _Link.SLASH:
        is_one_day = _is_one_day(year, (month, day), last.year_month_day[1:])
        return replace(last, calendar="julian") if is_one_day else one
    first = w3c_date(year, month, day)
    is_ordered = first < last.when and (not year or is_gregorian_day(year, month, day))
    return replace(last, when="", first=first, last=last.when) if is_ordered else one


def _second_date(tokens: DateTokens, index: int) -> tuple[DateReading, _Link] | None:
    """Return the second of two days that each have their month, and what links the two."""
    link = _link(tokens, index)
    found = next(_day_and_month(tokens, index + 1), None) if link else None
    last = read_day_and_month(tokens, *found) if found else None
    return (last, link) if last and link else None


def _day_and_month(tokens: DateTokens, index: int) -> Iterator[tuple[int, int, int]]:
    """Yield a day, its named month and where they end, in either order."""
    day = tokens.day(tokens.skip(index, frozenset(), tokens.words.before_day))
    if day and day[0] > 0 and (month := tokens.named_month(tokens.skip(day[1]))):
        yield day[0], *month
    if month := tokens.named_month(index):
        day = tokens.day(tokens.skip(month[1]))
        if day and day[0] > 0:
            yield day[0], month[0], day[1]


def _is_one_day(year: int, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Return whether two days are one, Julian and Gregorian; without a year, in some century since 1582."""
    years = [year, year - 1] if year else [1699, 1750, 1850, 1950]
    found = (from_julian(each, *old) for each in years)
    return any(day is not None and (day.month, day.day) == new for day in found)
