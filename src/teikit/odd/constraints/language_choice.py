"""Chooses one of several constraints that differ by the language of their messages only."""

from collections.abc import Iterable, Sequence

from teikit.odd.constraints.collection import ConstraintUse
from teikit.p5.nodes import Node


def choose_languages(uses: Sequence[ConstraintUse], languages: Iterable[str]) -> list[ConstraintUse]:
    """Return the constraints; of those of one specification with the same tests only one, in a preferred language."""
    order = [each.lower() for each in (*languages, "", "en")]
    groups: dict[object, list[ConstraintUse]] = {}
    for use in uses:
        groups.setdefault((use.owner, use.path, _tests(use)), []).append(use)
    dropped: set[int] = set()
    for group in groups.values():
        if len({each.constraint.language for each in group}) > 1:
            best = min(group, key=lambda each: _rank(each, order))
            language = best.constraint.language
            dropped |= {id(each) for each in group if each.constraint.language != language}
    return [each for each in uses if id(each) not in dropped]


def _rank(use: ConstraintUse, order: list[str]) -> int:
    """Return the rank of a language: `en` is wanted for `en-GB` too."""
    language = use.constraint.language.lower()
    for name in (language, language.partition("-")[0]):
        if name in order:
            return order.index(name)
    return len(order)


def _tests(use: ConstraintUse) -> tuple[tuple[str, ...], ...]:
    """Return the contexts and tests of a constraint."""
    nodes = (each for node in use.constraint.body for each in (node, *node.descendants()))
    return tuple(map(_test, nodes))


def _test(node: Node) -> tuple[str, ...]:
    values = (f"{name}={' '.join(value.split())}" for name, value in sorted(node.attributes.items()) if name in _TESTS)
    return (node.name, *values) if node.name in _RULES else ()


_RULES = frozenset({"pattern", "rule", "assert", "report", "let", "extends"})
_TESTS = frozenset({"context", "test", "name", "value", "rule", "role"})
