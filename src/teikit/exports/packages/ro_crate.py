"""Writes letters as an RO-Crate 1.3: files, and their description as JSON-LD in the terms of schema.org."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from teikit._version import __version__
from teikit.exports.metadata.doubt import doubtful_names, edtf
from teikit.exports.metadata.roles import relator
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames
from teikit.exports.profiles.deposit_profiles import ARCHE_AGENTS
from teikit.exports.record.authorities import is_uri
from teikit.exports.record.record import (
    FIELDS,
    Agent,
    AgentKind,
    Licence,
    Mention,
    Place,
    Record,
    common_value,
    dropped_by_any,
)
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import licence_of_all
from teikit.formats.json import json_bytes
from teikit.storage.packages import Package
from teikit.tei import Metadata

_CRATE = "https://w3id.org/ro/crate/1.3"
_ARCHE = "https://vocabs.acdh.oeaw.ac.at/schema#"
_METADATA = "ro-crate-metadata.json"
_TYPES = {AgentKind.PERSON: "Person", AgentKind.ORGANISATION: "Organization", AgentKind.NAME: "Thing"}
_MENTIONED = {"person": "Person", "organisation": "Organization", "place": "Place", "work": "CreativeWork"}
_USES = {
    "source": "source as it came",
    "schema": "schema",
    "report": "validation report",
    "metadata": "Dublin Core of the letters",
}
SUPPORTED_FIELDS = frozenset(FIELDS) - {"holding_details", "other_languages", "publication_place"}
Entity = dict[str, Any]


class _Graph:
    """Collects the entities of a crate, each once, in the order in which they are first added."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}

    def add(self, identifier: str, /, **properties: object) -> dict[str, str]:
        """Add an entity, and return the reference to it."""
        kept = {key: value for key, value in properties.items() if value}
        entity = {"@id": identifier, "@type": kept.pop("type", "Thing"), **kept}
        self.entities.setdefault(identifier, entity)
        return {"@id": identifier}

    def add_named(self, name: str, type_: str, uris: Sequence[str] = (), **properties: object) -> dict[str, str]:
        """Add a person, organisation, place or work: by the URI of an authority, or by the name."""
        key = hashlib.sha256(f"{type_} {name}".encode()).hexdigest()[:16]
        known = uris[0] if uris else f"#{key}"
        return self.add(known, type=type_, name=name, sameAs=[{"@id": uri} for uri in uris[1:]], **properties)

    def add_agents(self, agents: Iterable[Agent]) -> list[dict[str, str]]:
        """Add people and organisations."""
        return _deduplicate(
            self.add_named(one.name, _TYPES[one.kind], one.uris, givenName=one.forename, familyName=one.surname)
            for one in agents
        )

    def add_places(self, places: Iterable[Place]) -> list[dict[str, str]]:
        """Add places, with their coordinates."""
        return _deduplicate(
            self.add_named(one.name, "Place", one.uris, geo=self._add_coordinates(one.coordinates)) for one in places
        )

    def _add_coordinates(self, coordinates: tuple[float, float] | None) -> dict[str, str]:
        if coordinates is None:
            return {}
        latitude, longitude = map(str, coordinates)
        return self.add(
            f"#{latitude},{longitude}",
            type="GeoCoordinates",
            latitude=latitude,
            longitude=longitude,
            name="coordinates",
        )

    def add_mentions(self, mentions: Iterable[Mention]) -> list[dict[str, str]]:
        """Add what a text mentions."""
        return _deduplicate(
            self.add_named(one.name, _MENTIONED[one.kind], one.uris)
            for one in mentions
            if one.name and one.kind in _MENTIONED
        )

    def add_archives(self, record: Record) -> list[dict[str, str]]:
        """Add the archives that keep the letter."""
        houses = (", ".join(filter(None, (one.archive, one.settlement))) for one in record.holdings)
        return _deduplicate(self.add_named(house, "ArchiveOrganization") for house in houses if house)

    def add_works(self, titles: Iterable[str]) -> list[dict[str, str]]:
        """Add works by their titles or descriptions."""
        return _deduplicate(self.add_named(title, "CreativeWork") for title in titles if title)

    def add_licences(self, licences: Iterable[Licence]) -> list[dict[str, str]]:
        """Add licences by their addresses, or else by their words."""
        return _deduplicate(
            self.add_named(one.text or one.uri, "CreativeWork", [one.uri] if is_uri(one.uri) else [])
            for one in licences
            if one.uri_or_text
        )


