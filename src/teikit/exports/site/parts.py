"""Makes of a letter what its page has of itself, independent of others: the text, the record, the words to search."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from teikit.exports.reading import html
from teikit.exports.reading.html_words import escape, link
from teikit.exports.reading.labels import Labels
from teikit.exports.reading.links import Links
from teikit.exports.reading.rule import read_texts, words_of
from teikit.exports.reading.text import text_and_notes
from teikit.exports.record.entries import UNKNOWN, Resolver
from teikit.exports.record.mentions import known_kind, stated_kind
from teikit.exports.record.pages import Pages, picture_to_load
from teikit.exports.record.record import Agent, Place, Record, Relation
from teikit.exports.record.source import TeiFile
from teikit.exports.site.entities import all_of, key_of, of_agent, of_place, page_of
from teikit.exports.site.linked_data import letter_data
from teikit.exports.site.local_entries import own_ids, without_entries
from teikit.exports.site.text_writer import SiteWriter

_MAX_LICENCE = 100
# What the two views of a text show in different ways.
_VIEWED = ('class="lb"', "<del", "<ins", 'class="other"', 'class="unclear"')


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


class _SiteLinks(Links):
    """Leads from the facts about a letter to the pages of people and places."""

    def __init__(self, record: Record) -> None:
        self._pages = {one.key for one in all_of(record)}

    def address(self, key: str) -> str:
        """Return the address of a page, "" if there is none."""
        return f"../{page_of(key)}" if key in self._pages else ""

    def name(self, one: Agent | Place) -> str:
        """Return a name as HTML."""
        address = self.address((of_agent(one) if isinstance(one, Agent) else of_place(one)).key)
        return f'<a href="{escape(address)}">{escape(one.name)}</a>' if address else super().name(one)

    def letters(self, relations: tuple[Relation, ...]) -> list[str]:  # type: ignore[override]
        """Return the other letters that are on the web; those of the site are below, with the links by date."""
        return [link(one.text or one.target, one.target) for one in relations]


def make_parts(source: TeiFile, labels: Labels) -> LetterParts:
    """Return the parts of a letter, which has its tree."""
    resolver = source.resolver
    assert resolver is not None  # noqa: S101  it has a tree
    local = own_ids(source.root, resolver.is_in_registers)
    source = replace(source, record=without_entries(source.record, local))
    reading, links = read_texts(source.root), _SiteLinks(source.record)
    make_writer = partial(SiteWriter, _address_finder(resolver, links, local))
    article = "".join(html.article(source.record, reading, labels, make_writer))
    body = "".join(
        (
            letter_data(source.record),
            *html.masthead(source.record),
            '<main id="content">\n<div class="text">\n',
            _views(article, labels),
            *_facsimile(source, labels),
            article,
            "</div>\n",
            *html.about(source.record, labels, links),
            "</main>\n",
        )
    )
    text, notes = text_and_notes(reading, {})
    words = " ".join(" ".join((text, *notes)).split())
    # Which renditions have no look differs from letter to letter.
    looks = ("renditions without a style here",) if reading.renditions.left_out() else ()
    return LetterParts(_kept(source.record), body, words, (*reading.dropped, *looks, *source.record.unread))


def _kept(record: Record) -> Record:
    """Return the record without what only the letter's own page shows."""
    # Some headers contain a whole licence, for which its URL is enough.
    licences = tuple(
        replace(one, text="") if one.uri and len(one.text) > _MAX_LICENCE else one for one in record.licences
    )
    return replace(
        record, licences=licences, unread=(), notes=(), abstract="", contributors=(), funders=(), sponsors=(),
        publication_place="", edition="", extent="", keywords=(),
    )  # fmt: skip


def _views(article: str, labels: Labels) -> str:
    """Return the choice between the two views of a text, if they differ; the stylesheet shows what is chosen."""
    if not any(sign in article for sign in _VIEWED):
        return ""
    choices = "".join(
        f'<label><input type="radio" name="view" id="{view}"{" checked" if view == "reading" else ""}>'
        f"{escape(labels[view])}</label>\n"
        for view in ("reading", "diplomatic")
    )
    return f'<fieldset class="views">\n<legend>{escape(labels["view"])}</legend>\n{choices}</fieldset>\n'


def _facsimile(source: TeiFile, labels: Labels) -> Iterator[str]:
    """Yield links to the pictures of pages that are on the web; nothing of them is loaded by itself."""
    pages = [(page, picture_to_load(page)) for page in Pages(source.root) if page.is_on_the_web]
    if not pages:
        return
    title = escape(labels["facsimile"])
    yield f'<section class="facsimile" aria-label="{title}">\n<h2>{title}</h2>\n<ul>\n'
    for at, (page, picture) in enumerate(pages, 1):
        words = escape(labels.fill("facsimile.page", number=page.label or at))
        loaded = f' data-picture="{escape(picture)}"' if picture else ""
        address = picture or page.picture
        yield f'<li><a href="{escape(address)}" rel="external"{loaded}>{words}</a></li>\n'
    yield f'</ul>\n<p class="hint">{escape(labels["facsimile.hint"])}</p>\n</section>\n'


def _address_finder(resolver: Resolver, links: _SiteLinks, local: frozenset[str]) -> Callable[[etree._Element], str]:
    """Return a function from a name in the text to the address of its page, "" if it has none."""

    def find(element: etree._Element) -> str:
        stated = stated_kind(element)
        for entry in resolver.find_each(element) or (UNKNOWN,):
            kind = known_kind(entry, stated)
            id_ = "" if entry.id in local else entry.id
            if address := links.address(key_of(kind, entry.name or words_of(element), entry.uris, id_)):
                return address
        return ""

    return find
