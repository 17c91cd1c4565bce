"""What a TEI header tells of a letter, as one small frozen value from which every metadata format is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class AgentKind(StrEnum):
    """What a name stands for; `NAME` where the TEI does not tell."""

    PERSON = "person"
    ORGANISATION = "organisation"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody, with the URIs of authority records, the best known authority first; `role` as the TEI words it."""

    name: str
    kind: AgentKind = AgentKind.NAME
    uris: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place, with the URIs of authority records, the best known authority first."""

    name: str
    uris: tuple[str, ...] = ()


# TEI's dating attributes by the fields of a date.
DATING: Mapping[str, str] = {
    "when": "when", "not_before": "notBefore", "not_after": "notAfter", "start": "from", "end": "to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Date:
    """A date: its words, and what TEI's dating attributes say, each a W3C date, a year-month, a year, or empty.

    `when` is the day itself; `not_before` and `not_after` bound an unknown one; `start` and `end` hold a period.
    """

    text: str = ""
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    start: str = ""
    end: str = ""

    @property
    def iso_8601(self) -> str:
        """Return the date or the interval it lies in (ISO 8601, as DataCite and Dublin Core write it), if any."""
        if self.when:
            return self.when
        first, last = self.start or self.not_before, self.end or self.not_after
        return first if first == last else f"{first or '..'}/{last or '..'}"

    @property
    def year(self) -> str:
        """Return the year in four digits where the date lies in one year only."""
        years = {value[:4] for value in (self.when, self.not_before, self.not_after, self.start, self.end) if value}
        return years.pop() if len(years) == 1 and min(years)[:1].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Action:
    """A step on the letter's way (`type`: sent, received, transmitted ...), with who, where and when."""

    type: str
    agents: tuple[Agent, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[Date, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of use in words, and their address."""

    text: str
    uri: str = ""

    @property
    def uri_or_text(self) -> str:
        """Return their address, or else the words."""
        return self.uri or self.text


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or address by which the edition of the letter is known; `type` as the TEI words it, in lower case."""

    value: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Where an original is kept."""

    country: str = ""
    settlement: str = ""
    repository: str = ""
    collection: str = ""
    shelfmark: str = ""

    def __str__(self) -> str:
        """Return it as archives are cited: the place, the house, the collection, the shelfmark."""
        return ", ".join(part for part in (self.settlement, self.repository, self.collection, self.shelfmark) if part)


@dataclass(frozen=True, slots=True)
class Relation:
    """A letter that this one follows, answers or comes before: `kind` as the TEI words it."""

    kind: str
    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The metadata of one letter; what is not known is empty.

    `id` is the document's xml:id, or its file's name without suffix. `address` is where the letter is to be found.
    """

    id: str
    title: str = ""
    subtitles: tuple[str, ...] = ()
    series: str = ""
    authors: tuple[Agent, ...] = ()
    editors: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    funders: tuple[Agent, ...] = ()
    publishers: tuple[Agent, ...] = ()
    publication_place: str = ""
    published: Date = Date()
    edition: str = ""
    licence: Licence = Licence("")
    identifiers: tuple[Identifier, ...] = ()
    address: str = ""
    holdings: tuple[Holding, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    related: tuple[Relation, ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    def actions_of(self, type_: str) -> Iterator[Action]:
        """Yield the actions of a type, in the order of the header."""
        return (action for action in self.actions if action.type == type_)

    @property
    def senders(self) -> tuple[Agent, ...]:
        """Return who sent the letter."""
        return tuple(agent for action in self.actions_of("sent") for agent in action.agents)

    @property
    def recipients(self) -> tuple[Agent, ...]:
        """Return to whom the letter went."""
        return tuple(agent for action in self.actions_of("received") for agent in action.agents)

    @property
    def creators(self) -> tuple[Agent, ...]:
        """Return who wrote the letter: its authors, or else its senders."""
        return self.authors or self.senders

    @property
    def sent_dates(self) -> tuple[Date, ...]:
        """Return when the letter was sent, as far as a date can be reckoned with."""
        return tuple(date for action in self.actions_of("sent") for date in action.dates if date.iso_8601)

    def identifier(self, type_: str) -> str:
        """Return the first identifier of a type, or nothing."""
        return next((one.value for one in self.identifiers if one.type == type_), "")


def common_value(values: Iterable[str]) -> str:
    """Return the value that all letters have, nothing where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


FIELDS = tuple(field.name for field in fields(Record))


def dropped_fields(record: Record, holds: frozenset[str]) -> tuple[str, ...]:
    """Return the fields of a record that hold something and are not among those that a format holds."""
    empty = Record("")
    return tuple(name for name in FIELDS if name not in holds and getattr(record, name) != getattr(empty, name))
