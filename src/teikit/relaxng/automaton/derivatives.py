"""Derivatives: what is left of a pattern behind a start tag, an attribute or text (Clark's algorithm, turned round).

Clark's derivative by a start tag puts the content of the element and what follows it into one `after` pattern. Here
the two stay apart: `openings` gives pairs of an element and what follows it, the content goes on a stack of states.

Groups are walked along their right side, and choices flat, without recursion: a sequence may have any length.
"""

from collections.abc import Callable, Collection, Iterator

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

Opening = tuple[Element, Pattern]
Derive = Callable[[Pattern], Pattern]
Reduce = Callable[[Patterns, Pattern], Pattern]


def openings(patterns: Patterns, pattern: Pattern, name: str, *, skipping: bool = False) -> list[Opening]:
    """Return the elements that a start tag may begin, each with what follows it.

    `skipping` also gives those that could come next if something required were not missing.
    """
    return _Openings(patterns, name, skipping=skipping).of(pattern)


def _heads(patterns: Patterns, pattern: Pattern, *, skipping: bool = False) -> Iterator[Pattern]:
    """Yield what may come first in a pattern, each once: choices and the right sides of groups are walked flat.

    Of a choice the elements that it finds by name are left to it. `skipping` passes over what must come.
    """
    seen: set[Pattern] = set()
    todo = [pattern]
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        patterns.step()
        yield each
        match each:
            case Choice():
                todo += reversed(each.others)
            case Group() if each.left.nullable or skipping:
                todo.append(each.right)


class _Openings:
    """The derivatives by one start tag; patterns share parts, so each is derived but once."""

    def __init__(self, patterns: Patterns, name: str, *, skipping: bool) -> None:
        self.patterns, self.name, self.skipping = patterns, name, skipping
        self.known: dict[Pattern, list[Opening]] = {}

    def of(self, pattern: Pattern) -> list[Opening]:
        """Return the elements that may come first, each with what follows it."""
        if pattern not in self.known:
            self.known[pattern] = self._derive(pattern)
        return self.known[pattern]

    def _derive(self, pattern: Pattern) -> list[Opening]:
        patterns = self.patterns
        found: list[Opening] = []
        for each in _heads(patterns, pattern, skipping=self.skipping):
            match each:
                case Element():
                    found += [(each, patterns.EMPTY)] if each.bears(self.name) else []
                case Choice():
                    found += ((one, patterns.EMPTY) for one in each.named(self.name))
                case Group():
                    found += self._before(each.left, each.right)
                case OneOrMore():
                    found += self._before(each.of, patterns.optional(each))
                case Interleave():
                    found += self._among(each)
        return found

    def _before(self, pattern: Pattern, following: Pattern) -> Iterator[Opening]:
        for element, rest in self.of(pattern):
            yield element, self.patterns.group(rest, following)

    def _among(self, pattern: Interleave) -> Iterator[Opening]:
        for index, each in enumerate(pattern.members):
            for element, rest in self.of(each):
                yield element, _beside(self.patterns, pattern, index, rest)


class Behind:
    """The derivatives by one piece of text; patterns share parts, so each is derived but once.

    `leaf` gives what is left of a pattern that has none inside.
    """

    def __init__(self, patterns: Patterns, leaf: Derive) -> None:
        self._patterns, self._leaf = patterns, leaf
        self._known: dict[Pattern, Pattern] = {}

    def of(self, pattern: Pattern) -> Pattern:
        """Return what is left of a pattern behind the text."""
        if pattern not in self._known:
            self._known[pattern] = self._derive(pattern)
        return self._known[pattern]

    def _derive(self, pattern: Pattern) -> Pattern:
        patterns = self._patterns
        found: list[Pattern] = []
        for each in _heads(patterns, pattern):
            match each:
                case Choice():
                    pass  # Its members come one by one; elements with plain names, which do not, hold no text.
                case Group():
                    found.append(patterns.group(self.of(each.left), each.right))
                case OneOrMore():
                    found.append(patterns.group(self.of(each.of), patterns.optional(each)))
                case Interleave():
                    found.append(_one_of(patterns, each, self.of))
                case _:
                    found.append(self._leaf(each))
        return patterns.choice(found)


