"""Writes DataCite metadata, kernel 4.7, as JSON."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from teikit.exports.metadata.doubt import doubtful_names, more_on_date
from teikit.exports.metadata.languages import is_language_tag, wrong_languages
from teikit.exports.metadata.licences import spdx_id
from teikit.exports.metadata.roles import datacite_type
from teikit.exports.record.authorities import authority, is_web_address
from teikit.exports.record.record import FIELDS, Agent, AgentKind, Date, Place, Record, Relation, Title, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import doi_of, other_identifiers
from teikit.formats.json import json_bytes

KERNEL = "http://datacite.org/schema/kernel-4"
SUPPORTED_FIELDS = frozenset(FIELDS) - {"publication_place", "holding_details", "other_languages", "participants"}
_NAME_TYPES = {AgentKind.PERSON: "Personal", AgentKind.ORGANISATION: "Organizational"}
_TITLE_TYPES = {"sub": "Subtitle", "subordinate": "Subtitle", "alt": "AlternativeTitle"}
# Parts of the addresses of identifiers of funders, and DataCite's names of them.
_FUNDER_IDENTIFIERS = {
    "ror.org/": "ROR", "isni.org/": "ISNI", "doi.org/10.13039/": "Crossref Funder ID", "grid.ac/": "GRID",
}  # fmt: skip
Value = dict[str, Any]


def drop_empty(value: Value) -> Value:
    """Return a value without its empty entries."""
    return {key: one for key, one in value.items() if one}


def _unique(values: Iterable[Value]) -> list[Value]:
    """Return values without repetitions, in their order."""
    return list({json.dumps(value, sort_keys=True): value for value in values}.values())


def _agent(agent: Agent, **more: str) -> Value:
    known = [(uri, *authority(uri)) for uri in sorted(agent.uris, key=lambda uri: "orcid.org/" not in uri)]
    identifiers = [
        {"nameIdentifier": uri, "nameIdentifierScheme": scheme, "schemeUri": address}
        for uri, scheme, address in known
        if scheme
    ]
    named = {
        "name": agent.name,
        "nameType": _NAME_TYPES.get(agent.kind, ""),
        "givenName": agent.forename,
        "familyName": agent.surname,
        "nameIdentifiers": identifiers,
    }
    return drop_empty({**named, **more})


def contributors(record: Record) -> Iterator[tuple[Agent, str]]:
    """Yield those who contributed to an edition or a letter without being its creators, each with DataCite's type."""
    groups = (
        (record.editors, "Editor"),
        (record.principals, "ProjectLeader"),
        (record.sponsors, "Sponsor"),
        (record.distributors, "Distributor"),
    )
    yield from ((one, kind) for agents, kind in groups for one in agents)
    named = {agent.name for agent in record.editors}
    typed = ((one, datacite_type(one.role)) for one in record.contributors)
    yield from ((one, kind) for one, kind in typed if one.name not in named or kind not in {"Editor", "Other"})
    written = {agent.name for agent in record.creators}
    yield from ((one, "Other") for one in record.senders if one.name not in written)


def _item(title: str, kind: str, relation: str, **more: object) -> Value:
    return {"relatedItemType": kind, "relationType": relation, "titles": [{"title": title}], **drop_empty(more)}


def _related_letter(relation: Relation) -> Value:
    known = is_web_address(relation.target)
    identifier = {"relatedItemIdentifier": relation.target, "relatedItemIdentifierType": "URL"} if known else {}
    title = relation.text or relation.target
    kind = relation.kind
    return _item(title, "Text", "Other", relationTypeInformation=kind, relatedItemIdentifier=identifier)


def _items(record: Record) -> list[Value]:
    series = [_item(record.series, "Collection", "IsPublishedIn", volume=record.volume)] if record.series else []
    holdings = dict.fromkeys(filter(None, map(str, record.holdings)))
    originals = [_item(one, "PhysicalObject", "IsDerivedFrom") for one in holdings]
    sources = [_item(one, "Text", "IsDerivedFrom") for one in dict.fromkeys(record.sources)]
    related = (_related_letter(one) for one in record.related if one.text or one.target)
    return _unique([*series, *originals, *sources, *related])


def _title_type(title: Title, main: Title) -> str:
    if title.type in _TITLE_TYPES:
        return _TITLE_TYPES[title.type]
    # Two titles in two languages: nothing says which of them is the translation.
    return "" if title.language and main.language and title.language != main.language else "Other"


def _tag(language: str) -> str:
    return language if is_language_tag(language) else ""


def _titles(record: Record) -> list[Value]:
    kinds = ["", *(_title_type(title, record.titles[0]) for title in record.titles[1:])]
    return _unique(
        drop_empty({"title": title.text, "titleType": kind, "lang": _tag(title.language)})
        for title, kind in zip(record.titles, kinds, strict=True)
        if title.text
    )


