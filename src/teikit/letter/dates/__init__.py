"""Finds the date in a dateline, and never completes what is not written, such as a year.

`tokens` reads numbers and words by the `vocabulary` of the letter's language, `grammar` knows the forms of dates,
`calendars` the calendars other than the Gregorian.
"""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from teikit.letter.cues import active_languages
from teikit.letter.dates.calendars import from_julian, is_gregorian_day
from teikit.letter.dates.found import FoundDate
from teikit.letter.dates.grammar import date_readings
from teikit.letter.dates.readings import FULL, DateReading, w3c_date
from teikit.letter.dates.times import with_time
from teikit.letter.dates.tokens import DateTokens
from teikit.letter.dates.vocabulary import vocabulary

__all__ = [
    "FoundDate",
    "find_date",
    "find_feast",
    "find_receipt",
    "find_weekday",
    "is_gregorian_day",
    "is_other_weekday",
    "mask_receipt",
    "with_time",
    "years_in",
]

_HAS_NUMBER = re.compile(r"\d|\b[MDCLXVI]{4,}\b")
# Dates all in words are looked for in short lines only; in prose they are hardly the date of the letter.
_LONGEST_IN_WORDS = 90
_WORD = re.compile(r"[^\W\d_]+")
_DOUBT = re.compile(r"[\])]?\s?[\[(]?\?")
_FULL_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_MONTH_FIRST_LANGUAGE = "en"
_LAST_JULIAN_YEAR = 1923
_LINES_OF_LETTER = 128
# A date after so many characters of a paragraph is not that of the letter.
_LONGEST = 10_000
_POINT = frozenset(".")
_OTTOMAN_LANGUAGE, _FIRST_GREGORIAN_YEAR = "tr", 1400
# Month and day of the New Year in years that do not begin in January.
_NEW_YEAR = {"florentine_style": (3, 25), "venetian_style": (3, 1)}
_STYLES = frozenset({"old_style", "new_style", *_NEW_YEAR})


def _tokenize(text: str) -> DateTokens:
    return _tokenize_in(text, active_languages())


# A line is read several times: for features, for the dateline and for the header.
@lru_cache(_LINES_OF_LETTER)
def _tokenize_in(text: str, languages: tuple[str, ...]) -> DateTokens:
    return DateTokens(text, vocabulary(languages), month_may_be_first=_MONTH_FIRST_LANGUAGE in languages)


def find_date(text: str) -> FoundDate | None:
    """Return the first date of the fullest form in a text, with its qualifiers (old style, doubt).

    Full dates come before a day with its month, those before a month with its year, those before a bare year. 4/5/1923,
    which may be two days where English is spoken, gets no W3C form.
    """
    return _find_date_in(text[:_LONGEST], active_languages())


@lru_cache(_LINES_OF_LETTER)
def _find_date_in(text: str, languages: tuple[str, ...]) -> FoundDate | None:
    has_number = _HAS_NUMBER.search(text) is not None
    if not has_number and not _may_be_date_in_words(text):
        return None
    tokens = _tokenize_in(text, languages)
    best: tuple[int, DateReading] | None = None
    for index, reading in date_readings(tokens):
        if not has_number and not _is_date_in_words(tokens, reading):
            continue
        if best is None or reading.rank > best[1].rank:
            best = index, reading
        if reading.rank == FULL:
            break
    return _to_found_date(tokens, *best) if best else None


def _may_be_date_in_words(text: str) -> bool:
    if len(text) > _LONGEST_IN_WORDS:
        return False
    return not vocabulary(active_languages()).months.keys().isdisjoint(_WORD.findall(text.casefold()))


def _is_date_in_words(tokens: DateTokens, reading: DateReading) -> bool:
    """Return whether a date without figures is sure: of the Roman calendar, with a year, or before a month's name.

    The month has a capital, or a preposition before it: "venti d'aprile", but not "a second may be enough".
    """
    last = reading.end - 1
    if reading.calendar or reading.rank == FULL:
        return True
    before = tokens.text_at(last - 1)
    is_marked = before in tokens.words.between or before in {"'", "’"} or tokens.is_capital(last)
    return is_marked and tokens.named_month(last) is not None


def _to_found_date(tokens: DateTokens, index: int, reading: DateReading) -> FoundDate:
    modifier, after = _style_after(tokens, reading.end)
    if modifier:
        reading = _in_style(reading, modifier)
    if modifier != "new_style" and active_languages()[:1] == (_OTTOMAN_LANGUAGE,):
        reading = _without_ottoman_year(reading)
    start, end = tokens.sequence[index].start, tokens.sequence[(after if modifier else reading.end) - 1].end
    limit = _limit_before(tokens, index)
    return replace(
        _bounded_date(start, end, reading, limit),
        calendar=reading.calendar,
        is_doubtful=reading.is_doubtful or _is_doubted(tokens.text, start, end) or limit == "about",
        is_bracketed=_is_bracketed(tokens.text, start, end),
        short_year=reading.short_year,
    )


def _without_ottoman_year(reading: DateReading) -> DateReading:
    """Return a date without the day that it means if its year is counted from the Hijra: 1332.

    Such a year is one of the Rumi or of the lunar calendar. "3 Mayıs 1334 - 16 Mayıs 1918" is one day by two calendars.
    """
    if _is_ottoman_year(reading.first):
        return replace(reading, when="" if _is_ottoman_year(reading.last) else reading.last, first="", last="")
    return replace(reading, when="") if _is_ottoman_year(reading.when) else reading


