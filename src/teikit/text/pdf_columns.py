"""Finds columns of text on a PDF page: stretches of lines on both sides of a gutter."""

from collections.abc import Sequence

from teikit.text.pdf_process import Word

# Columns have at least so many lines, and so many letters in most of them on either side of the gutter.
_FEWEST_LINES, _FEWEST_LETTERS = 6, 12
_STEP = 4


def split_columns(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of a page in reading order: those above two columns, the left, the right, the rest."""
    rows = _rows(words)
    gutter = _find_gutter(rows)
    if gutter is None:
        return [list(words)]
    found: list[list[Word]] = []
    run: list[list[Word]] = []
    for row in rows:
        if any(word[1] < gutter < word[2] for word in row):
            found += _columns_of_run(run, gutter)
            run = []
            found.append(row)
        else:
            run.append(row)
    return [column for column in [*found, *_columns_of_run(run, gutter)] if column]


def _columns_of_run(run: Sequence[Sequence[Word]], gutter: float) -> list[list[Word]]:
    left = [[word for word in row if word[2] <= gutter] for row in run]
    right = [[word for word in row if word[2] > gutter] for row in run]
    if min(sum(map(bool, left)), sum(map(bool, right))) < _FEWEST_LINES:
        return [[word for row in run for word in row]]
    return [[word for row in side for word in row] for side in (left, right)]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word[3]):
        if rows and rows[-1][0][3] - word[3] < word[4] / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _find_gutter(rows: Sequence[Sequence[Word]]) -> float | None:
    """Return the middle of a gutter that most rows leave free, with much text on both sides; None if there is none."""
    if len(rows) < _FEWEST_LINES:
        return None
    edges = [word for row in rows for word in row]
    left, right = min(word[1] for word in edges), max(word[2] for word in edges)
    middle = range(int(left + (right - left) * 0.3), int(left + (right - left) * 0.7), _STEP)
    best = max(middle, key=lambda x: sum(_is_parted(row, x) for row in rows), default=0)
    parted = sum(_is_parted(row, best) for row in rows)
    free = [x for x in middle if sum(_is_parted(row, x) for row in rows) == parted]
    return free[len(free) // 2] if parted >= max(_FEWEST_LINES, len(rows) / 2) else None


def _is_parted(row: Sequence[Word], x: float) -> bool:
    """Return whether a row has text on both sides of a place, none across it, and a gap there."""
    before = [word for word in row if word[2] <= x]
    after = [word for word in row if word[1] >= x]
    if len(before) + len(after) < len(row) or not before or not after:
        return False
    gap = min(word[1] for word in after) - max(word[2] for word in before)
    letters = min(sum(len(word[0]) for word in side) for side in (before, after))
    return letters >= _FEWEST_LETTERS and gap > row[0][4]
