"""What may be done to verify the fixes of one file, however many faults it has and however deep they are."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from teikit.diagnostics import Diagnostic, Position, Severity, Span
from teikit.fixing import apply_fixes, attach_fixes, verify
from teikit.fixing.proposal import Change, Proposal
from teikit.fixing.verify import FixBudget, FixVerifier, _OutOfBudgetError, fix_budget
from teikit.limits import LimitExceededError
from teikit.relaxng.validator import Schema

SCHEMA = "start = element list { entry* }\nentry = element entry { (text | entry)* }"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "list.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


class Trials:
    """Validates documents, and counts them."""

    def __init__(self, schema: Schema) -> None:
        self.schema, self.count = schema, 0

    def __call__(self, data: bytes) -> Sequence[Diagnostic]:
        self.count += 1
        return self.schema.validate(data, "list.xml")


def fault(path: str) -> Diagnostic:
    at = Position(1, 1)
    return Diagnostic("list.xml", "rng/text-not-allowed", Severity.ERROR, "text", Span(at, at), path)


def test_a_trial_of_deep_faults_counts_for_more() -> None:
    shallow, deep = ([fault(path)] * 1_000 for path in ("/list/entry", "/entry" * 15_000))
    assert fix_budget(b"<list/>", shallow).trials > fix_budget(b"<list/>", deep).trials > 0


def test_a_larger_document_may_have_more_compared() -> None:
    assert fix_budget(b"x" * (2 << 20), []).characters > fix_budget(b"x", []).characters


def test_a_file_of_very_many_faults_has_no_trials() -> None:
    assert fix_budget(b"<list/>", [fault("/list")] * 20_001).trials == 0


def test_faults_in_deep_elements_are_fixed(schema: Schema) -> None:
    data = f"<list>{'<entry><entyr>a</entyr>' * 40}{'</entry>' * 40}</list>".encode()
    assert apply_fixes(data, Trials(schema)).data == data.replace(b"entyr", b"entry")


def test_the_comparisons_of_proposals_are_limited() -> None:
    proposal = Proposal("rename it", (Change(10, 14, "p"), Change(60, 64, "p")))
    budget = FixBudget(5, 120)
    budget.spend_comparison(Proposal("do it yourself", ()))
    budget.spend_comparison(proposal)
    budget.spend_comparison(proposal)
    assert (budget.trials, budget.characters) == (5, 12)
    with pytest.raises(_OutOfBudgetError):
        budget.spend_comparison(proposal)
    # There is no other round of fixes.
    assert budget.trials == 0


def test_the_budget_is_that_of_all_rounds(schema: Schema) -> None:
    data = b"<list><entyr>a</entyr></list>"
    found = schema.validate(data, "list.xml")
    budget = fix_budget(data, found)
    before = replace(budget)
    FixVerifier(data, found, found, Trials(schema), budget).fixes()
    assert (before.trials - budget.trials, before.characters - budget.characters) == (1, 14)


def test_what_was_verified_before_the_budget_is_spent_is_offered(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_LEAST_COMPARED", 60)
    data = b"<list><entyr>a</entyr><entyr>b</entyr><entyr>c</entyr><entyr>d</entyr><entyr>e</entyr></list>"
    monkeypatch.setattr(verify, "_MOST_TIMES_COMPARED", 0)
    fixes = [each.fix for each in attach_fixes(data, schema.validate(data, "list.xml"), Trials(schema))]
    assert fixes[0] is not None
    assert None in fixes


def test_a_trial_that_exceeds_a_limit_ends_the_fixes_and_no_more(schema: Schema) -> None:
    data = b"<list><entyr>a</entyr></list>"
    found = schema.validate(data, "list.xml")

    def judge(made: bytes) -> Sequence[Diagnostic]:
        if made == data:
            return found
        raise LimitExceededError("list.xml", "problems", "has more than 1 problems")

    result = apply_fixes(data, judge)
    assert (result.data, result.left) == (data, tuple(replace(each, fix=None) for each in found))
