"""The people, places, organisations and works that a letter mentions, each once, with what registers say of them."""

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.reading.kinds import SKIPPED_ELEMENTS, is_apparatus, is_register
from teikit.exports.reading.rule import words_of
from teikit.exports.record.entries import Entry, Resolver
from teikit.exports.record.record import Mention
from teikit.registers import EntryKind

_ELEMENTS = {
    EntryKind.PERSON: "persName",
    EntryKind.PLACE: "placeName geogName settlement region country district bloc",
    EntryKind.ORGANISATION: "orgName",
    EntryKind.WORK: "title bibl biblStruct objectName",
}
_KIND_OF_ELEMENT = {name: kind for kind, names in _ELEMENTS.items() for name in names.split()}
# The values of @type by which editions say of `name` and `rs` what they name.
_TYPES = {
    EntryKind.PERSON: "person persons pers people individual per character",
    EntryKind.PLACE: "place places location loc geo settlement city country region geog",
    EntryKind.ORGANISATION: "org orgs organisation organization institution corporation company",
    EntryKind.WORK: "work works bibl title book publication literature lit_work",
}
_KIND_OF_TYPE = {name: kind for kind, names in _TYPES.items() for name in names.split()}
_REFERRING = frozenset((*_KIND_OF_ELEMENT, "name", "rs"))
_REFERENCES = ("ref", "key")
# Works are cited by these too.
_REFERENCES_OF_WORKS = ("ref", "key", "sameAs", "corresp")
# What CMIF 2 calls them in correspDesc/note/ref/@type.
_CMIF = {
    "mentionsPerson": EntryKind.PERSON,
    "mentionsPlace": EntryKind.PLACE,
    "mentionsOrg": EntryKind.ORGANISATION,
    "mentionsBibl": EntryKind.WORK,
}
_CORRESPONDENCE_NOTES = f"{T}teiHeader/{T}profileDesc/{T}correspDesc/{T}note//{T}ref"


def read_mentions(root: etree._Element, resolver: Resolver) -> tuple[Mention, ...]:
    """Return what the text of a document mentions with a reference, and what a note of its correspDesc lists.

    Editor's notes and registers after the text mention nothing. An element that does not say what it names, and leads
    to no entry that does, has the kind `EntryKind.OTHER`.
    """
    in_text = (
        one for text in root.iterchildren(T + "text") for each in _referring(text) for one in _mentions(each, resolver)
    )
    listed = (one for ref in root.iterfind(_CORRESPONDENCE_NOTES) for one in _listed(ref, resolver))
    found: dict[str, Mention] = {}
    for mention in chain(in_text, listed):
        found.setdefault(mention.entry or next(iter(mention.uris), mention.name), mention)
    return tuple(found.values())


def _referring(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements below one that refer to something, without what is not the text of the letter."""
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        name = tei_name(child)
        if not name or name in SKIPPED_ELEMENTS or is_register(child, name) or (name == "note" and is_apparatus(child)):
            continue
        if name in _REFERRING:
            yield child
        waiting.append(iter(child))


def stated_kind(element: etree._Element) -> EntryKind:
    """Return what an element says that it names, by its own name or its @type."""
    by_type = _KIND_OF_TYPE.get(element.get("type", "").lower(), EntryKind.OTHER)
    return _KIND_OF_ELEMENT.get(tei_name(element), by_type)


def known_kind(entry: Entry, stated: EntryKind) -> EntryKind:
    """Return what an entry describes, or else what the element says that refers to it."""
    return stated if entry.kind is EntryKind.OTHER else entry.kind


def _mentions(element: etree._Element, resolver: Resolver) -> Iterator[Mention]:
    stated = stated_kind(element)
    references = _REFERENCES_OF_WORKS if stated is EntryKind.WORK else _REFERENCES
    if not any(element.get(key) for key in references):
        return
    for entry in resolver.find_each(element):
        yield _mention(entry, stated, element)


def _listed(ref: etree._Element, resolver: Resolver) -> Iterator[Mention]:
    """Yield what a `ref` of CMIF 2 says that the letter mentions."""
    stated = _CMIF.get(ref.get("type", "").replace("#", ":").replace("/", ":").rpartition(":")[2])
    if stated is not None and (target := ref.get("target", "").strip()):
        # Its pointers lead where those of @ref do.
        pointing = etree.Element(T + "rs", ref=target)
        pointing.base = ref.base
        for entry in resolver.find_each(pointing):
            yield _mention(entry, stated, ref)


def _mention(entry: Entry, stated: EntryKind, element: etree._Element) -> Mention:
    return Mention(
        str(known_kind(entry, stated)), entry.name or words_of(element), entry.uris, entry.id, entry.coordinates
    )
