"""Reads the origin, the subjects and the kind of a document from profileDesc and its text (TEI P5 2.4)."""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.reading.kinds import has_words
from teikit.exports.record.header.agents import is_place, read_place
from teikit.exports.record.header.dates import read_date
from teikit.exports.record.header.reader import HeaderReader, children, find_all, find_below, find_first
from teikit.exports.record.record import Date, Place
from teikit.tei.markup import ID

_LETTER = "letter"
_DATES = frozenset({T + "date", T + "origDate"})


def states_a_letter(root: etree._Element) -> bool:
    """Return whether a document is a letter: it has a correspDesc, or its text or a division of it is so typed."""
    if find_first(root, "teiHeader/profileDesc/correspDesc") is not None:
        return True
    texts = find_all(root, "text")
    bodies = (body for text in texts for body in find_all(text, "body"))
    divisions = (one for body in bodies for one in children(body) if one.tag in {T + "div", T + "div1"})
    return any(one.get("type", "").lower() == _LETTER for one in (*texts, *divisions))


def read_creation(reader: HeaderReader, profile: etree._Element) -> tuple[tuple[Date, ...], tuple[Place, ...]]:
    """Return the dates and places of the creation of the text.

    Where nothing is said of it, those of the origin of a manuscript or an object, unless that contains a letter.
    """
    created = find_all(profile, "creation")
    if not any(map(_states_something, created)) and find_first(profile, "correspDesc") is None:
        created = find_below(find_all(reader.root, "teiHeader/fileDesc/sourceDesc"), "history/origin")[:1]
    dates = [date for one in created for date in _dates_of_creation(reader, one)]
    places = [read_place(reader, part) for one in created for part in _parts(one) if _is_origin(part)]
    return tuple(date for date in dates if date != Date()), tuple(place for place in places if place.name)


def _states_something(element: etree._Element) -> bool:
    return has_words(element) or any(one.attrib for one in element.iter(T + "creation", *_DATES))


def _dates_of_creation(reader: HeaderReader, creation: etree._Element) -> Iterator[Date]:
    """Yield the dates in a creation, or else those of its own attributes or words."""
    found = [one for one in _parts(creation) if one.tag in _DATES]
    yield from (read_date(reader, one) for one in found)
    if not found and not len(creation) and creation.tag == T + "creation":
        yield read_date(reader, creation)


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    for child in children(element):
        yield child
        if child.tag in {T + "p", T + "ab", T + "origin"}:
            yield from _parts(child)


def _is_origin(element: etree._Element) -> bool:
    return is_place(element) or element.tag == T + "origPlace"


def read_abstract(reader: HeaderReader, root: etree._Element) -> str:
    """Return the abstract, or else the summary of the contents of the manuscript."""
    sources = find_all(root, "teiHeader/fileDesc/sourceDesc")
    contents = (one for name in ("summary", "p") for one in find_below(sources, f"msContents/{name}"))
    return reader.first((*find_all(root, "teiHeader/profileDesc/abstract"), *contents))


def read_keywords(reader: HeaderReader, root: etree._Element) -> tuple[str, ...]:
    """Return the keywords, class codes, and the words of the categories to which catRef points."""
    found: list[str] = []
    for text_class in find_all(root, "teiHeader/profileDesc/textClass"):
        keywords = (one for each in find_all(text_class, "keywords") for one in each.iter(T + "term", T + "item"))
        found += [reader.words(one) for one in keywords if one.find(f".//{T}term") is None]
        found += [reader.words(one) for one in find_all(text_class, "classCode")]
        found += _categories(reader, find_all(text_class, "catRef"))
    return tuple(dict.fromkeys(filter(None, found)))


def _categories(reader: HeaderReader, references: list[etree._Element]) -> Iterator[str]:
    """Yield the words of the categories in the header to which catRef elements point."""
    pointers = [pointer[1:] for one in references for pointer in one.get("target", "").split() if pointer[0] == "#"]
    if pointers:
        known = {one.get(ID, ""): one for one in find_below(find_all(reader.root, "teiHeader"), "category")}
        named = (known[pointer] for pointer in pointers if pointer in known)
        yield from (reader.first((*find_all(one, "catDesc"), *find_all(one, "gloss"))) for one in named)
