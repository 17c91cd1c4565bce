"""What sources say of page images: addresses, names of files, marks; the words of such lines stay in the text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import teikit
from teikit.text import lines, read
from teikit.text.facsimile_links import find_image, find_linked_pages

IIIF = "https://iiif.archive.example/3/ms%2F12/full/max/0/default.jpg"
INFO = "https://iiif.archive.example/2/ms12_001.jp2/info.json"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMA = etree.RelaxNG(file=str(Path(__file__).parents[2] / "schema" / "teikit-letter.rng"))
BODY = "Dear Ann,\n\nWe are all well here and think of you.\n\nYours,\n\nTom Bell\n"


@pytest.mark.parametrize(
    ("line", "image"),
    [
        (f"Image: {IIIF}", IIIF),
        (IIIF, IIIF),
        ("[image: 0012.jpg]", "0012.jpg"),
        ("Bild 3: brief_003.tif", "brief_003.tif"),
        ("[Scan 4: a/b/0004.png]", "a/b/0004.png"),
        ("--- 0001_StA_113.jpg ---", "0001_StA_113.jpg"),
        ("Seite 3: 0003.jpeg", "0003.jpeg"),
        ('<pb n="2v" facs="p2v.jpg"/>', "p2v.jpg"),
        ("Снимок: 7.jpg", "7.jpg"),
        (f"Image: {INFO}", INFO),
        ("We send you the image in the next letter.", ""),
        ("Image: a fine one", ""),
        ("https://archive.example/letters/12", ""),
        ("See 0012.jpg and 0013.jpg", ""),
    ],
)
def test_a_line_that_names_an_image_begins_a_page(line: str, image: str) -> None:
    linked = find_linked_pages(lines(f"{line}\nDear Ann,"))
    assert [surface.image for surface in linked.surfaces] == [image] * bool(image)
    assert [one.text for one in linked.lines] == [line, "Dear Ann,"]
    pointers = [dict(mark.sign.attributes)["facs"] for one in linked.lines for mark in one.marks if mark.sign]
    assert pointers == ["#image-1"] * bool(image)


def test_a_mark_within_a_line_begins_a_page_there() -> None:
    linked = find_linked_pages(lines("and he [image: 2.jpg] must go"))
    assert [mark.start for mark in linked.lines[0].marks] == [7]
    assert linked.lines[0].style == ""


def test_numbered_scans_are_pages_if_there_are_several() -> None:
    linked = find_linked_pages(lines("Scan 1:\nDear Ann,\nScan 2:\nTom"))
    assert [surface.image for surface in linked.surfaces] == ["", ""]
    assert find_linked_pages(lines("Scan 1:\nDear Ann,")).surfaces == ()
    assert find_linked_pages(lines("Scan 2:\nDear Ann,\nScan 1:\n")).surfaces == ()


def test_an_image_that_is_named_twice_is_one_surface() -> None:
    assert len(find_linked_pages(lines("Image: 1.jpg\nDear Ann,\nImage: 1.jpg")).surfaces) == 1


@pytest.mark.parametrize(
    ("address", "label", "page"),
    [
        ("scans/f1.jpg", "fol. 1r", "1r"),
        (IIIF, "", ""),
        ("a/page2.png", "S. 2", "2"),
        ("static/logo.png", "Library 2", None),
        ("portrait.jpg", "Ann Bell", None),
        ("data:image/png;base64,AAAA", "p. 1", None),
        ("javascript:alert(1).jpg", "p. 1", None),
        ("file:///etc/scan1.jpg", "p. 1", None),
        ("1.svg", "p. 1", None),
    ],
)
def test_an_image_of_a_web_page_is_that_of_a_page_or_another(address: str, label: str, page: str | None) -> None:
    found = find_image(address, label)
    assert (None if found is None else found.page) == page


def test_small_images_are_no_pages() -> None:
    assert find_image("scan1.jpg", width="24") is None
    assert find_image("scan1.jpg", width="240") is not None


def encoded(text: str, name: str = "a.txt") -> etree._Element:
    return etree.fromstring(teikit.encode_bytes(text.encode(), name).tei)


def test_a_manifest_is_kept_with_the_facsimile() -> None:
    manifest = "https://iiif.archive.example/ms12/manifest.json"
    root = encoded(f"Manifest: {manifest}\nImage: {IIIF}\n\n{BODY}")
    assert root.find(f"{TEI}facsimile").get("facs") == manifest
    (surface,) = root.iter(f"{TEI}surface")
    assert [each.get("facs") for each in root.iter(f"{TEI}pb")] == [f"#{surface.get(ID)}"]
    assert surface[0].get("url") == IIIF
    assert manifest in " ".join(root[-1].itertext())


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_the_image_after_the_last_words_is_kept(name: str) -> None:
    image = {"a.md": "![p. 2](scan2.jpg)", "a.html": '<img src="scan2.jpg" alt="p. 2">'}[name]
    source = read(f"Dear Ann,\n\nYours, Tom\n\n{image}\n".encode(), name)
    assert [surface.image for surface in source.surfaces] == ["scan2.jpg"]
    last = next(line for line in reversed(source.lines) if line.text)
    assert [mark.start for mark in last.marks if mark.sign] == [len(last.text)]


PIECES = [
    "Dear Ann,",
    "we are well",
    "Image: 1.jpg",
    f"Image: {IIIF}",
    "[image: 2.jpg]",
    "",
    "Yours,",
    "Tom",
    "Scan 1:",
]
PIECES += ['a <pb facs="3.jpg"/> b', "Manifest: https://iiif.example/manifest", "Scan 2:", "0001.jpg", "P.S. Bye."]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).filter(any))
def test_no_word_is_lost_and_the_tei_is_valid(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    root = encoded(text)
    assert SCHEMA.validate(root), SCHEMA.error_log.last_error
    words = " ".join(root[-1].itertext()).split()
    assert "".join(words) == "".join(text.split())
