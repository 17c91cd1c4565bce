"""The whole loop on ten letters, with the mouse and with the keyboard alone: look, correct, accept, learn."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.review_server import LETTERS, Review, write_letters

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def review(tmp_path: Path, start_review: Callable[..., Review]) -> Review:
    write_letters(tmp_path / "letters", LETTERS)
    return start_review(tmp_path / "letters")


def written(folder: Path) -> int:
    return len(list(folder.glob("*.xml")))


def wait_for_letter(page: Any, other_than: str) -> str:
    expect()(page.locator("#name")).not_to_have_text(other_than)
    return str(page.locator("#name").text_content())


def expect() -> Any:
    """Playwright's assertions that wait; functions that wait in the page would need eval, which its policy forbids."""
    return pytest.importorskip("playwright.sync_api").expect


def first_is_decided(page: Any, *, is_decided: bool) -> None:
    first = expect()(page.locator("[role=option]").first)
    (first.to_have_class if is_decided else first.not_to_have_class)(re.compile(r"\bdecided\b"))


def saved(page: Any) -> None:
    """Wait until the selected part is what the editor decided."""
    page.locator("[role=option][aria-selected=true] .tag", has_text="your decision").first.wait_for()


def test_ten_letters_with_the_mouse(review: Review, window: Callable[..., Any]) -> None:
    page = window().page
    page.goto(review.address)
    page.locator("[role=option]").first.wait_for()
    name = str(page.locator("#name").text_content())
    names = [name]
    for number in range(len(LETTERS)):
        if number == 0:
            correct_with_the_mouse(page)
        page.locator("#accept").click()
        page.locator("#progress-text", has_text=f"{number + 1} of {len(LETTERS)} reviewed").wait_for()
        page.locator(".notice.accepted", has_text=".xml").wait_for()
        if number + 1 < len(LETTERS):
            name = wait_for_letter(page, name)
            names.append(name)
    assert len(set(names)) == len(LETTERS)
    assert written(review.folder) == len(LETTERS)
    learn_with_the_mouse(page)
    assert list(review.folder.rglob("teikit.model.json"))


def correct_with_the_mouse(page: Any) -> None:
    parts = page.locator("[role=option]")
    # Another label, taken back and made again.
    parts.nth(0).locator(".tag").click()
    page.locator("[data-label=head]").click()
    saved(page)
    page.locator("#undo").click()
    first_is_decided(page, is_decided=False)
    page.locator("#redo").click()
    first_is_decided(page, is_decided=True)
    # Cut in two where the mouse clicks, and joined again.
    body = page.locator("[role=option].label-p").first
    count = parts.count()
    box = body.locator(".text").first.bounding_box()
    page.mouse.click(box["x"] + 90, box["y"] + 12)
    page.get_by_role("button", name="Cut").click()
    expect()(parts).to_have_count(count + 1)
    page.get_by_role("button", name="Join above").click()
    expect()(parts).to_have_count(count)
    # A word that is a place.
    box = page.locator("[role=option].label-p .text").first.bounding_box()
    page.mouse.dblclick(box["x"] + 20, box["y"] + 12)
    page.locator("[data-name=place]").click()
    page.locator("#names .sure", has_text="your decision").first.wait_for()
    # A statement of the header that does not hold.
    claim = page.locator(".claim").first
    claim.get_by_role("button", name="Reject").click()
    page.locator(".claim.is-rejected").first.wait_for()


def learn_by_route(page: Any) -> None:
    """What is learnt is a matter of other tests: here the answer is one that the server may give."""
    by = [{"from": "p", "to": "dateline", "count": 1}]
    one = {"id": "0", "name": "letter-11.txt", "line": 3, "from": "p", "to": "dateline", "text": "Bath, \u202e1899"}
    changes = {"letters": 1, "parts": 1, "by": by, "list": [one]}
    answer = {"letters": 10, "learnt": ["a line of a place and a year is a dateline"], "changes": changes, "model": "m"}
    page.route("**/api/learn", lambda route: route.fulfill(json=answer))
    page.route("**/api/learn/apply", lambda route: route.fulfill(json={}))


def learn_with_the_mouse(page: Any) -> None:
    page.get_by_role("button", name="See what would change").click()
    page.locator("#learn-apply:enabled").wait_for()
    assert "From 10 letters." in page.locator("#learn-body").inner_text()
    page.locator("#learn-apply").click()
    page.locator("#learn-dialog").wait_for(state="hidden")
    page.locator(".notice.accepted", has_text="model is in use").wait_for()


