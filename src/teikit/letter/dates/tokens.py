"""Tokenizes a text for the grammar of dates, and reads the parts of dates: days, months and years."""

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from teikit.letter.dates.numerals import (
    SHORTEST_COMPOUND,
    add_number_words,
    modernise_roman,
    roman_day,
    roman_numeral_value,
    split_number_word,
)
from teikit.letter.dates.vocabulary import PhraseTable, Vocabulary, short_months
from teikit.messages import suggest

# A word may have letters in brackets, which an editor supplied: Feb[ruary].
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[\[(<][^\W\d_]+[\])>][^\W\d_]*)*|[^\w\s]|_")
_BRACKETS = dict.fromkeys(map(ord, "[](){}<>"))
_INSIDE_PHRASE = frozenset(".-'’")
_SEPARATORS = frozenset(".,;/-–—:()[]<>¿°'’")
APOSTROPHES = frozenset("'’")
BESIDE_NUMBERS = frozenset("./-:–")
_SEPTEMBER_BY_NUMBER = {"7": 9, "8": 10, "9": 11, "10": 12, "x": 12}
_ROMAN_LETTERS = "ivxlcdmjɔↄ"
_ROMAN_ENDING_LETTERS = "aoemt"
_HUNDREDS = frozenset("mdc")
_CENTURIES = frozenset({"17", "18", "19", "20"})
_YEAR_ENDINGS = frozenset({"o", "mo", "to"})
_SHORTEST_ROMAN_YEAR, _EARLIEST_SPACED_YEAR = 4, 1400
_MOST_NUMBER_WORDS = 10
_EARLIEST_YEAR_IN_WORDS = 1200
_FIRST_YEAR, _LAST_YEAR = 1000, 2099
_FIRST_JANUARY_YEAR = 1752
_MOST_SEPARATORS = 7
_HOURS = frozenset({"uhr", "h", "a", "p"})
_SHORTEST_MISSPELT_MONTH = 5
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


def _is_roman(text: str) -> bool:
    return roman_numeral_value(text) > 0


def _fold(token: str) -> str:
    return token.casefold() if token.isalnum() or len(token) == 1 else token.translate(_BRACKETS).casefold()


