"""Checks the restrictions of clause 7 on the simple form; each shared node is visited once or twice."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from teikit.diagnostics import Diagnostic, Note
from teikit.limits import describe_excess, limit
from teikit.relaxng.grammar.content_types import content_faults
from teikit.relaxng.grammar.grammar import postorder, preorder
from teikit.relaxng.grammar.name_classes import Name, NameClass, describe, is_infinite, overlap
from teikit.relaxng.grammar.patterns import (
    Attribute,
    Choice,
    Data,
    Element,
    Empty,
    Group,
    Interleave,
    List,
    NotAllowed,
    OneOrMore,
    Pattern,
    Text,
    Value,
    children,
)
from teikit.relaxng.syntax.faults import schema_diagnostic

# The context of a pattern as bits, so that all paths to it are one number.
_START, _ONCE, _REPEATED, _REPEATED_GROUP, _ATTRIBUTE, _LIST, _EXCEPT = (1 << bit for bit in range(7))

_WORDS: dict[type[Pattern], str] = {
    Attribute: "an attribute", Choice: "a choice", Data: "a datatype", Element: "an element", Empty: "'empty'",
    Group: "a group", Interleave: "an interleave", List: "a list", NotAllowed: "'notAllowed'",
    OneOrMore: "a repetition", Text: "text", Value: "a value",
}  # fmt: skip
_STRUCTURED: frozenset[type[Pattern]] = frozenset({List, Text, Group, Interleave, OneOrMore, Empty})
# Patterns that are prohibited inside of others, at any depth up to the next element.
_PROHIBITED: tuple[tuple[int, str, str, frozenset[type[Pattern]]], ...] = (
    (_ATTRIBUTE, "7.1.1", "an attribute", frozenset({Attribute, Element})),
    (_REPEATED_GROUP, "7.1.2", "a repeated group or interleave", frozenset({Attribute})),
    (_LIST, "7.1.3", "a list", frozenset({List, Element, Attribute, Text, Interleave})),
    (_EXCEPT, "7.1.4", "the except of a datatype", _STRUCTURED | {Attribute, Element}),
    (_START, "7.1.5", "the start", _STRUCTURED | {Attribute, Data, Value}),
)
_NamedPattern = TypeVar("_NamedPattern", Attribute, Element)


def check(start: Pattern, elements: Sequence[Element]) -> Iterator[Diagnostic]:
    """Yield what breaks clause 7 in a grammar."""
    contents = [each.content for each in elements]
    yield from _check_paths(start, contents)
    yield from content_faults(elements)
    yield from _check_attributes(contents)
    yield from _check_interleaves(contents)


def _diagnostic(pattern: Pattern, rule: str, message: str, clause: str, *notes: Note) -> Diagnostic:
    return schema_diagnostic(pattern.place.file, rule, message, pattern.place.span, clause, notes)


def _check_paths(start: Pattern, contents: Iterable[Pattern]) -> Iterator[Diagnostic]:
    """Yield patterns where clause 7.1, or for infinite name classes 7.3, prohibits them."""
    seen: dict[int, int] = {}
    todo = [(start, _START | _ONCE), *((each, _ONCE) for each in contents)]
    while todo:
        pattern, around = todo.pop()
        # A pattern's context is never 0.
        known = seen.get(id(pattern), 0)
        if not around & ~known:
            continue
        seen[id(pattern)] = known | around
        yield from _check_prohibited(pattern, around & ~known)
        within = _context_inside(pattern, around)
        todo += ((each, within) for each in children(pattern))


def _context_inside(pattern: Pattern, around: int) -> int:
    """Return the context of the children of a pattern."""
    match pattern:
        case OneOrMore():
            return around & ~_ONCE | _REPEATED
        case Group() | Interleave():
            return around | (_REPEATED_GROUP if around & _REPEATED else 0)
        case Attribute():
            return around | _ATTRIBUTE
        case List():
            return around | _LIST
        case Data():
            return around | _EXCEPT
    return around


def _check_prohibited(pattern: Pattern, around: int) -> Iterator[Diagnostic]:
    for bit, clause, where, kinds in _PROHIBITED:
        if around & bit and type(pattern) in kinds:
            yield _diagnostic(pattern, "not-allowed-in", f"{_WORDS[type(pattern)]} is not allowed in {where}", clause)
    # The clause of OASIS asks for nothing else: such an attribute may have any value.
    if isinstance(pattern, Attribute) and is_infinite(pattern.names) and around & _ONCE:
        message = f"an attribute of {describe(pattern.names)} must be in oneOrMore or zeroOrMore"
        yield _diagnostic(pattern, "attribute-infinite", message, "7.3")


def _check_attributes(contents: Iterable[Pattern]) -> Iterator[Diagnostic]:
    """Yield attributes that could occur twice on one element (clause 7.3)."""
    found: dict[int, tuple[Attribute, ...]] = {}
    size = 0
    for pattern in postorder(contents):
        inner = tuple(dict.fromkeys(one for each in children(pattern) for one in found.get(id(each), ())))
        if isinstance(pattern, Attribute):
            inner = (pattern,)
        if not inner:
            continue
        size += len(inner)
        if size > limit("schema-attributes"):
            yield _diagnostic(pattern, "limit-exceeded", f"the schema {describe_excess('schema-attributes')}", "")
            return
        found[id(pattern)] = inner
        if isinstance(pattern, Group | Interleave):
            yield from _check_duplicates([found.get(id(each), ()) for each in pattern.members])


def _check_duplicates(members: Sequence[Sequence[Attribute]]) -> Iterator[Diagnostic]:
    for one, other in _overlapping_pairs(members):
        note = Note("the other one is here", one.place.file, one.place.span.start)
        message = f"the attribute {describe(other.names)} may occur twice on one element"
        yield _diagnostic(other, "attribute-twice", message, "7.3", note)


def _check_interleaves(contents: Iterable[Pattern]) -> Iterator[Diagnostic]:
    """Yield the violations of clause 7.4: elements or text on two sides of an interleave."""
    for pattern in postorder(contents):
        if not isinstance(pattern, Interleave):
            continue
        # The value of an attribute is not content.
        members = [list(preorder(each, stop=Attribute)) for each in pattern.members]
        elements = [[each for each in some if isinstance(each, Element)] for some in members]
        for one, other in _overlapping_pairs(elements):
            note = Note("the other one is here", one.place.file, one.place.span.start)
            message = f"the element {describe(other.names)} may come from two sides of an interleave"
            yield _diagnostic(pattern, "interleave-element", message, "7.4", note)
        texts = [each for some in members for each in some if isinstance(each, Text)]
        if sum(any(isinstance(each, Text) for each in some) for some in members) > 1:
            yield _diagnostic(texts[-1], "interleave-text", "text on two sides of an interleave", "7.4")


def _overlapping_pairs(members: Sequence[Sequence[_NamedPattern]]) -> Iterator[tuple[_NamedPattern, _NamedPattern]]:
    """Yield pairs of patterns in two members whose names overlap, one pair for each pattern of the later member."""
    plain: dict[NameClass, _NamedPattern] = {}
    others: list[_NamedPattern] = []
    for member in members:
        for each in member:
            twin = plain.get(each.names) if isinstance(each.names, Name) else _find_overlap(each, plain.values())
            twin = twin or _find_overlap(each, others)
            if twin is not None:
                yield twin, each
        for each in member:
            if isinstance(each.names, Name):
                plain.setdefault(each.names, each)
            else:
                others.append(each)


def _find_overlap(one: _NamedPattern, others: Iterable[_NamedPattern]) -> _NamedPattern | None:
    return next((each for each in others if overlap(one.names, each.names)), None)
