"""CSV: what is no table, or costs too much, is one sentence with the line."""

import re

import pytest

from teikit.errors import UnreadableInputError
from teikit.formats.csv import read_records, read_rows
from teikit.limits import LimitExceededError


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_have_the_lines_on_which_they_begin(delimiter: str) -> None:
    data = f'file{delimiter}b\n\n"a\nb"{delimiter}"c""d"\r\n1\n'.encode("utf-8-sig")
    assert list(read_rows(data, "a.csv")) == [(1, ["file", "b"]), (3, ["a\nb", 'c"d']), (5, ["1"])]
    records = [(3, {"file": "a\nb", "b": 'c"d'}), (5, {"file": "1", "b": ""})]
    assert list(read_records(data, "a.csv", required="file")) == records


def test_a_cell_may_be_long() -> None:
    assert [len(row[0]) for _, row in read_rows(b"x" * 1_000_000, "a.csv")] == [1_000_000]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "1: has no column 'file'"),
        (b"a,b\n1,2", "1: has no column 'file'"),
        (b"file,a,a\n", "1: has the column 'a' twice"),
        (b"file\n\n1,2\n", "3: has more cells than the first row has names"),
        (b'file\n1\n"a\n\n\n', "3: is no table: unexpected end of data"),
        (b'file\n"a"b\n', "2: is no table: ',' expected after '\"'"),
        (b"file\n\xe4", "2:1: is not UTF-8 text (byte 0xE4)"),
        ("file".encode("utf-16"), "1:1: is not UTF-8 text (byte 0xFF)"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableInputError, match=f"^{re.escape(f'a.csv:{sentence}')}$"):
        list(read_records(data, "a.csv", required="file"))


@pytest.mark.parametrize(
    ("data", "place", "limit"),
    [
        (b"," * 1_000, ":1", "columns"),
        (b"a\n" + b"," * 1_000_000, ":2", "columns"),
        (b",\n" * 1_000_001, "", "data-values"),
        (b"a" * ((1 << 26) + 1), "", "data-bytes"),
    ],
)
def test_what_costs_too_much_exceeds_a_limit(data: bytes, place: str, limit: str) -> None:
    with pytest.raises(LimitExceededError, match=rf"^a\.csv{place}: .*\(--limit {limit}=N allows more\)$"):
        list(read_rows(data, "a.csv"))
