"""Reads the children of specifications: what each may have, and the prose, which is kept by its kind."""

from collections.abc import Collection

from teikit.messages import escape_control, format_suggestion, quote
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import RELAXNG, SCHEMATRON, TEI, Node
from teikit.p5.specs import Prose

# The children that are replaced by kind and have no effect on the grammar.
PROSE = frozenset(
    {
        "gloss",
        "desc",
        "exemplum",
        "remarks",
        "listRef",
        "equiv",
        "model",
        "modelGrp",
        "modelSequence",
        "valDesc",
        "paramList",
        "respStmt",
    }
)
# Elements of these belong into others: content, datatype, constraint.
_MISPLACED = {RELAXNG: "RELAX NG's ", SCHEMATRON: "Schematron's ", "": "without a namespace, "}


def check_children(node: Node, structure: Collection[str], reporter: Reporter) -> None:
    """Report children that TEI does not have there, each name once; those with a near name are taken for that one."""
    unknown: dict[tuple[str, str], Node] = {}
    for child in [*node.all_elements()]:
        if child.namespace in _MISPLACED:
            unknown.setdefault((child.namespace, child.name), child)
        elif child.namespace == TEI and child.name not in structure and child.name not in PROSE:
            if near := reporter.suggest(child.name, (*structure, *PROSE)):
                report_near(child, node, near, reporter)
                child.name = near
            else:
                unknown.setdefault((child.namespace, child.name), child)
    for child in unknown.values():
        kind = _MISPLACED.get(child.namespace, "")
        message = f"{kind}{escape_control(child.name)} has no effect in {node.name}"
        reporter.report(RULE["odd/unknown-part"], message, child.place)


def report_near(child: Node, parent: Node, near: str, reporter: Reporter) -> None:
    """Report a child whose name is unknown and near to a known one."""
    message = f"unknown element {quote(child.name)} in {parent.name}{format_suggestion([near])}"
    reporter.report(RULE["odd/unknown-part"], message, child.place)


def read_prose(node: Node) -> Prose:
    """Return the children that are not structure, by their names."""
    prose: Prose = {}
    for child in node.elements():
        if child.name in PROSE:
            prose.setdefault(child.name, []).append(child)
    return prose


def only_child(node: Node, name: str, reporter: Reporter) -> Node | None:
    """Return the first child of a name, None if there is none; report the others."""
    first, *others = (*node.elements(name),) or (None,)
    for other in others:
        if other is not None:
            message = f"{node.name} has more than one {name}, and only the first counts"
            reporter.report(RULE["odd/duplicate-part"], message, other.place)
    return first


def read_written(node: Node) -> str:
    """Return the name that documents have: the text of altIdent, "" if there is none."""
    return next((child.text().strip() for child in node.elements("altIdent")), "")
