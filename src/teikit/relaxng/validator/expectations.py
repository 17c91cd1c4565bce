"""What a state waits for: the names that may come, the names that must."""

from collections.abc import Iterable, Sequence

from teikit.relaxng.automaton import AttributeState, State
from teikit.relaxng.automaton.patterns import (
    Attribute,
    Choice,
    Element,
    Group,
    Interleave,
    OneOrMore,
    Pattern,
    Patterns,
)
from teikit.relaxng.grammar.name_classes import Name, describe, members_of


def possible_elements(state: State, *, skipping: bool = False) -> dict[str, None]:
    """Return the keys of the names that a start tag may bear, in the order of the schema; wildcards are left out.

    `skipping` adds those that could come if something required were not missing.
    """
    found: dict[str, None] = {}
    for each in _first_elements(state.patterns, skipping=skipping):
        found.update(dict.fromkeys(one.expanded_name for one in members_of(each.names) if isinstance(one, Name)))
    return found


def possible_wildcards(state: State) -> list[str]:
    """Return in words the wildcards among what may come."""
    wild = [each for each in _first_elements(state.patterns, skipping=False) if not isinstance(each.names, Name)]
    return [describe(each.names) for each in wild]


def _first_elements(patterns: Sequence[Pattern], *, skipping: bool) -> dict[Element, None]:
    found: dict[Element, None] = {}
    seen: set[Pattern] = set()
    todo = list(reversed(patterns))
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        match each:
            case Element():
                found[each] = None
            case Choice() | Interleave():
                todo += reversed(each.members)
            case OneOrMore():
                todo.append(each.of)
            case Group():
                todo += (each.right, each.left) if each.left.nullable or skipping else (each.left,)
    # The schema numbers its elements in the order in which a reader meets them.
    return dict.fromkeys(sorted(found, key=lambda element: element.number))


def required_elements(state: State) -> list[str]:
    """Return the keys of the elements that must still come whichever way is taken."""
    return _required_by_all(state.patterns, Element)


def required_attributes(opening: AttributeState) -> list[str]:
    """Return the keys of the attributes that must still come whichever way is taken."""
    return _required_by_all(opening.patterns, Attribute)


def possible_attributes(opening: AttributeState) -> dict[str, None]:
    """Return the keys of the attributes that may still come; wildcards are left out."""
    found: dict[str, None] = {}
    for each in opening.attributes():
        found.update(dict.fromkeys(one.expanded_name for one in members_of(each.names) if isinstance(one, Name)))
    return found


def _required_by_all(patterns: Iterable[Pattern], kind: type[Element | Attribute]) -> list[str]:
    required = _Required(kind)
    return _common_names(required.names_in(each) for each in patterns if each is not Patterns.NOT_ALLOWED)


class _Required:
    """What every match of a pattern has; patterns share parts, so each is walked but once."""

    def __init__(self, kind: type[Element | Attribute]) -> None:
        self.kind = kind
        self.memo: dict[Pattern, dict[str, None]] = {}

    def names_in(self, pattern: Pattern) -> dict[str, None]:
        """Return the keys of the names that every match has, in order."""
        if pattern not in self.memo:
            self.memo[pattern] = self._walk(pattern)
        return self.memo[pattern]

    def _walk(self, pattern: Pattern) -> dict[str, None]:
        found: dict[str, None] = {}
        while isinstance(pattern, Group):
            found |= self.names_in(pattern.left)
            pattern = pattern.right
        match pattern:
            case Element() | Attribute():
                if isinstance(pattern, self.kind) and isinstance(pattern.names, Name):
                    found[pattern.names.expanded_name] = None
            case Choice() if not (self.kind is Element and pattern.nullable):
                found |= dict.fromkeys(_common_names(self.names_in(each) for each in pattern.members))
            case OneOrMore():
                found |= self.names_in(pattern.of)
            case Interleave():
                for each in pattern.members:
                    found |= self.names_in(each)
        return found


def _common_names(ways: Iterable[dict[str, None]]) -> list[str]:
    """Return what all ways have, in the order of the first."""
    every = list(ways)
    return [name for name in every[0] if all(name in each for each in every[1:])] if every else []
