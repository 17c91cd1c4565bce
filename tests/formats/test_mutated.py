"""Broken inputs of each foreign format are read, or refused in one sentence; nothing else is raised.

1,000 changed examples of each: Word documents, OpenDocument texts, e-mails, HTML, Markdown with YAML, texts with TOML,
PAGE XML, ALTO, hOCR, metadata in TOML, JSON and CSV, configurations, conventions, baselines, BagIt profiles, reports,
lists of files, catalogs. PDF files, which a process of their own reads, are in `tests/text/test_pdf.py`.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support import format_samples as samples
from teikit.config import clear_cache, load
from teikit.conventions import load_profile
from teikit.errors import InternalError, TeikitError
from teikit.exports.profiles.bagit_profile import read_bag_profile
from teikit.inputs.file_list import read_names
from teikit.messages import escape_control
from teikit.operations.encode import encode_bytes
from teikit.relaxng.syntax.catalog import read_catalogs
from teikit.report.read_json import open_report
from teikit.suppression.baseline import Baseline
from teikit.tei import read_metadata
from teikit.text import read

COUNT = 1_000
# Of the examples whose lines are read, how many become TEI: recognition takes longer than reading.
ENCODED = 100
Reader = Callable[[bytes, Path], Any]


class Format(NamedTuple):
    """How a valid example of a format is made, and read."""

    make: Callable[[], bytes]
    read: Reader


def source(name: str) -> Reader:
    return lambda data, _: read(data, name)


def by_path(reader: Callable[[Path], Any]) -> Reader:
    def read_file(data: bytes, path: Path) -> Any:
        path.write_bytes(data)
        return reader(path)

    return read_file


def load_configuration(path: Path) -> Any:
    clear_cache()
    return load(path)


SOURCES = {
    "a.docx": samples.docx,
    "a.odt": samples.odt,
    "a.eml": samples.email,
    "a.html": samples.html,
    "a.md": samples.markdown,
    "a.txt": samples.text,
    "page.xml": samples.page_xml,
    "alto.xml": samples.alto,
    "a.hocr": samples.hocr,
}
FORMATS = {
    **{name: Format(make, source(name)) for name, make in SOURCES.items()},
    "metadata.toml": Format(samples.metadata_toml, lambda data, _: read_metadata(data, "a.toml")),
    "metadata.json": Format(samples.metadata_json, lambda data, _: read_metadata(data, "a.json")),
    "metadata.csv": Format(samples.metadata_csv, lambda data, _: read_metadata(data, "a.csv")),
    "configuration": Format(samples.configuration, by_path(load_configuration)),
    "conventions.toml": Format(samples.conventions, by_path(lambda path: load_profile(str(path)).pattern)),
    "baseline": Format(samples.baseline, by_path(Baseline.read)),
    "BagIt profile": Format(samples.bag_profile, lambda data, _: read_bag_profile(data, "a.json")),
    "report": Format(samples.report, by_path(lambda path: list(open_report(path).results()))),
    "list of files": Format(samples.file_list, by_path(lambda path: list(read_names(str(path))))),
    "catalog": Format(samples.catalog, by_path(lambda path: read_catalogs([path]))),
}


def check_outcome(reader: Callable[[], Any]) -> None:
    """Check that something is read, or refused in one sentence without control characters."""
    try:
        reader()
    except InternalError:
        raise
    except TeikitError as error:
        assert str(error) == escape_control(str(error))  # noqa: PT017  both outcomes are right


@pytest.mark.parametrize("name", FORMATS)
def test_the_example_is_valid(name: str, tmp_path: Path) -> None:
    assert FORMATS[name].read(FORMATS[name].make(), tmp_path / "a.toml")


@pytest.mark.parametrize("name", FORMATS)
def test_broken_inputs_are_read_or_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    example, chance = FORMATS[name].make(), random.Random(name)
    path = tmp_path / "a.toml"
    for _ in range(COUNT):
        data = samples.mutate(example, chance)
        check_outcome(lambda: FORMATS[name].read(data, path))  # noqa: B023  called at once


@pytest.mark.parametrize("name", SOURCES)
def test_broken_sources_become_tei_or_are_refused_in_one_sentence(name: str) -> None:
    example, chance = SOURCES[name](), random.Random(f"{name} encoded")
    for _ in range(ENCODED):
        data = samples.mutate(example, chance)
        check_outcome(lambda: encode_bytes(data, name, conventions="transcription"))  # noqa: B023  called at once
