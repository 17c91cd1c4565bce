"""Mentions of a letter's text, and the count of references that lead nowhere."""

import pytest

from teikit.exports.record.record import Mention
from teikit.exports.record.references import References, reference_notes
from teikit.exports.record.source import read_tei_file

GND, GEONAMES = "https://d-nb.info/gnd/1", "https://www.geonames.org/2"
LISTS = (
    f'<person xml:id="p1"><persName>Ann Lee</persName><idno>{GND}</idno></person>'
    f'<place xml:id="l1"><placeName>Bath</placeName><location><geo>51.38 -2.36</geo></location></place>'
    '<org xml:id="o1"><orgName>Guild</orgName></org><bibl xml:id="b1"><title>Tides</title></bibl>'
    '<event xml:id="e1"><label>Fair</label></event>'
)
ANN = Mention("person", "Ann Lee", (GND,), "p1")
BATH = Mention("place", "Bath", (), "l1", (51.38, -2.36))


def mentions(text: str, header: str = "") -> tuple[Mention, ...]:
    return record(text, header).mentions


def record(text: str, header: str = ""):
    document = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader><text>{text}</text>'
    return read_tei_file(f"{document}<standOff>{LISTS}</standOff></TEI>".encode(), "a.xml").record


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ('<persName ref="#p1">Anne</persName>', ANN),
        ('<rs type="person" ref="#p1">she</rs>', ANN),
        ('<rs ref="#p1">she</rs>', ANN),
        ('<name type="place" ref="#l1">Bath</name>', BATH),
        ('<settlement key="l1">Bath</settlement>', BATH),
        ('<orgName ref="#o1">they</orgName>', Mention("organisation", "Guild", (), "o1")),
        ('<title ref="#b1">T.</title>', Mention("work", "Tides", (), "b1")),
        ('<bibl sameAs="#b1">T.</bibl>', Mention("work", "Tides", (), "b1")),
        ('<rs type="event" ref="#e1">fair</rs>', Mention("other", "Fair", (), "e1")),
        (f'<geogName ref="{GEONAMES}">the <hi>Avon</hi></geogName>', Mention("place", "the Avon", (GEONAMES,))),
    ],
)
def test_what_a_text_refers_to_is_mentioned(element: str, expected: Mention) -> None:
    assert mentions(f"<body><p>words {element}</p></body>") == (expected,)


def test_each_is_mentioned_once_and_in_order() -> None:
    text = '<body><p><rs ref="#l1 #p1">both</rs> <persName key="p1">Ann</persName> <placeName ref="#l1"/></p></body>'
    assert mentions(text) == (BATH, ANN)


@pytest.mark.parametrize(
    "text",
    [
        '<body><p><persName>Ann</persName> <rs ref="#none">Bo</rs> <persName key="Ann Lee">A</persName></p></body>',
        '<body><p>x<note type="commentary"><persName ref="#p1">Ann</persName></note></p></body>',
        '<back><listPerson><person xml:id="p9"><persName ref="#p1">Ann</persName></person></listPerson></back>',
    ],
)
def test_names_alone_notes_and_registers_mention_nothing(text: str) -> None:
    assert mentions(text) == ()


@pytest.mark.parametrize("type_", ["cmif:mentionsPerson", "https://lod.academy/cmif/vocab/terms#mentionsPerson"])
def test_a_header_may_list_mentions(type_: str) -> None:
    ref = f'<ref type="{type_}" target="{GND}">Ann</ref><ref type="cmif:hasLanguage" target="de"/>'
    header = f"<profileDesc><correspDesc><note>{ref}</note></correspDesc></profileDesc>"
    assert mentions("<body/>", header) == (Mention("person", "Ann", (GND,)),)


def test_references_that_lead_nowhere_are_counted() -> None:
    action = '<correspAction type="sent"><persName ref="#p1"/><persName ref="#p7"/><placeName ref="gnd:1 wd:2"/>'
    file = '<fileDesc><titleStmt><editor ref="#ed">E</editor><author key="Lee">A</author></titleStmt></fileDesc>'
    header = f"{file}<profileDesc><correspDesc>{action}</correspAction></correspDesc></profileDesc>"
    assert record("<body/>", header).references == References(3, 1, 1, 1, ("gnd", "wd"))


def test_counts_are_put_in_words() -> None:
    found = [References(1_000, 12, prefixes=("gnd", "gnd")), References(450, 0, 3, 1, ("wd",))]
    assert list(reference_notes(found)) == [
        "12 of 1,450 references of correspActions lead to no register entry",
        "1 of 3 references of fileDesc leads to no register entry",
        "the prefix 'gnd' of 2 references is not understood: no prefixDef declares it",
        "the prefix 'wd' of 1 reference is not understood: no prefixDef declares it",
    ]
    assert list(reference_notes([References(5, 0)])) == []
