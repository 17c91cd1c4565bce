"""Resolves references such as `#p1`, through the registers of a document, to URIs of authority records."""

import re
from collections.abc import Callable
from functools import cache

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.entries import Entry
from teikit.tei.markup import ID

_URI = re.compile(r"(?:https?://|urn:|info:)[^\s<>\"{}|\\^`]+")
# In order of preference: a part of their URIs, their name, their address. URIs of others come last, in their order.
_AUTHORITY_FILES = (
    ("d-nb.info/gnd/", "GND", "https://d-nb.info/gnd/"),
    ("orcid.org/", "ORCID", "https://orcid.org/"),
    ("isni.org/", "ISNI", "https://isni.org/"),
    ("viaf.org/viaf/", "VIAF", "https://viaf.org/"),
    ("id.loc.gov/", "LC", "https://id.loc.gov/"),
    ("ror.org/", "ROR", "https://ror.org/"),
    ("geonames.org/", "GeoNames", "https://www.geonames.org/"),
    ("getty.edu/", "Getty", "https://vocab.getty.edu/"),
    ("data.bnf.fr/", "BnF", "https://data.bnf.fr/"),
    ("wikidata.org/", "Wikidata", "https://www.wikidata.org/"),
)
ENTRIES = tuple(T + name for name in ("person", "personGrp", "org", "place", "object", "nym"))


def is_uri(text: str) -> bool:
    """Return whether a text is an absolute URI that is safe to link to: http, https, urn or info."""
    return _URI.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Return whether a text is an http or https URL that can be shown as a link."""
    return text.startswith(("http://", "https://")) and is_uri(text)


def rank(uri: str) -> int:
    """Return the sort key of a URI, smallest for the best known authority."""
    return next((number for number, (part, _, _) in enumerate(_AUTHORITY_FILES) if part in uri), len(_AUTHORITY_FILES))


def authority(uri: str) -> tuple[str, str]:
    """Return the name and the address of a URI's authority file, empty if it is unknown."""
    return next(((name, address) for part, name, address in _AUTHORITY_FILES if part in uri), ("", ""))


def _uris_of_entry(entry: etree._Element) -> list[str]:
    """Return the URIs of an entry, the best known authority first."""
    texts = [*(entry.get("ref") or "").split(), *((idno.text or "").strip() for idno in entry.iterfind(T + "idno"))]
    # Only direct children: an idno deeper down identifies something else, such as the country in a place's location.
    return sorted(dict.fromkeys(text for text in texts if is_uri(text)), key=rank)


class DocumentResolver:
    """Finds entries in the registers of a document itself (see `Resolver`)."""

    def __init__(self, root: etree._Element) -> None:
        self._resolve = _uri_finder(root)

    def find(self, element: etree._Element) -> Entry:
        """Return the URIs of the element's @ref."""
        return Entry(uris=self._resolve(element.get("ref", "")))

    def names(self, pointers: str) -> tuple[str, ...]:
        """Return the pointers."""
        return tuple(pointers.split())


def _uri_finder(root: etree._Element) -> Callable[[str], tuple[str, ...]]:
    """Return a function that resolves the value of @ref to URIs."""

    # Registers are read on first use, since most letters have no references into them; of duplicates the first counts.
    @cache
    def entries() -> dict[str, etree._Element]:
        return {entry.get(ID, ""): entry for entry in reversed([*root.iter(*ENTRIES)])}

    def resolve(ref: str) -> tuple[str, ...]:
        found: list[str] = []
        for pointer in ref.split():
            if pointer.startswith("#"):
                entry = entries().get(pointer[1:])
                found += _uris_of_entry(entry) if entry is not None else []
            elif is_uri(pointer):
                found.append(pointer)
        return tuple(dict.fromkeys(found))

    return resolve
