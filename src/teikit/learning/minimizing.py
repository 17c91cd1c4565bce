"""Finds where a function of many variables is small, by its gradient: L-BFGS (Nocedal and Wright 2006, alg. 7.4)."""

import math
from collections.abc import Callable
from operator import mul
from typing import NamedTuple

Vector = list[float]
Function = Callable[[Vector], tuple[float, Vector]]
_KEPT = 8
# The conditions on a step (Wolfe): enough descent, and a slope that is less steep.
_DESCENT, _SLOPE = 1e-4, 0.9
_MOST_TRIALS = 12
_FLAT = 1e-6


class _Change(NamedTuple):
    """A step, the change of the gradient in it, and their product."""

    step: Vector
    turn: Vector
    product: float


class _Point(NamedTuple):
    """Where the function was evaluated, with its value and its gradient."""

    at: Vector
    value: float
    gradient: Vector


def _dot(one: Vector, two: Vector) -> float:
    return math.fsum(map(mul, one, two))


def _plus(one: Vector, factor: float, two: Vector) -> Vector:
    """Return a vector plus another that is multiplied by a factor."""
    return [x + factor * y for x, y in zip(one, two, strict=True)]


def minimize(function: Function, start: Vector, steps: int) -> Vector:
    """Return where a function is small after at most so many steps from a start; the same start gives the same end."""
    point = _Point(start, *function(start))
    changes: list[_Change] = []
    for _ in range(steps):
        if _dot(point.gradient, point.gradient) < _FLAT:
            break
        following = _search(function, point, _direction(point.gradient, changes), is_first=not changes)
        if following is None:
            break
        step = _plus(following.at, -1.0, point.at)
        turn = _plus(following.gradient, -1.0, point.gradient)
        if (product := _dot(step, turn)) > 0:
            changes = [*changes[1 - _KEPT :], _Change(step, turn, product)]
        point = following
    return point.at


def _direction(gradient: Vector, changes: list[_Change]) -> Vector:
    """Return the direction of the next step: down, stretched by what was seen of the curvature."""
    direction = [-each for each in gradient]
    shares = []
    for change in reversed(changes):
        share = _dot(change.step, direction) / change.product
        shares.append(share)
        direction = _plus(direction, -share, change.turn)
    if changes:
        scale = changes[-1].product / _dot(changes[-1].turn, changes[-1].turn)
        direction = [scale * each for each in direction]
    for change, share in zip(changes, reversed(shares), strict=True):
        direction = _plus(direction, share - _dot(change.turn, direction) / change.product, change.step)
    return direction


def _search(function: Function, point: _Point, direction: Vector, *, is_first: bool) -> _Point | None:
    """Return the next point along a direction, by bisection of the length; None where no step goes down."""
    slope = _dot(point.gradient, direction)
    if slope >= 0:
        return None
    length = 1 / max(1.0, _dot(direction, direction) ** 0.5) if is_first else 1.0
    least, most, best = 0.0, 0.0, None
    for _ in range(_MOST_TRIALS):
        at = _plus(point.at, length, direction)
        trial = _Point(at, *function(at))
        if not trial.value <= point.value + _DESCENT * length * slope:
            most = length
        else:
            best = trial
            if _dot(trial.gradient, direction) >= _SLOPE * slope:
                break
            least = length
        length = (least + most) / 2 if most else 2 * length
    return best
