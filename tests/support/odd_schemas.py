"""Specifications in effect for tests, made without a selection or a merge."""

from teikit.odd.customisation import Customisation
from teikit.odd.reading.node_reading import read_nodes
from teikit.odd.reading.specifications import read_constraint, read_spec
from teikit.odd.reporting import Reporter
from teikit.odd.schema import (
    AttributeChoice,
    AttributeUse,
    ClassAttributes,
    EffectiveElement,
    OddSchema,
    Part,
    ResolvedClass,
)
from teikit.p5.nodes import TEI, Node
from teikit.p5.specs import Attribute, AttributeList, Spec

FILE = "test.odd"
_KINDS = {"elementSpec", "classSpec", "macroSpec", "dataSpec"}


def schema_spec(content: str, attributes: str = "", prefixes: str = "") -> Node:
    """A schemaSpec; the prefixes tei, sch, rng and xsl are declared on it."""
    text = (
        f'<schemaSpec xmlns="{TEI}" xmlns:tei="{TEI}" xmlns:sch="http://purl.oclc.org/dsdl/schematron"'
        f' xmlns:rng="http://relaxng.org/ns/structure/1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
        f' ident="mine" {attributes} {prefixes}>{content}</schemaSpec>'
    )
    return read_nodes(text.encode(), FILE, FILE)


def odd_schema(content: str, attributes: str = "", prefixes: str = "") -> OddSchema:
    """The specifications of a schemaSpec, none of which changes another; attributes of classes are not customised."""
    root = schema_spec(content, attributes, prefixes)
    made = OddSchema(_customisation(root))
    for node in root.elements():
        if node.name in _KINDS:
            _add(made, read_spec(node, Reporter()))
    _resolve(made)
    return made


def _customisation(root: Node) -> Customisation:
    reporter = Reporter()
    declarations = [child for each in root.elements("constraintDecl") for child in each.all_elements()]
    bindings = [each.get("queryBinding") for each in root.elements("constraintDecl")]
    return Customisation(
        ident=root.get("ident"),
        file=FILE,
        namespace=root.attributes.get("ns", TEI),
        start=root.attributes["start"].split() if "start" in root.attributes else None,
        prefix=root.get("prefix"),
        default_exceptions=root.attributes.get("defaultExceptions"),
        languages=root.get("docLang").split(),
        constraints=[read_constraint(each, reporter) for each in root.elements("constraintSpec")],
        constraint_declarations=declarations,
        query_binding="".join(bindings),
        prefixes=dict(root.prefixes),
        place=root.place,
        files=[(FILE, "0")],
    )


def _add(schema: OddSchema, spec: Spec) -> None:
    if spec.kind == "element":
        namespace = schema.customisation.namespace if spec.namespace is None else spec.namespace
        schema.elements[namespace, spec.ident] = EffectiveElement(spec, namespace)
    else:
        {"class": schema.classes, "macro": schema.macros, "data": schema.datatypes}[spec.kind][spec.ident] = spec


def _resolve(schema: OddSchema) -> None:
    schema.members = {ident: [] for ident in schema.classes}
    for spec in [*(each.spec for each in schema.elements.values()), *schema.classes.values()]:
        for key in _memberships(schema, spec):
            schema.members[key].append(spec)
    for ident, spec in schema.classes.items():
        schema.class_parts[ident] = ResolvedClass(ident, _parts(schema, spec, ident))
    for element in schema.elements.values():
        element.parts = _parts(schema, element.spec, "")


def _memberships(schema: OddSchema, spec: Spec) -> list[str]:
    members = spec.classes.members if spec.classes else []
    return [each.key for each in members if each.key in schema.classes]


def _parts(schema: OddSchema, spec: Spec, origin: str) -> list[Part]:
    own = _own(spec.attributes, origin) if spec.attributes else []
    return [*own, *(ClassAttributes(key) for key in _memberships(schema, spec))]


def _own(attributes: AttributeList, origin: str) -> list[Part]:
    parts: list[Part] = []
    for each in attributes.parts:
        if isinstance(each, AttributeList):
            parts += _own(each, origin)
        elif isinstance(each, Attribute):
            parts.append(AttributeUse(each, origin))
    return [AttributeChoice(parts)] if attributes.is_choice else parts
