"""Records without one of their fields, by the names that formats have for them."""

from dataclasses import replace
from typing import Any

from teikit.exports.record.record import Record

_FIELD_OF = {"title": "titles", "subtitles": "titles", "licence": "licences", "holding_details": "holdings"}


def without(record: Record, field: str) -> Record:
    """Return a record without what a field of `FIELDS` stands for; its id becomes another one."""
    name = _FIELD_OF.get(field, field)
    empty: Any = "other" if name == "id" else getattr(Record(""), name)
    if field == "holding_details":
        empty = tuple(replace(one, name="", identifiers=(), extent="", form="") for one in record.holdings)
    return replace(record, **{name: empty})
