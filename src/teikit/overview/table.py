"""Formats facts as text: tables laid out by rich for a terminal, plain columns elsewhere."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from teikit.diagnostics import Rule
from teikit.messages import escape_control
from teikit.overview.facts import Facts
from teikit.overview.listing import Bar, Cell, ReportTable, bar_unit, bars, describe_dates, figures, tables

_MOST_BARS = 40
_LONGEST_BAR = 40
# Outside a terminal nothing is wrapped, so that a row is one line.
_NO_WIDTH = 100_000
_HEIGHT = 25


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The output device: its width in cells (0 for unlimited), whether it has colours, and the characters of bars."""

    width: int = 0
    colour: bool = False
    block: str = "#"


def text(facts: Facts, most: int, rule: Callable[[str], Rule | None], paper: TextLayout) -> Iterator[str]:
    """Yield the text in pieces; `facts` have their namesakes merged, tables have at most `most` rows."""
    yield "".join(f"{escape_control(name)}: {escape_control(figure)}\n" for name, figure in figures(facts))
    yield _heading("Dates", paper)
    yield f"{escape_control(describe_dates(facts))}\n"
    if found := bars(facts.dates.years, _MOST_BARS):
        yield "\n" + _lay_out((bar_unit(found).capitalize(), "Letters", ""), _bar_rows(found, paper), paper)
    for each in tables(facts, most, rule):
        yield from _table(each, paper)


def _table(table: ReportTable, paper: TextLayout) -> Iterator[str]:
    yield _heading(table.title, paper)
    if table.note:
        yield f"{escape_control(table.note)}\n"
    if table.rows:
        yield ("\n" if table.note else "") + _lay_out(table.columns, table.rows, paper)
    if table.more > 0:
        yield f"and {table.more:,} more\n"


def _heading(title: str, paper: TextLayout) -> str:
    return "\n" + _render_stripped(Text(title, "bold"), paper)


def _bar_rows(found: Sequence[Bar], paper: TextLayout) -> list[Sequence[Cell]]:
    top = max(each.letters for each in found)
    return [(each.name, each.letters, paper.block * -(-each.letters * _LONGEST_BAR // top)) for each in found]


def _lay_out(columns: Sequence[str], rows: Sequence[Sequence[Cell]], paper: TextLayout) -> str:
    table = RichTable(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column, cell in zip(columns, rows[0], strict=True):
        number = isinstance(cell, int)
        table.add_column(Text(column), justify="right" if number else "left", no_wrap=number, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_format_cell(cell)) for cell in row))
    return _render_stripped(table, paper)


def _format_cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, str):
        return escape_control(cell)
    more = f" and {len(cell) - 1} more" if len(cell) > 1 else ""
    return f"{escape_control(cell[0])}{more}" if cell else ""


def _render_stripped(what: RichTable | Text, paper: TextLayout) -> str:
    return "".join(f"{line.rstrip()}\n" for line in render(what, paper).split("\n")[:-1])


def render(what: RichTable | Text, paper: TextLayout) -> str:
    """Return what rich renders, without lines that CI systems take for commands."""
    out = io.StringIO()
    colours: Literal["standard"] | None = "standard" if paper.colour else None
    # With both of them given, rich does not read them from the environment.
    console = Console(
        file=out, width=paper.width or _NO_WIDTH, height=_HEIGHT, force_terminal=paper.colour, color_system=colours,
        legacy_windows=False,
    )  # fmt: skip
    console.print(what, highlight=False, markup=False, emoji=False)
    lines = out.getvalue().splitlines()
    return "".join(f"{line if paper.colour else escape_control(line)}\n" for line in lines)
