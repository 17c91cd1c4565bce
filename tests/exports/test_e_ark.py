"""E-ARK packages: accepted by the schemas, the rules and the validator of E-ARK; what is broken by each of them not."""

import hashlib
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from teikit.errors import UnsupportedError
from teikit.exports.packages import e_ark
from teikit.exports.packages.contents import Contents
from teikit.exports.record.source import MissingMetadataError
from teikit.schematron import load
from teikit.storage.packages import write_package
from teikit.tei import Metadata

ROOT = Path(__file__).parents[2]
REPORT = b'{"summary": {"files": 3, "errors": 2, "warnings": 1}}'
NS = {"m": "http://www.loc.gov/METS/", "p": "http://www.loc.gov/premis/v3", "x": "http://www.w3.org/1999/xlink"}
ORIGINALS = [("notes/Brief Müller.txt", b"Dear Ann"), ("CON.docx", b"x")]
INNER = "representations/rep1/"
METS_BY = ("csip/schema/mets.sip.local.v2-0.xsd", "csip/schema/mets.csip.local.v2-0.xsd", "mets/mets-1.12.1.xsd")


def packed(letters, settings) -> dict[str, bytes]:
    contents = Contents(letters, ORIGINALS, [("letter.rng", b"<grammar/>")], REPORT)
    return dict(e_ark.pack(contents, replace(settings, out="letters.zip")).files)


@pytest.fixture
def two(golden, settings) -> dict[str, bytes]:
    """A package of two letters."""
    return packed(golden[:2], settings)


def test_all_documents_are_valid_by_the_official_schemas(golden, raw, settings, judge) -> None:
    for letters in (golden, raw[::40]):
        files = packed(letters, settings)
        for name in ("METS.xml", f"{INNER}METS.xml"):
            assert [judge(schema)(files[name]) for schema in METS_BY] == [[], [], []]
        for folder in ("", INNER):
            assert judge("premis/premis-3-0.xsd")(files[f"{folder}metadata/preservation/premis.xml"]) == []
        described = [data for name, data in files.items() if name.startswith("metadata/descriptive/")]
        assert len(described) == len(letters)
        assert [judge("mods/mods-3-8.libxml2.xsd")(data) for data in described] == [[]] * len(letters)


@pytest.mark.parametrize(
    ("name", "change", "schema"),
    [
        ("METS.xml", (b"mets:structMap", b"mets:structmap"), METS_BY[0]),
        ("METS.xml", (b'OAISPACKAGETYPE="SIP"', b'OAISPACKAGETYPE="BOX"'), METS_BY[0]),
        ("METS.xml", (b'CHECKSUMTYPE="SHA-256"', b'CHECKSUMTYPE="SHA-3"'), METS_BY[2]),
        (f"{INNER}METS.xml", (b'SIZE="', b'SIZE="about '), METS_BY[2]),
        ("metadata/preservation/premis.xml", (b"premis:eventType>", b"premis:kind>"), "premis/premis-3-0.xsd"),
    ],
)
def test_a_broken_document_is_rejected(two, judge, name, change, schema) -> None:
    data = two[name]
    assert change[0] in data
    assert judge(schema)(data.replace(*change))


# What the validator puts in the place of these words, cut down to the values that are used here.
VOCABULARIES = {
    "@TYPE_vocabulary_test": "@TYPE = 'Textual works \u2013 Digital'",
    "@csip:CONTENTINFORMATIONTYPE_vocabulary_test": "@csip:CONTENTINFORMATIONTYPE = 'OTHER'",
    "@csip:OAISPACKAGETYPE_vocabulary_test": "@csip:OAISPACKAGETYPE = 'SIP'",
    "@STATUS_vocabulary_test": "@STATUS = 'CURRENT'",
    "@MIMETYPE_IANA_test": "@MIMETYPE = 'text/xml'",
}
# SIP14 wants an attribute NOTETYPE of no namespace, which METS has not, in a note where CSIP16 wants csip:NOTETYPE.
CANNOT_BE_MET = {"SIP14"}


def broken_rules(data: bytes, shared: Path) -> set[str]:
    """The rules of E-ARK that a METS document breaks, by our own Schematron."""
    found = set()
    for path in sorted((shared / "schemas" / "csip" / "schematron-V2.1.0").glob("*SIP/*.xml")):
        text = path.read_text(encoding="utf-8")
        for word, test in VOCABULARIES.items():
            text = text.replace(word, test)
        failed = etree.fromstring(load(path, text.encode()).svrl(data, "METS.xml"))
        found |= {one.get("id") for one in failed.iter("{*}failed-assert") if one.get("role") != "INFO"}
    return found


def test_the_rules_of_e_ark_are_kept(golden, settings, shared: Path) -> None:
    data = packed(golden, settings)["METS.xml"]
    assert broken_rules(data, shared) == CANNOT_BE_MET


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("CSIP1", (b'OBJID="letters"', b'OBJID=""')),
        ("SIP2", (b"E-ARK-SIP.xml", b"E-ARK-CSIP.xml")),
        ("CSIP60", (b'USE="Documentation"', b'USE="Papers"')),
        ("CSIP82", (b'LABEL="CSIP"', b'LABEL="SIP"')),
        ("CSIP16", (b"SOFTWARE VERSION", b"IDENTIFICATIONCODE")),
        ("CSIP69", (b"SIZE=", b"SEQ=")),
    ],
)
def test_a_broken_rule_is_told(two, shared: Path, rule, change) -> None:
    data = two["METS.xml"]
    assert change[0] in data
    assert rule in broken_rules(data.replace(*change), shared)


