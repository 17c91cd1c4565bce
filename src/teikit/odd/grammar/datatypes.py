"""Datatypes and value lists of attributes as patterns (TEI P5, 22.5.3.1 and 22.5.3.2)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from teikit.odd.grammar.patterns import PatternBuilder
from teikit.odd.schema_rules import DATATYPE_NOT_SUPPORTED
from teikit.p5.nodes import TEI, Node, Place
from teikit.p5.specs import Attribute, Datatype, Spec, ValueList
from teikit.relaxng.syntax.tree import SchemaElement

Reference = Callable[[str, Place], SchemaElement | None]
_MOST_NESTED = 20


class DatatypeWriter:
    """Converts datatypes; `find` returns the specification of a datatype or macro, `reference` a reference to it."""

    def __init__(self, builder: PatternBuilder, find: Callable[[str], Spec | None], refer: Reference) -> None:
        self._builder = builder
        self._find = find
        self._refer = refer
        # Set by the writer of contents, of which datatypes are a part.
        self.convert: Callable[[Node], SchemaElement | None] = lambda _: None

    def attribute_value(self, attribute: Attribute) -> SchemaElement:
        """Return the pattern of the values of an attribute."""
        values, datatype = attribute.values, attribute.datatype
        if values and values.kind == "closed" and values.items:
            return self._counted(self._value_choice(values, []), datatype, attribute.place)
        if values and values.kind == "semi":
            other = self._any_of(datatype.content) if datatype else None
            name = self._builder.pattern("data", attribute.place, attributes={"type": "Name"})
            if other is None or other.name != "text":
                return self._counted(self._value_choice(values, [other or name]), datatype, attribute.place)
            return other
        return self._counted(self._any_of(datatype.content) if datatype else None, datatype, attribute.place)

    def _value_choice(self, values: ValueList, others: Sequence[SchemaElement]) -> SchemaElement:
        made = [self._builder.value(each.written or each.ident, each.place) for each in values.items]
        return self._builder.choice([*made, *others], values.place)

    def _counted(self, pattern: SchemaElement | None, datatype: Datatype | None, place: Place) -> SchemaElement:
        """Return values as often as a datatype says: as a list, unless it is just once."""
        if pattern is None or pattern.name == "text":
            return self._builder.pattern("text", place)
        minimum, maximum = (datatype.minimum, datatype.maximum) if datatype else (1, 1)
        if (minimum, maximum) == (1, 1) or (datatype and self._is_text(datatype.content)):
            return pattern
        if (minimum, maximum) == (0, 1):
            return self._builder.choice([self._builder.pattern("empty", place), pattern], place)
        return self._builder.counted_list(pattern, minimum, maximum, datatype.place if datatype else place)

    def _is_text(self, nodes: Sequence[Node]) -> bool:
        """Return whether some datatypes are just text, of which there can be no list."""
        waiting, seen = [*nodes], set()
        while waiting:
            node = waiting.pop()
            if node.name in {"textNode", "text"}:
                return True
            key = node.get("key") or node.get("name")
            if node.name in {"dataRef", "macroRef", "ref"} and key not in seen:
                seen.add(key)
                spec = self._find(key)
                waiting += (spec.content if spec else None) or ()
        return False

    def _any_of(self, nodes: Sequence[Node]) -> SchemaElement | None:
        """Return the pattern of the children of a datatype: usually there is one."""
        made = [each for each in map(self.convert, nodes) if each is not None]
        return self._builder.choice(made, nodes[0].place) if made else None

    def reference(self, node: Node) -> SchemaElement | None:
        """Return the pattern of a dataRef: a datatype of the schema (@key) or of XML Schema (@name)."""
        restriction, facets = node.get("restriction"), list(node.elements("dataFacet"))
        if name := node.get("name").strip():
            params = [self._parameter("pattern", restriction, node.place)] if restriction else []
            params += [self._parameter(each.get("name"), each.get("value"), each.place) for each in facets]
            return self._builder.pattern("data", node.place, params, {"type": name})
        key = node.get("key").strip()
        if not key:
            words = "dataRef needs @key or @name; @ref is not supported"
            self._builder.reporter.report(DATATYPE_NOT_SUPPORTED, words, node.place.of("ref"))
            return None
        if restriction:
            return self._restricted(key, restriction, node.place)
        return self._refer(key, node.place)

    def _parameter(self, name: str, value: str, place: Place) -> SchemaElement:
        return self._builder.pattern("param", place, attributes={"name": name}, text=value)

    def _restricted(self, key: str, restriction: str, place: Place) -> SchemaElement | None:
        """Return a datatype of the schema with a pattern that each of its types must match, too."""
        spec = self._find(key)
        if spec is None:
            return self._refer(key, place)
        made = self._any_of([_Restriction(restriction, self._find).apply(each) for each in spec.content or ()])
        if made is None or made.name != "text":
            return made
        parameters = [self._parameter("pattern", restriction, place)]
        return self._builder.pattern("data", place, parameters, {"type": "string"})


class _Restriction:
    """A pattern that is added to each type of XML Schema in the content of a datatype; those of keys are in place."""

    def __init__(self, pattern: str, find: Callable[[str], Spec | None]) -> None:
        self._pattern = pattern
        self._find = find
        # Each key is followed once: a datatype may refer to others in many ways.
        self._followed: dict[str, Node] = {}

    def apply(self, node: Node, depth: int = 0) -> Node:
        """Return the content with the pattern."""
        if node.name != "dataRef" or node.namespace != TEI:
            children = [each if isinstance(each, str) else self.apply(each, depth) for each in node.children]
            return replace(node, children=children)
        key = node.get("key")
        spec = self._find(key) if key and not node.get("restriction") else None
        if spec and spec.content and depth < _MOST_NESTED:
            if key not in self._followed:
                self._followed[key] = self._follow(node, spec.content, depth)
            return self._followed[key]
        facet = Node(TEI, "dataFacet", {"name": "pattern", "value": self._pattern}, [], node.place)
        return replace(node, children=[*node.children, facet])

    def _follow(self, node: Node, content: Sequence[Node], depth: int) -> Node:
        inner: list[Node | str] = [self.apply(each, depth + 1) for each in content]
        return replace(node, name="alternate", attributes={}, children=inner) if inner[1:] else _first(inner)


def _first(nodes: "list[Node | str]") -> Node:
    return next(each for each in nodes if isinstance(each, Node))
