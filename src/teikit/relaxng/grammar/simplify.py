"""A schema's tree becomes a grammar in the simple form (clause 4), then clause 7 is checked.

No function follows references by calling itself: a definition is built when all that it refers to is built, in an
order found beforehand, so that a chain of any length needs no deep stack.
"""

from collections.abc import Callable, Iterator, Sequence

from teikit.diagnostics import Diagnostic, ordered
from teikit.relaxng.datatypes import INVALID, Datatype, IncorrectParam, UnknownDatatype, datatype
from teikit.relaxng.grammar import patterns
from teikit.relaxng.grammar.grammar import Grammar, reachable
from teikit.relaxng.grammar.naming import Namer
from teikit.relaxng.grammar.patterns import Element, NotAllowed, Pattern, Place, TypeName
from teikit.relaxng.grammar.restrictions import check
from teikit.relaxng.grammar.scopes import Definition, Gatherer, Inherited, Scope, place_of
from teikit.relaxng.syntax import Loader, SchemaElement, SchemaSyntaxError, Source

_SPACE = " \t\r\n"
_OF_NAMES = {"rng-schema/start-missing", "rng-schema/undefined"}


def simplify(source: Source, loader: Loader) -> Grammar:
    """Return the grammar of a schema; `loader` fetches what it includes.

    Raises:
        SchemaSyntaxError: The schema, or one that it includes, is not correct; holds every fault that was found.
    """
    builder = _Builder(loader)
    start = builder.build(source)
    elements = reachable(start) if not builder.faults else ()
    faults = builder.faults or list(check(start, elements))
    if faults:
        if builder.gatherer.is_incomplete:
            # What is missing may define any name.
            faults = [each for each in faults if each.rule not in _OF_NAMES]
        raise SchemaSyntaxError(ordered(dict.fromkeys(faults)))
    files = ((source.file, source.digest), *builder.gatherer.files.items())
    return Grammar(start, elements, files)


