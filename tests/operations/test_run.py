"""A run: its files are discovered, those of a shard only, and results come in the order of the items."""

from pathlib import Path

import pytest

from support.sample_operations import Naming
from teikit.errors import InputNotReplacedError, NoFilesError
from teikit.executors.serial import SerialExecutor
from teikit.inputs.paths import NOT_TEI, InputPaths
from teikit.operations.run import RunInputs, execute
from teikit.runs.shard import Shard
from teikit.storage.outputs import Outputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt", "c.txt", ".hidden"):
        (tmp_path / name).write_text(name)
    return tmp_path


def names(inputs: RunInputs) -> list[str]:
    return [Path(item.name).name for item in inputs.items()]


def test_the_files_of_a_folder_are_discovered_in_order(folder: Path) -> None:
    inputs = RunInputs(InputPaths([str(folder)]))
    assert names(inputs) == ["a.txt", "b.txt", "c.txt"]
    assert inputs.describe_skipped() == ""
    assert inputs.describe_skipped(everything=True) == "1 passed over (1 hidden)"


def test_each_file_is_in_exactly_one_shard(folder: Path) -> None:
    shards = [names(RunInputs(InputPaths([str(folder)]), Shard(part, 2))) for part in (1, 2)]
    assert shards == [["a.txt", "c.txt"], ["b.txt"]]


def test_no_file_of_a_run_is_one_of_its_outputs(folder: Path) -> None:
    with pytest.raises(InputNotReplacedError, match="is read by this run"):
        list(RunInputs(InputPaths([str(folder)])).items(Outputs([folder / "b.txt"])))


@pytest.mark.parametrize(
    ("named", "skipped", "words"),
    [
        (InputPaths([]), {}, "no files to check: none are named"),
        (InputPaths(["a"]), {}, "no files to check"),
        (InputPaths(["a"]), {NOT_TEI: 2}, "no files to check: there is no TEI here, 2 passed over (2 not TEI)"),
        (InputPaths([], "list.txt"), {}, "no files to check: list.txt names none"),
        (InputPaths([], "-"), {}, "no files to check: the list on standard input names none"),
    ],
)
def test_a_run_without_files_says_why(named: InputPaths, skipped: dict[str, int], words: str) -> None:
    inputs = RunInputs(named)
    inputs.discovery.skipped.update(skipped)
    with pytest.raises(NoFilesError) as error:
        inputs.explain_no_files("check")
    assert str(error.value) == f"{words}; --allow-empty lets that pass"


def test_a_shard_of_a_run_with_files_may_have_none() -> None:
    inputs = RunInputs(InputPaths(["a"]), Shard(3, 4))
    inputs.discovery.file_count = 1
    assert inputs.explain_no_files("check") == "no files to check in part 3 of 4"


def test_results_come_in_the_order_of_the_items(folder: Path) -> None:
    inputs = RunInputs(InputPaths([str(folder)]))
    with execute(Naming(), inputs.items(), SerialExecutor()) as results:
        assert [number for number, _ in results] == [0, 1, 2]
