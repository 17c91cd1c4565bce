"""Reads correspDesc: who sent the letter to whom, where and when, and which letters are around it (TEI P5 2.4.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.header.agents import is_agent, is_place, read_agent, read_party, read_place
from teikit.exports.record.header.dates import read_date
from teikit.exports.record.header.reader import HeaderReader, children, find_all, find_below
from teikit.exports.record.record import Action, Agent, Date, Relation

# Elements in which the parts of an action are searched.
_TRANSPARENT = frozenset(T + name for name in ("ab", "address", "item", "list", "location", "p"))
_PARTIES = tuple(T + name for name in ("person", "personGrp", "persona", "org"))
# The actions of people to whom particDesc gives a role in them.
_ACTION_OF_ROLE = {
    **dict.fromkeys(("sender", "writer"), "sent"),
    **dict.fromkeys(("addressee", "receiver", "recipient"), "received"),
}


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The actions of a letter, its other participants, the letters around it, and remarks on all this."""

    actions: tuple[Action, ...]
    participants: tuple[Agent, ...]
    related: tuple[Relation, ...]
    notes: tuple[str, ...]


def read_correspondence(reader: HeaderReader, file: etree._Element, profile: etree._Element) -> Correspondence:
    """Return the correspondence; without a correspDesc, its actions are those of people in particDesc."""
    described = find_all(profile, "correspDesc")
    parties = [read_party(reader, one) for each in find_all(profile, "particDesc") for one in each.iter(*_PARTIES)]
    actions = [_read_action(reader, one) for each in described for one in each.iter(T + "correspAction")]
    actions = actions if described else list(_actions_of(parties))
    known = {agent.name for action in actions for agent in action.agents}
    others = (one for one in parties if one.name and not (_action_type(one) and one.name in known))
    notes = [*find_below(find_all(file, "notesStmt"), "note"), *(one for each in described for one in _remarks(each))]
    return Correspondence(
        tuple(actions),
        tuple(dict.fromkeys(others)),
        tuple(dict.fromkeys((*_letters_around(reader, described), *_related_items(reader, file)))),
        tuple(dict.fromkeys(filter(None, map(reader.words, notes)))),
    )


def _read_action(reader: HeaderReader, element: etree._Element) -> Action:
    parts = list(_parts(element))
    agents = [read_agent(reader, one, _role(one)) for one in parts if is_agent(one)]
    places = [read_place(reader, one) for one in parts if is_place(one)]
    dates = [read_date(reader, one) for one in parts if one.tag == T + "date"]
    offices = [reader.words(one) for one in parts if one.tag == T + "roleName"]
    return Action(
        element.get("type", "").lower(),
        tuple(agent for agent in agents if agent.name),
        tuple(place for place in places if place.name),
        tuple(date for date in dates if date != Date()),
        tuple(filter(None, offices)),
    )


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the parts of an action, also those in paragraphs and addresses."""
    for child in children(element):
        if child.tag in _TRANSPARENT:
            yield from _parts(child)
        else:
            yield child


def _role(name: etree._Element) -> str:
    """Return the role of a name, for which some editions use the type of a persName."""
    type_ = name.get("type", "") if name.tag in {T + "persName", T + "orgName"} else ""
    return name.get("role") or type_


def _action_type(party: Agent) -> str:
    return next((type_ for role in party.role.lower().split() if (type_ := _ACTION_OF_ROLE.get(role))), "")


def _actions_of(parties: Iterable[Agent]) -> Iterator[Action]:
    for type_ in ("sent", "received"):
        if agents := tuple(replace(one, role="") for one in parties if one.name and _action_type(one) == type_):
            yield Action(type_, agents)


def _remarks(description: etree._Element) -> Iterator[etree._Element]:
    """Yield the notes in a correspDesc, and the paragraphs outside notes."""
    for child in children(description):
        if child.tag in {T + "note", T + "p", T + "ab"}:
            yield child
            yield from child.iterdescendants(T + "note")
        else:
            yield from _remarks(child)


def _letters_around(reader: HeaderReader, described: Iterable[etree._Element]) -> Iterator[Relation]:
    """Yield the letters to which a correspDesc refers."""
    for reference in (one for each in described for one in each.iter(T + "ref", T + "ptr")):
        kind = " ".join(part for part in (reference.get("type"), reference.get("subtype")) if part)
        yield Relation(kind, reference.get("target", ""), reader.words(reference))


def _related_items(reader: HeaderReader, file: etree._Element) -> Iterator[Relation]:
    for item in find_all(file, "notesStmt/relatedItem"):
        yield Relation(item.get("type", ""), item.get("target", ""), reader.joined(children(item)))
