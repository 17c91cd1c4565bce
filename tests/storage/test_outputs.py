"""What a run may write: nothing that it reads, nothing twice, nothing that its configuration has no say over."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from teikit.errors import OutputError
from teikit.storage import outputs
from teikit.storage.outputs import Outputs, check_distinct, check_outside, path_below


def made(path: Path, text: str = "kept") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def itself(path: Path) -> Path:
    return path


def other_spelling(path: Path) -> Path:
    (path.parent / "sub").mkdir()
    return path.parent / "sub" / ".." / path.name


def soft_link(path: Path) -> Path:
    link = path.with_name("soft")
    link.symlink_to(path)
    return link


def hard_link(path: Path) -> Path:
    link = path.with_name("hard")
    os.link(path, link)
    return link


def through_a_linked_folder(path: Path) -> Path:
    link = path.parent.parent / "folder-link"
    link.symlink_to(path.parent)
    return link / path.name


WAYS = (itself, other_spelling, soft_link, hard_link, through_a_linked_folder)


@pytest.mark.parametrize("way", WAYS, ids=lambda each: each.__name__)
def test_what_is_read_is_not_written_by_whatever_name(tmp_path: Path, way: Callable[[Path], Path]) -> None:
    target = made(tmp_path / "in" / "a.txt")
    with pytest.raises(OutputError, match=r"a\.txt: is read by this run, and no result may replace it"):
        Outputs([target]).check(None, "", way(target))


@dataclass(frozen=True)
class Named:
    name: str


def test_a_file_that_is_met_late_is_refused_before_it_is_yielded(tmp_path: Path) -> None:
    target = made(tmp_path / "late")
    items = Outputs([target]).check_items(map(Named, ("-", "none", str(tmp_path), str(target), "more")))
    assert [next(items).name for _ in range(3)] == ["-", "none", str(tmp_path)]
    with pytest.raises(OutputError):
        next(items)


def test_what_is_not_there_is_read_by_nobody(tmp_path: Path) -> None:
    outputs = Outputs([tmp_path / "new"])
    outputs.check(tmp_path / "new", "a\0b")


@pytest.mark.parametrize("way", WAYS, ids=lambda each: each.__name__)
def test_two_results_do_not_go_to_one_file(tmp_path: Path, way: Callable[[Path], Path]) -> None:
    target = made(tmp_path / "in" / "a.json")
    with pytest.raises(OutputError, match="two results would go to this file"):
        check_distinct([target, tmp_path / "other", way(target)])


@pytest.mark.parametrize("beside", ["", "b.txt", "2"])
def test_two_results_that_differ_by_case_alone_are_one_file_where_case_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    if beside:
        (tmp_path / beside).touch()
    two = [tmp_path / "a.json", tmp_path / "A.JSON"]
    check_distinct([tmp_path / "a.json", tmp_path / "b.json"])
    (tmp_path / "Probe").touch()
    counts = not (tmp_path / "pROBE").exists()
    (tmp_path / "Probe").unlink()
    if counts:
        check_distinct(two)
    monkeypatch.setattr(outputs, "identity", lambda path: (0, hash(str(path).lower())))
    with pytest.raises(OutputError, match=r"A\.JSON: two results would go to this file"):
        check_distinct(two)


def test_where_the_folder_is_not_there_case_does_not_count(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="two results would go to this file"):
        check_distinct([tmp_path / "none" / "a.json", tmp_path / "none" / "A.json"])


def test_a_result_does_not_go_into_a_folder_that_is_read_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "bag" / "data").mkdir(parents=True)
    check_outside([tmp_path / "bag", tmp_path / "none.zip"], [tmp_path / "report.json"])
    with pytest.raises(OutputError, match="is read as a whole"):
        check_outside([tmp_path / "bag"], [tmp_path / "bag" / "data" / "report.json"])


@pytest.mark.parametrize("name", ["r.json", "sub/r.json", "new/r.json", "sub/../r.json", "..json", "sub/.hidden"])
def test_a_setting_leads_below_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    assert tmp_path / name == path_below(tmp_path, name)


OUT = (
    "../victim", "sub/../../victim", "..", "sub/..", ".", "", "{top}/victim", "{top}/home/r.json", "out/victim",
    "out/../victim", "sub/deep/victim", "link", "dangling", "loop", ".git/config", ".GIT/hooks/post-merge", "sub/.hg/r",
    "a\0b",
)  # fmt: skip


@pytest.mark.parametrize("name", OUT)
def test_a_setting_does_not_lead_anywhere_else(tmp_path: Path, name: str) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for folder in (home / "sub", home / ".git", elsewhere):
        folder.mkdir(parents=True)
    (home / "out").symlink_to(elsewhere)
    (home / "sub" / "deep").symlink_to("../../elsewhere")
    (home / "link").symlink_to("../victim")
    (home / "dangling").symlink_to("nowhere")
    (home / "loop").symlink_to("loop")
    with pytest.raises(OutputError):
        path_below(home, name.replace("{top}", str(tmp_path)))
