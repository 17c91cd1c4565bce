"""The metadata of a letter as one small frozen value, from which every metadata format is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from teikit.exports.record.references import NO_REFERENCES, References


class AgentKind(StrEnum):
    """The kind of an agent; `NAME` if the TEI does not state it."""

    PERSON = "person"
    ORGANISATION = "organisation"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a statement is, by TEI's attributes @cert, @evidence and @resp (P5 1.3.1.1.4); empty if not stated.

    `cert` is high, medium, low, unknown, or a probability from 0 to 1; `evidence` is internal, external, conjecture, or
    the header's own word. `responsible` has the names of those to whom @resp points, or else its pointers.
    """

    cert: str = ""
    evidence: str = ""
    responsible: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether the statement is a conjecture, or less sure than 'high'."""
        return self.evidence == "conjecture" or self.cert not in {"", "high", "1", "1.0"}


STATED = Certainty()


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text, its language (@xml:lang, inherited; empty if unknown), and its @type and @level."""

    text: str
    language: str = ""
    type: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or organisation.

    `uris` has the authority records, the best known authority first; `role` is as in the TEI. `forename` and `surname`
    are given only if the TEI states them, in the name or in its register entry. `entry` is the xml:id of that entry.
    """

    name: str
    kind: AgentKind = AgentKind.NAME
    uris: tuple[str, ...] = ()
    role: str = ""
    certainty: Certainty = STATED
    forename: str = ""
    surname: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place.

    `uris` has the authority records, the best known authority first. `coordinates` are latitude and longitude in
    degrees (WGS 84). `entry` is the xml:id of its register entry.
    """

    name: str
    uris: tuple[str, ...] = ()
    certainty: Certainty = STATED
    coordinates: tuple[float, float] | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, place, organisation or work that the text mentions; `kind` is a value of `EntryKind`."""

    kind: str
    name: str
    uris: tuple[str, ...] = ()
    entry: str = ""
    coordinates: tuple[float, float] | None = None


NamedT = TypeVar("NamedT", Agent, Place, Mention)
# The fields of a date and their TEI dating attributes.
DATING: Mapping[str, str] = {
    "when": "when", "not_before": "notBefore", "not_after": "notAfter", "start": "from", "end": "to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Date:
    """A date: its text, and the values of TEI's dating attributes, each a W3C date, year-month or year, or empty.

    `when` is the day itself; `not_before` and `not_after` are the bounds of an unknown day; `start` and `end` of a
    period. `precision` says how exact the values are: high, medium, low, unknown; empty if not stated.
    """

    text: str = ""
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    start: str = ""
    end: str = ""
    certainty: Certainty = STATED
    precision: str = ""

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
    """A licence: its text, its URI, and the @status of its availability."""

    text: str
    uri: str = ""
    status: str = ""

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
    """The place where an original is kept, after msIdentifier (TEI P5 10.4).

    `institution` is the house that `repository` belongs to. `shelfmark` is the idno that is one; `identifiers` has the
    others. `name` is the msName, `extent` and `form` are from the physical description, in words.
    """

    country: str = ""
    settlement: str = ""
    repository: str = ""
    collection: str = ""
    shelfmark: str = ""
    institution: str = ""
    name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    extent: str = ""
    form: str = ""

    @property
    def archive(self) -> str:
        """The name of the archive: institution and repository."""
        return ", ".join(dict.fromkeys(part for part in (self.institution, self.repository) if part))

    def __str__(self) -> str:
        """Return the holding as archives are cited: place, institution, collection, shelfmark."""
        return ", ".join(part for part in (self.settlement, self.archive, self.collection, self.shelfmark) if part)


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference to a letter that precedes, answers or follows this one; `kind` as in the TEI."""

    kind: str
    target: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The metadata of one letter; unknown fields are empty, and nothing is stated that the TEI or the user does not.

    Attributes:
        id: the document's xml:id, or its file name without suffix.
        titles: the letter's titles, the main one first.
        is_letter: whether the document is a letter by its header, its divisions, or the user's word.
        series: the title of the edition that contains the letter; `volume` is its number there.
        principals: the researchers who are responsible for the edition (`principal`); `sponsors` as in `sponsor`.
        publishers: the publishers, or else the authorities or distributors; `distributors` are those beside them.
        licences: the licences, each with its text or its URI.
        address: the URL of the letter.
        languages: the languages of the letter itself, its main language first.
        other_languages: further languages of the file, such as that of its notes.
        created: the dates of `creation`, or of the origin of what is no letter; `creation_places` its places.
        participants: people of `particDesc`, with their roles, other than senders and recipients.
        mentions: what the text mentions, each once, in the order of the text.
        notes: the notes of the header, about the letter or its correspondence.
        unread: the elements of the header with words that no field has, such as 'encodingDesc/projectDesc'.
        references: how many references of the header lead to entries of registers.
    """

    id: str
    titles: tuple[Title, ...] = ()
    is_letter: bool = False
    series: str = ""
    volume: str = ""
    authors: tuple[Agent, ...] = ()
    editors: tuple[Agent, ...] = ()
    principals: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    funders: tuple[Agent, ...] = ()
    sponsors: tuple[Agent, ...] = ()
    publishers: tuple[Agent, ...] = ()
    distributors: tuple[Agent, ...] = ()
    publication_place: str = ""
    published: Date = Date()
    edition: str = ""
    licences: tuple[Licence, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    address: str = ""
    extent: str = ""
    holdings: tuple[Holding, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    other_languages: tuple[str, ...] = ()
    created: tuple[Date, ...] = ()
    creation_places: tuple[Place, ...] = ()
    actions: tuple[Action, ...] = ()
    participants: tuple[Agent, ...] = ()
    mentions: tuple[Mention, ...] = ()
    related: tuple[Relation, ...] = ()
    notes: tuple[str, ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    references: References = NO_REFERENCES

    @property
    def title(self) -> str:
        """The main title, empty if there is none."""
        return self.titles[0].text if self.titles else ""

    @property
    def subtitles(self) -> tuple[str, ...]:
        """The other titles."""
        return tuple(title.text for title in self.titles[1:])

    @property
    def holding_details(self) -> tuple[str, ...]:
        """What the originals have beside the place where they are kept: names, other identifiers, extent and form."""
        parts = ((*(each.value for each in one.identifiers), one.name, one.extent, one.form) for one in self.holdings)
        return tuple(part for each in parts for part in each if part)

    @property
    def licence(self) -> Licence:
        """The first licence, an empty one if there is none."""
        return self.licences[0] if self.licences else Licence("")

    def actions_of(self, type_: str) -> Iterator[Action]:
        """Yield the actions of a type, in the order of the header."""
        return (action for action in self.actions if action.type == type_)

    def dates_of(self, type_: str) -> Iterator[Date]:
        """Yield the dates of the actions of a type, also those in words only."""
        return (date for action in self.actions_of(type_) for date in action.dates)

    def places_of(self, type_: str) -> Iterator[Place]:
        """Yield the places of the actions of a type."""
        return (place for action in self.actions_of(type_) for place in action.places)

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
        return tuple(date for date in self.dates_of("sent") if date.iso_8601)

    def identifier(self, type_: str) -> str:
        """Return the first identifier of a type, empty if there is none."""
        return next((one.value for one in self.identifiers if one.type == type_), "")


class Change(Protocol):
    """Returns what is kept of a person, a place or a mention."""

    def __call__(self, named: NamedT, /) -> NamedT:
        """Return the changed value."""
        ...


def change_named(record: Record, change: Change) -> Record:
    """Return a record in which all people and places of correspondence, participants and mentions are changed."""

    def act(action: Action) -> Action:
        return replace(action, agents=tuple(map(change, action.agents)), places=tuple(map(change, action.places)))

    participants, mentions = tuple(map(change, record.participants)), tuple(map(change, record.mentions))
    return replace(record, actions=tuple(map(act, record.actions)), participants=participants, mentions=mentions)


def common_value(values: Iterable[str]) -> str:
    """Return the value that is the same for all letters, empty if they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


# What a format shows of a field differs between its parts.
_NAMES_OF = {
    "titles": ("title", "subtitles"),
    "licences": ("licence",),
    "holdings": ("holdings", "holding_details"),
}
# These say nothing of the letter that a format could leave out; `unread` is reported by its elements.
_NOT_REPORTED = {"is_letter", "mentions", "unread", "references"}
FIELDS = tuple(
    name
    for field in fields(Record)
    if field.name not in _NOT_REPORTED
    for name in _NAMES_OF.get(field.name, (field.name,))
)


def dropped_fields(record: Record, supported: frozenset[str]) -> tuple[str, ...]:
    """Return the non-empty fields of a record that are not among those that a format supports, and what is unread."""
    empty = Record("")
    fields_ = (name for name in FIELDS if name not in supported and getattr(record, name) != getattr(empty, name))
    return (*fields_, *record.unread)


def dropped_by_any(records: Iterable[Record], supported: frozenset[str]) -> tuple[str, ...]:
    """Return the dropped fields of all records, each once."""
    return tuple(dict.fromkeys(name for record in records for name in dropped_fields(record, supported)))
