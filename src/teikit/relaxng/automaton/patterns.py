"""The patterns of the derivatives: one object for each distinct pattern, reduced when it is made.

What never changes is computed at construction: whether the empty content matches (`nullable`), whether strings
matter (`typed`), whether attributes are left (`has_attributes`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from teikit.limits import describe_excess, limit
from teikit.relaxng.automaton.table import NOT_ALLOWED, GrammarTable, Row, decode_name_class
from teikit.relaxng.datatypes import Datatype, datatype
from teikit.relaxng.grammar.name_classes import Name, NameClass, contains

Names = Mapping[str, str] | None
# Limit on the members of all choices and interleaves together, which use most of the memory.
MAX_MEMBERS = 10_000_000


class TooComplexError(Exception):
    """A schema exceeds a limit while documents are validated; the message says which, as what the schema has."""

    def __init__(self, name: str) -> None:
        super().__init__(describe_excess(name))


class Pattern:
    """The base of all patterns; equal patterns of one `Patterns` are the same object."""

    __slots__ = ("close_deriv", "has_attributes", "has_data", "nullable", "serial")
    serial: int
    nullable: bool
    has_data: bool
    has_attributes: bool
    close_deriv: "Pattern | None"


class Leaf(Pattern):
    """A pattern without others inside."""

    __slots__ = ("kind",)

    def __init__(self, kind: str, *, nullable: bool) -> None:
        self.kind = kind
        self.nullable = nullable
        self.has_data = self.has_attributes = False


class Data(Pattern):
    """A string of a datatype."""

    __slots__ = ("datatype", "excepted")

    def __init__(self, datatype: Datatype, excepted: Pattern | None) -> None:
        self.datatype, self.excepted = datatype, excepted
        self.nullable, self.has_data, self.has_attributes = False, True, False


class Value(Pattern):
    """The strings of a datatype that mean the same as one of them."""

    __slots__ = ("datatype", "meaning", "text")

    def __init__(self, datatype: Datatype, text: str, context: Names) -> None:
        self.datatype, self.text = datatype, text
        self.meaning = datatype.parse(text, context)
        self.nullable, self.has_data, self.has_attributes = False, True, False


class List(Pattern):
    """A string of tokens; `each` is what every token must match, where there may be any number of them."""

    __slots__ = ("each", "of")

    def __init__(self, of: Pattern) -> None:
        self.of = of
        self.each = of.of if isinstance(of, OneOrMore) and _is_token(of.of) else None
        self.nullable, self.has_data, self.has_attributes = False, True, False


class OneOrMore(Pattern):
    """A pattern once or more often; `takes_text` means that text before it or in it changes nothing."""

    __slots__ = ("of", "takes_text")

    def __init__(self, of: Pattern, text: Pattern) -> None:
        self.of = of
        self.nullable, self.has_data, self.has_attributes = of.nullable, of.has_data, of.has_attributes
        self.takes_text = of is text or (isinstance(of, Choice) and text in of.members)


class Choice(Pattern):
    """One of the members. The elements with plain names among them are found by name, `others` are the rest."""

    __slots__ = ("_by_name", "_other_members", "members")

    def __init__(self, members: tuple[Pattern, ...]) -> None:
        self.members = members
        self.nullable = any(each.nullable for each in members)
        self.has_data = any(each.has_data for each in members)
        self.has_attributes = any(each.has_attributes for each in members)
        self._by_name: dict[str, list[Element]] | None = None
        self._other_members: list[Pattern] = []

    def elements_named(self, name: str) -> Iterable["Element"]:
        """Return the elements among the members that have a plain name."""
        return self._index_by_name().get(name, ())

    @property
    def other_members(self) -> Sequence[Pattern]:
        """The members that are not found by name, in their order."""
        self._index_by_name()
        return self._other_members

    def _index_by_name(self) -> dict[str, list["Element"]]:
        if self._by_name is None:
            self._by_name = {}
            for each in self.members:
                if isinstance(each, Element) and isinstance(each.names, Name):
                    self._by_name.setdefault(each.names.expanded_name, []).append(each)
                else:
                    self._other_members.append(each)
        return self._by_name


class Group(Pattern):
    """One pattern, then another."""

    __slots__ = ("left", "right")

    def __init__(self, left: Pattern, right: Pattern) -> None:
        self.left, self.right = left, right
        self.nullable = left.nullable and right.nullable
        self.has_data = left.has_data or right.has_data
        self.has_attributes = left.has_attributes or right.has_attributes


class Interleave(Pattern):
    """Patterns whose content is mingled."""

    __slots__ = ("members",)

    def __init__(self, members: tuple[Pattern, ...]) -> None:
        self.members = members
        self.nullable = all(each.nullable for each in members)
        self.has_data = any(each.has_data for each in members)
        self.has_attributes = any(each.has_attributes for each in members)


class Attribute(Pattern):
    """An attribute of any of the names, with a value that matches."""

    __slots__ = ("names", "of")

    def __init__(self, names: NameClass, of: Pattern) -> None:
        self.names, self.of = names, of
        self.nullable, self.has_data, self.has_attributes = False, False, True


class Element(Pattern):
    """An element of any of the names; `number` finds its content."""

    __slots__ = ("names", "number")

    def __init__(self, names: NameClass, number: int) -> None:
        self.names, self.number = names, number
        self.nullable = self.has_data = self.has_attributes = False

    def has_name(self, name: str) -> bool:
        """Return whether an element may have this name."""
        return contains(self.names, name)


class Patterns:
    """Makes patterns, each once, and reads them from a table when they are first needed."""

    EMPTY: ClassVar[Leaf] = Leaf("empty", nullable=True)
    NOT_ALLOWED: ClassVar[Leaf] = Leaf("notAllowed", nullable=False)
    TEXT: ClassVar[Leaf] = Leaf("text", nullable=True)

    def __init__(self, table: GrammarTable) -> None:
        self.table = table
        self._interned: dict[tuple[object, ...], Pattern] = {}
        self._rows: dict[int, Pattern] = dict(enumerate((self.EMPTY, self.NOT_ALLOWED, self.TEXT)))
        self._types: dict[int, Datatype] = {}
        # Derivatives of TEI take some hundred steps, those of hostile schemas may take any number.
        self._most_steps = self._steps = limit("schema-steps")
        self._most_patterns = limit("schema-patterns")
        self._members = 0
        self._by_name: dict[str, list[int]] | None = None
        self._wildcard_numbers: list[int] = []

    def begin_derivative(self) -> None:
        """Begin a derivative: reset the count of steps."""
        self._steps = self._most_steps

    @property
    def is_crowded(self) -> bool:
        """Return whether the number of patterns is close to the limits."""
        return len(self._interned) > self._most_patterns // 4 or self._members > MAX_MEMBERS // 4

    def count_step(self) -> None:
        """Count a step of a derivative; raises TooComplexError where there are too many."""
        self._steps -= 1
        if self._steps < 0:
            raise TooComplexError("schema-steps")

    @property
    def start(self) -> Pattern:
        """The pattern of a whole document."""
        return self.row(self.table.start)

    def content(self, element: Element) -> Pattern:
        """Return the content of an element, attributes and children."""
        return self.row(self.table.elements[element.number][1])

    def is_possible(self, element: Element) -> bool:
        """Return whether a valid document can have an element."""
        return self.table.elements[element.number][1] != NOT_ALLOWED

    def elements_named(self, name: str) -> list[Element]:
        """Return all elements of the grammar that may have a name."""
        found = [self._element(each) for each in self.names().get(name, ())]
        return found + [each for number in self._wildcard_numbers if (each := self._element(number)).has_name(name)]

    def names(self) -> dict[str, list[int]]:
        """Return the plain names of the grammar's elements, with the elements' numbers."""
        if self._by_name is None:
            self._by_name = {}
            for number, (names, _) in enumerate(self.table.elements):
                if names[0] == "name":
                    self._by_name.setdefault(names[1], []).append(number)
                else:
                    self._wildcard_numbers.append(number)
        return self._by_name

    def row(self, number: int) -> Pattern:
        """Return the pattern of a row."""
        if number in self._rows:
            return self._rows[number]
        todo = [number]
        while todo:
            row = self.table.rows[todo[-1]]
            missing = [each for each in _inner_rows(row) if each not in self._rows]
            if missing:
                todo += missing
            else:
                at = todo.pop()
                self._rows[at] = self._make_pattern(row, at)
        return self._rows[number]

    def _make_pattern(self, row: Row, number: int) -> Pattern:
        rows = self._rows
        match row:
            case ("choice", members):
                return self.choice([rows[each] for each in members])
            case ("group", left, right):
                return self.group(rows[left], rows[right])
            case ("interleave", members):
                return self.interleave([rows[each] for each in members])
            case ("oneOrMore", of):
                return self.one_or_more(rows[of])
            case ("list", of):
                return self._intern(("list", of), List(rows[of]), number)
            case ("attribute", names, of):
                return self._intern(row, Attribute(decode_name_class(names), rows[of]), number)
            case ("element", element):
                return self._element(element)
            case ("data", kind, excepted):
                return self._intern(row, Data(self._type(kind), rows[excepted] if excepted >= 0 else None), number)
        _, kind, text = row
        return self._intern(row, Value(self._type(kind), text, dict(self.table.types[kind][3])), number)

    def _element(self, number: int) -> Element:
        key = ("element", number)
        made = self._interned.get(key)
        if not isinstance(made, Element):
            made = Element(decode_name_class(self.table.elements[number][0]), number)
            self._intern(key, made)
        return made

    def _type(self, number: int) -> Datatype:
        if number not in self._types:
            library, name, params, context = self.table.types[number]
            self._types[number] = datatype(library, name, params, dict(context))
        return self._types[number]

    def _intern(self, key: tuple[object, ...], pattern: Pattern, row: int = 0) -> Pattern:
        if isinstance(pattern, Choice | Interleave):
            self._members += len(pattern.members)
        if len(self._interned) >= self._most_patterns or self._members > MAX_MEMBERS:
            raise TooComplexError("schema-patterns")
        # The diagnostics of a document must not depend on those read before: values and attributes, which every run
        # makes at another time, are ordered by their rows, in the order of the schema.
        pattern.serial = row or len(self.table.rows) + len(self._interned)
        pattern.close_deriv = None
        self._interned[key] = pattern
        return pattern

    def choice(self, members: Iterable[Pattern]) -> Pattern:
        """Return the choice of patterns, flat, without duplicates and in a fixed order."""
        flat: dict[Pattern, None] = {}
        for each in members:
            flat.update(dict.fromkeys(each.members) if isinstance(each, Choice) else {each: None})
        flat.pop(self.NOT_ALLOWED, None)
        if self.EMPTY in flat and any(each.nullable for each in flat if each is not self.EMPTY):
            del flat[self.EMPTY]
        if len(flat) < 2:
            return next(iter(flat), self.NOT_ALLOWED)
        ordered = tuple(sorted(flat, key=_serial))
        key = ("choice", *(each.serial for each in ordered))
        return self._interned.get(key) or self._intern(key, Choice(ordered))

    def choice_of_two(self, one: Pattern, other: Pattern) -> Pattern:
        """Return the choice of two patterns."""
        if one is self.NOT_ALLOWED:
            return other
        return one if other is self.NOT_ALLOWED else self.choice((one, other))

    def group(self, left: Pattern, right: Pattern) -> Pattern:
        """Return one pattern followed by another."""
        if left is self.NOT_ALLOWED or right is self.NOT_ALLOWED:
            return self.NOT_ALLOWED
        if left is self.EMPTY or (left is self.TEXT and isinstance(right, OneOrMore) and right.takes_text):
            return right
        if right is self.EMPTY:
            return left
        key = ("group", left.serial, right.serial)
        return self._interned.get(key) or self._intern(key, Group(left, right))

    def interleave(self, members: Iterable[Pattern]) -> Pattern:
        """Return patterns mingled, flat and in a fixed order."""
        flat: list[Pattern] = []
        for each in members:
            flat += each.members if isinstance(each, Interleave) else (each,)
        if self.NOT_ALLOWED in flat:
            return self.NOT_ALLOWED
        flat = sorted((each for each in flat if each is not self.EMPTY), key=_serial)
        if len(flat) < 2:
            return flat[0] if flat else self.EMPTY
        key = ("interleave", *(each.serial for each in flat))
        return self._interned.get(key) or self._intern(key, Interleave(tuple(flat)))

    def one_or_more(self, of: Pattern) -> Pattern:
        """Return a pattern once or more often."""
        if of is self.NOT_ALLOWED or of is self.EMPTY or isinstance(of, OneOrMore):
            return of
        key = ("oneOrMore", of.serial)
        return self._interned.get(key) or self._intern(key, OneOrMore(of, self.TEXT))

    def optional(self, of: Pattern) -> Pattern:
        """Return a pattern once or not at all."""
        return of if of.nullable else self.choice((of, self.EMPTY))


def subpatterns(pattern: Pattern) -> Iterator[Pattern]:
    """Yield a pattern and those inside it, each once; not those inside of elements and attributes."""
    seen: set[Pattern] = set()
    todo = [pattern]
    while todo:
        each = todo.pop()
        if each in seen:
            continue
        seen.add(each)
        yield each
        match each:
            case Choice() | Interleave():
                todo += each.members
            case Group():
                todo += (each.left, each.right)
            case OneOrMore() | List():
                todo.append(each.of)
            case Data() if each.excepted is not None:
                todo.append(each.excepted)


def _is_token(pattern: Pattern) -> bool:
    """Return whether a pattern within a list matches single tokens only."""
    if isinstance(pattern, Choice):
        return all(_is_token(each) for each in pattern.members)
    return isinstance(pattern, Data | Value)


def _serial(pattern: Pattern) -> int:
    return pattern.serial


def _inner_rows(row: Row) -> Iterable[int]:
    match row:
        case ("choice" | "interleave", members):
            return members  # type: ignore[no-any-return]  # rows are untyped, so that marshal takes them
        case ("group", left, right):
            return (left, right)
        case ("oneOrMore" | "list", of) | ("attribute", _, of):
            return (of,)
        case ("data", _, excepted) if excepted >= 0:
            return (excepted,)
    return ()


for _number, _leaf in enumerate((Patterns.EMPTY, Patterns.NOT_ALLOWED, Patterns.TEXT)):
    _leaf.serial, _leaf.close_deriv = _number, _leaf
