"""Recognises the page of an archive or an edition around a letter, copied whole, by its labels and buttons.

A memorandum has labels too ("From:", "Subject:"): a page needs labels that only archives and editions have.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from teikit.text.archive_fields import FULL_LINE, OTHER_FIELD, is_column, read_fields, value_of
from teikit.text.archive_labels import COMMENTARY, TEXT, is_dated_heading, is_title, may_be_button
from teikit.text.archive_rows import Row, read_rows
from teikit.text.plain import Line
from teikit.text.runs import EDITION_LINE, EDITION_NOTE, EDITION_TITLE, HEADING
from teikit.text.source import Field

_TITLE = "title"
# Kinds of which one label is enough beside two of other kinds.
_SURE_KINDS = {"shelfmark", "repository", "citation", "abstract", "original_language", "transmission", "rights", TEXT}
_MOST_WORDS_ABOVE, _MOST_LINES_ABOVE = 80, 8
_MOST_WORDS_OF_VALUE, _MOST_BLOCKS_OF_VALUE = 300, 3
_MOST_BLOCKS_BELOW, _MOST_BLOCKS_BESIDE = 3, 1
_FEWEST_WORDS_OF_LETTER = 12
_MOST_TITLES = 3
_MOST_LINES_OF_NOTES = 60
# "Mme de Bell à M. Hall" is a title, although it begins as salutations do.
_FEWEST_TITLE_WORDS, _AFTER_SALUTATION = 3, (",", "!", ":", ".", "—", "-")
_SHORT_HEADING, _LONGEST_ENTRY = 12, 400
_NUMBER = re.compile(r"\W*(?:(?:Nr|No|N°|Nº|Num|č|nr|Letter|Brief|Lettre|Lettera|Carta|Brev)\W*)?[\[(]?\d+[a-z]?\W*")
_YEAR = re.compile(r"(?<!\d)1[0-9]\d\d(?!\d)|(?<!\d)20[0-2]\d(?!\d)")
_SHELFMARK = re.compile(
    r"(?<!\w)(?:MSS?|Ms|ms|rkps|fols?|ff?|Bl|Sign|Signatur|[Cc]ote|inv|Inv|[Bb]ox|[Ff]older|fasc|busta|leg|legajo|"
    r"Nachl|Cod|Add|Nr|n°|nº)\.?\s[^.;]{0,30}\d"
)
_DIGITS = re.compile(r"\d")
LineTest = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The lines of a source with the styles of what an archive or an edition has there, and what its labels state.

    `titles` are the titles of the page above the letter, other short lines there with a year, and labelled titles.
    """

    lines: tuple[Line, ...]
    fields: tuple[Field, ...]
    titles: tuple[str, ...]


def find_archive_page(
    lines: Sequence[Line], begins_letter: LineTest = lambda _: False, *, is_certain: bool = False
) -> ArchivePage | None:
    """Return the page around a letter, None where the lines do not show one.

    `begins_letter` says whether a line is a salutation; `is_certain` that it is known to be such a page.
    """
    rows = list(read_rows(lines))
    if not is_certain and not _may_be_page(rows):
        return None
    top = _end_of_top(rows, begins_letter)
    bottom = _start_of_bottom(rows, top, begins_letter)
    if top >= bottom:
        top, bottom = _around_widest_gap(rows, begins_letter)
    while top < min(bottom - 1, _MOST_TITLES) and not rows[top].is_sign and is_title(rows[top].line.text):
        top += 1
    if top >= bottom:
        return None
    if not is_certain and not _is_page(rows, top, bottom):
        return None
    return _page(lines, rows, top, bottom)


def _may_be_page(rows: Sequence[Row]) -> bool:
    return any(row.is_proof for row in rows) or (bool(rows) and _is_entry(rows))


def _is_page(rows: Sequence[Row], top: int, bottom: int) -> bool:
    """Return whether labels and buttons around a letter show that a page has them."""
    around = [*rows[:top], *rows[bottom:]]
    proofs = {row.label.name.casefold() if row.label else row.line.text for row in around if row.is_proof}
    is_sure = any(row.kind in _SURE_KINDS for row in around if row.is_proof)
    kinds = {row.kind or row.line.text for row in around if row.is_sign}
    if top == 1 and _is_entry(rows):
        return True
    has_title = any(is_title(row.line.text) for row in rows[: max(top, 4)])
    return len(proofs) > 1 or (bool(proofs) and (has_title or (len(kinds) > 2 and is_sure)))


