"""Packages to verdicts, one by one; one that cannot be read does not stop the others."""

from pathlib import Path

import pytest

from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.operations.export import ExportOptions, export
from teikit.operations.verify import verify_packages

LETTER = min((Path(__file__).parents[1] / "data" / "letters").glob("*.xml"))


def test_each_package_has_a_verdict_or_a_failure(tmp_path: Path) -> None:
    export(LETTER, "bag", tmp_path / "bag", ExportOptions(schema=""))
    (tmp_path / "other").mkdir()
    good, other = verify_packages([str(tmp_path / "bag"), str(tmp_path / "other")])
    assert good.verdict
    assert good.verdict.problems == ()
    assert isinstance(other.failure, UnsupportedError)


def test_a_profile_that_cannot_be_read_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError):
        verify_packages([], str(tmp_path / "missing.json"))
