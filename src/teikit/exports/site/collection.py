"""The letters of a site in their order: by date, by correspondence, and by the people and places that they name."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import PurePosixPath

from teikit.exports.record.names import safe_names
from teikit.exports.record.record import Record, Relation
from teikit.exports.site.dates import Day, day_of
from teikit.exports.site.entities import Entity, fold, mentioned, recipients, senders, sent_from, sent_to

_LETTERS = "letters"


class Role(Enum):
    """What a person or place is to a letter; the value is the key of its label."""

    SENDER = "sent"
    RECIPIENT = "received"
    FROM = "sent_from"
    TO = "sent_to"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class SiteLetter:
    """A letter of a site.

    `source` is the path of its file relative to the folder that the user named, with `/`; `name` that of its page
    without suffix; `number` is its place in the index of the search, from 0, which it keeps.
    """

    source: str
    name: str
    record: Record
    number: int

    @property
    def page(self) -> str:
        """The path of its page."""
        return f"{_LETTERS}/{self.name}.html"

    @property
    def tei(self) -> str:
        """The path of its TEI file."""
        return f"tei/{self.name}.xml"

    @property
    def title(self) -> str:
        """Its title, or else its name."""
        return self.record.title or self.record.id


@dataclass(slots=True)
class Known:
    """A person or place with its letters, in the order of their dates, by what it is to them."""

    entity: Entity
    names: Counter[str] = field(default_factory=Counter)
    letters: dict[Role, list[SiteLetter]] = field(default_factory=lambda: defaultdict(list))

    def count(self, *roles: Role) -> int:
        """Return the number of letters in which it has one of the roles; without any, of all its letters."""
        return len({one.number for role, many in self.letters.items() if not roles or role in roles for one in many})

    @property
    def is_correspondent(self) -> bool:
        """Whether the person sent or received one of the letters."""
        return bool(self.count(Role.SENDER, Role.RECIPIENT))


def page_names(sources: Iterable[str]) -> Iterator[str]:
    """Yield the name of each letter's page, from the paths of their files."""
    return safe_names(str(PurePosixPath(source).with_suffix("")).replace("/", "_") for source in sources)


def _order(letter: SiteLetter) -> tuple[bool, Day, str]:
    day = day_of(letter.record)
    return day is None, day or Day(0), letter.source


class Collection:
    """The letters of a site, by their dates; those without one are last."""

    def __init__(self, letters: Iterable[SiteLetter]) -> None:
        self.letters: Sequence[SiteLetter] = sorted(letters, key=_order)
        self._places = {letter.number: at for at, letter in enumerate(self.letters)}

    @cached_property
    def years(self) -> dict[int | None, list[SiteLetter]]:
        """The letters of each year; those without a year under None, last."""
        found: dict[int | None, list[SiteLetter]] = {}
        for letter in self.letters:
            day = day_of(letter.record)
            found.setdefault(day.year if day else None, []).append(letter)
        return found

    @cached_property
    def entities(self) -> dict[str, Known]:
        """All people and places by their keys, with their letters."""
        found: dict[str, Known] = {}
        for letter in self.letters:
            for role, entities in _roles(letter.record):
                for one in entities:
                    known = found.setdefault(one.key, Known(one))
                    known.names[one.name] += 1
                    known.letters[role].append(letter)
                    known.entity = _merged(known, one)
        return found

    def people(self) -> list[Known]:
        """Return people and organisations by their names."""
        return self._sorted(lambda one: not one.is_place)

    def places(self) -> list[Known]:
        """Return places by their names."""
        return self._sorted(lambda one: one.is_place)

    def _sorted(self, wanted: Callable[[Entity], bool]) -> list[Known]:
        found = (known for known in self.entities.values() if wanted(known.entity))
        return sorted(found, key=lambda known: (fold(known.entity.sort or known.entity.name), known.entity.key))

    @cached_property
    def correspondences(self) -> dict[frozenset[str], list[SiteLetter]]:
        """The letters between the same people, by the keys of all of them; only where there are two or more."""
        found: dict[frozenset[str], list[SiteLetter]] = {}
        for letter in self.letters:
            one, other = senders(letter.record), recipients(letter.record)
            if one and other:
                found.setdefault(frozenset(each.key for each in (*one, *other)), []).append(letter)
        return found

    def place(self, letter: SiteLetter) -> int:
        """Return the place of a letter among all, from 0."""
        return self._places[letter.number]

    def neighbours(self, letter: SiteLetter) -> tuple[SiteLetter | None, SiteLetter | None]:
        """Return the letters before and after a letter by date."""
        return _beside(self.letters, self._places[letter.number])

    def within_correspondence(self, letter: SiteLetter) -> tuple[SiteLetter | None, SiteLetter | None]:
        """Return the letters before and after a letter between the same people."""
        keys = frozenset(each.key for each in (*senders(letter.record), *recipients(letter.record)))
        same = self.correspondences.get(keys, [])
        return _beside(same, self._places_within[keys][letter.number]) if same else (None, None)

    @cached_property
    def _places_within(self) -> dict[frozenset[str], dict[int, int]]:
        return {
            keys: {letter.number: at for at, letter in enumerate(same)} for keys, same in self.correspondences.items()
        }

    def related(self, letter: SiteLetter) -> Iterator[tuple[Relation, SiteLetter | None]]:
        """Yield the letters that a header names, with those of them that are in the site."""
        for relation in letter.record.related:
            found = self._by_name.get(relation.target) or self._by_name.get(_last_part(relation.target))
            yield relation, found if found is not letter else None

    @cached_property
    def _by_name(self) -> dict[str, SiteLetter]:
        found: dict[str, SiteLetter] = {}
        for letter in reversed(self.letters):
            path = PurePosixPath(letter.source)
            for name in (path.stem, path.name, letter.source, letter.record.id, letter.record.address):
                if name:
                    found[name] = letter
        return found


def _last_part(target: str) -> str:
    return target.rstrip("/").rpartition("/")[2].rpartition("#")[2]


def _beside(letters: Sequence[SiteLetter], at: int) -> tuple[SiteLetter | None, SiteLetter | None]:
    return letters[at - 1] if at else None, letters[at + 1] if at + 1 < len(letters) else None


def _roles(record: Record) -> Iterator[tuple[Role, tuple[Entity, ...]]]:
    yield Role.SENDER, senders(record)
    yield Role.RECIPIENT, recipients(record)
    yield Role.FROM, sent_from(record)
    yield Role.TO, sent_to(record)
    yield Role.MENTIONED, mentioned(record)


def _merged(known: Known, one: Entity) -> Entity:
    """Return what is known of somebody from several letters: the most frequent name, all authority records."""
    had, name = known.entity, known.names.most_common(1)[0][0]
    if had == one and name == had.name:
        return had
    sort = next((each.sort for each in (had, one) if "," in each.sort), name)
    uris = tuple(dict.fromkeys((*had.uris, *one.uris)))
    return Entity(had.key, had.kind, name, uris, had.coordinates or one.coordinates, sort)
