"""Tokenizes a text for the grammar of dates, and reads the parts of dates: days, months and years."""

import re
from typing import NamedTuple, TypeVar

from teikit.letter.dates.vocabulary import PhraseTable, Vocabulary
from teikit.messages import suggest

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_INSIDE_PHRASE = frozenset(".-'’")
_SEPARATORS = frozenset(".,;/-–—:()[]°'’")
BESIDE_NUMBERS = frozenset("./-:–")
_SEPTEMBER_BY_NUMBER = {"7": 9, "8": 10, "9": 11, "10": 12, "x": 12}
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"m{0,2}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})j?")
_FIRST_YEAR, _LAST_YEAR = 1000, 2099
_MOST_SEPARATORS = 5
_HOURS = frozenset({"uhr", "h", "a", "p"})
_SHORTEST_CUT_MONTH, _SHORTEST_MISSPELT_MONTH = 4, 5
_LEAST_SIMILARITY = 0.85
_Value = TypeVar("_Value")


class DateToken(NamedTuple):
    """A number, a word or a mark; offsets of its characters from 0, end exclusive."""

    text: str
    start: int
    end: int


class Year(NamedTuple):
    """A year as it is written, with its century or not; a dual year is one that begins in March (1711/12)."""

    value: int
    end: int
    has_century: bool = True
    is_dual: bool = False


def roman_numeral_value(text: str) -> int:
    """Return the value of a Roman numeral, 0 if a text is none."""
    text = text.lower()
    if not text or _ROMAN.fullmatch(text) is None:
        return 0
    values = [_ROMAN_DIGITS[letter.replace("j", "i")] for letter in text]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


