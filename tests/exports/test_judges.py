"""Each format has a judge that is not ours, or a strict reader of what is promised of it, which rejects mutants."""

import ast
import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as Standard

import jsonschema
import pytest

import teikit.api
from teikit.exports.formats import FORMATS
from teikit.operations.export import ExportOptions, make
from teikit.tei import read_metadata

Judge = Callable[[bytes, str], object]
LETTERS = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))
META = b"""
[edition]
title = "Letters of a Town"
abstract = "Letters."
editor = ["Ann Editor"]
licence = "https://creativecommons.org/licenses/by/4.0/"
doi = "10.1234/x"
"""
TEXT = {"type": "string", "minLength": 1}
# After Zenodo's documentation of deposits (https://developers.zenodo.org), which has no schema to download.
ZENODO = {
    "type": "object",
    "required": ["upload_type", "title", "description", "creators"],
    "additionalProperties": False,
    "properties": {
        "upload_type": {"enum": ["publication", "dataset", "image", "software", "other"]},
        "title": TEXT,
        "description": TEXT,
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {
                    "name": TEXT,
                    "orcid": {"type": "string", "pattern": r"^(\d{4}-){3}\d{3}[\dX]$"},
                    "gnd": {"type": "string", "pattern": r"^[\dX-]+$"},
                },
            },
        },
        "license": {"type": "string", "pattern": r"^cc(0|-by(-nc)?(-nd|-sa)?)-\d\.\d$"},
        "keywords": {"type": "array", "items": TEXT},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "doi": {"type": "string", "pattern": r"^10\.\d{4,}/\S+$"},
    },
}
AGENT = {"type": "object", "required": ["name", "kind"]}
# What the documentation of exports promises of records as JSON.
RECORDS = {
    "type": "object",
    "required": ["version", "letters"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 2},
        "letters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["file", "titles"],
                "properties": {
                    "file": {"type": "string", "pattern": r"^[^/]+$"},
                    "titles": {"type": "array", "items": {"type": "object", "required": ["text"]}},
                    "authors": {"type": "array", "items": AGENT},
                    "actions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["type"],
                            "properties": {"agents": {"type": "array", "items": AGENT}},
                        },
                    },
                },
            },
        },
    },
}


def canonical(data: bytes, _stem: str) -> None:
    """By Python's own Canonical XML 2.0."""
    # Libraries give Python prefixes of their own, which it would then declare.
    with mock.patch.dict(Standard._namespace_map, clear=True):
        assert Standard.canonicalize(data.decode(), with_comments=True).encode() == data.removesuffix(b"\n")


def given_back(data: bytes, stem: str) -> None:
    """By the source: its words, and no others."""
    source = LETTERS[0].with_name(f"{stem}.txt").read_text(encoding="utf-8-sig")
    # A page mark on a line of its own is a new page, which is no word of the letter.
    assert data.decode().split() == re.sub(r"(?m)^\[p\. \d+\]$", "", source).split()


def table(data: bytes, _stem: str) -> None:
    """By Python's strict reader: a row for the letter, a cell for each column."""
    names, row = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    assert (len(row), len(set(names)), row[0].endswith(".xml")) == (len(names), len(names), True)


def by(schema: dict) -> Judge:
    return lambda data, _stem: jsonschema.validate(json.loads(data), schema)


