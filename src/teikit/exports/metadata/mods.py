"""Writes MODS 3.8 (Library of Congress)."""

from collections.abc import Iterable, Iterator

from lxml import etree

from teikit.exports.metadata.doubt import date_or_words, doubt_in_words, marked_name
from teikit.exports.metadata.languages import wrong_languages
from teikit.exports.metadata.roles import relator
from teikit.exports.metadata.xml import XML_LANG, XSI, any_uri, maker, xml_bytes
from teikit.exports.record.authorities import authority
from teikit.exports.record.record import (
    FIELDS,
    Action,
    Agent,
    AgentKind,
    Date,
    Holding,
    Place,
    Record,
    Title,
    dropped_fields,
)
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require

MODS = "http://www.loc.gov/mods/v3"
_XLINK = "http://www.w3.org/1999/xlink"
_LOCATION = f"{MODS} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
SUPPORTED_FIELDS = frozenset(FIELDS) - {"other_languages"}
_TYPES = {AgentKind.PERSON: "personal", AgentKind.ORGANISATION: "corporate"}
_mods = maker(MODS, {None: MODS, "xsi": XSI, "xlink": _XLINK})
_Elements = Iterator[etree._Element]


def _name(agent: Agent, code: str, words: str = "") -> etree._Element:
    """Return a name with its role, as a MARC relator code, in words, or both."""
    roles = [_mods("roleTerm", code, type="code", authority="marcrelator")] if code else []
    roles += [_mods("roleTerm", words, type="text")] if words else []
    known = [uri for uri in agent.uris if authority(uri)[0]]
    parts = [_mods("namePart", agent.surname, type="family"), _mods("namePart", agent.forename, type="given")]
    names = [part for part in parts if part.text] if agent.surname else [_mods("namePart", agent.name)]
    return _mods(
        "name",
        names,
        _mods("displayForm", agent.name) if agent.surname else None,
        _mods("role", roles) if roles else None,
        _mods("description", doubt_in_words(agent.certainty)) if agent.certainty.is_doubtful else None,
        [_mods("nameIdentifier", uri, type=authority(uri)[0].lower()) for uri in known[1:]],
        type=_TYPES.get(agent.kind, ""),
        valueURI=any_uri(known[0]) if known else "",
    )


def _names(record: Record) -> _Elements:
    written = {agent.name for agent in record.creators}
    groups = (
        (record.creators, "aut"),
        ([one for one in record.senders if one.name not in written], "crp"),
        (record.recipients, "rcp"),
        (record.editors, "edt"),
        (record.principals, "pdr"),
        (record.funders, "fnd"),
        (record.sponsors, "spn"),
        (record.distributors, "dst"),
    )
    yield from (_name(agent, code) for agents, code in groups for agent in agents)
    for agent in record.contributors:
        yield _name(agent, relator(agent.role) or ("" if agent.role else "ctb"), agent.role)
    yield from (_name(agent, "", agent.role or "participant") for agent in record.participants)


def _qualifier(date: Date) -> str:
    """Return the qualifier of a date: a conjecture is inferred, another doubt makes it questionable."""
    if date.certainty.evidence == "conjecture":
        return "inferred"
    if date.certainty.is_doubtful:
        return "questionable"
    return "approximate" if date.not_before or date.not_after else ""


def _dates(name: str, date: Date) -> _Elements:
    """Return a date, or the two ends of its interval (W3C date and time formats), or else its words."""
    first, last = date.start or date.not_before, date.end or date.not_after
    qualifier = _qualifier(date)
    ends = [(date.when, "")] if date.when else [(first, "start"), (last, "end")]
    for value, point in ends:
        if value:
            yield _mods(name, value, encoding="w3cdtf", point=point, qualifier=qualifier)
    if date.text and not date.iso_8601:
        yield _mods(name, date.text, qualifier=qualifier)


def _place(place: Place) -> etree._Element:
    known = [uri for uri in place.uris if authority(uri)[0]]
    point = ", ".join(map(str, place.coordinates)) if place.coordinates else ""
    return _mods(
        "place",
        _mods("placeTerm", marked_name(place), type="text", valueURI=any_uri(known[0]) if known else ""),
        [_mods("placeIdentifier", uri) for uri in known[1:]],
        _mods("cartographics", _mods("coordinates", point)) if point else None,
        supplied="yes" if place.certainty.evidence == "conjecture" else "",
    )


def _creation(places: Iterable[Place], dates: Iterable[Date]) -> _Elements:
    made = _mods(
        "originInfo",
        map(_place, places),
        (one for date in dates for one in _dates("dateCreated", date)),
        eventType="creation",
    )
    if len(made):
        yield made


