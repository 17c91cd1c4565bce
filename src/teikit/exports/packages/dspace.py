"""Letters to DSpace's simple archive format: an item a letter, with its files and qualified Dublin Core."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from lxml import etree

from teikit.exports.metadata.xml import xml_bytes
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames
from teikit.exports.record.record import Agent, Record, dropped_fields
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import bare_doi
from teikit.exports.verification.checksums import checksums_bytes
from teikit.messages import escape_control
from teikit.storage.folders import PackageFile
from teikit.storage.packages import Package

SUPPORTED_FIELDS = frozenset(
    {
        "id", "title", "subtitles", "series", "authors", "editors", "contributors", "funders", "publishers",
        "published", "licence", "identifiers", "address", "holdings", "sources", "languages", "actions", "related",
        "abstract", "keywords",
    }
)  # fmt: skip
# Element and qualifier, all of them in the registry that DSpace comes with; then the value.
Field = tuple[str, str, str]
DUBLIN_CORE, CONTENTS = "dublin_core.xml", "contents"
# What DSpace reads of an item beside its files.
RESERVED = frozenset({DUBLIN_CORE, CONTENTS, "handle", "collections", "relationships"})
# The digests of all other files of an item. The format has no place for digests: they are a file of their own, in the
# bundle where DSpace keeps what was told of an item when it came.
CHECKSUMS, _BUNDLE = "checksum.sha256", "METADATA"


def _agents(qualifier: str, agents: Sequence[Agent]) -> Iterator[Field]:
    return (("contributor", qualifier, agent.name) for agent in agents)


def _origin_fields(record: Record) -> Iterator[Field]:
    """Yield who made the letter, and its way."""
    known = {agent.name for agent in record.creators}
    yield from _agents("author", record.creators)
    yield from _agents("editor", record.editors)
    others = (*record.contributors, *(one for one in record.senders if one.name not in known), *record.recipients)
    yield from _agents("other", others)
    yield from (("date", "created", date.iso_8601) for date in record.sent_dates)
    yield from (("coverage", "spatial", place.name) for action in record.actions for place in action.places)


def _edition_fields(record: Record) -> Iterator[Field]:
    yield "date", "issued", record.published.when
    yield from (("publisher", "none", agent.name) for agent in record.publishers)
    yield from (("description", "sponsorship", agent.name) for agent in record.funders)
    for one in record.identifiers:
        doi = one.type == "doi"
        yield "identifier", "uri" if doi else "other", f"https://doi.org/{bare_doi(one.value)}" if doi else one.value
    yield "identifier", "uri", record.address
    yield "identifier", "other", record.id
    yield "relation", "ispartofseries", record.series
    yield from (("relation", "none", one.text or one.target) for one in record.related)
    yield from (("source", "none", str(one)) for one in (*record.holdings, *record.sources))
    yield "rights", "none", record.licence.text
    yield "rights", "uri", record.licence.uri


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
        *(("subject", "none", word) for word in record.keywords),
    ]
    return [field for field in dict.fromkeys(found) if field[2]]


def _description(record: Record) -> bytes:
    root = etree.Element("dublin_core", schema="dc")
    for element, qualifier, value in fields(record):
        etree.SubElement(root, "dcvalue", element=element, qualifier=qualifier).text = value
    return xml_bytes(root)


def _unused_name(name: str, taken: set[str]) -> str:
    """Return a name that neither DSpace nor another file of the item bears."""
    while name.lower() in taken or name.lower().startswith("metadata_"):
        name = f"_{name}"
    taken.add(name.lower())
    return name


def _assign_names(held: Sequence[ContentFile], folder: str) -> list[ContentFile]:
    taken = {*RESERVED, "license", CHECKSUMS}
    return [replace(part, path=f"{folder}/{_unused_name(PurePath(part.path).name, taken)}") for part in held]


def _item(record: Record, held: Sequence[ContentFile], folder: str) -> Iterator[PackageFile]:
    lines = [f"{PurePath(part.path).name}\tbundle:ORIGINAL" for part in held]
    lines[0] += "\tprimary:true"
    lines.append(f"{CHECKSUMS}\tbundle:{_BUNDLE}")
    files = [
        (DUBLIN_CORE, _description(record)),
        (CONTENTS, ("\n".join(lines) + "\n").encode()),
        *((PurePath(part.path).name, part.data) for part in held),
    ]
    digests = ((hashlib.sha256(data).hexdigest(), name) for name, data in files)
    yield from ((f"{folder}/{name}", data) for name, data in files)
    yield f"{folder}/{CHECKSUMS}", checksums_bytes(digests, signed=True)


def _stem(name: str) -> str:
    return PurePath(escape_control(name)).stem.lower()


def _notes(contents: Contents, lost: Sequence[ContentFile]) -> Iterator[str]:
    fewer = dict.fromkeys(
        name for letter in contents.letters for name in dropped_fields(letter.record, SUPPORTED_FIELDS)
    )
    if fewer:
        yield f"DSpace has no place for {', '.join(fewer)}"
    if contents.schemas or contents.report:
        yield "the schema and the report of the validation have no place in an item"
    yield from (f"'{part.original_name}' is left out: no letter has its name" for part in lost)


def _sources(contents: Contents, held: Sequence[ContentFile]) -> dict[str, list[ContentFile]]:
    """Return the sources by the name of the letter that they belong to; all of them if there is but one."""
    alone = _stem(contents.letters[0].name) if len(contents.letters) == 1 else ""
    found: dict[str, list[ContentFile]] = {}
    for part in held:
        if part.use == "source":
            found.setdefault(alone or _stem(part.original_name), []).append(part)
    return found


def pack(contents: Contents, settings: Settings) -> Package:  # noqa: ARG001  every package is made alike
    """Return the files of all items; a source goes to the item of the letter that has its name.

    Raises:
        MissingMetadataError: a letter has no title.

    """
    for letter in contents.letters:
        require(letter.name, "DSpace", [(letter.record.title, "a title", "title")])
    held = list(content_files(contents))
    sources, packed, entries = _sources(contents, held), list[ContentFile](), list[PackageFile]()
    for number, (letter, part) in enumerate(zip(contents.letters, held, strict=False)):
        folder = f"item_{number:03}"
        files = _assign_names([part, *sources.pop(_stem(letter.name), ())], folder)
        entries += _item(letter.record, files, folder)
        packed += files
    lost = [part for several in sources.values() for part in several]
    return Package(entries, (*describe_renames(packed), *_notes(contents, lost)))
