"""The grammar of dates: reads each usual form of a date from tokens, the fullest form first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from teikit.letter.dates.calendars import easter_sunday, from_julian, from_republican, is_gregorian_day, roman_day
from teikit.letter.dates.tokens import BESIDE_NUMBERS, DateTokens, Year, roman_numeral_value

# How complete a form is, to choose among the dates of a text.
FULL, DAY, MONTH, YEAR = 4, 3, 2, 1
_LEAP_YEAR = 2000
_FIRST_GREGORIAN_EASTER = 1753
_FIRST_BARE_YEAR = 1400
_TO = frozenset("-–—")
_OR = frozenset("/(")


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


def w3c_date(year: int, month: int, day: int) -> str:
    """Return the W3C form of a date; a year, month or day of 0 is not known."""
    if not year:
        return f"--{month:02}-{day:02}" if day else f"--{month:02}" if month else ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])


def _reading(rank: int, end: int, *written: int) -> DateReading:
    """Return the reading of a year, month and day as they are written, 0 for what is not."""
    year, month, day = written
    return DateReading(rank, end, w3c_date(year, month, day), year_month_day=(year, month, day))


def _read_day_and_month(
    tokens: DateTokens, day: int, month: int, end: int, *, named: bool = True
) -> DateReading | None:
    """Return the reading of a day and a month, with the year after them."""
    year = tokens.year(end) or tokens.short_year(end, named=named)
    if year is None:
        known = (named or _is_standalone(tokens, end)) and is_gregorian_day(_LEAP_YEAR, month, day)
        return _reading(DAY, end, 0, month, day) if known else None
    if year.is_dual and month <= 3:
        moved = from_julian(year.value + 1, month, day)
        return DateReading(FULL, year.end, moved.isoformat(), calendar="julian") if moved else None
    if not is_gregorian_day(year.value if year.has_century else _LEAP_YEAR, month, day):
        return None
    if not year.has_century:
        return replace(_reading(DAY, year.end, 0, month, day), short_year=year.value)
    return _reading(FULL, year.end, year.value, month, day)


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


def iso_date(tokens: DateTokens, index: int) -> DateReading | None:
    """1890-05-03 (ISO 8601)."""
    parts = [tokens.text_at(index + step) for step in range(5)]
    numbers = parts[::2]
    if parts[1:4:2] != ["-", "-"] or [len(part) for part in numbers] != [4, 2, 2] or not "".join(numbers).isdecimal():
        return None
    year, month, day = map(int, numbers)
    return _reading(FULL, index + 5, year, month, day) if is_gregorian_day(year, month, day) else None


def day_first(tokens: DateTokens, index: int) -> DateReading | None:
    """3 May 1890, 3. 5. 1890, 17/IV 58, and stretches: 3-5 May 1890, 30 April to 2 May 1890."""
    found = tokens.day(index)
    if found is None:
        return None
    day, end = found
    month = tokens.month(end)
    if month is None or tokens.text_at(end) in _TO:
        two = _two_days(tokens, day, end)
        if month is None or two is not None:
            return two
    if not tokens.text_at(index).isdecimal() and not month[2]:
        return None
    number, end, named = month
    one = _read_day_and_month(tokens, day, number, end, named=named)
    if named:
        return _two_dates(tokens, day, number, end, one)
    return replace(one, when="") if one and _is_ambiguous_order(tokens, index, end, day, number) else one


def _is_ambiguous_order(tokens: DateTokens, index: int, end: int, day: int, month: int) -> bool:
    """Return whether 4/5/1923 may be 5 April, since some write the month first, with slashes."""
    marks = {tokens.text_at(between) for between in range(index + 1, end)}
    is_either = day != month and day <= 12 and tokens.text_at(end - 1).isdecimal()
    return is_either and "/" in marks and tokens.month_may_be_first


def _second_day(tokens: DateTokens, index: int) -> tuple[int, int, bool] | None:
    """Return the second day of two, where it ends, and whether the two are one day by two calendars."""
    mark = tokens.text_at(index)
    if mark not in _TO and mark not in _OR and mark not in tokens.words.until:
        return None
    second = tokens.day(index + 1)
    return (*second, mark in _OR) if second else None


def _two_days(tokens: DateTokens, day: int, end: int) -> DateReading | None:
    """3-5 May 1890; 12/24 January 1878, one day by two calendars."""
    second = _second_day(tokens, end)
    month = tokens.month(second[1]) if second else None
    if second is None or month is None:
        return None
    last = _read_day_and_month(tokens, second[0], month[0], month[1], named=month[2])
    if last is None or second[0] <= day:
        return None
    year = last.year_month_day[0]
    if second[2] and _is_one_day(year, (month[0], day), (month[0], second[0])):
        return replace(last, calendar="julian")
    first = w3c_date(year, month[0], day)
    return replace(last, when="", first=first, last=last.when)


def _two_dates(tokens: DateTokens, day: int, month: int, end: int, one: DateReading | None) -> DateReading | None:
    """30 April to 2 May 1890; 28 December 1877 / 9 January 1878, one day by two calendars."""
    second = _second_date(tokens, one.end if one else end)
    if second is None or not is_gregorian_day(_LEAP_YEAR, month, day):
        return one
    last, has_two_calendars = second
    known_year = one.year_month_day[0] if one and one.rank == FULL else None
    if known_year is not None and last.rank < FULL:
        return one
    year = last.year_month_day[0] if known_year is None else known_year
    if has_two_calendars:
        is_one_day = _is_one_day(year, (month, day), last.year_month_day[1:])
        return replace(last, calendar="julian") if is_one_day else one
    first = w3c_date(year, month, day)
    is_ordered = first < last.when and (not year or is_gregorian_day(year, month, day))
    return replace(last, when="", first=first, last=last.when) if is_ordered else one


def _second_date(tokens: DateTokens, index: int) -> tuple[DateReading, bool] | None:
    """Return the second of two days that each have their month, and whether it may be the first in another calendar."""
    second = _second_day(tokens, index)
    month = tokens.named_month(tokens.skip(second[1])) if second else None
    last = _read_day_and_month(tokens, second[0], *month) if second and month else None
    return (last, second[2]) if second and last else None


def _is_one_day(year: int, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Return whether two days are one, Julian and Gregorian; without a year, in some century since 1582."""
    years = [year, year - 1] if year else [1699, 1750, 1850, 1950]
    found = (from_julian(each, *old) for each in years)
    return any(day is not None and (day.month, day.day) == new for day in found)


