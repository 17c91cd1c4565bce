"""The reading of a date: what its words mean, and how complete they are."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from teikit.letter.dates.calendars import from_julian, is_gregorian_day
from teikit.letter.dates.tokens import BESIDE_NUMBERS, DateTokens

# How complete a form is, to choose among the dates of a text.
FULL, DAY, MONTH, YEAR = 4, 3, 2, 1
LEAP_YEAR = 2000
_FEBRUARY = 2


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date that begins at some token, and where it ends; `year_month_day` has 0 for what is not written."""

    rank: int
    end: int
    when: str = ""
    first: str = ""
    last: str = ""
    has_bounds: bool = False
    calendar: str = ""
    short_year: int | None = None
    year_month_day: tuple[int, int, int] = (0, 0, 0)
    is_doubtful: bool = False


def w3c_date(year: int, month: int, day: int) -> str:
    """Return the W3C form of a date; a year, month or day of 0 is not known."""
    if not year:
        return f"--{month:02}-{day:02}" if day else f"--{month:02}" if month else ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])


def written_date(rank: int, end: int, *written: int) -> DateReading:
    """Return the reading of a year, month and day as they are written, 0 for what is not."""
    year, month, day = written
    return DateReading(rank, end, w3c_date(year, month, day), year_month_day=(year, month, day))


def last_day(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def day_of_month(year: int, month: int, day: int) -> int:
    """Return a day that may be counted from the end of its month (-1 is the last); 0 where the year must be known."""
    if day > 0:
        return day
    return last_day(year or LEAP_YEAR, month) + day + 1 if year or month != _FEBRUARY else 0


def read_day_and_month(tokens: DateTokens, day: int, month: int, end: int, *, named: bool = True) -> DateReading | None:
    """Return the reading of a day and a month, with the year after them."""
    year = tokens.year(end) or tokens.short_year(end, named=named)
    if year is None:
        day = day_of_month(0, month, day)
        known = (named or _is_standalone(tokens, end)) and is_gregorian_day(LEAP_YEAR, month, day)
        return written_date(DAY, end, 0, month, day) if known else None
    day = day_of_month(year.value if year.has_century else 0, month, day)
    if year.is_dual and month <= 3:
        moved = from_julian(year.value + 1, month, day)
        return DateReading(FULL, year.end, moved.isoformat(), calendar="julian") if moved else None
    if not is_gregorian_day(year.value if year.has_century else LEAP_YEAR, month, day):
        return None
    if not year.has_century:
        return replace(written_date(DAY, year.end, 0, month, day), short_year=year.value)
    return written_date(FULL, year.end, year.value, month, day)


def _is_standalone(tokens: DateTokens, end: int) -> bool:
    """Return whether two numbers are a whole phrase, and so likely a day and a month: 16. 9. or 7/XI."""
    start = end - 1
    while start and (tokens.text_at(start - 1) in BESIDE_NUMBERS or tokens.text_at(start - 1).isdecimal()):
        start -= 1
    before, after = tokens.text_at(start - 1), tokens.text_at(end)
    if tokens.text_at(end - 1).isalpha():
        return not after.isdecimal() and (after == "." or "/" in {tokens.text_at(end - 2), tokens.text_at(end - 3)})
    if before not in {"", ",", ".", "den", "d"} and not tokens.match_phrase(start - 1, tokens.words.weekdays):
        return False
    return not after or (after == "." and not tokens.text_at(end + 1))
