"""Makes the prefixes of all expressions of a Schematron schema mean one namespace each.

In an ODD a prefix means what the nearest declaration says; in Schematron it means the same in the whole schema.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from teikit.odd.constraints.contexts import RESERVED, Prefixes
from teikit.odd.constraints.expressions import EXPRESSIONS, rename_prefixes, used_prefixes
from teikit.p5.nodes import SCHEMATRON, Node


def declared_namespaces(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield Schematron's declarations of namespaces, also those that are inside other elements."""
    for node in nodes:
        for each in (node, *node.descendants()):
            if each.namespace == SCHEMATRON and each.name == "ns":
                yield each


def unify_prefixes(body: list[Node], prefixes: Prefixes) -> list[Node]:
    """Return a constraint whose expressions have the prefixes of the schema; those that lack a declaration get one."""
    own = {each.get("prefix"): each.get("uri") for each in declared_namespaces(body)}
    renamed = {
        prefix: prefixes.prefix(uri)
        for prefix, uri in own.items()
        if prefix not in RESERVED and uri and prefixes.table.get(prefix) != uri
    }
    for node in body:
        for each in (node, *node.descendants()):
            for prefix in _prefixes_in(each):
                prefixes.declare_used(prefix, each.prefixes)
    return [_rename(each, renamed) for each in body] if renamed else body


def _prefixes_in(node: Node) -> Iterator[str]:
    for name, value in node.attributes.items():
        if name in EXPRESSIONS:
            yield from used_prefixes(value)


def _rename(node: Node, renamed: dict[str, str]) -> Node:
    attributes = {
        name: rename_prefixes(value, renamed) if name in EXPRESSIONS else value
        for name, value in node.attributes.items()
    }
    children = [_rename(each, renamed) if isinstance(each, Node) else each for each in node.children]
    return replace(node, attributes=attributes, children=children)
