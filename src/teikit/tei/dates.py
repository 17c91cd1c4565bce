"""Encodes dates as TEI: a `date` with the attributes of att.datable.w3c, and the calendars of its text."""

from collections.abc import Iterable

from lxml import etree

from teikit.letter.dates import FoundDate
from teikit.tei.markup import ID, element

_CALENDARS = {
    "julian": "Julian calendar (old style)",
    "republican": "French Republican calendar",
    "roman": "Roman calendar (kalends, nones, ides)",
}


def date_attributes(found: FoundDate) -> dict[str, str]:
    """Return the attributes of a date; a bracketed one is not the writer's."""
    return {
        "when": f"{found.when}T{found.time}" if found.time else found.when,
        "notBefore": found.not_before,
        "notAfter": found.not_after,
        "from": found.begin,
        "to": found.finish,
        "calendar": found.calendar and f"#{found.calendar}",
        "cert": "low" if found.is_doubtful else "",
        "evidence": "external" if found.is_bracketed else "",
    }


def calendar_description(within: Iterable[etree._Element]) -> etree._Element | None:
    """Return the description of the calendars that dates within some elements point to, None where there are none."""
    used = {date.get("calendar", "").removeprefix("#") for each in within for date in each.iter("{*}date")}
    names = [name for name in _CALENDARS if name in used]
    described = (element("calendar", element("p", _CALENDARS[name]), **{ID: name}) for name in names)
    return element("calendarDesc", described) if names else None
