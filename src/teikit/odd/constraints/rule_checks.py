"""Checks that the constraints of an ODD can be evaluated; each fault is reported at its place in the ODD."""

import re
from collections.abc import Mapping

from teikit.diagnostics import Diagnostic
from teikit.odd.constraints.rule_set import make_rule_set
from teikit.odd.constraints.schematron import schematron_schema
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import Node, Place
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.schematron.abstraction import Abstraction
from teikit.schematron.compiler import compile_schema
from teikit.schematron.faults import Faults
from teikit.schematron.parser import build_model
from teikit.schematron.tree import Origin, SchematronElement
from teikit.schematron.xpath.query import Language


def check_rules(schema: OddSchema, reporter: Reporter) -> None:
    """Report what is wrong with the constraints of a schema: expressions, references, variables, the query language."""
    root = schematron_schema(make_rule_set(schema, reporter=reporter), schema.customisation.ident)
    elements = {each.place: each for each in root.descendants()}
    for fault in _find_faults(_to_schematron(root, schema.customisation.place)):
        reporter.report(RULE["odd/schematron-query"], fault.message, _place_in(elements, fault), fault.notes)


def _place_in(elements: Mapping[Place, Node], fault: Diagnostic) -> Place:
    """Return the place of the attribute that a fault quotes from, else that of the element."""
    place = Place(fault.file, fault.span)
    element = elements.get(place)
    quoted = re.findall(r"'([^']+)'", fault.message) if element else []
    found = (
        name for each in quoted for name, value in (element.attributes if element else {}).items() if each in value
    )
    return place.of(next(found, ""))


def _find_faults(root: SchematronElement) -> tuple[Diagnostic, ...]:
    faults = Faults()
    try:
        model = build_model(Abstraction(root, faults).resolve(), faults)
        compile_schema(model, Language(model.binding, model.namespaces), faults)
    except SchemaSyntaxError as error:
        return (*faults.all(), *error.diagnostics)
    return faults.all()


def _to_schematron(root: Node, place: Place) -> SchematronElement:
    """Return an element of an ODD as one of a Schematron schema, at its place in the ODD."""
    order: list[tuple[Node, Place]] = [(root, place)]
    for node, outer in order:
        # What is made for a constraint has the place of the constraint around it, or else of the schema.
        order += ((child, outer if child.place.span is None else child.place) for child in node.all_elements())
    made: dict[int, SchematronElement] = {}
    for node, found in reversed(order):
        children = [each if isinstance(each, str) else made[id(each)] for each in node.children]
        origin = Origin(found.file, found.span, node.base or found.file)
        made[id(node)] = SchematronElement(
            node.namespace, node.name, dict(node.attributes), children, origin, dict(node.prefixes)
        )
    return made[id(root)]