def _deduplicate(references: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list({one["@id"]: one for one in references}.values())


def _file(part: ContentFile) -> Entity:
    return {"encodingFormat": part.media_type, "contentSize": str(len(part.data)), "sha256": part.sha256}


def _people(graph: _Graph, record: Record) -> Entity:
    translators = [one for one in record.contributors if relator(one.role) == "trl"]
    others = [one for one in record.contributors if one not in translators]
    groups = {
        "author": record.creators,
        "sender": record.senders,
        "recipient": record.recipients,
        "editor": record.editors,
        "translator": translators,
        "contributor": (*record.principals, *others),
        "funder": record.funders,
        "sponsor": record.sponsors,
        "publisher": record.publishers,
        "provider": record.distributors,
        "character": record.participants,
    }
    return {name: graph.add_agents(agents) for name, agents in groups.items()}


def _dates(record: Record) -> Entity:
    received = [date.iso_8601 for action in record.actions_of("received") for date in action.dates if date.iso_8601]
    return {
        "dateSent": [edtf(date) for date in record.sent_dates],
        "dateReceived": received,
        "dateCreated": list(filter(None, map(edtf, record.created))),
        "datePublished": record.published.iso_8601,
    }


def _texts(record: Record) -> Entity:
    volume = f"{record.series}, {record.volume}" if record.volume else record.series
    return {
        "name": record.title or record.id,
        "alternateName": list(record.subtitles),
        "identifier": [record.id, *(one.value for one in record.identifiers)],
        "inLanguage": list(record.languages),
        "abstract": record.abstract,
        "comment": list(record.notes),
        "keywords": list(record.keywords),
        "itemLocation": [str(holding) for holding in record.holdings if str(holding)],
        "version": record.edition,
        "size": record.extent,
        "url": record.address,
        "series": volume,
    }


def _add_letter(graph: _Graph, part: ContentFile, record: Record) -> dict[str, str]:
    places = (*record.places_of("sent"), *record.creation_places)
    texts = _texts(record)
    related = graph.add_works(one.text or one.target for one in record.related)
    return graph.add(
        part.path,
        type=["File", "Message"] if record.is_letter else "File",
        **{name: value for name, value in texts.items() if name != "series"},
        **_people(graph, record),
        **_dates(record),
        locationCreated=graph.add_places(places),
        holdingArchive=graph.add_archives(record),
        license=graph.add_licences(record.licences),
        isPartOf=graph.add_works([texts["series"]]),
        isBasedOn=graph.add_works(record.sources),
        mentions=_deduplicate([*graph.add_mentions(record.mentions), *related]),
        **_file(part),
    )


def _deposit(graph: _Graph, edition: Metadata) -> Entity:
    """Return those who have to do with a deposit, by ARCHE's properties."""
    return {
        f"acdh:{name}": _deduplicate(graph.add_named(one, "Thing") for one in getattr(edition, key))
        for key, (name, _) in ARCHE_AGENTS.items()
    }


def _add_root(graph: _Graph, contents: Contents, settings: Settings, parts: list[dict[str, str]]) -> None:
    """Add the crate itself, with all metadata that RO-Crate requires."""
    records, given = [letter.record for letter in contents.letters], settings.edition
    title = given.title or common_value(one.series for one in records) or common_value(one.title for one in records)
    licence = licence_of_all(given, records)
    published = given.year or max((one.published.iso_8601 for one in records if one.published.when), default="")
    wanted = (
        (title, "a title", "edition.title"),
        (licence, "a licence for all letters", "edition.licence"),
        (published, "the year of publication", "edition.year"),
    )
    require("the crate", "RO-Crate", wanted)
    editors = [Agent(name, AgentKind.PERSON) for name in given.editor]
    names = [given.publisher] if given.publisher else [one.name for record in records for one in record.publishers]
    publishers = [Agent(name, AgentKind.ORGANISATION) for name in dict.fromkeys(names)]
    kind = "Letters" if all(one.is_letter for one in records) else "Documents"
    address = licence if licence.startswith("http") else "#licence"
    graph.add(
        "./",
        type="Dataset",
        name=title,
        description=f"{kind} in TEI P5 ({len(records)}), packed by teikit {__version__}.",
        datePublished=published,
        license=graph.add(address, type="CreativeWork", name=licence, description=licence),
        publisher=graph.add_agents(publishers),
        editor=graph.add_agents(editors),
        identifier=given.url,
        hasPart=parts,
        **_deposit(graph, given),
    )


def _metadata(contents: Contents, files: Sequence[ContentFile], settings: Settings) -> bytes:
    graph, letters = _Graph(), iter(contents.letters)
    graph.add(_METADATA, type="CreativeWork", conformsTo={"@id": _CRATE}, about={"@id": "./"})
    references = []
    for part in files:
        if part.use == "letter":
            references.append(_add_letter(graph, part, next(letters).record))
        else:
            name = f"{part.path.rpartition('/')[2]} ({_USES[part.use]})"
            references.append(graph.add(part.path, type="File", name=name, **_file(part)))
    _add_root(graph, contents, settings, references)
    context = f"{_CRATE}/context"
    has_deposit = any(key.startswith("acdh:") for key in graph.entities["./"])
    described: Entity = {"@context": [context, {"acdh": _ARCHE}] if has_deposit else context}
    described["@graph"] = list(graph.entities.values())
    return json_bytes(described)


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of a crate.

    Raises:
        MissingMetadataError: it lacks a title, a licence, or the year of publication.
    """
    files = list(content_files(contents))
    metadata = _metadata(contents, files, settings)
    notes = [*describe_renames(files), *_notes(letter.record for letter in contents.letters)]
    return Package([(_METADATA, metadata), *(part.package_file for part in files)], tuple(notes))


def _notes(records: Iterable[Record]) -> Iterator[str]:
    known = list(records)
    lost = dict.fromkeys(dropped_by_any(known, SUPPORTED_FIELDS))
    lost |= {"offices": None} if any(action.offices for record in known for action in record.actions) else {}
    lost |= {"doubts about people and places": None} if any(next(doubtful_names(one), None) for one in known) else {}
    if lost:
        yield f"RO-Crate has no place for {', '.join(lost)}"
