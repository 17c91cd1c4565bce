"""What a register says of a person, place, organisation or work, and what finds it."""

from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from teikit.registers import EntryKind


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a register; unknown fields are empty.

    `id` is its xml:id, `uris` its authority records, the best known authority first. `coordinates` are latitude and
    longitude in degrees (WGS 84).
    """

    id: str = ""
    kind: EntryKind = EntryKind.OTHER
    name: str = ""
    uris: tuple[str, ...] = ()
    forename: str = ""
    surname: str = ""
    coordinates: tuple[float, float] | None = None


UNKNOWN = Entry()


class Resolver(Protocol):
    """Finds the entries to which elements of a document refer."""

    def find(self, element: etree._Element) -> Entry:
        """Return what is known of the element's @ref and @key, in the document and in registers; else `UNKNOWN`.

        Absolute URIs of @ref are among its `uris`, even if there is no entry.
        """
        ...

    def names(self, pointers: str) -> tuple[str, ...]:
        """Return the names of the people to whom pointers such as @resp lead; a pointer itself where it has no name."""
        ...
