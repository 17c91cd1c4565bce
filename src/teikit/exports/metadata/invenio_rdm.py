"""Writes a record of InvenioRDM as JSON, as its REST API takes it for a draft (data model of version 12 and later)."""

import re
from collections.abc import Iterator
from html import escape

from teikit.exports.metadata.datacite import Value, all_places, contributors, drop_empty
from teikit.exports.metadata.doubt import doubtful_names, more_on_date
from teikit.exports.metadata.languages import iso_639_3
from teikit.exports.metadata.licences import short_name
from teikit.exports.metadata.roles import datacite_type
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.record import (
    FIELDS,
    Agent,
    AgentKind,
    Date,
    Identifier,
    Licence,
    Place,
    Record,
    Title,
    dropped_fields,
)
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import doi_of, other_identifiers
from teikit.formats.json import json_bytes

SUPPORTED_FIELDS = frozenset(FIELDS) - {"id", "publication_place", "holding_details", "other_languages", "participants"}
# The identifiers that it takes of people and organisations, and of places; what comes before them in its form.
AGENTS = {
    "orcid": (re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?"), ""),
    "gnd": (re.compile(r"https?://d-nb\.info/gnd/([\dX-]+)/?"), "gnd:"),
    "isni": (re.compile(r"https?://(?:www\.)?isni\.org/(?:isni/)?(\d{15}[\dX])/?"), ""),
    "ror": (re.compile(r"https?://ror\.org/(0[a-z0-9]{8})/?"), ""),
}
_PLACES = {
    "geonames": (re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/.*)?"), ""),
    "wikidata": (re.compile(r"https?://www\.wikidata\.org/(?:wiki|entity)/(Q\d+)/?"), ""),
}
_Forms = dict[str, tuple[re.Pattern[str], str]]
_LONGEST_VERSION = 191


def identifiers(uris: tuple[str, ...], forms: _Forms) -> list[Value]:
    """Return the identifiers that it takes, at most one of each scheme."""
    found: dict[str, str] = {}
    for scheme, (form, prefix) in forms.items():
        for match in filter(None, map(form.fullmatch, uris)):
            found.setdefault(scheme, prefix + match[1])
    return [{"scheme": scheme, "identifier": identifier} for scheme, identifier in found.items()]


def _names(agent: Agent) -> Value:
    """Return the name of an organisation, or those of a person, who needs a family name: if need be the whole name."""
    if agent.kind is AgentKind.ORGANISATION:
        return {"type": "organizational", "name": agent.name}
    family, _, given = agent.name.partition(", ")
    family, given = (agent.surname, agent.forename) if agent.surname else (family, given)
    return {"type": "personal", "family_name": family, "given_name": given}


def _agent(agent: Agent, role: str = "") -> Value:
    named = drop_empty({**_names(agent), "identifiers": identifiers(agent.uris, AGENTS)})
    return {"person_or_org": named, **({"role": {"id": role.lower()}} if role else {})}


def _title(title: Title) -> Value:
    kind = "subtitle" if title.type in {"sub", "subordinate"} else "alternative-title"
    language = iso_639_3(title.language)
    return drop_empty({"title": title.text, "type": {"id": kind}, "lang": {"id": language} if language else {}})


def _description(text: str, kind: str) -> Value:
    return {"description": escape(text, quote=False), "type": {"id": kind}}


def _descriptions(record: Record) -> Iterator[Value]:
    if record.series:
        words = ", ".join(filter(None, (record.series, record.volume)))
        yield _description(words, "series-information")
    yield from (_description(words, "other") for words in (*record.notes, *map(str, record.holdings)) if words)


def _date(date: Date, kind: str) -> Value:
    return drop_empty({"date": date.iso_8601, "type": {"id": kind}, "description": more_on_date(date)})


def _is_closed(date: Date) -> bool:
    """Return whether a date has a value that level 0 of EDTF can express, which has no open intervals."""
    return bool(date.iso_8601) and ".." not in date.iso_8601


def _published(record: Record) -> str:
    """Return the date of publication, or its year where it is open on one side; empty if it is not known."""
    return record.published.iso_8601 if _is_closed(record.published) else record.published.year


def _sent_and_created(record: Record) -> list[Date]:
    return [*record.dates_of("sent"), *record.created]


def _rights(licence: Licence) -> Value:
    if name := short_name(licence.uri):
        return {"id": name}
    link = licence.uri if is_web_address(licence.uri) else ""
    return drop_empty({"title": {"en": licence.text or licence.uri}, "link": link})


def _place(place: Place) -> Value:
    point: Value = {}
    if place.coordinates is not None:
        latitude, longitude = place.coordinates
        point = {"type": "Point", "coordinates": [longitude, latitude]}
    return drop_empty(
        {"place": place.name, "geometry": point, "identifiers": identifiers(place.uris, _PLACES)},
    )


def _scheme(identifier: Identifier) -> str:
    if is_web_address(identifier.value):
        return "url"
    return next((name for name in ("urn", "ark") if identifier.value.lower().startswith(f"{name}:")), "")


def _other_identifiers(record: Record) -> list[Value]:
    known = {record.address: "url"} if is_web_address(record.address) else {}
    known |= {one.value: scheme for one in other_identifiers(record) if (scheme := _scheme(one))}
    return [{"identifier": value, "scheme": scheme} for value, scheme in known.items()]


def _related(record: Record) -> Value:
    """Return the related letters with addresses, and in words other letters and what the edition is based on."""
    linked = [one for one in record.related if is_web_address(one.target)]
    words = [*record.sources, *(one.text or one.target for one in record.related if one not in linked)]
    return {
        "related_identifiers": [
            {"identifier": one.target, "scheme": "url", "relation_type": {"id": "other"}} for one in linked
        ],
        "references": [{"reference": one} for one in dict.fromkeys(words) if one],
    }


def _metadata(record: Record) -> Value:
    locations = list(map(_place, all_places(record)))
    dates = (_date(date, "created") for date in _sent_and_created(record) if _is_closed(date))
    return drop_empty(
        {
            "resource_type": {"id": "publication-other"},
            "creators": [_agent(one) for one in record.creators],
            "title": record.title,
            "additional_titles": list(map(_title, record.titles[1:])),
            "publication_date": _published(record),
            "publisher": record.publishers[0].name if record.publishers else "",
            "description": escape(record.abstract, quote=False),
            "additional_descriptions": list(_descriptions(record)),
            "contributors": [_agent(one, kind) for one, kind in contributors(record)],
            "subjects": [{"subject": word} for word in dict.fromkeys(record.keywords)],
            "languages": [{"id": code} for code in dict.fromkeys(map(iso_639_3, record.languages)) if code],
            "dates": list(dates),
            "version": record.edition[:_LONGEST_VERSION],
            "rights": [_rights(one) for one in record.licences if one.text or one.uri],
            "identifiers": _other_identifiers(record),
            **_related(record),
            "sizes": [record.extent] if record.extent else [],
            "formats": ["application/tei+xml"],
            "locations": {"features": locations} if locations else {},
            "funding": [{"funder": {"name": funder.name}} for funder in record.funders],
        }
    )


def _unsupported_fields(record: Record) -> tuple[str, ...]:
    """Return what InvenioRDM cannot represent of a record, in words."""
    dates = _sent_and_created(record)
    others = [one for one in other_identifiers(record) if not _scheme(one)]
    lost = {
        "recipients": record.recipients,
        "all but the first publisher": record.publishers[1:],
        "offices": any(action.offices for action in record.actions),
        "roles in words": any(one.role and datacite_type(one.role) == "Other" for one in record.contributors),
        "dates in words only": any(date.text and not date.iso_8601 for date in dates),
        "dates that are open on one side": any(date.iso_8601 and not _is_closed(date) for date in dates),
        "how letters are related": any(one.kind for one in record.related),
        "identifiers of other schemes": others,
        "identifiers of funders": any(funder.uris for funder in record.funders),
        "doubts about people and places": next(doubtful_names(record), None),
    }
    return (*dropped_fields(record, SUPPORTED_FIELDS), *(words for words, is_lost in lost.items() if is_lost))


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return the record of a letter for InvenioRDM.

    Raises:
        MissingMetadataError: there is no title, no creator, or no date of publication.
    """
    record = source.record
    wanted = (
        (record.title, "a title", "title"),
        (record.creators, "a creator", "sender"),
        (_published(record), "the year of publication", "year"),
    )
    require(source.name, "InvenioRDM", wanted)
    doi = doi_of(record)
    pids = {"pids": {"doi": {"identifier": doi, "provider": "external"}}} if doi else {}
    data = json_bytes({"metadata": _metadata(record), **pids}, indent=2)
    return ExportedFile(data, _unsupported_fields(record))
