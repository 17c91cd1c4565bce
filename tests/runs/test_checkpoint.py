"""A run that was stopped goes on where it was, and never takes for its own what it did not make."""

import contextlib
import json
import os
from pathlib import Path

import pytest

from teikit._version import __version__
from teikit.errors import OutputError
from teikit.inputs.item import Item
from teikit.runs.checkpoint import Checkpoint, digest
from teikit.runs.output import RunOutput, open_output

RUN = ("encode", "options")
A, B = Item(0, "a.txt"), Item(1, "b.txt")


def sources(item: Item) -> str:
    return digest(item.name)


def journal_in(folder: Path) -> Path:
    return next(folder.glob(".teikit-journal-*"))


def stopped(folder: Path, *items: Item) -> None:
    """A run that is stopped after some items."""
    run = open_output(folder, (A, B), RUN, sources, force=False)
    with contextlib.suppress(KeyboardInterrupt), run as delivery:
        for item in items:
            delivery.write(item.name, sources(item), {folder / f"{item.name}.xml": b"made of " + item.name.encode()})
        raise KeyboardInterrupt


def resumed(folder: Path, run: tuple[str, ...] = RUN) -> RunOutput:
    with open_output(folder, (A, B), run, sources, force=False) as delivery:
        return delivery


def test_a_run_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    stopped(tmp_path, A)
    delivery = resumed(tmp_path)
    assert list(delivery.finished_items) == [A]
    assert delivery.pending_items == [B]


def test_a_run_that_ends_leaves_no_journal(tmp_path: Path) -> None:
    stopped(tmp_path, A)
    assert journal_in(tmp_path).exists()
    resumed(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt.xml"]


def test_a_run_that_is_stopped_before_its_first_result_leaves_nothing(tmp_path: Path) -> None:
    stopped(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", [b"", b"other words", None])
def test_a_result_that_is_not_as_it_was_made_is_not_done(tmp_path: Path, change: bytes | None) -> None:
    stopped(tmp_path, A)
    target = tmp_path / "a.txt.xml"
    target.unlink() if change is None else target.write_bytes(change)
    with open_output(tmp_path, (A, B), RUN, sources, force=False) as delivery:
        assert delivery.pending_items == [A, B]
        assert not delivery.owns("a.txt", target)


def test_a_source_that_has_changed_is_done_anew_in_place_of_what_was_made(tmp_path: Path) -> None:
    stopped(tmp_path, A)
    with open_output(tmp_path, (A, B), RUN, lambda item: digest(item.name, "more"), force=False) as delivery:
        assert delivery.pending_items == [A, B]
        delivery.write("a.txt", "another", {tmp_path / "a.txt.xml": b"made anew"})
    assert (tmp_path / "a.txt.xml").read_bytes() == b"made anew"


def test_what_others_put_there_is_never_replaced(tmp_path: Path) -> None:
    stopped(tmp_path, A)
    (tmp_path / "a.txt.xml").write_bytes(b"mine")
    with pytest.raises(OutputError), open_output(tmp_path, (A, B), RUN, sources, force=False) as delivery:
        delivery.write("a.txt", sources(A), {tmp_path / "a.txt.xml": b"made of a.txt"})
    assert (tmp_path / "a.txt.xml").read_bytes() == b"mine"


def test_a_run_with_other_options_is_another_run(tmp_path: Path) -> None:
    stopped(tmp_path, A)
    assert resumed(tmp_path, ("encode", "others")).pending_items == [A, B]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff",
        b"[" * 100_000,
        b'{"run": 1}\n',
        b'{"run": "RUN"}\n{"source": "a.txt"}\n',
        b'{"run": "RUN"}\n{"source": "a.txt", "digest": "DIGEST", "results": []}\n',
        b'{"run": "RUN"}\n{"source": "a.txt", "digest": "DIGEST", "results": {"../elsewhere": "x"}}\n',
        b'{"run": "RUN"}\n{"source": "a.txt", "dig',
    ],
)
def test_a_journal_that_is_none_is_passed_over(tmp_path: Path, content: bytes) -> None:
    stopped(tmp_path, A)
    journal = journal_in(tmp_path)
    run, known = (json.loads(line) for line in journal.read_bytes().splitlines())
    content = content.replace(b"RUN", run["run"].encode()).replace(b"DIGEST", known["digest"].encode())
    journal.write_bytes(content)
    assert resumed(tmp_path).pending_items == [A, B]


def test_a_line_that_was_cut_off_takes_none_before_it_along(tmp_path: Path) -> None:
    stopped(tmp_path, A)
    with journal_in(tmp_path).open("ab") as file:
        file.write(b'{"source": "b.txt", "dige')
    stopped(tmp_path, B)
    assert resumed(tmp_path).pending_items == []


def test_no_journal_is_written_through_a_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f".teikit-journal-{digest(__version__, *RUN)[:8]}").symlink_to(other)
    with open_output(folder, (A,), RUN, sources, force=False) as delivery:
        delivery.write("a.txt", "x", {folder / "a.xml": b"made"})
    assert other.read_bytes() == b"mine"
    assert (folder / "a.xml").read_bytes() == b"made"


def test_names_that_are_no_utf_8_are_known_again(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.txt")
    with contextlib.suppress(KeyboardInterrupt), Checkpoint(tmp_path, RUN) as journal:
        journal.record(name, "x", {tmp_path / f"{name}.xml": b"made"})
        raise KeyboardInterrupt
    (tmp_path / f"{name}.xml").write_bytes(b"made")
    assert Checkpoint(tmp_path, RUN).has_done(name, "x")
