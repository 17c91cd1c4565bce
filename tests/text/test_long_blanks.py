"""Runs of very many blanks become shorter, words and marks stay where they were among them."""

import pytest

from teikit.operations.encode import encode_bytes
from teikit.text import read
from teikit.text.plain import Line, Mark, carry_page_breaks


def test_marks_stay_at_their_words() -> None:
    blanks = " " * 5_000
    text = f"{blanks[:300]}a{blanks}bc{blanks}d"
    marks = tuple(Mark(text.index(char), text.index(char) + 1, "bold") for char in "abcd")
    (line,) = carry_page_breaks([Line(text, 1, marks=(*marks, Mark(400, 401), Mark(len(text), len(text))))])
    assert len(line.text) == 904
    assert [line.text[mark.start : mark.end] for mark in line.marks] == [*"abcd", " ", ""]


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u2003"])
def test_a_line_of_blanks_takes_linear_time(blank: str) -> None:
    text = f"Dear Ann,\n\nyou came{blank * 100_000}too late.\n\nYours,\nTom"
    assert [line.text.split() for line in read(text.encode(), "a.txt").lines if line.text][1] == [
        "you",
        "came",
        "too",
        "late.",
    ]
    assert encode_bytes(text.encode(), "a.txt").tei


def test_very_many_page_breaks_take_linear_time() -> None:
    assert (
        len(list(carry_page_breaks([*(Line("", 1, marks=(Mark(0, 0),)) for _ in range(200_000)), Line("a", 2)])))
        == 200_001
    )
