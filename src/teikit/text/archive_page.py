"""Recognises the page of an archive or an edition around a letter, copied whole, by its labels and buttons.

A memorandum has labels too ("From:", "Subject:"): a page needs labels that only archives and editions have.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.text.archive_labels import COMMENTARY, TEXT, Label, is_button, is_dated_heading, is_title, read_label
from teikit.text.plain import Line
from teikit.text.runs import EDITION_LINE, EDITION_NOTE, EDITION_TITLE
from teikit.text.source import Field

_TITLE = "title"
# How many lines at each end of a source are searched.
_SEARCHED = 120
_MOST_WORDS_ABOVE, _MOST_LINES_ABOVE = 80, 8
_MOST_WORDS_OF_VALUE, _MOST_BLOCKS_OF_VALUE = 300, 3
_MOST_BLOCKS_BELOW = 3
_MOST_LINES_OF_NOTES = 60
_FULL_LINE = 60
_SHORT_HEADING, _LONGEST_ENTRY = 12, 400
# The key of the metadata for each kind of label; the others stay notes.
_KEYS = {
    "sender": "sender", "recipient": "recipient", "date": "date", "place": "place",
    "abstract": "abstract", "description": "abstract", "citation": "source", "source": "source",
    "repository": "repository", "collection": "collection", "shelfmark": "shelfmark",
}  # fmt: skip
# RC (MaHi: Hall Papers), ALS (CtY): how editions describe a manuscript.
_MANUSCRIPT = re.compile(r"(?P<name>RC|FC|PrC|SC|A?Dft|A?DS|T?ALS|AL|TLS|LS|Tr|LbC|AD|MSS?|Ms)\.?,?\s*[(\[:]\s*\w")
_NUMBER = re.compile(r"\W*(?:(?:Nr|No|N°|Nº|Num|č|nr|Letter|Brief|Lettre|Lettera|Carta|Brev)\W*)?[\[(]?\d+[a-z]?\W*")
_YEAR = re.compile(r"(?<!\d)1[0-9]\d\d(?!\d)|(?<!\d)20[0-2]\d(?!\d)")
_SHELFMARK = re.compile(
    r"(?<!\w)(?:MSS?|Ms|ms|rkps|fols?|ff?|Bl|Sign|Signatur|[Cc]ote|inv|Inv|[Bb]ox|[Ff]older|fasc|busta|leg|legajo|"
    r"Nachl|Cod|Add|Nr|n°|nº)\.?\s[^.;]{0,30}\d"
)
_DIGITS = re.compile(r"\d")
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_LIFE = re.compile(r",?\s*(?:\d{4}\s*[-–]\s*(?:\d{4})?|\*\s*\d{4}|[-–]\d{4})\s*$")
_MOST_NAME_WORDS = 5
LineTest = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The lines of a source with the styles of what an archive or an edition has there, and what its labels state.

    `titles` are the titles of the page above the letter, other short lines there with a year, and labelled titles.
    """

    lines: tuple[Line, ...]
    fields: tuple[Field, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with text: its index, the number of its block, its label, and whether it has the form of a button."""

    index: int
    line: Line
    block: int
    label: Label | None
    is_button: bool

    @property
    def is_sign(self) -> bool:
        return self.label is not None or self.is_button

    @property
    def is_proof(self) -> bool:
        return self.is_button or (self.label is not None and self.label.is_proof)

    @property
    def kind(self) -> str:
        return self.label.kind if self.label else ""

    @property
    def words(self) -> int:
        return len(self.line.text.split())


def find_archive_page(
    lines: Sequence[Line], begins_letter: LineTest = lambda _: False, *, is_certain: bool = False
) -> ArchivePage | None:
    """Return the page around a letter, None where the lines do not show one.

    `begins_letter` says whether a line is a salutation; `is_certain` that it is known to be such a page.
    """
    rows = list(_rows(lines))
    if not is_certain and not _may_be_page(rows):
        return None
    top = _end_of_top(rows, begins_letter)
    bottom = _start_of_bottom(rows, top, begins_letter)
    if top >= bottom or not any(row.words for row in rows[top:bottom]):
        return None
    if not is_certain and not _is_page(rows, top, bottom):
        return None
    return _page(lines, rows, top, bottom)


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    """Yield the lines that have text; the labels of those in the middle are not looked up."""
    filled = [index for index, line in enumerate(lines) if line.text]
    block, before = 0, -1
    for number, index in enumerate(filled):
        line = lines[index]
        block += index > before + 1 or line.style != lines[before].style
        before = index
        is_searched = number < _SEARCHED or number >= len(filled) - _SEARCHED
        label = read_label(line.text) if is_searched and not line.style.startswith("tei") else None
        manuscript = _MANUSCRIPT.match(line.text)
        if label is None and is_searched and manuscript:
            label = Label("transmission", manuscript["name"], line.text, is_proof=True)
        yield _Row(index, line, block, label, is_searched and label is None and is_button(line.text))


def _may_be_page(rows: Sequence[_Row]) -> bool:
    return any(row.is_proof for row in rows) or (bool(rows) and _is_entry(rows))


def _is_page(rows: Sequence[_Row], top: int, bottom: int) -> bool:
    """Return whether labels and buttons around a letter show that a page has them."""
    around = [*rows[:top], *rows[bottom:]]
    proofs = {row.kind or row.line.text for row in around if row.is_proof}
    kinds = {row.kind or row.line.text for row in around if row.is_sign}
    if top == 1 and _is_entry(rows):
        return True
    has_title = any(is_title(row.line.text) for row in rows[: max(top, 4)])
    return len(proofs) > 1 or (len(proofs) == 1 and (len(kinds) > 2 or has_title))


def _is_beginning(row: _Row, begins_letter: LineTest) -> bool:
    return row.label is None and not row.is_button and begins_letter(row.line.text)


def _end_of_top(rows: Sequence[_Row], begins_letter: LineTest) -> int:
    """Return the index of the first row below the statements above a letter, 0 where there are none."""
    last = -1
    for index, row in enumerate(rows):
        if _is_beginning(row, begins_letter) and not _is_value(rows, index):
            break
        if row.is_sign:
            if not _is_near(rows, last, index):
                break
            last = index
            if row.kind == TEXT:
                return _below_headings(rows, index + 1)
    if last < 0:
        return _is_entry(rows)
    end = _end_of_value(rows, last, begins_letter)
    while end < len(rows) and end - last < _MOST_LINES_ABOVE and is_title(rows[end].line.text):
        end += 1
    return end


def _is_entry(rows: Sequence[_Row]) -> bool:
    """Return whether the first line is an entry of a catalogue or an edition: "Letter from A to B, 1890. MS 12/3"."""
    text = rows[0].line.text
    is_alone = len(rows) > 1 and rows[1].block > rows[0].block
    if not is_alone or len(text) > _LONGEST_ENTRY or _YEAR.search(text) is None:
        return False
    return is_dated_heading(text) or (is_title(text) and _SHELFMARK.search(text) is not None)


def _below_headings(rows: Sequence[_Row], index: int) -> int:
    """Return the index below further headings such as "English Translation" below "Contents"."""
    while index < len(rows) and rows[index].kind == TEXT and not rows[index].label.value:  # type: ignore[union-attr]
        index += 1
    return index


def _is_value(rows: Sequence[_Row], index: int) -> bool:
    """Return whether a row is the first below a label that is alone on its line."""
    label = rows[index - 1].label if index else None
    return label is not None and not label.value and label.kind != TEXT


def _is_near(rows: Sequence[_Row], last: int, index: int) -> bool:
    """Return whether what is between two signs may be the value of the first, or the titles above all of them."""
    between = rows[last + 1 : index]
    words = sum(row.words for row in between)
    if last < 0:
        return len(between) <= _MOST_LINES_ABOVE and words <= _MOST_WORDS_ABOVE
    blocks = len({row.block for row in between})
    return words <= _MOST_WORDS_OF_VALUE and blocks <= _MOST_BLOCKS_OF_VALUE


def _end_of_value(rows: Sequence[_Row], index: int, begins_letter: LineTest) -> int:
    """Return the index of the first row below the value of the last label above a letter."""
    row = rows[index]
    end = index + 1
    if row.label is None or end >= len(rows):
        return end
    if not row.label.value:
        block = rows[end].block
        while (
            end < len(rows)
            and rows[end].block == block
            and not (end > index + 1 and begins_letter(rows[end].line.text))
        ):
            end += 1
        return end
    while (
        end < len(rows)
        and rows[end].block == row.block
        and len(rows[end - 1].line.text) >= _FULL_LINE
        and not begins_letter(rows[end].line.text)
    ):
        end += 1
    return end


def _start_of_bottom(rows: Sequence[_Row], top: int, begins_letter: LineTest) -> int:
    """Return the index of the first row of the statements below a letter, the number of rows where there are none."""
    start = len(rows)
    for index in range(len(rows) - 1, top, -1):
        row = rows[index]
        if _is_beginning(row, begins_letter) and not _is_value(rows, index):
            break
        if row.is_sign:
            if not _reaches(rows, index, start):
                break
            start = index
    while start < len(rows) and not _may_begin_bottom(rows, start):
        start = _next_sign(rows, start)
    return start


def _next_sign(rows: Sequence[_Row], start: int) -> int:
    return next((index for index in range(start + 1, len(rows)) if rows[index].is_sign), len(rows))


def _reaches(rows: Sequence[_Row], index: int, start: int) -> bool:
    """Return whether the value of a sign reaches down to the next sign, or to the end."""
    between = rows[index + 1 : start]
    if rows[index].kind == COMMENTARY and _is_heading(rows[index]):
        return len(between) <= _MOST_LINES_OF_NOTES
    blocks = len({row.block for row in between})
    return blocks <= _MOST_BLOCKS_BELOW and sum(row.words for row in between) <= _MOST_WORDS_OF_VALUE


def _is_heading(row: _Row) -> bool:
    return row.label is not None and not row.label.value


def _may_begin_bottom(rows: Sequence[_Row], index: int) -> bool:
    """Return whether a sign may be the first below a letter: letters have some labels too, but not rows of them."""
    row, following = rows[index], _next_sign(rows, index)
    if row.is_proof or (row.kind == COMMENTARY and _is_heading(row)):
        return True
    if following == len(rows):
        return False
    is_column = _is_heading(row) and following == index + 2 and _is_heading(rows[following])
    return is_column or (following == index + 1 and rows[following].block == row.block)


def _page(lines: Sequence[Line], rows: Sequence[_Row], top: int, bottom: int) -> ArchivePage:
    titles = _title_rows(rows, top)
    styles = {rows[index].index: _style(rows, index) for index in (*range(top), *range(bottom, len(rows)))}
    styles |= {rows[index].index: EDITION_TITLE for index in titles}
    styled = tuple(
        replace(line, style=styles[index], blocks=()) if index in styles else line for index, line in enumerate(lines)
    )
    found = (*_fields(rows, 0, top), *_fields(rows, bottom, len(rows)))
    dated = [index for index in _free_rows(rows, top) if index not in titles and _is_short_and_dated(rows[index])]
    named = [rows[index].line.text for index in (*titles, *dated)]
    labelled = [_value(rows, index, top) for index, row in enumerate(rows[:top]) if row.kind == _TITLE]
    return ArchivePage(styled, found, (*named, *labelled))


def _style(rows: Sequence[_Row], index: int) -> str:
    """Return the style of a row of a page: a note, which goes on from the line above if that is full."""
    row, above = rows[index], rows[index - 1] if index else None
    if above is None or row.is_sign or row.block != above.block or len(above.line.text) < _FULL_LINE:
        return EDITION_LINE
    return EDITION_NOTE


def _free_rows(rows: Sequence[_Row], top: int) -> list[int]:
    """Return the indices of the rows above the first label that are no buttons."""
    first = next((index for index in range(top) if rows[index].label), top)
    return [index for index in range(first) if not rows[index].is_button]


def _is_short_and_dated(row: _Row) -> bool:
    return row.words <= _SHORT_HEADING and _YEAR.search(row.line.text) is not None


def _title_rows(rows: Sequence[_Row], top: int) -> list[int]:
    """Return the indices of the titles above a letter: those that name it, numbers above them and dates below."""
    free = _free_rows(rows, top)
    named = [index for index in free if is_title(rows[index].line.text)]
    if not named:
        has_title = any(row.kind == _TITLE for row in rows[:top])
        return [] if has_title or len(free) > _MOST_LINES_ABOVE else _plain_titles(rows, free)
    found = {named[0]}
    for index in (index for index in free if index != named[0]):
        is_below = index - 1 in found and rows[index].block == rows[index - 1].block
        if _NUMBER.fullmatch(rows[index].line.text) or (is_below and rows[index].words <= _SHORT_HEADING):
            found.add(index)
    return sorted(found)


def _plain_titles(rows: Sequence[_Row], free: Sequence[int]) -> list[int]:
    """Return titles in free form: short lines above the first label."""
    return [index for index in free if rows[index].words <= _SHORT_HEADING and not rows[index].line.text.endswith(".")]


def _fields(rows: Sequence[_Row], start: int, end: int) -> Iterator[Field]:
    """Yield what the labels state, in their order; of several labels of one key the first counts."""
    seen: set[str] = set()
    for index in range(start, end):
        row = rows[index]
        key = _KEYS.get(row.kind, "")
        if row.label is None or row.kind in {TEXT, COMMENTARY}:
            continue
        value = _value(rows, index, end)
        if value and (not key or key not in seen):
            seen.add(key)
            column = row.line.column + row.label.column
            plain = _plain_value(key, value)
            yield Field(key, row.label.name, plain, is_in_text=True, line=row.line.number, column=column)


def _value(rows: Sequence[_Row], index: int, end: int) -> str:
    """Return the words of a label's value: on its line, on lines below it, or in the paragraph below."""
    label = rows[index].label
    texts = [label.value] if label and label.value else []
    below = index + 1
    block = rows[index].block
    if not texts and below < end:
        block = rows[below].block
    while below < end and rows[below].block == block and not (rows[below].label or _is_other_button(rows[below])):
        texts.append(rows[below].line.text)
        below += 1
    return " ".join(" ".join(texts).split())


def _is_other_button(row: _Row) -> bool:
    """Return whether a row is a button that is no address, which may be of a citation."""
    return row.is_button and not row.line.text.startswith(("http", "www", "doi"))


def _plain_value(key: str, value: str) -> str:
    if key in {"sender", "recipient"}:
        return "; ".join(filter(None, map(natural_name, value.split(";"))))
    if key in {"date", "place"}:
        return _PARENTHESIS.sub("", value).strip()
    return value


def natural_name(text: str) -> str:
    """Return a name of a catalogue as letters have it: "Hall, Ada (1801-1877)" is Ada Hall."""
    name = _LIFE.sub("", _PARENTHESIS.sub("", text.strip())).strip(" ,.;") + (
        "." if text.rstrip().endswith(".") else ""
    )
    family, comma, given = name.partition(", ")
    is_name = comma and "," not in given and given[:1].isupper() and not _DIGITS.search(name)
    if is_name and len(family.split()) < _MOST_NAME_WORDS and len(given.split()) < _MOST_NAME_WORDS:
        return f"{given} {family}"
    return name
