"""The date of a letter: where it stands in time, and in words."""

import re
from typing import NamedTuple

from teikit.exports.record.record import Date, Record

_VALUE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?")


class Day(NamedTuple):
    """The place of a letter in time: the first day that is possible; month and day are 0 if they are not known."""

    year: int
    month: int = 0
    day: int = 0


def date_of(record: Record) -> Date:
    """Return the date on which a letter was sent, or else written; an empty one if none is known."""
    dates = [*record.dates_of("sent"), *record.created]
    return next((one for one in dates if one.iso_8601), next((one for one in dates if one.text), Date()))


def day_of(record: Record) -> Day | None:
    """Return where a letter stands in time, None if it has no date with a year."""
    date = date_of(record)
    for value in (date.when, date.not_before, date.start, date.not_after, date.end):
        if found := _VALUE.match(value):
            return Day(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    return None


def day_value(record: Record) -> str:
    """Return the value of HTML's `datetime` for a date that is known, empty for others."""
    value = date_of(record).when
    return (
        value
        if re.fullmatch(r"[1-9]\d{3}(-\d\d(-\d\d)?)?|0\d{3}(-\d\d(-\d\d)?)?", value) and value[:4] > "0000"
        else ""
    )
