"""A document as validation takes it: a name, a place, and its bytes as often as they are asked for."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from teikit.errors import UnreadableInputError
from teikit.files import check_readable, shown
from teikit.relaxng.verdict.schema import CHUNK, pieces


@dataclass(frozen=True, slots=True)
class Document:
    """A document to validate.

    `file` is its name for messages, `path` where it lies (None where it lies nowhere, as standard input does). `opener`
    opens it anew and gives it in pieces.
    """

    file: str
    path: Path | None
    opener: Callable[[], Iterator[bytes]]

    def read(self) -> bytes:
        """Return all of it."""
        return b"".join(self.opener())

    def of(self, data: bytes) -> "Document":
        """Return the document with other bytes in its place."""
        return replace(self, opener=lambda: pieces(data))


def from_bytes(data: bytes, file: str) -> Document:
    """Return a document that is at hand.

    Raises:
        UnreadableInputError: it is empty.

    """
    return _not_empty(Document(shown(file), None, lambda: pieces(data)))


def from_file(path: str | os.PathLike[str]) -> Document:
    """Return a file, which is read in pieces and may be of any size.

    Raises:
        UnreadableInputError: the file cannot be read, or is empty.

    """
    check_readable(path)
    return _not_empty(Document(shown(path), Path(path), lambda: _pieces_of(path)))


def _not_empty(document: Document) -> Document:
    first = next(document.opener(), b"")
    if not first.strip() and len(first) < CHUNK:
        raise UnreadableInputError(f"{document.file}: is empty")
    return document


def _pieces_of(path: str | os.PathLike[str]) -> Iterator[bytes]:
    try:
        with Path(path).open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError as error:
        raise UnreadableInputError(f"{shown(path)}: cannot be read ({(error.strerror or 'unknown').lower()})") from None
