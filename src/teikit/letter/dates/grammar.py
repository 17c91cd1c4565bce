"""The grammar of dates: reads each usual form of a date from tokens, the fullest form first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from teikit.letter.dates.calendars import easter_sunday, from_republican, is_gregorian_day, roman_day
from teikit.letter.dates.numerals import roman_numeral_value
from teikit.letter.dates.pairs import HYPHENS, two_dates, two_days, two_days_after_month
from teikit.letter.dates.readings import (
    DAY,
    FULL,
    LEAP_YEAR,
    MONTH,
    YEAR,
    DateReading,
    day_of_month,
    last_day,
    read_day_and_month,
    w3c_date,
    written_date,
)
from teikit.letter.dates.tokens import APOSTROPHES, DateTokens, Year

_FIRST_GREGORIAN_EASTER = 1753
# Smaller numbers of four digits before a month are likely those of a house or a town (1030 Wien, 3. Mai).
_FIRST_LEADING_YEAR = 1400
# Days counted back from a Roman mark, itself included.
_BESIDE_MARK = {"eve": 2, "day_after": 0}
_YEAR_RANGE_MARKS = HYPHENS | {"/"}


def iso_date(tokens: DateTokens, index: int) -> DateReading | None:
    """1890-05-03 (ISO 8601)."""
    parts = [tokens.text_at(index + step) for step in range(5)]
    numbers = parts[::2]
    if parts[1:4:2] != ["-", "-"] or [len(part) for part in numbers] != [4, 2, 2] or not "".join(numbers).isdecimal():
        return None
    year, month, day = map(int, numbers)
    return written_date(FULL, index + 5, year, month, day) if is_gregorian_day(year, month, day) else None


def day_first(tokens: DateTokens, index: int) -> DateReading | None:
    """3 May 1890, 3. 5. 1890, 17/IV 58, XI. Maii 1523, and two days: 3-5 May 1890, 30 April to 2 May 1890."""
    found = tokens.day(index) or tokens.roman_day(index)
    if found is None:
        return None
    day, end = found
    month = tokens.month(end)
    if month is None or tokens.text_at(end) in HYPHENS:
        two = two_days(tokens, day, end)
        if month is None or two is not None:
            return two
    if not tokens.text_at(index).isdecimal() and not month[2]:
        return None
    number, end, named = month
    one = read_day_and_month(tokens, day, number, end, named=named)
    if one is not None and _may_be_initial(tokens, index, one):
        return None
    if named:
        return two_dates(tokens, day, number, end, one) if day > 0 else one
    return replace(one, when="") if one and _is_ambiguous_order(tokens, index, end, day, number) else one


def _may_be_initial(tokens: DateTokens, index: int, one: DateReading) -> bool:
    """Return whether a Roman numeral of one letter may be the initial of a name: "I. May"."""
    text = tokens.text_at(index)
    return len(text) == 1 and text.isalpha() and one.rank < FULL and not tokens.has_day_word_before(index)


def _is_ambiguous_order(tokens: DateTokens, index: int, end: int, day: int, month: int) -> bool:
    """Return whether 4/5/1923 may be 5 April, since some write the month first, with slashes."""
    marks = {tokens.text_at(between) for between in range(index + 1, end)}
    is_either = day != month and day <= 12 and tokens.text_at(end - 1).isdecimal()
    return is_either and "/" in marks and tokens.month_may_be_first


def split_day(tokens: DateTokens, index: int) -> DateReading | None:
    """2 5 Octobre 1917, the digits of one day in the two spaces of a printed form; this is doubtful."""
    tens, ones = tokens.text_at(index), tokens.text_at(index + 1)
    if tens not in {"1", "2", "3"} or len(ones) != 1 or not ones.isdecimal():
        return None
    starts = tokens.text_at(index - 1) in {"", ","} or tokens.has_day_word_before(index)
    one = day_first(tokens, index + 1) if starts else None
    if one is None or one.calendar or one.year_month_day[2] != int(ones):
        return None
    year, month, _ = one.year_month_day
    day = int(tens + ones)
    if not is_gregorian_day(year or LEAP_YEAR, month, day):
        return None
    return replace(written_date(one.rank, one.end, year, month, day), short_year=one.short_year, is_doubtful=True)


def month_first(tokens: DateTokens, index: int) -> DateReading | None:
    """May 3, 1890; May 1890; May 3; May 3-5, 1890."""
    month = tokens.named_month(index)
    if month is None:
        return None
    number, end = month
    year = tokens.year(end)
    found = tokens.day(tokens.skip(end))
    if found is not None and not _is_hour(tokens, found[1]) and (year is None or found[1] > year.end):
        one = _month_and_day(tokens, number, *found)
        if one is not None and (one.rank == FULL or year is None):
            return one
    if year is None:
        return _month_of_short_year(tokens, number, end)
    return written_date(MONTH, year.end, year.value, number, 0)


def _is_hour(tokens: DateTokens, index: int) -> bool:
    """Return whether minutes follow a number: 3:30."""
    return (
        tokens.text_at(index) == ":" and tokens.text_at(index + 1).isdecimal() and len(tokens.text_at(index + 1)) <= 2
    )


def _month_of_short_year(tokens: DateTokens, month: int, end: int) -> DateReading | None:
    """Return a month and its year without the century: April '62."""
    mark = tokens.skip(end, frozenset(".,"), frozenset())
    year = tokens.short_year(mark, named=True) if tokens.text_at(mark) in APOSTROPHES else None
    return replace(written_date(MONTH, year.end, 0, month, 0), short_year=year.value) if year else None


