"""The metadata of a letter as one small frozen value, from which every metadata format is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class AgentKind(StrEnum):
    """The kind of an agent; `NAME` if the TEI does not state it."""

    PERSON = "person"
    ORGANISATION = "organisation"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or organisation, with URIs of authority records, best known authority first; `role` as in the TEI."""

    name: str
    kind: AgentKind = AgentKind.NAME
    uris: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place, with URIs of authority records, the best known authority first."""

    name: str
    uris: tuple[str, ...] = ()


# The fields of a date and their TEI dating attributes.
DATING: Mapping[str, str] = {
    "when": "when", "not_before": "notBefore", "not_after": "notAfter", "start": "from", "end": "to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Date:
    """A date: its text, and the values of TEI's dating attributes, each a W3C date, year-month or year, or empty.

    `when` is the day itself; `not_before` and `not_after` are the bounds of an unknown day; `start` and `end` of a
    period.
    """

    text: str = ""
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    start: str = ""
    end: str = ""

    @property
    def iso_8601(self) -> str:
        """The date or its interval in ISO 8601, as DataCite and Dublin Core write it, or empty."""
        if self.when:
            return self.when
        first, last = self.start or self.not_before, self.end or self.not_after
        return first if first == last else f"{first or '..'}/{last or '..'}"

    @property
    def year(self) -> str:
        """The year in four digits, if the date is within one year."""
        years = {value[:4] for value in (self.when, self.not_before, self.not_after, self.start, self.end) if value}
        return years.pop() if len(years) == 1 and min(years)[:1].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Action:
    """A correspAction (`type`: sent, received, transmitted ...): its agents, places and dates."""

    type: str
    agents: tuple[Agent, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[Date, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its text and its URI."""

    text: str
    uri: str = ""

    @property
    def uri_or_text(self) -> str:
        """The URI, or else the text."""
        return self.uri or self.text


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of the letter's edition; `type` as in the TEI, in lower case."""

    value: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """The place where an original is kept."""

    country: str = ""
    settlement: str = ""
    repository: str = ""
    collection: str = ""
    shelfmark: str = ""

    def __str__(self) -> str:
        """Return the holding as archives are cited: place, institution, collection, shelfmark."""
        return ", ".join(part for part in (self.settlement, self.repository, self.collection, self.shelfmark) if part)


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference to a letter that precedes, answers or follows this one; `kind` as in the TEI."""

    kind: str
    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The metadata of one letter; unknown fields are empty.

    `id` is the document's xml:id, or its file name without suffix. `address` is the URL of the letter.
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
        """The agents who sent the letter."""
        return tuple(agent for action in self.actions_of("sent") for agent in action.agents)

    @property
    def recipients(self) -> tuple[Agent, ...]:
        """The agents to whom the letter was sent."""
        return tuple(agent for action in self.actions_of("received") for agent in action.agents)

    @property
    def creators(self) -> tuple[Agent, ...]:
        """The letter's authors, or else its senders."""
        return self.authors or self.senders

    @property
    def sent_dates(self) -> tuple[Date, ...]:
        """The dates on which the letter was sent, without those that have no value in ISO 8601."""
        return tuple(date for action in self.actions_of("sent") for date in action.dates if date.iso_8601)

    def identifier(self, type_: str) -> str:
        """Return the first identifier of a type, empty if there is none."""
        return next((one.value for one in self.identifiers if one.type == type_), "")


def common_value(values: Iterable[str]) -> str:
    """Return the value that is the same for all letters, empty if they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


FIELDS = tuple(field.name for field in fields(Record))


def dropped_fields(record: Record, supported: frozenset[str]) -> tuple[str, ...]:
    """Return the non-empty fields of a record that are not among those that a format supports."""
    empty = Record("")
    return tuple(name for name in FIELDS if name not in supported and getattr(record, name) != getattr(empty, name))


def dropped_by_any(records: Iterable[Record], supported: frozenset[str]) -> tuple[str, ...]:
    """Return the dropped fields of all records, each once."""
    return tuple(dict.fromkeys(name for record in records for name in dropped_fields(record, supported)))
