"""The note of CMIF 2 on a letter: what it mentions, its language, its text base, and where its TEI file is.

The terms are those of the proposal of the TEI Correspondence SIG (CMIFv2_proposal) and of its vocabulary; the schema of
CMIF 1.1 allows them too. Without encodingDesc, which it does not allow, their prefix `cmif:` is not declared.
"""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.metadata.xml import maker
from teikit.exports.reading.elements import language_tag
from teikit.exports.record.authorities import choose, is_web_address
from teikit.exports.record.record import Mention, Record
from teikit.registers import EntryKind
from teikit.tei.markup import TEI

# In the order of CMIF's documentation, for people and for places.
AGENT_AUTHORITIES = ("GND", "VIAF", "BnF", "LC", "NDL", "ISNI", "ORCID", "Wikidata")
PLACE_AUTHORITIES = ("GeoNames", "GND", "Getty", "Wikidata")
_TERMS = {
    EntryKind.PERSON: "cmif:mentionsPerson",
    EntryKind.PLACE: "cmif:mentionsPlace",
    EntryKind.ORGANISATION: "cmif:mentionsOrg",
    EntryKind.WORK: "cmif:mentionsBibl",
}
# The forms of objects (objectDesc/@form) that are text bases of CMIF 2.
_TEXT_BASES = {"draft": "cmif:Draft", "copy": "cmif:Copy", "manuscript": "cmif:Manuscript", "print": "cmif:Print"}
_TEI_SUFFIXES = (".xml", ".tei")
_TEI_TYPES = frozenset(("tei", "tei-xml", "teixml", "xml"))
_tei = maker(TEI)


def mention_uri(mention: Mention) -> str:
    """Return the address by which CMIF identifies what is mentioned, empty if it has none."""
    order = PLACE_AUTHORITIES if mention.kind == EntryKind.PLACE else AGENT_AUTHORITIES
    return choose(mention.uris, order)


def note_for(record: Record) -> etree._Element | None:
    """Return the note on a letter, None if nothing is known for it."""
    refs = list(_refs(record))
    return _tei("note", refs) if refs else None


def _refs(record: Record) -> Iterator[etree._Element]:
    for mention in record.mentions:
        term, uri = _TERMS.get(EntryKind(mention.kind)), mention_uri(mention)
        if term and uri:
            yield _tei("ref", mention.name, type=term, target=uri)
    if address := _tei_address(record):
        yield _tei("ref", type="cmif:isAvailableAsTEIfile", target=address)
    for base in dict.fromkeys(_TEXT_BASES.get(holding.form.lower(), "") for holding in record.holdings):
        if base:
            yield _tei("ref", type="cmif:hasTextBase", target=base)
    for language in dict.fromkeys(language_tag(tag).partition("-")[0] for tag in record.languages):
        if language:
            yield _tei("ref", type="cmif:hasLanguage", target=language)


def _tei_address(record: Record) -> str:
    """Return the address of the TEI file of a letter, empty if its header does not state it."""
    known = (*((one.value, one.type) for one in record.identifiers), (record.address, ""))
    addresses = (
        value
        for value, type_ in known
        if is_web_address(value) and (type_ in _TEI_TYPES or value.endswith(_TEI_SUFFIXES))
    )
    return next(addresses, "")
