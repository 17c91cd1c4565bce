"""Finds what refers to itself in a graph, directly or through others, in linear time (Tarjan's algorithm)."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

_Node = TypeVar("_Node", bound=Hashable)


def find_cyclic(nodes: Iterable[_Node], successors: Callable[[_Node], Iterable[_Node]]) -> set[_Node]:
    """Return the nodes that can be reached from themselves."""
    search = _Search(successors)
    for each in nodes:
        if each not in search.numbers:
            search.run(each)
    return search.cyclic


class _Search(Generic[_Node]):
    """A search in depth without recursion: chains may be as long as a schema."""

    def __init__(self, successors: Callable[[_Node], Iterable[_Node]]) -> None:
        self.numbers: dict[_Node, int] = {}
        self.cyclic: set[_Node] = set()
        self._successors = successors
        # The smallest number that a node leads back to.
        self._lowest: dict[_Node, int] = {}
        self._component: list[_Node] = []
        self._in_component: set[_Node] = set()

    def run(self, start: _Node) -> None:
        """Search what can be reached from a node that was not reached before."""
        waiting: list[tuple[_Node, Iterator[_Node]]] = [self._enter(start)]
        while waiting:
            node, rest = waiting[-1]
            for each in rest:
                if each == node:
                    self.cyclic.add(node)
                elif each not in self.numbers:
                    waiting.append(self._enter(each))
                    break
                elif each in self._in_component:
                    self._lowest[node] = min(self._lowest[node], self.numbers[each])
            else:
                waiting.pop()
                self._leave(node)
                if waiting:
                    outer = waiting[-1][0]
                    self._lowest[outer] = min(self._lowest[outer], self._lowest[node])

    def _enter(self, node: _Node) -> tuple[_Node, Iterator[_Node]]:
        self.numbers[node] = self._lowest[node] = len(self.numbers)
        self._component.append(node)
        self._in_component.add(node)
        return node, iter(self._successors(node))

    def _leave(self, node: _Node) -> None:
        """End the component of a node, if the node is its first."""
        if self._lowest[node] != self.numbers[node]:
            return
        members: list[_Node] = []
        while not members or members[-1] != node:
            members.append(self._component.pop())
        self._in_component.difference_update(members)
        if len(members) > 1:
            self.cyclic.update(members)