def _month_and_day(tokens: DateTokens, month: int, day: int, end: int) -> DateReading | None:
    two = two_days_after_month(tokens, month, day, end)
    if two is not None:
        return two
    one = read_day_and_month(tokens, day, month, end)
    # A number after a hyphen may be a second day: the year is not known.
    if one and one.short_year is not None and one.short_year <= 31 and tokens.text_at(end) in HYPHENS:
        one = written_date(DAY, end, *one.year_month_day)
    return two_dates(tokens, day, month, end, one) if day > 0 else one


def year_first(tokens: DateTokens, index: int) -> DateReading | None:
    """1890 May 3; 1890, 3 May; 1853 25.7.; MDVI, III Idus Maias; 1890, May; 1890; 1843-44."""
    year = tokens.year(index)
    is_apart = tokens.text_at(index).isdecimal() and tokens.text_at(year.end - 1) != "]" if year else False
    is_apart = is_apart and len(tokens.text_at(index)) < 4
    if year is None or is_apart or tokens.skip(index) > index or year.value < _FIRST_LEADING_YEAR:
        return None
    start = tokens.after_day_words(year.end)
    day = _day_of_year(tokens, year, start) or _day_by_marks(tokens, year, start)
    if day is not None:
        return day
    if (month := tokens.named_month(start)) is not None and tokens.year(month[1]) is None:
        return written_date(MONTH, month[1], year.value, month[0], 0)
    return _bare_year(tokens, year) if tokens.text_at(index).isdecimal() else None


def _day_of_year(tokens: DateTokens, year: Year, index: int) -> DateReading | None:
    """Return the day after a year, in either order or in numbers; none where another year follows."""
    day = tokens.day(index) or tokens.roman_day(index)
    month = tokens.month(day[1]) if day else None
    if day is None or month is None or not _is_clear_month(tokens, day[1], month):
        month = None
        named = tokens.named_month(index)
        day = tokens.day(tokens.skip(named[1])) if named else None
        month = (*named, True) if named and day else None
    if day is None or month is None:
        return None
    number, end = day_of_month(year.value, month[0], day[0]), max(day[1], month[1])
    if tokens.year(end) is not None or not is_gregorian_day(year.value, month[0], number):
        return None
    return written_date(FULL, end, year.value, month[0], number)


def _is_clear_month(tokens: DateTokens, index: int, month: tuple[int, int, bool]) -> bool:
    """Return whether a month after a day has a name, or is a number after a point: 25.7."""
    return month[2] or tokens.text_at(index - 1) == "." or tokens.text_at(month[1] - 1).isalpha()


def _day_by_marks(tokens: DateTokens, year: Year, index: int) -> DateReading | None:
    one = roman_date(tokens, index)
    if one is None or one.rank == FULL:
        return None
    _, month, day = one.year_month_day
    if not is_gregorian_day(year.value, month, day):
        return None
    return replace(written_date(FULL, one.end, year.value, month, day), calendar=one.calendar)


