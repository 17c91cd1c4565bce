"""The content that allows any element: anyElement (TEI P5, 22.5.1)."""

from teikit.odd.customisation import Customisation
from teikit.odd.grammar.patterns import PatternBuilder
from teikit.p5.nodes import XML, Node, Place
from teikit.relaxng.syntax.tree import SchemaElement

_EXAMPLES = "http://www.tei-c.org/ns/Examples"
_DEFAULT = "http://www.tei-c.org/ns/1.0 teix:egXML"
_PREFIXES = {"teix": _EXAMPLES, "tei": "http://www.tei-c.org/ns/1.0", "xml": XML}


class AnyElementWriter:
    """Writes one recursive definition for each set of names that is allowed."""

    def __init__(self, builder: PatternBuilder, customisation: Customisation, default: str) -> None:
        self._builder = builder
        self._customisation = customisation
        self._default = customisation.default_exceptions
        if self._default is None:
            self._default = default or _DEFAULT
        self._names: dict[tuple[str, ...], str] = {}
        self.definitions: dict[str, SchemaElement] = {}

    def reference(self, node: Node) -> SchemaElement:
        """Return a reference to the definition of an anyElement."""
        # What @require says is a rule of Schematron, since it is about all that is inside.
        excepted = node.attributes.get("except")
        key = tuple(((self._default or "") if excepted is None else excepted).split())
        prefixes = {**_PREFIXES, **self._customisation.prefixes, **node.prefixes}
        if key not in self._names:
            name = self._names[key] = f"{self._customisation.prefix}anyElement_{len(self._names) + 1}"
            self.definitions[name] = self._definition(name, key, prefixes, node.place)
        return self._builder.reference(self._names[key], node.place)

    def _definition(self, name: str, key: tuple[str, ...], prefixes: dict[str, str], place: Place) -> SchemaElement:
        make = self._builder.pattern
        named = [self._name_class(each, prefixes, place) for each in key]
        names = make("anyName", place, [make("except", place, named)] if named else [])
        attributes = make("zeroOrMore", place, [make("attribute", place, [make("anyName", place)])])
        inside = make("choice", place, [make("text", place), self._builder.reference(name, place)])
        element = make("element", place, [names, attributes, make("zeroOrMore", place, [inside])])
        return make("define", place, [element], {"name": name})

    def _name_class(self, token: str, prefixes: dict[str, str], place: Place) -> SchemaElement:
        """Return the name of an element, if the token has a prefix that is known, else all names of a namespace."""
        prefix, colon, local = token.partition(":")
        if colon and prefix in prefixes and not local.startswith("//"):
            return self._builder.pattern("name", place, attributes={"ns": prefixes[prefix]}, text=local)
        return self._builder.pattern("nsName", place, attributes={"ns": token})
