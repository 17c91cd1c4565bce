"""Clark's suite of RELAX NG: 385 schemas, 580 documents, each by the fast path and by the matcher."""

import pytest

from support.spectest import SUITE, Case, read_suite
from teikit.relaxng.syntax import MemoryLoader, SchemaSyntaxError
from teikit.relaxng.validator import Schema

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the suites in ../shared are not at hand")
CASES = list(read_suite()) if SUITE.exists() else []


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 385
    assert len(CASES) + sum(len(case.documents) for case in CASES) == 965


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line-{case.line}")
def test_a_case_gives_its_verdicts(case: Case) -> None:
    if not case.is_correct:
        with pytest.raises(SchemaSyntaxError) as caught:
            Schema.load("schema.rng", case.schema, loader=MemoryLoader(case.files))
        assert all(one.rule.startswith("rng-schema/") for one in caught.value.diagnostics)
        return
    # The suite is older than the DTD compatibility feature, and some of its schemas are no use for that.
    schema = Schema.load("schema.rng", case.schema, loader=MemoryLoader(case.files), ids=False)
    for is_valid, document in case.documents:
        assert is_valid == schema.is_valid(document), document
        assert is_valid == (not schema.validate(document, "a.xml")), document
