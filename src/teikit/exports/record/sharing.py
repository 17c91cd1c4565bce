"""Gives the letters of an edition what one of them says of the people and places that they all refer to.

Many editions keep a part of their registers in each letter, and only some of these parts have the authority records.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from teikit.exports.record.record import Action, Agent, Mention, Place, Record
from teikit.registers.authorities import sort_uris

_Known = Agent | Place | Mention
_KnownT = TypeVar("_KnownT", Agent, Place, Mention)
_WORD = re.compile(r"\w+")
# The id of an entry with the words of its name: the same id alone may mean someone else in another letter.
_Key = tuple[str, frozenset[str]]


def share_addresses(records: Sequence[Record]) -> list[Record]:
    """Return records in which entries with the same id and name have the authority records of all of them."""
    found: dict[_Key, list[str]] = {}
    for each in _all_known(records):
        if each.entry and each.uris:
            found.setdefault(_key(each), []).extend(each.uris)
    addresses = {key: sort_uris(uris) for key, uris in found.items()}
    return [_share(record, addresses) for record in records]


def _key(known: _Known) -> _Key:
    return known.entry, frozenset(_WORD.findall(known.name.casefold()))


def _all_known(records: Iterable[Record]) -> Iterator[_Known]:
    for record in records:
        yield from record.mentions
        for action in record.actions:
            yield from action.agents
            yield from action.places


def _share(record: Record, addresses: dict[_Key, tuple[str, ...]]) -> Record:
    def add(known: tuple[_KnownT, ...]) -> tuple[_KnownT, ...]:
        return tuple(replace(each, uris=addresses.get(_key(each), each.uris)) if each.entry else each for each in known)

    def act(action: Action) -> Action:
        return replace(action, agents=add(action.agents), places=add(action.places))

    return replace(record, actions=tuple(map(act, record.actions)), mentions=add(record.mentions))
