"""Gives the patterns of a Schematron schema ids that are unique."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from teikit.p5.nodes import SCHEMATRON, Node

_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")
_IDENTIFIED = frozenset({"rule", "assert", "report"})


class RuleIds:
    """The ids of one schema."""

    def __init__(self, schema: str) -> None:
        self._schema = schema
        self._taken: set[str] = set()
        self._numbers: dict[str, Iterator[int]] = {}

    def name_pattern(self, pattern: Node, path: Iterable[str]) -> Node:
        """Return a pattern whose ids are unique; one without an id gets one of the schema's name and a path."""
        wanted = pattern.get("id") or _as_name("-".join((self._schema, *path)))
        attributes = {"id": self._take(wanted)} | {key: each for key, each in pattern.attributes.items() if key != "id"}
        renamed: dict[str, str] = {}
        children = [self._rename(each, renamed) if isinstance(each, Node) else each for each in pattern.children]
        children = [_follow(each, renamed) if isinstance(each, Node) else each for each in children]
        return replace(pattern, attributes=attributes, children=children)

    def _rename(self, node: Node, renamed: dict[str, str]) -> Node:
        """Return a part of a pattern with ids that nothing else has; abstract rules are recorded in `renamed`."""
        if node.namespace != SCHEMATRON or node.name not in _IDENTIFIED:
            return node
        children = [self._rename(each, renamed) if isinstance(each, Node) else each for each in node.children]
        old = node.get("id")
        if not old:
            return replace(node, children=children)
        new = self._take(old)
        if new != old and node.name == "rule":
            renamed[old] = new
        return replace(node, attributes={**node.attributes, "id": new}, children=children)

    def _take(self, wanted: str) -> str:
        """Return an id, with a number where it is taken."""
        name = wanted
        numbers = self._numbers.setdefault(wanted, count(2))
        while name in self._taken:
            name = f"{wanted}-{next(numbers)}"
        self._taken.add(name)
        return name


def _follow(rule: Node, renamed: dict[str, str]) -> Node:
    """Return a rule whose references are to abstract rules by their new ids."""
    if not renamed:
        return rule
    children = [
        replace(each, attributes={**each.attributes, "rule": renamed[each.get("rule")]})
        if isinstance(each, Node) and each.name == "extends" and each.get("rule") in renamed
        else each
        for each in rule.children
    ]
    return replace(rule, children=children)


def _as_name(text: str) -> str:
    """Return a text as an XML name."""
    name = _NOT_IN_NAMES.sub("_", text)
    return name if name[:1].isalpha() or name.startswith("_") else f"_{name}"
