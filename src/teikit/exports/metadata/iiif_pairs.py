"""The metadata of a record as pairs of label and values to be shown, for IIIF manifests."""

from collections.abc import Iterable, Iterator
from html import escape

from teikit.exports.metadata.doubt import date_or_words, marked_name
from teikit.exports.record.record import Agent, Date, Holding, Record

Pair = tuple[str, list[str]]


def shown(text: str) -> str:
    """Return a text as a value: what looks like HTML, which IIIF reads as such, becomes HTML that shows it."""
    return f"<span>{escape(text, quote=False)}</span>" if text.startswith("<") and text.endswith(">") else text


def _agents(agents: Iterable[Agent]) -> list[str]:
    return [f"{marked_name(one)} ({one.role})" if one.role else marked_name(one) for one in agents]


def _date(date: Date) -> str:
    """Return a date in words and in EDTF, as far as they are known and differ."""
    known = date_or_words(date)
    return f"{date.text} ({known})" if date.text and date.text.rstrip("?") != known.rstrip("?") else known


def _correspondence(record: Record) -> Iterator[Pair]:
    yield "Sender", _agents(record.senders)
    yield "Recipient", _agents(record.recipients)
    for action in record.actions:
        yield f"Date ({action.type})" if action.type else "Date", list(map(_date, action.dates))
        yield f"Place ({action.type})" if action.type else "Place", list(map(marked_name, action.places))
        yield "Office", list(action.offices)
        if action.type not in {"sent", "received"}:
            yield action.type.capitalize(), _agents(action.agents)
    yield "Related letter", [one.text or one.target for one in record.related]


def _original(holding: Holding) -> Iterator[Pair]:
    parts = (holding.country, holding.settlement, holding.archive, holding.collection, holding.shelfmark)
    yield "Original", [", ".join(filter(None, parts))]
    yield "Name of the original", [holding.name]
    yield "Form of the original", [", ".join(filter(None, (holding.extent, holding.form)))]
    yield "Identifier of the original", [one.value for one in holding.identifiers]


def _edition(record: Record) -> Iterator[Pair]:
    yield "Editor", _agents(record.editors)
    yield "Principal researcher", _agents(record.principals)
    yield "Contributor", _agents(record.contributors)
    yield "Funder", _agents((*record.funders, *record.sponsors))
    publishers = [one.name for one in (*record.publishers, *record.distributors)]
    yield "Publisher", [*publishers, record.publication_place]
    yield "Published", [_date(record.published)]
    yield "Edition", [record.edition]
    yield "Series", [", ".join(filter(None, (record.series, record.volume)))]
    yield "Identifier", [record.id, *(one.value for one in record.identifiers)]
    yield "Source", list(record.sources)
    yield "Terms of use", [part for one in record.licences for part in (one.text, one.uri)]


def pairs(record: Record) -> list[Pair]:
    """Return labels in English and values of all that a record has apart from titles, abstract and address."""
    found = [
        ("Author", _agents(record.authors)),
        *_correspondence(record),
        ("Date", list(map(_date, record.created))),
        ("Place", list(map(marked_name, record.creation_places))),
        ("Participant", _agents(record.participants)),
        ("Language", [*record.languages, *record.other_languages]),
        ("Keyword", list(record.keywords)),
        ("Note", list(record.notes)),
        ("Extent", [record.extent]),
        *(pair for holding in record.holdings for pair in _original(holding)),
        *_edition(record),
    ]
    merged: dict[str, dict[str, None]] = {}
    for label, values in found:
        merged.setdefault(label, {}).update(dict.fromkeys(filter(None, values)))
    return [(label, [*map(shown, values)]) for label, values in merged.items() if values]
