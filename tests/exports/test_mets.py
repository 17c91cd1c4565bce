"""METS with MODS and PREMIS: valid by the official schemas, and true of the package it describes."""

import hashlib
from dataclasses import replace

import pytest
from lxml import etree

from teikit.exports.packages import mets
from teikit.exports.packages.contents import Contents
from teikit.exports.record.source import MissingMetadataError
from teikit.tei import Metadata

DRIVER = "mets/mets+mods+premis.driver.xsd"
REPORT = b'{"summary": {"files": 3, "errors": 2, "warnings": 1}}'
NS = {"m": "http://www.loc.gov/METS/", "p": "http://www.loc.gov/premis/v3", "x": "http://www.w3.org/1999/xlink"}


def packed(letters, settings) -> tuple[bytes, dict[str, bytes]]:
    contents = Contents(letters, [("Brief Müller.txt", b"Dear Ann")], [("letter.rng", b"<grammar/>")], REPORT)
    files = dict(mets.pack(contents, settings).files)
    return files.pop("mets.xml"), files


def test_packages_of_all_letters_are_valid(golden, raw, settings, judge) -> None:
    for letters in (golden, raw, golden[:1]):
        assert judge(DRIVER)(packed(letters, settings)[0]) == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"mets:structMap", b"mets:structmap"),
        (b"premis:messageDigest>", b"premis:digest>"),
        (b"<namePart>", b"<namePart><x/>"),
        (b'CHECKSUMTYPE="SHA-256"', b'CHECKSUMTYPE="SHA-3"'),
    ],
)
def test_a_broken_package_is_rejected(golden, settings, judge, good, bad) -> None:
    data, _ = packed(golden[:2], settings)
    assert good in data
    assert judge(DRIVER)(data.replace(good, bad))


def test_each_file_is_described_as_it_is(golden, raw, settings) -> None:
    data, files = packed([*golden, *raw[::40]], settings)
    root = etree.fromstring(data)
    described = {
        one.find("m:FLocat", NS).get(f"{{{NS['x']}}}href"): (one.get("CHECKSUM"), one.get("SIZE"))
        for one in root.iterfind(".//m:file", NS)
    }
    assert described == {path: (hashlib.sha256(each).hexdigest(), str(len(each))) for path, each in files.items()}
    preserved = root.xpath("//p:objectIdentifierValue/text()", namespaces=NS)
    assert preserved == list(files)
    assert root.xpath("//p:originalName/text()", namespaces=NS)[-2:] == ["Brief Müller.txt", "letter.rng"]


def test_whatever_is_referred_to_is_there(golden, settings) -> None:
    root = etree.fromstring(packed(golden, settings)[0])
    referred = set(root.xpath("//@DMDID | //@ADMID | //@FILEID"))
    assert len(referred) > len(golden)
    assert referred <= set(root.xpath("//@ID"))


def test_the_validation_is_an_event(golden, settings) -> None:
    root = etree.fromstring(packed(golden[:3], settings)[0])
    (outcome,) = root.xpath("//p:event[p:eventType='validation']//p:eventOutcome/text()", namespaces=NS)
    assert outcome == "3 letters checked, 2 errors, 1 warnings"


def test_a_title_is_asked_for(golden, settings) -> None:
    with pytest.raises(MissingMetadataError, match=r"'edition\.title'"):
        packed(golden, replace(settings, edition=Metadata()))
