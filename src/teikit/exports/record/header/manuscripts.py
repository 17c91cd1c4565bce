"""Reads where originals are kept and what they are like, from msDesc, its parts and fragments (TEI P5 11.4, 11.7)."""

from collections.abc import Iterable, Iterator

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.header.physical import read_extent, read_form
from teikit.exports.record.header.reader import HeaderReader, children, find_all, find_below, find_first, find_or_empty
from teikit.exports.record.record import Holding, Identifier

# Elements that may have an identifier of an original; a bibl may have no more than that.
_DESCRIPTIONS = (T + "msDesc", T + "msPart", T + "msFrag", T + "object", T + "bibl")
_IDENTIFIERS = ("msIdentifier", "objectIdentifier")
_SHELFMARKS = frozenset(
    {
        "call-number", "callnumber", "cote", "segnatura", "shelf", "shelf-mark", "shelfmark", "shelfno", "signatur",
        "signature", "signatura", "sygnatura",
    }
)  # fmt: skip


def read_holdings(reader: HeaderReader, file: etree._Element) -> tuple[Holding, ...]:
    """Return the places where the originals are kept, those of parts and fragments after the whole."""
    sources = find_all(file, "sourceDesc")
    found = (_holding(reader, one) for source in sources for one in source.iter(*_DESCRIPTIONS))
    return tuple(dict.fromkeys(holding for holding in found if holding != Holding()))


def _holding(reader: HeaderReader, description: etree._Element) -> Holding:
    within = next((found for name in _IDENTIFIERS if (found := find_first(description, name)) is not None), None)
    # The place of a fragment may be an altIdentifier alone.
    if within is None and (within := find_first(description, "altIdentifier")) is None:
        within = etree.Element("none")
    shelfmark, identifiers = _identifiers(reader, within)
    physical = find_or_empty(description, "physDesc")
    return Holding(
        country=_place(reader, within, "country"),
        settlement=_place(reader, within, "settlement") or reader.words(find_first(within, "placeName")),
        repository=reader.joined(find_all(within, "repository")),
        collection=reader.joined(find_all(within, "collection")),
        shelfmark=shelfmark,
        institution=reader.joined(find_all(within, "institution")),
        name=reader.joined((*find_all(within, "msName"), *find_all(within, "objectName"))),
        identifiers=identifiers,
        extent=read_extent(reader, find_first(physical, "objectDesc/supportDesc/extent")),
        form=read_form(reader, physical),
    )


def _place(reader: HeaderReader, within: etree._Element, name: str) -> str:
    """Return the words of a place of the house: an element of its own, or else one in its address."""
    found = find_first(within, name)
    return reader.words(next(iter(find_below(find_all(within, "location"), name)), None) if found is None else found)


def _identifiers(reader: HeaderReader, within: etree._Element) -> tuple[str, tuple[Identifier, ...]]:
    """Return the idno that is the shelfmark, and the other identifiers.

    The shelfmark is the idno that is so typed, or else the last one without a type.
    """
    own = [one for outer in find_all(within, "idno") for one in outer.iter(T + "idno")]
    read = [(_type(one), reader.words(one, ("idno",))) for one in own]
    read = [(type_, value) for type_, value in read if value]
    marks = [each for each in read if each[0] in _SHELFMARKS] or [each for each in read if not each[0]][-1:]
    others = [Identifier(value, type_) for type_, value in read if (type_, value) not in marks[:1]]
    if within.tag != T + "altIdentifier":
        others += _alternatives(reader, find_all(within, "altIdentifier"))
    return (marks[0][1] if marks else ""), tuple(dict.fromkeys(others))


def _type(idno: etree._Element) -> str:
    """Return the type of an idno, or that of the idno around it."""
    around = (one.get("type", "") for one in (idno, *idno.iterancestors(T + "idno")))
    return next(filter(None, around), "").lower()


def _alternatives(reader: HeaderReader, found: Iterable[etree._Element]) -> Iterator[Identifier]:
    """Yield the other identifiers of an original, such as a former shelfmark, in words with their houses."""
    for one in found:
        leaves = (each for each in children(one) if each.tag != T + "note")
        if words := reader.joined(leaves):
            yield Identifier(words, one.get("type", "").lower() or find_or_empty(one, "idno").get("type", "").lower())
