"""Writes MODS 3.8 (Library of Congress)."""

from collections.abc import Iterable, Iterator

from lxml import etree

from teikit.exports.metadata.xml import XSI, maker, xml_bytes
from teikit.exports.record.authorities import authority
from teikit.exports.record.record import Action, Agent, AgentKind, Date, Record, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require

MODS = "http://www.loc.gov/mods/v3"
_XLINK = "http://www.w3.org/1999/xlink"
_LOCATION = f"{MODS} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
SUPPORTED_FIELDS = frozenset(
    (
        "id",
        "title",
        "subtitles",
        "series",
        "authors",
        "editors",
        "contributors",
        "funders",
        "publishers",
        "publication_place",
        "published",
        "edition",
        "licence",
        "identifiers",
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
_TYPES = {AgentKind.PERSON: "personal", AgentKind.ORGANISATION: "corporate"}
_mods = maker(MODS, {None: MODS, "xsi": XSI, "xlink": _XLINK})
_Elements = Iterator[etree._Element]


def _name(agent: Agent, code: str, words: str = "") -> etree._Element:
    """Return a name with its role, as a MARC relator code or in words."""
    known = next((uri for uri in agent.uris if authority(uri)[0]), "")
    role = _mods("roleTerm", words or code, type="text" if words else "code", authority="" if words else "marcrelator")
    kind = _TYPES.get(agent.kind, "")
    return _mods("name", _mods("namePart", agent.name), _mods("role", role), type=kind, valueURI=known)


def _names(record: Record) -> _Elements:
    written = {agent.name for agent in record.creators}
    groups = (
        (record.creators, "aut"),
        ([one for one in record.senders if one.name not in written], "crp"),
        (record.recipients, "rcp"),
        (record.editors, "edt"),
        (record.funders, "fnd"),
    )
    yield from (_name(agent, code) for agents, code in groups for agent in agents)
    yield from (_name(agent, "ctb", agent.role) for agent in record.contributors)


def _dates(name: str, date: Date) -> _Elements:
    """Return a date, or the two ends of its interval (W3C date and time formats)."""
    first, last = date.start or date.not_before, date.end or date.not_after
    uncertain = "approximate" if date.not_before or date.not_after else ""
    ends = [(date.when, "", "")] if date.when else [(first, "start", uncertain), (last, "end", uncertain)]
    for value, point, qualifier in ends:
        if value:
            yield _mods(name, value, encoding="w3cdtf", point=point, qualifier=qualifier)


def _place(name: str, uris: tuple[str, ...] = ()) -> etree._Element:
    known = next((uri for uri in uris if authority(uri)[0]), "")
    return _mods("place", _mods("placeTerm", name, type="text", valueURI=known))


def _origin(actions: Iterable[Action]) -> _Elements:
    for action in actions:
        made = _mods(
            "originInfo",
            (_place(place.name, place.uris) for place in action.places),
            (one for date in action.dates for one in _dates("dateCreated", date)),
            eventType="creation",
        )
        if len(made):
            yield made


def _notes(record: Record) -> _Elements:
    """Yield notes on what MODS has no element for: offices, and where and when the letter was received or forwarded."""
    for action in (*(action for action in record.actions if action.type != "sent"), *record.actions_of("sent")):
        dates = [date.text or date.iso_8601 for date in action.dates]
        words = ", ".join(filter(None, [*(place.name for place in action.places), *dates]))
        if words and action.type != "sent":
            yield _mods("note", words, type=f"{action.type} at" if action.type else "")
        yield from (_mods("note", office, type="office") for office in action.offices)


def _publication(record: Record) -> _Elements:
    made = _mods(
        "originInfo",
        [_place(record.publication_place)] if record.publication_place else [],
        (_mods("publisher", publisher.name) for publisher in record.publishers),
        _dates("dateIssued", record.published),
        _mods("edition", record.edition) if record.edition else None,
        eventType="publication",
    )
    if len(made):
        yield made


def _title_info(type_: str, title: str) -> etree._Element:
    return _mods("relatedItem", _mods("titleInfo", _mods("title", title)), type=type_)


def _related_items(record: Record) -> _Elements:
    if record.series:
        yield _title_info("host", record.series)
    for holding in record.holdings:
        house = ", ".join(filter(None, (holding.country, holding.settlement, holding.repository, holding.collection)))
        place = _mods(
            "location",
            _mods("physicalLocation", house) if house else None,
            _mods("shelfLocator", holding.shelfmark) if holding.shelfmark else None,
        )
        if len(place):
            yield _mods("relatedItem", place, type="original")
    yield from (_mods("relatedItem", _mods("note", source), type="otherVersion") for source in record.sources)
    for one in record.related:
        related = _title_info("", one.text or one.target)
        related.set("displayLabel", one.kind)
        yield related


def _access(record: Record) -> _Elements:
    if record.licence.text:
        link = {f"{{{_XLINK}}}href": record.licence.uri}
        yield _mods("accessCondition", record.licence.text, type="use and reproduction", **link)


def mods(record: Record) -> etree._Element:
    """Return a record as a MODS element."""
    return _mods(
        "mods",
        _mods("titleInfo", _mods("title", record.title)),
        [_mods("titleInfo", _mods("title", title), type="alternative") for title in record.subtitles],
        _names(record),
        _mods("typeOfResource", "text"),
        _mods("genre", "letters", authority="lcgft"),
        _origin(record.actions_of("sent")),
        _publication(record),
        [_mods("language", _mods("languageTerm", tag, type="code", authority="rfc5646")) for tag in record.languages],
        _mods("abstract", record.abstract) if record.abstract else None,
        _notes(record),
        [_mods("subject", _mods("topic", word)) for word in record.keywords],
        _related_items(record),
        [_mods("identifier", one.value, type=one.type) for one in record.identifiers],
        _mods("location", _mods("url", record.address)) if record.address else None,
        _access(record),
        _mods("recordInfo", _mods("recordIdentifier", record.id)),
        version="3.8",
    )


def mods_bytes(record: Record) -> bytes:
    """Return a record as a MODS document."""
    root = mods(record)
    root.set(f"{{{XSI}}}schemaLocation", _LOCATION)
    return xml_bytes(root)


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's MODS.

    Raises:
        MissingMetadataError: there is no title.
    """
    require(source.name, "MODS", [(source.record.title, "a title", "title")])
    return ExportedFile(mods_bytes(source.record), dropped_fields(source.record, SUPPORTED_FIELDS))
