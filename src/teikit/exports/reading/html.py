"""Writes a letter as one self-contained HTML page: the letter, with its metadata beside it."""

from collections.abc import Iterable, Iterator
from importlib import resources

from teikit._version import __version__
from teikit.exports.reading.html_text import ContentModel, TextWriter, escape, format_lang, lang_attribute
from teikit.exports.reading.parts import ReadableText
from teikit.exports.reading.rule import read_texts
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.record import Action, Agent, Place, Record
from teikit.exports.record.source import ExportedFile, Settings, TeiFile

_STYLE = resources.files("teikit.exports.reading").joinpath("page.css").read_text(encoding="utf-8")
# Nothing is fetched or executed, whatever a letter contains.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HEAD = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    f'<meta name="generator" content="teikit {__version__}">\n'
)
_ACTIONS = {"sent": ("From", "Sent"), "received": ("To", "Received")}
_MAX_LICENCE_LENGTH = 100
Row = tuple[str, list[str]]


def _link(text: str, address: str) -> str:
    shown = escape(text)
    return f'<a href="{escape(address)}" rel="external">{shown}</a>' if is_web_address(address) else shown


def _linked_name(one: Agent | Place) -> str:
    return _link(one.name, one.uris[0] if one.uris else "")


def _name_with_role(agent: Agent) -> str:
    return f"{_linked_name(agent)} ({escape(agent.role)})" if agent.role else _linked_name(agent)


def _dates_and_places(action: Action) -> list[str]:
    dates = [escape(date.text or date.iso_8601) for date in action.dates if date.text or date.iso_8601]
    return [", ".join(filter(None, (*map(_linked_name, action.places), *dates)))]


def _correspondence_rows(record: Record) -> Iterator[Row]:
    for action in record.actions:
        whom, when = _ACTIONS.get(action.type, (f"{action.type.capitalize()} by", action.type.capitalize()))
        offices = [f"<i>{escape(office)}</i>" for office in action.offices]
        yield whom, [*map(_linked_name, action.agents), *offices]
        yield when, _dates_and_places(action)


def _rows(record: Record) -> Iterator[Row]:
    """Yield what is known of the letter, a name and its values; `_list` leaves out rows without values."""
    yield from _correspondence_rows(record)
    yield "About", [escape(record.abstract)]
    yield "Keywords", [escape(", ".join(record.keywords))]
    yield "Language", [escape(tag) for tag in record.languages]
    yield "Kept at", [escape(str(holding)) for holding in record.holdings]
    yield "Source", [escape(source) for source in record.sources]
    yield from _publication_rows(record)
    addresses = [one.value for one in record.identifiers if one.value != record.address]
    yield "Identifier", [_link(one, one) for one in dict.fromkeys((record.address, *addresses, record.id))]
    yield "Other letters", [_link(one.text or one.target, one.target) for one in record.related]


def _publication_rows(record: Record) -> Iterator[Row]:
    words = record.licence.text
    # Some headers contain a whole licence, for which its URL is enough.
    licence = _link(words if len(words) <= _MAX_LICENCE_LENGTH else record.licence.uri or words, record.licence.uri)
    published = ", ".join(filter(None, (record.publication_place, record.published.text or record.published.iso_8601)))
    senders = {one.name for one in record.senders}
    yield "Written by", [_linked_name(one) for one in record.authors if one.name not in senders]
    yield "Edited by", [*map(_linked_name, record.editors), *map(_name_with_role, record.contributors)]
    yield "Published by", [*map(_linked_name, record.publishers), escape(published)]
    yield "Edition", [escape(record.edition)]
    yield "Funded by", [_linked_name(one) for one in record.funders]
    yield "Licence", [licence]


def _list(rows: Iterable[Row]) -> Iterator[str]:
    for name, values in rows:
        if paragraphs := "".join(f"<p>{value}</p>" for value in values if value):
            yield f"<dt>{escape(name)}</dt>\n<dd>{paragraphs}</dd>\n"


def _notes(notes: list[str]) -> Iterator[str]:
    if notes:
        yield '<section class="notes" role="doc-endnotes" aria-labelledby="notes">\n<h2 id="notes">Notes</h2>\n<ol>\n'
        for number, note in enumerate(notes, 1):
            label = f'role="doc-backlink" aria-label="back to the letter, {number}"'
            yield f'<li id="n{number}">{note} <a class="back" href="#r{number}" {label}>↩</a></li>\n'
        yield "</ol>\n</section>\n"


def content(source: TeiFile, reading: ReadableText) -> Iterator[str]:
    """Yield the content of a page, starting with the title, as well-formed XML except for `br`."""
    record, writer = source.record, TextWriter()
    for text in reading.texts:
        writer.content(text.content, ContentModel.FLOW)
    language = lang_attribute(reading.texts[0].element) if reading.texts else ""
    if not language and len(record.languages) == 1:
        language = format_lang(record.languages[0])
    yield '<header class="masthead">\n'
    yield f"<p>{escape(record.series)}</p>\n" if record.series else ""
    yield f'<h1>{escape(title_of(record))}</h1>\n</header>\n<main>\n<article id="letter"{language}>\n'
    yield from writer.out
    yield "\n"
    yield from _notes(writer.notes)
    yield '</article>\n<aside aria-labelledby="about">\n<h2 id="about">About this letter</h2>\n<dl>\n'
    yield from _list(_rows(record))
    yield "</dl>\n</aside>\n</main>\n"


def title_of(record: Record) -> str:
    """Return the title of a letter, or else its name."""
    return record.title or record.id


def page(source: TeiFile, reading: ReadableText | None = None) -> str:
    """Return a letter as an HTML page; `reading` is its reading text, if the caller has it."""
    reading = reading or read_texts(source.root)
    head = f"{_HEAD}<title>{escape(title_of(source.record))}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
    skip = '<a class="skip" href="#letter">Skip to the letter</a>\n'
    return "".join((head, skip, *content(source, reading), "</body>\n</html>\n"))


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter as an HTML page in UTF-8."""
    reading = read_texts(source.root)
    return ExportedFile(page(source, reading).encode(), reading.dropped)
