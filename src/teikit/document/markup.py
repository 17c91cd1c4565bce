"""A well-formed document cut at its tags, once for all uses: the fast way through most documents.

A walk over the tags looks each up in a cache. Unusual documents (see `NotTokenizableError`) are read by expat's events.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from teikit.document import expat
from teikit.document.encoding import encoding_of
from teikit.document.locations import Location, locate_tags
from teikit.document.nesting import SHORTEST_TAG, is_maybe_deep
from teikit.document.start_tags import NotTokenizableError
from teikit.limits import Budget

# The tags of larger documents would need more room than they do, in bytes.
_LARGEST = 4 << 20
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
# One that does not end goes on to the end: a search for its end from each of many beginnings would never be over.
_COMMENT_OR_INSTRUCTION = re.compile(rb"<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)


class Markup:
    """A document; `first` is where its first tag begins, in bytes.

    Raises:
        NotTokenizableError: it is not UTF-8.
    """

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        if encoding_of(data)[0] != "utf-8":
            raise NotTokenizableError
        self.data, self._budget = data, budget or Budget("the document")
        prolog = _PROLOG.match(data)
        self.first = prolog.end() if prolog else 0

    @cached_property
    def is_well_formed(self) -> bool:
        """Whether it is well-formed, which its tags do not say; raises LimitExceededError where it is too deep."""
        if self._may_be_deep():
            expat.check_depth((self.data,), self._budget)
        return expat.is_well_formed(self.data, self._budget)

    def _may_be_deep(self) -> bool:
        """Return False where elements are not nested deeper than the limit; expat itself does not count them."""
        most = self._budget.limit("depth")
        if len(self.data) <= SHORTEST_TAG * most or self.data.count(b"<") <= most:
            return False
        return is_maybe_deep(self.tags, most)

    @cached_property
    def _has_comments(self) -> bool:
        """Whether there are comments or instructions after the first tag."""
        return any(_is_after_less_than(self.data, mark, self.first) for mark in (b"!", b"?"))

    @cached_property
    def tags(self) -> list[bytes]:
        """Its tags, each without its "<" and with the text after it; `require_tag` refuses what is none.

        Comments and instructions, which part texts and may contain tags, are left out.
        """
        if not self._has_comments:
            return self.data[self.first + 1 :].split(b"<")
        return _COMMENT_OR_INSTRUCTION.sub(b"", self.data[self.first :])[1:].split(b"<")

    def locate(self, numbers: Iterable[int]) -> dict[int, Location]:
        """Return by their numbers (from 0) where some start tags are; errors are those of `locate_in_order`."""
        return {each.number: each for each in self.locate_in_order(numbers)}

    def locate_in_order(self, numbers: Iterable[int]) -> Iterator[Location]:
        """Yield where some start tags are, in one pass over the tags; nothing for those that are missing.

        Raises:
            NotTokenizableError: one of the tags cannot be cut like this.
        """
        return locate_tags(self.data, self.first, self._tags_in_place(), numbers)

    def _tags_in_place(self) -> list[bytes]:
        """Return the tags with blanks for comments and instructions, so that the distances between tags are kept."""
        if not self._has_comments:
            return self.tags
        blank = _COMMENT_OR_INSTRUCTION.sub(lambda match: b" " * len(match[0]), self.data[self.first :])
        return blank[1:].split(b"<")


def _is_after_less_than(data: bytes, mark: bytes, start: int) -> bool:
    """Return whether a rare character follows a "<"; ten times as fast as a search for both."""
    at = data.find(mark, start)
    while at > 0 and not data.startswith(b"<", at - 1):
        at = data.find(mark, at + 1)
    return at > 0


def join_pieces(pieces: Iterable[bytes]) -> bytes:
    """Return a document that is had in pieces; raises NotTokenizableError where it is too large to be cut."""
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