def _origin(actions: Iterable[Action], record: Record) -> _Elements:
    for action in actions:
        yield from _creation(action.places, action.dates)
    yield from _creation(record.creation_places, record.created)


def _notes(record: Record) -> _Elements:
    """Yield notes on what MODS has no element for: offices, and where and when the letter was received or forwarded."""
    for action in (*(action for action in record.actions if action.type != "sent"), *record.actions_of("sent")):
        dates = [date.text or date_or_words(date) for date in action.dates]
        words = ", ".join(filter(None, [*map(marked_name, action.places), *dates]))
        if words and action.type != "sent":
            yield _mods("note", words, type=f"{action.type} at" if action.type else "")
        yield from (_mods("note", office, type="office") for office in action.offices)
    yield from (_mods("note", words) for words in record.notes)


def _publication(record: Record) -> _Elements:
    made = _mods(
        "originInfo",
        [_place(Place(record.publication_place))] if record.publication_place else [],
        (_mods("publisher", publisher.name) for publisher in record.publishers),
        _dates("dateIssued", record.published),
        _mods("edition", record.edition) if record.edition else None,
        eventType="publication",
    )
    if len(made):
        yield made


def _title_info(title: Title, type_: str = "") -> etree._Element:
    return _mods("titleInfo", _mods("title", title.text), type=type_, **{XML_LANG: title.language})


def _related_item(type_: str, title: str, *more: etree._Element | None) -> etree._Element:
    return _mods("relatedItem", _title_info(Title(title)), more, type=type_)


def _original(holding: Holding) -> _Elements:
    """Yield the original of a letter: where it is kept, its identifiers and its form."""
    parts = (holding.country, holding.settlement, holding.archive, holding.collection)
    house = ", ".join(filter(None, parts))
    place = _mods(
        "location",
        _mods("physicalLocation", house) if house else None,
        _mods("shelfLocator", holding.shelfmark) if holding.shelfmark else None,
    )
    form = _mods(
        "physicalDescription",
        _mods("form", holding.form) if holding.form else None,
        _mods("extent", holding.extent) if holding.extent else None,
    )
    found = [
        _title_info(Title(holding.name)) if holding.name else None,
        form if len(form) else None,
        *(_mods("identifier", one.value, type=one.type) for one in holding.identifiers),
        place if len(place) else None,
    ]
    if any(one is not None for one in found):
        yield _mods("relatedItem", found, type="original")


def _related_items(record: Record) -> _Elements:
    if record.series:
        volume = _mods("part", _mods("detail", _mods("number", record.volume), type="volume"))
        yield _related_item("host", record.series, volume if record.volume else None)
    for holding in record.holdings:
        yield from _original(holding)
    yield from (_mods("relatedItem", _mods("note", source), type="otherVersion") for source in record.sources)
    for one in record.related:
        related = _related_item("", one.text or one.target)
        related.set("displayLabel", one.kind)
        if one.text and one.target:
            related.append(_mods("identifier", one.target))
        yield related


def _access(record: Record) -> _Elements:
    for one in record.licences:
        if words := one.text or one.uri:
            link = {f"{{{_XLINK}}}href": any_uri(one.uri)}
            yield _mods("accessCondition", words, type="use and reproduction", **link)


def mods(record: Record) -> etree._Element:
    """Return a record as a MODS element."""
    return _mods(
        "mods",
        [_title_info(title, "alternative" if number else "") for number, title in enumerate(record.titles)],
        _names(record),
        _mods("typeOfResource", "text"),
        _mods("genre", "letter", authority="marcgt") if record.is_letter else None,
        _origin(record.actions_of("sent"), record),
        _publication(record),
        [_mods("language", _mods("languageTerm", tag, type="code", authority="rfc5646")) for tag in record.languages],
        _mods("physicalDescription", _mods("extent", record.extent)) if record.extent else None,
        _mods("abstract", record.abstract) if record.abstract else None,
        _notes(record),
        [_mods("subject", _mods("topic", word)) for word in record.keywords],
        _related_items(record),
        [_mods("identifier", one.value, type=one.type) for one in record.identifiers],
        _mods("location", _mods("url", any_uri(record.address))) if record.address else None,
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
    return ExportedFile(mods_bytes(source.record), _unsupported_fields(source.record))


def _unsupported_fields(record: Record) -> tuple[str, ...]:
    languages = (f"the language '{tag}'" for tag in wrong_languages(record) if tag not in record.languages)
    return (*dropped_fields(record, SUPPORTED_FIELDS), *languages)
