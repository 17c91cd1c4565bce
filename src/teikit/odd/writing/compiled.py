"""Writes the specifications in effect as a compiled ODD, which others can select from (TEI P5, 22.8.2)."""

from collections.abc import Iterator

from teikit.odd.customisation import Customisation, ModuleReference
from teikit.odd.merging.attribute_merging import Key, attribute_key, attributes_in
from teikit.odd.schema import EffectiveElement, OddSchema, Part
from teikit.odd.writing.compiled_parts import (
    attribute_node,
    classes_node,
    constraint_node,
    content_node,
    first_prose,
    last_prose,
    reference_node,
    tei,
    value_list_node,
    with_deprecation,
)
from teikit.odd.writing.xml_writing import write_document
from teikit.p5.nodes import TEI, Node
from teikit.p5.specs import Attribute, AttributeList, AttributeReference, Spec

_NAMES = {"element": "elementSpec", "class": "classSpec", "macro": "macroSpec", "data": "dataSpec"}
Definitions = dict[Key, Attribute]


def compiled_odd(schema: OddSchema) -> str:
    """Return a TEI document with a schemaSpec of all specifications in effect, which selects from no source."""
    return write_document(_document(schema.customisation, _CompiledWriter(schema).schema_spec()), keeps_prefixes=True)


def _document(customisation: Customisation, schema: Node) -> Node:
    title = customisation.title or customisation.ident
    origin = f"Compiled from the specifications that the ODD {customisation.ident} selects and changes."
    description = [
        tei("titleStmt", {}, [tei("title", {}, [title])]),
        tei("publicationStmt", {}, [tei("p", {}, ["A compiled ODD."])]),
        tei("sourceDesc", {}, [tei("p", {}, [origin])]),
    ]
    header = tei("teiHeader", {}, [tei("fileDesc", {}, description)])
    return tei("TEI", {}, [header, tei("text", {}, [tei("body", {}, [schema])])])


class _CompiledWriter:
    """Makes the schemaSpec of a compiled ODD."""

    def __init__(self, schema: OddSchema) -> None:
        self._schema = schema
        self._customisation = schema.customisation

    def schema_spec(self) -> Node:
        """Return the schemaSpec."""
        schema, customisation = self._schema, self._customisation
        attributes = {
            "ident": customisation.ident,
            "prefix": customisation.prefix,
            "docLang": " ".join(customisation.languages),
            "defaultExceptions": customisation.default_exceptions or "",
        }
        specs = [*schema.datatypes.values(), *schema.macros.values(), *schema.classes.values()]
        specs += (each.spec for each in schema.elements.values())
        made = tei("schemaSpec", attributes, first_prose(customisation.prose, ""))
        # An empty namespace or start is not the same as none.
        if customisation.namespace != TEI:
            made.attributes["ns"] = customisation.namespace
        if customisation.start is not None:
            made.attributes["start"] = " ".join(customisation.start)
        made.children += self._declarations()
        made.children += (constraint_node(each) for each in customisation.constraints)
        made.children += (
            tei("moduleSpec", {"ident": each}) for each in dict.fromkeys(each.module for each in specs) if each
        )
        made.children += map(_module_reference, schema.foreign)
        made.children += (self._spec(each, self._parts_of(each)) for each in specs if each.kind != "element")
        made.children += map(self._element, schema.elements.values())
        return made

    def _element(self, element: EffectiveElement) -> Node:
        made = self._spec(element.spec, element.parts)
        if element.namespace != self._customisation.namespace:
            made.attributes["ns"] = element.namespace
        return made

    def _declarations(self) -> list[Node]:
        declarations, binding = self._customisation.constraint_declarations, self._customisation.query_binding
        if not declarations and not binding:
            return []
        return [tei("constraintDecl", {"scheme": "schematron", "queryBinding": binding}, declarations)]

    def _spec(self, spec: Spec, parts: list[Part]) -> Node:
        """Return a specification with the attributes that are in effect."""
        attributes = {
            "ident": spec.ident,
            "module": spec.module,
            "type": (spec.class_type or "model") if spec.kind == "class" else "",
            "generate": " ".join(sorted(spec.generate or ())),
            "validUntil": spec.valid_until,
        }
        made = tei(
            _NAMES[spec.kind], attributes, first_prose(with_deprecation(spec.prose, spec.valid_until), spec.written)
        )
        if spec.prefix is not None:
            made.attributes["prefix"] = spec.prefix
        made.children += classes_node(spec.classes)
        made.children += content_node(spec.content, auto_prefix=spec.auto_prefix)
        if spec.values is not None and not spec.content:
            made.children.append(value_list_node(spec.values))
        made.children += (constraint_node(each) for each in spec.constraints if each.mode != "delete")
        made.children += self._attributes(spec, parts)
        made.children += last_prose(spec.prose)
        return made

    def _attributes(self, spec: Spec, parts: list[Part]) -> list[Node]:
        """Return the attList of a specification, if it has one."""
        if spec.attributes is None or not spec.attributes.parts:
            return []
        effective = {attribute_key(each.definition): each.definition for each in self._schema.uses(parts)}
        inside = list(self._parts(spec.attributes, effective, self._inherited(spec)))
        return [tei("attList", {"org": "choice" if spec.attributes.is_choice else ""}, inside)] if inside else []

    def _parts_of(self, spec: Spec) -> list[Part]:
        """Return the attributes of a class."""
        resolved = self._schema.class_parts.get(spec.ident) if spec.kind == "class" else None
        return resolved.parts if resolved else []

    def _inherited(self, spec: Spec) -> Definitions:
        """Return the attributes of the classes of a specification, before it customises them."""
        found: Definitions = {}
        if all(each.mode in {"", "add"} for each in attributes_in(spec.attributes)):
            return found
        for member in spec.classes.members if spec.classes else ():
            resolved = self._schema.class_parts.get(member.key)
            for use in self._schema.uses(resolved.parts) if resolved else ():
                found.setdefault(attribute_key(use.definition), use.definition)
        return found

    def _parts(self, attributes: AttributeList, effective: Definitions, inherited: Definitions) -> Iterator[Node]:
        for part in attributes.parts:
            if isinstance(part, AttributeReference):
                yield reference_node(part)
            elif isinstance(part, AttributeList):
                inside = list(self._parts(part, effective, inherited))
                if inside:
                    yield tei("attList", {"org": "choice" if part.is_choice else "group"}, inside)
            else:
                yield from _attribute(part, effective.get(attribute_key(part)), inherited.get(attribute_key(part)))


def _attribute(own: Attribute, effective: Attribute | None, inherited: Attribute | None) -> Iterator[Node]:
    """Yield an attDef; nothing for one that customises what is not there."""
    if own.mode == "delete":
        if inherited is not None:
            yield tei("attDef", {"ident": own.ident, "ns": own.namespace or "", "mode": "delete"})
    elif effective is not None:
        yield attribute_node(effective, inherited if own.mode == "change" else None)


def _module_reference(reference: ModuleReference) -> Node:
    """Return a reference to a grammar in RELAX NG, which stays where it is."""
    content = [tei("content", {}, reference.content)] if reference.content else []
    return tei("moduleRef", {"url": reference.url, "prefix": reference.prefix}, content)
