"""Page images beside a letter: those in the folders of the review are sent, those elsewhere are links."""

from pathlib import Path

import pytest

from support.asgi import ask
from support.reviews import OWN, TOKEN, Review, reviewing
from teikit.limits import limits_set

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PAGE = (
    '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
    '<Page imageFilename="{image}" imageWidth="900" imageHeight="1200">'
    '<TextRegion id="r"><Coords points="1,1 9,1 9,9 1,9"/>'
    '<TextLine id="l1"><Coords points="1,1 9,1 9,4 1,4"/><TextEquiv><Unicode>Dear Tom,</Unicode></TextEquiv></TextLine>'
    '<TextLine id="l2"><Coords points="1,5 9,5 9,9 1,9"/>'
    "<TextEquiv><Unicode>the boat came.</Unicode></TextEquiv></TextLine>"
    "</TextRegion></Page></PcGts>"
)


def write(folder: Path, image: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "letter.xml"
    path.write_text(PAGE.format(image=image))
    return path


def picture(review: Review, number: str = "0") -> tuple[int, bytes]:
    answer = ask(review.app, "GET", f"/{TOKEN}/api/letters/0/facsimile/{number}", OWN)
    return answer.status, answer.body


@pytest.mark.parametrize(
    ("name", "file"), [("a.png", "a.png"), ("scans/1.png", "scans/1.png"), ("a%20b.png", "a b.png")]
)
def test_a_picture_beside_the_source_is_shown(tmp_path: Path, name: str, file: str) -> None:
    source = write(tmp_path / "letters", name)
    (source.parent / file).parent.mkdir(exist_ok=True)
    (source.parent / file).write_bytes(PNG)
    with reviewing(source) as review:
        (page,) = review.get("letters/0")["facsimiles"]
        assert (page["href"], page["width"], page["height"]) == ("letters/0/facsimile/0", 900, 1200)
        assert [zone["line"] for zone in page["zones"]] == [1, 2]
        assert page["zones"][0]["points"][0] == [1, 1]
        assert picture(review) == (200, PNG)
        assert ask(review.app, "GET", f"/{TOKEN}/api/letters/0/facsimile/0", OWN).headers["content-type"] == "image/png"


def test_a_picture_elsewhere_in_a_folder_that_is_reviewed_is_shown(tmp_path: Path) -> None:
    source = tmp_path / "letters" / "letter.md"
    (tmp_path / "scans").mkdir()
    source.parent.mkdir()
    source.write_text("![page 1](../scans/page-1.png)\n\nDear Tom,\n\nthe boat came.\n")
    (tmp_path / "scans" / "page-1.png").write_bytes(PNG)
    with reviewing(tmp_path) as review:
        assert picture(review) == (200, PNG)
    with reviewing(source) as review:
        assert picture(review)[0] == 404


@pytest.mark.parametrize(
    "name", ["../outside.png", "/etc/hostname.png", "a/../../outside.png", "..%2foutside.png", "x\\0.png"]
)
def test_a_picture_outside_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.png").write_bytes(PNG)
    with reviewing(write(tmp_path / "letters", name)) as review:
        assert picture(review)[0] == 404


def test_no_link_leads_out(tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(PNG)
    source = write(tmp_path / "letters", "a.png")
    (source.parent / "a.png").symlink_to(tmp_path / "outside.png")
    with reviewing(source) as review:
        assert picture(review)[0] == 404


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"<html>", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_picture_is_not_sent(tmp_path: Path, content: bytes) -> None:
    source = write(tmp_path / "letters", "a.png")
    (source.parent / "a.png").write_bytes(content)
    with reviewing(source) as review:
        status, body = picture(review)
        assert status == 404
        assert b"error" in body


def test_a_picture_that_is_too_large_is_not_sent(tmp_path: Path) -> None:
    source = write(tmp_path / "letters", "a.png")
    (source.parent / "a.png").write_bytes(PNG)
    with reviewing(source) as review, limits_set(picture_bytes=10):
        assert picture(review)[0] == 404


@pytest.mark.parametrize("number", ["1", "-1", "x", "99999999999"])
def test_there_are_no_other_pictures(tmp_path: Path, number: str) -> None:
    with reviewing(write(tmp_path / "letters", "a.png")) as review:
        assert picture(review, number)[0] in {400, 404}


def test_a_picture_on_the_web_is_a_link(tmp_path: Path) -> None:
    with reviewing(write(tmp_path / "letters", "https://example.org/iiif/1.png")) as review:
        (page,) = review.get("letters/0")["facsimiles"]
        assert page["href"] == "https://example.org/iiif/1.png"
        assert picture(review)[0] == 404


def test_a_kind_that_browsers_do_not_show_has_its_name_alone(tmp_path: Path) -> None:
    with reviewing(write(tmp_path / "letters", "a.tif")) as review:
        (page,) = review.get("letters/0")["facsimiles"]
        assert (page["href"], page["label"]) == ("", "a.tif")
