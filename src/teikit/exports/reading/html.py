"""Writes a letter as one self-contained HTML page: the letter, with its metadata beside it."""

from collections.abc import Callable, Iterator

from teikit._version import __version__
from teikit.exports.reading.about import about_rows, definitions
from teikit.exports.reading.html_text import ContentModel, TextWriter
from teikit.exports.reading.html_words import escape, format_lang, lang_attribute
from teikit.exports.reading.labels import Labels, labels_for
from teikit.exports.reading.links import WEB, Links
from teikit.exports.reading.parts import ReadableText
from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.styles import read_styles
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.record import Agent, Mention, Place, Record
from teikit.exports.record.source import ExportedFile, Settings, TeiFile

# Nothing is fetched or executed, whatever a letter contains.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

# Elements of the header that no record has, but from which a page is made.
_READ_WITH_THE_TEXT = ("encodingDesc/tagsDecl", "encodingDesc/styleDefDecl")


def head(title: str, labels: Labels, style: str = "") -> str:
    """Return the beginning of a page that needs no other file; `style` is added to its own."""
    return (
        f'<!DOCTYPE html>\n<html lang="{labels.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="teikit {__version__}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{read_styles('page.css')}{style}</style>\n</head>\n<body>\n"
    )


def _notes(notes: list[str], labels: Labels) -> Iterator[str]:
    if notes:
        yield '<section class="notes" role="doc-endnotes" aria-labelledby="notes">\n'
        yield f'<h2 id="notes">{labels["notes"]}</h2>\n<ol>\n'
        for number, note in enumerate(notes, 1):
            label = f'role="doc-backlink" aria-label="{labels.fill("back_to_text", number=number)}"'
            yield f'<li id="n{number}">{note} <a class="back" href="#r{number}" {label}>↩</a></li>\n'
        yield "</ol>\n</section>\n"


def masthead(record: Record) -> Iterator[str]:
    """Yield the title of a letter, with the edition it is from above and its other titles below."""
    series = ", ".join(filter(None, (record.series, record.volume)))
    title = record.titles[0] if record.titles else None
    language = format_lang(title.language) if title else ""
    yield '<header class="masthead">\n'
    yield f"<p>{escape(series)}</p>\n" if series else ""
    yield f"<h1{language}>{escape(title_of(record))}</h1>\n"
    for other in record.titles[1:]:
        yield f'<p class="subtitle"{format_lang(other.language)}>{escape(other.text)}</p>\n'
    yield "</header>\n"


def _addresses(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the ids of the entries of registers to which a letter refers, with their web addresses."""
    known: list[Agent | Place | Mention] = [*record.mentions]
    for action in record.actions:
        known += [*action.agents, *action.places]
    for one in known:
        if one.entry and one.uris and is_web_address(one.uris[0]):
            yield one.entry, one.uris[0]


def article(
    record: Record, reading: ReadableText, labels: Labels, make_writer: Callable[..., TextWriter] = TextWriter
) -> Iterator[str]:
    """Yield the text of a letter and its notes, as well-formed XML except for `br`."""
    writer = make_writer(reading.renditions)
    writer.prepare(reading, labels, dict(_addresses(record)))
    for text in reading.texts:
        writer.content(text.content, ContentModel.FLOW)
    language = lang_attribute(reading.texts[0].element) if reading.texts else ""
    if not language and len(record.languages) == 1:
        language = format_lang(record.languages[0])
    yield f'<article id="letter"{language}>\n'
    yield writer.finished("".join((*writer.out, "\n", *_notes(writer.notes, labels))))
    yield "</article>\n"


def about(record: Record, labels: Labels, links: Links = WEB) -> Iterator[str]:
    """Yield what is known of a letter."""
    title = labels["about_letter" if record.is_letter else "about_text"]
    yield f'<aside aria-labelledby="about">\n<h2 id="about">{title}</h2>\n<dl>\n'
    yield from definitions(about_rows(record, labels, links))
    yield "</dl>\n</aside>\n"


def content(
    record: Record,
    reading: ReadableText,
    labels: Labels,
    links: Links = WEB,
    make_writer: Callable[..., TextWriter] = TextWriter,
) -> Iterator[str]:
    """Yield the content of a page, starting with the title, as well-formed XML except for `br`."""
    yield from masthead(record)
    yield "<main>\n"
    yield from article(record, reading, labels, make_writer)
    yield from about(record, labels, links)
    yield "</main>\n"


def title_of(record: Record) -> str:
    """Return the title of a letter, or else its name."""
    return record.title or record.id


def page(  # noqa: PLR0913  what pages differ in
    record: Record,
    reading: ReadableText,
    labels: Labels,
    links: Links = WEB,
    *,
    style: str = "",
    make_writer: Callable[..., TextWriter] = TextWriter,
) -> str:
    """Return a letter as an HTML page; `style` is CSS that comes after that of all pages."""
    skip = labels["skip_to_letter" if record.is_letter else "skip_to_text"]
    start = head(title_of(record), labels, style), f'<a class="skip" href="#letter">{skip}</a>\n'
    return "".join((*start, *content(record, reading, labels, links, make_writer), "</body>\n</html>\n"))


def left_out(record: Record, reading: ReadableText) -> tuple[str, ...]:
    """Return in words what a page leaves out, after it was written."""
    unread = (one for one in record.unread if not one.startswith(_READ_WITH_THE_TEXT))
    return (*reading.dropped, *reading.renditions.left_out(), *unread)


def labels_of(record: Record, settings: Settings) -> Labels:
    """Return the labels for a letter: in the language that the user states for the edition, or else the letter's."""
    return labels_for(settings.edition.language, record.languages)


def write(source: TeiFile, settings: Settings) -> ExportedFile:
    """Return a letter as an HTML page in UTF-8."""
    record, reading = source.record, read_texts(source.root)
    links = settings.pages.links_from(source.name) if settings.pages else WEB
    made = page(record, reading, labels_of(record, settings), links)
    return ExportedFile(made.encode(), left_out(record, reading), record=record)
