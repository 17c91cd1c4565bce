"""Compiles a grammar to a table in which equal patterns share a row."""

from teikit.limits import describe_excess, limit
from teikit.relaxng.automaton.possible_elements import find_impossible_elements
from teikit.relaxng.automaton.table import EMPTY, NOT_ALLOWED, TEXT, GrammarTable, Row, encode_name_class
from teikit.relaxng.grammar import patterns
from teikit.relaxng.grammar.grammar import Grammar, postorder
from teikit.relaxng.grammar.identifiers import Identifiers
from teikit.relaxng.grammar.name_classes import namespaces
from teikit.relaxng.grammar.patterns import Pattern, TypeName
from teikit.relaxng.syntax import SchemaSyntaxError
from teikit.relaxng.syntax.faults import schema_diagnostic

MAX_DEPTH = 100


def compile_table(grammar: Grammar, identifiers: Identifiers, prefixes: dict[str, str]) -> GrammarTable:
    """Return the table of a grammar; SchemaSyntaxError if it exceeds the limits on nesting or the size of choices."""
    return _TableCompiler(grammar).table(grammar, identifiers, prefixes)


def _prefixes_of_names(grammar: Grammar, contents: list[Pattern], prefixes: dict[str, str]) -> dict[str, str]:
    """Return the prefixes of the namespaces in which a grammar has names."""
    attributes = (each.names for each in postorder(contents) if isinstance(each, patterns.Attribute))
    classes = (*attributes, *(each.names for each in grammar.elements))
    used = {namespace for names in classes for namespace in namespaces(names)}
    return {uri: prefix for uri, prefix in prefixes.items() if uri in used}


class _TableCompiler:
    """Numbers rows, elements and types."""

    def __init__(self, grammar: Grammar) -> None:
        self._numbers: dict[Row, int] = {("empty",): EMPTY, ("notAllowed",): NOT_ALLOWED, ("text",): TEXT}
        self._rows = list(self._numbers)
        self._depths = [1, 1, 1]
        self._types: dict[TypeName, int] = {}
        self._elements = {id(each): number for number, each in enumerate(grammar.elements)}
        self._row_numbers: dict[int, int] = {}
        self._members = 0
        self._has_contextual_datatypes = False

    def table(self, grammar: Grammar, identifiers: Identifiers, prefixes: dict[str, str]) -> GrammarTable:
        contents = [grammar.start, *(each.content for each in grammar.elements)]
        for pattern in postorder(contents):
            if isinstance(pattern, patterns.Data | patterns.Value) and not pattern.datatype.is_context_free:
                self._has_contextual_datatypes = True
            self._row_numbers[id(pattern)] = self._row(pattern)
        numbers = self._row_numbers
        rows = [numbers[id(each.content)] for each in grammar.elements]
        for impossible in find_impossible_elements(self._rows, rows):
            rows[impossible] = NOT_ALLOWED
        names = (encode_name_class(each.names) for each in grammar.elements)
        elements = tuple(zip(names, rows, strict=True))
        types = tuple((each.library, each.name, each.params, each.context) for each in self._types)
        start = self._row_numbers[id(grammar.start)]
        contextual, rows_made = self._has_contextual_datatypes, tuple(self._rows)
        kept = _prefixes_of_names(grammar, contents, prefixes)
        return GrammarTable(rows_made, elements, types, start, identifiers, contextual, kept)

    def _row(self, pattern: Pattern) -> int:
        match pattern:
            case patterns.Choice(_, members):
                return self._choice(pattern, [self._row_numbers[id(each)] for each in members])
            case patterns.Group(_, members):
                row = self._row_numbers[id(members[-1])]
                for each in reversed(members[:-1]):
                    row = self._add(pattern, ("group", self._row_numbers[id(each)], row))
                return row
            case patterns.Interleave(_, members):
                inner = tuple(sorted(self._row_numbers[id(each)] for each in members))
                return self._add(pattern, ("interleave", inner))
        return self._add(pattern, self._simple_row(pattern))

    def _simple_row(self, pattern: Pattern) -> Row:
        match pattern:
            case patterns.Empty():
                return ("empty",)
            case patterns.Text():
                return ("text",)
            case patterns.OneOrMore(_, of):
                return ("oneOrMore", self._row_numbers[id(of)])
            case patterns.List(_, of):
                return ("list", self._row_numbers[id(of)])
            case patterns.Data(_, type_name, _, excepted):
                return ("data", self._type(type_name), self._row_numbers[id(excepted)] if excepted else -1)
            case patterns.Value(_, type_name, _, text):
                return ("value", self._type(type_name), text)
            case patterns.Attribute(_, names, of):
                return ("attribute", encode_name_class(names), self._row_numbers[id(of)])
            case patterns.Element():
                return ("element", self._elements[id(pattern)])
        return ("notAllowed",)

    def _choice(self, pattern: Pattern, members: list[int]) -> int:
        flat: dict[int, None] = {}
        for each in members:
            row = self._rows[each]
            flat.update(dict.fromkeys(row[1] if row[0] == "choice" else (each,)))
        self._members += len(flat)
        if self._members > limit("schema-members"):
            raise _limit_error(pattern, f"the schema {describe_excess('schema-members')}")
        return next(iter(flat)) if len(flat) == 1 else self._add(pattern, ("choice", tuple(sorted(flat))))

    def _type(self, name: TypeName) -> int:
        return self._types.setdefault(name, len(self._types))

    def _add(self, pattern: Pattern, row: Row) -> int:
        number = self._numbers.setdefault(row, len(self._numbers))
        if number == len(self._rows):
            self._rows.append(row)
            self._depths.append(self._depth(row))
            if self._depths[-1] > MAX_DEPTH:
                raise _limit_error(pattern, f"patterns are nested more than {MAX_DEPTH} deep")
        return number

    def _depth(self, row: Row) -> int:
        match row:
            case ("choice" | "interleave", members):
                inner = max(self._depths[int(each)] for each in members)
            case ("group", int(left), int(right)):
                # The engine walks along the right side of groups without recursion.
                inner = max(self._depths[left], self._depths[right] - 1)
            case ("oneOrMore" | "list", int(of)) | ("attribute", _, int(of)):
                inner = self._depths[of]
            case _:
                inner = 0
        return inner + 1


def _limit_error(pattern: Pattern, message: str) -> SchemaSyntaxError:
    return SchemaSyntaxError([schema_diagnostic(pattern.place.file, "limit-exceeded", message, pattern.place.span)])
