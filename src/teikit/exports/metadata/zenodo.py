"""Writes `.zenodo.json`, the metadata of a Zenodo deposit.

It describes the deposit as a whole; the metadata of each letter are in its own files.
"""

import json
from collections.abc import Sequence

from teikit.exports.metadata.licences import short_name
from teikit.exports.record.record import common_value
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import bare_doi, licence_of_all, title_of_all


def write(letters: Sequence[TeiFile], settings: Settings) -> ExportedFile:
    """Return the metadata of a deposit that contains all letters.

    Raises:
        MissingMetadataError: there is no title, description, creator or licence.
    """
    edition, records = settings.edition, [letter.record for letter in letters]
    title = title_of_all(edition, records)
    description = edition.abstract or common_value(record.abstract for record in records)
    names = edition.editor or [agent.name for record in records for agent in record.editors or record.creators]
    licence = licence_of_all(edition, records)
    wanted = (
        (title, "a title", "edition.title"),
        (description, "a description", "edition.abstract"),
        (names, "somebody who made it", "edition.editor"),
        (licence, "a licence", "edition.licence"),
    )
    require("the deposit", "Zenodo", wanted)
    known = {
        "upload_type": "dataset",
        "title": title,
        "description": description,
        "creators": [{"name": name} for name in dict.fromkeys(names)],
        "license": short_name(licence),
        "keywords": list(dict.fromkeys(word for record in records for word in record.keywords)),
        "doi": bare_doi(edition.doi),
    }
    value = {key: one for key, one in known.items() if one}
    lost = () if "license" in value else (f"the licence '{licence}' has no name on Zenodo: choose one in its form",)
    return ExportedFile((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), notes=lost)
