"""A letter with page images: they are beside its source, with an outline of the selected part; links stay links."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.review_server import Review, write_letters

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
WIDTH, HEIGHT = 400, 600
LINES = ("Bath, 2 May 1899", "Dear Tom,", "The boat came in on Friday with the tide.", "Ever yours,", "Will")


def white_png() -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\xff" * WIDTH) * HEIGHT)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def page_xml(image: str) -> str:
    lines = "".join(
        f'<TextLine id="l{number}"><Coords points="20,{40 * number} 380,{40 * number} 380,{40 * number + 30} '
        f'20,{40 * number + 30}"/><TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>'
        for number, text in enumerate(LINES, 1)
    )
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageFilename="{image}" imageWidth="{WIDTH}" imageHeight="{HEIGHT}">'
        f'<TextRegion id="r"><Coords points="0,0 400,0 400,600 0,600"/>{lines}</TextRegion></Page></PcGts>'
    )


@pytest.mark.parametrize("width", [1280, 400])
def test_a_picture_is_beside_its_letter(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any], width: int
) -> None:
    write_letters(tmp_path / "letters", {"a.xml": page_xml("a.png")})
    (tmp_path / "letters" / "a.png").write_bytes(white_png())
    page = window(width).page
    page.goto(start_review(tmp_path / "letters", "--source", "page", "-o", str(tmp_path / "tei")).address)
    page.locator("[role=option]").first.wait_for()
    page.locator("#facsimile img").wait_for()
    assert page.evaluate("document.querySelector('#facsimile img').decode().then(() => true)")
    page.keyboard.press("Home")
    first = str(page.locator("#facsimile polygon.here").first.get_attribute("points"))
    page.keyboard.press("End")
    last = str(page.locator("#facsimile polygon.here").first.get_attribute("points"))
    assert first.startswith("20,40 ")
    assert last.startswith("20,200 ")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Hide the facsimile").click()
    assert page.locator("#facsimile img").count() == 0


def test_a_picture_elsewhere_is_a_link_that_nothing_follows(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    write_letters(tmp_path / "letters", {"a.xml": page_xml("https://example.org/a.png")})
    page = window().page
    page.goto(start_review(tmp_path / "letters", "--source", "page", "-o", str(tmp_path / "tei")).address)
    link = page.locator("#facsimile a")
    link.wait_for()
    assert link.get_attribute("href") == "https://example.org/a.png"
    assert page.locator("#facsimile img").count() == 0
