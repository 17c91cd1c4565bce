"""What is made of the documents of others, and of random ones, is accepted by each format's judge.

The suite takes a few documents of each folder; TEIKIT_CORPUS_SAMPLE says how many (60 took 20 minutes).
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import html5lib
import pytest
from lxml import etree

from support.random_tei import TeiMaker
from teikit.errors import UnsupportedError
from teikit.exports.formats import FORMATS
from teikit.exports.packages import mets, ro_crate
from teikit.exports.packages.contents import Contents
from teikit.exports.record.record import Record
from teikit.exports.record.source import MissingMetadataError, NotTeiError, Settings, TeiFile, read_tei_file
from teikit.exports.record.supplement import merge_metadata
from teikit.storage.packages import write_package
from teikit.tei import Metadata

SHARED = Path(__file__).parents[3] / "shared"
SAMPLE = int(os.environ.get("TEIKIT_CORPUS_SAMPLE", "2"))
FOLDERS = ("editions", "schnitzler", "odd", "random")
EDITION = Metadata(
    title="Documents",
    url="https://example.org/index/",
    publisher="A Press",
    licence="https://creativecommons.org/licenses/by/4.0/",
    editor=("Ann Editor",),
    year="2024",
    repository="Town Archive",
    abstract="Documents of others.",
)
SETTINGS = Settings(EDITION)
Judge = Callable[[bytes], object]


def completed(record: Record) -> Record:
    """A record with what formats require where it lacks that."""
    wanted = {
        "title": "" if record.title else "A title",
        "sender": () if record.creators else ("Ann Author",),
        "publisher": "" if record.publishers else "A Press",
        "year": "" if record.published.year else "2024",
        "doi": "" if record.identifier("doi") else "10.1234/x",
    }
    return merge_metadata(record, Metadata(**wanted))  # type: ignore[arg-type]


def read(data: bytes, name: str) -> Iterator[TeiFile]:
    try:
        letter = read_tei_file(data, name)
    except NotTeiError:
        return
    yield replace(letter, record=completed(letter.record))


def files(folder: str) -> Iterator[Path]:
    """The files of a folder: as many of each edition, customization or collection."""
    corpus = SHARED / "corpus"
    places = {
        "editions": sorted((corpus / "editions").glob("*/")),
        "schnitzler": [corpus / "schnitzler" / "raw"],
        "odd": sorted((SHARED / "odd").glob("*/docs/")),
    }[folder]
    of_each = SAMPLE if folder != "odd" else max(1, SAMPLE // 20)
    for place in places:
        found = sorted(place.glob("*.xml"))
        yield from found[:: max(1, len(found) // of_each)][:of_each]


@cache
def documents(folder: str) -> tuple[TeiFile, ...]:
    if not SHARED.is_dir():
        pytest.skip("the corpora (shared/) are not beside this tree")
    if folder == "random":
        maker = TeiMaker(etree.parse(SHARED / "tei" / "tei_all.rng"), 7)
        made = [etree.tostring(maker.document(40 + 5 * number, "teiHeader")) for number in range(SAMPLE)]
        return tuple(one for number, data in enumerate(made) for one in read(data, f"random-{number}.xml"))
    return tuple(one for path in files(folder) for one in read(path.read_bytes(), path.name))


def made_of(letters: Iterable[TeiFile], to: str) -> Iterator[tuple[str, bytes]]:
    """The names of documents, and what is made of each; documents that a format refuses are left out."""
    form = FORMATS[to]
    for letter in letters:
        try:
            made = form.write_each(letter, SETTINGS) if form.write_each else form.write_all([letter], SETTINGS)
        except (UnsupportedError, MissingMetadataError):
            continue
        yield letter.name, made.data


def page(data: bytes) -> None:
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data.decode())


@pytest.fixture(scope="session")
def judges(judge, kernel_47, iiif: Judge) -> dict[str, Judge]:
    """The judge of each format that has one for a single document; each returns or raises what is wrong."""
    schemas = {
        "oai_dc": "oai/oai_dc.xsd",
        "mods": "mods/mods-3-8.libxml2.xsd",
        "ead3": "ead3/ead3.rng",
        "datacite": "datacite/kernel-4.7/metadata.xsd",
        "cmif": "cmif/cmi-customization.rng",
    }
    found: dict[str, Judge] = {form: judge(name) for form, name in schemas.items()}
    found["datacite-json"] = lambda data: kernel_47.validate(json.loads(data))
    return {**found, "iiif": iiif, "html": page}


def faults(letters: Iterable[TeiFile], to: str, judge: Judge) -> tuple[int, list[str]]:
    """How many documents became something, and what the judge says of those that it rejects."""
    count, wrong = 0, []
    for name, data in made_of(letters, to):
        count += 1
        try:
            if said := judge(data):
                wrong.append(f"{name}: {said}")
        except Exception as error:  # noqa: BLE001  each judge has errors of its own
            wrong.append(f"{name}: {str(error)[:200]}")
    return count, wrong


@pytest.mark.timeout(3600 if SAMPLE > 10 else 120)
@pytest.mark.parametrize("to", ["oai_dc", "mods", "ead3", "datacite", "datacite-json", "cmif", "iiif", "html"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_judge_accepts_what_is_made_of_documents_of_others(folder: str, to: str, judges: dict[str, Judge]) -> None:
    count, wrong = faults(documents(folder), to, judges[to])
    print(f"{folder} {to}: {count} of {len(documents(folder))}")
    assert wrong == []
    assert count > 0 or to in {"iiif", "cmif"}


@pytest.mark.timeout(3600 if SAMPLE > 10 else 120)
@pytest.mark.parametrize("folder", FOLDERS)
def test_inveniordm_accepts_records_of_documents_of_others(folder: str, rdm: Judge) -> None:
    count, wrong = faults(documents(folder), "inveniordm", rdm)
    print(f"{folder} inveniordm: {count} of {len(documents(folder))}")
    assert (wrong, count > 0) == ([], True)


CFF = """
import sys
from pathlib import Path
from cffconvert import Citation
for path in map(Path, sys.argv[1:]):
    try: Citation(path.read_text(encoding="utf-8")).validate()
    except Exception as error: print(path.name, str(error)[:200].replace(chr(10), " "))