class DateTokens:
    """The tokens of a text, read from left to right; positions count tokens from 0."""

    def __init__(self, text: str, words: Vocabulary, *, month_may_be_first: bool = True) -> None:
        self.text = text
        self.words = words
        self.month_may_be_first = month_may_be_first
        self.sequence = [DateToken(match[0].casefold(), *match.span()) for match in _TOKEN.finditer(text)]

    def text_at(self, index: int) -> str:
        """Return the token at a position, folded; "" after the last."""
        return self.sequence[index].text if 0 <= index < len(self.sequence) else ""

    def may_start(self, index: int) -> bool:
        """Return whether a date may begin at a token; most tokens are excluded here without trying any form."""
        text = self.text_at(index)
        return text.isdecimal() or text in self.words.first_words or not text.strip("ivxlcdm")

    def is_adjacent(self, index: int) -> bool:
        """Return whether no white space is before a token."""
        return 0 < index < len(self.sequence) and self.sequence[index - 1].end == self.sequence[index].start

    def match_phrase(self, index: int, table: PhraseTable[_Value]) -> tuple[_Value, int] | None:
        """Return the meaning of the longest phrase of a table that begins here, and where it ends."""
        if self.text_at(index) not in table.first_words:
            return None
        found: list[str] = []
        best = None
        while len(found) < self.words.longest_phrase and index < len(self.sequence):
            word = self.text_at(index)
            if word.isalnum():
                found.append(word)
                if (value := table.get(tuple(found))) is not None:
                    best = value, index + 1
            elif not found or word not in _INSIDE_PHRASE:
                break
            index += 1
        return best

    def skip(self, index: int, marks: frozenset[str] = _SEPARATORS, words: frozenset[str] | None = None) -> int:
        """Return the position after marks, and words, that may be between the parts of a date."""
        between = self.words.between if words is None else words
        for _ in range(_MOST_SEPARATORS):
            if self.text_at(index) not in marks and self.text_at(index) not in between:
                break
            index += 1
        return index

    def day(self, index: int) -> tuple[int, int] | None:
        """Return a day of the month, as number or as word, and where it ends, its ordinal's ending included."""
        text = self.text_at(index)
        if not text.isdecimal():
            return self.match_phrase(index, self.words.days)
        if len(text) > 2 or not 1 <= int(text) <= 31:
            return None
        end = self.skip(index + 1, frozenset(".°"), frozenset())
        if self.text_at(end) == "-" and self.text_at(end + 1) in self.words.ordinals:
            return int(text), end + 2
        ending = self.text_at(end)
        if ending in self.words.ordinals and (len(ending) > 1 or self.is_adjacent(end)):
            end += 1
        return int(text), end

    def named_month(self, index: int) -> tuple[int, int] | None:
        """Return a month by its name, and where that ends; 7ber, 8bre and Xbris are names too."""
        word = self.text_at(index)
        if (number := self.words.months.get(word)) is not None:
            return number, index + 1
        if (number := self.words.months.get(word + self.text_at(index + 1))) is not None and word.isalpha():
            return number, index + 2
        if (number := _SEPTEMBER_BY_NUMBER.get(word)) is not None:
            end = self.skip(index + 1, frozenset("."), frozenset())
            if self.text_at(end) in self.words.bers:
                return number, end + 1
        if len(word) >= _SHORTEST_CUT_MONTH and self.text_at(index + 1) == ".":
            numbers = {number for name, number in self.words.months.items() if name.startswith(word)}
            return (numbers.pop(), index + 1) if len(numbers) == 1 else None
        return None

    def _misspelt_month(self, index: int) -> tuple[int, int] | None:
        """Return the month whose name a word before a year misspells: Décrembre."""
        word = self.text_at(index)
        if len(word) < _SHORTEST_MISSPELT_MONTH or self.year(index + 1) is None:
            return None
        near = suggest(word, self.words.months, cutoff=_LEAST_SIMILARITY)
        return (self.words.months[near], index + 1) if near else None

    def month(self, index: int) -> tuple[int, int, bool] | None:
        """Return a month by name or number, where it ends, and whether it has a name."""
        start = self.skip(index)
        if (named := self.named_month(start) or self._misspelt_month(start)) is not None:
            return *named, True
        text = self.text_at(start)
        number = roman_numeral_value(text)
        if 1 <= number <= 12 and not self._is_glued(start + 1):
            return number, start + 1, False
        apart = any(self.text_at(between) in BESIDE_NUMBERS for between in range(index - 1, start))
        if apart and text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 12:
            return int(text), start + 1, False
        return None

    def year(self, index: int) -> Year | None:
        """Return a year with its century, after the marks and words that may precede it."""
        index = self.skip(index)
        text, end = self.text_at(index), index + 1
        while text.isdecimal() and len(text) < 4 and self._is_year_digit(end):
            text += self.text_at(end).strip("[]")
            end += 1
        value = int(text) if text.isdecimal() and len(text) == 4 else roman_numeral_value(text) if len(text) > 3 else 0
        if not _FIRST_YEAR <= value <= _LAST_YEAR or self._is_glued(end):
            return None
        following = {f"{(value + 1) % 100:02}", str((value + 1) % 10)}
        is_dual = self.text_at(end) == "/" and self.text_at(end + 1) in following
        return Year(value, end + 2 * is_dual, is_dual=is_dual)

    def _is_year_digit(self, index: int) -> bool:
        """Return whether a token continues a year of which an editor supplied some digits: [18]90."""
        return self.is_adjacent(index) and (self.text_at(index) in {"[", "]"} or self.text_at(index).isdecimal())

    def _is_glued(self, index: int) -> bool:
        """Return whether a number ends within a word or another number."""
        text = self.text_at(index)
        return self.is_adjacent(index) and text.isalnum() and text not in self.words.between

    def _is_capital(self, index: int) -> bool:
        """Return whether a token is a word with a capital that is not a unit of time of day."""
        is_upper = index < len(self.sequence) and self.text[self.sequence[index].start].isupper()
        return is_upper and self.text_at(index) not in _HOURS

    def short_year(self, index: int, *, named: bool) -> Year | None:
        """Return a year without its century: two digits, or three where 1809 is written 809.

        It ends a phrase, or follows a month in numbers; else it may be an hour, or the number of a house.
        """
        start = self.skip(index, frozenset(".,/'’-–:"), frozenset())
        text = self.text_at(start)
        apostrophe = self.text_at(start - 1) in {"'", "’"}
        if not text.isdecimal() or len(text) > 3 or self._is_glued(start + 1) or self.text_at(start + 1) == ":":
            return None
        sure = apostrophe or (not named and self._is_capital(start + 1)) or text.startswith("0")
        if not sure and self.text_at(start + 1).isalnum():
            return None
        value = int(text)
        if len(text) == 3:
            return Year(1000 + value, start + 1) if value >= 500 else None
        return Year(value, start + 1, has_century=False)
