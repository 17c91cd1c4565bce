"""Writes a date of a record in words: "10 January 1807", "between 10 and 27 January 1807"."""

import re
from calendar import monthrange

from teikit.exports.reading.labels import Labels
from teikit.exports.record.record import Date

_W3C = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DAY, _MONTH = 3, 2
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b\d{4}\b")
_MONTHS = 12
_SHORTEST_ABBREVIATION = 3
_Parts = tuple[int, ...]


def _parts(value: str) -> _Parts:
    """Return year, month and day of a W3C date, as far as it has them; nothing for anything else."""
    match = _W3C.fullmatch(value)
    parts = tuple(int(part) for part in match.groups() if part) if match else ()
    return () if len(parts) >= _MONTH and not 1 <= parts[1] <= _MONTHS else parts


def _words(parts: _Parts, labels: Labels, *, without: int = 0) -> str:
    """Return a date in words; `without` is 1 to leave out the year, 2 to leave out the month too."""
    year, month, day = (*parts, 0, 0)[:_DAY]
    names = labels["date.months"].split()
    shown = {"year": year, "month": names[month - 1] if month else "", "day": day}
    if day == 1:
        shown["day"] = labels["date.first_of_month"]
    if len(parts) == _DAY:
        return labels.fill(("date.day_month_year", "date.day_month", "date.day_only")[without], **shown)
    if len(parts) == _MONTH:
        return names[month - 1] if without else labels.fill("date.month_year", **shown)
    return str(year)


def _with_preposition(name: str, parts: _Parts, words: str, labels: Labels) -> str:
    text = labels.fill(f"{name}.day" if len(parts) == _DAY else name, date=words)
    if labels["date.elided"] and words[:1] in "aeiou":
        whole, elided = labels["date.elided"].split()
        text = text.replace(f"{whole} {words}", f"{elided}{words}")
    return text


def _interval(first: _Parts, last: _Parts, names: tuple[str, str], labels: Labels) -> str:
    """Return two dates in words; what both have in common is written once."""
    is_alike = len(first) == len(last) and first[0] == last[0]
    without = 0 if not is_alike else 2 if len(first) == _DAY and first[1] == last[1] else 1 if len(first) > 1 else 0
    begin = _with_preposition(names[0], first, _words(first, labels, without=without), labels)
    return f"{begin} {_with_preposition(names[1], last, _words(last, labels), labels)}"


def _whole(first: _Parts, last: _Parts) -> _Parts:
    """Return the year, month or day that two bounds are the first and last day of; nothing if they are of none."""
    if first == last:
        return first
    if not (len(first) == len(last) > 1) or first[0] != last[0]:
        return ()
    year, (_, *begin), (_, *end) = first[0], first, last
    if begin in ([1, 1], [1]) and end in ([12, 31], [12]):
        return (year,)
    is_month = len(first) == _DAY and begin[0] == end[0] and begin[1] == 1 and end[1] == monthrange(year, end[0])[1]
    return first[:_MONTH] if is_month else ()


def _bounds(first: _Parts, last: _Parts, kind: tuple[str, str, str, str], labels: Labels) -> str:
    """Return an interval in words, with the prepositions for two bounds, the first one only, and the last one only."""
    begin, end, only_begin, only_end = kind
    if first and last:
        return _interval(first, last, (begin, end), labels)
    if first:
        return _with_preposition(only_begin, first, _words(first, labels), labels)
    return _with_preposition(only_end, last, _words(last, labels), labels) if last else ""


_UNKNOWN_DAY = ("date.between", "date.and", "date.not_before", "date.not_after")
_PERIOD = ("date.from", "date.to", "date.since", "date.until")


def date_in_words(date: Date, labels: Labels) -> str:
    """Return what the dating attributes of a date say, in words; empty if they say nothing."""
    if when := _parts(date.when):
        return _words(when, labels)
    first, last = _parts(date.not_before), _parts(date.not_after)
    start, end = _parts(date.start), _parts(date.end)
    whole = _whole(first, last) if first and last else ()
    unknown_day = _words(whole, labels) if whole else _bounds(first, last, _UNKNOWN_DAY, labels)
    period = _words(start, labels) if start and start == end else _bounds(start, end, _PERIOD, labels)
    return ", ".join(filter(None, (period, unknown_day)))


def human_date(date: Date, labels: Labels) -> str:
    """Return a date for readers: the header's own words, what its attributes say, or both if they differ.

    The words are enough if they have a year and all numbers of the attributes, and are not only numbers themselves.
    The attributes are enough if they say all that the words do.
    """
    text, ours = " ".join(date.text.split()), date_in_words(date, labels)
    if not text or not ours:
        return text or ours
    meant = _WORD.findall(ours.casefold())
    if all(_is_said(word, meant) for word in _WORD.findall(text.casefold())) or _is_numeric(text, date):
        return ours
    is_enough = _YEAR.search(text) and set(_numbers(ours)) <= set(_numbers(text))
    return text if is_enough else f"{text} ({ours})"


def _is_said(word: str, words: list[str]) -> bool:
    """Return whether a word is one of some words, or abbreviates one of them."""
    is_abbreviation = len(word) >= _SHORTEST_ABBREVIATION and any(one.startswith(word) for one in words)
    return word in words or (is_abbreviation and not word.isdigit())


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(text)]


def _is_numeric(text: str, date: Date) -> bool:
    """Return whether a text has the numbers of the date's attributes only, as in '10.1.1807' or '1807-01-10'."""
    values = (date.when, date.not_before, date.not_after, date.start, date.end)
    known = {int(number) for value in values for number in _NUMBER.findall(value)}
    return not re.search(r"[^\W\d]", text) and set(_numbers(text)) <= known
