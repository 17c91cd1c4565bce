"""Reads constraintSpec as a value."""

from teikit.messages import format_suggestion, quote
from teikit.odd.reading.keywords import check_attributes, read_mode
from teikit.odd.reading.spec_parts import check_children, read_prose
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import SCHEMATRON, XML, Node
from teikit.p5.specs import Constraint

_SCHEMES = ("schematron", "isoschematron")
_PARTS = frozenset(
    {
        *("active", "assert", "diagnostic", "diagnostics", "dir", "emph", "extends", "include", "key", "let", "name"),
        *("ns", "p", "param", "pattern", "phase", "properties", "property", "report", "rule", "rules", "span", "title"),
        *("value-of", "schema"),
    }
)


def read_constraints(node: Node, reporter: Reporter) -> list[Constraint]:
    """Return the constraintSpecs that are children of a node."""
    return [read_constraint(child, reporter) for child in node.elements("constraintSpec")]


def read_constraint(node: Node, reporter: Reporter) -> Constraint:
    """Return a constraintSpec; its body has the children of all its constraint elements."""
    check_attributes(node, ("ident", "mode", "scheme"), reporter)
    check_children(node, ("altIdent", "constraint"), reporter)
    scheme = _read_scheme(node, reporter)
    body = [child for constraint in node.elements("constraint") for child in constraint.all_elements()]
    if scheme in _SCHEMES:
        _check_body(body, reporter)
    if not node.get("ident").strip():
        reporter.report(RULE["odd/missing-ident"], "constraintSpec has no @ident", node.place)
    return Constraint(
        ident=node.get("ident").strip(),
        mode=read_mode(node, reporter),
        scheme=scheme,
        language=node.get(f"{{{XML}}}lang").strip(),
        body=body,
        prose=read_prose(node),
        place=node.place,
    )


def _read_scheme(node: Node, reporter: Reporter) -> str:
    """Return @scheme; a misspelt one of Schematron is taken for it."""
    scheme = node.get("scheme").strip()
    near = reporter.suggest(scheme, _SCHEMES) if scheme and scheme not in _SCHEMES else None
    if near is None:
        return scheme
    message = f"unknown @scheme {quote(scheme)} on constraintSpec {quote(node.get('ident'))}{format_suggestion([near])}"
    reporter.report(RULE["odd/unknown-keyword"], message, node.place.of("scheme"))
    return near


def _check_body(body: list[Node], reporter: Reporter) -> None:
    """Report elements that Schematron does not have, and rules in what is not its namespace."""
    parts = [each for top in body for each in (top, *top.descendants()) if each.namespace == SCHEMATRON]
    for each in parts:
        if each.name not in _PARTS:
            near = reporter.suggest_names(each.name, sorted(_PARTS))
            message = f"Schematron has no element {quote(each.name)}, so that it checks nothing{near}"
            reporter.report(RULE["odd/unknown-part"], message, each.place)
    stray = next((each for each in body if each.namespace != SCHEMATRON and each.name in _PARTS), None)
    if not parts and stray is not None:
        message = f"{stray.name} in the namespace {quote(stray.namespace)} checks nothing: that of Schematron is"
        reporter.report(RULE["odd/unknown-part"], f"{message} '{SCHEMATRON}'", stray.place)
