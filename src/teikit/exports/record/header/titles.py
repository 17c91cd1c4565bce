"""Reads titles: those of the letter, each with its language, type and level, and that of the edition it is in."""

from lxml import etree

from teikit.exports.record.header.reader import HeaderReader, find_all, find_first, language_of, paragraphs
from teikit.exports.record.record import Title

# Titles that editions only use for sorting.
_SORT_TITLES = {"iso-date", "sort", "filing"}
# The levels of what contains an article or a letter: a monograph, a journal.
_CONTAINING_LEVELS = {"j", "m"}


def read_titles(reader: HeaderReader, file: etree._Element) -> tuple[tuple[Title, ...], str]:
    """Return the titles of the letter, the main one first, and the title of the edition that contains it."""
    titles = find_all(file, "titleStmt/title")
    own = [title for title in titles if title.get("type") not in _SORT_TITLES and not _is_of_series(title)]
    containing = [title for title in titles if _is_of_series(title)]
    if any(title.get("level") == "a" for title in own):
        containing = containing or [title for title in own if title.get("level") in _CONTAINING_LEVELS]
        own = [title for title in own if title not in containing]
    own.sort(key=lambda title: (title.get("type") not in {None, "main"}, title.get("level", "a") != "a"))
    # Some editions repeat a title, such as one for lists.
    read = {(title.text, title.language): title for title in reversed([_read_title(reader, title) for title in own])}
    return tuple(title for title in reversed(read.values()) if title.text), reader.first(containing) or _series_title(
        reader, file
    )


def _is_of_series(title: etree._Element) -> bool:
    return title.get("level") == "s" or title.get("type") in {"s", "series"}


def _read_title(reader: HeaderReader, element: etree._Element) -> Title:
    return Title(reader.words(element), language_of(element), element.get("type", ""), element.get("level", ""))


def _series_title(reader: HeaderReader, file: etree._Element) -> str:
    """Return the title of the first seriesStmt: its main one, or else its words."""
    titles = sorted(find_all(file, "seriesStmt/title"), key=lambda title: title.get("type") not in {None, "main"})
    prose = (one for statement in find_all(file, "seriesStmt") for one in paragraphs(statement))
    return reader.first((*titles, *prose))


def read_volume(reader: HeaderReader, file: etree._Element) -> str:
    """Return the number of the letter in the series, or of the volume that contains it: the words of biblScope."""
    return reader.joined(find_all(file, "seriesStmt/biblScope"))


def read_edition(reader: HeaderReader, file: etree._Element) -> str:
    """Return the words of editionStmt that name the edition."""
    edition = find_first(file, "editionStmt/edition")
    prose = (one for statement in find_all(file, "editionStmt") for one in paragraphs(statement))
    return reader.words(edition) or reader.joined(prose, " ")
