"""Makes of a letter what its page has of itself: the text, the record and the words to search, independent of others."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from teikit.exports.reading import html
from teikit.exports.reading.elements import tei_name
from teikit.exports.reading.rule import read_texts, words_of
from teikit.exports.reading.text import text_and_notes
from teikit.exports.record.authorities import DocumentResolver
from teikit.exports.record.record import Record
from teikit.exports.record.source import TeiFile
from teikit.exports.site.entities import all_of, key_of, page_of
from teikit.exports.site.linked_data import letter_data
from teikit.exports.site.text_writer import SiteWriter
from teikit.registers import EntryKind

_KINDS = {
    "persName": EntryKind.PERSON, "orgName": EntryKind.ORGANISATION, "placeName": EntryKind.PLACE,
    "settlement": EntryKind.PLACE, "country": EntryKind.PLACE, "region": EntryKind.PLACE, "geogName": EntryKind.PLACE,
}  # fmt: skip
_TYPES = {"person": EntryKind.PERSON, "place": EntryKind.PLACE, "org": EntryKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class LetterParts:
    """What a page has of its letter.

    `body` is HTML, from the masthead to the end of `main`, with addresses relative to a folder of the site; `text` is
    what is searched, in one line. `dropped` names what the page does not show.
    """

    record: Record
    body: str
    text: str
    dropped: tuple[str, ...] = ()


def make_parts(source: TeiFile) -> LetterParts:
    """Return the parts of a letter."""
    reading = read_texts(source.root)
    writer = SiteWriter(_address_finder(source))
    body = "".join((letter_data(source.record), *html.content(source, reading, writer)))
    text, notes = text_and_notes(reading, {})
    words = " ".join(" ".join((text, *notes)).split())
    return LetterParts(_kept(source.record), body, words, reading.dropped)


def _kept(record: Record) -> Record:
    """Return the record without the fields that are long, and that only the letter's own page shows."""
    return replace(record, unread=(), notes=(), abstract="")


def _address_finder(source: TeiFile) -> Callable[[etree._Element], str]:
    """Return a function from a name in the text to the address of its page, "" if it has none."""
    resolver, pages = DocumentResolver(source.root), {one.key for one in all_of(source.record)}

    def find(element: etree._Element) -> str:
        entry = resolver.find(element)
        kind = _KINDS.get(tei_name(element)) or _TYPES.get(element.get("type", "")) or entry.kind
        key = key_of(kind, entry.name or words_of(element), entry.uris, entry.id)
        return f"../{page_of(key)}" if key in pages else ""

    return find
