"""Names the rules of diagnostics that are about the assertions of a Schematron schema."""

from collections.abc import Iterable
from hashlib import sha256

from teikit.schematron.model import SchematronModel, SchematronPattern, SchematronRule


def rule_ids(model: SchematronModel) -> dict[int, str]:
    """Return the rule id of each assertion, by its identity: its own, else its rule's or pattern's with a number.

    Where nothing has an id, it is made of context and test, and does not depend on their position in the schema.
    """
    found: dict[int, str] = {}
    for pattern in model.patterns:
        for base, rules in _rules_by_name(pattern):
            unnamed = [each for rule in rules for each in rule.assertions if not each.id]
            for number, each in enumerate(unnamed, 1):
                found[id(each)] = f"sch/{base}" if len(unnamed) == 1 else f"sch/{base}-{number}"
        for rule in pattern.rules:
            for each in rule.assertions:
                made = sha256(f"{rule.context}\n{each.kind}\n{each.test}".encode()).hexdigest()[:8]
                found[id(each)] = f"sch/{each.id}" if each.id else found.get(id(each), f"sch/{each.kind}-{made}")
    return found


def _rules_by_name(pattern: SchematronPattern) -> Iterable[tuple[str, list[SchematronRule]]]:
    """Yield names with their rules: a rule's own id, or the pattern's for rules without."""
    for rule in pattern.rules:
        if rule.id:
            yield rule.id, [rule]
    if pattern.id:
        yield pattern.id, [rule for rule in pattern.rules if not rule.id]