class DateTokens:
    """The tokens of a text, read from left to right; positions count tokens from 0."""

    def __init__(self, text: str, words: Vocabulary, *, month_may_be_first: bool = True) -> None:
        self.text = text
        self.words = words
        self.month_may_be_first = month_may_be_first
        self.sequence = [DateToken(_fold(match[0]), *match.span()) for match in _TOKEN.finditer(text)]
        self._texts = [token.text for token in self.sequence]
        self._count = len(self._texts)

    def text_at(self, index: int) -> str:
        """Return the token at a position, folded; "" after the last."""
        return self._texts[index] if 0 <= index < self._count else ""

    def may_start(self, index: int) -> bool:
        """Return whether a date may begin at a token; most tokens are excluded here without trying any form."""
        text = self.text_at(index)
        if text.isdecimal() or text in self.words.first_words:
            return True
        return text[0] in _ROMAN_LETTERS and not text.strip(_ROMAN_LETTERS + _ROMAN_ENDING_LETTERS)

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

    def find_phrases(self, table: PhraseTable[_Value]) -> Iterator[tuple[int, _Value, int]]:
        """Yield the phrases of a table: where each begins, its meaning, and where it ends."""
        if table.first_words.isdisjoint(self._texts):
            return
        for index in range(self._count):
            if (found := self.match_phrase(index, table)) is not None:
                yield index, *found

    def skip(self, index: int, marks: frozenset[str] = _SEPARATORS, words: frozenset[str] | None = None) -> int:
        """Return the position after marks, and words, that may be between the parts of a date."""
        between = self.words.between if words is None else words
        for _ in range(_MOST_SEPARATORS):
            if self.text_at(index) not in marks and self.text_at(index) not in between:
                break
            index += 1
        return index

    def day(self, index: int) -> tuple[int, int] | None:
        """Return a day of the month, as number or as word, and where it ends, its ordinal's ending included.

        The last day of a month is -1, the last but one -2.
        """
        text = self.text_at(index)
        if not text.isdecimal():
            return self._day_in_words(index)
        if len(text) > 2 or not 1 <= int(text) <= 31:
            return None
        return int(text), self._after_ordinal(index + 1)

    def _after_ordinal(self, index: int) -> int:
        """Return the position after the ending of an ordinal: 3d, 3 ten, 3-го, 3:de; a letter alone is not apart."""
        end = self.skip(index, frozenset(".°"), frozenset())
        if self.text_at(end) in {"-", ":"} and self.text_at(end + 1) in self.words.ordinals and self.is_adjacent(end):
            return end + 2
        ending = self.text_at(end)
        if ending not in self.words.ordinals:
            return end
        is_part = len(ending) > 1 or self.is_adjacent(end) or self.named_month(end + 1) or self._is_plain_year(end + 1)
        return end + bool(is_part)

    def _is_plain_year(self, index: int) -> bool:
        text = self.text_at(self.skip(index, frozenset("."), frozenset()))
        return text.isdecimal() and len(text) == 4

    def _day_in_words(self, index: int) -> tuple[int, int] | None:
        """Return a day in words: those of a list, or more number words than that has ("venti sei")."""
        found = self.match_phrase(index, self.words.days)
        if found is None or found[0] < 0 or self.text_at(index) not in self.words.numbers:
            return found
        value, end = self._number_in_words(index)
        return (value, end) if end > found[1] and value <= 31 else found

    def roman_day(self, index: int) -> tuple[int, int] | None:
        """Return a day of the month as a Roman numeral, and where it ends: XI., xvij, XXmo.

        A single letter is one only with a word before it, such as "die", or as a capital with a point.
        """
        if not 0 <= index < len(self.sequence):
            return None
        token = self.sequence[index]
        value = roman_day(self.text[token.start : token.end])
        if not value or self._is_glued(index + 1) or self._is_abbreviation(index):
            return None
        if len(token.text) > 1 or self.has_day_word_before(index):
            return value, index + 1
        is_marked = self.text_at(index + 1) == "." and self.text[token.start].isupper()
        return (value, index + 1) if is_marked else None

    def _is_abbreviation(self, index: int) -> bool:
        """Return whether a numeral with an ordinal's ending is more likely a word: "Va." of Virginia."""
        has_ending = self.text_at(index)[-1] in _ROMAN_ENDING_LETTERS
        return has_ending and (self.text_at(index + 1) == "." or any(each.isdecimal() for each in self._texts))

    def has_day_word_before(self, index: int) -> bool:
        """Return whether a word that precedes days is before a token: "den", "ce", "adì", "die"."""
        before = index - 1 - (self.text_at(index - 1) == ".")
        return self.text_at(before) in self.words.before_day

    def after_day_words(self, index: int) -> int:
        """Return the position after the words that may precede a day, and after marks."""
        return self.skip(index, words=self.words.between | self.words.before_day)

    def _number_in_words(self, index: int) -> tuple[int, int]:
        """Return the number that the longest run of number words states, and where it ends; 0 if there is none."""
        found: list[list[int]] = []
        end = index
        if self.text_at(index) not in self.words.numbers and len(self.text_at(index)) < SHORTEST_COMPOUND:
            return 0, index
        for at in range(index, index + _MOST_NUMBER_WORDS):
            word = self.text_at(at)
            if parts := split_number_word(word, self.words.numbers, self.words.number_joiners):
                found.append(parts)
                end = at + 1
            elif not found or (word != "-" and word not in self.words.number_joiners):
                break
        return add_number_words(found), end

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
        if word[:1] == "x" and word[1:] in self.words.bers:
            return 12, index + 1
        if word.isdecimal():
            return self._counted_month(index)
        return self._cut_month(index)

    def _counted_month(self, index: int) -> tuple[int, int] | None:
        """Return the month that Friends count, from January since 1752: "5mo", "5th month"."""
        number = int(self.text_at(index))
        end = index + 1 if self.text_at(index + 1) in self.words.month_words else self._after_ordinal(index + 1)
        if self.text_at(end) not in self.words.month_words or not 1 <= number <= 12:
            return None
        is_early = any(text.isdecimal() and _FIRST_YEAR <= int(text) < _FIRST_JANUARY_YEAR for text in self._texts)
        is_counted = end > index + 1 or len(self.text_at(end)) == 2
        return (number, end + 1) if is_counted and not is_early else None

    def _cut_month(self, index: int) -> tuple[int, int] | None:
        """Return the month whose name a word begins, before a point or a number: Octob. 1853."""
        number, after = self.words.cut_months.get(self.text_at(index)), self.text_at(index + 1)
        return (number, index + 1) if number and (after in {".", ":"} or after.isdecimal()) else None

    def _unusual_month(self, index: int) -> tuple[int, int] | None:
        """Return the month whose name a word before a year misspells (Décrembre), or that of another language (maj)."""
        word = self.text_at(index)
        if word in short_months() and self._is_plain_year(index + 1):
            return short_months()[word], index + 1
        if len(word) < _SHORTEST_MISSPELT_MONTH or self.year(index + 1) is None:
            return None
        near = suggest(word, self.words.months, cutoff=_LEAST_SIMILARITY)
        return (self.words.months[near], index + 1) if near else None

    def month(self, index: int) -> tuple[int, int, bool] | None:
        """Return a month by name or number, where it ends, and whether it has a name."""
        start = self.skip(index)
        if (named := self.named_month(start) or self._unusual_month(start)) is not None:
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
        value, end = self._year_value(index)
        if not _FIRST_YEAR <= value <= _LAST_YEAR or self._is_glued(end):
            return None
        following = {f"{(value + 1) % 100:02}", str((value + 1) % 10)}
        is_dual = self.text_at(end) == "/" and self.text_at(end + 1) in following
        return Year(value, end + 2 * is_dual, is_dual=is_dual)

    def _year_value(self, index: int) -> tuple[int, int]:
        """Return a year in figures, in Roman numerals or in words, and where it ends; 0 where there is none."""
        text, end = self.text_at(index), index + 1
        if text.isdecimal():
            while len(text) < 4 and self._is_year_digit(end):
                text += self.text_at(end).strip("[]")
                end += 1
            if len(text) < 4:
                text, end = self._year_apart(index)
            return (int(text), end) if len(text) == 4 else (0, end)
        if text[:1] in _ROMAN_LETTERS and (found := self._roman_year(index))[0]:
            return found
        value, end = self._number_in_words(index)
        return (value, end) if value >= _EARLIEST_YEAR_IN_WORDS else (0, index)

    def _year_apart(self, index: int) -> tuple[str, int]:
        """Return a year in two parts and where it ends: 1.890, or 19 44 and 189 2 on a printed form; "" for others."""
        text, middle = self.text_at(index), self.text_at(index + 1)
        if middle == "." and len(text) == 1 and self.is_adjacent(index + 1) and self.is_adjacent(index + 2):
            rest, end = self.text_at(index + 2), index + 3
            is_year = len(rest) == 3
        else:
            rest, end = middle, index + 2
            is_year = text[:2] in _CENTURIES and len(text) + len(rest) == 4 and not self.text_at(end).isalnum()
        return (text + rest, end) if is_year and rest.isdecimal() else ("", index + 1)

    def _roman_year(self, index: int) -> tuple[int, int]:
        """Return a year in Roman numerals and where it ends, 0 where there is none: MDXIII, M. D. XIII, MDXVIIIo."""
        joined, end, at = "", index, index
        while self.text_at(at) and (numeral := self._roman_part(at)):
            joined, end = joined + numeral, at + 1
            if not _HUNDREDS.issuperset(joined):
                break
            at = self.skip(end, frozenset("."), frozenset())
        value = roman_numeral_value(joined)
        if self.text_at(end) == "-" and self.text_at(end + 1) in _YEAR_ENDINGS:
            end += 2
        is_long = len(self.text_at(index)) >= _SHORTEST_ROMAN_YEAR
        is_capital = self.text[self.sequence[index].start : self.sequence[index].end].isupper() if value else False
        is_year = is_long or (is_capital and value >= _EARLIEST_SPACED_YEAR)
        return (value, end) if is_year else (0, index)

    def _roman_part(self, index: int) -> str:
        """Return a token that is a Roman numeral, with modern letters and no ending; "" for others."""
        text = modernise_roman(self.text_at(index))
        return next((each for each in (text, text.removesuffix("mo"), text.removesuffix("o")) if _is_roman(each)), "")

    def _is_year_digit(self, index: int) -> bool:
        """Return whether a token continues a year of which an editor supplied some digits: [18]90."""
        return self.is_adjacent(index) and (self.text_at(index) in {"[", "]"} or self.text_at(index).isdecimal())

    def _is_glued(self, index: int) -> bool:
        """Return whether a number ends within a word or another number."""
        text = self.text_at(index)
        return self.is_adjacent(index) and text.isalnum() and text not in self.words.between

    def is_capital(self, index: int) -> bool:
        """Return whether a token is a word with a capital that is not a unit of time of day."""
        is_upper = index < len(self.sequence) and self.text[self.sequence[index].start].isupper()
        return is_upper and self.text_at(index) not in _HOURS

    def short_year(self, index: int, *, named: bool) -> Year | None:
        """Return a year without its century: two digits, or three where 1809 is written 809.

        It ends a phrase, or follows a month in numbers; else it may be an hour, or the number of a house.
        """
        start = self.skip(index, frozenset(".,/'’-–:"), None if named else frozenset())
        text = self.text_at(start)
        apostrophe = self.text_at(start - 1) in APOSTROPHES
        if apostrophe and not (self.is_adjacent(start) and len(text) > 1):
            return None
        if not text.isdecimal() or len(text) > 3 or self._is_glued(start + 1) or self.text_at(start + 1) == ":":
            return None
        sure = apostrophe or (not named and self.is_capital(start + 1)) or text.startswith("0")
        after = self.text_at(start + 1)
        if (not sure and after.isalnum() and after not in self.words.between) or self._is_decimal_fraction(start + 1):
            return None
        value = int(text)
        if len(text) == 3:
            return Year(1000 + value, start + 1) if value >= 500 else None
        return Year(value, start + 1, has_century=False)

    def _is_decimal_fraction(self, index: int) -> bool:
        """Return whether digits follow a comma or point at once: 7,38 is an hour or a number."""
        is_mark = self.text_at(index) in {",", "."} and self.text_at(index + 1).isdecimal()
        return is_mark and self.is_adjacent(index) and self.is_adjacent(index + 1)
