"""What a document declares as its encoding is one of texts, or a fault with its name."""

import pytest

from teikit.document.encoding import encoding_of, find_unknown_encoding


def declaring(name: str) -> bytes:
    return f'<?xml version="1.0" encoding="{name}"?><a/>'.encode()


@pytest.mark.parametrize(
    "name", ["undefined", "punycode", "idna", "hex", "unicode_escape", "charmap", "rot13", "x-none"]
)
def test_codecs_that_make_no_texts_are_no_encodings(name: str) -> None:
    assert find_unknown_encoding(declaring(name)) == name
    assert encoding_of(declaring(name)) == ("utf-8", 0)


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "iso-8859-15", "windows-1252", "utf-16", "koi8-r", "shift_jis"])
def test_encodings_of_texts_are_those(name: str) -> None:
    assert not find_unknown_encoding(declaring(name))
    assert encoding_of(declaring(name)) == (name.lower(), 0)
