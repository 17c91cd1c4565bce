"""The pictures of pages: where facsimile, page breaks and addresses say that they are."""

import pytest
from lxml import etree

from teikit.exports.record.pages import Page, Pages, Zone, image_service, picture_to_load

PB = "{http://www.tei-c.org/ns/1.0}pb"


def read(facsimile: str, text: str, attributes: str = "") -> tuple[list[Page], list[Page | None]]:
    """The pages of a document, and the page of each of its breaks."""
    namespace = 'xmlns="http://www.tei-c.org/ns/1.0"'
    body = f"<text><body><div>{text}</div></body></text>"
    root = etree.fromstring(f"<TEI {namespace} {attributes}><facsimile>{facsimile}</facsimile>{body}</TEI>")
    pages = Pages(root)
    return [*pages], [pages.of(one) for one in root.iter(PB)]


def test_a_break_leads_to_the_picture_of_its_surface() -> None:
    surface = (
        '<surface xml:id="s1" ulx="10" uly="10" lrx="110" lry="210">'
        '<graphic url="1.png" width="500px" height="1000px"/><zone ulx="20"/>'
        '<zone xml:id="z1" type="line" ulx="20" uly="30" lrx="40" lry="35"/><zone points="10,10 20,10 20,20"/>'
        '<surface><zone ulx="0" uly="0" lrx="1" lry="1"/></surface></surface>'
    )
    pages, breaks = read(surface, '<pb n="1r" facs="#s1"/>a<pb n="1v" facs="#z1"/>')
    zones = (Zone("z1", "line", (10, 20, 20, 5)), Zone("", "", (0, 0, 10, 10)))
    expected = Page("1r, 1v", "1.png", width=500, height=1000, area=(100, 200), zones=zones, id="s1")
    assert (pages, breaks) == ([expected], [expected, expected])


@pytest.mark.parametrize(
    ("facsimile", "text"),
    [
        ("", '<pb n="1" facs="a.jpg"/><pb n="2" facs="b.jpg"/>'),
        ('<graphic url="a.jpg"/><graphic url="b.jpg"/>', '<pb n="1" facs="a.jpg"/><pb n="2" facs="b.jpg"/>'),
        ('<graphic xml:id="a" url="a.jpg"/><graphic url="b.jpg"/>', '<pb n="1" facs="#a"/><pb n="2" facs="b.jpg"/>'),
        ('<graphic n="1" url="a.jpg"/><graphic n="2" url="b.jpg"/>', ""),
        ('<surface n="1"><graphic url="a.jpg"/></surface>', '<pb n="2" facs="#nowhere b.jpg"/>'),
        ('<surface start="#p"><graphic url="a.jpg"/></surface>', '<pb n="1" xml:id="p"/><pb n="2" facs="b.jpg"/>'),
        ('<surface><label>1</label><media mimeType="image/jpeg" url="a.jpg"/></surface>', '<pb n="2" facs="b.jpg"/>'),
    ],
)
def test_pictures_are_found_wherever_tei_lets_them_be(facsimile: str, text: str) -> None:
    pages, _ = read(facsimile, text)
    assert [(page.label, page.picture) for page in pages] == [("1", "a.jpg"), ("2", "b.jpg")]


def test_a_graphic_of_a_figure_is_no_page() -> None:
    assert read("", '<figure><graphic url="stamp.jpg"/></figure><pb/>') == ([], [None])


def test_addresses_are_relative_to_the_base_in_force() -> None:
    pages, _ = read('<graphic xml:base="scans/" url="1.jpg"/>', "", 'xml:base="https://example.org/letters/"')
    assert [(page.picture, page.is_on_the_web) for page in pages] == [("https://example.org/letters/scans/1.jpg", True)]


def test_a_declared_prefix_is_expanded() -> None:
    declared = '<prefixDef ident="scan" matchPattern="([0-9]+)" replacementPattern="https://example.org/$1/full/max/0/default.jpg"/>'
    pages, _ = read("", f'{declared}<pb facs="scan:12"/><pb facs="other:12"/>')
    assert [page.service for page in pages] == ["https://example.org/12"]


@pytest.mark.parametrize("pointer", ["javascript:alert(1)", "data:image/png;base64,AA", "//host/x.jpg", "#none", ""])
def test_what_is_no_address_of_a_picture_gives_no_page(pointer: str) -> None:
    assert read(f'<graphic url="{pointer}"/>', f'<pb facs="{pointer}"/>') == ([], [None])


def test_a_picture_on_the_web_comes_before_a_file() -> None:
    (page,), _ = read('<surface><graphic url="a.tif"/><graphic url="https://example.org/a.jpg"/></surface>', "")
    assert page.picture == "https://example.org/a.jpg"


@pytest.mark.parametrize(
    ("address", "service", "version"),
    [
        ("https://example.org/1/full/max/0/default.jpg", "https://example.org/1", 0),
        ("https://example.org/1/full/full/0/default.jpg", "https://example.org/1", 2),
        ("https://example.org/1/full/^max/0/default.png", "https://example.org/1", 3),
        ("https://example.org/1/full/,600/0/native.jpg", "https://example.org/1", 1),
        ("https://example.org/iiif/3/1/full/max/0/default.jpg", "https://example.org/iiif/3/1", 3),
        ("https://example.org/1/info.json", "https://example.org/1", 0),
        ("https://iiif.example.org/letters/1/", "https://iiif.example.org/letters/1", 0),
        ("https://example.org/iiif/2/1", "https://example.org/iiif/2/1", 2),
        ("https://example.org/1/10,10,50,50/max/0/default.jpg", "", 0),
        ("https://example.org/1/full/max/90/default.jpg", "", 0),
        ("https://iiif.example.org/1.jpg", "", 0),
        ("https://iiif.example.org/1/manifest", "", 0),
        ("https://example.org/1.jpg", "", 0),
        ("1/full/max/0/default.jpg", "", 0),
    ],
)
def test_an_image_service_is_known_by_the_form_of_the_address(address: str, service: str, version: int) -> None:
    assert image_service(address) == (service, version)


@pytest.mark.parametrize(
    ("address", "loaded"),
    [
        ("https://example.org/1.jpg", "https://example.org/1.jpg"),
        ("https://example.org/1/full/,600/0/native.jpg", "https://example.org/1/full/,600/0/native.jpg"),
        ("https://iiif.example.org/letters/1/", "https://iiif.example.org/letters/1/full/max/0/default.jpg"),
        ("1.jpg", ""),
    ],
)
def test_a_browser_loads_the_whole_picture_of_a_service(address: str, loaded: str) -> None:
    pages, _ = read("", f'<pb facs="{address}"/>')
    assert [picture_to_load(page) for page in pages] == [loaded]
