"""What may go wrong while somebody reviews: two windows, a server that is away, a source that is edited."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.review_server import TWO, Review, opened, write_letters

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def decided(page: Any, label: str) -> Any:
    return page.locator(f"[role=option].decided.label-{label}").first


def test_two_windows_lose_nothing(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    write_letters(tmp_path / "letters", TWO)
    address = start_review(tmp_path / "letters").address
    one, two = opened(window, address), opened(window, address)
    one.keyboard.press("Home")
    one.keyboard.press("h")
    decided(one, "head").wait_for()
    two.keyboard.press("End")
    two.keyboard.press("n")
    # The second sees what the first did, and that its own change is not made; one click makes it.
    two.locator(".notice.conflict", has_text="Not done: Note").wait_for()
    decided(two, "head").wait_for()
    assert decided(two, "note").count() == 0
    two.get_by_role("button", name="Do it now").click()
    decided(two, "note").wait_for()
    assert decided(two, "head").is_visible()


def test_a_server_that_is_away_for_a_while_loses_nothing(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    write_letters(tmp_path / "letters", TWO)
    page = opened(window, start_review(tmp_path / "letters").address)
    page.context.set_offline(True)
    page.keyboard.press("Home")
    page.keyboard.press("h")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.locator(".notice.away", has_text="Waiting: Head").wait_for()
    # What is typed meanwhile stays.
    page.keyboard.press("e")
    page.keyboard.type(" and Co")
    page.context.set_offline(False)
    page.locator(".notice.away").wait_for(state="hidden")
    decided(page, "head").wait_for()
    decided(page, "reference").wait_for()
    assert page.locator(".edit [data-focus]").first.input_value().endswith(" and Co")


def test_a_server_that_is_killed_has_kept_all_that_was_decided(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    write_letters(tmp_path / "letters", TWO)
    review = start_review(tmp_path / "letters")
    page = opened(window, review.address)
    page.keyboard.press("Home")
    page.keyboard.press("h")
    decided(page, "head").wait_for()
    review.kill()
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.locator(".notice.away", has_text="Waiting: Reference").wait_for()
    review.start()
    # The new server has another address: the old page says so, and what was not done is to be done there.
    page.locator(".notice.refused", has_text="no longer valid").wait_for()
    page = opened(window, review.address)
    decided(page, "head").wait_for()
    assert page.locator("[role=option].decided").count() == 1


def test_a_source_that_is_edited_is_shown_as_it_is_now(
    tmp_path: Path, start_review: Callable[..., Review], window: Callable[..., Any]
) -> None:
    write_letters(tmp_path / "letters", TWO)
    page = opened(window, start_review(tmp_path / "letters").address)
    source = tmp_path / "letters" / str(page.locator("#name").text_content()).rpartition("/")[2]
    text = source.read_text(encoding="utf-8")
    source.write_text("Received on Monday\n\n" + text.replace("toad", "newt"), encoding="utf-8")
    page.keyboard.press("Home")
    page.keyboard.press("r")
    page.locator(".notice.conflict", has_text="Not done: Reference").wait_for()
    page.locator("#source", has_text="newt").wait_for()
    # Another line is at the place now, so the page does not offer to do it there.
    assert page.get_by_role("button", name="Do it now").count() == 0
    assert page.locator("[role=option].decided").count() == 0