def month_first(tokens: DateTokens, index: int) -> DateReading | None:
    """May 3, 1890; May 1890; May 3."""
    month = tokens.named_month(index)
    if month is None:
        return None
    number, end = month
    year = tokens.year(end)
    found = tokens.day(tokens.skip(end))
    if found is not None and tokens.text_at(found[1]) != ":" and (year is None or found[1] > year.end):
        one = _read_day_and_month(tokens, found[0], number, found[1])
        if one is not None and (one.rank == FULL or year is None):
            return one
    if year is None:
        return None
    return _reading(MONTH, year.end, year.value, number, 0)


def year_first(tokens: DateTokens, index: int) -> DateReading | None:
    """1890 May 3; 1890, 3 May; 1890, May; 1890."""
    year = tokens.year(index)
    if year is None or tokens.text_at(index) in {".", ",", "/", "(", "["}:
        return None
    start = tokens.skip(year.end)
    for day_index, month_index in ((start, None), (None, start)):
        if (one := _day_of_year(tokens, year, day_index, month_index)) is not None:
            return one
    if (month := tokens.named_month(start)) is not None:
        return _reading(MONTH, month[1], year.value, month[0], 0)
    bare = year.value >= _FIRST_BARE_YEAR and tokens.text_at(index).isdecimal()
    return _reading(YEAR, year.end, year.value, 0, 0) if bare else None


def _day_of_year(tokens: DateTokens, year: Year, day_index: int | None, month_index: int | None) -> DateReading | None:
    if day_index is not None:
        day = tokens.day(day_index)
        month = tokens.named_month(tokens.skip(day[1])) if day else None
    else:
        month = tokens.named_month(month_index or 0)
        day = tokens.day(tokens.skip(month[1])) if month else None
    if day is None or month is None or not is_gregorian_day(year.value, month[0], day[0]):
        return None
    return _reading(FULL, max(day[1], month[1]), year.value, month[0], day[0])


