"""Formats facts as one self-contained HTML page: figures, a chart of dates as inline SVG, and tables."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from teikit.diagnostics import Rule
from teikit.messages import pluralize
from teikit.overview.facts import Facts
from teikit.overview.listing import Bar, Cell, ReportTable, bar_unit, bars, describe_dates, figures, tables
from teikit.report.page import escape_html, foot, head

_MOST_BARS = 150
_MOST_LINKS = 2
_MOST_TICKS = 6
# The height of the chart in SVG units; its width is the number of bars.
_HEIGHT = 100
_LEAST = 1.2
_FOOTNOTE = "Dates, people and places as the headers' correspDesc tell them; teikit report."


def page(facts: Facts, most: int, rule: Callable[[str], Rule | None]) -> Iterator[str]:
    """Yield the page in pieces; `facts` have their namesakes merged, tables have at most `most` rows."""
    shown = list(tables(facts, most, rule))
    parts = {"dates": "Dates"} | {each.id: each.title for each in shown}
    css = Path(__file__).with_name("overview.css").read_text(encoding="utf-8")
    yield head(_title(facts), figures(facts), parts, "Skip to the tables", css)
    yield from _dates(facts)
    for each in shown:
        yield from _table(each)
    yield foot(_FOOTNOTE)


def _title(facts: Facts) -> str:
    if not facts.files:
        return "No TEI files"
    return pluralize(facts.letters, "letter") if facts.letters else pluralize(facts.files, "file")


def _dates(facts: Facts) -> Iterator[str]:
    found = bars(facts.dates.years, _MOST_BARS)
    yield '<section aria-labelledby="dates">\n<h2 id="dates">Dates</h2>\n'
    yield f"<p>{escape_html(describe_dates(facts))}</p>\n"
    if found:
        yield from _chart(found)
        rows = [(each.name, each.letters) for each in found if each.letters]
        yield f"<details><summary>Letters by {bar_unit(found)} in numbers</summary>\n"
        yield from _grid("Letters by date", ("Date", "Letters"), rows, "numbers")
        yield "</details>\n"
    yield "</section>\n"


def _chart(found: Sequence[Bar]) -> Iterator[str]:
    """Yield the bars as SVG, which stretches to the available width, and the scales as text, which does not."""
    top = _round_up(max(each.letters for each in found))
    label = f"Bar chart: letters by {bar_unit(found)}, {found[0].name} to {found[-1].name}; the numbers stand below it"
    scale = "".join(f"<span>{count:,}</span>" for count in (top, top // 2, 0))
    yield f'<figure class="chart">\n<div class="scale" aria-hidden="true">{scale}</div>\n'
    yield f'<svg viewBox="0 0 {len(found)} {_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{label}">\n'
    for line in (0, _HEIGHT // 2, _HEIGHT):
        yield f'<path class="rule" d="M0 {line}H{len(found)}"/>\n'
    for number, each in enumerate(found):
        if each.letters:
            height = max(_LEAST, each.letters / top * _HEIGHT)
            yield f'<rect x="{number}.1" y="{_HEIGHT - height:.2f}" width=".8" height="{height:.2f}">'
            yield f"<title>{each.name}: {pluralize(each.letters, 'letter')}</title></rect>\n"
    yield "</svg>\n"
    yield f'<div class="years" aria-hidden="true">{"".join(_ticks(found))}</div>\n</figure>\n'


def _ticks(found: Sequence[Bar]) -> Iterator[str]:
    """Yield the years below the chart, each centred below its bar."""
    steps = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)
    step = next(each for each in steps if sum(bar.first % each == 0 for bar in found) <= _MOST_TICKS)
    for number, bar in enumerate(found):
        if bar.first % step == 0 or len(found) == 1:
            yield f'<span style="left:{(number + 0.5) / len(found) * 100:.2f}%">{bar.first}</span>'


def _round_up(count: int) -> int:
    """Return the top of the scale: the next round number whose half is whole."""
    size: int = 10 ** max(0, len(str(count)) - 1)
    # Its half labels the middle line, and counts of letters are whole numbers.
    parts = (2, 4, 5, 6, 8, 10) if size > 1 else (2, 4, 6, 8, 10)
    return next(part * size for part in parts if part * size >= count)


def _table(table: ReportTable) -> Iterator[str]:
    yield f'<section aria-labelledby="{table.id}">\n<h2 id="{table.id}">{escape_html(table.title)}</h2>\n'
    if table.note:
        yield f"<p>{escape_html(table.note)}</p>\n"
    if table.rows:
        cut = f"; the first {len(table.rows):,} are shown" if table.more else ""
        yield f'<p class="soft">{len(table.rows) + table.more:,} in all{cut}</p>\n'
        yield from _grid(table.title, table.columns, table.rows, table.id)
    yield "</section>\n"


def _grid(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], kind: str) -> Iterator[str]:
    # Tables wider than the screen scroll inside their frame, also by keyboard.
    yield f'<div class="wide" role="region" aria-label="{escape_html(title)}, table" tabindex="0">'
    yield f'<table class="{kind}">\n<thead><tr>'
    numbers = {at for at, cell in enumerate(rows[0]) if isinstance(cell, int)} if rows else set()
    for at, column in enumerate(columns):
        kind = ' class="count"' if at in numbers else ""
        yield f'<th scope="col"{kind}>{escape_html(column)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>\n"
    yield "</tbody></table></div>\n"


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f'<td class="count">{cell:,}</td>'
    if isinstance(cell, str):
        return f"<td>{escape_html(cell)}</td>"
    more = f" and {len(cell) - _MOST_LINKS} more" if len(cell) > _MOST_LINKS else ""
    return f"<td>{', '.join(map(_link, cell[:_MOST_LINKS]))}{more}</td>"


def _link(uri: str) -> str:
    # Imported here since it loads lxml, which the other formats do not need.
    from teikit.exports.record.authorities import authority, is_web_address  # noqa: PLC0415

    name = authority(uri)[0]
    label = escape_html(f"{name} {uri.rstrip('/').rpartition('/')[2]}" if name else uri)
    return f'<a href="{escape_html(uri)}" rel="noreferrer">{label}</a>' if is_web_address(uri) else label
