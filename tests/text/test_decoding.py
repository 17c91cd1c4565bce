import pytest

from teikit.api import encode_bytes
from teikit.errors import EmptyInputError, TeikitError, UnreadableInputError, UnsupportedError
from teikit.text import decode
from teikit.text.decoding import replace_non_xml


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_decoded_with_or_without_a_byte_order_mark(encoding: str) -> None:
    assert decode("Größe, café".encode(encoding), "a.txt") == "Größe, café"


def test_another_encoding_is_decoded_when_it_is_named() -> None:
    assert decode("Größe".encode("latin-1"), "a.txt", "latin-1") == "Größe"


def test_bytes_that_are_no_utf8_are_refused_with_their_place() -> None:
    with pytest.raises(UnreadableInputError, match=r"a\.txt:2:3: is not UTF-8 text \(byte 0xF6\); name its"):
        decode(b"Dear\r\nGr\xf6\xdfe", "a.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf \n"])
def test_a_text_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyInputError, match=r"a\.txt: is empty"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"%PDF-1.7\n", "PDF"), (b"\x1f\x8b\x08rest", "gzip"), (b"PK\x03\x04rest", "zip"), (b"\xd0\xcf\x11\xe0", "Word")],
)
def test_known_binary_files_are_refused_by_name(data: bytes, kind: str) -> None:
    with pytest.raises(UnsupportedError, match=kind):
        decode(data, "a.txt")


def test_a_nul_byte_makes_a_file_binary() -> None:
    with pytest.raises(UnreadableInputError, match=r"a\.txt: is binary"):
        decode(b"abc\x00def", "a.txt")


def test_a_control_character_that_xml_has_no_place_for_becomes_its_picture_and_is_told() -> None:
    text, remark = replace_non_xml("one\nt\x08wo\x01\ufffe")
    assert text == "one\nt\u2408wo\u2401\ufffd"
    assert "3 characters" in remark
    assert "U+0008 at line 2, column 2" in remark
    assert replace_non_xml("plain\ttext") == ("plain\ttext", "")


def test_pictures_reach_the_tei_with_a_warning() -> None:
    encoded = encode_bytes(b"Dear Tom,\n\nIt is\x08 here, and has been here for as long as I know.\n", "a.txt")
    assert "It is\u2408 here" in encoded.tei.decode()
    assert "U+0008" in encoded.warnings[0]


def test_an_unknown_encoding_is_told() -> None:
    with pytest.raises(TeikitError, match="the encoding 'klingon' is not known"):
        decode(b"abc", "a.txt", "klingon")
