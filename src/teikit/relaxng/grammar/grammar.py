"""A grammar in the simple form: a start pattern and the elements that are reachable from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from teikit.relaxng.grammar.patterns import Element, Pattern, children
from teikit.shallow_repr import shallow_repr


@dataclass(frozen=True, slots=True)
class Grammar:
    """A correct schema: `files` are the names and SHA-256 digests of all that was read for it, the schema first."""

    start: Pattern
    elements: tuple[Element, ...]
    files: tuple[tuple[str, str], ...]

    __repr__ = shallow_repr


def preorder(pattern: Pattern, stop: type[Pattern] | None = None, seen: set[int] | None = None) -> Iterator[Pattern]:
    """Yield a pattern and each pattern inside it, each once, not through elements nor patterns of the type `stop`.

    `seen` has the ids of patterns to skip, those of earlier walks; it is extended by those of this walk.
    """
    seen = set() if seen is None else seen
    todo = [pattern]
    while todo:
        each = todo.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            todo += () if stop and isinstance(each, stop) else reversed(children(each))


def reachable_elements(start: Pattern) -> tuple[Element, ...]:
    """Return the elements that are reachable from a start, each once, in the order of the schema."""
    found: list[Element] = []
    todo = [start]
    # Contents share parts, and the inside of a part was walked with it.
    seen: set[int] = set()
    while todo:
        for each in preorder(todo.pop(), seen=seen):
            if isinstance(each, Element):
                found.append(each)
                todo.append(each.content)
    return tuple(found)


def postorder(roots: Iterable[Pattern]) -> Iterator[Pattern]:
    """Yield each pattern inside of some once, what is inside of it before it, not through elements."""
    done: set[int] = set()
    for root in roots:
        # A pattern in a tuple comes when all that is inside of it has come.
        todo: list[Pattern | tuple[Pattern]] = [root]
        while todo:
            pattern = todo.pop()
            if isinstance(pattern, tuple):
                yield pattern[0]
            elif id(pattern) not in done:
                done.add(id(pattern))
                if inner := children(pattern):
                    todo.append((pattern,))
                    todo += inner[::-1]
                else:
                    yield pattern
