"""axe-core finds no barrier on the page, in light and dark, wide and at the width of a phone, with dialogs open too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.review_server import LETTERS, Review, write_letters

AXE = "axe.run(document).then(all => all.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
PROBLEM = """import("./side.js").then(side => side.drawTei({ tei: "<TEI>\\n<p/>\\n</TEI>", problems: [
    { line: 2, column: 1, severity: "error", rule: "rng/element-not-allowed", message: "element 'p' not allowed" },
] }))"""
LEARN = """import("./learn.js").then(it => { it.preview({ learn: async () => ({
    letters: 10, learnt: ["a habit"], model: "m",
    changes: { letters: 1, parts: 1, by: [{ from: "p", to: "note", count: 1 }],
        list: [{ id: "1", name: "a.txt", line: 3, from: "p", to: "note", text: "Received" }] } }) }, () => {}); })"""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def review(tmp_path: Path, start_review: Callable[..., Review]) -> Review:
    write_letters(tmp_path / "letters", LETTERS)
    return start_review(tmp_path / "letters")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_no_barrier(
    review: Review, window: Callable[..., Any], installed: Callable[[str], Path], width: int, scheme: str
) -> None:
    script = installed("node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = window(width, scheme).page
    page.goto(review.address)
    page.locator("[role=option]").first.wait_for()
    page.evaluate(script)

    def check(what: str) -> None:
        # axe reads colours, which are not final while an element is drawn for the first time.
        page.evaluate("new Promise(requestAnimationFrame)")
        assert page.evaluate(AXE) == [], (what, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what

    check("a letter")
    press = page.keyboard.press
    press("Home")
    press("h")
    page.locator(".part.decided").first.wait_for()
    press("e")
    page.locator(".edit").wait_for()
    check("a statement that is edited")
    press("Escape")
    if width < 1000:
        page.get_by_role("tab", name="TEI").click()
        check("the TEI")
        page.get_by_role("tab", name="Source").click()
    page.locator("#source").focus()
    press("4")
    page.locator("#date-dialog").wait_for()
    check("a date")
    press("Escape")
    press("?")
    check("the keys")
    press("Escape")
    press("/")
    page.locator("#letter-list li").first.wait_for()
    check("the list of letters")
    press("Escape")
    press("x")
    page.locator(".claim.is-rejected").first.wait_for(state="attached")
    press("Enter")
    page.locator(".notice.accepted").wait_for()
    check("an accepted letter")
    page.evaluate(PROBLEM)
    assert page.locator("#tei .line").nth(1).locator(".problem").count() == 1
    page.evaluate(LEARN)
    page.locator("#learn-dialog .changes").wait_for()
    check("problems, and what was learnt")
