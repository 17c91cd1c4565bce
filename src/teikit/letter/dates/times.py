"""Reads the time of day beside a date, in the lines of e-mails and telegrams that state one."""

import re
from dataclasses import replace

from teikit.letter.dates.found import FoundDate

_ZONE = r"(?:\s*(?:(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2})|(?P<utc>GMT|UTC|Z)\b))?"
_HALF = (
    r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?|vm\b\.?|nm\b\.?|vorm\.?|nachm\.?|du matin|du soir|de la tarde|"
    r"de la mañana|di sera))?"
)
_BEFORE = r"[\s,.]*(?:(?:at|um|à|alle ore|alle|ore|kl|a las|às|om|klo|в|o|h)\b\.?\s*)?"
_AFTER_DATE = re.compile(
    rf"{_BEFORE}(?P<hour>\d{{1,2}})(?:[:.,]|\s?h(?:eures?)?\.?\s?|\s?Uhr\s?)(?P<minute>\d{{2}})(?!\d)"
    rf"(?::(?P<second>\d{{2}}))?(?:\s?(?:Uhr|h)\b)?{_HALF}{_ZONE}",
    re.IGNORECASE,
)
# AM 11 09, after the date on American telegrams.
_STAMPED = re.compile(r"[\s,]*(?P<half>[AP]M)\s+(?P<hour>\d{1,2})[\s:](?P<minute>\d{2})\b")
# 8 04 AM 3 May 1927: before it.
_AFTERNOON = ("p", "n", "du s", "de la t", "di s")
_HOURS, _MINUTES = 24, 60
_NOON = 12


def with_time(text: str, found: FoundDate) -> FoundDate:
    """Return a date with the time of day that follows it in a text, and its end after that; else unchanged."""
    if not found.is_full:
        return found
    match = _STAMPED.match(text, found.end) or _AFTER_DATE.match(text, found.end)
    time = _time_of(match) if match else ""
    return replace(found, time=time, end=match.end()) if match and time else found


def _time_of(match: re.Match[str]) -> str:
    """Return a time as in XML Schema, "" for one that no clock shows."""
    parts = match.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts.get("second") or 0)
    if half := (parts["half"] or "").casefold():
        is_late = half.startswith(_AFTERNOON)
        hour += _NOON if is_late and hour < _NOON else 0
        hour -= _NOON if not is_late and hour == _NOON else 0
    if hour >= _HOURS or minute >= _MINUTES or second >= _MINUTES:
        return ""
    return f"{hour:02}:{minute:02}:{second:02}{_zone_of(parts.get('zone') or '', parts.get('utc') or '')}"


def _zone_of(zone: str, utc: str) -> str:
    """Return a zone as in XML Schema; -0000 states none (RFC 5322, 3.3)."""
    digits = zone[-5:].replace(":", "") if ":" not in zone else zone[-6:].replace(":", "")
    if not digits:
        return "Z" if utc else ""
    hours, minutes = int(digits[1:3]), int(digits[3:])
    if digits == "-0000" or hours > 14 or minutes >= _MINUTES or (hours == 14 and minutes):
        return ""
    return f"{digits[:3]}:{digits[3:]}"