def test_ten_letters_with_the_keyboard_alone(review: Review, window: Callable[..., Any]) -> None:
    page = window().page
    page.goto(review.address)
    page.locator("[role=option]").first.wait_for()
    name = str(page.locator("#name").text_content())
    for number in range(len(LETTERS)):
        if number == 0:
            correct_with_keys(page)
        page.keyboard.press("Enter")
        page.locator("#progress-text", has_text=f"{number + 1} of {len(LETTERS)} reviewed").wait_for()
        if number + 1 < len(LETTERS):
            name = wait_for_letter(page, name)
    assert written(review.folder) == len(LETTERS)
    learn_with_keys(page)


def correct_with_keys(page: Any) -> None:
    press = page.keyboard.press
    press("Home")
    press("ArrowDown")
    press("k")
    # Three keys at most correct a label: here one does.
    press("h")
    saved(page)
    press("u")
    first_is_decided(page, is_decided=False)
    press("Shift+U")
    first_is_decided(page, is_decided=True)
    parts = page.locator("[role=option]")
    count = parts.count()
    while not page.locator("[role=option][aria-selected=true].label-p").count():
        press("j")
    press("Control+ArrowRight")
    press("Control+ArrowRight")
    press("c")
    expect()(parts).to_have_count(count + 1)
    press("m")
    expect()(parts).to_have_count(count)
    # The word after the cursor is a person; two words are a date, which Escape leaves as they are.
    press("Control+ArrowRight")
    press("1")
    page.locator("#names .sure", has_text="your decision").first.wait_for()
    press("Control+Shift+ArrowRight")
    press("4")
    page.locator("#date-dialog").wait_for()
    press("Escape")
    page.locator("#date-dialog").wait_for(state="hidden")
    press("4")
    page.keyboard.type("1899-05")
    press("Enter")
    page.locator("#date-dialog").wait_for(state="hidden")
    page.locator("#names", has_text="1899-05").wait_for()
    press("x")
    page.locator(".claim.is-rejected").first.wait_for()
    press("]")
    press("]")
    press("y")
    page.locator(".claim.is-confirmed").first.wait_for()
    press("e")
    press("Control+a")
    page.keyboard.type("Miss xyz jm")
    # Letters in a field are text; Enter saves, with Ctrl where a field has lines.
    press("Control+Enter")
    page.locator(".claim.is-value", has_text="Miss xyz jm").wait_for()
    page.locator("#source").focus()


def learn_with_keys(page: Any) -> None:
    learn_by_route(page)
    page.locator(".notice.learn").wait_for()
    focused = "document.activeElement.textContent"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "See what would change":
            break
    page.keyboard.press("Enter")
    page.locator("#learn-apply:enabled").wait_for()
    assert "1 part in 1 letter not yet reviewed" in page.locator("#learn-body").inner_text()
    assert "Paragraph → Dateline Bath, RLO1899" in page.locator("#learn-body .changes").inner_text()
    page.keyboard.press("Enter")
    page.locator("#learn-dialog").wait_for(state="hidden")
    page.locator(".notice.accepted", has_text="model is in use").wait_for()


def test_the_tab_key_reaches_all_and_is_caught_by_nothing(review: Review, window: Callable[..., Any]) -> None:
    page = window().page
    page.goto(review.address)
    page.locator("[role=option]").first.wait_for()
    # The element with the focus, whether it shows that, and whether it was seen before.
    here = (
        "(one => { const again = one.matches('[data-seen]'); one.setAttribute('data-seen', '');"
        " const box = one.id === 'source' ? document.querySelector('#source [aria-selected=true]') : one;"
        " const name = one.id || one.dataset.focus || one.textContent;"
        " return [name, getComputedStyle(box).outlineStyle, again]; })(document.activeElement)"
    )
    seen, unseen = set(), set()
    for _ in range(90):
        page.keyboard.press("Tab")
        name, outline, is_again = page.evaluate(here)
        if is_again and "source" in seen:
            break
        seen.add(name)
        if outline == "none" and page.evaluate("document.activeElement !== document.body"):
            unseen.add(name)
    assert not unseen
    assert {"toggle-letters", "accept", "source", "confirm-0", "tei"} <= set(seen)


def test_keys_of_one_letter_can_be_switched_off(review: Review, window: Callable[..., Any]) -> None:
    page = window().page
    page.goto(review.address)
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("?")
    page.locator("#use-keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("#source").focus()
    page.keyboard.press("h")
    page.keyboard.press("/")
    assert not page.locator("#letters").is_visible()
    assert page.locator(".part.decided").count() == 0
    page.locator("#show-keys").click()
    page.locator("#use-keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator("#search").wait_for()
    # In a field, letters are text.
    page.keyboard.type("hdx")
    assert page.locator("#search").input_value() == "hdx"
    page.locator("#letter-list", has_text="No letter matches").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#letters").is_visible()
