"""Reads constraintSpec as a value."""

from teikit.odd.keywords import check_attributes, read_mode
from teikit.odd.reporting import Reporter
from teikit.odd.spec_parts import check_children, read_prose
from teikit.p5.nodes import XML, Node
from teikit.p5.specs import Constraint


def read_constraints(node: Node, reporter: Reporter) -> list[Constraint]:
    """Return the constraintSpecs that are children of a node."""
    return [read_constraint(child, reporter) for child in node.elements("constraintSpec")]


def read_constraint(node: Node, reporter: Reporter) -> Constraint:
    """Return a constraintSpec; its body has the children of all its constraint elements."""
    check_attributes(node, ("ident", "mode", "scheme"), reporter)
    check_children(node, ("altIdent", "constraint"), reporter)
    return Constraint(
        ident=node.get("ident").strip(),
        mode=read_mode(node, reporter),
        scheme=node.get("scheme").strip(),
        language=node.get(f"{{{XML}}}lang").strip(),
        body=[child for constraint in node.elements("constraint") for child in constraint.all_elements()],
        prose=read_prose(node),
        place=node.place,
    )
