"""A compiled grammar as a table of rows, which `marshal` can store.

A row is a tuple whose first item is its kind, and which names other rows, all of them before it, by number. Rows 0, 1
and 2 are empty, notAllowed and text. The others:

    ("choice", (row, ...))  ("group", row, row)  ("interleave", (row, ...))  ("oneOrMore", row)  ("list", row)
    ("data", type, row or -1)  ("value", type, text)  ("attribute", names, row)  ("element", element)
"""

from typing import Any, NamedTuple

from teikit.relaxng.datatypes import IdKind
from teikit.relaxng.grammar.name_classes import AnyName, Name, NameChoice, NameClass, NsName, members_of
from teikit.shallow_repr import shallow_repr

EMPTY, NOT_ALLOWED, TEXT = 0, 1, 2
Row = tuple[Any, ...]


class GrammarTable(NamedTuple):
    """A compiled grammar.

    `elements` pairs the names of each element with the row of its content; `types` contains library, name, params and
    context of each datatype; `start` is a row. `has_contextual_datatypes`: some datatype needs the prefixes in scope.
    `prefixes` maps the namespaces of its names to the prefixes that the schema's file gives them.
    All values are tuples, dicts, strings and numbers.
    """

    rows: tuple[Row, ...]
    elements: tuple[tuple[Row, int], ...]
    types: tuple[Row, ...]
    start: int
    identifiers: dict[str, dict[str, IdKind]]
    has_contextual_datatypes: bool
    prefixes: dict[str, str]

    def __repr__(self) -> str:
        return shallow_repr(self)


def encode_name_class(names: NameClass) -> Row:
    """Return a name class as tuples."""
    match names:
        case Name(key):
            return ("name", key)
        case NsName(namespace, excepted):
            return ("ns", namespace, encode_name_class(excepted) if excepted else None)
        case AnyName(excepted):
            return ("any", encode_name_class(excepted) if excepted else None)
        case NameChoice(members):
            return ("choice", tuple(encode_name_class(each) for each in members))


def decode_name_class(row: Row) -> NameClass:
    """Return a name class from tuples."""
    match row:
        case ("name", key):
            return Name(key)
        case ("ns", namespace, excepted):
            return NsName(namespace, decode_name_class(excepted) if excepted else None)
        case ("any", excepted):
            return AnyName(decode_name_class(excepted) if excepted else None)
    return NameChoice(tuple(one for each in row[1] for one in members_of(decode_name_class(each))))
