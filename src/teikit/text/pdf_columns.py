"""Finds columns of text on a PDF page, and blocks beside each other at its head (an address and a letterhead)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teikit.text.pdf_process import Word

Row = Sequence[Word]
# So many rows have text on both sides of a gutter; in columns so many more fill the left one to its edge.
_FEWEST_ROWS, _FEWEST_FULL_ROWS = 3, 5
_FULL, _FEWEST_LETTERS = 0.75, 12
# The gap between columns, and between blocks, in ems.
_COLUMN_GAP, _BLOCK_GAP = 0.9, 3.0
_STEP = 4


class Column(NamedTuple):
    """The words of a stretch of a page; `margin` is its left edge if it is a column of prose beside another."""

    words: list[Word]
    margin: float | None = None


class _Run(NamedTuple):
    """Rows from `first` to `last` (exclusive) without any word across a gutter."""

    first: int
    last: int
    gutter: float


def split_columns(words: Sequence[Word]) -> list[Column]:
    """Return the words of a page in reading order: those above two columns, the left, the right, the rest."""
    rows = _rows(words)
    run = _best_run(rows)
    if run is None:
        return [Column(list(words))]
    inside = rows[run.first : run.last]
    left = [word for row in inside for word in row if word[2] <= run.gutter]
    right = [word for row in inside for word in row if word[2] > run.gutter]
    above = [word for row in rows[: run.first] for word in row]
    below = [word for row in rows[run.last :] for word in row]
    margin = min(word[1] for word in right) if _count_full_rows(inside, run.gutter) >= _FEWEST_FULL_ROWS else None
    parts = (Column(above), Column(left), Column(right, margin), *(split_columns(below) if below else ()))
    return [part for part in parts if part.words]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word[3]):
        if rows and rows[-1][0][3] - word[3] < word[4] / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _best_run(rows: Sequence[Row]) -> _Run | None:
    """Return the longest run of rows that are columns, None if there is none."""
    if len(rows) < _FEWEST_ROWS:
        return None
    left, right = min(word[1] for row in rows for word in row), max(word[2] for row in rows for word in row)
    places = range(int(left + (right - left) * 0.25), int(left + (right - left) * 0.75), _STEP)
    runs = [run for x in places for run in _free_runs(rows, x) if _is_columns(rows, run)]
    if not runs:
        return None
    longest = max(run.last - run.first for run in runs)
    first = next(run for run in runs if run.last - run.first == longest)
    same = [run.gutter for run in runs if (run.first, run.last) == (first.first, first.last)]
    return first._replace(gutter=same[len(same) // 2])


def _free_runs(rows: Sequence[Row], x: float) -> Iterator[_Run]:
    """Yield the longest runs of rows that no word crosses, and that have no narrow gap there as prose has."""
    first = 0
    for index, row in enumerate([*rows, None]):
        if row is None or not _is_free(row, x):
            if index - first >= _FEWEST_ROWS:
                yield _trim(rows, _Run(first, index, x))
            first = index + 1


def _is_free(row: Row, x: float) -> bool:
    before, after = [word[2] for word in row if word[2] <= x], [word[1] for word in row if word[1] >= x]
    if len(before) + len(after) < len(row):
        return False
    return not before or not after or min(after) - max(before) > _COLUMN_GAP * row[0][4]


def _trim(rows: Sequence[Row], run: _Run) -> _Run:
    """Return a run without the rows at its beginning that have text on one side only."""
    first = run.first
    while first < run.last and not _is_on_both_sides(rows[first], run.gutter):
        first += 1
    return run._replace(first=first)


def _is_on_both_sides(row: Row, x: float) -> bool:
    return any(word[2] <= x for word in row) and any(word[1] >= x for word in row)


def _is_columns(rows: Sequence[Row], run: _Run) -> bool:
    """Return whether a run is two columns of prose, or two blocks at the head of the page; no table of amounts."""
    inside = rows[run.first : run.last]
    both = [row for row in inside if _is_on_both_sides(row, run.gutter)]
    right = [word[0] for row in inside for word in row if word[1] >= run.gutter]
    has_words = sum(any(char.isalpha() for char in text) for text in right) * 2 > len(right)
    if len(both) < _FEWEST_ROWS or not has_words:
        return False
    return _count_full_rows(inside, run.gutter) >= _FEWEST_FULL_ROWS or (
        run.first == 0 and all(_gap(row, run.gutter) > _BLOCK_GAP for row in both)
    )


def _count_full_rows(rows: Sequence[Row], gutter: float) -> int:
    start = min(word[1] for row in rows for word in row)
    return sum(_is_full([word for word in row if word[2] <= gutter], start, gutter) for row in rows)


def _is_full(left: Row, start: float, gutter: float) -> bool:
    """Return whether a row fills the left column with words."""
    letters = sum(len(word[0]) for word in left)
    return letters >= _FEWEST_LETTERS and max((word[2] for word in left), default=0) > start + _FULL * (gutter - start)


def _gap(row: Row, x: float) -> float:
    """Return the gap of a row at a gutter, in ems."""
    return (min(word[1] for word in row if word[1] >= x) - max(word[2] for word in row if word[2] <= x)) / row[0][4]
