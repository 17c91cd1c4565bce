"""Letters that cost too much are refused in one sentence that names the limit."""

from pathlib import Path

import pytest

from teikit.limits import LimitExceededError, limits_set
from teikit.operations.encode import encode, encode_bytes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\n" * 50_001, "a.txt: has a letter of more than 50,000 lines"),
        ("Dear Ann,\n" + "\n" * 1_000_000, "a.txt: has a letter of more than 50,000 lines"),
        ("a " * 2_000_001, "a.txt: has a letter of more than 4,000,000 characters"),
        ("Dear Ann,\n\nit is " + "9" * 5_000, "a.txt:3:7: has a number of more than 1,000 digits"),
        ("---\ntitle: " + "9" * 5_000 + "\n---\n\nDear Ann,", "a.txt:2:8: has a number of more than 1,000 digits"),
        ("Dear Ann,\n\n" + "٣" * 5_000, "a.txt:3:1: has a number of more than 1,000 digits"),
    ],
)
def test_a_letter_that_costs_too_much_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(LimitExceededError, match=rf"^{sentence} \(--limit [a-z-]+=N allows more\)$"):
        encode_bytes(text.encode(), "a.txt")


def test_a_large_source_is_refused() -> None:
    with (
        limits_set(source_bytes=1 << 20),
        pytest.raises(LimitExceededError, match=r"a\.txt: is larger than a source of letters may be, 1 MiB"),
    ):
        encode_bytes(b"a" * (2 << 20), "a.txt")


def test_no_more_of_a_file_is_read_than_is_allowed(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LimitExceededError, match="is larger than a source of letters may be"):
        encode(tmp_path / "a.txt")


def test_numbers_are_refused_even_where_the_limit_is_raised() -> None:
    with limits_set(number_digits=1_000_000), pytest.raises(LimitExceededError):
        encode_bytes(b"Dear Ann,\n\n" + b"9" * 50_000, "a.txt")
