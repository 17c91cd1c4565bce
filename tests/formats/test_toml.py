"""TOML: what is no TOML, or costs too much, is one sentence with the place; keys have lines."""

import re

import pytest

from teikit.errors import UnreadableInputError
from teikit.formats.toml import read_toml, toml_value
from teikit.limits import LimitExceededError, limits_set


def test_values_and_their_lines_are_read() -> None:
    text = 'a = 1\n[b."c.d"]\ne.f = """\nx = 1\n[y]\n"""\n\'g\' = """"a""""" # [\n[[h]]\r\ni = [\n 1]\n[[h]]\ni = inf\n'
    read = read_toml(text.encode("utf-8-sig"), "a.toml")
    assert read.values["b"] == {"c.d": {"e": {"f": "x = 1\n[y]\n"}, "g": '"a""'}}
    assert read.lines() == {
        ("a",): 1,
        ("b", "c.d"): 2,
        ("b", "c.d", "e", "f"): 3,
        ("b", "c.d", "g"): 7,
        ("h",): 8,
        ("h", "i"): 9,
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a", "1: is no TOML: expected '=' after a key in a key/value pair"),
        (b"\n a = \x01", "2:6: is no TOML: invalid value"),
        (b'a = "\x1b"', r"1:6: is no TOML: illegal character '\x1b'"),
        (b'a = """\n', "1: is no TOML: unterminated string"),
        (b'a = "\\ud800"', "1:12: is no TOML: escaped character is not a Unicode scalar value"),
        (b"a = 1\rb = 2", "1:6: is no TOML: expected newline or end of document after a statement"),
        (b"a = 0000-01-01", "1:5: is no TOML: invalid date or datetime"),
        (b"a = 2001-02-30", "1:5: is no TOML: invalid date or datetime"),
        (b"a.b = 1\na.b = 2", "2: is no TOML: cannot overwrite a value"),
        (b"b = 1\na = 1e999", "2:5: has '1e999', which is no finite number"),
        (b"a = '\xe4'", "1:6: is not UTF-8 text (byte 0xE4)"),
        ("a = 1".encode("utf-16"), "1:1: is not UTF-8 text (byte 0xFF)"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_place(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableInputError, match=f"^{re.escape(f'a.toml:{sentence}')}$"):
        read_toml(data, "a.toml")


@pytest.mark.parametrize(
    ("data", "place", "limit"),
    [
        (b"a = " + b"[" * 100_000, ":1:105", "data-depth"),
        (b"a = " + b"{b = " * 101, ":1:505", "data-depth"),
        (b"b = 1\n" + b".".join([b"a"] * 400_000) + b" = 1", ":2:1", "data-depth"),
        (b"['a'" + b" . 'a'" * 100_000 + b"]", ":1:2", "data-depth"),
        (b"a = " + b"9" * 10_000, ":1:5", "number-digits"),
        (b"a = 0x" + b"f" * 10_000, ":1:5", "number-digits"),
        (b"a = -1." + b"0" * 10_000, ":1:8", "number-digits"),
        (b"[a" + b".a" * 90 + b"]\n" + b"b=1\n" * 22_222, "", "data-values"),
        (b"#" * ((1 << 20) + 1), "", "configuration-bytes"),
    ],
)
def test_what_costs_too_much_exceeds_a_limit(data: bytes, place: str, limit: str) -> None:
    with pytest.raises(LimitExceededError, match=rf"^a\.toml{place}: .*\(--limit {limit}=N allows more\)$"):
        read_toml(data, "a.toml")


@pytest.mark.parametrize("text", ["'''\n{}'''", '"""\n{}"""', '"{}"', "1 # {}"])
def test_what_is_in_a_text_or_comment_is_not_counted(text: str) -> None:
    content = "[{a.a.a." * 200 + "0" * 5_000
    assert read_toml(f"a = {text.format(content)}".encode(), "a.toml").values["a"] in {content, 1}


@pytest.mark.parametrize("part", ['"', "'", '"""', "'''", '\\"""', '"\\', "'\n", "#", '""""'])
def test_texts_that_do_not_end_take_linear_time(part: str) -> None:
    data = f"a = {part * 200_000}"[: 1 << 20].encode()
    with pytest.raises(UnreadableInputError):
        read_toml(data, "a.toml")


def test_a_limit_of_any_size_can_be_set() -> None:
    with limits_set(data_depth=10**30, number_digits=10**30), pytest.raises(LimitExceededError):
        read_toml(b"a = " + b"[" * 100_000, "a.toml")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a = [[[1]]]", "data-depth"),
        ("a = {b = {c = {d = 1}}}", "data-depth"),
        ("a.b.c.d = 1", "data-depth"),
        ("[a]\nb = 100000", "number-digits"),
        ("a = [1, 2, 3, 4, 5, 6]\nb = 1\nc = 2\nd = 3", "data-values"),
        ("[a.b]\nc = 1\nd = 1\ne = 1", "data-values"),
    ],
)
def test_small_limits_apply_to_small_files(text: str, limit: str) -> None:
    with (
        limits_set(data_depth=2, number_digits=5, data_values=9),
        pytest.raises(LimitExceededError, match=f"--limit {limit}=N"),
    ):
        read_toml(text.encode(), "a.toml")


@pytest.mark.parametrize(
    "value", ["", 'a "b" \\', "a\nb\t\r\x00\x1b\x7f\x9f", "\u200f\u202e\u2066\ufeff", "é 字 😀", 3, True]
)
def test_values_are_written_so_that_they_are_read_again(value: str | int) -> None:
    written = toml_value((value,)) if isinstance(value, str) else toml_value(value)
    assert written.isprintable()
    assert read_toml(f"a = {written}\n".encode(), "a.toml").values["a"] == (
        [value] if isinstance(value, str) else value
    )
