"""Draws places on a grid of latitudes and longitudes: nothing is loaded from elsewhere, so there are no coasts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians, sqrt

from teikit.exports.reading.labels import Labels
from teikit.exports.site import svg

_WIDTH, _MAX_HEIGHT, _MIN_HEIGHT, _MARGIN = 900.0, 620.0, 240.0, 34.0
_SMALLEST, _LARGEST = 3.0, 20.0
_STEPS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30)
_LETTER_WIDTH, _LINE_HEIGHT, _MOST_NAMES = 7.0, 13.0, 32
# The part of the letters that a detail shows, if it is much smaller than the whole.
_CORE, _MUCH_SMALLER = 0.9, 0.4
_MIN_FOR_DETAIL = 8
_MOST_LINES = 9


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to draw: latitude and longitude in degrees, its name, its page, the number of its letters, in words."""

    latitude: float
    longitude: float
    name: str
    address: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of the earth, in degrees."""

    south: float
    north: float
    west: float
    east: float

    @property
    def middle(self) -> float:
        return (self.south + self.north) / 2

    @property
    def shrink(self) -> float:
        """The length of a degree of longitude, in degrees of latitude."""
        return max(0.2, cos(radians(self.middle)))

    @property
    def area(self) -> float:
        return (self.north - self.south) * (self.east - self.west)

    def has(self, spot: Spot) -> bool:
        return self.south <= spot.latitude <= self.north and self.west <= spot.longitude <= self.east


def maps(spots: Sequence[Spot], labels: Labels) -> str:
    """Return a map of all places, and before it one of the part where most are, if that is small; "" without places."""
    known = sorted(spots, key=lambda spot: (-spot.count, spot.name, spot.address))
    if not known:
        return ""
    whole = _padded(known)
    core = _padded(_middle(known)) if len(known) >= _MIN_FOR_DETAIL else whole
    if core.area < whole.area * _MUCH_SMALLER:
        inside = [spot for spot in known if core.has(spot)]
        return _draw(inside, core, labels["map.detail"], labels) + _draw(known, whole, labels["map"], labels)
    return _draw(known, whole, labels["map"], labels)


def _middle(spots: Sequence[Spot]) -> list[Spot]:
    """Return the places without those that are far away from most letters."""
    total = sum(spot.count for spot in spots)
    middle = _median(spots, "latitude"), _median(spots, "longitude")
    nearest = sorted(
        spots, key=lambda spot: (abs(spot.latitude - middle[0]) + abs(spot.longitude - middle[1]), spot.name)
    )
    kept, reached = list[Spot](), 0
    for spot in nearest:
        if reached >= total * _CORE:
            break
        kept.append(spot)
        reached += spot.count
    return kept


def _median(spots: Sequence[Spot], name: str) -> float:
    values: list[float] = sorted(getattr(spot, name) for spot in spots for _ in range(min(spot.count, 100)))
    return values[len(values) // 2]


def _padded(spots: Sequence[Spot]) -> _Box:
    """Return the box around places, with room at its sides, and not narrower than a few degrees."""
    latitudes, longitudes = [spot.latitude for spot in spots], [spot.longitude for spot in spots]
    tall = max(1.5, (max(latitudes) - min(latitudes)) * 1.16)
    wide = max(2.5, (max(longitudes) - min(longitudes)) * 1.16)
    across, up = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    # The drawing is at most twice as wide as it is high.
    tall = max(tall, wide * max(0.2, cos(radians(up))) / 2.4)
    return _Box(max(-90, up - tall / 2), min(90, up + tall / 2), across - wide / 2, across + wide / 2)


class _View:
    """A box on the drawing."""

    def __init__(self, box: _Box) -> None:
        self.box, wide = box, _WIDTH - 2 * _MARGIN
        across, tall = (box.east - box.west) * box.shrink, box.north - box.south
        self.height = min(_MAX_HEIGHT, max(_MIN_HEIGHT, wide * tall / across))
        self.scale = min(wide / across, self.height / tall)
        self.middle = (box.west + box.east) / 2

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the point of a place on the drawing."""
        x = _WIDTH / 2 + (longitude - self.middle) * self.box.shrink * self.scale
        return x, _MARGIN / 2 + self.height / 2 - (latitude - self.box.middle) * self.scale

    def grid(self, labels: Labels) -> Iterator[str]:
        """Yield the lines of the grid with their degrees."""
        half = _WIDTH / 2 / (self.box.shrink * self.scale)
        west, east = self.middle - half, self.middle + half
        step = next((one for one in _STEPS if (east - west) / one <= _MOST_LINES), 60)
        bottom = self.height + _MARGIN / 2
        for degree in _multiples(west, east, step):
            x = self.place(0, degree)[0]
            yield svg.line((x, 0), (x, bottom), "grid")
            yield svg.text(x, bottom + 13, _degrees(degree, labels["east"], labels["west"]), "tick")
        for degree in _multiples(self.box.south, self.box.north, step):
            y = self.place(degree, 0)[1]
            yield svg.line((0, y), (_WIDTH, y), "grid")
            yield svg.text(4, y - 4, _degrees(degree, labels["north"], labels["south"]), "tick", "start")


def _multiples(first: float, last: float, step: float) -> Iterator[float]:
    return (at * step for at in range(ceil(first / step), floor(last / step) + 1))


def _draw(spots: Sequence[Spot], box: _Box, label: str, labels: Labels) -> str:
    view = _View(box)
    drawn = "".join((*view.grid(labels), *_circles(spots, view)))
    return svg.drawing(_WIDTH, view.height + _MARGIN, label, drawn, "map")


def _degrees(value: float, positive: str, negative: str) -> str:
    sign = positive if value > 0 else negative if value < 0 else ""
    return f"{abs(value):g}°{f' {sign}' if sign else ''}"


_Area = tuple[float, float, float, float]


def _circles(spots: Sequence[Spot], view: _View) -> list[str]:
    """Return the places, the largest below, and the names of those that have room for it."""
    most = max(spot.count for spot in spots)
    taken, drawn, names = list[_Area](), list[str](), list[str]()
    for at, spot in enumerate(spots):
        x, y = view.place(spot.latitude, spot.longitude)
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(spot.count / most) if most > 1 else _SMALLEST + 2
        drawn.append(svg.link(spot.address, f"{spot.name}: {spot.words}", svg.circle(x, y, radius)))
        names += _name(spot.name, x, y, radius, taken) if at < _MOST_NAMES else ()
        taken.append((x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2))
    return [*drawn, *names]


def _name(name: str, x: float, y: float, radius: float, taken: list[_Area]) -> Iterator[str]:
    """Yield the name of a place at the side that has room for it, right or left; nothing if none has."""
    wide, right, left = len(name) * _LETTER_WIDTH, x + radius + 3, x - radius - 3
    for begin, edge, anchor in ((right, right, "start"), (left - wide, left, "end")):
        area = (begin, y - _LINE_HEIGHT / 2, begin + wide, y + _LINE_HEIGHT / 2)
        if begin > 0 and begin + wide < _WIDTH and not any(_overlap(area, other) for other in taken):
            taken.append(area)
            yield svg.text(edge, y + 4, name, "label", anchor)
            return


def _overlap(one: _Area, other: _Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