HERE: dict[str, tuple[Judge, tuple[tuple[bytes, bytes], ...]]] = {
    "tei": (canonical, ((b"<body>", b"<body >"), (b"</TEI>", b"</TEI>\r\n"), (b"<p>", b"<p><!-- x -- ><p>"))),
    "text": (given_back, ((b"a", b""), (b"\n", b"\nand "))),
    "csv": (table, ((b",", b';"'), (b"\nfrench.xml,", b"\nfrench.xml"), (b"sent from", b"sent"))),
    "json": (by(RECORDS), ((b'"letters"', b'"letter"'), (b'"titles"', b'"titels"'), (b'"kind"', b'"Kind"'))),
    "zenodo": (by(ZENODO), ((b'"creators"', b'"creator"'), (b'"dataset"', b'"data"'), (b'"cc-', b'"CC '))),
}
# The judges of the others: in which tests they accept what is made, and reject mutants.
ELSEWHERE = {
    "bag": ("test_bag", "test_a_bag_of_others_letters_is_valid", "test_a_broken_bag_is_rejected_by_both_judges"),
    "html": ("test_html", "test_all_letters_become_valid_pages", "test_a_judge_that_rejects_what_is_broken"),
    "site": (
        "site/test_site_judges",
        "test_the_nu_html_checker_finds_no_fault_in_a_site",
        "test_axe_finds_no_barrier_in_a_site",
    ),
    "markdown": (
        "test_markdown",
        "test_all_letters_keep_their_words",
        "test_a_reader_sees_where_words_are_lost_or_marks_are_left",
    ),
    "epub": ("test_epub", "test_epubcheck_accepts_our_own_letters_and_those_of_others"),
    "pdf": ("test_pdf", "test_the_words_of_a_letter_stand_on_paper", "test_a_judge_that_rejects_what_is_broken"),
    "docx": ("test_print", "test_our_own_letters_have_all_their_words_in_order", "test_a_reader_sees_lost_words"),
    "latex": (
        "test_print",
        "test_our_own_letters_have_all_their_words_in_order",
        "test_a_parser_sees_what_is_not_escaped",
    ),
    "ro-crate": (
        "test_crate_and_ocfl",
        "test_the_official_judge_accepts_crates",
        "test_the_official_judge_rejects_a_broken_crate",
    ),
    "mets": ("test_mets", "test_packages_of_all_letters_are_valid", "test_a_broken_package_is_rejected"),
    "e-ark": (
        "test_e_ark",
        "test_all_documents_are_valid_by_the_official_schemas",
        "test_a_broken_document_is_rejected",
    ),
    "archivematica": (
        "test_archivematica",
        "test_transfers_of_all_letters_are_accepted",
        "test_a_broken_transfer_is_rejected",
    ),
    "dspace": ("test_dspace", "test_items_of_all_letters_are_accepted", "test_a_broken_item_is_rejected"),
    "ocfl": (
        "test_crate_and_ocfl",
        "test_ocfl_py_accepts_objects_and_rejects_a_broken_one",
        "test_a_broken_object_is_rejected_by_ocfl_py_too",
    ),
    "cmif": (
        "test_metadata_formats",
        "test_one_index_of_others_letters_is_valid_and_holds_them_all",
        "test_a_broken_index_is_rejected",
    ),
    "oai_dc": (
        "test_metadata_formats",
        "test_dublin_core_of_all_letters_is_valid",
        "test_broken_dublin_core_is_rejected",
    ),
    "mods": ("test_metadata_formats", "test_mods_of_all_letters_is_valid", "test_broken_mods_is_rejected"),
    "ead3": (
        "test_metadata_formats",
        "test_a_finding_aid_of_all_letters_is_valid",
        "test_a_broken_finding_aid_is_rejected",
    ),
    "datacite": ("test_metadata_formats", "test_datacite_of_all_letters_is_valid", "test_broken_datacite_is_rejected"),
    "datacite-json": (
        "test_metadata_formats",
        "test_datacite_as_json_is_valid",
        "test_broken_datacite_as_json_is_rejected",
    ),
    "inveniordm": (
        "metadata/test_invenio_rdm",
        "test_records_of_all_letters_are_accepted",
        "test_a_broken_record_is_rejected",
    ),
    "iiif": ("metadata/test_iiif", "test_manifests_are_accepted", "test_a_broken_manifest_is_rejected"),
    "citation": ("test_metadata_formats", "test_citations_are_valid_and_broken_ones_are_not"),
}


def test_every_format_has_a_judge_and_a_mutant_that_it_rejects() -> None:
    assert sorted([*HERE, *ELSEWHERE]) == sorted(FORMATS)
    for module, *names in ELSEWHERE.values():
        tree = ast.parse((Path(__file__).parent / f"{module}.py").read_text())
        assert {*names} <= {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def made(to: str, path: Path) -> bytes:
    """A letter of our own; text from the TEI that encode makes of the source."""
    data = teikit.api.encode(path.with_suffix(".txt")).tei if to == "text" else path.read_bytes()
    return make(data, path.name, to, ExportOptions(read_metadata(META, "meta.toml"))).data


@pytest.mark.parametrize("to", HERE)
def test_what_is_made_of_our_own_letters_is_accepted(to: str) -> None:
    for path in LETTERS:
        HERE[to][0](made(to, path), path.stem)


@pytest.mark.parametrize(
    ("to", "good", "bad"), [(to, good, bad) for to, (_, mutants) in HERE.items() for good, bad in mutants]
)
def test_a_mutant_is_rejected(to: str, good: bytes, bad: bytes) -> None:
    data = made(to, LETTERS[0].with_name("french.xml"))
    assert good in data
    with pytest.raises((AssertionError, ValueError, csv.Error, jsonschema.ValidationError, Standard.ParseError)):
        HERE[to][0](data.replace(good, bad, 1), "french")
