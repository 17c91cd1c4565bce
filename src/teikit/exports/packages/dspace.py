"""Writes DSpace's simple archive format: an item for each letter, with its files and qualified Dublin Core."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from lxml import etree

from teikit.exports.metadata.doubt import date_or_words, marked_name
from teikit.exports.metadata.xml import xml_bytes
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames
from teikit.exports.record.record import FIELDS, Agent, Record, dropped_by_any
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import doi_of, other_identifiers
from teikit.exports.verification.checksums import checksums_bytes
from teikit.formats.archives import PackageFile
from teikit.messages import escape_control
from teikit.storage.packages import Package

SUPPORTED_FIELDS = frozenset(FIELDS) - {
    "publication_place",
    "edition",
    "holding_details",
    "other_languages",
    "participants",
}
# Element and qualifier, all of them in DSpace's default registry; then the value.
Field = tuple[str, str, str]
DUBLIN_CORE, CONTENTS = "dublin_core.xml", "contents"
# The files of an item that DSpace reads as metadata.
RESERVED = frozenset({DUBLIN_CORE, CONTENTS, "handle", "collections", "relationships"})
# The digests of all other files of an item. The format has no place for digests: they are a file of their own, in the
# bundle where DSpace keeps the metadata that an item was imported with.
CHECKSUMS, _BUNDLE = "checksum.sha256", "METADATA"


def _agents(qualifier: str, agents: Iterable[Agent]) -> Iterator[Field]:
    return (("contributor", qualifier, marked_name(agent)) for agent in agents)


def _origin_fields(record: Record) -> Iterator[Field]:
    """Yield the people, dates and places of the letter."""
    known = {agent.name for agent in record.creators}
    yield from _agents("author", record.creators)
    yield from _agents("editor", record.editors)
    yield from _agents("other", (*record.principals, *record.contributors))
    yield from _agents("other", (*(one for one in record.senders if one.name not in known), *record.recipients))
    yield from (("date", "created", date_or_words(date)) for date in (*record.dates_of("sent"), *record.created))
    yield from (("coverage", "spatial", marked_name(place)) for action in record.actions for place in action.places)
    yield from (("coverage", "spatial", marked_name(place)) for place in record.creation_places)


def _edition_fields(record: Record) -> Iterator[Field]:
    yield "date", "issued", record.published.when or record.published.year
    yield from (("publisher", "none", agent.name) for agent in (*record.publishers, *record.distributors))
    yield from (("description", "sponsorship", agent.name) for agent in (*record.funders, *record.sponsors))
    if doi := doi_of(record):
        yield "identifier", "uri", f"https://doi.org/{doi}"
    yield from (("identifier", "other", one.value) for one in other_identifiers(record))
    yield "identifier", "uri", record.address
    yield "identifier", "other", record.id
    # DSpace separates the name of a series from its number by a semicolon.
    yield "relation", "ispartofseries", ";".join(filter(None, (record.series, record.volume if record.series else "")))
    yield from (("relation", "none", one.text or one.target) for one in record.related)
    yield from (("source", "none", str(one)) for one in (*record.holdings, *record.sources))
    yield from (("rights", "none", one.text) for one in record.licences)
    yield from (("rights", "uri", one.uri) for one in record.licences)


def fields(record: Record) -> list[Field]:
    """Return the fields of a record in Dublin Core as DSpace qualifies it, each once."""
    found = [
        ("title", "none", record.title),
        *(("title", "alternative", title) for title in record.subtitles),
        *_origin_fields(record),
        *_edition_fields(record),
        ("type", "none", "Text"),
        *(("language", "iso", tag) for tag in record.languages),
        ("description", "abstract", record.abstract),
        *(("description", "none", note) for note in record.notes),
        ("format", "extent", record.extent),
        *(("subject", "none", word) for word in record.keywords),
    ]
    return [field for field in dict.fromkeys(found) if field[2]]


def _description(record: Record) -> bytes:
    root = etree.Element("dublin_core", schema="dc")
    languages = {title.text: title.language for title in reversed(record.titles)}
    for element, qualifier, value in fields(record):
        made = etree.SubElement(root, "dcvalue", element=element, qualifier=qualifier)
        made.text = value
        if element == "title" and languages.get(value):
            made.set("language", languages[value])
    return xml_bytes(root)


def _unused_name(name: str, taken: set[str]) -> str:
    """Return a name that neither DSpace nor another file of the item has."""
    while name.lower() in taken or name.lower().startswith("metadata_"):
        name = f"_{name}"
    taken.add(name.lower())
    return name


def _item(record: Record, files: Sequence[ContentFile], folder: str) -> Iterator[PackageFile]:
    lines = [f"{PurePath(part.path).name}\tbundle:ORIGINAL" for part in files]
    lines[0] += "\tprimary:true"
    lines.append(f"{CHECKSUMS}\tbundle:{_BUNDLE}")
    entries = [
        (DUBLIN_CORE, _description(record)),
        (CONTENTS, ("\n".join(lines) + "\n").encode()),
        *((PurePath(part.path).name, part.data) for part in files),
    ]
    digests = ((hashlib.sha256(data).hexdigest(), name) for name, data in entries)
    yield from ((f"{folder}/{name}", data) for name, data in entries)
    yield f"{folder}/{CHECKSUMS}", checksums_bytes(digests, signed=True)


def _stem(name: str) -> str:
    return PurePath(escape_control(name)).stem.lower()


def _notes(contents: Contents, lost: Sequence[ContentFile]) -> Iterator[str]:
    if dropped := dropped_by_any((letter.record for letter in contents.letters), SUPPORTED_FIELDS):
        yield f"DSpace has no place for {', '.join(dropped)}"
    if contents.schemas or contents.report:
        yield "the schema and the report of the validation have no place in an item"
    yield from (f"'{part.original_name}' is left out: no letter has its name" for part in lost)


def _sources(contents: Contents, files: Sequence[ContentFile]) -> dict[str, list[ContentFile]]:
    """Return the sources by the name of their letter; if there is only one letter, all are its sources."""
    alone = _stem(contents.letters[0].name) if len(contents.letters) == 1 else ""
    found: dict[str, list[ContentFile]] = {}
    for part in files:
        if part.use == "source":
            found.setdefault(alone or _stem(part.original_name), []).append(part)
    return found


def pack(contents: Contents, settings: Settings) -> Package:  # noqa: ARG001  every format is called alike
    """Return the files of all items; a source goes to the item of the letter that has its name.

    Raises:
        MissingMetadataError: a letter has no title.
    """
    for letter in contents.letters:
        require(letter.name, "DSpace", [(letter.record.title, "a title", "title")])
    files = list(content_files(contents))
    sources, packed, entries = _sources(contents, files), list[ContentFile](), list[PackageFile]()
    for number, (letter, part) in enumerate(zip(contents.letters, files, strict=False)):
        folder, taken = f"item_{number:03}", {*RESERVED, "license", CHECKSUMS}
        item = [
            replace(each, path=f"{folder}/{_unused_name(PurePath(each.path).name, taken)}")
            for each in (part, *sources.pop(_stem(letter.name), ()))
        ]
        entries += _item(letter.record, item, folder)
        packed += item
    lost = [part for several in sources.values() for part in several]
    return Package(entries, (*describe_renames(packed), *_notes(contents, lost)))
