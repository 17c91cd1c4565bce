"""No hostile or broken input makes a command crash, hang, disclose, ask, print what acts, or write in wrong places."""

import sys

import pytest

from hostile.cases import CASES, chosen_cases
from hostile.judge import judge
from hostile.running import run_case

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of processes are those of Unix")


def _as_parameter(case):
    marks = [pytest.mark.slow] if case.slow else []
    if case.not_yet:
        marks.append(pytest.mark.xfail(reason=case.not_yet, strict=True))
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_as_parameter(case) for case in chosen_cases()])
def test_a_hostile_input_does_no_harm(case, tmp_path):
    outcome = run_case(case, tmp_path)
    faults = judge(case, outcome, tmp_path)
    assert not faults, "\n".join(faults)


def test_each_case_has_a_name_of_its_own():
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
