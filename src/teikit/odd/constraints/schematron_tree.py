"""The constraints of an ODD as the tree of a Schematron schema, whose parts keep their places in the ODD."""

from teikit.odd.constraints.rule_set import make_rule_set
from teikit.odd.constraints.schematron import schematron_schema
from teikit.odd.reporting import Reporter
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import Node
from teikit.schematron.tree import Origin, SchematronElement


def schematron_tree(schema: OddSchema, *, language: str = "", reporter: Reporter | None = None) -> SchematronElement:
    """Return the rules of an ODD as a tree; arguments are those of `odd.schematron.schematron_rules`."""
    rules = make_rule_set(schema, language, reporter)
    root = schematron_schema(rules, schema.customisation.ident)
    return _convert(root, schema.customisation.file, rules.namespaces)


def _convert(node: Node, file: str, namespaces: dict[str, str]) -> SchematronElement:
    """Return an element; parts that come from the facts of TEI P5 have the file of the ODD, and no place in it."""
    children = [each if isinstance(each, str) else _convert(each, file, namespaces) for each in node.children]
    origin = Origin(node.place.file or file, node.place.span, node.base or file)
    prefixes = dict(node.prefixes) or namespaces
    return SchematronElement(node.namespace, node.name, dict(node.attributes), children, origin, prefixes)
