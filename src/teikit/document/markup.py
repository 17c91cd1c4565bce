"""A well-formed document to its tags as they stand in the source: a fast way through most documents.

Who walks the tags so looks each up among those that he knows. What stands there in another way than most (see
`UnusualError`) is for those who hear expat's events.
"""

import re
from collections.abc import Iterable, Iterator

from teikit.document.encoding import encoding_of
from teikit.document.start_tags import NotTokenizableError

SLASH = ord("/")
# The tags of larger documents would need more room than they do, in bytes.
_LARGEST = 4 << 20
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_COMMENT_OR_INSTRUCTION = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)


class NotATagError(NotTokenizableError):
    """What should be a tag is a comment or an instruction, or else unusual."""


class Markup:
    """A document; `first` is where its first tag begins, in bytes.

    Raises:
        UnusualError: it is not UTF-8.

    """

    def __init__(self, data: bytes) -> None:
        if encoding_of(data)[0] != "utf-8":
            raise NotTokenizableError
        self.data = data
        prolog = _PROLOG.match(data)
        self.first = prolog.end() if prolog else 0

    def tags(self) -> list[bytes]:
        """Return its tags, each without its "<" and with the text behind it; one that is none is held by `hold_tag`."""
        return self.data[self.first + 1 :].split(b"<")

    def has_comments_or_instructions(self) -> bool:
        """Tell whether there are comments or instructions behind the first tag."""
        return _COMMENT_OR_INSTRUCTION.search(self.data, self.first) is not None

    def tags_without_comments(self) -> list[bytes]:
        """Return its tags as if there were no comments and instructions, which part texts and may hold tags."""
        return _COMMENT_OR_INSTRUCTION.sub(b"", self.data[self.first :])[1:].split(b"<")


def require_tag(source: bytes) -> None:
    """Raise AsideError where what should be a tag is none; who remembers tags need ask but once."""
    if source.startswith((b"!", b"?")):
        raise NotATagError


def join_pieces(pieces: Iterable[bytes]) -> bytes:
    """Return a document that is had in pieces; raises UnusualError where it is too large to be cut."""
    data = b"".join(_limit_size(pieces))
    if len(data) > _LARGEST:
        raise NotTokenizableError
    return data


def _limit_size(pieces: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        yield piece
        size += len(piece)
        if size > _LARGEST:
            return
