"""Bounded counts of names: how often each occurs, and in how many files."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

# Documents can contain any number of names; this bounds the memory for them.
MAX_NAMES = 50_000
Name = TypeVar("Name", bound=Hashable)


@dataclass(slots=True)
class Tally(Generic[Name]):
    """How often each name occurs (`counts`), and in how many files (`files`).

    `others` counts the occurrences of further names once the table is full.
    """

    counts: dict[Name, int] = field(default_factory=dict)
    files: dict[Name, int] = field(default_factory=dict)
    others: int = 0

    def add(self, name: Name, count: int = 1, files: int = 1) -> None:
        """Add occurrences of a name in some more files."""
        if name not in self.counts and len(self.counts) >= MAX_NAMES:
            self.others += count
            return
        self.counts[name] = self.counts.get(name, 0) + count
        self.files[name] = self.files.get(name, 0) + files

    def add_file(self, counts: Mapping[Name, int]) -> None:
        """Add the counts of one file."""
        for name, count in counts.items():
            self.add(name, count)

    def plus(self, other: "Tally[Name]") -> None:
        """Add the counts of other files."""
        for name, count in other.counts.items():
            self.add(name, count, other.files[name])
        self.others += other.others

    def __iter__(self) -> Iterator[tuple[Name, int, int]]:
        """Yield each name with its counts, the most frequent first, then by name."""
        for name in sorted(self.counts, key=self._order):
            yield name, self.counts[name], self.files[name]

    def _order(self, name: Name) -> tuple[int, Name]:
        return -self.counts[name], name

    def __len__(self) -> int:
        return len(self.counts)


@dataclass(slots=True)
class Party:
    """A person, an organisation or a place: forms of its name, authority records, and letters from and to it."""

    forms: dict[str, int] = field(default_factory=dict)
    uris: tuple[str, ...] = ()
    sent: int = 0
    received: int = 0

    @property
    def name(self) -> str:
        """The most frequent form of the name."""
        return min(self.forms, key=lambda form: (-self.forms[form], form))

    def plus(self, other: "Party") -> None:
        """Add the names, URIs and counts found in other files."""
        for form, count in other.forms.items():
            if form in self.forms or len(self.forms) < _MOST_FORMS:
                self.forms[form] = self.forms.get(form, 0) + count
        self.uris = tuple(sorted({*self.uris, *other.uris}, key=uri_rank))[:_MOST_URIS]
        self.sent += other.sent
        self.received += other.received


_MOST_FORMS, _MOST_URIS = 40, 12


def uri_rank(uri: str) -> tuple[int, str]:
    """Return the sort key of a URI: the best known authority first, then alphabetical."""
    # Imported here since it loads lxml, which a process that only adds up does not need.
    from teikit.exports.record.authorities import rank  # noqa: PLC0415

    return rank(uri), uri


@dataclass(slots=True)
class Parties:
    """Persons or places by key: the first URI of an authority record, or else the name.

    `others` counts the letters from or to further ones once the table is full.
    """

    by_key: dict[str, Party] = field(default_factory=dict)
    others: int = 0

    def add(self, key: str, party: Party) -> None:
        """Add what was found about one party."""
        if key in self.by_key:
            self.by_key[key].plus(party)
        elif len(self.by_key) < MAX_NAMES:
            self.by_key[key] = party
        else:
            self.others += party.sent + party.received

    def plus(self, other: "Parties") -> None:
        """Add the parties of other files."""
        for key, party in other.by_key.items():
            self.add(key, party)
        self.others += other.others

    def __iter__(self) -> Iterator[Party]:
        """Yield the parties, those with most letters first, then by name."""
        yield from sorted(self.by_key.values(), key=lambda each: (-each.sent - each.received, each.name, each.uris))

    def __len__(self) -> int:
        return len(self.by_key)

    def name(self, key: str) -> str:
        """Return the name of the party with a key."""
        return self.by_key[key].name if key in self.by_key else key


def find_namesakes(parties: Parties) -> dict[str, str]:
    """Return the keys of parties without URIs, each with the key of the one party of the same name that has URIs.

    If several parties of that name have URIs, it is unknown which one is meant; the name then stays separate.
    """
    named: dict[str, set[str]] = {}
    for key, party in parties.by_key.items():
        for form in party.forms if party.uris else ():
            named.setdefault(form, set()).add(key)
    bare = (key for key, party in parties.by_key.items() if not party.uris)
    return {key: next(iter(named[key])) for key in bare if len(named.get(key, ())) == 1}


def merge_parties(parties: Parties, keys: Mapping[str, str]) -> Parties:
    """Return new parties in which those that `keys` maps to another key are merged with it."""
    merged = Parties(others=parties.others)
    for key, party in parties.by_key.items():
        copy = Party()
        copy.plus(party)
        merged.add(keys.get(key, key), copy)
    return merged