def _required_fields(record: Record, name: str) -> Value:
    """Return the properties that DataCite requires, after checking that the letter has all of them."""
    doi = doi_of(record)
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
        "titles": _titles(record),
        "publisher": {"name": record.publishers[0].name},
        "publicationYear": record.published.year,
        "types": drop_empty({"resourceType": "Letter" if record.is_letter else "", "resourceTypeGeneral": "Text"}),
    }


def _alternate_identifiers(record: Record) -> list[Value]:
    known = {one.value: one.type or "Other" for one in other_identifiers(record)}
    known = {record.id: "Local", **({record.address: "URL"} if record.address else {}), **known}
    return [{"alternateIdentifier": value, "alternateIdentifierType": kind} for value, kind in known.items()]


def _date(date: Date, kind: str) -> Value:
    return drop_empty({"date": date.iso_8601, "dateType": kind, "dateInformation": more_on_date(date)})


def _dates(record: Record) -> list[Value]:
    created = (_date(date, "Created") for date in (*record.sent_dates, *record.created) if date.iso_8601)
    issued = [_date(record.published, "Issued")] if record.published.iso_8601 else []
    return _unique([*created, *issued])


def _rights(record: Record) -> list[Value]:
    found = []
    for one in record.licences:
        code = spdx_id(one.uri)
        scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"} if code else {}
        named = {"rights": one.text or one.uri, "rightsUri": one.uri, "rightsIdentifier": code}
        found.append(drop_empty({**named, **scheme}))
    return _unique(one for one in found if one)


def all_places(record: Record) -> Iterator[Place]:
    """Yield the places of a letter, those of its correspondence first, each name once."""
    found = [*(place for action in record.actions for place in action.places), *record.creation_places]
    best: dict[str, Place] = {}
    for place in found:
        if place.name not in best or (place.coordinates and not best[place.name].coordinates):
            best[place.name] = place
    yield from best.values()


def _location(place: Place) -> Value:
    if place.coordinates is None:
        return {"geoLocationPlace": place.name}
    latitude, longitude = place.coordinates
    point = {"pointLongitude": longitude, "pointLatitude": latitude}
    return {"geoLocationPlace": place.name, "geoLocationPoint": point}


def _funding(funder: Agent) -> Value:
    kinds = ((uri, kind) for uri in funder.uris for part, kind in _FUNDER_IDENTIFIERS.items() if part in uri)
    uri, kind = next(kinds, (funder.uris[0], "Other") if funder.uris else ("", ""))
    return drop_empty({"funderName": funder.name, "funderIdentifier": uri, "funderIdentifierType": kind})


def _optional_fields(record: Record) -> Value:
    abstract = [{"description": record.abstract, "descriptionType": "Abstract"}] if record.abstract else []
    return {
        "subjects": [{"subject": word} for word in dict.fromkeys(record.keywords)],
        "contributors": _unique(_agent(one, contributorType=kind) for one, kind in contributors(record)),
        "dates": _dates(record),
        "language": _tag(record.languages[0]) if record.languages else "",
        "alternateIdentifiers": _alternate_identifiers(record),
        "sizes": [record.extent] if record.extent else [],
        "formats": ["application/tei+xml"],
        "version": record.edition,
        "rightsList": _rights(record),
        "descriptions": _unique([*abstract, *({"description": n, "descriptionType": "Other"} for n in record.notes)]),
        "geoLocations": [_location(place) for place in all_places(record)],
        "fundingReferences": _unique(_funding(funder) for funder in record.funders),
        "relatedItems": _items(record),
    }


def datacite(record: Record, name: str) -> Value:
    """Return a record in DataCite's JSON form.

    Raises:
        MissingMetadataError: there is no DOI, creator, title, publisher or year of publication.
    """
    return drop_empty({**_required_fields(record, name), **_optional_fields(record), "schemaVersion": KERNEL})


def unsupported_fields(record: Record) -> tuple[str, ...]:
    """Return what DataCite cannot represent of a record, in words."""
    agents = (*record.creators, *record.editors)
    dates = (*record.dates_of("sent"), *record.created)
    lost = {
        "recipients": record.recipients,
        "all but the first language": record.languages[1:],
        "all but the first publisher": record.publishers[1:],
        "offices": any(action.offices for action in record.actions),
        "roles in words": any(one.role and datacite_type(one.role) == "Other" for one in record.contributors),
        "dates in words only": any(date.text and not date.iso_8601 for date in (*dates, record.published)),
        "doubts about people and places": next(doubtful_names(record), None),
        "addresses of no authority file": any(not authority(uri)[0] for agent in agents for uri in agent.uris),
    }
    languages = (f"the language '{tag}'" for tag in wrong_languages(record))
    others = (words for words, is_lost in lost.items() if is_lost)
    return (*dropped_fields(record, SUPPORTED_FIELDS), *others, *languages)


def write_json(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's DataCite metadata as JSON."""
    data = json_bytes(datacite(source.record, source.name), indent=2)
    return ExportedFile(data, unsupported_fields(source.record))
