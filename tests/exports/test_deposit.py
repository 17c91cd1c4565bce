"""Deposit profiles: what an archive would refuse is told before anything is written, a sentence each."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import teikit.api
from teikit.errors import UnsupportedError
from teikit.exports.formats import FORMATS
from teikit.exports.profiles.deposit_check import DepositFile, combine_files, find_refusals, missing_metadata
from teikit.exports.profiles.deposit_profiles import ARCHE_AGENTS, PROFILES
from teikit.exports.record.record import FIELDS
from teikit.operations.export import Exported, ExportOptions
from teikit.tei import Metadata, read_metadata
from teikit.tei.metadata import EDITION_KEYS, MetadataError

LETTERS = sorted((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))[:2]
WHOLE = b"""
[edition]
title = "Letters of a Town"
editor = ["Ann Editor"]
year = 2026
licence = "https://creativecommons.org/licenses/by/4.0/"
"""
AGENTS = b"""abstract = "Letters."
depositor = ["Dora Dale"]
owner = ["Town Archive"]
rights_holder = ["Town Archive"]
licensor = ["Town Archive"]
metadata_creator = ["Dora Dale"]
contact = ["Dora Dale"]
"""
OPTIONS = ExportOptions(read_metadata(WHOLE, "meta.toml"), schema="")


def told(results: list[Exported]) -> list[str]:
    return [str(one.failure) for one in results if one.failure]


@pytest.mark.parametrize(
    ("name", "form", "out"),
    [(name, form, "out.zip") for name, one in PROFILES.items() for form in one.formats if form != "tei"]
    + [(name, "tei", "out") for name in PROFILES]
    + [("arche", "bag", "out")],
)
def test_what_an_archive_takes_is_written(tmp_path: Path, name: str, form: str, out: str) -> None:
    options = replace(OPTIONS, profile=name, schema="letter")
    known = b'url = "https://example.org/letters"\npublisher = "Town Archive"\n' + AGENTS
    options = replace(options, metadata=read_metadata(WHOLE + known, "meta.toml"))
    results = teikit.api.export(LETTERS, form, tmp_path / out, options)
    assert told(results) == []
    assert (tmp_path / out).exists()


def test_profiles_name_formats_and_keys_that_there_are() -> None:
    for profile in PROFILES.values():
        assert set(profile.formats) <= FORMATS.keys()
        assert {key for key, _ in profile.edition_fields} <= set(Metadata.__slots__)
        assert {key for key, _ in profile.letter_fields} <= set(FIELDS)
        list(missing_metadata(profile, Metadata(), []))


@pytest.mark.parametrize(
    ("profile", "form", "out", "words"),
    [
        ("arche", "epub", "out", "is no format|goes with"),
        ("tapas", "bag", "out.zip", "the profile 'tapas' goes with tei, not with 'bag'"),
        ("zenodo", "html", "out", "goes with tei, bag"),
        ("zenodo", "bag", "out", "Zenodo takes no folders: let .*out end in .zip, .tar or .tar.gz"),
        ("attic", "tei", "out", "'attic' is no profile; there are arche, tapas, zenodo"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(tmp_path: Path, profile: str, form: str, out: str, words: str) -> None:
    with pytest.raises(UnsupportedError, match=words):
        teikit.api.export(LETTERS, form, tmp_path / out, replace(OPTIONS, profile=profile))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("form", "out"), [("bag", "out.zip"), ("tei", "out")])
def test_what_is_missing_is_asked_for_with_its_key_and_nothing_is_written(tmp_path: Path, form: str, out: str) -> None:
    results = teikit.api.export(LETTERS, form, tmp_path / out, ExportOptions(profile="zenodo", schema=""))
    assert told(results) == [
        "Zenodo needs a title for the whole ('edition.title'): give it in the file of --meta",
        "Zenodo needs the year of publication for the whole ('edition.year'): give it in the file of --meta",
        "Zenodo needs a licence for the whole ('edition.licence'): give it in the file of --meta",
    ]
    assert list(tmp_path.iterdir()) == []


def test_arche_needs_its_own_agents_and_gets_them(tmp_path: Path) -> None:
    results = teikit.api.export(LETTERS, "bag", tmp_path / "bag", replace(OPTIONS, profile="arche"))
    assert [one.partition("'")[2].partition("'")[0] for one in told(results)] == [
        f"edition.{key}" for key in ("abstract", *ARCHE_AGENTS)
    ]
    assert told(results)[1] == (
        "ARCHE needs the depositor for the whole ('edition.depositor'): give it in the file of --meta"
    )
    options = replace(OPTIONS, profile="arche", metadata=read_metadata(WHOLE + AGENTS, "meta.toml"))
    assert told(teikit.api.export(LETTERS, "bag", tmp_path / "bag", options)) == []
    assert "hasDepositor: Dora Dale\n" in (tmp_path / "bag" / "bag-info.txt").read_text()
    assert told(teikit.api.export(LETTERS, "ro-crate", tmp_path / "crate", options)) == []
    crate = json.loads((tmp_path / "crate" / "ro-crate-metadata.json").read_text())
    assert crate["@context"][1] == {"acdh": "https://vocabs.acdh.oeaw.ac.at/schema#"}
    root = next(one for one in crate["@graph"] if one["@id"] == "./")
    (owner,) = root["acdh:hasOwner"]
    assert next(one["name"] for one in crate["@graph"] if one["@id"] == owner["@id"]) == "Town Archive"


def test_the_agents_of_a_deposit_are_keys_of_the_edition_only() -> None:
    assert tuple(ARCHE_AGENTS) == ("depositor", "owner", "rights_holder", "licensor", "metadata_creator", "contact")
    assert sorted(ARCHE_AGENTS) == sorted(EDITION_KEYS)
    with pytest.raises(MetadataError, match="unknown key 'depositor'"):
        read_metadata(b'depositor = "Dora Dale"', "meta.toml")


def test_a_name_that_an_archive_does_not_take_is_told_once(tmp_path: Path) -> None:
    for name in ("Brief Müller.xml", "b.c.xml", "good-1_a.xml"):
        (tmp_path / name).write_bytes(LETTERS[0].read_bytes())
    letters = sorted(tmp_path.glob("*.xml"))
    options = replace(OPTIONS, profile="arche", metadata=read_metadata(WHOLE + AGENTS, "meta.toml"))
    results = teikit.api.export(letters, "tei", tmp_path / "out", options)
    words = "ARCHE takes names of letters without accents, digits, '-' and '_' only: rename it"
    assert told(results) == [f"'Brief Müller': {words}", f"'b.c': {words}"]
    assert not (tmp_path / "out").exists()


def test_packages_make_names_safe_themselves_as_far_as_they_can(tmp_path: Path) -> None:
    for name in ("Brief Müller.xml", "b.c.xml"):
        (tmp_path / name).write_bytes(LETTERS[0].read_bytes())
    options = replace(OPTIONS, profile="arche", metadata=read_metadata(WHOLE + AGENTS, "meta.toml"))
    results = teikit.api.export(sorted(tmp_path.glob("*.xml")), "bag", tmp_path / "b", options)
    assert [one.partition(":")[0] for one in told(results)] == ["'b.c'"]


@pytest.mark.parametrize("data", ["\ufeffx".encode(), "ü".encode("latin-1"), "x".encode("utf-16")])
def test_an_encoding_that_an_archive_does_not_take_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "letter.txt").write_bytes(data)
    metadata = read_metadata(WHOLE + AGENTS, "meta.toml")
    options = replace(OPTIONS, profile="arche", originals=[tmp_path / "letter.txt"], metadata=metadata)
    results = teikit.api.export(LETTERS, "bag", tmp_path / "bag", options)
    (sentence,) = told(results)
    assert sentence.startswith("'source/letter.txt': ARCHE takes UTF-8 without a byte order mark")
    assert not (tmp_path / "bag").exists()


@pytest.mark.parametrize(
    ("declared", "kept"),
    [("utf-8", True), ("UTF8", True), ("US-ASCII", True), ("iso-8859-1", False), ("utf-16", False)],
)
def test_a_declaration_of_another_encoding_counts(declared: str, kept: bool) -> None:  # noqa: FBT001
    data = f"<?xml version='1.0' encoding='{declared}'?><a/>".encode()
    assert DepositFile.from_bytes("a.xml", data).is_utf_8 is kept


def test_limits_of_size_and_number_are_told() -> None:
    files = [DepositFile(f"{n}.xml", 600 * 10**6, is_utf_8=True) for n in range(101)]
    assert list(find_refusals(PROFILES["zenodo"], files)) == [
        "Zenodo takes 100 files at most, but these are 101: make one archive of them, as --to bag does",
        "Zenodo takes 50 GB at most, but this is 60,600,000,000 bytes: part it",
    ]
    large = [DepositFile("a.xml", 10_000_001, is_utf_8=True), DepositFile("b.xml", 10_000_000, is_utf_8=True)]
    (sentence,) = find_refusals(PROFILES["tapas"], large)
    assert sentence == "'a.xml': TAPAS takes files of 10 MB at most, but it has 10,000,001 bytes: part it"
    assert combine_files("a.zip", files).size == 101 * 600 * 10**6


def test_a_suffix_that_an_archive_does_not_take_is_told(tmp_path: Path) -> None:
    results = teikit.api.export(LETTERS[:1], "tei", tmp_path / "letter.txt", replace(OPTIONS, profile="tapas"))
    assert told(results) == ["'letter.txt': TAPAS takes files that end in .xml or .tei only: name it so"]


def test_a_letter_without_a_title_is_told(golden) -> None:
    letters = [("a.xml", replace(golden[0].record, titles=()))]
    expected = ["a.xml: TAPAS needs a title ('title'): give it in the file of --meta"]
    assert list(missing_metadata(PROFILES["tapas"], Metadata(), letters)) == expected


def test_a_letter_that_cannot_be_read_is_told_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<TEI")
    results = teikit.api.export(
        [tmp_path / "bad.xml", *LETTERS], "tei", tmp_path / "out", replace(OPTIONS, profile="tapas")
    )
    assert [one.problem.rule for one in results if one.problem] == ["xml/not-well-formed"]
    assert len([one for one in results if one.target]) == len(LETTERS)
