"""Sources of each kind, as archives, editions and programs have them: what comes out is what should."""

import tomllib
from pathlib import Path

import pytest

from support.kinds import FOLDER, compare, expected_file, sources


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_source_of_a_kind_comes_out_as_it_should(source: Path) -> None:
    outcome = compare(source)
    known = tomllib.loads(expected_file(source).read_text(encoding="utf-8")).get("not_yet")
    if known:
        assert not outcome.is_right, "it comes out right now: remove not_yet"
        pytest.xfail(known)
    assert [*outcome.parts, *outcome.header] == []
