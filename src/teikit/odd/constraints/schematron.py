"""Writes the constraints of an ODD as a Schematron schema (ISO/IEC 19757-3)."""

from teikit.odd.constraints.rule_set import RuleSet, make_rule_set
from teikit.odd.reporting import Reporter
from teikit.odd.schema import OddSchema
from teikit.odd.writing.xml_writing import write_document
from teikit.p5.nodes import NOWHERE, SCHEMATRON, Node


def schematron_rules(schema: OddSchema, *, language: str = "", reporter: Reporter | None = None) -> str:
    """Return the Schematron schema of an ODD; `language` chooses among constraints that differ by it only.

    A rule that is doubtful is reported to `reporter`.
    """
    rules = make_rule_set(schema, language, reporter)
    return write_document(schematron_schema(rules, schema.customisation.ident))


def schematron_schema(rules: RuleSet, ident: str) -> Node:
    """Return a Schematron schema as an element."""
    namespaces = (_element("ns", {"prefix": prefix, "uri": uri}) for prefix, uri in rules.namespaces.items())
    after = [each for each in rules.declarations if each.name in {"diagnostics", "properties"}]
    before = [each for each in rules.declarations if each not in after]
    patterns = (pattern for _, pattern in rules.patterns)
    title = _element("title", {}, [f"Rules of {ident}"])
    children: list[Node | str] = [title, *namespaces, *before, *patterns, *after]
    return _element("schema", {"queryBinding": rules.binding}, children)


def _element(name: str, attributes: dict[str, str], children: "list[Node | str] | None" = None) -> Node:
    return Node(SCHEMATRON, name, attributes, children or [], NOWHERE)
