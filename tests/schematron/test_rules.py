"""The examples of the rules are what they say."""

import pytest

from teikit.diagnostics import Diagnostic, Rule
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.schematron import RULES, load

_OPENING = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">'


def said(example: str) -> set[str]:
    """The rules of what is wrong with an example, and of what it says of a document."""
    whole = example if example.startswith(("<schema", "<element")) else f"{_OPENING}{example}</schema>"
    data = whole.encode()
    found: tuple[Diagnostic, ...] | list[Diagnostic]
    try:
        found = load("x.sch", data, loader=MemoryLoader({"x.sch": data})).validate(b"<TEI/>", "d.xml")
    except SchemaSyntaxError as error:
        found = error.diagnostics
    return {each.rule for each in found}


SHOWN = [each for each in RULES if each.failing]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda each: each.id)
def test_the_failing_example_fails_by_its_rule_alone(rule: Rule) -> None:
    assert said(rule.failing) == {rule.id}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda each: each.id)
def test_the_passing_example_passes(rule: Rule) -> None:
    assert said(rule.passing) == set()
