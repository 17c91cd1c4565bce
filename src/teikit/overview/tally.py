"""Names to how often they come and in how many files; beyond a bound names are counted together."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

# A run has any number of names, memory has an end.
MAX_NAMES = 50_000
Name = TypeVar("Name", bound=Hashable)


@dataclass(slots=True)
class Tally(Generic[Name]):
    """How often each name comes (`counts`), and in how many files (`files`).

    `others` is how often names come that there was no more room for.
    """

    counts: dict[Name, int] = field(default_factory=dict)
    files: dict[Name, int] = field(default_factory=dict)
    others: int = 0

    def add(self, name: Name, count: int = 1, files: int = 1) -> None:
        """Count a name that came so often in so many more files."""
        if name not in self.counts and len(self.counts) >= MAX_NAMES:
            self.others += count
            return
        self.counts[name] = self.counts.get(name, 0) + count
        self.files[name] = self.files.get(name, 0) + files

    def add_file(self, counts: Mapping[Name, int]) -> None:
        """Count the names of one file."""
        for name, count in counts.items():
            self.add(name, count)

    def plus(self, other: "Tally[Name]") -> None:
        """Add what was counted elsewhere, in other files."""
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
    """A person, an organisation or a place: the forms of the name, authority records, and letters from and to it."""

    forms: dict[str, int] = field(default_factory=dict)
    uris: tuple[str, ...] = ()
    sent: int = 0
    received: int = 0

    @property
    def name(self) -> str:
        """The most frequent form of the name."""
        return min(self.forms, key=lambda form: (-self.forms[form], form))

    def plus(self, other: "Party") -> None:
        """Add what was found of it elsewhere."""
        for form, count in other.forms.items():
            if form in self.forms or len(self.forms) < _MOST_FORMS:
                self.forms[form] = self.forms.get(form, 0) + count
        self.uris = tuple(sorted({*self.uris, *other.uris}, key=uri_rank))[:_MOST_URIS]
        self.sent += other.sent
        self.received += other.received


_MOST_FORMS, _MOST_URIS = 40, 12


def uri_rank(uri: str) -> tuple[int, str]:
    """Return what URIs are ordered by: the best known authority first, then by letters."""
    # lxml comes with it, which those who only add up need not load.
    from teikit.exports.record.authorities import rank  # noqa: PLC0415

    return rank(uri), uri


@dataclass(slots=True)
class Parties:
    """Persons or places by what tells them apart: the first URI of an authority record, or else the name.

    `others` is how many letters go to or from those that there was no more room for.
    """

    by_key: dict[str, Party] = field(default_factory=dict)
    others: int = 0

    def add(self, key: str, party: Party) -> None:
        """Add what was found of one of them."""
        if key in self.by_key:
            self.by_key[key].plus(party)
        elif len(self.by_key) < MAX_NAMES:
            self.by_key[key] = party
        else:
            self.others += party.sent + party.received

    def plus(self, other: "Parties") -> None:
        """Add what was found elsewhere."""
        for key, party in other.by_key.items():
            self.add(key, party)
        self.others += other.others

    def __iter__(self) -> Iterator[Party]:
        """Yield them: those with most letters first, then by name."""
        yield from sorted(self.by_key.values(), key=lambda each: (-each.sent - each.received, each.name, each.uris))

    def __len__(self) -> int:
        return len(self.by_key)

    def name(self, key: str) -> str:
        """Return the name of one of them."""
        return self.by_key[key].name if key in self.by_key else key


def find_namesakes(parties: Parties) -> dict[str, str]:
    """Return the keys of those that bear a name alone, each with the key of the one of that name that has URIs.

    Where several of that name have URIs nobody knows whom the bare name means, and it stays by itself.
    """
    named: dict[str, set[str]] = {}
    for key, party in parties.by_key.items():
        for form in party.forms if party.uris else ():
            named.setdefault(form, set()).add(key)
    bare = (key for key, party in parties.by_key.items() if not party.uris)
    return {key: next(iter(named[key])) for key in bare if len(named.get(key, ())) == 1}


def merge_parties(parties: Parties, keys: Mapping[str, str]) -> Parties:
    """Return them with those made one that `keys` says are the same; what was there is not changed."""
    made = Parties(others=parties.others)
    for key, party in parties.by_key.items():
        copy = Party()
        copy.plus(party)
        made.add(keys.get(key, key), copy)
    return made
