"""What finds the entries to which a document refers: people, places, organisations and works."""

from typing import Protocol

from lxml import etree

from teikit.registers import UNKNOWN, Entry

__all__ = ["UNKNOWN", "Entry", "Resolver"]


class Resolver(Protocol):
    """Finds the entries to which elements of a document refer."""

    def find(self, element: etree._Element) -> Entry:
        """Return what is known of the element's @ref and @key, in the document and in registers; else `UNKNOWN`.

        Absolute URIs of @ref are among its `uris`, even if there is no entry.
        """
        ...

    def find_each(self, element: etree._Element) -> tuple[Entry, ...]:
        """Return what is known of each pointer of an element, which may refer to several people; without `UNKNOWN`."""
        ...

    def names(self, pointers: str) -> tuple[str, ...]:
        """Return the names of the people to whom pointers such as @resp lead; a pointer itself where it has no name."""
        ...