def _bare_year(tokens: DateTokens, year: Year) -> DateReading:
    """Return the reading of a year, or of the years from one to another."""
    last, end = _last_year(tokens, year)
    if not last:
        return written_date(YEAR, end, year.value, 0, 0)
    return DateReading(YEAR, end, first=w3c_date(year.value, 0, 0), last=w3c_date(last, 0, 0), has_bounds=True)


def _last_year(tokens: DateTokens, year: Year) -> tuple[int, int]:
    """Return the second of two years (1843-44, 1711/12) and where it ends, 0 where there is one year only."""
    if year.is_dual:
        return year.value + 1, year.end
    text, end = tokens.text_at(year.end + 1), year.end + 2
    is_range = tokens.text_at(year.end) in _YEAR_RANGE_MARKS and text.isdecimal() and tokens.text_at(end) != "-"
    last = int(text) if is_range and len(text) == 4 else 0
    if is_range and len(text) == 2:
        last = year.value // 100 * 100 + int(text)
    return (last, end) if year.value < last < year.value + 100 else (0, year.end)


def part_of_month(tokens: DateTokens, index: int) -> DateReading | None:
    """End of May 1890."""
    part = tokens.match_phrase(index, tokens.words.modifiers)
    if part is None or part[0] not in {"beginning", "middle", "end"}:
        return None
    month = tokens.named_month(tokens.skip(part[1]))
    year = tokens.year(month[1]) if month else None
    if month is None or year is None:
        return None
    last = last_day(year.value, month[0])
    first, last = {"beginning": (1, 10), "middle": (11, 20), "end": (21, last)}[part[0]]
    first_day, last_of_part = (w3c_date(year.value, month[0], day) for day in (first, last))
    one = written_date(MONTH, year.end, year.value, month[0], 0)
    return replace(one, when="", first=first_day, last=last_of_part, has_bounds=True)


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
    """VI. Idus Maias 1541, pridie Kal. Martii, Nonis Aprilibus, Kal. XIII Junii."""
    mark = _roman_mark(tokens, index)
    if mark is None:
        return None
    start = tokens.skip(mark[1])
    if (before := _days_before(tokens, start)) and mark[2] == 1:
        mark, start = (mark[0], mark[1], before), tokens.skip(start + 1)
    month = tokens.named_month(start)
    if month is None:
        return None
    number, day = roman_day(month[0], mark[0], mark[2])
    year = tokens.year(month[1])
    # Writers differ on the year of the days before the kalends of January, so none is given.
    value = year.value if year and number <= month[0] else 0
    if not is_gregorian_day(value or LEAP_YEAR, number, day):
        return None
    one = written_date(FULL if value else DAY, year.end if year else month[1], value, number, day)
    return replace(one, calendar="roman")


def _roman_mark(tokens: DateTokens, index: int) -> tuple[str, int, int] | None:
    """Return kalends, nones or ides, where the phrase ends, and the number of days counted back, both ends included."""
    marks = tokens.words.marks
    mark = tokens.match_phrase(index, marks)
    before = 1
    if mark is None:
        before = _days_before(tokens, index)
        mark = tokens.match_phrase(tokens.skip(index + 1), marks) if before else None
    elif mark[0] in _BESIDE_MARK:
        before, mark = _BESIDE_MARK[mark[0]], tokens.match_phrase(tokens.skip(mark[1]), marks)
    return (*mark, before) if mark is not None and mark[0] not in _BESIDE_MARK else None


def _days_before(tokens: DateTokens, index: int) -> int:
    """Return the number of days before a mark that a token states, 0 if none: 6, VI or "sexto"."""
    text = tokens.text_at(index)
    in_words = tokens.words.days.get((text,), 0)
    before = int(text) if text.isdecimal() and len(text) < 3 else roman_numeral_value(text) or in_words
    return before if 1 < before < 20 else 0


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
    iso_date, split_day, day_first, month_first, republican_date, roman_date, feast_date, part_of_month, year_first
)  # fmt: skip


def date_readings(tokens: DateTokens) -> Iterator[tuple[int, DateReading]]:
    """Yield the dates that begin at each token, with its position."""
    after_marks = 0
    for index in filter(tokens.may_start, range(len(tokens.sequence))):
        # The number in "Kal. XIII Junii" is no day of June.
        if index < after_marks:
            continue
        if found := next(filter(None, (form(tokens, index) for form in FORMS)), None):
            after_marks = found.end if found.calendar == "roman" else after_marks
            yield index, found
