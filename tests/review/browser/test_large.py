"""Large and hostile letters, and many: the page stays usable, and what is in them does nothing."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.review_server import TWO, Review, opened, small_letter, write_letters

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def test_five_thousand_letters_are_listed_and_searched(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    letters = {f"{number // 500}/letter-{number:04}.txt": small_letter(number) for number in range(5_000)}
    for number in range(10):
        (tmp_path / "letters" / str(number)).mkdir(parents=True)
    for name, text in letters.items():
        (tmp_path / "letters" / name).write_text(text, encoding="utf-8")
    page = opened(window, start_review(tmp_path / "letters").address)
    assert page.locator("#progress-text").text_content() == "0 of 5,000 reviewed"
    page.keyboard.press("/")
    page.locator("#letter-list li").nth(99).wait_for()
    assert page.locator("#letter-list li").count() == 100
    page.locator("#more-letters").click()
    page.locator("#letter-list li").nth(199).wait_for()
    start = time.monotonic()
    page.locator("#search").fill("letter-4321")
    page.locator("#matching", has_text="1 letter of 5,000").wait_for()
    # Typing waits a little before it asks; a guard against freezing, not a measure.
    assert time.monotonic() - start < 10
    page.keyboard.press("Enter")
    page.locator("#source", has_text="number 4321").wait_for()


HOSTILE = (
    "<script>document.title='broken'</script>\n\n"
    "Bath, \u202e8981 yaM 2\u202c <img src=x onerror=alert(1)>\n\n"
    "Dear \u2067Tom\u2069 \U0001d538\U0001f600\u200f,\n\n"
    "</span></bdi></p>\u0085 &lt;b&gt; ]]> <svg onload=alert(2)> javascript:alert(3) {{7*7}} ${{7*7}}\n\n"
    "\u0660\u0661 \u05e9\u05dc\u05d5\u05dd abc \u202d\u202e\u2066\n\nEver yours,\nWill\n"
)


def test_a_hostile_letter_is_inert(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    write_letters(tmp_path / "letters", {"<img src=x onerror=alert(4)>.txt": HOSTILE, **TWO})
    page = opened(window, start_review(tmp_path / "letters").address)
    page.keyboard.press("/")
    page.locator("#letter-list button", has_text="onerror").click()
    page.locator("#source", has_text="broken").wait_for()
    assert page.title() != "broken"
    assert page.locator("#source, #tei, #claims, h1").locator("script, img, svg, b[onload]").count() == 0
    shown = set(page.locator("#source .control").all_text_contents())
    assert {"RLO", "PDF", "RLI", "PDI", "RLM", "LRO", "LRI"} <= shown
    # No mark of direction is left outside its picture, in the page or in its title.
    marks = "/[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText + document.title)"
    assert page.evaluate(marks) is False
    # Words beside letters of two UTF-16 units are marked at the right place.
    page.keyboard.press("Home")
    while "Tom" not in str(page.locator("#source [aria-selected=true]").first.text_content()):
        page.keyboard.press("j")
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
        page.keyboard.press("1")
    page.locator("#names .sure").first.wait_for()
    assert "Tom" in page.locator("#names").inner_text()


def test_long_lines_do_not_freeze_the_page(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    words = "We walked \U0001f600 to the sea. "
    letters = {
        f"{size}.txt": f"Bath, 2 May 1899\n\nDear Tom,\n\n{words * (size // len(words))}\n\nEver yours,\nWill\n"
        for size in (10_000_000, 100_000)
    }
    write_letters(tmp_path / "letters", letters)
    page = window().page
    page.goto(start_review(tmp_path / "letters").address)
    page.locator("#progress-text", has_text="of 2").wait_for()
    page.keyboard.press("/")
    # More than a letter may have: the reason is shown, and nothing else.
    page.locator("#letter-list button", has_text="10000000.txt").click()
    page.locator(".notice.failure", has_text="more than 4,000,000 characters").wait_for()
    page.keyboard.press("/")
    page.locator("#letter-list button", has_text="100000.txt").click()
    page.locator("#source .more", has_text="more characters are not shown").wait_for()
    page.keyboard.press("End")
    page.keyboard.press("n")
    page.locator(".part.decided").first.wait_for()


def test_a_line_of_ten_megabytes_is_drawn_in_part(assets: str, window: Callable[..., Any]) -> None:
    page = window().page
    page.goto(f"{assets}index.html")
    took = page.evaluate(
        """async () => {
            const source = await import("./source.js");
            const side = await import("./side.js");
            const text = "We walked \U0001f600 to the sea. ".repeat(400000);
            const pieces = [{ line: 1, column: 1, length: 400000 * 24 }];
            const sure = { confidence: 1, join_confidence: 1, decided: false };
            const part = { index: 0, label: "p", ...sure, text, pieces, evidence: [] };
            const none = { names: [], claims: [], problems: [] };
            const view = { id: "0", lines: [{ number: 1, text }], parts: [part], ...none, tei: text };
            const start = performance.now();
            source.draw(view);
            side.drawTei(view);
            source.select(part);
            for (let count = 0; count < 5; count += 1) source.move(1, "word", true);
            await new Promise(requestAnimationFrame);
            return performance.now() - start;
        }"""
    )
    assert took < 20_000
    assert page.evaluate("document.getElementById('source').textContent.length") < 30_000
    assert page.evaluate("document.getElementById('tei').textContent.length") < 30_000


def test_five_thousand_lines_do_not_freeze_the_page(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    body = "".join(f"Paragraph {number} of a letter that would not end.\n\n" for number in range(2_500))
    write_letters(tmp_path / "letters", {"a.txt": f"Bath, 2 May 1899\n\nDear Tom,\n\n{body}Ever yours,\nWill\n"})
    page = opened(window, start_review(tmp_path / "letters").address)
    assert page.locator("[role=option]").count() > 2_400
    took = page.evaluate(
        "(async () => { const start = performance.now(); const source = document.getElementById('source');"
        "for (let number = 0; number < 20; number += 1)"
        " source.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}));"
        "await new Promise(requestAnimationFrame); return performance.now() - start; })()"
    )
    assert took < 5_000
