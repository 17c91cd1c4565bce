"""Documents that are exported have a size; what exceeds it is refused by the name of the limit, and others go on."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import teikit.api
from teikit.cli import teikit as command
from teikit.limits import LimitExceededError, limits_set
from teikit.operations.export import ExportOptions

LETTERS = Path(__file__).parents[1] / "data" / "letters"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder of a small and of a large letter."""
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(LETTERS / "french.xml", folder / "small.xml")
    large = (folder / "small.xml").read_bytes() + b"<!--" + b"x" * 100_000 + b"-->"
    (folder / "large.xml").write_bytes(large)
    return folder


def test_a_large_document_is_refused_and_others_go_on(letters: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    arguments = ["export", str(letters), "--to", "text", "--output", out, "--limit", "export-bytes=50000"]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    assert done.return_value == 2
    assert "large.xml: is larger than a document that is exported may be, 50,000" in done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small.txt"]


def test_a_package_of_a_large_document_is_not_written(letters: Path, tmp_path: Path) -> None:
    with limits_set(export_bytes=50_000):
        (done,) = teikit.api.export(letters / "large.xml", "bag", tmp_path / "bag", ExportOptions(schema=""))
    assert isinstance(done.failure, LimitExceededError)
    assert not (tmp_path / "bag").exists()


def test_a_large_source_is_not_packed(letters: Path, tmp_path: Path) -> None:
    options = ExportOptions(schema="", originals=[letters / "large.xml"])
    with limits_set(input_bytes=50_000), pytest.raises(LimitExceededError, match="--limit input-bytes=N"):
        teikit.api.export(letters / "small.xml", "bag", tmp_path / "bag", options)
    assert not (tmp_path / "bag").exists()
