"""Elements of Schematron in the constraints of an ODD: which they are, and whether they have a context."""

from collections.abc import Iterable

from teikit.p5.nodes import SCHEMATRON, Node
from teikit.p5.specs import Constraint

# What belongs into a rule, and has the rule's context.
CHECKS = frozenset({"assert", "report", "extends"})


def lacks_context(constraint: Constraint) -> bool:
    """Return whether a constraint has rules or assertions without a context."""
    body = [each for node in constraint.body for each in _unwrap_schema(node)]
    rules = (each for node in body for each in (node, *node.all_elements()) if is_part(each, "rule"))
    return any(is_part(each, *CHECKS) for each in body) or any(map(is_about_nothing, rules))


def _unwrap_schema(node: Node) -> Iterable[Node]:
    return node.all_elements() if is_part(node, "schema") else (node,)


def is_part(node: Node, *names: str) -> bool:
    """Return whether an element is one of Schematron's elements of some names."""
    return node.namespace == SCHEMATRON and node.name in names


def is_about_nothing(node: Node) -> bool:
    """Return whether an element is a rule without a context that is not abstract either."""
    return is_part(node, "rule") and not node.get("context") and not is_abstract(node)


def is_abstract(rule: Node) -> bool:
    """Return whether a rule is only there to be extended."""
    return rule.get("abstract").strip() in {"true", "1"}
