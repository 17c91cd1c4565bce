"""Takes from a record the ids that only its own document gives: in another letter they may mean somebody else."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from lxml import etree

from teikit.exports.record.record import Agent, Mention, Place, Record
from teikit.tei.markup import ID

_Named = TypeVar("_Named", Agent, Place, Mention)


def own_ids(root: etree._Element, has_everywhere: Callable[[str], bool]) -> frozenset[str]:
    """Return the ids of a document, without those that a register of the edition has."""
    found = (each.get(ID, "") for each in root.iter())
    return frozenset(each for each in found if each and not has_everywhere(each))


def without_entries(record: Record, ids: frozenset[str]) -> Record:
    """Return a record whose people and places are not identified by some ids, but by their names."""

    def cleared(named: Iterable[_Named]) -> tuple[_Named, ...]:
        return tuple(replace(one, entry="") if one.entry in ids else one for one in named)

    actions = tuple(
        replace(action, agents=cleared(action.agents), places=cleared(action.places)) for action in record.actions
    )
    return replace(
        record, actions=actions, participants=cleared(record.participants), mentions=cleared(record.mentions)
    )
