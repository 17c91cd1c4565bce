"""Writes an EAD3 finding aid: a collection of letters, with a component for each."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from teikit._version import __version__
from teikit.exports.metadata.doubt import date_or_words, marked_name
from teikit.exports.metadata.xml import maker, xml_bytes
from teikit.exports.record.record import (
    FIELDS,
    Agent,
    AgentKind,
    Date,
    Holding,
    Place,
    Record,
    common_value,
    dropped_by_any,
)
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import title_of_all

EAD = "http://ead3.archivists.org/schema/"
SUPPORTED_FIELDS = frozenset(FIELDS) - {
    "volume",
    "publication_place",
    "published",
    "edition",
    "extent",
    "other_languages",
}
_ELEMENTS = {AgentKind.PERSON: "persname", AgentKind.ORGANISATION: "corpname"}
_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9.]+")
_ead = maker(EAD)
_Elements = Iterator[etree._Element]


def _agent(agent: Agent, relator: str) -> etree._Element:
    name, known = _ELEMENTS.get(agent.kind, "name"), agent.uris[0] if agent.uris else ""
    return _ead(name, _ead("part", marked_name(agent)), identifier=known, relator=relator)


def _place(place: Place) -> etree._Element:
    known = place.uris[0] if place.uris else ""
    point = ", ".join(map(str, place.coordinates)) if place.coordinates else ""
    coordinates = _ead("geographiccoordinates", point, coordinatesystem="WGS84") if point else None
    return _ead("geogname", _ead("part", marked_name(place)), coordinates, identifier=known)


def _certainty(date: Date) -> str:
    """Return the certainty of a doubtful date in one word, as EAD3 requires."""
    known = date.certainty
    words = "conjecture" if known.evidence == "conjecture" else known.cert
    return _OTHER_SIGNS.sub("-", words) if known.is_doubtful else ""


def _dates(record: Record) -> _Elements:
    for date in (*record.dates_of("sent"), *record.created):
        if date.text or date.iso_8601:
            # An interval in EAD needs both ends.
            normal = date.iso_8601 if ".." not in date.iso_8601 else ""
            kind = "inclusive" if "/" in date.iso_8601 else ""
            words = date.text or date_or_words(date)
            yield _ead("unitdate", words, normal=normal, unitdatetype=kind, certainty=_certainty(date))


def _identifiers(record: Record) -> _Elements:
    for holding in record.holdings:
        if holding.shelfmark:
            yield _ead("unitid", holding.shelfmark, label="shelfmark")
        yield from (_ead("unitid", one.value, label=one.type) for one in holding.identifiers)
    yield from (_ead("unitid", one.value, label=one.type) for one in record.identifiers)


def _house(holding: Holding) -> str:
    """Return the name of the archive and its place, empty if neither is known."""
    return ", ".join(filter(None, (holding.settlement, holding.archive)))


def _holdings(record: Record) -> _Elements:
    """Yield the archives, the collections and the form of the originals."""
    for house in dict.fromkeys(map(_house, record.holdings)):
        if house:
            yield _ead("repository", _ead("corpname", _ead("part", house)))
    for holding in record.holdings:
        if holding.collection:
            yield _ead("container", holding.collection, label="collection", localtype="collection")
        if words := ", ".join(filter(None, (holding.name, holding.extent, holding.form))):
            yield _ead("physdesc", words)


def _titles(record: Record) -> _Elements:
    yield _ead("unittitle", record.title or record.id, lang=record.titles[0].language if record.titles else "")
    for title in record.titles[1:]:
        yield _ead("unittitle", title.text, lang=title.language, localtype=title.type or "alternative")


def _did_element(record: Record) -> etree._Element:
    return _ead(
        "did",
        _ead("unitid", record.id),
        _identifiers(record),
        _titles(record),
        _dates(record),
        [_ead("origination", _agent(one, "author")) for one in record.creators],
        _holdings(record),
        [_ead("langmaterial", _ead("language", tag)) for tag in record.languages],
        _ead("abstract", record.abstract) if record.abstract else None,
        _ead("dao", href=record.address, daotype="derived") if record.address else None,
    )


def _agents_with_relators(record: Record) -> Iterator[tuple[Agent, str]]:
    groups = (
        ("sender", record.senders),
        ("addressee", record.recipients),
        ("editor", record.editors),
        ("principal", record.principals),
        ("funder", record.funders),
        ("sponsor", record.sponsors),
        ("publisher", record.publishers),
        ("distributor", record.distributors),
    )
    yield from ((one, relator) for relator, agents in groups for one in agents)
    yield from ((one, one.role or "contributor") for one in record.contributors)
    yield from ((one, one.role or "participant") for one in record.participants)


def _access_points(record: Record) -> _Elements:
    """Yield the names, places and keywords by which the letter can be found."""
    places = dict.fromkeys((*(one for action in record.actions for one in action.places), *record.creation_places))
    found = [
        *(_agent(one, relator) for one, relator in _agents_with_relators(record)),
        *map(_place, places),
        *(_ead("subject", _ead("part", word)) for word in record.keywords),
    ]
    if found:
        yield _ead("controlaccess", found)


def _later_history(record: Record) -> _Elements:
    """Yield the history of the letter after it was sent, in words."""
    events = []
    for action in record.actions:
        dates = (one.text or date_or_words(one) for one in action.dates)
        parts = [*map(marked_name, action.places), *dates]
        parts = [*action.offices, *parts] if action.type != "sent" else list(action.offices)
        events += [f"{action.type}: {', '.join(parts)}"] if parts else []
    if events:
        yield _ead("custodhist", [_ead("p", one) for one in events])


def _component(record: Record) -> etree._Element:
    licences = [" ".join(dict.fromkeys(filter(None, (one.text, one.uri)))) for one in record.licences]
    related = [_ead("p", one.text or one.target) for one in record.related]
    return _ead(
        "c",
        _did_element(record),
        _ead("userestrict", [_ead("p", one) for one in licences]) if any(licences) else None,
        _ead("odd", [_ead("p", one) for one in record.notes]) if record.notes else None,
        _later_history(record),
        _ead("relatedmaterial", related) if related else None,
        _ead("bibliography", [_ead("bibref", one) for one in record.sources]) if record.sources else None,
        _access_points(record),
        level="item",
    )


def _control(title: str, agency: str, settings: Settings) -> etree._Element:
    day = settings.day.isoformat()
    event = _ead(
        "maintenanceevent",
        _ead("eventtype", value="created"),
        _ead("eventdatetime", day, standarddatetime=day),
        _ead("agenttype", value="machine"),
        _ead("agent", f"teikit {__version__}"),
    )
    return _ead(
        "control",
        _ead("recordid", settings.edition.url or title),
        _ead("filedesc", _ead("titlestmt", _ead("titleproper", title))),
        _ead("maintenancestatus", value="new"),
        _ead("maintenanceagency", _ead("agencyname", agency)),
        _ead("maintenancehistory", event),
    )


def write(sources: Sequence[TeiFile], settings: Settings) -> ExportedFile:
    """Return a finding aid of letters, in their order.

    Raises:
        MissingMetadataError: there is no title, no archive that keeps the letters, or no agency for the finding aid.
    """
    records, given = [source.record for source in sources], settings.edition
    title = title_of_all(given, records)
    kept = [", ".join(dict.fromkeys(one.archive for one in record.holdings if one.archive)) for record in records]
    house = given.repository or common_value(kept)
    publishers = (record.publishers[0].name if record.publishers else "" for record in records)
    agency = given.publisher or common_value(publishers) or house
    wanted = (
        (title, "a title", "edition.title"),
        (house, "the archive that keeps the letters", "edition.repository"),
        (agency, "who keeps the finding aid", "edition.publisher"),
    )
    require("the finding aid", "EAD3", wanted)
    did = _ead("did", _ead("unittitle", title), _ead("repository", _ead("corpname", _ead("part", house))))
    description = _ead("archdesc", did, _ead("dsc", map(_component, records)), level="collection")
    root = _ead("ead", _control(title, agency, settings), description)
    return ExportedFile(xml_bytes(root), dropped_by_any(records, SUPPORTED_FIELDS))
