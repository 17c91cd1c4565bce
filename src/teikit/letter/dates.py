"""Words to dates: finds the date in a dateline, and never makes up what is not written (a year least of all)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from teikit.letter.cues import months

_DIGIT = re.compile(r"\d")
_DAY = r"(?P<day>[0-3]?\d)(?:\s*\.?\s*(?:st|nd|rd|th|er|ème|me|sten|ten|ter|te|den|de|en|e|го)\b)?"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)"
# 809 for 1809, as German letters have it: no letter of that century is dated so.
_THREE = r"(?P<three>[5-9]\d\d)(?![\w.:])"
_ROMAN = {
    numeral: number
    for number, numeral in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: offsets of its characters from 0, end exclusive, and its W3C form ("" if it has none)."""

    start: int
    end: int
    when: str


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    month = rf"(?P<month>{names})\b\.?"
    numeral = r"(?P<month>[IVX]{1,4}|[ivx]{1,4})\b\.?"
    shapes = (
        rf"\b{month}\s*{_DAY}\s*,?\s*{_YEAR}\b",
        rf"\b{_DAY}\.?\s*(?:of\s+|de\s+)?{month}\s*,?\s*(?:de\s+|del\s+)?{_YEAR}\b",
        r"\b(?P<day>[0-3]?\d)\s*\.\s*(?P<month>[01]?\d)\s*\.\s*" + _YEAR + r"\b",
        rf"\b(?P<day>[0-3]?\d)\s*[./]?\s*{numeral}\s*[./]?\s*{_YEAR}\b",
        r"\b(?P<year>1[0-9]\d\d|20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
        rf"\b(?P<day>[0-3]?\d)\s*/\s*(?P<month>[01]?\d)\s*[/.,]\s*{_YEAR}\b",
        rf"\b{_DAY}\.?\s*{month}\s*,?\s*{_THREE}\b",
        rf"\b(?P<day>[0-3]?\d)\s*[./]?\s*{numeral}\s*[./]?\s*{_THREE}\b",
        rf"\b{month}\s*,?\s*{_YEAR}\b",
        rf"\b(?P<day>[0-3]?\d)\s*[./]?\s*{numeral}\s*[./]?\s*(?P<short>['’]?\d\d\d?)\b(?!:)",
        r"\b(?P<day>[0-3]?\d)\s*[./]\s*(?P<month>[01]?\d)\s*[./ ]\s*(?P<short>['’]?\d\d\d?)\b(?!:)",
        rf"\b{_DAY}\.?\s*(?:of\s+|de\s+)?{month}",
        rf"\b{month}\s+{_DAY}(?![\w:])",
        rf"\b{_YEAR}\b",
    )
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)


def _month(word: str) -> int:
    lower = word.lower()
    return int(lower) if lower.isdigit() else months().get(lower) or _ROMAN.get(lower, 0)


def _is_ambiguous(match: re.Match[str], day: int, month: int) -> bool:
    """Say whether 4/5/1923 may be read in two ways: with slashes, day and month change places between countries."""
    return "/" in match[0] and match["month"].isdigit() and day != month and day <= 12


def _when(match: re.Match[str]) -> str | None:
    """Return the W3C form of a match, "" where it is a date of no certain form, None where it is none."""
    groups = match.groupdict()
    year = groups.get("year") or ("1" + groups["three"] if groups.get("three") else None)
    month, day = _month(groups.get("month") or "0"), int(groups.get("day") or 0)
    if groups.get("month") and not 1 <= month <= 12:
        return None
    if day and not exists(int(year or 2000), month, day):
        return None
    if day and _is_ambiguous(match, day, month):
        return ""
    if groups.get("short"):
        # 5. X. 18 names no century.
        return ""
    if year:
        return "-".join([year, *(f"{part:02}" for part in (month, day) if part)])
    return f"--{month:02}-{day:02}"


def exists(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def find_date(text: str) -> FoundDate | None:
    """Return the first date of the fullest shape that a text holds.

    Full dates come before a month with its year, those before a day with its month, those before a bare year. Days and
    months without a year get the form --MM-DD (XSD gMonthDay); 4/5/1923, which may be two days, gets none.
    """
    if not _DIGIT.search(text):
        return None
    for pattern in _patterns():
        for match in pattern.finditer(text):
            when = _when(match)
            if when is not None:
                return FoundDate(match.start(), match.end(), when)
    return None