def _is_beginning(row: Row, begins_letter: LineTest) -> bool:
    return row.label is None and not row.is_button and begins_letter(row.line.text)


def _end_of_top(rows: Sequence[Row], begins_letter: LineTest) -> int:
    """Return the index of the first row below the statements above a letter, 0 where there are none."""
    last = -1
    for index, row in enumerate(rows):
        is_plain = last < 0 and row.words > _FEWEST_TITLE_WORDS and not row.line.text.endswith(_AFTER_SALUTATION)
        if not is_plain and _is_beginning(row, begins_letter) and not _is_value(rows, index):
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


def _is_entry(rows: Sequence[Row]) -> bool:
    """Return whether the first line is an entry of a catalogue or an edition: "Letter from A to B, 1890. MS 12/3"."""
    text = rows[0].line.text
    is_alone = len(rows) > 1 and rows[1].block > rows[0].block
    if not is_alone or len(text) > _LONGEST_ENTRY or _YEAR.search(text) is None:
        return False
    return is_dated_heading(text) or (is_title(text) and _SHELFMARK.search(text) is not None)


def _below_headings(rows: Sequence[Row], index: int) -> int:
    """Return the index below further headings such as "English Translation" below "Contents"."""
    while index < len(rows) and rows[index].is_heading and _is_heading_of_text(rows, index):
        index += 1
    return index


def _is_heading_of_text(rows: Sequence[Row], index: int) -> bool:
    """Return whether a label alone is of the headings above a text: another such, or the name of a button below it."""
    return rows[index].kind == TEXT or rows[index].block == rows[index - 1].block


def _is_value(rows: Sequence[Row], index: int) -> bool:
    """Return whether a row is the first below a label that is alone on its line."""
    label = rows[index - 1].label if index else None
    return label is not None and not label.value and label.kind != TEXT


def _is_near(rows: Sequence[Row], last: int, index: int) -> bool:
    """Return whether what is between two signs may be the value of the first, or the titles above all of them."""
    # What the reader knows to be the page's, such as the rest of a menu, and titles separate nothing.
    between = [row for row in rows[last + 1 : index] if not row.is_edition]
    words = sum(row.words for row in between)
    if last < 0:
        return len(between) <= _MOST_LINES_ABOVE and words <= _MOST_WORDS_ABOVE
    others = len({row.block for row in between if not is_title(row.line.text)} - {rows[last].block})
    label = rows[last].label
    if label is None or label.value:
        return words <= _MOST_WORDS_OF_VALUE and others <= _MOST_BLOCKS_BESIDE
    return words <= _MOST_WORDS_OF_VALUE and others <= _MOST_BLOCKS_OF_VALUE


def _around_widest_gap(rows: Sequence[Row], begins_letter: LineTest) -> tuple[int, int]:
    """Return where a letter as short as a value begins and ends: between the signs furthest apart, or above all."""
    signs = [index for index, row in enumerate(rows) if row.is_sign]
    ends = [(0, signs[0])] if signs else []
    ends += [(_end_of_value(rows, one, begins_letter), two) for one, two in pairwise([*signs, len(rows)])]
    first, last = max(ends, key=lambda pair: sum(row.words for row in rows[pair[0] : pair[1]]), default=(0, 0))
    is_letter = sum(row.words for row in rows[first:last]) >= _FEWEST_WORDS_OF_LETTER
    # Without any statement around it there is no page.
    return (first, last) if is_letter and (first or last < len(rows)) else (0, 0)


def _end_of_value(rows: Sequence[Row], index: int, begins_letter: LineTest) -> int:
    """Return the index of the first row below the value of the last label above a letter."""
    row = rows[index]
    end = index + 1
    if row.label is None or end >= len(rows):
        return end
    if row.is_heading:
        block = rows[end].block
        end += 1
        has_lines = is_column(rows, index)
        while end < len(rows) and rows[end].block == block and not begins_letter(rows[end].line.text):
            if has_lines and not (rows[end].is_address or len(rows[end - 1].line.text) >= FULL_LINE):
                break
            end += 1
        return end
    while end < len(rows) and rows[end].block == row.block and not begins_letter(rows[end].line.text):
        if not _goes_on(rows, end):
            break
        end += 1
    return end


