"""JSON: what is no JSON, or costs too much, is one sentence with the place."""

import json
import re
from typing import Any

import pytest

from teikit.errors import ConfigError, UnreadableInputError
from teikit.formats.json import read_json
from teikit.limits import LimitExceededError, limits_set

VALUE = {"a": [1, -2.5, "x", None, True, {"b": "\x00\n"}], "c": {"a": "ä😀"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_value_is_read_in_each_encoding_of_unicode(encoding: str) -> None:
    for is_ascii in (True, False):
        assert read_json(json.dumps(VALUE, ensure_ascii=is_ascii).encode(encoding), "a.json") == VALUE


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "1:1: is no JSON: expecting value"),
        (b'{"a":\n 1,}', "2:4: is no JSON: expecting property name enclosed in double quotes"),
        (b'["a"]\r\n\r\n]', "3:1: is no JSON: extra data"),
        (b'["\xe4"]', "1:3: is not UTF-8 text (byte 0xE4)"),
        (b'\xff\xfe"\x00\x00\xd8', "1:2: is not UTF-16 text (byte 0x00)"),
        (b'["a", "\x1b"]', "1:8: is no JSON: invalid control character at"),
        (b'{"a": {"b": 1}, "c": [{"a": 2, "b": 1}],\n "a": 2}', "2:2: has the key 'a' twice in one object"),
        (b'{"a": 1, "\\u0061": 2}', "1:10: has the key 'a' twice in one object"),
        (b'["1e999", 1e999]', "1:11: has '1e999', which is no finite number"),
        (b"[\n-Infinity]", "2:1: has '-Infinity', which is no finite number"),
        (b"[NaN]", "1:2: has 'NaN', which is no finite number"),
        (b'["a", "b\\ud800"]', "1:7: has a text with half a character, U+D800"),
        (b'{"\\udfff": 1}', "1:2: has a text with half a character, U+DFFF"),
        (b'["\x1b]0;a\x07"', r"1:3: is no JSON: invalid control character at"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableInputError, match=f"^{re.escape(f'a.json:{sentence}')}$"):
        read_json(data, "a.json")


@pytest.mark.parametrize(
    ("data", "place", "limit"),
    [
        (b'["[[[", ' + b"[" * 100_000, ":1:108", "data-depth"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, ":1:501", "data-depth"),
        (b"[1, " + b"9" * 10_000 + b"]", ":1:5", "number-digits"),
        (b"[0." + b"0" * 10_000 + b"]", ":1:2", "number-digits"),
        (b"[" + b"1," * 2_000_000 + b"1]", "", "data-values"),
        (b" " * (1 << 26) + b"1", "", "data-bytes"),
    ],
)
def test_what_costs_too_much_exceeds_a_limit(data: bytes, place: str, limit: str) -> None:
    with pytest.raises(LimitExceededError, match=rf"^a\.json{place}: .*\(--limit {limit}=N allows more\)$"):
        read_json(data, "a.json")


def test_a_limit_can_be_raised() -> None:
    data = b"[" * 150 + b"]" * 150
    with limits_set(data_depth=150):
        value: Any = read_json(data, "a.json")
    assert value[0][0]
    with limits_set(data_depth=1_000_000, number_digits=1_000_000):
        with pytest.raises(LimitExceededError):
            read_json(b"[" * 500_000 + b"]" * 500_000, "a.json")
        with pytest.raises(LimitExceededError):
            read_json(b"[" + b"9" * 100_000 + b"]", "a.json")


def test_the_caller_chooses_the_error() -> None:
    with pytest.raises(ConfigError, match=r"^a\\x1b\.json:1:1: is no JSON"):
        read_json(b"", "a\x1b.json", error=ConfigError)


def test_brackets_in_texts_are_not_counted() -> None:
    text = "[{" * 1_000 + '\\"'
    assert read_json(json.dumps([text]).encode(), "a.json") == [text]
