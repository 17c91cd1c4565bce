"""The constraints of an ODD as the tree of a Schematron schema, whose parts keep their places in the ODD."""

from collections.abc import Mapping

from teikit.odd.constraints.rule_set import make_rule_set
from teikit.odd.constraints.schematron import schematron_schema
from teikit.odd.reporting import Reporter
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import NO_PREFIXES, Node, Place
from teikit.schematron.tree import Origin, SchematronElement


def schematron_tree(schema: OddSchema, *, language: str = "", reporter: Reporter | None = None) -> SchematronElement:
    """Return the rules of an ODD as a tree; arguments are those of `odd.schematron.schematron_rules`."""
    rules = make_rule_set(schema, language, reporter)
    root = schematron_schema(rules, schema.customisation.ident)
    return to_schematron(root, schema.customisation.place, rules.namespaces)


def to_schematron(root: Node, place: Place, namespaces: Mapping[str, str] = NO_PREFIXES) -> SchematronElement:
    """Return an element of an ODD as one of a Schematron schema, at its place in the ODD.

    What has no place, since it comes from the facts of TEI P5 or is made for a constraint, has that of the constraint
    around it, or of the schema. `namespaces` are the prefixes where an element has none.
    """
    order: list[tuple[Node, Place]] = [(root, place)]
    for node, outer in order:
        order += ((child, outer if child.place.span is None else child.place) for child in node.all_elements())
    made: dict[int, SchematronElement] = {}
    for node, found in reversed(order):
        children = [each if isinstance(each, str) else made[id(each)] for each in node.children]
        origin = Origin(found.file, found.span, node.base or found.file)
        prefixes = dict(node.prefixes) or dict(namespaces)
        made[id(node)] = SchematronElement(node.namespace, node.name, dict(node.attributes), children, origin, prefixes)
    return made[id(root)]
