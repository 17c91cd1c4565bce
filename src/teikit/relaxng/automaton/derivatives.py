"""Derivatives: what is left of a pattern behind a start tag, an attribute or text (Clark's algorithm, turned round).

Clark's derivative by a start tag puts the content of the element and what follows it into one `after` pattern. Here
the two stay apart: `openings` gives pairs of an element and what follows it, the content goes on a stack of states.

Groups are walked along their right side without recursion, so that a sequence may have any length.
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


def openings(patterns: Patterns, pattern: Pattern, name: str, *, skipping: bool = False) -> list[Opening]:
    """Return the elements that a start tag may begin, each with what follows it.

    `skipping` also gives those that could come next if something required were not missing.
    """
    found: list[Opening] = []
    patterns.step()
    while isinstance(pattern, Group):
        patterns.step()
        left, right = pattern.left, pattern.right
        inner = openings(patterns, left, name, skipping=skipping)
        found += ((element, patterns.group(rest, right)) for element, rest in inner)
        if not (left.nullable or skipping):
            return found
        pattern = right
    match pattern:
        case Element():
            if pattern.bears(name):
                found.append((pattern, patterns.EMPTY))
        case Choice():
            found += ((each, patterns.EMPTY) for each in pattern.named(name))
            for each in pattern.rest:
                found += openings(patterns, each, name, skipping=skipping)
        case OneOrMore():
            inner = openings(patterns, pattern.of, name, skipping=skipping)
            again = patterns.optional(pattern)
            found += ((element, patterns.group(rest, again)) for element, rest in inner)
        case Interleave():
            for index, each in enumerate(pattern.members):
                inner = openings(patterns, each, name, skipping=skipping)
                found += ((element, _beside(patterns, pattern, index, rest)) for element, rest in inner)
    return found


def after_text(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left behind text that is not only space; data are no text here."""
    found: list[Pattern] = []
    patterns.step()
    while isinstance(pattern, Group):
        patterns.step()
        left = after_text(patterns, pattern.left)
        found.append(patterns.group(left, pattern.right))
        if not pattern.left.nullable:
            return patterns.choice(found)
        pattern = pattern.right
    match pattern:
        case Choice():
            found += (after_text(patterns, each) for each in pattern.members if not isinstance(each, Element))
        case OneOrMore():
            found.append(patterns.group(after_text(patterns, pattern.of), patterns.optional(pattern)))
        case Interleave():
            found.append(_one_of(patterns, pattern, lambda each: after_text(patterns, each)))
        case _:
            found.append(pattern if pattern is patterns.TEXT else patterns.NOT_ALLOWED)
    return patterns.choice(found)


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
        found = patterns.choice((patterns.group(left, each.right), patterns.group(each.left, found)))
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
        pattern.closed = _without_attributes(patterns, pattern, patterns.NOT_ALLOWED)
    return pattern.closed


def forgiven(patterns: Patterns, pattern: Pattern) -> Pattern:
    """Return what is left if all attributes count as read."""
    return _without_attributes(patterns, pattern, patterns.EMPTY)


def _without_attributes(patterns: Patterns, pattern: Pattern, instead: Pattern) -> Pattern:
    patterns.step()
    if not pattern.has_attributes:
        return pattern
    match pattern:
        case Attribute():
            return instead
        case Choice():
            return patterns.choice(_without_attributes(patterns, each, instead) for each in pattern.members)
        case OneOrMore():
            return patterns.one_or_more(_without_attributes(patterns, pattern.of, instead))
        case Interleave():
            return patterns.interleave(_without_attributes(patterns, each, instead) for each in pattern.members)
    spine, last = _spine(pattern)
    made = _without_attributes(patterns, last, instead)
    for each in reversed(spine):
        made = patterns.group(_without_attributes(patterns, each.left, instead), made)
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
