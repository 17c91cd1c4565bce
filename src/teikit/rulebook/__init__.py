"""The rules of all packages: their ids, what they check and why it matters."""

from collections.abc import Iterable

from teikit.checks import RULES as CHECKS_RULES
from teikit.checks.extensions import extension_rules
from teikit.diagnostics import Rule
from teikit.diagnostics.selection import is_matched_by
from teikit.exports.rules import RULES as EXPORT_RULES
from teikit.messages import format_suggestion, suggestions
from teikit.odd.rules import RULES as ODD_RULES
from teikit.odd.schema_rules import SCHEMA_RULES as ODD_SCHEMA_RULES
from teikit.relaxng.syntax.rules import RULES as SCHEMA_RULES
from teikit.relaxng.validator.rules import RULES as DOCUMENT_RULES
from teikit.schematron.rules import RULES as SCHEMATRON_RULES
from teikit.suppression.rules import RULES as SUPPRESSION_RULES
from teikit.validation import RULES as VALIDATION_RULES

__all__ = ["RULES", "all_rules", "rule", "similar_rules", "suggest_rules", "unknown_rule_message"]

_DOCUMENTS: tuple[Iterable[Rule], ...] = (DOCUMENT_RULES, SCHEMA_RULES, SCHEMATRON_RULES, CHECKS_RULES)
_OTHERS: tuple[Iterable[Rule], ...] = (ODD_RULES, ODD_SCHEMA_RULES, VALIDATION_RULES, EXPORT_RULES, SUPPRESSION_RULES)
RULES: dict[str, Rule] = {each.id: each for package in (*_DOCUMENTS, *_OTHERS) for each in package}


def all_rules() -> dict[str, Rule]:
    """Return teikit's own rules and those of extensions, by their ids; raises PluginError if an extension is broken."""
    return RULES | {each.id: each for each in extension_rules()}


def rule(name: str) -> Rule | None:
    """Return the rule of an id, None if there is none."""
    return RULES.get(name) or next((each for each in extension_rules() if each.id == name), None)


def unknown_rule_message(name: str) -> str:
    """Return the error about a name that should be a rule's id or its beginning, "" if it is one.

    Every name below `sch/` is accepted: the rules of Schematron schemas are named by the schemas.
    """
    if is_matched_by(name, "sch") or any(is_matched_by(each, name) for each in all_rules()):
        return ""
    return f"there is no rule '{name}'{suggest_rules(name)}"


def suggest_rules(name: str) -> str:
    """Return a question that names the rules near to a name, nothing where none is near."""
    return format_suggestion(similar_rules(name))


def similar_rules(name: str) -> list[str]:
    """Return ids like a misspelt one: those with the same last part, else those that differ by few letters."""
    last = name.rpartition("/")[2]
    known = all_rules()
    same = [each for each in known if each.rpartition("/")[2] == last]
    return same[:3] or suggestions(name, known)
