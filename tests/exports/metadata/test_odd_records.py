"""Records with what headers should not have: every judge still accepts what is made of them."""

import json
from dataclasses import replace

import pytest
from lxml import etree

from support.full_record import ALL, ANN
from teikit.exports.metadata import datacite, datacite_xml, dublin_core, ead, invenio_rdm, mods
from teikit.exports.metadata.xml import any_uri
from teikit.exports.record.record import Agent, Certainty, Date, Identifier, Licence, Place, Record, Relation, Title
from teikit.exports.record.source import Settings, TeiFile
from teikit.tei import Metadata

ODD = {
    "languages": replace(
        ALL,
        titles=(Title("x", "zh_CN"), Title("y", "deutsch-österreich"), Title("z", "x" * 40)),
        languages=("en_GB", "a b"),
    ),
    "identifiers": replace(ALL, identifiers=(*ALL.identifiers, Identifier("v w", "a b/c"))),
    "addresses": replace(
        ALL,
        authors=(replace(ANN, uris=("https://d-nb.info/gnd/1%zz[", "urn:x")),),
        address="https://example.org/a[b]%",
        licences=(Licence("", "https://example.org/?a[]=1"),),
    ),
    "titles": replace(ALL, titles=(Title("t"), Title("", type="sub"))),
    "certainty": replace(
        ALL,
        created=(
            Date("x", when="1800", certainty=Certainty("???")),
            Date("y", when="1800", certainty=Certainty("ü ß", "conjecture")),
        ),
    ),
    "relations": replace(ALL, related=(Relation("", ""), Relation("prev", "#x"))),
    "licences": replace(ALL, licences=(Licence(""), Licence("", "urn:x"), Licence("t"))),
    "names": replace(ALL, editors=(Agent("E", surname="Only"), Agent("F", forename="Fore"))),
    "volume": replace(ALL, series="", volume="3"),
    "places": replace(ALL, creation_places=(Place("Rome"), Place("Rome", coordinates=(41.9, 12.5)))),
}
SETTINGS = Settings(Metadata(title="T", repository="R", publisher="P"))


def source(record: Record) -> TeiFile:
    return TeiFile("l1.xml", b"", etree.Element("none"), record)


@pytest.mark.parametrize("name", ODD)
def test_judges_accept_what_is_made_of_odd_records(name: str, judge, kernel_47, rdm) -> None:
    letter = source(ODD[name])
    made = {
        "oai/oai_dc.xsd": dublin_core.write(letter, SETTINGS).data,
        "mods/mods-3-8.libxml2.xsd": mods.write(letter, SETTINGS).data,
        "ead3/ead3.rng": ead.write([letter], SETTINGS).data,
        "datacite/kernel-4.7/metadata.xsd": datacite_xml.write_xml(letter, SETTINGS).data,
    }
    assert [(schema, wrong) for schema, data in made.items() if (wrong := judge(schema)(data))] == []
    kernel_47.validate(json.loads(datacite.write_json(letter, SETTINGS).data))
    rdm(invenio_rdm.write(letter, SETTINGS).data)


def test_languages_that_are_no_tags_are_reported() -> None:
    letter = source(ODD["languages"])
    said = [f"the language '{tag}'" for tag in ("en_GB", "a b", "zh_CN", "deutsch-österreich", "x" * 40)]
    assert datacite.write_json(letter, SETTINGS).dropped[-5:] == tuple(said)
    for form in (mods, dublin_core):
        assert form.write(letter, SETTINGS).dropped[-3:] == tuple(said[2:])


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/?a[]=1", "https://example.org/?a%5B%5D=1"),
        ("https://example.org/100%", "https://example.org/100%25"),
    ],
)
def test_signs_that_a_uri_cannot_have_are_encoded(address: str, uri: str) -> None:
    assert any_uri(address) == uri
