"""Makes the files of a site from its letters, each when it is asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from lxml import etree

from teikit.exports.metadata import cmif
from teikit.exports.reading.html_words import escape
from teikit.exports.reading.labels import Labels
from teikit.exports.reading.styles import read_styles
from teikit.exports.record.source import MissingMetadataError, Settings, TeiFile
from teikit.exports.site.collection import Collection, SiteLetter
from teikit.exports.site.edition import Edition, make_edition
from teikit.exports.site.entity_pages import (
    NETWORK,
    PEOPLE,
    PLACES,
    entity_page,
    exchanges,
    network_page,
    people_page,
    places_page,
)
from teikit.exports.site.feeds import feed, sitemap
from teikit.exports.site.index_pages import INDEX, Years, index_page
from teikit.exports.site.letter_page import around
from teikit.exports.site.lists import when
from teikit.exports.site.search_index import Index, Searched, normal, text_files
from teikit.exports.site.shell import SEARCH, Shell, search_form

Made = tuple[str, bytes]
# CMIF is made of records alone.
_NO_TREE = etree.Element("none")
CMIF = "cmif.xml"


@cache
def _own_file(name: str) -> bytes:
    return resources.files("teikit.exports.site").joinpath(name).read_bytes()


@dataclass(frozen=True, slots=True)
class Contents:
    """What the site has of each letter by its number: its part of the page, its text, and its file."""

    body: Callable[[int], bytes]
    text: Callable[[int], str]
    tei: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """The page of a letter, and the offsets of the letter's own part in it."""

    letter: SiteLetter
    data: bytes
    begin: int
    end: int


class Site:
    """The files of a site. `notes` say in words what it does not have, since something is not known."""

    def __init__(self, letters: Iterable[SiteLetter], settings: Settings, theme: bytes | None, labels: Labels) -> None:
        self.letters, self.notes, self._theme = Collection(letters), list[str](), theme
        records = [letter.record for letter in self.letters.letters]
        edition = make_edition(settings, records, labels)
        self._index = self._make_cmif(settings, edition)
        if self._index:
            edition = replace(edition, downloads=(("download.cmif", CMIF), *edition.downloads))
        self._edition, self.shell = edition, self._make_shell(edition)
        self._years = Years(self.letters, self.shell)

    def _make_shell(self, edition: Edition) -> Shell:
        labels = edition.labels
        places = any(one.is_place for one in (known.entity for known in self.letters.entities.values()))
        people = any(not known.entity.is_place for known in self.letters.entities.values())
        sections = (
            (INDEX, labels["nav.index" if edition.is_letters else "nav.texts"]),
            *(((PEOPLE, labels["nav.people"]),) if people else ()),
            *(((PLACES, labels["nav.places"]),) if places else ()),
            *(((NETWORK, labels["nav.network"]),) if exchanges(self.letters) else ()),
            (SEARCH, labels["nav.search"]),
        )
        return Shell(edition.title, labels, sections, edition.is_letters, self._theme is not None, edition.base)

    def _make_cmif(self, settings: Settings, edition: Edition) -> bytes:
        """Return the index of the letters, empty if what it needs is not known, which a note says."""
        if not any(letter.record.is_letter for letter in self.letters.letters):
            return b""
        files = []
        for letter in self.letters.letters:
            record = letter.record
            if edition.base and not record.address:
                record = replace(record, address=edition.base + letter.page)
            files.append(TeiFile(letter.source, b"", _NO_TREE, record))
        try:
            return cmif.write(files, settings).data
        except MissingMetadataError as error:
            self.notes.append(f"the site has no CMIF: {error}")
            return b""

    def fixed_files(self) -> Iterator[Made]:
        """Yield the files that depend on the records alone."""
        yield from self._assets()
        yield INDEX, index_page(self.letters, self._years, self._edition, self.shell)
        yield from self._years.pages()
        paths = {path for path, _ in self.shell.sections}
        for path, make in ((PEOPLE, people_page), (PLACES, places_page), (NETWORK, network_page)):
            if path in paths:
                yield path, make(self.letters, self.shell)
        for known in self.letters.entities.values():
            yield known.entity.page, entity_page(known, self.shell)
        yield SEARCH, self._search_page()
        if self._index:
            yield CMIF, self._index
        if self._edition.base:
            yield "feed.xml", feed(self.letters.letters, self._edition)
            yield "sitemap.xml", sitemap(self._paths(), self._edition)

    def _assets(self) -> Iterator[Made]:
        yield "site.css", read_styles("page.css").encode() + _own_file("list.css") + _own_file("site.css")
        yield "site.js", _own_file("site.js")
        if self._theme is not None:
            yield "theme.css", self._theme

    def _paths(self) -> Iterator[str]:
        yield from (path for path, _ in self.shell.sections)
        yield from (letter.page for letter in self.letters.letters)
        yield from (known.entity.page for known in self.letters.entities.values())
        yield from (path for path, _ in self._years.pages())

    def _search_page(self) -> bytes:
        labels = self.shell.labels
        data = " ".join(
            f'data-{name}="{escape(labels[f"search.{name}"])}"' for name in ("loading", "more", "none", "results")
        )
        content = (
            f'{search_form(labels, SEARCH)}<p class="hint">{escape(labels["search.hint"])}</p>\n'
            f'<noscript><p class="hint">{escape(labels["search.no_script"])}</p></noscript>\n'
            f'<p id="found" role="status" {data}></p>\n<ol id="results" class="results"></ol>\n'
        )
        return self.shell.page(SEARCH, labels["search"], content)

    def letter_pages(self, contents: Contents) -> Iterator[LetterPage]:
        """Yield the pages of the letters."""
        for letter in self.letters.letters:
            before, after = (piece.encode() for piece in around(letter, self.letters, self.shell))
            body = contents.body(letter.number)
            yield LetterPage(letter, b"".join((before, body, after)), len(before), len(before) + len(body))

    def tei_files(self, contents: Contents) -> Iterator[Made]:
        """Yield the letters' own files."""
        for letter in self.letters.letters:
            yield letter.tei, contents.tei(letter.number)

    def search_files(self, contents: Contents) -> Iterator[Made]:
        """Yield the index of the search."""
        index, labels = Index(), self.shell.labels
        by_number = sorted(self.letters.letters, key=lambda letter: letter.number)

        def searched() -> Iterator[Searched]:
            for letter in by_number:
                date, title = when(letter.record, labels), " ".join(letter.title.split())
                text = normal(contents.text(letter.number))
                index.add(letter.number, title, text)
                yield Searched(letter.number, letter.page, title, date, text)

        yield from text_files(searched())
        yield from index.files([letter.number for letter in self.letters.letters])
