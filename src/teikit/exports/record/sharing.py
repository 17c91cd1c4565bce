"""Gives the letters of an edition what one of them says of the people and places that they all refer to.

Many editions keep a part of their registers in each letter, and only some of these parts have the authority records.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from teikit.exports.record.record import Agent, Mention, NamedT, Place, Record, change_named
from teikit.registers.authorities import sort_uris

_Known = Agent | Place | Mention
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
    def add(known: NamedT) -> NamedT:
        return replace(known, uris=addresses.get(_key(known), known.uris)) if known.entry else known

    return change_named(record, add)