JUDGE = ROOT / ".venv" / "judges" / "eark" / "bin" / "python"


def judged(package: Path) -> set[str]:
    """The requirements that E-ARK's validator finds broken in a package."""
    command = [JUDGE, Path(__file__).parents[1] / "support" / "eark_shim.py", package]
    told = subprocess.run(command, capture_output=True, check=True, text=True, cwd=package.parent)
    return {rule for severity, rule, *_ in json.loads(told.stdout) if severity != "Info"}


@pytest.mark.slow
@pytest.mark.skipif(not JUDGE.exists(), reason="no eark-validator in .venv/judges/eark")
def test_the_validator_of_e_ark_accepts_a_package_and_rejects_broken_ones(golden, settings, tmp_path: Path) -> None:
    files = packed(golden, settings)
    write_package(tmp_path / "letters", files.items())
    assert judged(tmp_path / "letters") == CANNOT_BE_MET
    write_package(tmp_path / "letters.zip", files.items())
    assert judged(tmp_path / "letters.zip") == CANNOT_BE_MET
    unlabelled = {**files, "METS.xml": files["METS.xml"].replace(b'LABEL="CSIP"', b'LABEL="SIP"')}
    write_package(tmp_path / "unlabelled", unlabelled.items())
    assert "CSIP82" in judged(tmp_path / "unlabelled")
    write_package(tmp_path / "headless", [each for each in files.items() if each[0] != "METS.xml"])
    assert judged(tmp_path / "headless") == {"CSIPSTR4"}


def test_each_file_is_described_as_it_is_and_no_other(golden, raw, settings) -> None:
    files = packed([*golden, *raw[::40]], settings)
    told = {}
    for folder in ("", INNER):
        for one in etree.fromstring(files[f"{folder}METS.xml"]).iterfind(".//*[@CHECKSUM]"):
            at = one if one.tag.endswith("mdRef") else one.find("m:FLocat", NS)
            told[folder + at.get(f"{{{NS['x']}}}href")] = (one.get("CHECKSUM"), one.get("SIZE"))
    expected = {name: (hashlib.sha256(data).hexdigest(), str(len(data))) for name, data in files.items()}
    del expected["METS.xml"]
    assert expected == told


def test_the_package_is_called_what_its_folder_is_called(golden, settings) -> None:
    root = etree.fromstring(packed(golden, settings)["METS.xml"])
    assert (root.get("OBJID"), root.get("LABEL")) == ("letters", "Letters of a Town")


def test_identifiers_are_unique_in_the_whole_package_and_lead_somewhere(golden, settings) -> None:
    files = packed(golden, settings)
    roots = [etree.fromstring(files[f"{folder}METS.xml"]) for folder in ("", INNER)]
    identifiers = [one for root in roots for one in root.xpath("//@ID")]
    assert len(set(identifiers)) == len(identifiers)
    referred = [value for root in roots for value in root.xpath("//@DMDID | //@ADMID | //@FILEID")]
    assert set(" ".join(referred).split()) <= set(identifiers)


def test_the_validation_is_an_event(golden, settings) -> None:
    root = etree.fromstring(packed(golden[:3], settings)["metadata/preservation/premis.xml"])
    (outcome,) = root.xpath("//p:event[p:eventType='validation']//p:eventOutcome/text()", namespaces=NS)
    assert outcome == "3 letters checked, 2 errors, 1 warnings"


def test_sources_bear_safe_names_and_the_names_they_came_with(golden, settings) -> None:
    files = packed(golden[:1], settings)
    assert files[f"{INNER}data/source/Brief_Muller.txt"] == b"Dear Ann"
    assert files[f"{INNER}data/source/_CON.docx"] == b"x"
    assert "notes/Brief Müller.txt".encode() in files[f"{INNER}metadata/preservation/premis.xml"]


def test_what_is_needed_is_asked_for_by_its_key(golden, settings) -> None:
    bare = [replace(one, record=replace(one.record, publishers=())) for one in golden]
    with pytest.raises(MissingMetadataError, match=r"'edition\.title'.*'edition\.publisher'"):
        packed(bare, replace(settings, edition=Metadata()))


def test_a_package_without_a_schema_is_refused(golden, settings) -> None:
    with pytest.raises(UnsupportedError, match="--schema"):
        e_ark.pack(Contents(golden), settings)


@pytest.mark.parametrize("name", ["a\x1bb.zip", "\u202egpj.zip", "x" * 200, "\udcff"])
def test_a_hostile_name_of_the_package_does_no_harm(golden, settings, judge, name: str) -> None:
    contents = Contents(golden[:1], (), [("letter.rng", b"<grammar/>")])
    files = dict(e_ark.pack(contents, replace(settings, out=name)).files)
    assert judge(METS_BY[0])(files["METS.xml"]) == []
