"""Writes an EAD3 finding aid: a collection of letters, with a component for each."""

from collections.abc import Iterator, Sequence

from lxml import etree

from teikit._version import __version__
from teikit.exports.metadata.xml import maker, xml_bytes
from teikit.exports.record.record import Agent, AgentKind, Record, common_value, dropped_by_any
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import title_of_all

EAD = "http://ead3.archivists.org/schema/"
SUPPORTED_FIELDS = frozenset(
    (
        "id",
        "title",
        "series",
        "authors",
        "editors",
        "contributors",
        "publishers",
        "licence",
        "address",
        "holdings",
        "sources",
        "languages",
        "actions",
        "related",
        "abstract",
        "keywords",
    )
)
_ELEMENTS = {AgentKind.PERSON: "persname", AgentKind.ORGANISATION: "corpname"}
_ead = maker(EAD)
_Elements = Iterator[etree._Element]


def _agent(agent: Agent, relator: str) -> etree._Element:
    name = _ELEMENTS.get(agent.kind, "name")
    return _ead(name, _ead("part", agent.name), identifier=agent.uris[0] if agent.uris else "", relator=relator)


def _dates(record: Record) -> _Elements:
    for date in (one for action in record.actions_of("sent") for one in action.dates):
        if date.text or date.iso_8601:
            # An interval in EAD needs both ends.
            normal = date.iso_8601 if ".." not in date.iso_8601 else ""
            yield _ead("unitdate", date.text or date.iso_8601, normal=normal, unitdatetype="inclusive")


def _shelfmarks(record: Record) -> _Elements:
    marks = (", ".join(filter(None, (one.collection, one.shelfmark))) for one in record.holdings)
    return (_ead("unitid", mark, label="shelfmark") for mark in marks if mark)


def _repositories(record: Record) -> _Elements:
    houses = dict.fromkeys(", ".join(filter(None, (one.settlement, one.repository))) for one in record.holdings)
    return (_ead("repository", _ead("corpname", _ead("part", house))) for house in houses if house)


def _did_element(record: Record) -> etree._Element:
    return _ead(
        "did",
        _ead("unitid", record.id),
        _shelfmarks(record),
        _ead("unittitle", record.title or record.id),
        _dates(record),
        [_ead("origination", _agent(one, "author")) for one in record.creators],
        _repositories(record),
        [_ead("langmaterial", _ead("language", tag)) for tag in record.languages],
        _ead("abstract", record.abstract) if record.abstract else None,
        _ead("dao", href=record.address, daotype="derived") if record.address else None,
    )


def _agents_with_relators(record: Record) -> Iterator[tuple[Agent, str]]:
    groups = (("sender", record.senders), ("addressee", record.recipients), ("editor", record.editors))
    yield from ((one, relator) for relator, agents in groups for one in agents)
    yield from ((one, one.role or "contributor") for one in record.contributors)


def _access_points(record: Record) -> _Elements:
    """Yield the names, places and keywords by which the letter can be found."""
    places = dict.fromkeys((one.name, one.uris) for action in record.actions for one in action.places)
    found = [
        *(_agent(one, relator) for one, relator in _agents_with_relators(record)),
        *(_ead("geogname", _ead("part", name), identifier=uris[0] if uris else "") for name, uris in places),
        *(_ead("subject", _ead("part", word)) for word in record.keywords),
    ]
    if found:
        yield _ead("controlaccess", found)


def _later_history(record: Record) -> _Elements:
    """Yield the history of the letter after it was sent, in words."""
    events = []
    for action in record.actions:
        parts = [*(one.name for one in action.places), *(one.text or one.iso_8601 for one in action.dates)]
        parts = [*action.offices, *parts] if action.type != "sent" else list(action.offices)
        events += [f"{action.type}: {', '.join(parts)}"] if parts else []
    if events:
        yield _ead("custodhist", [_ead("p", one) for one in events])


def _component(record: Record) -> etree._Element:
    licence = " ".join(dict.fromkeys(filter(None, (record.licence.text, record.licence.uri))))
    related = [_ead("p", one.text or one.target) for one in record.related]
    return _ead(
        "c",
        _did_element(record),
        _ead("userestrict", _ead("p", licence)) if licence else None,
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
    kept = [", ".join(dict.fromkeys(one.repository for one in record.holdings)) for record in records]
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
