"""A document to validate: a name, a path, and its bytes, which can be read more than once."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path

from teikit.document.entity_files import DocumentBudget
from teikit.document.markup import Markup, join_pieces
from teikit.document.start_tags import NotTokenizableError
from teikit.errors import UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.storage.files import check_readable, describe_error, first_bytes
from teikit.storage.references import without_credentials
from teikit.storage.urls import is_url, pieces_of_url

CHUNK = 1 << 16
# Smaller files, in bytes, are kept in memory while they are validated.
_MOST_KEPT = 16 << 20


class Document:
    """A document to validate.

    `file` is its name for messages, `path` its file (None if it has none, as standard input). `opener` opens it again
    and yields its pieces. `budget` has the limits on what it may cost.
    """

    __slots__ = ("_markup", "_readable", "budget", "file", "opener", "path")

    def __init__(self, file: str, path: Path | None, opener: Callable[[], Iterator[bytes]]) -> None:
        self.file, self.path, self.opener = file, path, opener
        self.budget: Budget = Budget(file)
        self._readable: tuple[Path, ...] = ()
        # Its markup after the first use, None if it cannot be tokenized.
        self._markup: list[Markup | None] = []

    def read(self) -> bytes:
        """Return all of it."""
        return b"".join(self.opener())

    def read_within(self, most: int) -> bytes | None:
        """Return all of it, None if it has more than `most` bytes, which are not kept then."""
        kept, size = [], 0
        for piece in self.opener():
            size += len(piece)
            if size > most:
                return None
            kept.append(piece)
        return b"".join(kept)

    def may_read_entities(self) -> bool:
        """Return whether it depends on other files: it may read some, and seems to have a document type."""
        return bool(self._readable) and b"DOCTYPE" in next(iter(self.opener()), b"").replace(b"\0", b"")

    def markup(self) -> Markup:
        """Return the document cut at its tags, which is done once.

        Raises:
            NotTokenizableError: it is not UTF-8, or too large.
        """
        if not self._markup:
            self._markup.append(self._cut())
        if self._markup[0] is None:
            raise NotTokenizableError
        return self._markup[0]

    def _cut(self) -> Markup | None:
        try:
            return Markup(join_pieces(self.opener()), self.budget)
        except NotTokenizableError:
            return None

    def with_bytes(self, data: bytes) -> "Document":
        """Return the document with other bytes in its place."""
        made = Document(self.file, self.path, lambda: pieces(data))
        if self._readable:
            made.allow_entities(self._readable)
        return made

    def allow_entities(self, folders: Sequence[Path]) -> None:
        """Let the files of its external entities be read, where they are in or below some folders."""
        self._readable = tuple(folders)
        self.budget = DocumentBudget(self.file, folders, self.path)


def from_bytes(data: bytes, file: str) -> Document:
    """Return a document of bytes in memory.

    Raises:
        UnreadableInputError: it is empty.
    """
    return _require_content(Document(escape_control(file), None, lambda: pieces(data)))


def from_file(path: str | os.PathLike[str]) -> Document:
    """Return a file or the content of a URL, of any size: a large one is read again, in pieces, at each use.

    Raises:
        UnreadableInputError: the file cannot be read, or is empty.
    """
    document = lazy_document(path)
    # Read once, so that it is the same at each use whatever other programs do to the file.
    begun = _first_bytes(document)
    document.budget.check("input-bytes", len(begun))
    return _require_content(document.with_bytes(begun) if len(begun) < _MOST_KEPT else document)


def _first_bytes(document: Document) -> bytes:
    if document.path is not None:
        return first_bytes(document.path, _MOST_KEPT)
    return b"".join(islice(document.opener(), _MOST_KEPT // CHUNK))


def lazy_document(path: str | os.PathLike[str]) -> Document:
    """Return a file that is only accessed when it is read."""
    name = os.fspath(path)
    if is_url(name):
        return Document(escape_control(without_credentials(name)), None, lambda: pieces_of_url(name, CHUNK))
    return Document(escape_control(path), Path(path), lambda: _pieces_of(path))


def from_content(path: str, content: bytes) -> Document:
    """Return a file with the content that came with its name; errors are those of `from_bytes`."""
    return _require_content(lazy_document(path).with_bytes(content))


def _require_content(document: Document) -> Document:
    first = next(document.opener(), b"")
    if not first.strip() and len(first) < CHUNK:
        raise UnreadableInputError(f"{document.file}: is empty")
    return document


def file_pieces(path: str | os.PathLike[str]) -> Generator[bytes, None, None]:
    """Yield a regular file's bytes in pieces.

    Raises:
        UnreadableInputError: it is missing, not permitted, or no regular file.
    """
    check_readable(path)
    yield from _pieces_of(path)


def _pieces_of(path: str | os.PathLike[str]) -> Iterator[bytes]:
    try:
        with Path(path).open("rb") as file:
            budget = Budget(escape_control(path))
            while piece := file.read(CHUNK):
                budget.spend("input-bytes", len(piece))
                yield piece
    except OSError as error:
        raise UnreadableInputError(f"{escape_control(path)}: cannot be read ({describe_error(error)})") from None


def pieces(data: bytes) -> Iterator[bytes]:
    """Yield bytes in pieces that expat need not copy far."""
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]
