"""Takes in the grammar in RELAX NG that a moduleRef names, for the grammar of the ODD (TEI P5, 22.8.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from teikit.diagnostics import Diagnostic, Severity
from teikit.messages import quote
from teikit.odd.customisation import ModuleReference
from teikit.odd.grammar.schema_elements import schema_element
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import RELAXNG, Node
from teikit.relaxng.grammar.scopes import Component, Inherited, ScopeReader
from teikit.relaxng.syntax import Loader, SchemaElement, SchemaNotFoundError, SchemaSyntaxError, read_schema
from teikit.relaxng.syntax.full_syntax import check

_SPACE = " \t\r\n"
_LIMIT = "rng-schema/limit-exceeded"


def foreign_grammars(schema: OddSchema, loader: Loader, reporter: Reporter) -> dict[str, list[SchemaElement]]:
    """Return the definitions of all grammars that an ODD takes in, by name; errors are those of one grammar."""
    definitions: dict[str, list[SchemaElement]] = {}
    for reference in schema.foreign:
        for name, found in foreign_definitions(reference, loader, reporter).items():
            definitions.setdefault(name, []).extend(found)
    return definitions


def foreign_definitions(
    reference: ModuleReference, loader: Loader, reporter: Reporter
) -> dict[str, list[SchemaElement]]:
    """Return the definitions of the grammar that a moduleRef names, by the names that they get in the ODD's grammar.

    Args:
        reference: The moduleRef; its content overrides definitions of the grammar, or adds to those that say so.
        loader: Reads the grammar, and what it includes.
        reporter: Receives what is doubtful.

    Raises:
        SchemaSyntaxError: A file is missing or incorrect; has a diagnostic for each fault, at its own place.
    """
    return _ForeignReader(reference, loader, reporter).read()


class _ForeignReader:
    """Reads one grammar with all that it refers to; faults are collected, so that all of them are reported."""

    def __init__(self, reference: ModuleReference, loader: Loader, reporter: Reporter) -> None:
        self._reference = reference
        self._loader = loader
        self._reporter = reporter
        self._faults: list[Diagnostic] = []
        self._scopes = ScopeReader(loader, self._faults)

    def read(self) -> dict[str, list[SchemaElement]]:
        """Return the definitions."""
        components = self._components()
        names = {each.name for each in components}
        added = self._content()
        replaced = {each.name for each in added if "combine" not in each.element.attributes}
        components = [each for each in components if each.name not in replaced] + added
        if self._faults:
            raise SchemaSyntaxError(list(dict.fromkeys(self._faults)))
        definitions: dict[str, list[SchemaElement]] = {}
        for each in components:
            self._rename(each.element, names)
            definitions.setdefault(each.element.attributes["name"].strip(_SPACE), []).append(each.element)
        return definitions

    def _components(self) -> list[Component]:
        """Return the definitions of the grammar, without its start."""
        root = self._root()
        if root.name != "grammar":
            message = f"{quote(self._reference.url)} is no grammar but '{root.name}', so that it defines nothing"
            self._reporter.report(RULE["odd/empty-grammar"], message, self._reference.place.of("url"))
            return []
        found = self._scopes.components(root, Inherited().for_element(root))
        components = [each for each in found if each.element.name == "define"]
        for each in components:
            self._resolve(each)
        if not components and not self._faults:
            message = f"the grammar {quote(self._reference.url)} defines nothing besides its start"
            self._reporter.report(RULE["odd/empty-grammar"], message, self._reference.place.of("url"))
        return components

    def _root(self) -> SchemaElement:
        reference = self._reference
        try:
            name, data = self._loader.load(reference.url, reference.base)
            return read_schema(name, data).root
        except SchemaNotFoundError as error:
            message, place = str(error), reference.place
        span = self._reporter.places.span(place.of("url"))
        missing = Diagnostic(place.file, RULE["odd/source-not-found"].id, Severity.ERROR, message, span)
        raise SchemaSyntaxError([missing])

    def _resolve(self, component: Component) -> None:
        """Write on a definition what it inherits, and put in what it refers to in other files."""
        element = component.element
        _write_inherited(element, component.inherited)
        waiting = [(element, component.inherited)]
        while waiting:
            parent, outer = waiting.pop()
            for index, child in enumerate(parent.children):
                inherited = outer.for_element(child)
                if child.name == "externalRef":
                    child, inherited = self._external(child, outer)  # noqa: PLW2901  it takes its place
                    parent.children[index] = child
                if child.name == "grammar":
                    self._flatten(child, inherited, waiting)
                else:
                    waiting.append((child, inherited))

    def _external(self, element: SchemaElement, outer: Inherited) -> tuple[SchemaElement, Inherited]:
        """Return the root of the schema that an externalRef names; the reference itself if it cannot be loaded."""
        loaded = self._scopes.load_external(element, outer)
        if loaded is None:
            if self._faults[-1].rule == _LIMIT:
                raise SchemaSyntaxError([self._faults[-1]])
            return element, outer
        root, inherited = loaded
        inherited = inherited.for_element(root)
        _write_inherited(root, inherited)
        return root, inherited

    def _flatten(
        self, grammar: SchemaElement, inherited: Inherited, waiting: list[tuple[SchemaElement, Inherited]]
    ) -> None:
        """Replace the divs and includes of a nested grammar by the components in them."""
        components = list(self._scopes.components(grammar, inherited))
        for each in components:
            _write_inherited(each.element, each.inherited)
        grammar.children = [each.element for each in components]
        waiting += ((each.element, each.inherited) for each in components)

    def _content(self) -> list[Component]:
        """Return the definitions in the moduleRef, those in a div too."""
        elements = [schema_element(each) for each in self._definitions_in(self._reference.content)]
        self._check(elements)
        return [Component(each.attributes.get("name", "").strip(_SPACE), each, Inherited()) for each in elements]

    def _definitions_in(self, nodes: Iterable[Node]) -> Iterator[Node]:
        waiting = [iter(nodes)]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
            elif node.namespace == RELAXNG and node.name in {"div", "grammar"}:
                waiting.append(node.all_elements())
            elif node.namespace == RELAXNG and node.name == "define":
                yield node
            else:
                message = f"{quote(node.name)} has no effect in a moduleRef: only definitions of RELAX NG have"
                self._reporter.report(RULE["odd/unknown-part"], message, node.place)

    def _check(self, elements: list[SchemaElement]) -> None:
        """Record what is wrong with definitions that are written in the ODD."""
        if elements:
            grammar = replace(elements[0], name="grammar", attributes={}, children=elements, annotations=[])
            self._faults += check(grammar, lambda element, _: element.span)

    def _rename(self, definition: SchemaElement, names: set[str]) -> None:
        """Add the prefix to the names of the grammar in a definition, but not to those of grammars in it."""
        prefix = self._reference.prefix
        if not prefix:
            return
        # References of a nested grammar to its parent are to this grammar.
        waiting = [(definition, 0)]
        while waiting:
            element, depth = waiting.pop()
            is_own = (depth, element.name) in {(0, "define"), (0, "ref"), (1, "parentRef")}
            if is_own and (name := element.attributes["name"].strip(_SPACE)) in names:
                element.attributes["name"] = prefix + name
            depth += element.name == "grammar"
            waiting += ((each, depth) for each in element.children)


def _write_inherited(element: SchemaElement, inherited: Inherited) -> None:
    """Write the namespace and the datatype library on an element that will be in another grammar."""
    element.attributes.setdefault("ns", inherited.ns)
    element.attributes.setdefault("datatypeLibrary", inherited.library)
