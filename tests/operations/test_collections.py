"""Letters of a folder or of a split file are read as one collection, whatever their order, processes and shards."""

from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.made_collections import encode_collection, forms, generate, names

from teikit import api
from teikit.executors.processes import ProcessExecutor
from teikit.executors.serial import SerialExecutor
from teikit.inputs.discover import Discovery
from teikit.inputs.item import Item
from teikit.inputs.paths import InputPaths
from teikit.operations.collection import sample_evenly, sample_size
from teikit.operations.encode_run import EncodeOperation, encode_files
from teikit.runs.shard import Shard
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source

PLAIN = EncodeOperation({}, MetadataFile("", {}, {}))


def write(name: str, folder: Path) -> Path:
    folder.mkdir()
    for number, letter in enumerate(generate(name).letters):
        (folder / f"{number:03}.txt").write_text(letter, encoding="utf-8")
    return folder


def discover(*paths: str) -> list[Item]:
    return list(InputPaths(paths).items(Discovery(accepts=is_source)))


def encode_all(operation: EncodeOperation, items: list[Item]) -> dict[str, bytes]:
    with encode_files(operation, items, None, SerialExecutor()) as delivery:
        return {Path(each.item.name).name: each.result.letters[0][1].tei for each in delivery.results}


@pytest.mark.parametrize("name", names())
def test_a_form_that_recurs_has_one_label(name: str, tmp_path: Path) -> None:
    collection = generate(name)
    found = forms(collection, encode_collection(collection, tmp_path))
    differing = [f"{form.pattern} {dict(form.found)}" for form in found if form.is_one == bool(form.not_yet)]
    assert not differing


def test_a_book_of_262_letters_has_one_label_for_footnotes_and_headings(tmp_path: Path) -> None:
    book = generate("english-book", 262)
    found = {form.pattern: form for form in forms(book, encode_collection(book, tmp_path))}
    assert found[r"^\[Footnote: "].is_one
    assert found["^TO [A-Z]{2}"].is_one
    assert found[r"^\d+\.$"].found == {"head": 262}


def test_order_processes_and_shards_change_nothing(tmp_path: Path) -> None:
    folder = write("typescript-folder", tmp_path / "letters")
    items = discover(str(folder))
    work = PLAIN.with_habits(items, SerialExecutor())
    backwards = [item._replace(number=number) for number, item in enumerate(reversed(items))]
    assert work.habits
    assert work.habits == PLAIN.with_habits(backwards, SerialExecutor()).habits
    assert work.habits == PLAIN.with_habits(items, ProcessExecutor(2)).habits
    wanted = encode_all(work, items)
    parts = [encode_all(work, list(Shard(part, 2).items(items))) for part in (1, 2)]
    assert wanted == parts[0] | parts[1]
    assert wanted == encode_all(work, backwards)


def test_each_folder_is_a_collection_of_its_own(tmp_path: Path) -> None:
    one, two = (write(name, tmp_path / name) for name in ("typescript-folder", "french-edition"))
    both = PLAIN.with_habits(discover(str(one), str(two)), SerialExecutor()).habits
    alone = PLAIN.with_habits(discover(str(two)), SerialExecutor()).habits
    assert both[str(two)] == alone[str(two)]
    assert set(both) == {str(one), str(two)}


def test_a_collection_can_be_switched_off(tmp_path: Path) -> None:
    folder = write("typescript-folder", tmp_path / "letters")
    work = EncodeOperation({"collection": False}, PLAIN.metadata)
    assert work.with_habits(discover(str(folder)), SerialExecutor()).habits == {}
    (folder / "teikit.toml").write_text("[encode]\ncollection = false\n")
    assert PLAIN.with_habits(discover(str(folder)), SerialExecutor()).habits == {}


def test_letters_of_a_split_file_can_be_read_alone() -> None:
    book = generate("english-book")
    alone = api.encode_letters(book.book.encode(), "book.txt", book.separator, collection=False)
    together = api.encode_letters(book.book.encode(), "book.txt", book.separator)
    assert any(not form.is_one for form in forms(book, list(alone.values())))
    assert list(alone) == list(together)


def test_what_cannot_be_read_is_left_to_the_second_pass(tmp_path: Path) -> None:
    folder = write("typescript-folder", tmp_path / "letters")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    items = discover(str(folder))
    (folder / "000.txt").unlink()
    work = PLAIN.with_habits(items, SerialExecutor())
    with encode_files(work, items, None, SerialExecutor()) as delivery:
        failures = [each.item.name for each in delivery.results if each.result.failure]
    assert sorted(Path(name).name for name in failures) == ["000.txt", "broken.docx", "empty.txt"]


def stop_after(count: int, operation: EncodeOperation, items: list[Item], out: Path) -> None:
    with suppress(KeyboardInterrupt), encode_files(operation, items, out, SerialExecutor()) as delivery:
        for _ in range(count):
            next(delivery.results)
        raise KeyboardInterrupt


def finish(operation: EncodeOperation, items: list[Item], out: Path) -> int:
    """Finish a run that was stopped; return how many letters were done before."""
    with encode_files(operation, items, out, SerialExecutor()) as delivery:
        assert all(each.failure is None for each in delivery.results)
        return len(delivery.finished)


def test_a_stopped_run_goes_on_with_the_same_habits(tmp_path: Path) -> None:
    items = discover(str(write("typescript-folder", tmp_path / "letters")))
    work = PLAIN.with_habits(items, SerialExecutor())
    stop_after(5, work, items, tmp_path / "tei")
    assert finish(work, items, tmp_path / "tei") == 5


def test_a_stopped_run_redoes_what_other_habits_would_change(tmp_path: Path) -> None:
    items = discover(str(write("typescript-folder", tmp_path / "letters")))
    stop_after(5, PLAIN, items, tmp_path / "tei")
    work = PLAIN.with_habits(items, SerialExecutor())
    assert finish(work, items, tmp_path / "tei") == 0
    written = {f"{file.stem}.txt": file.read_bytes() for file in (tmp_path / "tei").rglob("*.xml")}
    assert encode_all(work, items) == written


@pytest.mark.parametrize(("count", "size"), [(0, 0), (5, 0), (6, 6), (40, 40), (150, 40), (262, 52), (2_000, 64)])
def test_a_sample_is_small_for_large_collections(count: int, size: int) -> None:
    assert size == sample_size(count)
    assert size == len(sample_evenly(range(count)))
