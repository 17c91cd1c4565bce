"""Adds the constraints of an ODD to its grammar, as annotations that editors and teikit read as Schematron."""

from itertools import chain, count

from teikit.odd.constraints.rule_set import DEFAULT_BINDING, RuleSet, make_rule_set
from teikit.odd.grammar.names import PatternNames
from teikit.odd.grammar.schema_elements import node_annotation
from teikit.odd.reporting import Reporter
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import NOWHERE, SCHEMATRON, Node
from teikit.relaxng.syntax.tree import Annotation, SchemaElement


def embed_rules(
    grammar: SchemaElement, schema: OddSchema, *, language: str = "", reporter: Reporter | None = None
) -> None:
    """Add the rules of a schema to its grammar: those of an element to its pattern, all others to the grammar itself.

    Args:
        grammar: The grammar that was written for the schema; it is changed.
        schema: The specifications in effect.
        language: Chooses among constraints that differ by their language only.
        reporter: Receives what is doubtful.
    """
    rules = make_rule_set(schema, language, reporter)
    if rules.patterns:
        _Embedding(grammar, schema, rules).embed()


class _Embedding:
    """The rules of a schema on their way into its grammar."""

    def __init__(self, grammar: SchemaElement, schema: OddSchema, rules: RuleSet) -> None:
        self._grammar = grammar
        self._rules = rules
        self._prefix = _free_prefix(grammar)
        self._elements = _element_patterns(grammar, schema)

    def embed(self) -> None:
        """Add all rules."""
        grammar, rules = self._grammar, self._rules
        grammar.namespaces = {**grammar.namespaces, self._prefix: SCHEMATRON}
        if rules.binding != DEFAULT_BINDING:
            name = f"{self._prefix}:queryBinding"
            grammar.annotations.append(Annotation("attribute", name, SCHEMATRON, rules.binding))
        for prefix, uri in rules.namespaces.items():
            self._add(Node(SCHEMATRON, "ns", {"prefix": prefix, "uri": uri}, [], NOWHERE), grammar, 0)
        for each in rules.declarations:
            self._add(each, grammar, 0)
        for owner, pattern in rules.patterns:
            found = self._elements.get((owner.namespace, owner.ident)) if owner.kind == "element" else None
            target = grammar if found is None else found
            self._add(pattern, target, len(target.children))

    def _add(self, node: Node, target: SchemaElement, place: int) -> None:
        target.annotations.append(node_annotation(node, place, {SCHEMATRON: self._prefix}))


def _free_prefix(grammar: SchemaElement) -> str:
    numbered = (f"sch{number}" for number in count(2))
    prefixes = grammar.namespaces
    return next(each for each in chain(["sch"], numbered) if prefixes.get(each, SCHEMATRON) == SCHEMATRON)


def _element_patterns(grammar: SchemaElement, schema: OddSchema) -> dict[tuple[str, str], SchemaElement]:
    """Return the patterns of the elements of a schema, by the namespaces in documents and names of specifications."""
    names = PatternNames(schema)
    keys = {names.of_element(key): (each.namespace, each.spec.ident) for key, each in schema.elements.items()}
    defined = ((keys.get(each.attributes.get("name", "")), each.children) for each in grammar.children)
    return {key: inner[0] for key, inner in defined if key and inner and inner[0].name == "element"}
