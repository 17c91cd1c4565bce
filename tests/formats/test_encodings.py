"""Encodings: only those of texts have names; bytes that are not in one are refused with their place."""

import pkgutil
import re
from encodings import __path__ as codecs_path
from encodings.aliases import aliases

import pytest

from teikit.errors import UnreadableInputError
from teikit.formats.encodings import decode, find_encoding

NO_TEXTS = [
    "base64", "bz2", "charmap", "hex", "idna", "mbcs", "oem", "punycode", "quopri", "raw_unicode_escape", "rot13",
    "undefined", "unicode_escape", "uu", "zlib", "dbcs", "uuencode", "base64_codec", "__init__", "aliases", "../x",
]  # fmt: skip


@pytest.mark.parametrize(
    "name", [*NO_TEXTS, *(name.upper() for name in NO_TEXTS), "", " ", "a" * 1_000_000, "utf\x00-8"]
)
def test_what_makes_no_texts_has_no_name(name: str) -> None:
    assert find_encoding(name) is None


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("UTF8", "utf-8"),
        ("u8", "utf-8"),
        (" Latin1", "iso8859-1"),
        ("ISO_8859-15", "iso8859-15"),
        ("windows-1252", "cp1252"),
        ("x-mac-roman", "mac-roman"),
        ("ANSI_X3.4-1968", "ascii"),
        ("ISO-8859-8-I", "iso8859-8"),
        ("Shift-JIS", "shift_jis"),
        ("KS_C_5601-1987", "euc_kr"),
    ],
)
def test_encodings_of_texts_have_all_their_names(name: str, encoding: str) -> None:
    assert find_encoding(name) == encoding


def test_every_codec_is_one_of_texts_or_is_excluded() -> None:
    excluded = {"aliases", *aliases.values()} & {
        "aliases",
        *(f"{name}_codec" for name in NO_TEXTS),
        *NO_TEXTS,
        "rot_13",
    }
    for each in pkgutil.iter_modules(codecs_path):
        assert find_encoding(each.name) or each.name in {*excluded, *NO_TEXTS}, each.name


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"ab\r\nc\xe4", "utf-8", ":2:2: is not UTF-8 text (byte 0xE4)"),
        (b"\xef\xbb\xbfa\xe4", "utf-8-sig", ":1:2: is not UTF-8 text (byte 0xE4)"),
        (b"a\x00\n\x00b\x00c", "utf-16-le", ":2:2: is not UTF-16-LE text (byte 0x63)"),
        (b"+2AA-", "utf-7", ":1:1: is not UTF-7 text (half a character, U+D800)"),
        (b"a\x1b(", "iso2022_jp", ":1:2: is not ISO2022_JP text (byte 0x1B)"),
        (b"a", "undefined", ": the encoding 'undefined' is not known"),
        (b"a", "\x1b" * 50, ": the encoding '" + r"\x1b" * 40 + "' is not known"),
    ],
)
def test_bytes_that_are_not_in_an_encoding_are_refused(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(UnreadableInputError, match=f"^{re.escape(f'a.txt{sentence}')}$"):
        decode(data, name, "a.txt")


def test_every_encoding_makes_a_text_or_one_sentence_of_all_bytes() -> None:
    data = bytes(range(256)) * 2
    for each in pkgutil.iter_modules(codecs_path):
        if find_encoding(each.name):
            try:
                decode(data, each.name, "a.txt").encode()
            except UnreadableInputError as error:
                assert str(error).startswith("a.txt:")  # noqa: PT017  both outcomes are right
