"""Reads the children of specifications: what each may have, and the prose, which is kept by its kind."""

from collections.abc import Collection

from teikit.messages import escape_control, format_suggestion, suggest_spelling
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


def read_prose(node: Node, structure: Collection[str], reporter: Reporter) -> Prose:
    """Return the children that are not structure, by their names; report those that have no effect there."""
    prose: Prose = {}
    unknown: dict[tuple[str, str], Node] = {}
    for child in node.all_elements():
        if child.namespace == TEI and child.name in PROSE:
            prose.setdefault(child.name, []).append(child)
        elif child.namespace in _MISPLACED or (child.namespace == TEI and child.name not in structure):
            unknown.setdefault((child.namespace, child.name), child)
    for child in unknown.values():
        known = (*structure, *PROSE) if child.namespace == TEI else ()
        _report_unknown(child, node, known, reporter)
    return prose


def _report_unknown(child: Node, parent: Node, known: Collection[str], reporter: Reporter) -> None:
    near = suggest_spelling(child.name, known)
    hint = format_suggestion([near] if near else [])
    kind = _MISPLACED.get(child.namespace, "")
    message = f"{kind}{escape_control(child.name)} has no effect in {parent.name}{hint}"
    reporter.report(RULE["odd/unknown-part"], message, child.place)


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


def content_of(node: Node | None) -> list[Node] | None:
    """Return the elements of a content model or datatype, those of TEI and of others; None for no node."""
    return None if node is None else list(node.all_elements())
