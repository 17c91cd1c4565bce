"""Reads numbers that are not Arabic figures: Roman numerals and numbers in words."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"m{0,2}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})j?")
# The endings of ordinals after Roman numerals: Xa, XXmo, XVIIIo.
_ROMAN_WITH_ENDING = re.compile(r"([IVX]+J?|[ivx]*[xvi]{2,}j?|[ivx]+j|[ivx])(?:a|o|ma|mo|ta|to|e|me)?")
# CIↃ and IↃ, the old forms of M and D, with either letter for the reversed C.
_OLD_FORMS = (("ciↄ", "m"), ("ciɔ", "m"), ("iↄ", "d"), ("iɔ", "d"))
_LAST_DAY = 31
_HUNDRED, _THOUSAND, _SCORE = 100, 1000, 20
SHORTEST_COMPOUND = 8
# "Eintausendachthundertneunundneunzigster" has half as many letters.
_LONGEST_COMPOUND = 80


def roman_numeral_value(text: str) -> int:
    """Return the value of a Roman numeral, 0 if a text is none."""
    text = text.lower()
    if not text or _ROMAN.fullmatch(text) is None:
        return 0
    values = [_ROMAN_DIGITS[letter.replace("j", "i")] for letter in text]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


@lru_cache(maxsize=1024)
def roman_day(text: str) -> int:
    """Return the day of a month that a Roman numeral states, with or without the ending of an ordinal; 0 if none."""
    match = _ROMAN_WITH_ENDING.fullmatch(text)
    value = roman_numeral_value(match[1]) if match else 0
    return value if value <= _LAST_DAY else 0


def modernise_roman(text: str) -> str:
    """Return a folded Roman numeral with M and D instead of their old forms, CIↃ and IↃ."""
    for old, modern in _OLD_FORMS:
        text = text.replace(old, modern)
    return text


def add_number_words(words: list[list[int]]) -> int:
    """Return the number that the parts of several words state: [[18], [100], [4, 90]] is 1894.

    A score after four multiplies, as in "quatre vingt": [[4], [20]] is 80, while [[4, 20]], "vierundzwanzig", is 24.
    """
    total = current = last = 0
    for parts in words:
        for part in parts:
            if part == _THOUSAND:
                total, current = total + max(current, 1) * _THOUSAND, 0
            elif part == _HUNDRED:
                current = max(current, 1) * _HUNDRED
            elif part == _SCORE and last == 4 and len(parts) == 1:
                current += 4 * _SCORE - 4
            else:
                current += part
            last = part
    return total + current


def split_number_word(word: str, numbers: Mapping[str, int], joiners: frozenset[str]) -> list[int]:
    """Return the numbers that a word is composed of, [] if it is no number: "vierundneunzig" is 4 and 90."""
    if (value := numbers.get(word)) is not None:
        return [value]
    if not SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND:
        return []
    found = list(_compound_parts(word, numbers, joiners))
    return [] if 0 in found else found


def _compound_parts(word: str, numbers: Mapping[str, int], joiners: frozenset[str]) -> Iterator[int]:
    """Yield the numbers in a compound, the longest first at each position, and 0 where there is none."""
    at = 0
    while at < len(word):
        end = next((end for end in range(len(word), at, -1) if word[at:end] in numbers or word[at:end] in joiners), 0)
        if word[at:end] in numbers:
            yield numbers[word[at:end]]
        elif not end:
            yield 0
        at = end or len(word)