def _is_ottoman_year(when: str) -> bool:
    year = when.partition("-")[0]
    return year.isdecimal() and int(year) < _FIRST_GREGORIAN_YEAR


def _to_julian(reading: DateReading) -> DateReading:
    """Return a full date without a calendar as one of the Julian calendar, others as they are."""
    if not reading.when or reading.calendar or reading.rank != FULL:
        return reading
    moved = from_julian(*reading.year_month_day) if reading.year_month_day[2] else None
    return replace(reading, when=moved.isoformat() if moved else reading.when, calendar="julian")


def _in_style(reading: DateReading, style: str) -> DateReading:
    """Return a date in the style of its text: by the Julian calendar, or in a year that begins in March."""
    if style == "old_style":
        return _to_julian(reading)
    year, *day = reading.year_month_day
    if reading.rank != FULL or tuple(day) >= _NEW_YEAR.get(style, (0, 0)) or not is_gregorian_day(year + 1, *day):
        return reading
    return replace(reading, when=w3c_date(year + 1, *day))


def _bounded_date(start: int, end: int, reading: DateReading, limit: str) -> FoundDate:
    """Return a date with its W3C forms: a day, two bounds, or one bound after a word such as "before"."""
    day = "" if limit in {"before", "after"} else reading.when
    if reading.has_bounds:
        return FoundDate(start, end, day, not_before=reading.first, not_after=reading.last)
    first, last = (reading.when if limit == each else "" for each in ("after", "before"))
    return FoundDate(start, end, day, first, last, begin=reading.first, finish=reading.last)


def _is_doubted(text: str, start: int, end: int) -> bool:
    """Return whether a question mark is in a date or follows it."""
    return "?" in text[start:end] or _DOUBT.match(text, end) is not None


def _is_bracketed(text: str, start: int, end: int) -> bool:
    """Return whether a date is in or contains square brackets, which mark what an editor supplied."""
    return "[" in text[start:end] or text.rfind("[", 0, start) > text.rfind("]", 0, start)


def _style_after(tokens: DateTokens, end: int) -> tuple[str, int]:
    """Return old or new style after a date, and where its words end; "" where there is neither."""
    found = tokens.match_phrase(tokens.skip(end, frozenset(".,(["), frozenset()), tokens.words.modifiers)
    return found if found and found[0] in _STYLES else ("", end)


def _limit_before(tokens: DateTokens, index: int) -> str:
    """Return the limit that the words before a date set: "before", "after", "about" or ""."""
    for start in (index - 3, index - 2, index - 1):
        found = tokens.match_phrase(start, tokens.words.modifiers) if start >= 0 else None
        ends = found is not None and tokens.skip(found[1], _POINT, frozenset()) == index
        if found is not None and ends and found[0] in {"before", "after", "about"} and not _is_capital(tokens, start):
            return found[0]
    return ""


def _is_capital(tokens: DateTokens, index: int) -> bool:
    """Return whether a token after the first is one capital letter, as in "D. C.", which is not "c." for circa."""
    token = tokens.sequence[index]
    return index > 0 and token.end - token.start == 1 and tokens.text[token.start].isupper()


def find_receipt(text: str) -> tuple[int, int] | None:
    """Return the offsets of a note of receipt: "(Received May 5.)", or a line that begins so."""
    tokens = _tokenize(text)
    for index, meaning, _ in tokens.find_phrases(tokens.words.modifiers):
        opened = tokens.text_at(index - 1) in {"(", "["}
        if meaning == "received" and (opened or not index):
            ends = [token.end for token in tokens.sequence[index:] if opened and token.text in {")", "]"}]
            return tokens.sequence[index - opened].start, ends[0] if ends else len(text)
    return None


def mask_receipt(text: str) -> str:
    """Return a text with its note of receipt masked; offsets do not change."""
    found = find_receipt(text)
    return text[: found[0]] + ";" * (found[1] - found[0]) + text[found[1] :] if found else text


def find_weekday(text: str) -> tuple[int, int, int] | None:
    """Return the first weekday that a text names, from 1 for Monday, with the offsets of its characters."""
    tokens = _tokenize(text)
    found = next(tokens.find_phrases(tokens.words.weekdays), None)
    if found is None:
        return None
    start, weekday, end = found
    return weekday, tokens.sequence[start].start, tokens.sequence[end - 1].end


def find_feast(text: str) -> tuple[int, int] | None:
    """Return the offsets of the first feast that a text names, such as Whit Monday."""
    tokens = _tokenize(text)
    found = next(tokens.find_phrases(tokens.words.feasts), None)
    return (tokens.sequence[found[0]].start, tokens.sequence[found[2] - 1].end) if found else None


def is_other_weekday(weekday: int, when: str) -> bool:
    """Return whether a full W3C date falls on another weekday, whichever calendar its writer used."""
    year, month, day = map(int, when.split("-"))
    julian = from_julian(year, month, day) if year <= _LAST_JULIAN_YEAR else None
    return weekday not in {each.isoweekday() for each in (date(year, month, day), julian) if each is not None}


def years_in(text: str) -> frozenset[int]:
    """Return the years from 1400 on that a text names with their century."""
    return frozenset(map(int, _FULL_YEAR.findall(text)))
