"""Pointers to the URIs of authority records: a letter's own registers say who `#p1` is."""

import re
from collections.abc import Callable, Mapping

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.tei.markup import ID

_URI = re.compile(r"(?:https?://|urn:|info:)[^\s<>\"{}|\\^`]+")
# The best known first: what stands in their URIs, their names, their addresses. Others come after in their order.
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
    """Say whether a text is an absolute address that is harmless to follow: http, https, urn or info."""
    return _URI.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Say whether a text is an address that a reader may be sent to: http or https."""
    return text.startswith(("http://", "https://")) and is_uri(text)


def rank(uri: str) -> int:
    """Return what URIs are ordered by: those of the best known authority have the smallest number."""
    return next((number for number, (part, _, _) in enumerate(_AUTHORITY_FILES) if part in uri), len(_AUTHORITY_FILES))


def authority(uri: str) -> tuple[str, str]:
    """Return the name and the address of the authority file that a URI is of; nothing for others."""
    return next(((name, address) for part, name, address in _AUTHORITY_FILES if part in uri), ("", ""))


def _entries(root: etree._Element) -> Mapping[str, etree._Element]:
    """Return the entries of a document's registers by their xml:id; the first holds where two share one."""
    found: dict[str, etree._Element] = {}
    for entry in root.iter(*ENTRIES):
        found.setdefault(entry.get(ID, ""), entry)
    return found


def _uris_of_entry(entry: etree._Element) -> list[str]:
    """Return the addresses that an entry bears, best known authority first."""
    texts = [*(entry.get("ref") or "").split(), *((idno.text or "").strip() for idno in entry.iterfind(T + "idno"))]
    # An idno deeper down, as in a place's location, is of something else, such as the land that a town lies in.
    return sorted(dict.fromkeys(text for text in texts if is_uri(text)), key=rank)


def resolver(root: etree._Element) -> Callable[[str], tuple[str, ...]]:
    """Return a function from the value of @ref to the addresses that it or the registers give.

    A register is read when it is first asked for: most letters point nowhere.
    """
    registers: list[Mapping[str, etree._Element]] = []

    def resolve(ref: str) -> tuple[str, ...]:
        found: list[str] = []
        for pointer in ref.split():
            if not pointer.startswith("#"):
                found += [pointer] if is_uri(pointer) else []
                continue
            if not registers:
                registers.append(_entries(root))
            entry = registers[0].get(pointer[1:])
            found += _uris_of_entry(entry) if entry is not None else []
        return tuple(dict.fromkeys(found))

    return resolve
