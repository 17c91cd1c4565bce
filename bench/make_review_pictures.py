"""Draws the pictures of docs/review.md: the page of a review of the example letters, in a browser.

Run `python bench/make_review_pictures.py`; it needs Playwright, Chromium and Pillow, and writes to docs/pictures/.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from support.review_server import Review  # noqa: E402  the tests' folder is not on the path before

LETTERS, PICTURES = ROOT / "examples" / "letters", ROOT / "docs" / "pictures"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
COLOURS = 256


def take(page: Any, name: str) -> None:
    """Write what the page shows, in few colours, which are enough for text on plain grounds."""
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    PICTURES.mkdir(exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png: {(PICTURES / f'{name}.png').stat().st_size:,} bytes")


def opened(browser: Any, address: str, width: int, scheme: str) -> Any:
    """Return a window that shows the letter with the most doubt."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    page.locator("[role=option]").first.wait_for()
    page.locator("#source").focus()
    return page


def wait_for_reading(page: Any) -> None:
    """Wait until the server has read all letters, which are in the order of their doubts then."""
    page.keyboard.press("/")
    page.locator("#matching", has_text="letters of").wait_for()
    page.locator("#matching", has_text="still to be read").wait_for(state="detached")


def main() -> None:
    """Draw the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        letters = Path(folder) / "letters"
        shutil.copytree(LETTERS, letters)
        review = Review(letters)
        try:
            program = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            wait_for_reading(opened(browser, review.address, 1280, "light"))
            page = opened(browser, review.address, 1280, "light")
            page.keyboard.press("/")
            page.locator("#letter-list li").first.wait_for()
            take(page, "review-letters")
            page.keyboard.press("Escape")
            # The question before the signature is a paragraph; the name of the firm is no place.
            page.locator("[role=option]", has_text="What news").locator(".tag").click()
            page.keyboard.press("p")
            page.locator(".part.decided").wait_for()
            take(page, "review")
            take(opened(browser, review.address, 400, "dark"), "review-phone")
            browser.close()
        finally:
            review.kill()


if __name__ == "__main__":
    main()
