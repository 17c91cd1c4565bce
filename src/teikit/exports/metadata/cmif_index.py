"""The metadata of a CMIF index itself: title, editors with an e-mail address, publishers, licence, address, day."""

import re
import uuid
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

from lxml import etree

from teikit.exports.metadata.xml import maker
from teikit.exports.record.authorities import is_uri
from teikit.exports.record.record import Agent, Licence, Record
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import title_of_all
from teikit.tei.markup import ID, TEI

_tei = maker(TEI)


class _Known(NamedTuple):
    """A licence that CMIF allows: a part of its addresses, the words by which users name it, its name and address."""

    part: str
    words: re.Pattern[str]
    name: str
    uri: str


_ALLOWED = (
    _Known(
        "creativecommons.org/licenses/by/4.0",
        re.compile(r"(?:creative commons )?(?:attribution|cc[ -]?by)[ -]4\.0(?: international)?", re.IGNORECASE),
        "CC-BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    _Known(
        "creativecommons.org/publicdomain/zero/1.0",
        re.compile(r"(?:creative commons )?(?:cc[ -]?0|zero)(?:[ -]1\.0)?(?: universal)?", re.IGNORECASE),
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
)
# The words that CMIF's documentation requires.
_STATEMENT = "This file is licensed under the terms of the Creative Commons License {}"


class Index(NamedTuple):
    """The metadata of the index; `key` is the xml:id of the edition, `is_free` whether CMIF allows the licence."""

    title: str
    editors: Sequence[str]
    publishers: Sequence[str]
    licence: Licence
    key: str
    is_free: bool


def _names(groups: Iterable[tuple[Agent, ...]]) -> list[str]:
    return list(dict.fromkeys(agent.name for group in groups for agent in group))


def _licence(records: Sequence[Record], settings: Settings) -> tuple[Licence, bool]:
    """Return the given licence, or else the one that all letters have; and whether CMIF allows it."""
    given = settings.edition.licence
    found = {Licence(given, given if is_uri(given) else "")} if given else {one.licence for one in records}
    known = {next((each for each in _ALLOWED if _is(each, licence)), None) for licence in found}
    if len(known) == 1 and (allowed := next(iter(known))):
        return Licence(_STATEMENT.format(allowed.name), allowed.uri), True
    uris = {licence.uri for licence in found}
    return (next(iter(found)) if len(uris) == 1 else Licence("")), False


def _is(known: _Known, licence: Licence) -> bool:
    return known.part in licence.uri or (not licence.uri and known.words.fullmatch(licence.text.strip()) is not None)


def _uuid(title: str) -> str:
    """Return a UUID for a title that begins with a letter, as an xml:id must; equal titles give equal UUIDs."""
    made = (str(uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {number}")) for number in count())
    return next(one for one in made if one[0].isalpha())


def make_index(records: Sequence[Record], settings: Settings) -> Index:
    """Return the metadata of an index of letters.

    Raises:
        MissingMetadataError: some that CMIF requires are missing.
    """
    given = settings.edition
    licence, is_free = _licence(records, settings)
    title = title_of_all(given, records)
    editors = given.editor or _names(record.editors for record in records)
    publishers = [given.publisher] if given.publisher else _names(record.publishers for record in records)
    wanted = (
        (title, "a title", "edition.title"),
        (editors, "an editor", "edition.editor"),
        (publishers, "a publisher", "edition.publisher"),
        (licence.uri, "the address of a licence for all letters", "edition.licence"),
        (is_uri(given.url), "the address where the index will be published", "edition.url"),
    )
    require("the index", "CMIF", wanted)
    return Index(title, editors, publishers, licence, _uuid(title), is_free)


def file_description(index: Index, settings: Settings) -> etree._Element:
    """Return the fileDesc of an index."""
    edition = _tei("bibl", index.title, type="online")
    edition.set(ID, index.key)
    mail = settings.edition.email
    # The address is that of the first editor, with whom readers get in contact.
    first = _tei("editor", f"{index.editors[0]} " if mail else index.editors[0], _tei("email", mail) if mail else None)
    title = _tei("titleStmt", _tei("title", index.title), first, [_tei("editor", one) for one in index.editors[1:]])
    publication = _tei(
        "publicationStmt",
        [_tei("publisher", name) for name in index.publishers],
        _tei("idno", settings.edition.url, type="url"),
        # CMIF requires a time; the day begins in UTC.
        _tei("date", when=f"{settings.day.isoformat()}T00:00:00Z"),
        _tei("availability", _tei("licence", index.licence.text, target=index.licence.uri)),
    )
    return _tei("fileDesc", title, publication, _tei("sourceDesc", edition))
