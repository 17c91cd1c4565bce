"""Letters that are opened stay so as long as memory allows."""

from pathlib import Path

import pytest

from support.reviews import LETTER, reviewing
from teikit.inputs.item import Item
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.reviewing import LetterToReview, ReviewedLetter, open_letter
from teikit.review.opened import OpenedLetters
from teikit.tei.metadata import MetadataFile


@pytest.fixture
def letter(tmp_path: Path) -> ReviewedLetter:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    item = Item(0, str(path))
    return open_letter(EncodeOperation({}, MetadataFile("", {}, {})), LetterToReview(item, item.name))


def test_the_letters_that_were_asked_for_last_stay(letter: ReviewedLetter) -> None:
    opened = OpenedLetters(most=2)
    for number in (1, 2):
        opened.put(number, letter)
    assert opened.get(1) is letter
    opened.put(3, letter)
    assert (opened.get(2), opened.get(1), len(opened)) == (None, letter, 2)


def test_large_letters_leave_no_room_for_others(letter: ReviewedLetter) -> None:
    opened = OpenedLetters(most_characters=10)
    opened.put(1, letter)
    opened.put(2, letter)
    assert (opened.get(1), opened.get(2)) == (None, letter)


def test_a_session_keeps_few_letters_of_many(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(LETTER)
    with reviewing(tmp_path) as review:
        for number in range(60):
            review.get(f"letters/{number}")
        assert len(review.session._opened) == 48