class _Builder:
    """Builds the definitions of a schema, one after another."""

    def __init__(self, loader: Loader) -> None:
        self.faults: list[Diagnostic] = []
        self.gatherer = Gatherer(loader, self.faults)
        self._namer = Namer(self.gatherer.accuse)
        self._reachable = True
        self._nameless: dict[int, Definition] = {}
        self._waiting: list[tuple[Element, Definition]] = []
        self._scopes: list[Scope] = []
        self._datatypes: dict[TypeName, Datatype | None] = {}

    def build(self, source: Source) -> Pattern:
        """Return the pattern that the schema starts with, all elements built."""
        root = Definition(None, [([source.root], Inherited())], place_of(source.root))
        self._settle(root)
        self._settle_waiting()
        # Also what nothing refers to must be correct, but it may refer to itself.
        self._reachable = False
        for scope in self._scopes:
            for each in scope.definitions.values():
                self._settle(each)
                self._settle_waiting()
        assert root.pattern is not None, "a settled definition has a pattern"  # noqa: S101 - a law of _settle's
        return root.pattern

    def _settle_waiting(self) -> None:
        while self._waiting:
            element, content = self._waiting.pop()
            self._settle(content)
            element.content = content.pattern or NotAllowed(content.place)

    def _settle(self, definition: Definition) -> None:
        """Build a definition, all that it refers to before it."""
        if definition.pattern is not None:
            return
        definition.open = True
        todo = [(definition, self._references(definition))]
        while todo:
            current, references = todo[-1]
            for ref, target in references:
                if target.open and self._reachable:
                    message = f"'{ref.attributes.get('name', '')}' refers to itself with no element between"
                    self.gatherer.accuse(ref, "recursion", message, "4.19")
                elif target.pattern is None and not target.open:
                    target.open = True
                    todo.append((target, self._references(target)))
                    break
            else:
                current.pattern = self._built(current)
                current.open = False
                todo.pop()

    def _built(self, definition: Definition) -> Pattern:
        made = [
            self._grouped(elements, inherited, definition.scope, definition.place)
            for elements, inherited in definition.bodies
        ]
        if len(made) == 1:
            return made[0]
        combine = patterns.interleave if definition.combine == "interleave" else patterns.choice
        return combine(definition.place, made)

    def _references(self, definition: Definition) -> Iterator[tuple[SchemaElement, Definition]]:
        """Yield the definitions that one needs, with the element that asks for each, in the order of the schema."""
        todo = [(each, inherited) for elements, inherited in reversed(definition.bodies) for each in reversed(elements)]
        while todo:
            element, outer = todo.pop()
            inherited = outer.inside(element)
            if element.name in {"ref", "parentRef", "grammar", "externalRef"}:
                target = self._target(element, outer, definition.scope)
                if target is not None:
                    yield element, target
            elif element.name != "element":
                todo += ((each, inherited) for each in reversed(element.children))

    def _target(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Definition | None:
        """Return what a ref, parentRef, grammar or externalRef stands for."""
        if element.name in {"grammar", "externalRef"}:
            if id(element) not in self._nameless:
                self._nameless[id(element)] = self._nested(element, inherited, scope)
            return self._nameless[id(element)]
        where = scope if element.name == "ref" else scope and scope.parent
        return where.definitions.get(element.attributes["name"].strip(_SPACE)) if where else None

    def _nested(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Definition:
        refused = Definition(scope, [], place_of(element), pattern=NotAllowed(place_of(element)))
        if element.name == "externalRef":
            found = self.gatherer.external(element, inherited)
            return Definition(None, [([found[0]], found[1])], place_of(element)) if found else refused
        inner = self.gatherer.scope(element, inherited, scope)
        self._scopes.append(inner)
        return inner.definitions.get("", refused)

    def _grouped(
        self, elements: Sequence[SchemaElement], inherited: Inherited, scope: Scope | None, place: Place
    ) -> Pattern:
        return patterns.group(place, self._all(elements, inherited, scope))

    def _all(self, elements: Sequence[SchemaElement], inherited: Inherited, scope: Scope | None) -> list[Pattern]:
        return [self._pattern(each, inherited.inside(each), scope) for each in elements]

    def _pattern(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        if element.name in _LEAVES:
            return _LEAVES[element.name](place_of(element))
        if element.name in _COMPOSED:
            return _COMPOSED[element.name](place_of(element), self._all(element.children, inherited, scope))
        if element.name == "value":
            return self._value(element, inherited)
        build = {"element": self._element, "attribute": self._attribute, "data": self._data}
        return build.get(element.name, self._referred)(element, inherited, scope)

    def _referred(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        target = self._target(element, inherited, scope)
        if target is not None:
            # One that refers to itself is not built yet, and is told of elsewhere.
            return target.pattern or NotAllowed(place_of(element))
        name = element.attributes["name"]
        message = f"'{name}' is not defined"
        if element.name == "parentRef" and (scope is None or scope.parent is None):
            message = f"a parentRef to '{name}', but there is no grammar around this one"
        self.gatherer.accuse(element, "undefined", message, "4.18")
        return NotAllowed(place_of(element))

    def _element(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        names, rest = self._namer.names(element, inherited)
        made = Element(place_of(element), names)
        self._waiting.append((made, Definition(scope, [(rest, inherited)], place_of(element))))
        return made

    def _attribute(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        names, rest = self._namer.names(element, inherited)
        self._namer.check_attribute(element, names)
        place = place_of(element)
        of = self._grouped(rest, inherited, scope, place) if rest else patterns.Text(place)
        return patterns.attribute(place, names, of)

    def _data(self, element: SchemaElement, inherited: Inherited, scope: Scope | None) -> Pattern:
        params = [each for each in element.children if each.name == "param"]
        pairs = tuple((each.attributes["name"].strip(_SPACE), each.text) for each in params)
        context = {**element.namespaces, "": inherited.ns}
        kind = TypeName(inherited.library, element.attributes["type"].strip(_SPACE), pairs)
        made = self._datatype(element, kind, context)
        if made is None:
            return NotAllowed(place_of(element))
        excepted = None
        for each in element.children[len(params) :]:
            excepted = self._pattern(each, inherited.inside(each), scope)
        if isinstance(excepted, NotAllowed):
            excepted = None
        return patterns.Data(place_of(element), kind, made, excepted)

    def _value(self, element: SchemaElement, inherited: Inherited) -> Pattern:
        named = element.attributes.get("type")
        kind = TypeName("", "token") if named is None else TypeName(inherited.library, named.strip(_SPACE))
        context = {**element.namespaces, "": inherited.ns}
        made = self._datatype(element, kind, context)
        if made is None:
            return NotAllowed(place_of(element))
        if made.parse(element.text, context) is INVALID:
            wrong = made.fault(element.text, context)
            message = f"'{element.text.strip(_SPACE)}' is no value of the datatype '{kind.name}': {wrong}"
            self.gatherer.accuse(element, "value", message, "4.16")
        if not made.context_free:
            kind = TypeName(kind.library, kind.name, (), tuple(sorted(context.items())))
        return patterns.Value(place_of(element), kind, made, element.text)

    def _datatype(self, element: SchemaElement, kind: TypeName, context: dict[str, str]) -> Datatype | None:
        if kind not in self._datatypes:
            self._datatypes[kind] = None
            try:
                self._datatypes[kind] = datatype(kind.library, kind.name, kind.params, context)
            except UnknownDatatype as error:
                self.gatherer.accuse(element, "unknown-datatype", str(error), "4.16")
            except IncorrectParam as error:
                self.gatherer.accuse(element, "param", str(error), "4.16")
        return self._datatypes[kind]


def _optional(place: Place, inner: list[Pattern]) -> Pattern:
    return patterns.choice(place, [patterns.group(place, inner), patterns.Empty(place)])


def _one_or_more(place: Place, inner: list[Pattern]) -> Pattern:
    return patterns.one_or_more(place, patterns.group(place, inner))


def _zero_or_more(place: Place, inner: list[Pattern]) -> Pattern:
    return patterns.choice(place, [_one_or_more(place, inner), patterns.Empty(place)])


def _mixed(place: Place, inner: list[Pattern]) -> Pattern:
    return patterns.interleave(place, [patterns.group(place, inner), patterns.Text(place)])


def _list(place: Place, inner: list[Pattern]) -> Pattern:
    return patterns.list_of(place, patterns.group(place, inner))


# Clauses 4.12 to 4.15.
_COMPOSED: dict[str, Callable[[Place, list[Pattern]], Pattern]] = {
    "choice": patterns.choice,
    "except": patterns.choice,
    "group": patterns.group,
    "interleave": patterns.interleave,
    "optional": _optional,
    "oneOrMore": _one_or_more,
    "zeroOrMore": _zero_or_more,
    "mixed": _mixed,
    "list": _list,
}
_LEAVES: dict[str, Callable[[Place], Pattern]] = {
    "empty": patterns.Empty,
    "notAllowed": patterns.NotAllowed,
    "text": patterns.Text,
}
