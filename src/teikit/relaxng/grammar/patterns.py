"""Patterns of the simple form (clauses 4.12 to 4.21) as nodes with their positions in the schema.

The functions in lower case build them reduced: notAllowed and empty are removed wherever clauses 4.20 and 4.21 remove
them. A pattern that several others refer to is one shared node, so a grammar is a graph without cycles:
only an element may lead back, and its content is set when all else is built.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from teikit.diagnostics import Span
from teikit.relaxng.datatypes import Datatype
from teikit.relaxng.grammar.name_classes import NameClass
from teikit.shallow_repr import shallow_repr


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """The position of something in a schema."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class TypeName:
    """A datatype as the schema names it, with all that is needed to look it up again, or to write it."""

    library: str
    name: str
    params: tuple[tuple[str, str], ...] = ()
    context: tuple[tuple[str, str], ...] = ()

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Empty:
    """No content."""

    place: SchemaPlace


@dataclass(slots=True, eq=False)
class NotAllowed:
    """The pattern that matches nothing."""

    place: SchemaPlace


@dataclass(slots=True, eq=False)
class Text:
    """Any text, also none."""

    place: SchemaPlace


@dataclass(slots=True, eq=False)
class Data:
    """A string of a datatype that the excepted pattern does not match."""

    place: SchemaPlace
    type: TypeName
    datatype: Datatype
    excepted: "Pattern | None" = None

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Value:
    """The strings that mean the same as `text` in a datatype; `type.context` resolves its prefixes."""

    place: SchemaPlace
    type: TypeName
    datatype: Datatype
    text: str

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class List:
    """A string of tokens with space between."""

    place: SchemaPlace
    of: "Pattern"

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class OneOrMore:
    """A pattern once or more often."""

    place: SchemaPlace
    of: "Pattern"

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Choice:
    """One of the members, two at the least."""

    place: SchemaPlace
    members: tuple["Pattern", ...]

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Group:
    """The members one after another, two at the least."""

    place: SchemaPlace
    members: tuple["Pattern", ...]

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Interleave:
    """The members, two at the least, their content mingled in any order."""

    place: SchemaPlace
    members: tuple["Pattern", ...]

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Attribute:
    """An attribute of any of the names, with a value that matches."""

    place: SchemaPlace
    names: NameClass
    of: "Pattern"

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Element:
    """An element of any of the names; `content` is set when the whole grammar is built."""

    place: SchemaPlace
    names: NameClass
    content: "Pattern" = field(init=False)

    __repr__ = shallow_repr


Pattern = (
    Empty | NotAllowed | Text | Data | Value | List | OneOrMore | Choice | Group | Interleave | Attribute | Element
)
# Tuples, since a union would be made anew for each test.
_WITH_MEMBERS = (Choice, Group, Interleave)
_WITH_ONE = (List, OneOrMore, Attribute)


def children(pattern: Pattern) -> tuple[Pattern, ...]:
    """Return the patterns inside a pattern; the content of an element is not inside it."""
    # By class and not by match: this is called hundreds of thousands of times for one schema.
    if isinstance(pattern, _WITH_MEMBERS):
        return pattern.members
    if isinstance(pattern, _WITH_ONE):
        return (pattern.of,)
    return (pattern.excepted,) if isinstance(pattern, Data) and pattern.excepted else ()


def choice(place: SchemaPlace, members: Sequence[Pattern]) -> Pattern:
    """Return a choice without notAllowed, and with at most one empty."""
    empty = [each for each in members if isinstance(each, Empty)]
    kept = [*empty[:1], *(each for each in members if not isinstance(each, NotAllowed | Empty))]
    if not kept:
        return NotAllowed(place)
    return kept[0] if len(kept) == 1 else Choice(place, tuple(kept))


def group(place: SchemaPlace, members: Sequence[Pattern]) -> Pattern:
    """Return a group without empty, or notAllowed where a member is that."""
    return _all_of(Group, place, members)


def interleave(place: SchemaPlace, members: Sequence[Pattern]) -> Pattern:
    """Return an interleave without empty, or notAllowed where a member is that."""
    return _all_of(Interleave, place, members)


def _all_of(make: type[Group | Interleave], place: SchemaPlace, members: Sequence[Pattern]) -> Pattern:
    kept = [each for each in members if not isinstance(each, Empty)]
    if any(isinstance(each, NotAllowed) for each in kept):
        return NotAllowed(place)
    if not kept:
        return Empty(place)
    return kept[0] if len(kept) == 1 else make(place, tuple(kept))


def one_or_more(place: SchemaPlace, of: Pattern) -> Pattern:
    """Return the repetition of a pattern; empty and notAllowed are returned unchanged."""
    return of if isinstance(of, Empty | NotAllowed) else OneOrMore(place, of)


def list_of(place: SchemaPlace, of: Pattern) -> Pattern:
    """Return a list, or notAllowed."""
    return of if isinstance(of, NotAllowed) else List(place, of)


def attribute(place: SchemaPlace, names: NameClass, of: Pattern) -> Pattern:
    """Return an attribute, or notAllowed."""
    return of if isinstance(of, NotAllowed) else Attribute(place, names, of)
