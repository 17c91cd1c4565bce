"""The people and places of letters: what identifies each in the whole edition, and the path of its page."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from teikit.exports.record.names import safe_name
from teikit.exports.record.record import Agent, Mention, Place, Record
from teikit.registers import EntryKind

PEOPLE, PLACES = "people", "places"
# The same people and places are in thousands of letters.
_MOST_KNOWN = 1 << 14
# Only these have pages; works and what is of no known kind have none.
_FOLDERS = {EntryKind.PERSON: PEOPLE, EntryKind.ORGANISATION: PEOPLE, EntryKind.PLACE: PLACES}
_TAIL = re.compile(r"[^/#:]*$")
_FOLDED = {"ß": "ss", "ſ": "s", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i"}
_TO_FOLD = re.compile(f"[{''.join(_FOLDED)}]")


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place as one letter names it; `key` is the same in all letters.

    `kind` is a value of `EntryKind`. `coordinates` are latitude and longitude in degrees.
    """

    key: str
    kind: str
    name: str
    uris: tuple[str, ...] = ()
    coordinates: tuple[float, float] | None = None
    sort: str = ""

    @property
    def page(self) -> str:
        """The path of its page in the site."""
        return page_of(self.key)

    @property
    def is_place(self) -> bool:
        """Whether it is a place."""
        return self.kind == EntryKind.PLACE


def fold(text: str) -> str:
    """Return a text in small letters without accents, as the search compares it; `site.js` has the same rule."""
    text = text.lower()
    if text.isascii():
        return text
    plain = "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one)[0] != "M")
    return _TO_FOLD.sub(lambda found: _FOLDED[found[0]], plain)


def key_of(kind: str, name: str, uris: Sequence[str], entry: str) -> str:
    """Return what identifies somebody or something in the whole edition; empty if it has no page.

    That is the best known authority record, or else the entry of a register, or else the name.
    """
    try:
        folder = _FOLDERS.get(EntryKind(kind), "")
    except ValueError:
        folder = ""
    words = " ".join(name.split()).lower()
    what = uris[0] if uris else f"#{entry}" if entry else words
    return f"{folder}/{what}" if folder and what else ""


@lru_cache(_MOST_KNOWN)
def page_of(key: str) -> str:
    """Return the path of the page of a key: readable where it can be, and always distinct."""
    folder, _, what = key.partition("/")
    tail = _TAIL.search(what.rstrip("/#"))
    readable = safe_name((tail[0] if tail else "") or what)[:40].strip("_.-")
    return f"{folder}/{readable}{'-' if readable else ''}{sha256(key.encode()).hexdigest()[:12]}.html"


@lru_cache(_MOST_KNOWN)
def of_agent(agent: Agent) -> Entity:
    """Return an agent as an entity."""
    kind = EntryKind.ORGANISATION if agent.kind == "organisation" else EntryKind.PERSON
    sort = f"{agent.surname}, {agent.forename}" if agent.surname else agent.name
    return Entity(key_of(kind, agent.name, agent.uris, agent.entry), kind, agent.name, agent.uris, None, sort)


@lru_cache(_MOST_KNOWN)
def of_place(place: Place) -> Entity:
    """Return a place as an entity."""
    key = key_of(EntryKind.PLACE, place.name, place.uris, place.entry)
    return Entity(key, EntryKind.PLACE, place.name, place.uris, place.coordinates, place.name)


@lru_cache(_MOST_KNOWN)
def of_mention(mention: Mention) -> Entity:
    """Return a mention as an entity, without a key if it has no page."""
    key = key_of(mention.kind, mention.name, mention.uris, mention.entry)
    return Entity(key, mention.kind, mention.name, mention.uris, mention.coordinates, mention.name)


def named(entities: Iterator[Entity]) -> tuple[Entity, ...]:
    """Return the entities that have a page, each once."""
    return tuple({one.key: one for one in entities if one.key and one.name.strip()}.values())


def senders(record: Record) -> tuple[Entity, ...]:
    """Return the senders of a letter."""
    return named(map(of_agent, record.senders))


def recipients(record: Record) -> tuple[Entity, ...]:
    """Return the recipients of a letter."""
    return named(map(of_agent, record.recipients))


def sent_from(record: Record) -> tuple[Entity, ...]:
    """Return the places from which a letter was sent."""
    return named(map(of_place, record.places_of("sent")))


def sent_to(record: Record) -> tuple[Entity, ...]:
    """Return the places where a letter was received."""
    return named(map(of_place, record.places_of("received")))


def mentioned(record: Record) -> tuple[Entity, ...]:
    """Return whom and what a letter mentions or involves in another way."""
    others = [action for action in record.actions if action.type not in {"sent", "received"}]
    agents = (*record.participants, *(agent for action in others for agent in action.agents))
    places = (place for action in others for place in action.places)
    return named(iter([*map(of_agent, agents), *map(of_place, places), *map(of_mention, record.mentions)]))


def all_of(record: Record) -> tuple[Entity, ...]:
    """Return all people and places of a letter that have pages, each once."""
    groups = (senders(record), recipients(record), sent_from(record), sent_to(record), mentioned(record))
    return named(one for group in groups for one in group)