def _goes_on(rows: Sequence[Row], index: int) -> bool:
    """Return whether a row below a value is of the page: a full line is above it, or it is another field, or the last.

    A line of a letter has a date, or more lines directly below it.
    """
    text, is_last = rows[index].line.text, index + 1 < len(rows) and rows[index + 1].block > rows[index].block
    if len(rows[index - 1].line.text) >= FULL_LINE:
        return True
    if text.endswith(_AFTER_SALUTATION):
        return False
    return OTHER_FIELD.match(text) is not None or (is_last and _DIGITS.search(text) is None)


def _start_of_bottom(rows: Sequence[Row], top: int, begins_letter: LineTest) -> int:
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
    while top + 1 < start < len(rows) and may_be_button(rows[start - 1].line.text):
        start -= 1
    return start


def _next_sign(rows: Sequence[Row], start: int) -> int:
    return next((index for index in range(start + 1, len(rows)) if rows[index].is_sign), len(rows))


def _reaches(rows: Sequence[Row], index: int, start: int) -> bool:
    """Return whether the value of a sign reaches down to the next sign, or to the end."""
    between = rows[index + 1 : start]
    if rows[index].kind == COMMENTARY and rows[index].is_heading:
        return len(between) <= _MOST_LINES_OF_NOTES
    blocks = len({row.block for row in between})
    return blocks <= _MOST_BLOCKS_BELOW and sum(row.words for row in between) <= _MOST_WORDS_OF_VALUE


def _may_begin_bottom(rows: Sequence[Row], index: int) -> bool:
    """Return whether a sign may be the first below a letter: letters have some labels too, but not rows of them."""
    row, following = rows[index], _next_sign(rows, index)
    if row.is_proof or (row.kind == COMMENTARY and row.is_heading):
        return True
    if following == len(rows):
        return False
    is_column = row.is_heading and following == index + 2 and rows[following].is_heading
    return is_column or (following == index + 1 and rows[following].block == row.block)


def _page(lines: Sequence[Line], rows: Sequence[Row], top: int, bottom: int) -> ArchivePage:
    titles = _title_rows(rows, top)
    styles = {rows[index].index: _style(rows, index) for index in (*range(top), *range(bottom, len(rows)))}
    styles |= {rows[index].index: EDITION_TITLE for index in titles}
    styled = tuple(
        replace(line, style=styles[index], blocks=()) if index in styles else line for index, line in enumerate(lines)
    )
    found = (*read_fields(rows, 0, top), *read_fields(rows, bottom, len(rows)))
    dated = [index for index in _free_rows(rows, top) if index not in titles and _is_short_and_dated(rows[index])]
    named = [rows[index].line.text for index in (*titles, *dated)]
    labelled = [value_of(rows, index, top) for index, row in enumerate(rows[:top]) if row.kind == _TITLE]
    return ArchivePage(styled, found, (*named, *labelled))


def _style(rows: Sequence[Row], index: int) -> str:
    """Return the style of a row of a page: a note, which goes on from the line above if that is full."""
    row, above = rows[index], rows[index - 1] if index else None
    if above is None or row.is_sign or row.block != above.block or len(above.line.text) < FULL_LINE:
        return EDITION_LINE
    return EDITION_NOTE


def _free_rows(rows: Sequence[Row], top: int) -> list[int]:
    """Return the indices of the rows above the first label that are no buttons, and no notes by the source's format."""
    first = next((index for index in range(top) if rows[index].label and not rows[index].is_note), top)
    return [index for index in range(first) if not rows[index].is_button and not rows[index].is_note]


def _is_short_and_dated(row: Row) -> bool:
    return row.words <= _SHORT_HEADING and _YEAR.search(row.line.text) is not None


def _title_rows(rows: Sequence[Row], top: int) -> list[int]:
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


def _plain_titles(rows: Sequence[Row], free: Sequence[int]) -> list[int]:
    """Return titles in free form: short lines above the first label, only headings where the format has some."""
    short = [index for index in free if rows[index].words <= _SHORT_HEADING and not rows[index].line.text.endswith(".")]
    return [index for index in short if rows[index].line.style == HEADING] or short
