"""Writes CMIF, the Correspondence Metadata Interchange Format: one index of any number of letters."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from lxml import etree

from teikit.exports.metadata.xml import maker, xml_bytes
from teikit.exports.record.authorities import is_uri
from teikit.exports.record.record import DATING, Action, Agent, AgentKind, Date, Licence, Place, Record, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import title_of_all
from teikit.tei.markup import ID, TEI

SUPPORTED_FIELDS = frozenset({"id", "series", "editors", "publishers", "licence", "address", "actions"})
_CC_BY = "creativecommons.org/licenses/by/4.0"
_tei = maker(TEI)


def _names(groups: Iterable[tuple[Agent, ...]]) -> list[str]:
    return list(dict.fromkeys(agent.name for group in groups for agent in group))


def _licence(records: Sequence[Record], settings: Settings) -> Licence:
    """Return the given licence, or else the one that all letters have by its URI."""
    if given := settings.edition.licence:
        return Licence(given, given if is_uri(given) else "")
    found = {record.licence.uri: record.licence for record in records}
    return next(iter(found.values())) if len(found) == 1 else Licence("")


def _uuid(title: str) -> str:
    """Return a UUID for a title that begins with a letter, as an xml:id must; equal titles give equal UUIDs."""
    made = (str(uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {number}")) for number in count())
    return next(one for one in made if one[0].isalpha())


class _Index(NamedTuple):
    """The metadata of the index itself."""

    title: str
    editors: Sequence[str]
    publishers: Sequence[str]
    licence: Licence


def _index(records: Sequence[Record], settings: Settings) -> _Index:
    given = settings.edition
    index = _Index(
        title_of_all(given, records),
        given.editor or _names(record.editors for record in records),
        [given.publisher] if given.publisher else _names(record.publishers for record in records),
        _licence(records, settings),
    )
    wanted = (
        (index.title, "a title", "edition.title"),
        (index.editors, "an editor", "edition.editor"),
        (index.publishers, "a publisher", "edition.publisher"),
        (index.licence.uri, "the address of a licence for all letters", "edition.licence"),
        (is_uri(given.url), "the address where the index will be published", "edition.url"),
    )
    require("the index", "CMIF", wanted)
    return index


def _file(index: _Index, key: str, settings: Settings) -> etree._Element:
    edition = _tei("bibl", index.title, type="online")
    edition.set(ID, key)
    title = _tei("titleStmt", _tei("title", index.title), [_tei("editor", name) for name in index.editors])
    publication = _tei(
        "publicationStmt",
        [_tei("publisher", name) for name in index.publishers],
        _tei("idno", settings.edition.url, type="url"),
        _tei("date", when=settings.day.isoformat()),
        _tei("availability", _tei("licence", index.licence.text, target=index.licence.uri)),
    )
    return _tei("fileDesc", title, publication, _tei("sourceDesc", edition))


def _date(date: Date) -> etree._Element:
    made = _tei("date", date.text)
    # TEI allows no other dating attribute beside @when, and only one bound on either side.
    values = {name: getattr(date, key) for key, name in DATING.items()}
    for name, value in ({"when": date.when} if date.when else values).items():
        clashes = (name == "notBefore" and date.start) or (name == "notAfter" and date.end)
        if value and not clashes:
            made.set(name, value)
    return made


def _name_element(one: Agent | Place, name: str) -> etree._Element:
    return _tei(name, one.name, ref=one.uris[0] if one.uris else "")


def _agent(agent: Agent) -> etree._Element:
    return _name_element(agent, "orgName" if agent.kind is AgentKind.ORGANISATION else "persName")


def _action(type_: str, actions: Iterable[Action]) -> etree._Element:
    """Return the correspAction of sending or receiving; CMIF requires a person, if need be an unknown one."""
    found = list(actions)
    agents = [_agent(agent) for action in found for agent in action.agents] or [_tei("persName", "Unknown")]
    places = [_name_element(place, "placeName") for action in found for place in action.places]
    dates = [_date(date) for action in found for date in action.dates if date.iso_8601]
    return _tei("correspAction", agents, places, dates, type=type_)


def _letter(record: Record, edition: str) -> etree._Element:
    actions = (_action(type_, record.actions_of(type_)) for type_ in ("sent", "received"))
    return _tei("correspDesc", actions, key=record.id, ref=record.address, source=f"#{edition}")


def _unsupported_fields(record: Record) -> Iterator[str]:
    """Yield the parts of a record that CMIF cannot represent."""
    yield from dropped_fields(record, SUPPORTED_FIELDS)
    for action in record.actions:
        if action.type not in {"sent", "received"}:
            yield f"correspAction of type '{action.type}'"
            continue
        yield from ("offices",) if action.offices else ()
        yield from ("dates without a year",) if any(not date.iso_8601 for date in action.dates) else ()
        addresses = [*(agent.uris for agent in action.agents), *(place.uris for place in action.places)]
        more = any(len(uris) > 1 for uris in addresses)
        yield from ("all but the first address of an authority",) if more else ()


def write(sources: Sequence[TeiFile], settings: Settings) -> ExportedFile:
    """Return the CMIF index of letters, in their order.

    Raises:
        MissingMetadataError: The index lacks a title, an editor, a publisher, a licence, or its own URL.
    """
    records = [source.record for source in sources]
    index = _index(records, settings)
    key = _uuid(index.title)
    profile = _tei("profileDesc", (_letter(record, key) for record in records))
    header = _tei("teiHeader", _file(index, key, settings), profile)
    root = _tei("TEI", header, _tei("text", _tei("body", _tei("p"))))
    notes = () if _CC_BY in index.licence.uri else ("correspSearch takes indexes under CC BY 4.0 only",)
    dropped = dict.fromkeys(one for record in records for one in _unsupported_fields(record))
    return ExportedFile(xml_bytes(root), tuple(dropped), notes)
