"""Checks dates in attributes: they exist, and begin before they end."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.diagnostics import Rule, Severity
from teikit.messages import quote
from teikit.relaxng.datatypes.calendar import LAYOUTS, Instant, compare_instants, days_before, days_in_month, reader
from teikit.relaxng.datatypes.interface import LexicalError

IMPOSSIBLE = Rule(
    "tei/date-impossible",
    Severity.WARNING,
    "A date in an attribute is one that the calendar has, in the form that the attribute asks for.",
    "Schemas look at the form of ISO dates alone: a 30th of February sorts somewhere, and nobody sees why.",
    '<p>It was on <date when-iso="1899-02-30">30 February</date>.</p>',
    '<p>It was on <date when-iso="1899-02-28">28 February</date>.</p>',
    "TEI P5, att.datable.w3c and att.datable.iso; XML Schema part 2, 3.2.7",
)
ORDER = Rule(
    "tei/date-order",
    Severity.WARNING,
    "What begins (notBefore, from) does not begin after it ends (notAfter, to).",
    "No day lies between them: whoever searches for letters of a year misses this one.",
    '<p>In <date notBefore="1899-06" notAfter="1899-05-31">spring</date>.</p>',
    '<p>In <date notBefore="1899-03" notAfter="1899-05-31">spring</date>.</p>',
    "TEI P5, att.datable.w3c and att.datable.iso",
)

_STARTS = ("notBefore", "from")
_ENDS = ("notAfter", "to")
_KINDS = ("", "-iso")
_NAMES = ("when", *_STARTS, *_ENDS)
# Where `from` and `to` are pointers or numbers of pages.
_NO_DATES = frozenset({"app", "arc", "biblScope", "citedRange", "locus", "rt", "span"})
# The forms of ISO 8601 that can be distinguished from others; the rest is not checked.
_ISO = r"-?[0-9]{4}-[0-9]{2}(-[0-9]{2})?(T[0-9]{2}:[0-9]{2}:[0-9]{2}.*)?"
_YEAR = re.compile("(-?[0-9]+)(?:-([0-9]{2}))?")


class Interval(NamedTuple):
    """The first and the last instant that a date, whole or in part, can mean."""

    first: Instant
    last: Instant


class DatesCheck(Check):
    """The dates of each element on its own."""

    rules = (IMPOSSIBLE, ORDER)
    attributes = frozenset(name + kind for name in _NAMES for kind in _KINDS)

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See a date; an end is compared with the beginnings."""
        if not element.name or element.name in _NO_DATES:
            return
        wrong = date_fault(value, is_iso=key.endswith("-iso"))
        if wrong:
            self._findings.append(Finding(IMPOSSIBLE, f"{quote(value)} is no date: {wrong}", element.number, key))
        elif key.removesuffix("-iso") in _ENDS:
            self._findings += _order_findings(element, key)

    def findings(self) -> Iterator[Finding]:
        """Yield the dates that are invalid or out of order."""
        yield from self._findings


def _order_findings(element: CheckedElement, end: str) -> Iterator[Finding]:
    last = interval(element.attributes[end])
    for name in _STARTS:
        start = name + ("-iso" if end.endswith("-iso") else "")
        first = interval(element.attributes.get(start, ""))
        if first and last and compare_instants(first.first, last.last) == 1:
            message = f"{start} {quote(element.attributes[start])} is after {end} {quote(element.attributes[end])}"
            yield Finding(ORDER, message, element.number, start)


@lru_cache(maxsize=4_096)
def date_fault(value: str, *, is_iso: bool) -> str | None:
    """Return why a value is not a date, None if it is or may be one."""
    value = value.strip()
    if is_iso and (not re.fullmatch(_ISO, value) or value.lstrip("-").startswith("0000")):
        return None
    wrong = f"not of the form {LAYOUTS['date'][1].removeprefix('a date as ')}, or a part of it"
    for name in LAYOUTS:
        try:
            reader(name)(value, None)
        except LexicalError as error:
            if not str(error).startswith("not "):
                wrong = str(error)
        else:
            return None
    return wrong


@lru_cache(maxsize=4_096)
def interval(value: str) -> Interval | None:
    """Return the interval of a date with a year, None for other values."""
    value = value.strip()
    for name in ("date", "gYearMonth", "gYear", "dateTime"):
        try:
            first = reader(name)(value, None)
        except LexicalError:
            continue
        return Interval(first, (first[0] + _seconds(name, value), first[1], first[2]))
    return None


def _seconds(name: str, value: str) -> int:
    """Return the seconds from the first to the last instant of a date; only astronomers count a year 0."""
    written = _YEAR.match(value)
    if name == "dateTime" or written is None:
        return 0
    year = int(written[1]) + value.startswith("-")
    days = {
        "date": 1,
        "gYearMonth": days_in_month(year, int(written[2] or 1)),
        "gYear": days_before(year + 1, 1) - days_before(year, 1),
    }
    return days[name] * 86_400 - 1
