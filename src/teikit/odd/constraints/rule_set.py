"""Makes Schematron of the constraints in effect in an ODD: namespaces, declarations, and patterns (TEI P5, 22.5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from teikit.messages import quote
from teikit.odd.constraints.collection import (
    ConstraintUse,
    Deprecation,
    Owner,
    ParameterList,
    Subject,
    collect_constraints,
)
from teikit.odd.constraints.contexts import ContextWriter, Prefixes
from teikit.odd.constraints.expressions import string_literal
from teikit.odd.constraints.language_choice import choose_languages
from teikit.odd.constraints.rule_ids import RuleIds
from teikit.odd.constraints.schematron_parts import CHECKS, is_about_nothing, is_abstract, is_part, lacks_context
from teikit.odd.constraints.unified_prefixes import declared_namespaces, unify_prefixes
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema import OddSchema
from teikit.odd.writing.xml_writing import XSL
from teikit.p5.nodes import NOWHERE, SCHEMATRON, TEI, Node, Place
from teikit.shallow_repr import ShallowRepr

_SCHEMES = frozenset({"schematron", "isoschematron"})
DEFAULT_BINDING = "xslt2"
_XPATH_1 = frozenset({"xslt", "xslt1", "xpath", "xpath1"})
# What stays in the place where it is written; all else that Schematron allows at its top is declared once.
_DECLARED = frozenset({"let", "phase", "diagnostics", "properties", "param", "rules", "include"})
_ALLOWED_BESIDE_RULES = frozenset({"let", "p", "title"})


@dataclass(slots=True, repr=False)
class RuleSet(ShallowRepr):
    """A Schematron schema in parts; each pattern is of the specification that it was written in."""

    binding: str
    namespaces: dict[str, str]
    declarations: list[Node] = field(default_factory=list)
    patterns: list[tuple[Owner, Node]] = field(default_factory=list)


def make_rule_set(schema: OddSchema, language: str = "", reporter: Reporter | None = None) -> RuleSet:
    """Return the Schematron of a schema.

    Args:
        schema: The specifications in effect.
        language: Chooses among constraints that differ by their language only; by default the schema's own.
        reporter: Receives what is doubtful.
    """
    return _RuleSetMaker(schema, language, reporter or Reporter()).make()


class _RuleSetMaker:
    """Makes the rules of one schema; `_declarations` and `_groups` are what is at its top, each once."""

    def __init__(self, schema: OddSchema, language: str, reporter: Reporter) -> None:
        self._customisation = schema.customisation
        self._reporter = reporter
        self._found = collect_constraints(schema)
        languages = [language] if language else schema.customisation.languages
        self._uses = choose_languages(list(filter(self._is_schematron, self._found.uses)), languages)
        declarations = schema.customisation.constraint_declarations
        written = [each for use in self._uses for each in declared_namespaces(use.constraint.body)]
        self._prefixes = Prefixes(schema, [*declared_namespaces(declarations), *written])
        self._contexts = ContextWriter(schema, self._prefixes)
        self._ids = RuleIds(schema.customisation.ident)
        self._declarations: dict[object, Node] = {}
        self._groups: dict[str, Node] = {}
        self._grouped: set[tuple[str, str]] = set()
        self._patterns: list[tuple[Owner, Node]] = []

    def make(self) -> RuleSet:
        """Return the whole."""
        for each in self._customisation.constraint_declarations:
            if (each.namespace, each.name) != (SCHEMATRON, "ns"):
                self._declare(each)
        for use in self._uses:
            self._add_use(use)
        for deprecation in self._found.deprecations:
            self._add_deprecation(deprecation)
        for parameters in self._found.parameter_lists:
            self._add_parameter_list(parameters)
        declarations = [*self._declarations.values(), *self._groups.values()]
        return RuleSet(self._binding, self._prefixes.table, declarations, self._patterns)

    @property
    def _binding(self) -> str:
        return self._customisation.query_binding or DEFAULT_BINDING

    def _is_schematron(self, use: ConstraintUse) -> bool:
        scheme, place = use.constraint.scheme, use.constraint.place
        if use.constraint.mode == "delete":
            return False
        is_known = scheme in _SCHEMES or (
            not scheme and any(each.namespace == SCHEMATRON for each in use.constraint.body)
        )
        if not is_known and use.constraint.body:
            message = f"the constraint {quote(use.constraint.ident)} is not in Schematron, and is not checked"
            self._reporter.report(RULE["odd/constraint-scheme"], message, place)
        return is_known

    def _add_use(self, use: ConstraintUse) -> None:
        """Add the patterns of a constraint."""
        body = unify_prefixes(list(_unwrap(use.constraint.body)), self._prefixes)
        kept = [each for each in body if not self._declare_part(each, has_rules=_has_rules(body))]
        patterns = [each for each in kept if is_part(each, "pattern")]
        rules = [each for each in kept if is_part(each, "rule")]
        rest = [each for each in kept if not is_part(each, "pattern", "rule")]
        context = self._context(use)
        for pattern in patterns:
            self._add_pattern(
                use, replace(pattern, children=[self._with_context(each, context) for each in pattern.children])
            )
        if rules:
            beside = [each for each in rest if is_part(each, *_ALLOWED_BESIDE_RULES)]
            self._add_pattern(
                use, _element("pattern", {}, [*beside, *(self._with_context(each, context) for each in rules)])
            )
        if context and any(is_part(each, *CHECKS) for each in rest):
            rule = _element("rule", {"context": context}, list(rest), use.constraint.place)
            self._add_pattern(use, _element("pattern", {}, [rule]))

    def _declare_part(self, node: Node, *, has_rules: bool) -> bool:
        """Declare what belongs to the top of the schema; return whether it does."""
        if node.namespace == SCHEMATRON and node.name in {"ns", "key"}:
            if node.name == "key":
                message = "Schematron has no key of its own; xsl:key declares one"
                self._reporter.report(RULE["odd/schematron-query"], message, node.place)
            return True
        is_local = is_part(node, "let") and has_rules
        if node.namespace == XSL or (is_part(node, *_DECLARED) and not is_local):
            self._declare(node)
            return True
        return False

    def _declare(self, node: Node) -> None:
        if is_part(node, "diagnostics", "properties"):
            group = self._groups.setdefault(node.name, _element(node.name, {}, [], node.place))
            for each in node.all_elements():
                if (node.name, each.get("id")) not in self._grouped:
                    self._grouped.add((node.name, each.get("id")))
                    group.children.append(each)
            return
        # A variable, phase or key is declared once; other elements may only not be repeated.
        name = node.get("name") or node.get("id")
        content = (*node.attributes.items(), node.text())
        first = self._declarations.setdefault((node.namespace, node.name, name or content), node)
        if first is not node and content != (*first.attributes.items(), first.text()):
            message = f"there is another {node.name} {quote(name)}, which counts"
            self._reporter.report(RULE["odd/schematron-query"], message, node.place)

    def _context(self, use: ConstraintUse) -> str:
        """Return the context of rules that have none."""
        if use.owner.kind in {"element", "class"}:
            return self._contexts.context(use.subjects)
        if not lacks_context(use.constraint):
            return ""
        where = f"of the {use.owner.kind}" if use.owner.kind != "data" else "of the datatype"
        effect = "it is evaluated at the document node" if use.owner.kind == "schema" else "it has no effect"
        message = f"the constraint {quote(use.constraint.ident)} {where} has no context, so that {effect}"
        self._reporter.report(RULE["odd/schematron-context"], message, use.constraint.place)
        return "/" if use.owner.kind == "schema" else ""

    def _with_context(self, child: Node | str, context: str) -> Node | str:
        if isinstance(child, str) or not is_part(child, "rule") or "context" in child.attributes or is_abstract(child):
            return child
        return replace(child, attributes={"context": context, **child.attributes})

    def _add_pattern(self, use: ConstraintUse, pattern: Node) -> None:
        """Add a pattern without the rules that have no context: they are about nothing."""
        children = [each for each in pattern.children if not (isinstance(each, Node) and is_about_nothing(each))]
        parts = [each for each in children if isinstance(each, Node)]
        if not any(is_part(each, "rule") for each in parts) and "is-a" not in pattern.attributes:
            # Processors that are written in XSLT make variables of patterns known everywhere, and ODDs rely on that.
            for each in parts:
                if is_part(each, "let"):
                    self._declare(each)
            return
        named = self._ids.name_pattern(replace(pattern, children=children), (*use.path, use.constraint.ident))
        self._patterns.append((use.owner, named))

    def _add_deprecation(self, each: Deprecation) -> None:
        by_test: dict[str, list[Subject]] = {}
        for subject in each.subjects:
            by_test.setdefault(self._deprecation_test(subject), []).append(Subject(subject.element))
        for test, subjects in by_test.items():
            what = {1: "", 2: " attribute", 3: " value"}[len(each.path)]
            name = f"The element {_NAME}" if not what else f"The{what} '{each.path[-1]}' of {_NAME}"
            before, after = f"{name} is deprecated: it is valid until {each.valid_until}.".split(_NAME)
            report = _element(
                "report", {"test": test, "role": "nonfatal"}, [before, _element("name"), after], each.place
            )
            self._add_rule(each.owner, self._contexts.context(subjects), report, (*each.path, "validUntil"))

    def _deprecation_test(self, subject: Subject) -> str:
        if subject.attribute is None:
            return "true()"
        attribute = f"@{self._prefixes.qualify(subject.attribute)}"
        if subject.value is None:
            return attribute
        equals = "=" if self._binding in _XPATH_1 else "eq"
        return f"{attribute} {equals} {string_literal(subject.value)}"

    def _add_parameter_list(self, parameters: ParameterList) -> None:
        tei = self._prefixes.prefix(TEI)
        test = " or ".join(f"@name={string_literal(name)}" for name in parameters.names)
        context = f"{tei}:param[parent::{tei}:model/@behaviour={string_literal(parameters.behaviour)}]"
        words = f"' is no parameter of the behaviour '{parameters.behaviour}'; it has: {', '.join(parameters.names)}."
        value = _element("value-of", {"select": "@name"})
        check = _element("assert", {"role": "error", "test": test}, ["'", value, words])
        self._add_rule(parameters.owner, context, check, (parameters.owner.ident, parameters.behaviour, "paramList"))

    def _add_rule(self, owner: Owner, context: str, check: Node, path: tuple[str, ...]) -> None:
        pattern = _element("pattern", {}, [_element("rule", {"context": context}, [check])])
        self._patterns.append((owner, self._ids.name_pattern(pattern, path)))


_NAME = "\0"


def _element(
    name: str,
    attributes: dict[str, str] | None = None,
    children: "list[Node | str] | None" = None,
    place: Place = NOWHERE,
) -> Node:
    return Node(SCHEMATRON, name, attributes or {}, children or [], place)


def _has_rules(body: list[Node]) -> bool:
    return any(is_part(each, "rule", *CHECKS) for each in body)


def _unwrap(body: list[Node]) -> Iterator[Node]:
    """Yield the elements of a constraint, those in a whole schema too; those of TEI are no part of it."""
    for each in body:
        if is_part(each, "schema"):
            yield from each.all_elements()
        elif each.namespace != TEI:
            yield each
