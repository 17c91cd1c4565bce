"""Checks whether a text states a date and nothing else: `5. Juni 1816` states the year 1816, month 6, day 5."""

from dataclasses import dataclass, field

from teikit.letter.cues import active_languages
from teikit.letter.dates.numerals import roman_numeral_value
from teikit.letter.dates.tokens import DateTokens
from teikit.letter.dates.vocabulary import vocabulary

# Separators of numbers and words, without meaning.
_SEPARATORS = frozenset(".,/-–—'’")
_APOSTROPHES = frozenset("'’")
# With these between them, 5 and 6 may be 5 June or May 6; numbers with points begin with the day.
_EITHER_ORDER = frozenset("/-–—")
_MONTHS = 12
# Different months in different places: listopad is October in Croatian, November in Czech and Polish.
_SEVERAL_MONTHS = frozenset({"herbstmonat", "listopad", "listopada", "wintermonat"})
_DAY = "day"


@dataclass(slots=True)
class _DateStatements:
    """The numbers of a date by kind, each in the order of the text."""

    years: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    # A number of two digits and no ending after a month may be its day or a year without its century.
    ends_with_month_or_year: bool = False
    marks: set[str] = field(default_factory=set)


def states_date(text: str, year: int | None, month: int | None, day: int | None) -> bool:
    """Return whether a text states, unambiguously, each part of a date that is not None, and nothing else.

    A year without its century, an hour, a weekday, a word of doubt or another name of the day is something else.
    """
    read = _parse_statements(text)
    if read is None or read.years != [each for each in (year,) if each is not None]:
        return False
    if read.months:
        days = [each for each in (day,) if each is not None]
        is_clear = year is not None or not read.ends_with_month_or_year
        return is_clear and read.months == [month] and read.numbers == days
    return read.numbers == [each for each in (day, month) if each is not None] and not _is_ambiguous_order(read)


def _is_ambiguous_order(read: _DateStatements) -> bool:
    if len(read.numbers) != 2:
        return False
    first, second = read.numbers
    return first <= _MONTHS and first != second and not read.marks.isdisjoint(_EITHER_ORDER)


def _parse_statements(text: str) -> _DateStatements | None:
    """Return what a text states, None where it states anything but parts of dates."""
    languages = active_languages()
    tokens = DateTokens(text, vocabulary(languages))
    read = _DateStatements()
    index = 0
    while index < len(tokens.sequence):
        following = _read_date_part(tokens, index, read)
        if following is None:
            return None
        index = following
    return read


def _read_date_part(tokens: DateTokens, index: int, read: _DateStatements) -> int | None:
    """Add the part of a date at a token to what was read, and return where it ends; None where there is none."""
    text = tokens.text_at(index)
    if text in _SEVERAL_MONTHS or (text == _DAY and not read.numbers):
        # "May Day" is one day, "the 5th day of May" another.
        return None
    if (month := tokens.named_month(index)) is not None:
        read.months.append(month[0])
        return month[1]
    if (day := tokens.day(index)) is not None:
        read.numbers.append(day[0])
        ending = tokens.text_at(day[1] - 1)
        read.ends_with_month_or_year = bool(read.months) and len(text) > 1 and text.isdecimal() and not ending.isalpha()
        return day[1]
    if text in _SEPARATORS:
        # '16 is a year without its century.
        is_year = text in _APOSTROPHES and tokens.text_at(index + 1).isdecimal()
        read.marks.add(text)
        return index + 1 if index and not is_year else None
    return _read_year_or_numeral(tokens, index, read)


def _read_year_or_numeral(tokens: DateTokens, index: int, read: _DateStatements) -> int | None:
    text = tokens.text_at(index)
    is_number = text.isdecimal() and len(text) == 4
    value = int(text) if is_number else roman_numeral_value(text)
    if is_number or value > 1000:
        read.years.append(value)
    elif 1 <= value <= _MONTHS:
        read.months.append(value)
    elif text not in tokens.words.between:
        return None
    return index + 1