def part_of_month(tokens: DateTokens, index: int) -> DateReading | None:
    """End of May 1890."""
    part = tokens.match_phrase(index, tokens.words.modifiers)
    if part is None or part[0] not in {"beginning", "middle", "end"}:
        return None
    month = tokens.named_month(tokens.skip(part[1]))
    year = tokens.year(month[1]) if month else None
    if month is None or year is None:
        return None
    last = (date(year.value + month[0] // 12, month[0] % 12 + 1, 1) - timedelta(days=1)).day
    first, last = {"beginning": (1, 10), "middle": (11, 20), "end": (21, last)}[part[0]]
    first_day, last_day = (w3c_date(year.value, month[0], day) for day in (first, last))
    one = _reading(MONTH, year.end, year.value, month[0], 0)
    return replace(one, when="", first=first_day, last=last_day, has_bounds=True)


def republican_date(tokens: DateTokens, index: int) -> DateReading | None:
    """14 floréal an VI."""
    day = tokens.day(index)
    named = tokens.match_phrase(tokens.skip(day[1]), tokens.words.republican) if day else None
    if day is None or named is None:
        return None
    start = tokens.skip(named[1])
    while tokens.text_at(start) in tokens.words.republican_year or tokens.text_at(start) in {"l", "'", "’", "de"}:
        start += 1
    text = tokens.text_at(start)
    year = int(text) if text.isdecimal() and len(text) <= 2 else roman_numeral_value(text)
    found = from_republican(year, named[0], day[0])
    if found is None:
        return DateReading(DAY, named[1], calendar="republican") if day[0] <= 30 else None
    return DateReading(FULL, start + 1, found.isoformat(), calendar="republican")


def roman_date(tokens: DateTokens, index: int) -> DateReading | None:
    """VI. Idus Maias 1541, pridie Kal. Martii, Nonis Aprilibus."""
    mark = _roman_mark(tokens, index)
    month = tokens.named_month(tokens.skip(mark[1])) if mark else None
    if mark is None or month is None:
        return None
    number, day = roman_day(month[0], mark[0], mark[2])
    year = tokens.year(month[1])
    # Writers differ on the year of the days before the kalends of January, so none is given.
    value = year.value if year and number <= month[0] else 0
    if not is_gregorian_day(value or _LEAP_YEAR, number, day):
        return None
    one = _reading(FULL if value else DAY, year.end if year else month[1], value, number, day)
    return replace(one, calendar="roman")


def _roman_mark(tokens: DateTokens, index: int) -> tuple[str, int, int] | None:
    """Return kalends, nones or ides, where the phrase ends, and the number of days counted back, both ends included."""
    marks = tokens.words.marks
    mark = tokens.match_phrase(index, marks)
    before = 1
    if mark is None:
        text = tokens.text_at(index)
        before = int(text) if text.isdecimal() and len(text) < 3 else roman_numeral_value(text)
        mark = tokens.match_phrase(tokens.skip(index + 1), marks) if 1 < before < 20 else None
    elif mark[0] == "eve":
        before, mark = 2, tokens.match_phrase(tokens.skip(mark[1]), marks)
    return (*mark, before) if mark is not None and mark[0] != "eve" else None


def feast_date(tokens: DateTokens, index: int) -> DateReading | None:
    """Whit Monday 1890, Christmas Day."""
    named = tokens.match_phrase(index, tokens.words.feasts)
    if named is None:
        return None
    year = tokens.year(named[1])
    days = [_feast_day(day, year.value if year else 0) for day in named[0].split("/")]
    rank, end = (FULL, year.end) if year else (DAY, named[1])
    if not all(days):
        return DateReading(YEAR, year.end, w3c_date(year.value, 0, 0)) if year else DateReading(YEAR, named[1])
    if len(days) == 1:
        return DateReading(rank, end, days[0])
    return DateReading(rank, end, "", days[0], days[-1], has_bounds=True)


def _feast_day(day: str, year: int) -> str:
    """Return the W3C date of a feast, "" where the year, or the rule for Easter in it, is not known."""
    if not day.startswith("easter"):
        return f"{year:04}-{day}" if year else f"--{day}"
    if year < _FIRST_GREGORIAN_EASTER:
        return ""
    return (easter_sunday(year) + timedelta(days=int(day.removeprefix("easter") or 0))).isoformat()


FORMS: tuple[Callable[[DateTokens, int], DateReading | None], ...] = (
    iso_date, day_first, month_first, republican_date, roman_date, feast_date, part_of_month, year_first
)  # fmt: skip


def date_readings(tokens: DateTokens) -> Iterator[tuple[int, DateReading]]:
    """Yield the dates that begin at each token, with its position."""
    for index in filter(tokens.may_start, range(len(tokens.sequence))):
        if found := next(filter(None, (form(tokens, index) for form in FORMS)), None):
            yield index, found
