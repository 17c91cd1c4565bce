"""Several letters in one file, parted by rules, patterns and pages."""

import pytest

from teikit.api import encode_letters
from teikit.errors import UnsupportedError
from teikit.text import read, split

ONE, TWO = "Dear Ann,\n\nall is well.\n\nWill\n", "Dear Will,\n\nso it is here.\n\nAnn\n"


def texts(text: str, separator: str) -> list[list[str]]:
    return [source.text.split() for source in split(read(text.encode(), "a.txt"), separator)]


@pytest.mark.parametrize(
    ("between", "separator"), [("---\n", "---"), ("-----\n", "---"), ("* * *\n", "* * *"), ("\f", "page")]
)
def test_rules_and_pages_are_no_words(between: str, separator: str) -> None:
    assert texts(ONE + between + TWO, separator) == [ONE.split(), TWO.split()]
    assert texts(between + ONE + between + between + TWO + between, separator) == [ONE.split(), TWO.split()]


def test_a_separator_with_words_begins_its_letter() -> None:
    text = f"Letter 1\n\n{ONE}\nLetter 2\n\n{TWO}"
    assert texts(text, r"/^Letter \d+$/") == [["Letter", "1", *ONE.split()], ["Letter", "2", *TWO.split()]]


def test_a_separator_that_is_nowhere_leaves_one_letter() -> None:
    assert texts(ONE, "+++") == [ONE.split()]


@pytest.mark.parametrize("separator", ["", " ", "/(/"])
def test_a_wrong_separator_is_told(separator: str) -> None:
    with pytest.raises(UnsupportedError):
        texts(ONE, separator)


def test_letters_are_counted_and_say_where_they_come_from() -> None:
    made = encode_letters(f"{ONE}---\n{TWO}".encode(), "some/letters.txt", "---")
    assert list(made) == ["some/letters-1.txt", "some/letters-2.txt"]
    assert b"Encoded from letter 2 in the file" in made["some/letters-2.txt"].tei
    assert b"so it is here" not in made["some/letters-1.txt"].tei
