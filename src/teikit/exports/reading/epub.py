"""Writes letters as an EPUB 3.3 book: a chapter for each letter, by date, without a cover."""

import hashlib
import io
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from teikit._version import __version__
from teikit.document.tree import load
from teikit.exports.metadata.xml import maker, xml_bytes
from teikit.exports.packages.contents import letter_names
from teikit.exports.reading.elements import language_tag
from teikit.exports.reading.html import content, left_out, title_of
from teikit.exports.reading.html_words import escape
from teikit.exports.reading.labels import Labels, labels_for
from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.styles import read_styles
from teikit.exports.record.order import date_order
from teikit.exports.record.record import Record, common_value
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.exports.record.supplement import bare_doi, licence_of_all, title_of_all
from teikit.formats.archives import PackageFile
from teikit.formats.zip import write_zip
from teikit.messages import escape_control
from teikit.tei import Metadata

_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_opf, _dc = maker(_OPF, {None: _OPF, "dc": _DC}), maker(_DC, {None: _OPF, "dc": _DC})
_XHTML = "application/xhtml+xml"
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
# EPUB Accessibility 1.1, 2.2: properties by which readers with special needs select books.
_ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
)
_ROLES = (
    ('role="doc-noteref"', 'epub:type="noteref" role="doc-noteref"'),
    ('role="doc-endnotes"', 'epub:type="endnotes" role="doc-endnotes"'),
)
_LANG = re.compile(r' (lang="[^"]*")')


def _xhtml(title: str, style: str, body: str, language: str) -> bytes:
    """Return a page of the book; text is already escaped, so what looks like HTML is markup."""
    for role, with_type in _ROLES:
        body = body.replace(role, with_type)
    body = _LANG.sub(r" \1 xml:\1", body.replace("<br>", "<br/>"))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}">\n'
        f"<head>\n<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{style}"/>\n</head>\n<body>\n{body}</body>\n</html>\n'
    ).encode()


def _chapter(source: TeiFile, labels: Labels, lost: dict[str, None]) -> bytes:
    # Sources of a large book have no trees, as these would fill the memory; the tree is parsed again here.
    reading = read_texts(load(source.data, escape_control(source.name)).getroot())
    made = "".join(content(source.record, reading, labels))
    lost.update(dict.fromkeys(left_out(source.record, reading)))
    return _xhtml(title_of(source.record), "../style.css", made, labels.language)


def _contents(title: str, records: Sequence[Record], names: Sequence[str], labels: Labels) -> bytes:
    items = (
        f'<li><a href="letters/{name}.xhtml">{escape(title_of(record))}</a></li>\n'
        for record, name in zip(records, names, strict=True)
    )
    body = (
        f'<header class="masthead">\n<h1>{escape(title)}</h1>\n</header>\n<main>\n'
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n'
        f'<h2 id="contents">{labels["letters" if all(one.is_letter for one in records) else "contents"]}</h2>\n'
        f"<ol>\n{''.join(items)}</ol>\n</nav>\n</main>\n"
    )
    return _xhtml(title, "style.css", body, labels.language)


def _identifier(sources: Sequence[TeiFile], given: Metadata) -> str:
    """Return the identifier of the book: its URL, or else a URN made from its letters."""
    only = sources[0].record if len(sources) == 1 else Record("")
    doi = bare_doi(given.doi or only.identifier("doi"))
    if doi or given.url or only.address:
        return f"https://doi.org/{doi}" if doi else given.url or only.address
    digest = hashlib.sha256()
    for source in sources:
        digest.update(hashlib.sha256(source.data).digest())
    return uuid.uuid5(uuid.NAMESPACE_OID, digest.hexdigest()).urn


def _languages(records: Sequence[Record], given: Metadata) -> list[str]:
    """Return the languages of the book: the user's, then those of the letters, the most frequent first."""
    counted = Counter(tag for record in records for tag in map(language_tag, record.languages) if tag)
    return list(dict.fromkeys(filter(None, (language_tag(given.language), *(tag for tag, _ in counted.most_common())))))


