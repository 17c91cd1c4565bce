"""The places of a document in bytes, against the slow twin that encodes all that is before them."""

import pytest

from teikit.document.editable import EditableDocument

_TEXT = "<p>" + "aé€\U0001f600\n" * 3_000 + "</p>"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_offsets_in_bytes_are_those_of_the_naive_twin(mark: bytes) -> None:
    source = EditableDocument(mark + _TEXT.encode())
    offsets = [*range(0, len(_TEXT), 61), 4_095, 4_096, 4_097, 8_192, len(_TEXT)]
    assert source.bytes_of(offsets) == {each: len(mark) + len(_TEXT[:each].encode()) for each in offsets}


def test_the_places_of_an_empty_text_are_at_its_beginning() -> None:
    assert EditableDocument(b"").bytes_of([0]) == {0: 0}


def test_offsets_in_other_encodings_are_those_of_the_naive_twin() -> None:
    source = EditableDocument(_TEXT.encode("utf-16"))
    assert source.bytes_of([3, 7, 900]) == {each: 2 + len(_TEXT[:each].encode("utf-16-le")) for each in (3, 7, 900)}
