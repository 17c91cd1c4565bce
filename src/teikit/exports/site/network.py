"""Draws who wrote to whom; the same letters give the same drawing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from teikit.exports.reading.labels import Labels
from teikit.exports.site import svg

MOST_DRAWN = 60
_WIDTH, _HEIGHT, _MARGIN = 900.0, 640.0, 60.0
_ROUNDS = 220
_GOLDEN = pi * (3 - sqrt(5))
_Point = list[float]


@dataclass(frozen=True, slots=True)
class Node:
    """A correspondent: name, page, the number of letters, and in words."""

    key: str
    name: str
    address: str
    count: int
    words: str


def network(nodes: Sequence[Node], edges: Mapping[tuple[str, str], int], labels: Labels) -> str:
    """Return the drawing of the correspondents with most letters; nothing if there are fewer than three.

    `edges` has the number of letters between two, by their keys in order.
    """
    chosen = sorted(nodes, key=lambda node: (-node.count, node.name, node.key))[:MOST_DRAWN]
    keys = {node.key: at for at, node in enumerate(chosen)}
    known = ((keys[one], keys[other], value) for (one, other), value in edges.items() if one in keys and other in keys)
    # In order, since sums of floating-point numbers depend on it.
    lines = {(one, other): value for one, other, value in sorted(known)}
    if len(chosen) < 3 or not lines:
        return ""
    points = _fitted(_layout(len(chosen), lines))
    most = max(lines.values())
    drawn = [
        svg.line(points[one], points[other], "edge", 0.8 + 5 * sqrt(value / most))
        for (one, other), value in sorted(lines.items())
    ]
    largest = max(node.count for node in chosen)
    names = []
    for node, (x, y) in zip(chosen, points, strict=True):
        radius = 4 + 11 * sqrt(node.count / largest)
        drawn.append(svg.link(node.address, f"{node.name}: {node.words}", svg.circle(x, y, radius)))
        names.append(svg.text(x, y - radius - 4, _short(node.name), "label"))
    return svg.drawing(_WIDTH, _HEIGHT, labels["network"], "".join([*drawn, *names]), "network")


def _short(name: str) -> str:
    """Return a name for the drawing: the part before a comma, or else the last word."""
    before, comma, _ = name.partition(",")
    return before.strip() if comma and before.strip() else (name.split() or [""])[-1]


def _layout(count: int, lines: Mapping[tuple[int, int], int]) -> list[_Point]:
    """Return points by springs between correspondents (Fruchterman and Reingold 1991), from a fixed beginning."""
    points = [[sqrt(at + 0.5) * cos(at * _GOLDEN), sqrt(at + 0.5) * sin(at * _GOLDEN)] for at in range(count)]
    degrees = Counter(end for line in lines for end in line)
    for turn in range(_ROUNDS):
        moves = [[-0.02 * x * count**0.5, -0.02 * y * count**0.5] for x, y in points]
        for one in range(count):
            for other in range(one + 1, count):
                _push(points, moves, one, other, 1.0)
        for (one, other), value in lines.items():
            _pull(points, moves, one, other, (0.6 + 0.1 * sqrt(value)) / sqrt(min(degrees[one], degrees[other])))
        limit = 0.6 * (1 - turn / _ROUNDS) + 0.01
        for point, (dx, dy) in zip(points, moves, strict=True):
            length = max(sqrt(dx * dx + dy * dy), 1e-9)
            point[0] += dx / length * min(length, limit)
            point[1] += dy / length * min(length, limit)
    return points


def _push(points: list[_Point], moves: list[_Point], one: int, other: int, strength: float) -> None:
    dx, dy = points[one][0] - points[other][0], points[one][1] - points[other][1]
    square = max(dx * dx + dy * dy, 1e-4)
    _move(moves, one, other, dx * strength / square, dy * strength / square)


def _pull(points: list[_Point], moves: list[_Point], one: int, other: int, strength: float) -> None:
    dx, dy = points[other][0] - points[one][0], points[other][1] - points[one][1]
    length = sqrt(dx * dx + dy * dy)
    _move(moves, one, other, dx * length * strength * 0.4, dy * length * strength * 0.4)


def _move(moves: list[_Point], one: int, other: int, dx: float, dy: float) -> None:
    moves[one][0] += dx
    moves[one][1] += dy
    moves[other][0] -= dx
    moves[other][1] -= dy


def _fitted(points: Sequence[_Point]) -> list[tuple[float, float]]:
    """Return points that fill the drawing."""
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    across, down = max(right - left, 1e-6), max(bottom - top, 1e-6)
    wide, high = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
    return [(_MARGIN + (x - left) / across * wide, _MARGIN + (y - top) / down * high) for x, y in points]