def _book_metadata(records: Sequence[Record], given: Metadata) -> Iterator[tuple[str, str]]:
    """Yield the metadata of the book as Dublin Core: the user's values, or those that all letters share."""
    publishers = (", ".join(one.name for one in record.publishers) for record in records)
    yield from (("creator", name) for name in dict.fromkeys(one.name for record in records for one in record.creators))
    yield "publisher", given.publisher or common_value(publishers)
    yield "date", given.year or common_value(record.published.when for record in records)
    yield "rights", licence_of_all(given, records)
    yield "description", given.abstract or (records[0].abstract if len(records) == 1 else "")


def _labels(records: Sequence[Record], given: Metadata) -> Labels:
    """Return the labels in the language of the book: the user's, or else the most frequent one of the letters."""
    return labels_for(given.language, _languages(records, given))


def _metadata(sources: Sequence[TeiFile], title: str, settings: Settings) -> etree._Element:
    records, given = [source.record for source in sources], settings.edition
    common = common_value("\n".join(one.name for one in record.editors) for record in records)
    editors = [*enumerate(given.editor or filter(None, common.split("\n")), 1)]
    role = {"property": "role", "scheme": "marc:relators"}
    return _opf(
        "metadata",
        _dc("identifier", _identifier(sources, given), id="id"),
        _dc("title", title),
        [_dc("language", tag) for tag in _languages(records, given)],
        [_dc(name, value) for name, value in _book_metadata(records, given) if value],
        [_dc("contributor", name, id=f"editor-{number}") for number, name in editors],
        [_opf("meta", "edt", refines=f"#editor-{number}", **role) for number, _ in editors],
        _opf("meta", f"{settings.day.isoformat()}T00:00:00Z", property="dcterms:modified"),
        [_opf("meta", value, property=name) for name, value in _ACCESSIBILITY],
        _opf("meta", _labels(records, given)["accessibility"], property="schema:accessibilitySummary"),
        _opf("meta", name="generator", content=f"teikit {__version__}"),
    )


def _package(sources: Sequence[TeiFile], names: Sequence[str], title: str, settings: Settings) -> bytes:
    page, letters = {"media-type": _XHTML}, {f"letter-{number}": name for number, name in enumerate(names, 1)}
    items = [
        _opf("item", id="contents", href="contents.xhtml", properties="nav", **page),
        _opf("item", id="style", href="style.css", **{"media-type": "text/css"}),
        *(_opf("item", id=key, href=f"letters/{name}.xhtml", **page) for key, name in letters.items()),
    ]
    # For a single letter the table of contents is not part of the reading order.
    read = [*(["contents"] if len(names) > 1 else []), *letters]
    spine = _opf("spine", [_opf("itemref", idref=each) for each in read])
    parts = _metadata(sources, title, settings), _opf("manifest", items), spine
    return xml_bytes(_opf("package", *parts, version="3.0", **{"unique-identifier": "id"}))


def _entries(
    sources: Sequence[TeiFile], title: str, settings: Settings, lost: dict[str, None]
) -> Iterator[PackageFile]:
    records, names = [source.record for source in sources], letter_names(sources)
    labels = _labels(records, settings.edition)
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER
    yield "EPUB/package.opf", _package(sources, names, title, settings)
    yield "EPUB/contents.xhtml", _contents(title, records, names, labels)
    yield "EPUB/style.css", read_styles("book.css").encode()
    for name, source in zip(names, sources, strict=True):
        yield f"EPUB/letters/{name}.xhtml", _chapter(source, labels, lost)


def write(sources: Sequence[TeiFile], settings: Settings) -> ExportedFile:
    """Return a book of letters, by date; those without a date come last, in their order.

    Raises:
        MissingMetadataError: there is no title, or no letter states its language.
    """
    sources = sorted(sources, key=lambda source: date_order(source.record))
    records = [source.record for source in sources]
    title = title_of_all(settings.edition, records)
    languages = _languages(records, settings.edition)
    wanted = ((title, "a title", "edition.title"), (languages, "a language", "edition.language"))
    require("the book", "EPUB", wanted)
    made, lost = io.BytesIO(), dict[str, None]()
    write_zip(made, _entries(sources, title, settings, lost), frozenset({"mimetype"}))
    return ExportedFile(made.getvalue(), tuple(lost))
