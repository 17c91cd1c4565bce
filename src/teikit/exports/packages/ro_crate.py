"""Writes letters as an RO-Crate 1.3: files, and their description as JSON-LD in the terms of schema.org."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from teikit._version import __version__
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames
from teikit.exports.record.record import Agent, AgentKind, Place, Record, common_value
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import licence_of_all
from teikit.storage.packages import Package

_CRATE = "https://w3id.org/ro/crate/1.3"
_METADATA = "ro-crate-metadata.json"
_TYPES = {AgentKind.PERSON: "Person", AgentKind.ORGANISATION: "Organization", AgentKind.NAME: "Person"}
_USES = {
    "source": "source as it came",
    "schema": "schema",
    "report": "validation report",
    "metadata": "Dublin Core of the letters",
}
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

    def add_agent_or_place(self, one: Agent | Place, type_: str) -> dict[str, str]:
        """Add a person, organisation, place or work: by the URI of an authority, or by the name."""
        key = hashlib.sha256(f"{type_} {one.name}".encode()).hexdigest()[:16]
        known = one.uris[0] if one.uris else f"#{key}"
        return self.add(known, type=type_, name=one.name, sameAs=[{"@id": uri} for uri in one.uris[1:]])

    def add_agents(self, agents: Iterable[Agent]) -> list[dict[str, str]]:
        """Add people and organisations."""
        return _deduplicate(self.add_agent_or_place(agent, _TYPES[agent.kind]) for agent in agents)

    def add_archives(self, record: Record) -> list[dict[str, str]]:
        """Add the archives that keep the letter."""
        houses = (", ".join(filter(None, (one.repository, one.settlement))) for one in record.holdings)
        return _deduplicate(self.add_agent_or_place(Place(house), "ArchiveOrganization") for house in houses if house)

    def add_works(self, titles: Iterable[str]) -> list[dict[str, str]]:
        """Add works by their titles or descriptions."""
        return _deduplicate(self.add_agent_or_place(Place(title), "CreativeWork") for title in titles if title)


def _deduplicate(references: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list({one["@id"]: one for one in references}.values())


def _file(part: ContentFile) -> Entity:
    return {"encodingFormat": part.media_type, "contentSize": str(len(part.data)), "sha256": part.sha256}


def _add_letter(graph: _Graph, part: ContentFile, record: Record) -> dict[str, str]:
    places = (place for action in record.actions_of("sent") for place in action.places)
    received = [date.iso_8601 for action in record.actions_of("received") for date in action.dates if date.iso_8601]
    return graph.add(
        part.path,
        type=["File", "Message"],
        name=record.title or record.id,
        identifier=[record.id, *(one.value for one in record.identifiers)],
        author=graph.add_agents(record.creators),
        sender=graph.add_agents(record.senders),
        recipient=graph.add_agents(record.recipients),
        dateSent=[date.iso_8601 for date in record.sent_dates],
        dateReceived=received,
        locationCreated=_deduplicate(graph.add_agent_or_place(place, "Place") for place in places),
        editor=graph.add_agents(record.editors),
        contributor=graph.add_agents(record.contributors),
        funder=graph.add_agents(record.funders),
        inLanguage=list(record.languages),
        abstract=record.abstract,
        keywords=list(record.keywords),
        holdingArchive=graph.add_archives(record),
        itemLocation=[str(holding) for holding in record.holdings if str(holding)],
        isPartOf=graph.add_works([record.series]),
        isBasedOn=graph.add_works(record.sources),
        mentions=graph.add_works(one.text or one.target for one in record.related),
        url=record.address,
        **_file(part),
    )


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
    address = licence if licence.startswith("http") else "#licence"
    graph.add(
        "./",
        type="Dataset",
        name=title,
        description=f"Letters in TEI P5 ({len(records)}), packed by teikit {__version__}.",
        datePublished=published,
        license=graph.add(address, type="CreativeWork", name=licence, description=licence),
        publisher=graph.add_agents(publishers),
        editor=graph.add_agents(editors),
        identifier=given.url,
        hasPart=parts,
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
    described = {"@context": f"{_CRATE}/context", "@graph": list(graph.entities.values())}
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of a crate.

    Raises:
        MissingMetadataError: it lacks a title, a licence, or the year of publication.
    """
    files = list(content_files(contents))
    metadata = _metadata(contents, files, settings)
    return Package([(_METADATA, metadata), *(part.package_file for part in files)], describe_renames(files))
