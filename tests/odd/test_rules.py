"""The rules for ODDs: each failing example breaks its rule, and no passing example has anything to report."""

import pytest

from support.broken_odds import diagnose, odd
from teikit.diagnostics import Diagnostic, Rule
from teikit.odd.rules import RULES
from teikit.odd.schema_rules import SCHEMA_RULES

# What these are about is no part of an ODD: how it is compiled, and what a chain of ODDs costs.
_WITHOUT_EXAMPLE = {"odd/unknown-schema"}


def found(example: str) -> list[Diagnostic]:
    """What is reported of an example: a whole ODD, or items of a schemaSpec."""
    return diagnose(example if example.startswith("<TEI") else odd(example))


@pytest.mark.parametrize(
    "one", [each for each in (*RULES, *SCHEMA_RULES) if each.id not in _WITHOUT_EXAMPLE], ids=lambda one: one.id
)
def test_the_failing_example_breaks_its_rule_and_the_passing_one_none(one: Rule) -> None:
    assert one.id in {each.rule for each in found(one.failing)}
    assert one.id not in {each.rule for each in found(one.passing)}