def after_text(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left behind text that is not only space; data are no text here."""
    return Behind(patterns, lambda leaf: leaf if leaf is patterns.TEXT else patterns.NOT_ALLOWED).of(pattern)


def after_attribute(patterns: Patterns, pattern: Pattern, accepted: Collection[Attribute]) -> Pattern:
    """Return what is left behind an attribute that matches the patterns `accepted`."""
    patterns.step()
    if not pattern.has_attributes:
        return patterns.NOT_ALLOWED
    match pattern:
        case Attribute():
            return patterns.EMPTY if pattern in accepted else patterns.NOT_ALLOWED
        case Choice():
            return patterns.choice(after_attribute(patterns, each, accepted) for each in pattern.members)
        case OneOrMore():
            return patterns.group(after_attribute(patterns, pattern.of, accepted), patterns.optional(pattern))
        case Interleave():
            return _one_of(patterns, pattern, lambda each: after_attribute(patterns, each, accepted))
    spine, last = _spine(pattern)
    found = after_attribute(patterns, last, accepted)
    for each in reversed(spine):
        left = after_attribute(patterns, each.left, accepted)
        found = patterns.either(patterns.group(left, each.right), patterns.group(each.left, found))
    return found


def _one_of(patterns: Patterns, pattern: Interleave, derive: Derive) -> Pattern:
    members = enumerate(pattern.members)
    return patterns.choice(_beside(patterns, pattern, index, derive(each)) for index, each in members)


def _beside(patterns: Patterns, pattern: Interleave, index: int, rest: Pattern) -> Pattern:
    """Return the interleave with what is left of one member in its place."""
    if rest is patterns.NOT_ALLOWED:
        return rest
    members = pattern.members
    return patterns.interleave((*members[:index], rest, *members[index + 1 :]))


def _spine(pattern: Pattern) -> tuple[list[Group], Pattern]:
    """Return the groups along the right side of a pattern, and the pattern at its end."""
    groups = []
    while isinstance(pattern, Group):
        groups.append(pattern)
        pattern = pattern.right
    return groups, pattern


def closed(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left once the start tag ends: attributes that are still asked for can no more come."""
    if not pattern.has_attributes:
        return pattern
    if pattern.closed is None:
        # What elements have in common is closed once for all of them.
        pattern.closed = _without_attributes(patterns, pattern, patterns.NOT_ALLOWED, closed)
    return pattern.closed


def forgiven(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left if all attributes count as read."""
    return _without_attributes(patterns, pattern, patterns.EMPTY, forgiven) if pattern.has_attributes else pattern


def _without_attributes(patterns: Patterns, pattern: Pattern, instead: Pattern, inner: Reduce) -> Pattern:
    patterns.step()
    match pattern:
        case Attribute():
            return instead
        case Choice():
            return patterns.choice(inner(patterns, each) for each in pattern.members)
        case OneOrMore():
            return patterns.one_or_more(inner(patterns, pattern.of))
        case Interleave():
            return patterns.interleave(inner(patterns, each) for each in pattern.members)
    spine, last = _spine(pattern)
    made = inner(patterns, last)
    for each in reversed(spine):
        made = patterns.group(inner(patterns, each.left), made)
    return made


def attributes(pattern: Pattern) -> Iterator[Attribute]:
    """Yield the attributes that a pattern still takes, each once, in the order of the schema."""
    seen: set[Pattern] = set()
    todo = [pattern]
    while todo:
        each = todo.pop()
        if each in seen or not each.has_attributes:
            continue
        seen.add(each)
        match each:
            case Attribute():
                yield each
            case Choice() | Interleave():
                todo += reversed(each.members)
            case Group():
                todo += (each.right, each.left)
            case OneOrMore():
                todo.append(each.of)
