from hypothesis import given
from hypothesis import strategies as st

from teikit.text import Line, lines


def test_lines_know_their_place_and_lose_the_white_space_around_them() -> None:
    assert lines("  one \n\n\ttwo") == (Line("one", 1, 3, 2), Line("", 2), Line("two", 3, 2, 8))


def test_all_line_ends_count_once() -> None:
    assert [line.text for line in lines("a\r\nb\rc\nd\x0ce")] == ["a", "b", "c", "d", "e"]


@given(st.text())
def test_lines_hold_the_words_of_the_text(text: str) -> None:
    assert [word for line in lines(text) for word in line.text.split()] == text.split()
