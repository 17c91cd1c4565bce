"""Reads the definitions of grammars, from divs and includes too (clauses 4.6, 4.7, 4.11, 4.17, 4.18)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Note
from teikit.limits import describe_excess, limit
from teikit.relaxng.grammar.patterns import Pattern, SchemaPlace
from teikit.relaxng.syntax import Loader, SchemaElement, SchemaNotFoundError, SchemaSyntaxError, read_schema
from teikit.relaxng.syntax.faults import schema_diagnostic
from teikit.shallow_repr import shallow_repr


class Inherited(NamedTuple):
    """What children inherit: the namespace of names without prefix, and the datatype library (4.3, 4.9)."""

    ns: str = ""
    library: str = ""

    def for_element(self, element: SchemaElement) -> "Inherited":
        """Return the inherited values for an element itself and its content."""
        attributes = element.attributes
        if "ns" not in attributes and "datatypeLibrary" not in attributes:
            return self
        library = attributes.get("datatypeLibrary", self.library).strip(" \t\r\n")
        return Inherited(attributes.get("ns", self.ns), library)


class Component(NamedTuple):
    """A start (its name is "") or define, with what it inherits."""

    name: str
    element: SchemaElement
    inherited: Inherited

    def __repr__(self) -> str:
        return shallow_repr(self)


@dataclass(slots=True, eq=False)
class Definition:
    """The definition of a name: bodies to be combined; `pattern` is None until it is built.

    The content of an element, a nested grammar and an external schema are definitions without a name.
    """

    scope: "Scope | None"
    bodies: list[tuple[list[SchemaElement], Inherited]]
    place: SchemaPlace
    combine: str = ""
    pattern: Pattern | None = None
    is_open: bool = False

    __repr__ = shallow_repr


@dataclass(slots=True, eq=False)
class Scope:
    """The definitions of one grammar; the start's name is ""."""

    parent: "Scope | None"
    definitions: dict[str, Definition] = field(default_factory=dict)

    __repr__ = shallow_repr


def _describe(component: Component) -> str:
    return f"'{component.name}'" if component.name else "the start"


def place_of(element: SchemaElement) -> SchemaPlace:
    """Return the position of an element of a schema."""
    return SchemaPlace(element.file, element.span)


class ScopeReader:
    """Reads grammars and what they include; `faults` collects diagnostics, `files` the digests of files that were read.

    It `is_incomplete` where something that a grammar includes cannot be found or read.
    """

    def __init__(self, loader: Loader, faults: list[Diagnostic]) -> None:
        self._loader = loader
        self.faults = faults
        self.files: dict[str, str] = {}
        self.is_incomplete = False
        self._includes: dict[str, set[str]] = {}
        self._loads = 0
        self._nested_includes = 0

    def report(self, element: SchemaElement, rule: str, message: str, clause: str, *notes: Note) -> None:
        """Record a fault of an element."""
        self.faults.append(schema_diagnostic(element.file, rule, message, element.span, clause, notes))

    def read_scope(self, grammar: SchemaElement, inherited: Inherited, parent: Scope | None) -> Scope:
        """Return the scope of a grammar, its components combined."""
        scope = Scope(parent)
        named: dict[str, list[Component]] = {}
        for each in self.components(grammar, inherited.for_element(grammar)):
            named.setdefault(each.name, []).append(each)
        for name, components in named.items():
            scope.definitions[name] = self._combine(scope, components)
        if "" not in scope.definitions:
            self.report(grammar, "start-missing", "a grammar without a start", "4.18")
        return scope

    def load_external(self, element: SchemaElement, inherited: Inherited) -> tuple[SchemaElement, Inherited] | None:
        """Return the root that an externalRef names, and what it inherits; None if it cannot be loaded."""
        root = self._load(element, "4.6")
        return None if root is None else (root, Inherited(inherited.for_element(element).ns))

    def components(self, grammar: SchemaElement, inherited: Inherited) -> Iterator[Component]:
        """Yield the components in a grammar, div or include, those of what it includes among them."""
        for child in grammar.children:
            inner = inherited.for_element(child)
            if child.name == "div":
                yield from self.components(child, inner)
            elif child.name == "include":
                yield from self._included_components(child, inner)
            else:
                yield Component(child.attributes.get("name", "").strip(" \t\r\n"), child, inner)

    def _included_components(self, include: SchemaElement, inherited: Inherited) -> list[Component]:
        replacements = list(self.components(include, inherited))
        root = self._load(include, "4.7")
        if root is None:
            return replacements
        if root.name != "grammar":
            self.report(include, "include-no-grammar", f"the included schema is no grammar but '{root.name}'", "4.7")
            return replacements
        if self._nested_includes >= limit("include-depth"):
            self.report(include, "limit-exceeded", f"the schema {describe_excess('include-depth')}", "4.7")
            return replacements
        self._nested_includes += 1
        found = list(self.components(root, Inherited(inherited.ns).for_element(root)))
        self._nested_includes -= 1
        names = {each.name for each in found}
        for each in replacements:
            if each.name not in names:
                message = f"{_describe(each)} replaces nothing: the included grammar does not define it"
                self.report(each.element, "include-override", message, "4.7")
        replaced = {each.name for each in replacements}
        return replacements + [each for each in found if each.name not in replaced]

    def _load(self, element: SchemaElement, clause: str) -> SchemaElement | None:
        """Return the root of the schema that an element names, read again each time: what it inherits may differ."""
        href = element.attributes["href"].strip(" \t\r\n")
        try:
            name, data = self._loader.load(href, element.base)
            self._includes.setdefault(element.file, set()).add(name)
            if self._has_include_path(name, element.file):
                self.report(element, "include-recursive", f"'{name}' includes itself", clause)
                return None
            self._loads += 1
            if self._loads > limit("schema-files"):
                self.report(element, "limit-exceeded", f"the schema {describe_excess('schema-files')}", clause)
                return None
            source = read_schema(name, data)
        except SchemaNotFoundError as error:
            self.report(element, "not-found", str(error), clause)
            self.is_incomplete = True
            return None
        except SchemaSyntaxError as error:
            note = Note(f"included as '{href}'", element.file, element.span.start)
            for each in error.diagnostics:
                rule = each.rule.partition("/")[2]
                self.faults.append(schema_diagnostic(each.file, rule, each.message, each.span, "", (note,)))
            self.is_incomplete = True
            return None
        self.files[name] = source.digest
        return source.root

    def _has_include_path(self, start: str, goal: str) -> bool:
        """Return whether one file includes another, directly or indirectly."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                todo += self._includes.get(name, ())
        return False

    def _combine(self, scope: Scope, components: list[Component]) -> Definition:
        first = components[0]
        which = _describe(first)
        ways = [each.element.attributes.get("combine", "").strip(" \t\r\n") for each in components]
        plain = [each for each, way in zip(components, ways, strict=True) if not way]
        note = Note(f"{which} is first defined here", first.element.file, first.element.span.start)
        for each in plain[1:]:
            self.report(each.element, "combine", f"{which} is defined twice without 'combine'", "4.17", note)
        kinds = {way for way in ways if way}
        if len(kinds) > 1:
            message = f"{which} is combined both by choice and by interleave"
            self.report(components[-1].element, "combine", message, "4.17", note)
        bodies = [(each.element.children, each.inherited) for each in components]
        return Definition(scope, bodies, place_of(first.element), min(kinds, default="choice"))
