"""Resolves abstract patterns and rules to concrete ones (ISO/IEC 19757-3:2016, 5.4.2, 5.4.9, 6.2, 6.3)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from teikit.limits import limit
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.schematron.faults import Faults, fatal_schema_error, limit_error
from teikit.schematron.tree import SCHEMATRON, SchematronElement

# A group is a pattern of which all rules apply to a node, not only the first (ISO/IEC 19757-3:2025).
PATTERNS = ("pattern", "group")
_PARAMETER = re.compile(r"\$([\w.-]+)")


class Abstraction:
    """Resolves a schema's abstract patterns and rules, and counts their uses; problems are added to `faults`."""

    def __init__(self, schema: SchematronElement, faults: Faults) -> None:
        patterns = list(schema.elements(*PATTERNS))
        self._schema = schema
        self._faults = faults
        self._patterns = {each.attributes.get("id", ""): each for each in patterns if _is_abstract(each)}
        self._shared_rules = [each for rules in schema.elements("rules") for each in rules.elements("rule")]
        abstract = (each for pattern in patterns for each in pattern.elements("rule") if _is_abstract(each))
        self._rules_of_patterns = {each.attributes.get("id", ""): each for each in abstract}
        self._count = self._characters = 0

    def resolve(self) -> SchematronElement:
        """Return the schema with concrete patterns and rules only.

        Patterns are left out that refer to one that is missing or not abstract, or that form a cycle.

        Raises:
            SchemaSyntaxError: The schema expands beyond the limit.
        """
        children: list[SchematronElement | str] = []
        for child in self._schema.children:
            if isinstance(child, str) or child.namespace != SCHEMATRON or child.name not in {*PATTERNS, "rules"}:
                children.append(child)
            elif child.name in PATTERNS and not _is_abstract(child):
                children += self._resolve_pattern(child)
        return self._schema.copy(children)

    def _resolve_pattern(self, pattern: SchematronElement) -> list[SchematronElement]:
        """Return a pattern made concrete, nothing where that is not possible."""
        try:
            return [self._pattern(pattern)]
        except SchemaSyntaxError as error:
            self._faults.leave_out("pattern", pattern.attributes.get("id", ""))
            # The abstract pattern may be in a missing file.
            if not (self._faults.is_incomplete and error.diagnostics[0].rule.endswith("-unknown")):
                self._faults.take(error)
            return []

    def _pattern(self, pattern: SchematronElement) -> SchematronElement:
        target = pattern.attributes.get("is-a")
        if target is not None:
            pattern = self._instance(pattern, target)
        children: list[SchematronElement | str] = []
        for child in pattern.children:
            if isinstance(child, str) or child.namespace != SCHEMATRON or child.name != "rule":
                children.append(child)
            elif not _is_abstract(child):
                children.append(child.copy(list(self._expand_rule(child, pattern, ()))))
        return pattern.copy(children)

    def _instance(self, pattern: SchematronElement, target: str) -> SchematronElement:
        """Return the abstract pattern with `$name` replaced by the values of the parameters (6.3)."""
        abstract = self._patterns.get(target)
        if abstract is None:
            message = f"there is no abstract pattern '{target}'"
            raise fatal_schema_error("sch-schema/pattern-unknown", message, pattern.origin)
        if "is-a" in abstract.attributes:
            message = f"the abstract pattern '{target}' is itself an instance"
            raise fatal_schema_error("sch-schema/abstract-cycle", message, abstract.origin)
        values = dict(_parameters(abstract)) | dict(_parameters(pattern))
        made = self._substitute(abstract, values)
        own = {key: value for key, value in pattern.attributes.items() if key != "is-a"}
        attributes = {key: value for key, value in made.attributes.items() if key not in {"abstract", "id"}} | own
        children = [each for each in made.children if isinstance(each, str) or each.name != "param"]
        own_children = [each for each in pattern.children if isinstance(each, str) or each.name != "param"]
        return replace(made, attributes=attributes, children=[*own_children, *children], origin=pattern.origin)

    def _substitute(self, element: SchematronElement, values: dict[str, str]) -> SchematronElement:
        self._spend(element)

        def value(match: re.Match[str]) -> str:
            found = values.get(match[1], match[0])
            # Before the text is joined: the number of parameters times their length is not bounded otherwise.
            self._characters += len(found)
            if self._characters > limit("rule-characters"):
                raise limit_error("rule-characters", element.origin)
            return found

        attributes = {key: _PARAMETER.sub(value, old) for key, old in element.attributes.items()}
        children = [each if isinstance(each, str) else self._substitute(each, values) for each in element.children]
        return replace(element, attributes=attributes, children=children)

    def _expand_rule(
        self, rule: SchematronElement, pattern: SchematronElement, above: tuple[SchematronElement, ...]
    ) -> Iterator[SchematronElement | str]:
        """Yield the content of a rule, with `extends` replaced by the content of the abstract rules."""
        self._spend(rule)
        for child in rule.children:
            if isinstance(child, str) or child.namespace != SCHEMATRON or child.name != "extends":
                yield child
                continue
            target = self._abstract_rule(child, pattern)
            if target is rule or target in above:
                message = "abstract rules extend each other in a circle"
                raise fatal_schema_error("sch-schema/abstract-cycle", message, child.origin)
            if len(above) >= limit("include-depth"):
                raise limit_error("include-depth", child.origin)
            yield from self._expand_rule(target, pattern, (*above, rule))

    def _abstract_rule(self, extends: SchematronElement, pattern: SchematronElement) -> SchematronElement:
        name = extends.attributes.get("rule", "")
        near = [each for each in pattern.elements("rule") if _is_abstract(each)]
        for each in (*near, *self._shared_rules):
            if each.attributes.get("id") == name:
                return each
        if (other := self._rules_of_patterns.get(name)) is not None:
            message = f"the abstract rule '{name}' is in another pattern; put it in 'rules', for all patterns (5.4.12)"
            self._faults.add("sch-schema/rule-unknown", message, extends.origin)
            # What is meant is plain, so that the pattern can still be run.
            return other
        raise fatal_schema_error("sch-schema/rule-unknown", f"there is no abstract rule '{name}'", extends.origin)

    def _spend(self, element: SchematronElement) -> None:
        self._count += len(element.children)
        # Instances of patterns and extensions of rules may double with each step.
        if self._count > limit("rule-elements"):
            raise limit_error("rule-elements", element.origin)


def _is_abstract(element: SchematronElement) -> bool:
    return element.attributes.get("abstract", "").strip() == "true"


def _parameters(pattern: SchematronElement) -> Iterator[tuple[str, str]]:
    """Yield names and values of the `param` elements of a pattern."""
    for each in pattern.elements("param"):
        yield each.attributes.get("name", ""), each.attributes.get("value", "")
