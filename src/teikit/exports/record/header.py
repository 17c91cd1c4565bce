"""Reads any teiHeader into a letter's record, which contains only what the header states."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from teikit.exports.reading import rule
from teikit.exports.reading.elements import T
from teikit.exports.record.authorities import is_uri
from teikit.exports.record.entries import Resolver
from teikit.exports.record.record import (
    DATING,
    Action,
    Agent,
    AgentKind,
    Date,
    Holding,
    Identifier,
    Licence,
    Place,
    Record,
    Relation,
    Title,
)
from teikit.exports.record.resolver import DocumentResolver
from teikit.letter.dates import is_gregorian_day
from teikit.tei.markup import ID, LANG, TEI

_KINDS = {
    T + "persName": AgentKind.PERSON,
    T + "orgName": AgentKind.ORGANISATION,
    T + "name": AgentKind.NAME,
    T + "rs": AgentKind.NAME,
}
_KIND_OF_TYPE = {"person": AgentKind.PERSON, "org": AgentKind.ORGANISATION, "place": None}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# Titles that editions only use for sorting.
_SORT_TITLES = {"iso-date", "sort", "filing"}
# lxml names the default namespace None, which lxml-stubs does not know.
_NAMESPACES: Any = {None: TEI}
_HOLDING_FIELDS = ("country", "settlement", "repository", "collection")


def words_of(element: etree._Element | None) -> str:
    """Return the words of an element in one line, as in the reading text; empty for None."""
    if element is None:
        return ""
    # Most elements contain text only, for which this is faster.
    return rule.words_of(element) if len(element) else " ".join((element.text or "").split())


def _find_all(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall(path, _NAMESPACES)


def _find_first(root: etree._Element, path: str) -> etree._Element | None:
    return next(iter(_find_all(root, path)), None)


def _agent(element: etree._Element, resolver: Resolver, role: str = "") -> Agent:
    kind = _KIND_OF_TYPE.get(element.get("type", "")) or _KINDS.get(str(element.tag), AgentKind.NAME)
    entry = resolver.find(element)
    named = words_of(element), kind, entry.uris, role
    return Agent(*named, forename=entry.forename, surname=entry.surname, entry=entry.id)


def _agents(elements: Iterable[etree._Element], resolver: Resolver, role: str = "") -> tuple[Agent, ...]:
    """Return the agents that elements such as author or respStmt name: those in child elements, or else their text."""
    found: list[Agent] = []
    for element in elements:
        named = [child for child in element if child.tag in _KINDS]
        found += (_agent(one, resolver, role) for one in named or [element])
    return tuple(dict.fromkeys(agent for agent in found if agent.name))


def _contributors(file: etree._Element, resolver: Resolver) -> Iterator[Agent]:
    """Yield the agents responsible for the edition; the respStmt of a source belongs to another book."""
    statements = ("titleStmt", "editionStmt", "seriesStmt")
    for responsible in (one for name in statements for one in _find_all(file, f"{name}/respStmt")):
        role = ", ".join(words_of(resp) for resp in _find_all(responsible, "resp"))
        named = [child for child in responsible if child.tag in _KINDS]
        yield from (_agent(one, resolver, role) for one in named if words_of(one))


def _w3c(value: str) -> str:
    """Return a valid date, year-month or year without its time of day, empty for anything else."""
    match = _DATE.match(value.strip())
    if match is None or (match.end() != len(value.strip()) and value.strip()[match.end()] != "T"):
        return ""
    year, month, day = (int(part or 1) for part in match.groups())
    return match[0] if year and is_gregorian_day(year, month, day) else ""


def _date(element: etree._Element) -> Date:
    dating: dict[str, Any] = {
        key: _w3c(element.get(name) or element.get(f"{name}-iso") or "") for key, name in DATING.items()
    }
    return Date(words_of(element), **dating)


def _action(element: etree._Element, resolver: Resolver) -> Action:
    children = [child for child in element if isinstance(child.tag, str)]
    places = [_place(one, resolver) for one in children if _is_place(one)]
    return Action(
        element.get("type", ""),
        tuple(_agent(one, resolver) for one in children if one.tag in _KINDS and words_of(one) and not _is_place(one)),
        tuple(place for place in places if place.name),
        tuple(_date(one) for one in _find_all(element, "date")),
        tuple(words_of(one) for one in _find_all(element, "roleName")),
    )


def _place(element: etree._Element, resolver: Resolver) -> Place:
    entry = resolver.find(element)
    return Place(words_of(element), entry.uris, coordinates=entry.coordinates, entry=entry.id)


def _is_place(element: etree._Element) -> bool:
    return element.tag in {T + "placeName", T + "settlement"} or element.get("type") == "place"


def _titles(statement: etree._Element) -> tuple[str, tuple[str, ...], str]:
    """Return the title of the letter, its other titles, and the title of the edition that contains it."""
    titles = _find_all(statement, "title")
    series = next((words_of(title) for title in titles if title.get("level") == "s"), "")
    own = [one for one in titles if one.get("level") != "s" and one.get("type") not in _SORT_TITLES and words_of(one)]
    own.sort(key=lambda title: title.get("type") not in {None, "main"})
    if not own:
        return series, (), ""
    return words_of(own[0]), tuple(words_of(title) for title in own[1:]), series


def _licences(statement: etree._Element) -> tuple[Licence, ...]:
    for element in _find_all(statement, "availability/licence"):
        target = next((part for part in element.get("target", "").split() if is_uri(part)), "")
        first = _find_first(element, "p")
        return (Licence(words_of(element if first is None else first) or target, target),)
    words = words_of(_find_first(statement, "availability/p"))
    return (Licence(words),) if words else ()


def _identifiers(statement: etree._Element) -> Iterator[Identifier]:
    for element in statement.iter(T + "idno"):
        if value := " ".join((element.text or "").split()):
            yield Identifier(value, element.get("type", "").lower())


def _holding(element: etree._Element) -> Holding:
    parts: dict[str, Any] = {name: words_of(_find_first(element, name)) for name in _HOLDING_FIELDS}
    return Holding(**parts, shelfmark=words_of(_find_first(element, "idno")))


def _reference(element: etree._Element) -> str:
    """Return a bibliographic reference in words; the parts of a structured one are separated by commas."""
    if element.tag != T + "biblStruct":
        return words_of(element)
    leaves = (one for one in element.iter("{*}*") if not any(isinstance(child.tag, str) for child in one))
    return ", ".join(words for words in map(words_of, leaves) if words)


def _sources(description: etree._Element) -> tuple[str, ...]:
    wanted = {T + name for name in ("p", "bibl", "biblStruct", "biblFull")}
    found = (one for one in description.iter(*wanted) if next(one.iterancestors(T + "msDesc"), None) is None)
    return tuple(filter(None, map(_reference, found)))


def _languages(root: etree._Element) -> tuple[str, ...]:
    header = (one.get("ident", "") for one in _find_all(root, "teiHeader/profileDesc/langUsage/language"))
    found = tuple(dict.fromkeys(tag for tag in header if tag))
    text = _find_first(root, "text")
    stated = root.get(LANG, "") if text is None else text.get(LANG) or root.get(LANG, "")
    return found or ((stated,) if stated else ())


def _related_letters(description: etree._Element) -> Iterator[Relation]:
    for ref in description.iter(T + "ref"):
        kind = " ".join(part for part in (ref.get("type"), ref.get("subtype")) if part)
        yield Relation(kind, ref.get("target", ""), words_of(ref))


def _find_or_empty(root: etree._Element, path: str) -> etree._Element:
    """Return a part of the header, an empty element if it is missing."""
    found = _find_first(root, path)
    return etree.Element("none") if found is None else found


def read_record(root: etree._Element, name: str, resolver: Resolver | None = None) -> Record:
    """Return the record of a TEI document; `name` is its file name without suffix, used if it has no xml:id.

    `resolver` finds the entries to which it refers, by default in the document alone.
    """
    resolver = DocumentResolver(root) if resolver is None else resolver
    file, profile = _find_or_empty(root, "teiHeader/fileDesc"), _find_or_empty(root, "teiHeader/profileDesc")
    titles, statement = _find_or_empty(file, "titleStmt"), _find_or_empty(file, "publicationStmt")
    title, subtitles, series = _titles(titles)
    publishing = (_find_all(statement, name) for name in ("publisher", "authority", "distributor"))
    identifiers = tuple(_identifiers(statement))
    return Record(
        id=root.get(ID) or name,
        titles=tuple(map(Title, filter(None, (title, *subtitles)))),
        is_letter=_find_first(profile, "correspDesc") is not None,
        series=series or words_of(_find_first(file, "seriesStmt/title")) or words_of(_find_first(file, "seriesStmt/p")),
        authors=_agents(_find_all(titles, "author"), resolver),
        editors=_agents(_find_all(titles, "editor"), resolver),
        contributors=tuple(_contributors(file, resolver)),
        funders=_agents(_find_all(titles, "funder"), resolver),
        publishers=_agents(next(filter(None, publishing), ()), resolver),
        publication_place=words_of(_find_first(statement, "pubPlace")),
        published=_date(_find_or_empty(statement, "date")),
        edition=words_of(_find_first(file, "editionStmt/edition")),
        licences=_licences(statement),
        identifiers=identifiers,
        address=next((one.value for one in identifiers if one.value.startswith(("http://", "https://"))), ""),
        holdings=tuple(_holding(one) for one in _find_all(file, "sourceDesc//msIdentifier")),
        sources=_sources(_find_or_empty(file, "sourceDesc")),
        languages=_languages(root),
        actions=tuple(_action(one, resolver) for one in _find_all(profile, "correspDesc/correspAction")),
        related=tuple(one for each in _find_all(profile, "correspDesc") for one in _related_letters(each)),
        abstract=words_of(_find_first(profile, "abstract")),
        keywords=tuple(words_of(one) for one in _find_all(profile, "textClass/keywords//term")),
    )
