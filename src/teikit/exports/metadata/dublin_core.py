"""Writes Dublin Core (ISO 15836-1): as pairs of element and value, as oai_dc XML, and as a table of letters."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from teikit.exports.metadata.doubt import date_or_words, marked_name
from teikit.exports.metadata.languages import wrong_languages
from teikit.exports.metadata.roles import relator
from teikit.exports.metadata.xml import XML_LANG, XSI, maker, xml_bytes
from teikit.exports.record.record import FIELDS, Agent, Record, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile
from teikit.report.csv import guard_formula

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_LOCATION = f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
SUPPORTED_FIELDS = frozenset(FIELDS) - {
    "publication_place",
    "edition",
    "holding_details",
    "other_languages",
    "participants",
}
# In the order of ISO 15836-1.
_ELEMENTS = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
)  # fmt: skip
Pair = tuple[str, str]


def _names(element: str, agents: Sequence[Agent], role: str = "") -> Iterator[Pair]:
    for agent in agents:
        words = role or agent.role
        yield element, f"{marked_name(agent)} ({words})" if words else marked_name(agent)


def _correspondence(record: Record) -> Iterator[Pair]:
    """Yield the data of correspDesc: senders who are not creators, recipients, and places."""
    written = {agent.name for agent in record.creators}
    yield from _names("contributor", [agent for agent in record.senders if agent.name not in written], "sender")
    yield from _names("contributor", record.recipients, "recipient")
    for action in record.actions:
        yield from (("coverage", marked_name(place)) for place in action.places)
    yield from (("coverage", marked_name(place)) for place in record.creation_places)


def _makers(record: Record) -> Iterator[Pair]:
    """Yield the people and organisations that made and support the edition."""
    editors = {agent.name for agent in record.editors}
    others = (one for one in record.contributors if one.name not in editors or relator(one.role) != "edt")
    yield from _names("contributor", (*record.editors, *record.principals, *others))
    yield from _names("contributor", record.funders, "funder")
    yield from _names("contributor", record.sponsors, "sponsor")
    yield from (("publisher", agent.name) for agent in (*record.publishers, *record.distributors))


def _edition(record: Record) -> Iterator[Pair]:
    yield from _makers(record)
    yield "date", date_or_words(record.published)
    yield from (("identifier", one.value) for one in record.identifiers)
    yield from (("identifier", one) for one in (record.address, record.id))
    yield from (("source", str(holding)) for holding in record.holdings)
    yield from (("source", source) for source in record.sources)
    series = ", ".join(filter(None, (record.series, record.volume if record.series else "")))
    yield from (("relation", name) for name in (series, *(one.text or one.target for one in record.related)))
    yield from (("rights", one) for licence in record.licences for one in (licence.uri, licence.text))


def dublin_core(record: Record) -> list[Pair]:
    """Return the elements and values of a record, each pair once.

    The first `date` is the day on which the letter was sent, if it is known; the date of its edition comes after it.
    """
    pairs = [
        *(("title", title) for title in (record.title, *record.subtitles)),
        *_names("creator", record.creators),
        *(("subject", word) for word in record.keywords),
        *(("description", words) for words in (record.abstract, *record.notes)),
        *(("date", date_or_words(date)) for date in (*record.dates_of("sent"), *record.created)),
        ("type", "Text"),
        ("format", "application/tei+xml"),
        ("format", record.extent),
        *(("language", tag) for tag in record.languages),
        *_correspondence(record),
        *_edition(record),
    ]
    return [pair for pair in dict.fromkeys(pairs) if pair[1]]


def _unsupported_fields(record: Record) -> tuple[str, ...]:
    offices = ("offices",) if any(action.offices for action in record.actions) else ()
    languages = (f"the language '{tag}'" for tag in wrong_languages(record) if tag not in record.languages)
    return (*dropped_fields(record, SUPPORTED_FIELDS), *offices, *languages)


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's Dublin Core as an oai_dc document; titles have their language."""
    dc = maker(DC, {"dc": DC})
    root = maker(OAI_DC, {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})("dc")
    root.set(f"{{{XSI}}}schemaLocation", _LOCATION)
    languages = {title.text: title.language for title in reversed(source.record.titles)}
    for name, value in dublin_core(source.record):
        root.append(dc(name, value, **{XML_LANG: languages.get(value, "") if name == "title" else ""}))
    return ExportedFile(xml_bytes(root), _unsupported_fields(source.record))


def table(letters: Iterable[tuple[str, Record]]) -> bytes:
    """Return Archivematica's table of metadata as CSV in UTF-8: a row for each letter, after the path of its file.

    Repeated elements have a column for each value.
    """
    rows = [(path, dublin_core(record)) for path, record in letters]
    most: Counter[str] = Counter()
    for _, pairs in rows:
        most |= Counter(name for name, _ in pairs)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["filename", *(f"dc.{name}" for name in _ELEMENTS for _ in range(most[name]))])
    for path, pairs in rows:
        cells = [path]
        for name in _ELEMENTS:
            values = [guard_formula(value) for element, value in pairs if element == name]
            cells += values + [""] * (most[name] - len(values))
        writer.writerow(cells)
    return out.getvalue().encode()
