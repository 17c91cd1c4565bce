"""Reads who published the letter, when and where, under which licence and with which identifiers (TEI P5 2.2.4)."""

import re
from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.authorities import is_uri, is_web_address
from teikit.exports.record.header.agents import read_agents
from teikit.exports.record.header.dates import read_date
from teikit.exports.record.header.reader import HeaderReader, find_all, paragraphs
from teikit.exports.record.record import Agent, Date, Identifier, Licence

# Types of dates in publicationStmt that are not those of the publication.
_OTHER_DATES = re.compile(r"creat|encod|access|modif|update|transcri|digiti|revis|composi|copyright", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")
# Addresses that can only be those of a licence, or of a statement on rights.
_LICENCE = re.compile(
    r"https?://(?:(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)|rightsstatements\.org)/\S+$"
)
_REFERENCES = (T + "ref", T + "ptr")
# Elements of publicationStmt whose identifiers are those of an agent, or of a licence.
_NOT_OF_LETTER = frozenset(T + name for name in ("publisher", "authority", "distributor", "availability"))


def read_publishers(reader: HeaderReader, statement: etree._Element) -> tuple[tuple[Agent, ...], tuple[Agent, ...]]:
    """Return the publishers, or else the authorities or distributors; and the distributors beside them."""
    publishers = read_agents(reader, find_all(statement, "publisher"))
    publishers = publishers or read_agents(reader, find_all(statement, "authority"))
    distributors = read_agents(reader, find_all(statement, "distributor"))
    return (publishers, distributors) if publishers else (distributors, ())


def read_published(reader: HeaderReader, statement: etree._Element) -> Date:
    """Return the date of publication, in words at least; that of a type such as "created" is another date."""
    found = [one for place in _parts(statement) for one in find_all(place, "date")]
    own = [one for one in found if not _OTHER_DATES.search(one.get("type", ""))]
    own.sort(key=lambda one: not one.get("type", "").startswith(("publi", "issue")))
    dates = (read_date(reader, one) for one in own)
    return next((date for date in dates if date != Date()), Date())


def _parts(statement: etree._Element) -> Iterator[etree._Element]:
    """Yield a statement itself, and the paragraphs that it has instead of elements."""
    yield statement
    yield from paragraphs(statement)


def read_places(reader: HeaderReader, statement: etree._Element) -> str:
    """Return the places of publication."""
    return reader.joined(one for place in _parts(statement) for one in find_all(place, "pubPlace"))


def read_licences(reader: HeaderReader, statement: etree._Element) -> tuple[Licence, ...]:
    """Return the licences, and after them what availability says in paragraphs."""
    found = find_all(statement, "availability")
    licences = [_licence(reader, one, each) for each in found for one in find_all(each, "licence")]
    words = [_licence(reader, one, each) for each in found for one in paragraphs(each)]
    named = (
        one
        for each in paragraphs(statement)
        for one in each.iter(*_REFERENCES)
        if _LICENCE.match(one.get("target", ""))
    )
    words += [Licence(reader.words(one) or one.get("target", ""), one.get("target", "")) for one in named]
    return tuple(dict.fromkeys(licence for licence in (*licences, *words) if licence.uri_or_text))


def _licence(reader: HeaderReader, element: etree._Element, availability: etree._Element) -> Licence:
    """Return the licence that a licence or a paragraph states, with all of its paragraphs."""
    prose = list(paragraphs(element))
    text = reader.joined(prose, " ") if prose else reader.words(element)
    pointers = (each.get(name, "") for each in (element, *element.iter(*_REFERENCES)) for name in ("target", "corresp"))
    stated = next((part for pointer in pointers for part in pointer.split() if is_uri(part)), "")
    in_words = set(_URL.findall(text))
    uri = stated or (in_words.pop() if len(in_words) == 1 else "")
    return Licence(text or uri, uri, availability.get("status", ""))


def read_identifiers(reader: HeaderReader, statement: etree._Element) -> tuple[tuple[Identifier, ...], str]:
    """Return the identifiers of the letter, a DOI without its resolver, and the first that is a web address."""
    found = [each for each in _identifiers(reader, statement) if each.value]
    address = next((each.value for each in found if is_web_address(each.value)), "")
    return tuple(dict.fromkeys(map(_as_doi, found))), address


def _identifiers(reader: HeaderReader, statement: etree._Element) -> Iterator[Identifier]:
    for element in statement.iter(T + "idno", *_REFERENCES):
        if not any(above.tag in _NOT_OF_LETTER for above in element.iterancestors()):
            type_ = element.get("type", "").lower()
            if element.tag == T + "idno":
                yield Identifier(reader.words(element, ("idno",)), type_)
            elif _is_address_of_letter(element):
                yield Identifier(_target(reader, element), type_ or "url")


def _is_address_of_letter(reference: etree._Element) -> bool:
    """Return whether a reference is a part of the statement itself, or leads to a DOI."""
    above = reference.getparent()
    is_part = above is not None and above.tag == T + "publicationStmt"
    target = reference.get("target", "")
    return _DOI.fullmatch(target) is not None or (is_part and is_web_address(target))


def _target(reader: HeaderReader, reference: etree._Element) -> str:
    """Return the target of a reference, whose words are read if they repeat it."""
    target = reference.get("target", "")
    if "".join(map(str, reference.itertext())).strip() in target:
        reader.words(reference)
    return target


def _as_doi(identifier: Identifier) -> Identifier:
    """Return an identifier that is a DOI as such, whatever its type and form."""
    match = _DOI.fullmatch(identifier.value)
    is_doi = match and (identifier.type in {"", "doi", "uri", "url"} or "doi" in identifier.value.lower())
    return Identifier(match[1], "doi") if match and is_doi else identifier
