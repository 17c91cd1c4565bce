"""Simplifies a schema's tree to a grammar (clause 4), then checks clause 7.

No function follows references by recursion: a definition is built when all that it refers to is built, in an
order determined beforehand, so that a chain of any length needs no deep stack.
"""

from collections.abc import Callable, Iterator, Sequence

from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.relaxng.datatypes import INVALID, Datatype, IncorrectParam, UnknownDatatype, datatype
from teikit.relaxng.grammar import patterns
from teikit.relaxng.grammar.grammar import Grammar, reachable_elements
from teikit.relaxng.grammar.naming import NameClassBuilder
from teikit.relaxng.grammar.patterns import Element, NotAllowed, Pattern, SchemaPlace, TypeName, group
from teikit.relaxng.grammar.restrictions import check
from teikit.relaxng.grammar.scopes import Definition, Inherited, Scope, ScopeReader, place_of
from teikit.relaxng.syntax import Loader, SchemaElement, SchemaSource, SchemaSyntaxError

_SPACE = " \t\r\n"
_OF_NAMES = {"rng-schema/start-missing", "rng-schema/undefined"}


def simplify(source: SchemaSource, loader: Loader) -> Grammar:
    """Return the grammar of a schema; `loader` fetches what it includes.

    Raises SchemaSyntaxError with every fault that was found if the schema, or one that it includes, is not correct.
    """
    builder = _Builder(loader)
    start = builder.build(source)
    elements = reachable_elements(start) if not builder.faults else ()
    if faults := builder.faults or list(check(start, elements)):
        if builder.scope_reader.is_incomplete:
            # A missing file may define any name.
            faults = [each for each in faults if each.rule not in _OF_NAMES]
        raise SchemaSyntaxError(sort_diagnostics(dict.fromkeys(faults)))
    files = ((source.file, source.digest), *builder.scope_reader.files.items())
    return Grammar(start, elements, files)


