"""What tests of exports share: letters of our own and of others, and the official judges."""

import copy
import datetime
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from datacite import schema45
from lxml import etree
from referencing import Registry
from referencing.jsonschema import DRAFT7

from teikit.exports.record.source import Settings, TeiFile, read_tei_file
from teikit.tei import Metadata

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DAY = datetime.date(2024, 5, 6)
# What a user knows of an edition, for the formats that need it.
EDITION = Metadata(
    title="Letters of a Town",
    url="https://example.org/index.xml",
    publisher="A Press",
    licence="https://creativecommons.org/licenses/by/4.0/",
    editor=("Ann Editor",),
    year="2024",
)
SETTINGS = Settings(EDITION, DAY)


def metadata_for(stem: str) -> Metadata:
    """What a user knows of one letter, for the formats that need it."""
    return Metadata(
        publisher="A Press", year="2024", doi=f"10.1234/{stem}", editor=("Ann Editor",), licence=EDITION.licence
    )


@pytest.fixture(scope="session")
def told_beside() -> str:
    """What published letters lack for some format, as the file of --meta has it."""
    return """publisher = "A Press"
year = 2024
doi = "10.1234/x"

[edition]
title = "Letters of a Town"
abstract = "Letters."
editor = ["Ann Editor"]
url = "https://example.org/index.xml"
licence = "https://creativecommons.org/licenses/by/4.0/"
publisher = "A Press"
repository = "Town Archive"
year = 2024
"""


@pytest.fixture
def settings() -> Settings:
    """What holds for an export: an edition that tells all, and a day."""
    return SETTINGS


def _sources(folder: Path, metadata: Callable[[str], Metadata] = lambda _stem: Metadata()) -> list[TeiFile]:
    return [read_tei_file(path.read_bytes(), str(path), metadata(path.stem)) for path in sorted(folder.glob("*.xml"))]


@pytest.fixture(scope="session")
def golden() -> list[TeiFile]:
    """Our own letters, with what a user knows beside them."""
    found = _sources(ROOT / "tests" / "data" / "letters", metadata_for)
    assert len(found) >= 12
    return found


@pytest.fixture(scope="session")
def raw() -> list[TeiFile]:
    """720 letters whose headers others made, as they were published."""
    folder = SHARED / "corpus" / "schnitzler" / "raw"
    if not folder.is_dir():
        pytest.skip("the published letters (shared/) are not beside this tree")
    found = _sources(folder)
    assert len(found) == 720
    return found


class _Local(etree.Resolver):
    """Answers for the addresses in official schemas with the copies beside this tree: nothing is fetched."""

    def __init__(self) -> None:
        catalog = etree.parse(SHARED / "schemas" / "catalog.xml")
        entries = catalog.iter("{*}uri")
        self.known = {entry.get("name"): str(SHARED / "schemas" / entry.get("uri", "")) for entry in entries}

    def resolve(self, system_url, public_id, context):  # noqa: ARG002  lxml's signature
        return self.resolve_filename(self.known[system_url], context) if system_url in self.known else None


@pytest.fixture(scope="session")
def judge() -> Callable[[str], Callable[[bytes], list[str]]]:
    """From an official schema's name to a judge, which tells what is wrong with a document."""
    if not SHARED.is_dir():
        pytest.skip("the official schemas (shared/) are not beside this tree")
    made: dict[str, Callable[[bytes], list[str]]] = {}

    def judge_by(name: str) -> Callable[[bytes], list[str]]:
        if name not in made:
            parser = etree.XMLParser(no_network=True)
            parser.resolvers.add(_Local())
            schema = etree.parse(SHARED / "schemas" / name, parser)
            by = etree.RelaxNG(schema) if name.endswith(".rng") else etree.XMLSchema(schema)

            def verdict(data: bytes) -> list[str]:
                by.validate(etree.fromstring(data).getroottree())
                return [str(entry) for entry in by.error_log]

            made[name] = verdict
        return made[name]

    return judge_by


@pytest.fixture(scope="session")
def kernel_47():
    """DataCite's JSON schema of kernel 4.5, the latest that there is, with the lists of values of kernel 4.7."""
    include = SHARED / "schemas" / "datacite" / "kernel-4.7" / "include"
    if not include.is_dir():
        pytest.skip("the official schemas (shared/) are not beside this tree")
    schema = copy.deepcopy(schema45.validator.schema)
    files = {"resourceTypeGeneral": "resourceType"}
    for name, definition in schema["definitions"].items():
        if "enum" in definition:
            values = etree.parse(include / f"datacite-{files.get(name, name)}-v4.xsd").iter("{*}enumeration")
            definition["enum"] = [one.get("value") for one in values]
    schema["definitions"]["relatedObject"]["properties"]["relationTypeInformation"] = {"type": "string"}
    return type(schema45.validator)(schema, format_checker=schema45.validator.format_checker)


@pytest.fixture(scope="session")
def iiif() -> Callable[[bytes], None]:
    """The schema of IIIF's validator."""
    schema = SHARED / "schemas" / "iiif" / "iiif_3_0.json"
    if not schema.is_file():
        pytest.skip("the official schemas (shared/) are not beside this tree")
    validator = jsonschema.Draft7Validator(json.loads(schema.read_bytes()))
    return lambda data: validator.validate(json.loads(data))


# From the key of a vocabulary's terms to its file.
VOCABULARIES = {
    "role": "roles",
    "resource_type": "resource_types",
    "relation_type": "relation_types",
    "type": "(title|date|description)_types",
}


def terms(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """The names of vocabularies in a record, with the terms that it uses."""
    if isinstance(value, dict):
        if value.keys() == {"id"} and name in VOCABULARIES:
            yield name, value["id"]
        for key, one in value.items():
            yield from terms(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from terms(one, name)


@pytest.fixture(scope="session")
def rdm(installed: Callable[[str], Path]) -> Callable[[bytes], None]:
    """InvenioRDM's schema of records, its vocabularies, and what its API requires."""
    records = installed("invenio/invenio_rdm_records")
    shared = installed("invenio/invenio_records_resources/records/jsonschemas")
    schemas = {f"local://{path.name}": path for path in shared.glob("*.json")}
    schemas |= {f"local://records/{path.name}": path for path in records.glob("records/jsonschemas/records/*.json")}
    resources = {uri: DRAFT7.create_resource(json.loads(path.read_bytes())) for uri, path in schemas.items()}
    registry: Registry[Any] = Registry().with_resources(resources.items())
    schema = {"$ref": "local://records/record-v6.0.0.json"}
    validator = jsonschema.Draft7Validator(schema, registry=registry, format_checker=jsonschema.FormatChecker())
    folder = records / "fixtures" / "data" / "vocabularies"
    known = {
        name: {
            term
            for path in folder.glob("*.yaml")
            if re.fullmatch(file, path.stem)
            for term in re.findall(r"(?m)^- id: (\S+)$", path.read_text())
        }
        for name, file in VOCABULARIES.items()
    }

    def judge(data: bytes) -> None:
        record = json.loads(data)
        validator.validate(record)
        assert {"resource_type", "creators", "title", "publication_date"} <= record["metadata"].keys()
        people = [*record["metadata"]["creators"], *record["metadata"].get("contributors", ())]
        for one in (one["person_or_org"] for one in people):
            assert one["family_name" if one["type"] == "personal" else "name"]
        assert all("role" in one for one in record["metadata"].get("contributors", ()))
        assert [term for name, term in terms(record) if term not in known[name]] == []

    return judge