"""


@pytest.mark.slow
@pytest.mark.timeout(3600 if SAMPLE > 10 else 120)
def test_cffconvert_accepts_citations_of_documents_of_others(tmp_path: Path, installed) -> None:
    installed("bin/cffconvert")
    counts: Counter[str] = Counter()
    for folder in FOLDERS:
        for name, data in made_of(documents(folder), "citation"):
            (tmp_path / f"{folder}-{counts[folder]}-{name}").write_bytes(data)
            counts[folder] += 1
    print(f"citation: {dict(counts)}")
    command = [installed("bin/python"), "-c", CFF, *sorted(tmp_path.iterdir())]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == ""


@pytest.mark.slow
@pytest.mark.timeout(3600 if SAMPLE > 10 else 240)
@pytest.mark.parametrize("folder", FOLDERS)
def test_packages_of_documents_of_others_are_accepted(folder: str, judge, installed, tmp_path: Path) -> None:
    letters = documents(folder)
    contents = Contents(letters)
    files_of_mets = dict(mets.pack(contents, SETTINGS).files)
    assert judge("mets/mets+mods+premis.driver.xsd")(files_of_mets["mets.xml"]) == []
    write_package(tmp_path / "crate", ro_crate.pack(contents, SETTINGS).files)
    program, cache_path = installed("bin/rocrate-validator"), installed("rocrate.sqlite").with_suffix("")
    how = ["validate", "--offline", "--cache-path", cache_path, "-p", "ro-crate-1.3", "-l", "required", "--no-paging"]
    told = subprocess.run([program, *how, tmp_path / "crate"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-3000:]
