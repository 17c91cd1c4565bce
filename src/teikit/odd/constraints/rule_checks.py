"""Checks that the constraints of an ODD can be evaluated; each fault is reported at its place in the ODD."""

import re
from collections.abc import Mapping

from teikit.diagnostics import Diagnostic
from teikit.odd.constraints.rule_set import make_rule_set
from teikit.odd.constraints.schematron import schematron_schema
from teikit.odd.constraints.schematron_tree import to_schematron
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import Node, Place
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.schematron.abstraction import Abstraction
from teikit.schematron.compiler import compile_schema
from teikit.schematron.faults import Faults
from teikit.schematron.parser import build_model
from teikit.schematron.tree import SchematronElement
from teikit.schematron.xpath.functions import ALLOWABLE_FUNCTIONS
from teikit.schematron.xpath.query import Language


def check_rules(schema: OddSchema, reporter: Reporter) -> None:
    """Report what is wrong with the constraints of a schema: expressions, references, variables, the query language."""
    root = schematron_schema(make_rule_set(schema, reporter=reporter), schema.customisation.ident)
    elements = {each.place: each for each in root.descendants()}
    for fault in _find_faults(to_schematron(root, schema.customisation.place)):
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
        # Whether a schema may read other documents is decided when it is used.
        compile_schema(model, Language(model.binding, model.namespaces, ALLOWABLE_FUNCTIONS), faults)
    except SchemaSyntaxError as error:
        return (*faults.all(), *error.diagnostics)
    return faults.all()
