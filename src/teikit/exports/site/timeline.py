"""Draws how many letters there are of each year, or of each month if they span few years."""

from collections import Counter
from collections.abc import Callable, Iterable

from teikit.exports.reading.labels import Labels
from teikit.exports.site import svg
from teikit.exports.site.dates import Day

_WIDTH, _HEIGHT, _BASE, _TOP, _LEFT = 900.0, 170.0, 140.0, 18.0, 8.0
_MOST_BARS = 400
_MONTHS_UP_TO = 3
_MIN_LABEL = 46.0
_Slot = tuple[int, int]


def timeline(days: Iterable[Day], address_of: Callable[[int], str], count: Callable[[int], str], labels: Labels) -> str:
    """Return the drawing; nothing if there are fewer than two bars, or too many to distinguish.

    `address_of` returns where the letters of a year are listed, `count` a number of letters in words.
    """
    known = list(days)
    years = {day.year for day in known}
    by_month = len(years) <= _MONTHS_UP_TO and any(day.month for day in known)
    slots = Counter((day.year, day.month) if by_month else (day.year, 0) for day in known if day.month or not by_month)
    bars = _all_slots(slots, by_month=by_month)
    if len(slots) < 2 or len(bars) > _MOST_BARS:
        return ""
    months = labels["date.months"].split()
    step, most = (_WIDTH - 2 * _LEFT) / len(bars), max(slots.values())
    drawn = [svg.line((0, _BASE), (_WIDTH, _BASE), "axis")]
    last = -_MIN_LABEL
    for at, (year, month) in enumerate(bars):
        x = _LEFT + at * step
        name = f"{months[month - 1]} {year}" if month else str(year)
        if value := slots[year, month]:
            drawn.append(_bar(x, step, value / most, address_of(year), f"{name}: {count(value)}"))
        if _is_labelled(year, month, len(bars)) and x - last >= _MIN_LABEL:
            drawn.append(svg.text(x + step / 2, _BASE + 20, _tick(year, month, months), "tick"))
            last = x
    title = labels["timeline.months" if by_month else "timeline.years"]
    return svg.drawing(_WIDTH, _HEIGHT, title, "".join(drawn), "timeline")


def _all_slots(slots: Iterable[_Slot], *, by_month: bool) -> list[_Slot]:
    known = sorted(slots)
    if not known:
        return []
    first, last = known[0], known[-1]
    if not by_month:
        # A bar for each year: years are few, or the drawing is left out.
        return [(year, 0) for year in range(first[0], min(last[0], first[0] + _MOST_BARS) + 1)]
    months = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return [(month // 12, month % 12 + 1) for month in months]


def _bar(x: float, step: float, share: float, address: str, label: str) -> str:
    height = max(2.0, share * (_BASE - _TOP))
    left, width = x + step * 0.12, max(1.0, step * 0.76)
    # The whole column can be pointed at, since bars may be small.
    column = f'<rect x="{svg.number(x)}" y="0" width="{svg.number(step)}" height="{svg.number(_BASE)}" class="column"/>'
    bar = (
        f'<rect x="{svg.number(left)}" y="{svg.number(_BASE - height)}" width="{svg.number(width)}"'
        f' height="{svg.number(height)}" class="bar"/>'
    )
    return svg.link(address, label, column + bar)


def _is_labelled(year: int, month: int, bars: int) -> bool:
    if month:
        return bars <= 14 or month in {1, 4, 7, 10}
    return bars <= 18 or year % (5 if bars <= 90 else 10 if bars <= 180 else 50) == 0


def _tick(year: int, month: int, months: list[str]) -> str:
    return f"{months[month - 1][:3]} {year}" if month else str(year)
