"""Reads people, organisations and places: their names as given, their records in registers, their certainty."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.entries import UNKNOWN
from teikit.exports.record.header.certainty import read_certainty
from teikit.exports.record.header.reader import HeaderReader, children, find_all
from teikit.exports.record.record import STATED, Agent, AgentKind, Place
from teikit.registers import EntryKind
from teikit.registers.authorities import authority, sort_uris, uri_of
from teikit.tei.markup import ID

_KINDS = {
    T + "persName": AgentKind.PERSON,
    T + "orgName": AgentKind.ORGANISATION,
    T + "name": AgentKind.NAME,
    T + "rs": AgentKind.NAME,
}
_KIND_OF_TYPE = {
    **dict.fromkeys(("pers", "person", "persname"), AgentKind.PERSON),
    **dict.fromkeys(("org", "orgname", "organisation", "organization", "institution"), AgentKind.ORGANISATION),
}
_KIND_OF_ENTRY = {EntryKind.PERSON: AgentKind.PERSON, EntryKind.ORGANISATION: AgentKind.ORGANISATION}
_PLACE_TYPES = frozenset({"place", "placename", "settlement"})
_PLACES = frozenset(
    T + name for name in ("bloc", "country", "district", "geogName", "placeName", "region", "settlement")
)
# Elements among which names are searched; those in other elements, such as an affiliation, name something else.
_TRANSPARENT = frozenset(T + name for name in ("ab", "emph", "hi", "item", "list", "p", "ref", "seg"))
# Data about a person or an organisation that are not the name.
_NOT_NAME = frozenset(
    {"address", "affiliation", "age", "birth", "death", "education", "email", "event", "faith", "floruit", "gender"}
    | {
        "idno",
        "langKnowledge",
        "nationality",
        "note",
        "occupation",
        "ptr",
        "residence",
        "sex",
        "socecStatus",
        "state",
        "trait",
    }
)


def is_place(element: etree._Element) -> bool:
    """Return whether an element names a place."""
    return element.tag in _PLACES or (element.tag in _KINDS and element.get("type", "").lower() in _PLACE_TYPES)


def is_agent(element: etree._Element) -> bool:
    """Return whether an element names a person or an organisation."""
    return element.tag in _KINDS and not is_place(element)


def read_agent(
    reader: HeaderReader, element: etree._Element, role: str = "", around: etree._Element | None = None
) -> Agent:
    """Return the agent that an element names; the name is that of its register entry if the element has no words.

    `around` is an element such as author that has no other name: it may have the reference and the certainty.
    """
    parts = (element,) if around is None else (element, around)
    entries = [reader.resolver.find(part) for part in parts]
    entry = next((each for each in entries if each != UNKNOWN), UNKNOWN)
    forename, surname = _parts(reader, element)
    uris = [
        *(uri for each in entries for uri in each.uris),
        *(uri for part in parts for uri in _idno_uris(reader, part)),
    ]
    kind = _KIND_OF_TYPE.get(element.get("type", "").lower()) or _KINDS.get(str(element.tag), AgentKind.NAME)
    return Agent(
        reader.words(element, _NOT_NAME | {"date"} if forename or surname else _NOT_NAME) or entry.name or _first(uris),
        _KIND_OF_ENTRY.get(entry.kind, kind) if kind is AgentKind.NAME else kind,
        sort_uris(uris),
        role or element.get("role", ""),
        next((sure for part in parts if (sure := read_certainty(reader, part)) != STATED), STATED),
        forename or entry.forename,
        surname or entry.surname,
        entry.id,
    )


def _first(texts: Iterable[str]) -> str:
    return next(iter(texts), "")


def _parts(reader: HeaderReader, element: etree._Element) -> tuple[str, str]:
    """Return the forename and the surname that a name marks; a link such as "von" belongs to the surname."""
    if not len(element):
        return "", ""
    links = ("surname",) if element.find(f".//{T}surname") is None else ("nameLink", "surname")
    forenames, surnames = (
        [reader.words(one) for one in element.iter(*(T + name for name in names))] for names in (("forename",), links)
    )
    return " ".join(filter(None, forenames)), " ".join(filter(None, surnames))


def _idno_uris(reader: HeaderReader, element: etree._Element) -> Iterator[str]:
    """Yield the URIs that an element has in idno, ref or ptr, as such or as the number of an authority file."""
    for one in find_all(element, "idno") if len(element) else ():
        if uri := uri_of("".join(map(str, one.itertext())), one.get("subtype", ""), one.get("type", "")):
            reader.words(one)
            yield uri
    for one in element.iterchildren(T + "ref", T + "ptr"):
        # Other references lead to what is no record of an authority, such as a page about the person.
        uri = uri_of(one.get("target", ""), one.get("subtype", ""), one.get("type", ""))
        if authority(uri)[0]:
            yield uri


def names_in(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that name the agents of an element such as author or respStmt."""
    return (name for child in children(element) for name in names_at(child))


def names_at(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the element if it names an agent, or else the names in it if it is an element such as `p`."""
    if is_agent(element):
        yield element
    elif element.tag in _TRANSPARENT:
        yield from names_in(element)


def read_agents(reader: HeaderReader, elements: Iterable[etree._Element], role: str = "") -> tuple[Agent, ...]:
    """Return the agents of elements such as author or publisher: those in names, or else their own words."""
    found = (agent for element in elements for agent in _agents_of(reader, element, role or element.get("role", "")))
    return tuple(dict.fromkeys(agent for agent in found if agent.name))


def _agents_of(reader: HeaderReader, element: etree._Element, role: str) -> Iterator[Agent]:
    named = list(names_in(element))
    # Of an element that refers to one entry, further names are forms of the same name.
    if len(named) == 1 or (named and (element.get("ref") or element.get("key"))):
        yield read_agent(reader, named[0], role, element)
    else:
        yield from (read_agent(reader, one, role) for one in named or [element])


def read_party(reader: HeaderReader, element: etree._Element) -> Agent:
    """Return the agent that an element such as person in particDesc describes; the name may be empty."""
    name = next((one for one in children(element) if is_agent(one)), None)
    agent = read_agent(reader, element if name is None else name, element.get("role", ""), element)
    kind = AgentKind.ORGANISATION if element.tag == T + "org" else AgentKind.PERSON
    return replace(agent, kind=kind, entry=element.get(ID, "") or agent.entry)


def read_place(reader: HeaderReader, element: etree._Element) -> Place:
    """Return the place that an element names."""
    entry = reader.resolver.find(element)
    name = reader.words(element, _NOT_NAME | {"location"}) or entry.name or _first(entry.uris)
    return Place(name, entry.uris, read_certainty(reader, element), entry.coordinates, entry.id)
