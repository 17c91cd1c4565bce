"""Checks whether a text states a date and nothing else: `5. Juni 1816` states the year 1816, month 6, day 5."""

from dataclasses import dataclass, field

from teikit.letter.cues import active_languages
from teikit.letter.dates.numerals import roman_numeral_value
from teikit.letter.dates.tokens import DateTokens
from teikit.letter.dates.vocabulary import vocabulary

# Separators of numbers and words, without meaning in their places.
_DASHES = frozenset("-–—")
_SEPARATORS = frozenset(".,/'’") | _DASHES
_APOSTROPHES = frozenset("'’")
# With these between them, 5 and 6 may be 5 June or May 6; numbers with points begin with the day.
_EITHER_ORDER = frozenset("/") | _DASHES
# These may follow the last part, or another separator; a dash there would be a range without an end, or a sign.
_AT_END = frozenset(".,")
# Before the first part other words may be prepositions: "do" is of the, and until; "van" and "de" are from.
_AT_BEGINNING = frozenset({"the", "den", "dem", "die", "le", "el", "dne", "dnia", "anno"})
_SHORTEST_AT_END = 3
# "Year", abbreviated after its number.
_YEAR = frozenset({"r", "г", "р"})
# 12s may be shillings, 1816a a reference: one of these letters after a number is an ordinal's ending.
_ENDINGS = frozenset("deoº")
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
    has_numeral: bool = False

    def has_only_numeral(self, day: int | None) -> bool:
        """Return whether a Roman numeral is all that is stated: V is a month beside a day or a year only."""
        return self.has_numeral and day is None


def states_date(text: str, year: int | None, month: int | None, day: int | None) -> bool:
    """Return whether a text states, unambiguously, each part of a date that is not None, and nothing else.

    A year without its century, an hour, a weekday, a word of doubt or another name of the day is something else.
    """
    read = _parse_statements(text)
    if read is None or read.years != [each for each in (year,) if each is not None]:
        return False
    if read.months:
        days = [each for each in (day,) if each is not None]
        is_clear = year is not None or not (read.ends_with_month_or_year or read.has_only_numeral(day))
        return is_clear and read.months == [month] and read.numbers == days
    # Two numbers alone may be a range, two years, or anything: 16-7.
    is_clear = year is not None and not _is_ambiguous_order(read)
    return is_clear and read.numbers == [each for each in (day, month) if each is not None]


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
    if text in _SEPARATORS:
        read.marks.add(text)
        return index + 1 if _separates(tokens, index) else None
    if (month := tokens.named_month(index)) is not None:
        read.months.append(month[0])
        # 5mo may be five months.
        read.has_numeral = read.has_numeral or text.isdecimal()
        return month[1]
    if text.isdecimal() and tokens.text_at(index - 1).isdecimal():
        # Numbers without anything between them: 1816 5.
        return None
    if text.isdecimal() and (day := tokens.day(index)) is not None:
        read.numbers.append(day[0])
        ending = tokens.text_at(day[1] - 1)
        read.ends_with_month_or_year = bool(read.months) and len(text) > 1 and not ending.isalpha()
        return None if len(ending) == 1 and ending.isalpha() and ending not in _ENDINGS else day[1]
    return _read_year_or_numeral(tokens, index, read)


def _separates(tokens: DateTokens, index: int) -> bool:
    """Return whether a mark is between two parts of a date, and nothing else than a separator there."""
    text, before, after = tokens.text_at(index), tokens.text_at(index - 1), tokens.text_at(index + 1)
    is_at_end = text in _AT_END and (not after or after in _AT_END)
    if not before or not (is_at_end or after.isalnum() or (after in _APOSTROPHES and text in _AT_END)):
        return False
    if text in _DASHES:
        # With space on one side it may be a sign or a range, with space on both a range.
        return before.isalnum() and tokens.is_adjacent(index) and tokens.is_adjacent(index + 1)
    if text in _APOSTROPHES:
        # '16 is a year without its century.
        return not after.isdecimal()
    # 1816,5 is no date.
    return text != "," or not (before.isdecimal() and after.isdecimal() and tokens.is_adjacent(index + 1))


def _read_year_or_numeral(tokens: DateTokens, index: int, read: _DateStatements) -> int | None:
    text = tokens.text_at(index)
    is_number = text.isdecimal() and len(text) == 4
    value = int(text) if is_number else roman_numeral_value(text)
    if is_number or value > 1000:
        read.years.append(value)
    elif 1 <= value <= _MONTHS:
        read.months.append(value)
        read.has_numeral = True
    elif not _is_between(tokens, index, read):
        return None
    return index + 1


def _is_between(tokens: DateTokens, index: int, read: _DateStatements) -> bool:
    """Return whether a word between the parts of a date says nothing else: "5 de mayo de 1816"."""
    text, after = tokens.text_at(index), tokens.text_at(index + 1)
    if text not in tokens.words.between or (tokens.text_at(index - 1).isdecimal() and tokens.is_adjacent(index)):
        return False
    if not (read.numbers or read.months or read.years):
        return text in _AT_BEGINNING
    if not after or (after in _AT_END and not tokens.text_at(index + 2)):
        return len(text) >= _SHORTEST_AT_END or (text in _YEAR and after == ".")
    return len(text) > 1 or after == "."
