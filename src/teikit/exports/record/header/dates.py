"""Reads dates: their words, and the values of TEI's dating attributes (TEI P5 4.6.4, 14.4)."""

import re
from typing import Any

from lxml import etree

from teikit.exports.record.header.certainty import read_certainty
from teikit.exports.record.header.reader import HeaderReader, find_first
from teikit.exports.record.record import DATING, Date
from teikit.letter.dates import is_gregorian_day

_DATE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?")
_PERIOD = re.compile(r"([^/]+)/([^/]+)")


def as_date(value: str) -> str:
    """Return a valid date, year-month or year without its time of day, empty for anything else."""
    match = _DATE.fullmatch(value.strip()) or _BASIC.fullmatch(value.strip())
    if match is None:
        return ""
    written = [part for part in match.groups() if part]
    year, month, day = (*map(int, written), 1, 1)[:3]
    # Years before Christ have the same days as others.
    return "-".join(written) if year and is_gregorian_day(abs(year), month, day) else ""


def read_date(reader: HeaderReader, element: etree._Element) -> Date:
    """Return the date that an element with dating attributes states, or in words that are a date in ISO 8601."""
    words = reader.words(element)
    given = {key: element.get(name) or element.get(f"{name}-iso") or "" for key, name in DATING.items()}
    if not any(given.values()):
        given = {"when": words}
    if period := _PERIOD.fullmatch(given["when"].strip()):
        given |= {"when": "", "start": period[1], "end": period[2]} if all(map(as_date, period.groups())) else {}
    known: dict[str, Any] = {key: as_date(value) for key, value in given.items()}
    return Date(words, **known, certainty=read_certainty(reader, element), precision=_precision(element))


def _precision(element: etree._Element) -> str:
    """Return how exact a date is: its @precision, or that of a `precision` in it."""
    inner = find_first(element, "precision") if len(element) else None
    return element.get("precision", "") or ("" if inner is None else inner.get("precision", ""))
