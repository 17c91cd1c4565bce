"""Every case of cases/*.toml, by the fast way and by the slow one."""

import pytest

from support.schematron_cases import Case, cases, told
from teikit.relaxng.syntax.faults import SchemaSyntaxError

CASES = cases()
SOUND = [each for each in CASES if not each.faults]
FAULTY = [each for each in CASES if each.faults]


def test_there_are_cases_enough_and_no_two_bear_one_name() -> None:
    assert len(CASES) >= 80
    assert len({each.name for each in CASES}) == len(CASES)


@pytest.mark.parametrize("fast", [True, False], ids=["fast", "slow"])
@pytest.mark.parametrize("case", SOUND, ids=lambda each: each.name)
def test_a_schema_says_of_a_document_what_it_should(case: Case, *, fast: bool) -> None:
    found = case.load(fast=fast).validate(case.document.encode(), "d.xml", case.phase)
    assert list(case.expected) == [told(each) for each in found]


@pytest.mark.parametrize("case", FAULTY, ids=lambda each: each.name)
def test_an_incorrect_schema_is_told_at_its_place(case: Case) -> None:
    with pytest.raises(SchemaSyntaxError) as caught:
        case.load()
    found = [f"{case.place(each)} {each.rule} {each.message}" for each in caught.value.diagnostics]
    assert len(case.faults) == len(found), found
    for expected, actual in zip(case.faults, found, strict=True):
        assert actual.startswith(expected), actual
