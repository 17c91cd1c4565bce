"""What tests of exports share: letters of our own and of others, and the official judges."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

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
