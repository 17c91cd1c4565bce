"""Takes from a record the ids that only its own document gives: in another letter they may mean somebody else."""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from teikit.exports.record.record import NamedT, Record, change_named
from teikit.tei.markup import ID


def own_ids(root: etree._Element, has_everywhere: Callable[[str], bool]) -> frozenset[str]:
    """Return the ids of a document, without those that a register of the edition has."""
    found = (each.get(ID, "") for each in root.iter())
    return frozenset(each for each in found if each and not has_everywhere(each))


def without_entries(record: Record, ids: frozenset[str]) -> Record:
    """Return a record whose people and places are not identified by some ids, but by their names."""

    def clear(named: NamedT) -> NamedT:
        return replace(named, entry="") if named.entry in ids else named

    return change_named(record, clear)
