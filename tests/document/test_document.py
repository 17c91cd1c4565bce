"""A document is read in pieces, whole, or as far as it is small."""

from collections.abc import Iterator

from teikit.document.document import Document


def test_a_document_is_read_within_a_bound_or_not_at_all() -> None:
    read: list[bytes] = []

    def opened() -> Iterator[bytes]:
        for piece in (b"<a>", b"12345", b"</a>"):
            read.append(piece)
            yield piece

    document = Document("a.xml", None, opened)
    assert (document.read(), document.read_within(12)) == (b"<a>12345</a>", b"<a>12345</a>")
    read.clear()
    assert document.read_within(7) is None
    assert read == [b"<a>", b"12345"]
