"""IIIF manifests: by the schema of IIIF's own validator; pages, pictures, sizes, rights and metadata."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from lxml import etree

from support.full_record import ALL, GUESS, PLAY
from support.record_fields import without
from teikit.errors import UnsupportedError
from teikit.exports.metadata.iiif import write
from teikit.exports.metadata.licences import rights_uri
from teikit.exports.record.pages import Pages
from teikit.exports.record.record import FIELDS, Action, Agent, Date, Licence, Record, Title
from teikit.exports.record.source import ExportedFile, MissingMetadataError, Settings, TeiFile
from teikit.tei import Metadata

ADDRESS = "https://iiif.example.org/1/full/max/0/default.jpg"
TWO = f'<pb n="1r" facs="{ADDRESS}"/><pb facs="https://example.org/2.jpg"/>'
Judge = Callable[[bytes], None]


def document(text: str, facsimile: str = "", attributes: str = "") -> etree._Element:
    namespace = 'xmlns="http://www.tei-c.org/ns/1.0"'
    facsimile = f"<facsimile {attributes}>{facsimile}</facsimile>"
    return etree.fromstring(f"<TEI {namespace}>{facsimile}<text><body><div>{text}</div></body></text></TEI>")


def made(root: etree._Element, record: Record = ALL, url: str = "https://example.org/iiif/") -> ExportedFile:
    return write(TeiFile("letters/l 1.xml", b"", root, record), Settings(Metadata(url=url)))


def manifest(root: etree._Element, record: Record = ALL) -> dict[str, Any]:
    return json.loads(made(root, record).data)


@pytest.mark.parametrize(
    "record", [ALL, PLAY, replace(PLAY, titles=()), replace(PLAY, titles=(Title("x", "de-1901"),))]
)
@pytest.mark.parametrize(
    "root",
    [
        document(TWO),
        document(TWO, '<graphic url="3.jpg"/>'),
        document("", f'<surface ulx="0" uly="0" lrx="40.4" lry="60"><graphic url="{ADDRESS}"/></surface>'),
        document("", '<graphic url="https://iiif.example.org/2/" width="4px" height="5px"/>'),
    ],
    ids=range(4),
)
def test_manifests_are_accepted(iiif: Judge, root: etree._Element, record: Record) -> None:
    iiif(made(root, record).data)


def test_manifests_of_published_letters_are_accepted(raw, iiif: Judge, settings) -> None:
    with_pictures = [one for one in raw if any(page.is_on_the_web for page in Pages(one.root))]
    assert len(with_pictures) > 300
    for letter in with_pictures[::10]:
        iiif(write(letter, settings).data)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b'"Canvas"', b'"Kanvas"'),
        (b'"label"', b'"lable"'),
        (b'"height": 1414', b'"height": 0'),
        (b'"width": 1000,', b""),
        (b'"id": "https:', b'"id": "urn:'),
        (b"http://creativecommons.org", b"https://creativecommons.org"),
        (b'"metadata"', b'"meta"'),
    ],
)
def test_a_broken_manifest_is_rejected(iiif: Judge, good: bytes, bad: bytes) -> None:
    data = made(document(TWO)).data
    assert good in data
    with pytest.raises(jsonschema.ValidationError):
        iiif(data.replace(good, bad))


def test_a_canvas_for_each_page_has_its_picture_and_its_service() -> None:
    first, second = manifest(document(TWO))["items"]
    assert (first["label"], second["label"]) == ({"none": ["1r"]}, {"none": ["2"]})
    assert first["items"][0]["items"][0]["body"] == {
        "id": ADDRESS,
        "type": "Image",
        "format": "image/jpeg",
        "service": [{"id": "https://iiif.example.org/1", "type": "ImageService3", "profile": "level0"}],
    }
    assert "service" not in second["items"][0]["items"][0]["body"]
    assert first["items"][0]["items"][0]["target"] == first["id"] == "https://example.org/iiif/l%201/canvas/1"


@pytest.mark.parametrize(
    ("facsimile", "size"),
    [
        (
            '<surface ulx="10" uly="0" lrx="410" lry="600"><graphic url="{}" width="8px" height="9px"/></surface>',
            (400, 600),
        ),
        ('<graphic url="{}" width="800px" height="900px"/>', (800, 900)),
        ('<graphic url="{}" width="80mm" height="90mm"/>', (1000, 1414)),
    ],
)
def test_a_canvas_has_the_size_of_the_surface_or_of_the_picture(facsimile: str, size: tuple[int, int]) -> None:
    (canvas,) = manifest(document("", facsimile.format("https://example.org/1.jpg")))["items"]
    assert (canvas["width"], canvas["height"]) == size


def test_what_is_not_known_or_left_out_is_reported() -> None:
    zone = '<zone ulx="0" uly="0" lrx="1" lry="1"/>'
    root = document(TWO, f'<graphic url="3.jpg"/><surface><graphic url="https://example.org/4.jpg"/>{zone}</surface>')
    assert made(root).notes == (
        "1 page is left out: its picture has no address on the web",
        "the TEI does not state the size of 3 pictures: their canvases have 1000 by 1414",
        "zones are left out",
    )
    assert made(root).dropped == ()
    several = document(f'<pb facs="{ADDRESS}"/><pb facs="2.jpg"/><pb facs="3.jpg"/>')
    assert made(several).notes == (
        "2 pages are left out: their pictures have no address on the web",
        "the TEI does not state the size of 1 picture: its canvas has 1000 by 1414",
    )


def test_rights_statement_homepage_and_day_are_those_of_the_letter() -> None:
    day = Action("sent", dates=(Date("3 Feb", when="1801-02-03"),))
    found = manifest(document(TWO, "", 'facs="https://example.org/library/manifest"'), replace(ALL, actions=(day,)))
    assert found["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert found["requiredStatement"] == {"label": {"en": ["Terms of use"]}, "value": {"none": ["Free.", "CC0"]}}
    assert found["homepage"][0]["id"] == "https://example.org/l1"
    assert found["navDate"] == "1801-02-03T00:00:00Z"
    assert found["seeAlso"] == [{"id": "https://example.org/library/manifest", "type": "Manifest"}]
    assert found["label"] == {"en": ["Ann to Bea"], "de": ["Ann an Bea"]}


@pytest.mark.parametrize("date", [Date(when="1801-02-03", certainty=GUESS), Date(when="1801"), Date(not_before="1801")])
def test_a_day_that_is_not_certain_is_no_date_of_a_calendar(date: Date) -> None:
    assert "navDate" not in manifest(document(TWO), replace(ALL, actions=(Action("sent", dates=(date,)),)))


@pytest.mark.parametrize(
    ("address", "rights"),
    [
        ("https://creativecommons.org/licenses/by/4.0/deed.en", "http://creativecommons.org/licenses/by/4.0/"),
        ("http://creativecommons.org/licenses/by/3.0/at/", "http://creativecommons.org/licenses/by/3.0/at/"),
        ("https://www.creativecommons.org/licenses/by-sa/4.0", "http://creativecommons.org/licenses/by-sa/4.0/"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "http://creativecommons.org/publicdomain/mark/1.0/"),
        ("https://rightsstatements.org/vocab/InC-EDU/1.0/", "http://rightsstatements.org/vocab/InC-EDU/1.0/"),
        ("https://creativecommons.org/", ""),
        ("https://example.org/licenses/by/4.0/", ""),
    ],
)
def test_rights_are_the_address_of_the_licence_itself(address: str, rights: str) -> None:
    assert rights_uri(address) == rights


def test_other_licences_are_no_rights_and_publishers_with_addresses_are_providers() -> None:
    publisher = Agent("A Press", uris=("https://d-nb.info/gnd/1",))
    record = replace(PLAY, licences=(Licence("", "https://example.org/terms"),), publishers=(publisher,))
    found = manifest(document(TWO), record)
    assert found.keys().isdisjoint({"rights", "requiredStatement"})
    assert found["provider"] == [{"id": "https://d-nb.info/gnd/1", "type": "Agent", "label": {"none": ["A Press"]}}]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_in_the_manifest(field: str) -> None:
    assert manifest(document(TWO), without(ALL, field)) != manifest(document(TWO))


def test_words_that_look_like_html_stay_words() -> None:
    found = manifest(document(TWO), replace(PLAY, notes=("<b>x</b>",)))
    note = next(one for one in found["metadata"] if one["label"] == {"en": ["Note"]})
    assert note["value"] == {"none": ["<span>&lt;b&gt;x&lt;/b&gt;</span>"]}


@pytest.mark.parametrize("text", ["", "<pb/>", '<pb facs="1.jpg"/>', '<pb facs="javascript:x"/>'])
def test_a_letter_without_pictures_on_the_web_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedError, match=r"^letters/l 1\.xml: IIIF needs pictures of pages with an address"):
        made(document(text))


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("https://example.org/iiif/", "https://example.org/iiif/"),
        ("https://example.org/iiif", "https://example.org/iiif/"),
        ("https://example.org/iiif/cmif.xml", "https://example.org/iiif/"),
        ("https://example.org", "https://example.org/"),
    ],
)
def test_a_manifest_has_its_address_in_the_folder_of_the_edition(url: str, folder: str) -> None:
    assert json.loads(made(document(TWO), url=url).data)["id"] == f"{folder}l%201.json"


def test_the_address_of_the_manifests_is_asked_for() -> None:
    words = r"IIIF needs the address of the folder where the manifests will be published \('edition\.url'\)"
    with pytest.raises(MissingMetadataError, match=words):
        made(document(TWO), url="")
