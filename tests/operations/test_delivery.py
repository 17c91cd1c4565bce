"""Letters of a run to their files: one or several of each source, and a run that was stopped continues."""

from pathlib import Path

import pytest

from teikit.errors import OutputError
from teikit.executors.serial import SerialExecutor
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths
from teikit.operations.delivery import Destination
from teikit.operations.encode_run import EncodeOperation, discover_sources, encode_files
from teikit.operations.run import RunInputs
from teikit.tei.metadata import MetadataFile

LETTER = "Dear Ann,\n\nall is well.\n\nYours truly,\nWill Bell\n"
OPTIONS = EncodeOperation({"conventions": "", "hyphens": ""}, MetadataFile("", {}, {}))


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    for name in ("a.txt", "b.txt"):
        (tmp_path / "letters").mkdir(exist_ok=True)
        (tmp_path / "letters" / name).write_text(LETTER)
    return discover_sources(RunInputs(InputPaths([str(tmp_path / "letters")]))).items


def deliver_all(operation: EncodeOperation, items: list[Item], out: Path | None, *, force: bool = False) -> list[str]:
    with encode_files(operation, items, out, SerialExecutor(), force=force) as delivery:
        return [str(each.failure or each.result.failure or "") for each in delivery.results]


def deliver_one_and_stop(items: list[Item], out: Path) -> None:
    with encode_files(OPTIONS, items, out, SerialExecutor()) as delivery:
        next(delivery.results)
        raise KeyboardInterrupt


def test_each_letter_goes_to_a_file_named_after_its_source(items: list[Item], tmp_path: Path) -> None:
    assert deliver_all(OPTIONS, items, tmp_path / "tei") == ["", ""]
    assert sorted(path.name for path in (tmp_path / "tei").iterdir()) == ["a.xml", "b.xml"]


def test_without_a_target_nothing_is_written(items: list[Item], tmp_path: Path) -> None:
    assert deliver_all(OPTIONS, items, None) == ["", ""]
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_with_a_separator_each_source_has_several_files(items: list[Item], tmp_path: Path) -> None:
    Path(items[0].name).write_text(f"{LETTER}---\n{LETTER}")
    operation = EncodeOperation(OPTIONS.options, OPTIONS.metadata, separator="---")
    assert deliver_all(operation, items, tmp_path / "tei") == ["", ""]
    assert sorted(path.name for path in (tmp_path / "tei").iterdir()) == ["a-1.xml", "a-2.xml", "b-1.xml"]


def test_nothing_is_written_where_a_target_exists(items: list[Item], tmp_path: Path) -> None:
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "b.xml").write_text("mine")
    with pytest.raises(OutputError, match=r"b\.xml: exists"):
        deliver_all(OPTIONS, items, tmp_path / "tei")
    assert [path.name for path in (tmp_path / "tei").iterdir()] == ["b.xml"]
    assert deliver_all(OPTIONS, items, tmp_path / "tei", force=True) == ["", ""]


def test_a_run_that_was_stopped_continues(items: list[Item], tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        deliver_one_and_stop(items, tmp_path / "tei")
    with encode_files(OPTIONS, items, tmp_path / "tei", SerialExecutor()) as delivery:
        assert delivery.finished == [(items[0], tmp_path / "tei" / "a.xml")]
        assert [each.item for each in delivery.results] == items[1:]


def test_a_result_that_cannot_be_written_does_not_stop_the_others(items: list[Item], tmp_path: Path) -> None:
    with encode_files(OPTIONS, items, tmp_path / "tei", SerialExecutor()) as delivery:
        (tmp_path / "tei" / "a.xml").write_text("mine")
        failures = [each.failure for each in delivery.results]
    assert isinstance(failures[0], OutputError)
    assert failures[1] is None


def test_a_destination_without_a_path_has_no_targets(items: list[Item]) -> None:
    destination = Destination(None, ".xml")
    with destination.open_output(items, OPTIONS.digest_of) as output:
        assert destination.targets(items, output) == {}
