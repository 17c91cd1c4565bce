"""Derivatives: what remains of a pattern after a start tag, an attribute or text (after Clark's algorithm).

Clark's derivative by a start tag puts the content of the element and what follows it into one `after` pattern. Here
the two are separate: `start_tag_open_deriv` gives pairs of an element and what follows it, the content is
pushed on a stack of states.

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

StartTagDerivative = tuple[Element, Pattern]
Derive = Callable[[Pattern], Pattern]
Reduce = Callable[[Patterns, Pattern], Pattern]


def start_tag_open_deriv(
    patterns: Patterns, pattern: Pattern, name: str, *, skipping: bool = False
) -> list[StartTagDerivative]:
    """Return the elements that a start tag may begin, each with what follows it.

    `assume_required` also gives those that could come next if nothing required were missing.
    """
    return _StartTagDerivatives(patterns, name, skipping=skipping).derive(pattern)


def _heads(patterns: Patterns, pattern: Pattern, *, skipping: bool = False) -> Iterator[Pattern]:
    """Yield the patterns that may come first in a pattern, each once; choices and groups are walked without recursion.

    The elements that a choice finds by name are left to it. `assume_required` skips required patterns.
    """
    seen: set[Pattern] = set()
    todo = [pattern]
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        patterns.count_step()
        yield each
        match each:
            case Choice():
                todo += reversed(each.other_members)
            case Group() if each.left.nullable or skipping:
                todo.append(each.right)


class _StartTagDerivatives:
    """The derivatives by one start tag; patterns share parts, so each is derived only once."""

    def __init__(self, patterns: Patterns, name: str, *, skipping: bool) -> None:
        self.patterns, self.name, self.assume_required = patterns, name, skipping
        self.memo: dict[Pattern, list[StartTagDerivative]] = {}

    def derive(self, pattern: Pattern) -> list[StartTagDerivative]:
        """Return the elements that may come first, each with what follows it."""
        if pattern not in self.memo:
            self.memo[pattern] = self._derive_uncached(pattern)
        return self.memo[pattern]

    def _derive_uncached(self, pattern: Pattern) -> list[StartTagDerivative]:
        patterns = self.patterns
        found: list[StartTagDerivative] = []
        for each in _heads(patterns, pattern, skipping=self.assume_required):
            match each:
                case Element():
                    found += [(each, patterns.EMPTY)] if each.has_name(self.name) else []
                case Choice():
                    found += ((one, patterns.EMPTY) for one in each.elements_named(self.name))
                case Group():
                    found += self._derive_sequence(each.left, each.right)
                case OneOrMore():
                    found += self._derive_sequence(each.of, patterns.optional(each))
                case Interleave():
                    found += self._derive_interleave(each)
        return found

    def _derive_sequence(self, pattern: Pattern, following: Pattern) -> Iterator[StartTagDerivative]:
        for element, rest in self.derive(pattern):
            yield element, self.patterns.group(rest, following)

    def _derive_interleave(self, pattern: Interleave) -> Iterator[StartTagDerivative]:
        for index, each in enumerate(pattern.members):
            for element, rest in self.derive(each):
                yield element, _replace_member(self.patterns, pattern, index, rest)


class TextDerivatives:
    """The derivatives by one piece of text; patterns share parts, so each is derived only once.

    `leaf` returns the derivative of a pattern that contains no other.
    """

    def __init__(self, patterns: Patterns, leaf: Derive) -> None:
        self._patterns, self._leaf = patterns, leaf
        self._memo: dict[Pattern, Pattern] = {}

    def derive(self, pattern: Pattern) -> Pattern:
        """Return the derivative of a pattern by the text."""
        if pattern not in self._memo:
            self._memo[pattern] = self._derive_uncached(pattern)
        return self._memo[pattern]

    def _derive_uncached(self, pattern: Pattern) -> Pattern:
        patterns = self._patterns
        found: list[Pattern] = []
        for each in _heads(patterns, pattern):
            match each:
                case Choice():
                    pass  # Its other members are iterated one by one; elements with plain names match no text.
                case Group():
                    found.append(patterns.group(self.derive(each.left), each.right))
                case OneOrMore():
                    found.append(patterns.group(self.derive(each.of), patterns.optional(each)))
                case Interleave():
                    found.append(_derive_one_member(patterns, each, self.derive))
                case _:
                    found.append(self._leaf(each))
        return patterns.choice(found)


def text_deriv(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return the derivative by text that is not only space; data do not count as text here."""
    return TextDerivatives(patterns, lambda leaf: leaf if leaf is patterns.TEXT else patterns.NOT_ALLOWED).derive(
        pattern
    )


def att_deriv(patterns: Patterns, pattern: Pattern, accepted: Collection[Attribute]) -> Pattern:
    """Return the derivative by an attribute that matches the patterns `accepted`."""
    patterns.count_step()
    if not pattern.has_attributes:
        return patterns.NOT_ALLOWED
    match pattern:
        case Attribute():
            return patterns.EMPTY if pattern in accepted else patterns.NOT_ALLOWED
        case Choice():
            return patterns.choice(att_deriv(patterns, each, accepted) for each in pattern.members)
        case OneOrMore():
            return patterns.group(att_deriv(patterns, pattern.of, accepted), patterns.optional(pattern))
        case Interleave():
            return _derive_one_member(patterns, pattern, lambda each: att_deriv(patterns, each, accepted))
    spine, last = _spine(pattern)
    found = att_deriv(patterns, last, accepted)
    for each in reversed(spine):
        left = att_deriv(patterns, each.left, accepted)
        found = patterns.choice_of_two(patterns.group(left, each.right), patterns.group(each.left, found))
    return found


def _derive_one_member(patterns: Patterns, pattern: Interleave, derive: Derive) -> Pattern:
    members = enumerate(pattern.members)
    return patterns.choice(_replace_member(patterns, pattern, index, derive(each)) for index, each in members)


def _replace_member(patterns: Patterns, pattern: Interleave, index: int, rest: Pattern) -> Pattern:
    """Return the interleave with one member replaced by its derivative."""
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


def start_tag_close_deriv(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return the derivative by the end of the start tag: attributes that are still required can no longer occur."""
    if not pattern.has_attributes:
        return pattern
    if pattern.close_deriv is None:
        # Content that elements share is closed once for all of them.
        pattern.close_deriv = _without_attributes(patterns, pattern, patterns.NOT_ALLOWED, start_tag_close_deriv)
    return pattern.close_deriv


def ignore_missing_attributes(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return the derivative if all attributes count as present."""
    return (
        _without_attributes(patterns, pattern, patterns.EMPTY, ignore_missing_attributes)
        if pattern.has_attributes
        else pattern
    )


def _without_attributes(patterns: Patterns, pattern: Pattern, instead: Pattern, inner: Reduce) -> Pattern:
    patterns.count_step()
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
    """Yield the attributes that a pattern still allows, each once, in the order of the schema."""
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
