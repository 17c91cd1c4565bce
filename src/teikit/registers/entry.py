"""What a register says of a person, place, organisation or work, and what two of its entries say together."""

import re
from dataclasses import dataclass

from teikit.registers.authorities import sort_uris
from teikit.registers.entries import EntryKind

_WORD = re.compile(r"[^\W\d_]{2,}|\d+")


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


def merge_entries(first: Entry, other: Entry) -> Entry:
    """Return an entry with what another one adds to it; the first alone if they are of different things.

    They are the same if their kinds agree and their names have a word in common, so far as both are known.
    """
    if not _may_be_same(first, other):
        return first
    is_other = first.kind is EntryKind.OTHER
    named = first if first.forename or first.surname else other
    return Entry(
        first.id or other.id,
        other.kind if is_other else first.kind,
        first.name or other.name,
        sort_uris((*first.uris, *other.uris)),
        named.forename,
        named.surname,
        first.coordinates or other.coordinates,
    )


def _may_be_same(first: Entry, other: Entry) -> bool:
    kinds = {first.kind, other.kind} - {EntryKind.OTHER}
    if len(kinds) > 1:
        return False
    words, others = (set(_WORD.findall(each.name.casefold())) for each in (first, other))
    return not words or not others or not words.isdisjoint(others)
