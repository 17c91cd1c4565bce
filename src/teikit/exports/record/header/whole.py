"""Reads a whole header into the record of a letter, by one reader of its elements."""

from lxml import etree

from teikit.exports.record.entries import Resolver
from teikit.exports.record.header.correspondence import read_correspondence
from teikit.exports.record.header.languages import read_languages
from teikit.exports.record.header.manuscripts import read_holdings
from teikit.exports.record.header.physical import read_extent
from teikit.exports.record.header.profile import read_abstract, read_creation, read_keywords, states_a_letter
from teikit.exports.record.header.publication import (
    read_identifiers,
    read_licences,
    read_places,
    read_published,
    read_publishers,
)
from teikit.exports.record.header.reader import HeaderReader, find_first, find_or_empty
from teikit.exports.record.header.responsibility import read_responsible
from teikit.exports.record.header.sources import read_sources
from teikit.exports.record.header.titles import read_edition, read_titles, read_volume
from teikit.exports.record.record import Record
from teikit.exports.record.resolver import DocumentResolver
from teikit.tei.markup import ID


def read_record(root: etree._Element, name: str, resolver: Resolver | None = None) -> Record:
    """Return the record of a TEI document.

    Args:
        root: its root element.
        name: its file name without suffix, used if it has no xml:id.
        resolver: finds the entries of people and places; by default, those in the document itself.
    """
    reader = HeaderReader(root, resolver or DocumentResolver(root))
    file, profile = find_or_empty(root, "teiHeader/fileDesc"), find_or_empty(root, "teiHeader/profileDesc")
    statement = find_or_empty(file, "publicationStmt")
    titles, series = read_titles(reader, file)
    responsible = read_responsible(reader, file)
    publishers, distributors = read_publishers(reader, statement)
    identifiers, address = read_identifiers(reader, statement)
    correspondence = read_correspondence(reader, file, profile)
    languages, other_languages = read_languages(reader)
    created, creation_places = read_creation(reader, profile)
    return Record(
        id=root.get(ID) or name,
        titles=titles,
        is_letter=states_a_letter(root) or bool(correspondence.actions),
        series=series,
        volume=read_volume(reader, file),
        authors=responsible.authors,
        editors=responsible.editors,
        principals=responsible.principals,
        contributors=responsible.contributors,
        funders=responsible.funders,
        sponsors=responsible.sponsors,
        publishers=publishers,
        distributors=distributors,
        publication_place=read_places(reader, statement),
        published=read_published(reader, statement),
        edition=read_edition(reader, file),
        licences=read_licences(reader, statement),
        identifiers=identifiers,
        address=address,
        extent=read_extent(reader, find_first(file, "extent")),
        holdings=read_holdings(reader, file),
        sources=read_sources(reader, file),
        languages=languages,
        other_languages=other_languages,
        created=created,
        creation_places=creation_places,
        actions=correspondence.actions,
        participants=correspondence.participants,
        related=correspondence.related,
        notes=correspondence.notes,
        abstract=read_abstract(reader, root),
        keywords=read_keywords(reader, root),
        unread=reader.unread(),
    )
