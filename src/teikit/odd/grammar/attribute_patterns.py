"""Attributes as patterns: those of a class that nobody customises are written once, and referred to."""

from collections.abc import Callable, Iterable, Sequence

from teikit.odd.grammar.datatypes import DatatypeWriter
from teikit.odd.grammar.documentation import Documentation
from teikit.odd.grammar.patterns import PatternBuilder
from teikit.odd.schema import AttributeChoice, AttributeUse, ClassAttributes, OddSchema, Part
from teikit.p5.nodes import Place
from teikit.p5.specs import Attribute, AttributeReference
from teikit.relaxng.syntax.tree import COMPATIBILITY, Annotation, SchemaElement

Need = Callable[[str, Callable[[], SchemaElement]], None]


class AttributeWriter:
    """Writes attributes; `need` has a definition made under a name, `refer` refers to any pattern."""

    def __init__(  # noqa: PLR0913, PLR0917  it combines what these do
        self,
        schema: OddSchema,
        builder: PatternBuilder,
        datatypes: DatatypeWriter,
        need: Need,
        documentation: Documentation,
        refer: Callable[[str, Place], SchemaElement | None],
    ) -> None:
        self._schema = schema
        self._builder = builder
        self._datatypes = datatypes
        self._need = need
        self._documentation = documentation
        self._refer = refer
        self._shared = {
            id(use) for each in schema.class_parts.values() for use in each.parts if isinstance(use, AttributeUse)
        }

    def patterns(self, parts: Iterable[Part]) -> list[SchemaElement]:
        """Return the patterns of the attributes of an element or class, which are to be grouped."""
        return [made for part in parts if (made := self._part(part)) is not None]

    def _part(self, part: Part) -> SchemaElement | None:
        if isinstance(part, ClassAttributes):
            return self._class(part.ident, self._schema.classes[part.ident].place)
        if isinstance(part, AttributeChoice):
            inner = self.patterns(part.parts)
            place = Place(inner[0].file, inner[0].span) if inner else Place("")
            make = self._builder.choice if part.is_choice else self._builder.group
            return make(inner, place) if inner else None
        if isinstance(part, AttributeReference):
            return self._refer(part.name, part.place)
        if part.definition.ident.startswith("xmlns"):
            return None
        if part.origin and id(part) in self._shared:
            return self._shared_attribute(part)
        return self._attribute(part.definition)

    def _class(self, ident: str, place: Place) -> SchemaElement:
        name = f"{self._class_name(ident)}.attributes"
        self._need(name, lambda: self._builder.group(self.patterns(self._schema.class_parts[ident].parts), place))
        return self._builder.reference(name, place)

    def _class_name(self, ident: str) -> str:
        spec = self._schema.classes[ident]
        return f"{self._schema.customisation.prefix if spec.prefix is None else spec.prefix}{ident}"

    def _shared_attribute(self, use: AttributeUse) -> SchemaElement:
        definition = use.definition
        name = f"{self._class_name(use.origin)}.attribute.{definition.ident.replace(':', '')}"
        if definition.namespace:
            # Another attribute of the class may have the same local name.
            name += f".{sum(map(ord, definition.namespace))}"
        self._need(name, lambda: self._attribute(definition))
        return self._builder.reference(name, definition.place)

    def named(self, name: str, place: Place) -> SchemaElement | None:
        """Return what a ref to att.X.attributes or att.X.attribute.NAME means; None if it is neither."""
        ident, dot, rest = name.rpartition(".attribute")
        if not dot or ident not in self._schema.class_parts:
            return None
        if rest == "s":
            return self._class(ident, place)
        uses = self._schema.uses(self._schema.class_parts[ident].parts)
        found = next((each for each in uses if each.definition.ident.replace(":", "") == rest[1:]), None)
        return self._part(found) if found else None

    def _attribute(self, definition: Attribute) -> SchemaElement:
        value = self._datatypes.attribute_value(definition)
        attributes = self._name(definition)
        children: Sequence[SchemaElement] = [] if value.name == "text" else [value]
        made = self._builder.pattern("attribute", definition.place, children, attributes)
        self._documentation.annotate(made, definition.prose)
        if definition.values and value.name == "choice":
            self._documentation.annotate_values(value, definition.values)
        if definition.usage == "req":
            return made
        if definition.default:
            annotation = Annotation("attribute", "a:defaultValue", COMPATIBILITY, definition.default)
            made.annotations.append(annotation)
        return self._builder.pattern("optional", definition.place, [made])

    def _name(self, definition: Attribute) -> dict[str, str]:
        name = definition.written or definition.ident
        prefix, colon, local = name.rpartition(":")
        if definition.namespace:
            return {"name": local, "ns": definition.namespace}
        known = self._schema.customisation.prefixes.get(prefix) if colon and prefix != "xml" else None
        return {"name": local, "ns": known} if known else {"name": name}
