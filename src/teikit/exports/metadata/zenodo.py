"""Writes `.zenodo.json`, the metadata of a Zenodo deposit.

It describes the deposit as a whole; the metadata of each letter are in its own files.
"""

from collections.abc import Sequence

from teikit.exports.metadata.invenio_rdm import AGENTS, identifiers
from teikit.exports.metadata.languages import iso_639_3
from teikit.exports.metadata.licences import short_name
from teikit.exports.record.record import Agent, Record, common_value
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import bare_doi, licence_of_all, title_of_all
from teikit.formats.json import json_bytes


def _creator(agent: Agent) -> dict[str, str]:
    """Return a creator with the name as `Family, Given` if its parts are known, ORCID and GND."""
    name = f"{agent.surname}, {agent.forename}" if agent.surname and agent.forename else agent.name
    known = {one["scheme"]: one["identifier"].removeprefix("gnd:") for one in identifiers(agent.uris, AGENTS)}
    return {"name": name, **{scheme: known[scheme] for scheme in ("orcid", "gnd") if scheme in known}}


def _creators(given: Sequence[str], records: Sequence[Record]) -> list[dict[str, str]]:
    """Return the editors of the edition, as the user or the letters name them, or else the letters' creators."""
    stated = [agent for record in records for agent in record.editors or record.creators]
    known = {agent.name: agent for agent in reversed(stated)}
    names = dict.fromkeys(given or [agent.name for agent in stated])
    return [_creator(known.get(name, Agent(name))) for name in names]


def write(letters: Sequence[TeiFile], settings: Settings) -> ExportedFile:
    """Return the metadata of a deposit that contains all letters.

    Raises:
        MissingMetadataError: there is no title, description, creator or licence.
    """
    edition, records = settings.edition, [letter.record for letter in letters]
    title = title_of_all(edition, records)
    description = edition.abstract or common_value(record.abstract for record in records)
    creators = _creators(edition.editor, records)
    licence = licence_of_all(edition, records)
    wanted = (
        (title, "a title", "edition.title"),
        (description, "a description", "edition.abstract"),
        (creators, "somebody who made it", "edition.editor"),
        (licence, "a licence", "edition.licence"),
    )
    require("the deposit", "Zenodo", wanted)
    known = {
        "upload_type": "dataset",
        "title": title,
        "description": description,
        "creators": creators,
        "language": common_value(iso_639_3(tag) for record in records for tag in record.languages),
        "license": short_name(licence),
        "keywords": list(dict.fromkeys(word for record in records for word in record.keywords)),
        "doi": bare_doi(edition.doi),
    }
    value = {key: one for key, one in known.items() if one}
    lost = () if "license" in value else (f"the licence '{licence}' has no name on Zenodo: choose one in its form",)
    return ExportedFile(json_bytes(value), notes=lost)
