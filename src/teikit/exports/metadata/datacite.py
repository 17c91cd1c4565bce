"""Writes DataCite metadata, kernel 4.7: as JSON, and as XML made from the same values."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from teikit.exports.metadata.xml import XSI, maker, xml_bytes
from teikit.exports.record.authorities import authority
from teikit.exports.record.record import Agent, AgentKind, Record, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import bare_doi

KERNEL = "http://datacite.org/schema/kernel-4"
_LOCATION = f"{KERNEL} https://schema.datacite.org/meta/kernel-4.7/metadata.xsd"
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
        "published",
        "edition",
        "licence",
        "identifiers",
        "address",
        "holdings",
        "sources",
        "languages",
        "actions",
        "abstract",
        "keywords",
    )
)
_NAME_TYPES = {AgentKind.PERSON: "Personal", AgentKind.ORGANISATION: "Organizational"}
_datacite = maker(KERNEL, {None: KERNEL, "xsi": XSI})
Value = dict[str, Any]


def _drop_empty(value: Value) -> Value:
    return {key: one for key, one in value.items() if one}


def _agent(agent: Agent, **more: str) -> Value:
    known = [(uri, *authority(uri)) for uri in agent.uris]
    identifiers = [
        {"nameIdentifier": uri, "nameIdentifierScheme": scheme, "schemeUri": address}
        for uri, scheme, address in known
        if scheme
    ]
    named = {"name": agent.name, "nameType": _NAME_TYPES.get(agent.kind, ""), "nameIdentifiers": identifiers}
    return _drop_empty({**named, **more})


def _contributors(record: Record) -> Iterator[Value]:
    yield from (_agent(one, contributorType="Editor") for one in record.editors)
    named = {agent.name for agent in record.editors}
    yield from (_agent(one, contributorType="Other") for one in record.contributors if one.name not in named)
    written = {agent.name for agent in record.creators}
    yield from (_agent(one, contributorType="Other") for one in record.senders if one.name not in written)


def _item(title: str, kind: str, relation: str) -> Value:
    return {"relatedItemType": kind, "relationType": relation, "titles": [{"title": title}]}


def _items(record: Record) -> list[Value]:
    series = [_item(record.series, "Collection", "IsPublishedIn")] if record.series else []
    holdings = dict.fromkeys(filter(None, map(str, record.holdings)))
    originals = [_item(one, "PhysicalObject", "IsDerivedFrom") for one in holdings]
    return [*series, *originals, *(_item(one, "Text", "IsDerivedFrom") for one in dict.fromkeys(record.sources))]


def _required_fields(record: Record, name: str) -> Value:
    """Return the properties that DataCite requires, after checking that the letter has all of them."""
    doi = bare_doi(record.identifier("doi"))
    wanted = (
        (doi, "a DOI", "doi"),
        (record.creators, "a creator", "sender"),
        (record.title, "a title", "title"),
        (record.publishers, "a publisher", "publisher"),
        (record.published.year, "the year of publication", "year"),
    )
    require(name, "DataCite", wanted)
    return {
        "doi": doi,
        "creators": [_agent(one) for one in record.creators],
        "titles": [{"title": record.title}, *({"title": one, "titleType": "Other"} for one in record.subtitles)],
        "publisher": {"name": record.publishers[0].name},
        "publicationYear": record.published.year,
        "types": {"resourceType": "Letter", "resourceTypeGeneral": "Text"},
    }


def _alternate_identifiers(record: Record) -> list[Value]:
    known = {one.value: one.type or "Other" for one in record.identifiers if one.type != "doi"}
    known = {record.id: "Local", **({record.address: "URL"} if record.address else {}), **known}
    return [{"alternateIdentifier": value, "alternateIdentifierType": kind} for value, kind in known.items()]


def _dates(record: Record) -> list[Value]:
    dates: list[Value] = [{"date": date.iso_8601, "dateType": "Created"} for date in record.sent_dates]
    issued = record.published.iso_8601
    return [*dates, {"date": issued, "dateType": "Issued"}] if issued else dates


def _optional_fields(record: Record) -> Value:
    rights = {"rights": record.licence.text, "rightsUri": record.licence.uri}
    places = dict.fromkeys(place.name for action in record.actions for place in action.places)
    return {
        "subjects": [{"subject": word} for word in record.keywords],
        "contributors": list(_contributors(record)),
        "dates": _dates(record),
        "language": record.languages[0] if record.languages else "",
        "alternateIdentifiers": _alternate_identifiers(record),
        "formats": ["application/tei+xml"],
        "version": record.edition,
        "rightsList": [_drop_empty(rights)] if record.licence.text else [],
        "descriptions": [{"description": record.abstract, "descriptionType": "Abstract"}] if record.abstract else [],
        "geoLocations": [{"geoLocationPlace": name} for name in places],
        "fundingReferences": [{"funderName": funder.name} for funder in record.funders],
        "relatedItems": _items(record),
    }


def datacite(record: Record, name: str) -> Value:
    """Return a record in DataCite's JSON form.

    Raises:
        MissingMetadataError: there is no DOI, creator, title, publisher or year of publication.
    """
    return _drop_empty({**_required_fields(record, name), **_optional_fields(record), "schemaVersion": KERNEL})


def _elements(values: Sequence[Value], name: str, *attributes: str) -> list[etree._Element]:
    """Return an element for each value: its text and its attributes are from the keys of their names."""
    keys = {attribute: attribute.replace("URI", "Uri") for attribute in attributes}
    return [
        _datacite(name, one[name], **{attribute: one.get(key, "") for attribute, key in keys.items()}) for one in values
    ]


def _people(values: Sequence[Value], name: str) -> Iterator[etree._Element]:
    for value in values:
        called = _datacite(f"{name}Name", value["name"], nameType=value.get("nameType", ""))
        identifiers = value.get("nameIdentifiers", ())
        known = _elements(identifiers, "nameIdentifier", "nameIdentifierScheme", "schemeURI")
        yield _datacite(name, called, known, contributorType=value.get("contributorType", ""))


def _related_items(values: Sequence[Value]) -> Iterator[etree._Element]:
    for one in values:
        attributes = {name: one[name] for name in ("relatedItemType", "relationType")}
        yield _datacite("relatedItem", _datacite("titles", _elements(one["titles"], "title")), **attributes)


def _to_xml(value: Value) -> etree._Element:
    def wrapped(key: str, name: str, *attributes: str) -> etree._Element | None:
        return _datacite(key, _elements(value[key], name, *attributes)) if key in value else None

    def wrapped_elements(key: str, made: Iterable[etree._Element]) -> etree._Element | None:
        return _datacite(key, made) if key in value else None

    places, funders = value.get("geoLocations", ()), value.get("fundingReferences", ())
    root = _datacite(
        "resource",
        _datacite("identifier", value["doi"], identifierType="DOI"),
        _datacite("creators", _people(value["creators"], "creator")),
        wrapped("titles", "title", "titleType"),
        _datacite("publisher", value["publisher"]["name"]),
        _datacite("publicationYear", value["publicationYear"]),
        _datacite("resourceType", value["types"]["resourceType"], resourceTypeGeneral="Text"),
        wrapped("subjects", "subject"),
        wrapped_elements("contributors", _people(value.get("contributors", ()), "contributor")),
        wrapped("dates", "date", "dateType"),
        _datacite("language", value["language"]) if "language" in value else None,
        wrapped("alternateIdentifiers", "alternateIdentifier", "alternateIdentifierType"),
        _datacite("formats", [_datacite("format", one) for one in value["formats"]]),
        _datacite("version", value["version"]) if "version" in value else None,
        wrapped("rightsList", "rights", "rightsURI"),
        wrapped("descriptions", "description", "descriptionType"),
        wrapped_elements(
            "geoLocations", (_datacite("geoLocation", one) for one in _elements(places, "geoLocationPlace"))
        ),
        wrapped_elements(
            "fundingReferences", (_datacite("fundingReference", one) for one in _elements(funders, "funderName"))
        ),
        wrapped_elements("relatedItems", _related_items(value.get("relatedItems", ()))),
    )
    root.set(f"{{{XSI}}}schemaLocation", _LOCATION)
    return root


def _unsupported_fields(record: Record) -> tuple[str, ...]:
    lost = list(dropped_fields(record, SUPPORTED_FIELDS))
    lost += ["recipients"] if record.recipients else []
    lost += ["all but the first language"] if len(record.languages) > 1 else []
    lost += ["all but the first publisher"] if len(record.publishers) > 1 else []
    lost += ["offices"] if any(action.offices for action in record.actions) else []
    addresses = (uri for agent in (*record.creators, *record.editors) for uri in agent.uris)
    return (*lost, *(["addresses of no authority file"] if any(not authority(uri)[0] for uri in addresses) else []))


def write_json(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's DataCite metadata as JSON."""
    text = json.dumps(datacite(source.record, source.name), ensure_ascii=False, indent=2) + "\n"
    return ExportedFile(text.encode(), _unsupported_fields(source.record))


def write_xml(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's DataCite metadata as XML."""
    return ExportedFile(xml_bytes(_to_xml(datacite(source.record, source.name))), _unsupported_fields(source.record))
