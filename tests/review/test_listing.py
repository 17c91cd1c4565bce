"""The list of letters: its order, its search, and its progress."""

import pytest

from teikit.review.listing import LetterList, State, Summary


@pytest.fixture
def letters() -> LetterList:
    made = LetterList(["a.txt", "b.txt", "c.txt", "d.txt"])
    made.put(2, Summary(0.2, 1, searched="Dear Ann, the boat"))
    made.put(0, Summary(0.9, 4, is_reviewed=True, searched="Dear Bell"))
    return made


def numbers(letters: LetterList, query: str = "", state: str = "all") -> list[int]:
    return list(letters.find(query, state, 0, 100).numbers)


def test_the_worst_are_first_and_those_not_read_last(letters: LetterList) -> None:
    assert numbers(letters) == [0, 2, 1, 3]
    letters.put(3, Summary(0.5))
    assert numbers(letters) == [0, 3, 2, 1]


def test_what_fails_is_first(letters: LetterList) -> None:
    letters.put(1, Summary(1.0, failure="b.txt: no such file"))
    assert numbers(letters) == [1, 0, 2, 3]
    assert letters.entries[1].state is State.FAILED


def test_a_letter_keeps_its_place_whatever_its_doubt_becomes(letters: LetterList) -> None:
    letters.put(0, Summary(0.0), is_opened=True)
    assert numbers(letters) == [0, 2, 1, 3]


def test_the_first_reading_does_not_replace_what_is_known_of_an_opened_letter(letters: LetterList) -> None:
    letters.put(1, Summary(0.4, is_reviewed=True), is_opened=True)
    letters.put(1, Summary(0.4))
    assert letters.entries[1].state is State.REVIEWED
    assert letters.progress() == (4, 2, 3)


def test_all_words_of_a_query_are_found_whatever_their_case(letters: LetterList) -> None:
    assert numbers(letters, "DEAR") == [0, 2]
    assert numbers(letters, "boat ann") == [2]
    assert numbers(letters, "D.txt") == [3]
    assert numbers(letters, "dear", "reviewed") == [0]


def test_a_page_of_the_list_has_so_many_letters(letters: LetterList) -> None:
    assert letters.find("", "all", 1, 2) == (4, [2, 1])


def test_letters_have_neighbours(letters: LetterList) -> None:
    assert [letters.neighbours(number) for number in (0, 2, 3)] == [(None, 2), (0, 1), (1, None)]


def test_the_order_is_made_anew_on_request(letters: LetterList) -> None:
    letters.rank_anew()
    letters.put(2, Summary(0.2))
    letters.put(0, Summary(0.1))
    assert numbers(letters) == [2, 0, 1, 3]


def test_what_is_searched_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikit.review.listing.MOST_SEARCHED", 10)
    monkeypatch.setattr("teikit.review.listing._MOST_OF_ALL", 30)
    letters = LetterList(["a", "b", "c"])
    for number in range(3):
        letters.put(number, Summary(searched="x" * 100))
    assert sum(len(entry.searched) for entry in letters.entries) <= 36
