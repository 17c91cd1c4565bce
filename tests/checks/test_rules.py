"""The rules say what their checks do: their own failing and passing examples are tried."""

from pathlib import Path

import pytest

from support.check_documents import TEI, letter, run_checks
from teikit.checks import RULES, CheckContext
from teikit.checks.linked_files import LinkedFiles
from teikit.diagnostics import Rule


def around(example: str, within: str) -> str:
    """The document in which an example stands."""
    if within == "TEI":
        return example
    if within == "teiHeader":
        return letter(header=example)
    return letter(body=example) if within == "body" else letter(example)


WITH_EXAMPLES = [rule for rule in RULES if rule.failing]


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_fail_and_pass(rule: Rule, tmp_path: Path) -> None:
    shared = CheckContext(LinkedFiles([tmp_path]))
    path = tmp_path / "letter.xml"
    assert [each.rule for each in run_checks(around(rule.failing, rule.within), path, shared)] == [rule.id]
    assert run_checks(around(rule.passing, rule.within), path, shared) == []


def test_ids_of_rules_differ_and_begin_with_tei() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("tei/") for each in ids)


def test_all_rules_have_examples_but_the_one_about_several_documents() -> None:
    assert [rule.id for rule in RULES if not rule.failing] == ["tei/id-duplicate-in-corpus"]
    assert TEI in letter()
