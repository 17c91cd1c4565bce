"""The names that a state allows or requires next, computed or cached per automaton."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from teikit.document.names import namespace_of
from teikit.relaxng.automaton import AttributeState, Automaton, StartTagTransition, State
from teikit.relaxng.automaton.patterns import (
    Attribute,
    Choice,
    Element,
    Group,
    Interleave,
    OneOrMore,
    Pattern,
    Patterns,
    subpatterns,
)
from teikit.relaxng.grammar.name_classes import Name, describe, members_of
from teikit.relaxng.validator.name_writer import NameWriter
from teikit.relaxng.validator.violation import local_name

_MAX_CACHED = 20_000
_MOST_INNER = 40
# Attributes of which it is tried whether they complete an element.
_MOST_TRIED = 100
_Answer = TypeVar("_Answer")


def possible_elements(state: State, *, skipping: bool = False) -> dict[str, None]:
    """Return the names that a start tag may have, in the order of the schema, without wildcards.

    `skipping` adds those that could come if something required were not missing.
    """
    return _expanded_names(_first_elements(state, skipping=skipping))


def possible_wildcards(state: State) -> list[str]:
    """Return in words the wildcards that a start tag may match."""
    wild = [each for each in _first_elements(state, skipping=False) if not isinstance(each.names, Name)]
    return list(dict.fromkeys(describe(each.names) for each in wild))


def _first_elements(state: State, *, skipping: bool) -> dict[Element, None]:
    """Return the elements that may come first, without those that no valid document can have."""
    found: dict[Element, None] = {}
    seen: set[Pattern] = set()
    todo = list(reversed(state.patterns))
    is_possible = state.automaton.patterns.is_possible
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        match each:
            case Element():
                if is_possible(each):
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
    """Return the names of the elements that every match still requires."""
    return _required_by_all(state.patterns, Element)


def required_attributes(opening: AttributeState) -> tuple[str, ...]:
    """Return the names of the attributes that every match still requires."""
    if "required" not in opening.answers:
        opening.answers["required"] = tuple(_required_by_all(opening.patterns, Attribute))
    return opening.answers["required"]


def possible_attributes(opening: AttributeState) -> tuple[str, ...]:
    """Return the names of the attributes that are still possible, without wildcards."""
    if "possible" not in opening.answers:
        opening.answers["possible"] = tuple(_expanded_names(opening.attributes()))
    return opening.answers["possible"]


def completing_attributes(opening: AttributeState) -> tuple[str, ...]:
    """Return the names of the attributes after which none would be missing, in the schema's order."""
    if "completing" not in opening.answers:
        ways = {
            name: opening.att_deriv(tuple(opening.attributes_named(name)))
            for name in possible_attributes(opening)[:_MOST_TRIED]
        }
        found = (
            name for name, after in ways.items() if after is not None and after.start_tag_close_deriv() is not None
        )
        opening.answers["completing"] = tuple(found)
    return opening.answers["completing"]


def _expanded_names(patterns: Iterable[Element | Attribute]) -> dict[str, None]:
    names = (name for each in patterns for name in members_of(each.names))
    return dict.fromkeys(each.expanded_name for each in names if isinstance(each, Name))


def _required_by_all(patterns: Iterable[Pattern], kind: type[Element | Attribute]) -> list[str]:
    required = _Required(kind)
    return _common_names(required.names_in(each) for each in patterns if each is not Patterns.NOT_ALLOWED)


class _Required:
    """The names in every match of a pattern; patterns share parts, so each is walked once."""

    def __init__(self, kind: type[Element | Attribute]) -> None:
        self.kind = kind
        self.memo: dict[Pattern, dict[str, None]] = {}

    def names_in(self, pattern: Pattern) -> dict[str, None]:
        """Return the names that every match has, in order."""
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


class Expectations:
    """Answers about the states of one automaton, cached: faults of one kind ask the same questions again."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self._memo: dict[Hashable, object] = {}
        self._main_namespace = namespace_of(next(iter(possible_elements(automaton.initial)), ""))

    def name_writer(self) -> NameWriter:
        """Return a writer of names for one document."""
        return NameWriter(self.automaton.table.prefixes, self._main_namespace)

    def memoize(self, key: tuple[Hashable, ...], compute: Callable[[], _Answer]) -> _Answer:
        """Return the cached answer to a question, computed at its first use."""
        if key not in self._memo:
            if len(self._memo) >= _MAX_CACHED:
                self._memo.clear()
            self._memo[key] = compute()
        return self._memo[key]  # type: ignore[return-value]  # the key determines the type

    def required_elements(self, state: State) -> list[str]:
        """Return the names of the required elements."""
        return self.memoize(("required", state), lambda: required_elements(state))

    def possible_elements(self, state: State, *, skipping: bool = False) -> dict[str, None]:
        """Return the names of the possible elements."""
        key = ("possible", state, skipping)
        return self.memoize(key, lambda: possible_elements(state, skipping=skipping))

    def folded_names(self, state: State) -> frozenset[str]:
        """Return the names of the possible elements in lower case."""
        possible = self.possible_elements(state, skipping=True)
        return self.memoize(("folded", state), lambda: frozenset(each.casefold() for each in possible))

    def expected_elements(self, state: State) -> tuple[str, ...]:
        """Return the names of the possible elements: the required first, then the shortest."""

        def compute() -> tuple[str, ...]:
            possible = sorted(self.possible_elements(state), key=len)
            return tuple(dict.fromkeys((*self.required_elements(state), *possible)))

        return self.memoize(("names", state), compute)

    def completing_elements(self, state: State) -> list[str]:
        """Return the names of the elements after which nothing would be missing, in the schema's order."""

        def compute() -> list[str]:
            starts = {name: state.transitions[name] for name in self.possible_elements(state)}
            states = {name: start.end_tag_transitions.recover_end_tag() for name, start in starts.items() if start}
            return [name for name, after in states.items() if after and after.nullable_bits()]

        return self.memoize(("completing", state), compute)

    def expected_local_names(self, state: State) -> tuple[str, ...]:
        """Return the local names of the possible elements."""
        return self.memoize(("shown", state), lambda: tuple(local_name(each) for each in self.expected_elements(state)))

    def transition_past_required(self, state: State, name: str) -> StartTagTransition | None:
        """Return the transition by a name if something required were not missing before it."""
        key = ("skipping", state, name)
        return self.memoize(key, lambda: self.automaton.start_tag_transition(state, name, skipping=True))

    def transition_as_if_allowed(self, state: State, name: str) -> StartTagTransition | None:
        """Return the transition into an element of this name as if it were allowed."""
        return self.memoize(("anywhere", state, name), lambda: self.automaton.transition_as_if_allowed(state, name))

    def possible_parent(self, state: State, name: str) -> str | None:
        """Return the name of an element that is possible here and may contain one of another name."""
        return self.memoize(("parent", state, name), lambda: self._find_possible_parent(state, name))

    def _find_possible_parent(self, state: State, name: str) -> str | None:
        patterns = self.automaton.patterns
        for child in self.expected_elements(state)[:_MOST_INNER]:
            contents = map(patterns.content, patterns.elements_named(child)[:2])
            if child != name and any(_has_element(each, name) for each in contents):
                return child
        return None


def _has_element(pattern: Pattern, name: str) -> bool:
    """Return whether a pattern has an element of this name, not inside other elements."""
    return any(isinstance(each, Element) and each.has_name(name) for each in subpatterns(pattern))
