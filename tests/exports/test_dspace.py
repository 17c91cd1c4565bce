"""DSpace's simple archive format, by a small judge after its documentation: there is no official validator."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from support.full_record import ALL
from support.record_fields import without
from teikit.exports.packages import dspace
from teikit.exports.packages.contents import Contents
from teikit.exports.packages.dspace import fields
from teikit.exports.record.record import FIELDS, Agent, Identifier, Licence, Title
from teikit.exports.record.source import MissingMetadataError
from teikit.exports.verification.verify import verify
from teikit.storage.packages import write_package

# Of the registry that DSpace comes with: what an import accepts without further ado.
REGISTRY = {
    "title": {"none", "alternative"},
    "contributor": {"author", "editor", "other", "none"},
    "coverage": {"spatial", "temporal"},
    "date": {"created", "issued", "none"},
    "description": {"none", "abstract", "sponsorship"},
    "format": {"none", "extent"},
    "identifier": {"none", "uri", "other"},
    "language": {"none", "iso"},
    "publisher": {"none"},
    "relation": {"none", "ispartofseries"},
    "rights": {"none", "uri"},
    "source": {"none"},
    "subject": {"none"},
    "type": {"none"},
}


def judged(archive: Path) -> list[str]:
    """What an import would stumble over: items with dublin_core.xml and contents, and all files that contents name."""
    wrong = []
    for item in sorted(archive.iterdir()):
        names = {path.name for path in item.iterdir()} if item.is_dir() else set()
        if not {"dublin_core.xml", "contents"} <= names:
            wrong.append(f"{item.name}: is no item")
            continue
        wrong += described(item / "dublin_core.xml")
        lines = (item / "contents").read_text(encoding="utf-8").splitlines()
        listed = [line.split("\t")[0] for line in lines]
        kinds = {part.partition(":")[0] for line in lines for part in line.split("\t")[1:]}
        wrong += [f"{item.name}: {each}" for each in kinds - {"bundle", "permissions", "description", "primary"}]
        if sorted(listed) != sorted(names - {"dublin_core.xml", "contents"}):
            wrong.append(f"{item.name}: its files are not those of contents")
        if sum("primary:true" in line for line in lines) > 1:
            wrong.append(f"{item.name}: has two primary files")
    return wrong


def described(path: Path) -> list[str]:
    root = etree.parse(path).getroot()
    wrong = [] if (root.tag, root.get("schema")) == ("dublin_core", "dc") else [f"{path}: is no Dublin Core"]
    values = [(one.get("element"), one.get("qualifier")) for one in root]
    wrong += [f"{path}: {one}" for one in values if one[1] not in REGISTRY.get(one[0], ())]
    wrong += [f"{path}: {one.tag}" for one in root if one.tag != "dcvalue" or not (one.text or "").strip()]
    return wrong if ("title", "none") in values else [*wrong, f"{path}: has no title"]


def packed(letters, settings, originals=()) -> tuple[dict[str, bytes], tuple[str, ...]]:
    made = dspace.pack(Contents(letters, originals, [("letter.rng", b"<grammar/>")], b"{}"), settings)
    return dict(made.files), made.notes


def test_items_of_all_letters_are_accepted(golden, raw, settings, tmp_path: Path) -> None:
    for number, letters in enumerate((golden, raw[::8])):
        write_package(tmp_path / str(number), packed(letters, settings)[0].items())
        assert judged(tmp_path / str(number)) == []
        assert len(list((tmp_path / str(number)).iterdir())) == len(letters)


HARMS: list[Callable[[Path], object]] = [
    lambda item: (item / "contents").unlink(),
    lambda item: (item / "dublin_core.xml").unlink(),
    lambda item: (item / "more.txt").write_text("x"),
    lambda item: (item / "contents").write_text("absent.xml\n"),
    lambda item: (item / "dublin_core.xml").write_text('<dublin_core schema="dc"/>'),
    lambda item: (item / "dublin_core.xml").write_text(
        '<dublin_core schema="dc"><dcvalue element="title" qualifier="main">x</dcvalue></dublin_core>'
    ),
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_broken_item_is_rejected(golden, settings, tmp_path: Path, harm: Callable) -> None:
    write_package(tmp_path / "items", packed(golden[:2], settings)[0].items())
    harm(tmp_path / "items" / "item_001")
    assert judged(tmp_path / "items")


def test_a_source_goes_to_the_letter_of_its_name_and_others_are_told(golden, settings) -> None:
    stem = golden[1].stem
    originals = [(f"texts/{stem}.txt", b"a"), (f"{stem}.xml", b"b"), ("else.txt", b"c")]
    files, remarks = packed(golden[:3], settings, originals)
    assert (files[f"item_001/{stem}.txt"], files[f"item_001/_{stem}.xml"]) == (b"a", b"b")
    assert files["item_001/contents"].decode().splitlines() == [
        f"{stem}.xml\tbundle:ORIGINAL\tprimary:true",
        f"{stem}.txt\tbundle:ORIGINAL",
        f"_{stem}.xml\tbundle:ORIGINAL",
        "checksum.sha256\tbundle:METADATA",
    ]
    assert "'else.txt' is left out: no letter has its name" in remarks
    assert f"'{stem}.xml' is called '_{stem}.xml' in the package" in remarks
    assert any("the schema and the report" in one for one in remarks)


def test_a_letter_alone_takes_all_sources(golden, settings) -> None:
    files, _ = packed(golden[:1], settings, [("else.txt", b"c")])
    assert files["item_000/else.txt"] == b"c"


def test_an_item_holds_the_digests_of_its_files(golden, settings) -> None:
    files, _ = packed(golden[:1], settings)
    comment, *lines = files["item_000/checksum.sha256"].decode().splitlines()
    assert comment.startswith("# teikit ")
    listed = {f"item_000/{line.split('  ')[1]}": line.split("  ")[0] for line in lines}
    held = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if not name.endswith(".sha256")}
    assert listed == held


@pytest.mark.parametrize(
    "name", ["dublin_core.xml", "Metadata_local.xml", "contents", "handle", "../../x", "CON.xml", "checksum.sha256"]
)
def test_names_that_dspace_reads_otherwise_are_not_taken(golden, settings, tmp_path: Path, name: str) -> None:
    letter = replace(golden[0], name=name)
    write_package(tmp_path / "items", packed([letter], settings, [(name, b"x")])[0].items())
    assert judged(tmp_path / "items") == []
    assert len(list((tmp_path / "items" / "item_000").iterdir())) == 5
    assert verify(tmp_path / "items").problems == ()


def test_a_record_is_told_as_dspace_qualifies_it(golden) -> None:
    record = replace(
        golden[0].record,
        titles=(Title("?"), Title("A letter")),
        funders=(Agent("A Fund"),),
        identifiers=(Identifier("10.1234/x", "doi"), Identifier("x-1", "")),
        licences=(Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),),
        series="Letters",
    )
    expected = {
        ("title", "alternative", "A letter"),
        ("description", "sponsorship", "A Fund"),
        ("identifier", "uri", "https://doi.org/10.1234/x"),
        ("identifier", "other", "x-1"),
        ("rights", "uri", "https://creativecommons.org/licenses/by/4.0/"),
        ("relation", "ispartofseries", "Letters"),
    }
    assert expected <= set(fields(record))


def test_the_full_record_has_doubts_and_all_licences() -> None:
    found = fields(ALL)
    assert ("date", "created", "1890-01-01?/1890-01-31?") in found
    assert ("contributor", "other", "Cora Cole (?)") in found
    assert ("relation", "ispartofseries", "Letters of a Town;3") in found
    assert [value for *name, value in found if name == ["rights", "uri"]] == [one.uri for one in ALL.licences]


@pytest.mark.parametrize("field", FIELDS)
def test_dspace_says_truly_which_fields_it_holds(field: str) -> None:
    assert (fields(without(ALL, field)) != fields(ALL)) == (field in dspace.SUPPORTED_FIELDS)


def test_what_has_no_place_is_told(golden, settings) -> None:
    letter = replace(golden[0], record=replace(golden[0].record, edition="second", unread=()))
    assert "DSpace has no place for edition" in packed([letter], settings)[1]


def test_a_letter_without_a_title_is_asked_for_one(golden, settings) -> None:
    letter = replace(golden[0], record=replace(golden[0].record, titles=()))
    with pytest.raises(MissingMetadataError, match=r"'title'"):
        packed([letter], settings)