class _Builder:
    """Builds the definitions of a schema, one after another."""

    def __init__(self, loader: Loader) -> None:
        self.faults: list[Diagnostic] = []
        self.scope_reader = ScopeReader(loader, self.faults)
        self._name_class_builder = NameClassBuilder(self.scope_reader.report)
        self._reachable = True
        self._anonymous_definitions: dict[int, Definition] = {}
        self._waiting: list[tuple[Element, Definition]] = []
        self._scopes: list[Scope] = []
        self._datatypes: dict[TypeName, Datatype | None] = {}

    def build(self, source: SchemaSource) -> Pattern:
        """Return the pattern that the schema starts with, all elements built."""
        root = Definition(None, [([source.root], Inherited())], place_of(source.root))
        self._build_with_references(root)
        self._build_waiting()
        # Unreferenced definitions must be correct too, but they may refer to themselves.
        self._reachable = False
        for scope in self._scopes:
            for each in scope.definitions.values():
                self._build_with_references(each)
                self._build_waiting()
        assert root.pattern is not None, "a settled definition has a pattern"  # noqa: S101 - a law of _settle's
        return root.pattern

    def _build_waiting(self) -> None:
        while self._waiting:
            element, content = self._waiting.pop()
            self._build_with_references(content)
            element.content = content.pattern or NotAllowed(content.place)

    def _build_with_references(self, definition: Definition) -> None:
        """Build a definition, after all that it refers to."""
        if definition.pattern is not None:
            return
        definition.is_open = True
        todo = [(definition, self._references(definition))]
        while todo:
            current, references = todo[-1]
            for ref, target in references:
                if target.is_open and self._reachable:
                    message = f"'{ref.attributes.get('name', '')}' refers to itself with no element between"
                    self.scope_reader.report(ref, "recursion", message, "4.19")
                elif target.pattern is None and not target.is_open:
                    target.is_open = True
                    todo.append((target, self._references(target)))
                    break
            else:
                current.pattern = self._build_definition(current)
                current.is_open = False
                todo.pop()

    def _build_definition(self, definition: Definition) -> Pattern:
        scope, place = definition.scope, definition.place
        groups = [self._group(elements, inherited, scope, place) for elements, inherited in definition.bodies]
        if len(groups) == 1:
            return groups[0]
        combine = patterns.interleave if definition.combine == "interleave" else patterns.choice
        return combine(place, groups)

    def _references(self, definition: Definition) -> Iterator[tuple[SchemaElement, Definition]]:
        """Yield the definitions that one refers to, with the referring elements, in the order of the schema."""
        todo = [(each, inherited) for elements, inherited in reversed(definition.bodies) for each in reversed(elements)]
        while todo:
            element, outer = todo.pop()
            inherited = outer.for_element(element)
            if element.name in {"ref", "parentRef", "grammar", "externalRef"}:
                if (target := self._target(element, outer, definition.scope)) is not None:
                    yield element, target
            elif element.name != "element":
                todo += ((each, inherited) for each in reversed(element.children))

    def _target(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Definition | None:
        """Return the definition that a ref, parentRef, grammar or externalRef refers to."""
        if element.name in {"grammar", "externalRef"}:
            if id(element) not in self._anonymous_definitions:
                self._anonymous_definitions[id(element)] = self._nested_definition(element, inherited, scope)
            return self._anonymous_definitions[id(element)]
        where = scope if element.name == "ref" else scope and scope.parent
        return where.definitions.get(element.attributes["name"].strip(_SPACE)) if where else None

    def _nested_definition(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Definition:
        refused = Definition(scope, [], place_of(element), pattern=NotAllowed(place_of(element)))
        if element.name == "externalRef":
            found = self.scope_reader.load_external(element, inherited)
            return Definition(None, [([found[0]], found[1])], place_of(element)) if found else refused
        inner = self.scope_reader.read_scope(element, inherited, scope)
        self._scopes.append(inner)
        return inner.definitions.get("", refused)

    def _group(
        self, elements: Sequence[SchemaElement], inherited: Inherited, scope: Scope | None, place: SchemaPlace
    ) -> Pattern:
        return group(place, self._patterns(elements, inherited, scope))

    def _patterns(self, elements: Sequence[SchemaElement], inherited: Inherited, scope: Scope | None) -> list[Pattern]:
        return [self._pattern(each, inherited.for_element(each), scope) for each in elements]

    def _pattern(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        if element.name in _LEAVES:
            return _LEAVES[element.name](place_of(element))
        if element.name in _COMPOSED:
            return _COMPOSED[element.name](place_of(element), self._patterns(element.children, inherited, scope))
        if element.name == "value":
            return self._value(element, inherited)
        build = {"element": self._element, "attribute": self._attribute, "data": self._data}
        return build.get(element.name, self._resolve_reference)(element, inherited, scope)

    def _resolve_reference(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        if (target := self._target(element, inherited, scope)) is not None:
            # One that refers to itself is not built yet, and is reported elsewhere.
            return target.pattern or NotAllowed(place_of(element))
        name = element.attributes["name"]
        message = f"'{name}' is not defined"
        if element.name == "parentRef" and (scope is None or scope.parent is None):
            message = f"a parentRef to '{name}', but there is no grammar around this one"
        self.scope_reader.report(element, "undefined", message, "4.18")
        return NotAllowed(place_of(element))

    def _element(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        names, rest = self._name_class_builder.read_names(element, inherited)
        made = Element(place_of(element), names)
        self._waiting.append((made, Definition(scope, [(rest, inherited)], place_of(element))))
        return made

    def _attribute(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        names, rest = self._name_class_builder.read_names(element, inherited)
        self._name_class_builder.check_attribute(element, names)
        place = place_of(element)
        of = self._group(rest, inherited, scope, place) if rest else patterns.Text(place)
        return patterns.attribute(place, names, of)

    def _data(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        params = [each for each in element.children if each.name == "param"]
        pairs = tuple((each.attributes["name"].strip(_SPACE), each.text) for each in params)
        context = {**element.namespaces, "": inherited.ns}
        kind = TypeName(inherited.library, element.attributes["type"].strip(_SPACE), pairs)
        if (made := self._datatype(element, kind, context)) is None:
            return NotAllowed(place_of(element))
        excepted = None
        for each in element.children[len(params) :]:
            excepted = self._pattern(each, inherited.for_element(each), scope)
        return patterns.Data(place_of(element), kind, made, None if isinstance(excepted, NotAllowed) else excepted)

    def _value(self, element: SchemaElement, inherited: Inherited) -> Pattern:
        named = element.attributes.get("type")
        kind = TypeName("", "token") if named is None else TypeName(inherited.library, named.strip(_SPACE))
        context = {**element.namespaces, "": inherited.ns}
        if (made := self._datatype(element, kind, context)) is None:
            return NotAllowed(place_of(element))
        if made.parse(element.text, context) is INVALID:
            wrong = made.fault(element.text, context)
            message = f"'{element.text.strip(_SPACE)}' is no value of the datatype '{kind.name}': {wrong}"
            self.scope_reader.report(element, "value", message, "4.16")
        if not made.is_context_free:
            kind = TypeName(kind.library, kind.name, (), tuple(sorted(context.items())))
        return patterns.Value(place_of(element), kind, made, element.text)

    def _datatype(self, element: SchemaElement, kind: TypeName, context: dict[str, str]) -> Datatype | None:
        if kind not in self._datatypes:
            self._datatypes[kind] = None
            try:
                self._datatypes[kind] = datatype(kind.library, kind.name, kind.params, context)
            except UnknownDatatype as error:
                self.scope_reader.report(element, "unknown-datatype", str(error), "4.16")
            except IncorrectParam as error:
                self.scope_reader.report(element, "param", str(error), "4.16")
        return self._datatypes[kind]


def _make_optional(place: SchemaPlace, pattern: Pattern) -> Pattern:
    return patterns.choice(place, [pattern, patterns.Empty(place)])


# Clauses 4.12 to 4.15.
_COMPOSED: dict[str, Callable[[SchemaPlace, list[Pattern]], Pattern]] = {
    "choice": patterns.choice,
    "except": patterns.choice,
    "group": group,
    "interleave": patterns.interleave,
    "optional": lambda place, inner: _make_optional(place, group(place, inner)),
    "oneOrMore": lambda place, inner: patterns.one_or_more(place, group(place, inner)),
    "zeroOrMore": lambda place, inner: _make_optional(place, patterns.one_or_more(place, group(place, inner))),
    "mixed": lambda place, inner: patterns.interleave(place, [group(place, inner), patterns.Text(place)]),
    "list": lambda place, inner: patterns.list_of(place, group(place, inner)),
}
_LEAVES: dict[str, Callable[[SchemaPlace], Pattern]]
_LEAVES = {"empty": patterns.Empty, "notAllowed": patterns.NotAllowed, "text": patterns.Text}
