"""Writes what is known of a letter, a person or a place for machines: schema.org in JSON-LD, in a page's own HTML."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from teikit.exports.reading.elements import language_tag
from teikit.exports.record.authorities import is_uri, is_web_address
from teikit.exports.record.record import Record
from teikit.exports.site.entities import Entity, mentioned, recipients, senders, sent_from
from teikit.registers import EntryKind

_TYPES = {EntryKind.PERSON: "Person", EntryKind.ORGANISATION: "Organization", EntryKind.PLACE: "Place"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What would end the script, or a line of it, in HTML or in JavaScript.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def safe_json(value: Any) -> str:
    """Return JSON that can be written into HTML and JavaScript as it is."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def script(value: dict[str, Any]) -> str:
    """Return a value of schema.org as an element of HTML; it is data, which no browser runs."""
    known = {"@context": "https://schema.org", **_known(value)}
    return f'<script type="application/ld+json">{safe_json(known)}</script>\n'


def _known(value: dict[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in value.items() if each not in ("", [], None)}


def entity_value(entity: Entity) -> dict[str, Any]:
    """Return a person, an organisation or a place."""
    where = entity.coordinates
    point = {"@type": "GeoCoordinates", "latitude": where[0], "longitude": where[1]} if where else None
    same = [uri for uri in entity.uris if is_uri(uri)]
    type_ = _TYPES[EntryKind(entity.kind)]
    return _known({"@type": type_, "name": entity.name, "sameAs": same, "geo": point})


def _values(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    return [entity_value(one) for one in entities]


def letter_data(record: Record) -> str:
    """Return a letter as a message, or another text as a work, with only what its header states."""
    dates = [date.when for date in record.sent_dates if _DAY.fullmatch(date.when)]
    licences = [one.uri for one in record.licences if is_web_address(one.uri)]
    message: dict[str, Any] = {
        "@type": "Message" if record.is_letter else "CreativeWork",
        "name": record.title or record.id,
        "identifier": _identifiers(record),
        "url": record.address if is_web_address(record.address) else "",
        "inLanguage": [tag for tag in map(language_tag, record.languages) if tag],
        "author": [] if record.is_letter else [{"@type": "Person", "name": one.name} for one in record.authors],
        "sender": _values(senders(record)),
        "recipient": _values(recipients(record)),
        "dateSent": dates[0] if dates and record.is_letter else "",
        "locationCreated": _values(sent_from(record))[:1],
        "mentions": _values(one for one in mentioned(record) if one.key),
        "isPartOf": {"@type": "CreativeWork", "name": record.series} if record.series else None,
        "license": licences,
    }
    return script(message)


def _identifiers(record: Record) -> Sequence[str]:
    return list(dict.fromkeys((record.id, *(one.value for one in record.identifiers))))
