"""Files, folders, globs and lists to items: which, in which order, and what is told of the rest."""

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.inputs.discover import (
    HIDDEN,
    IGNORED,
    INSIDE,
    IRREGULAR,
    LINK,
    OTHER,
    OUTSIDE,
    OWN,
    Discovery,
    format_skipped,
)
from teikit.inputs.item import Item


def grown(top: Path, *names: str) -> Path:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    return top


def below(top: Path, items: Iterable[Item]) -> list[str]:
    return [os.path.relpath(item.name, top) for item in items]


def test_a_folder_stands_for_the_files_in_it_and_below_by_the_parts_of_their_paths(tmp_path: Path) -> None:
    grown(tmp_path, "b.xml", "a.xml", "a/z.xml", "a/b/c.txt", "B.xml", "ä")
    discovery = Discovery()
    items = list(discovery.items([str(tmp_path)]))
    assert below(tmp_path, items) == ["B.xml", "a/b/c.txt", "a/z.xml", "a.xml", "b.xml", "ä"]
    assert [item.number for item in items] == [0, 1, 2, 3, 4, 5]
    assert [item.relative_folder for item in items] == ["", "a/b", "a", "", "", ""]
    assert all(item.is_discovered and not item.fault for item in items)


def test_a_size_is_in_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert [item.size for item in Discovery().items([str(tmp_path), "none"])] == [5, 0]


def test_what_is_no_letter_by_kind_is_passed_over_and_counted(tmp_path: Path) -> None:
    grown(tmp_path, "a.xml", ".hidden", ".git/config", "sub/b.pdf")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "linked.xml").symlink_to("a.xml")
    (tmp_path / "broken.xml").symlink_to("none.xml")
    (tmp_path / "itself.xml").symlink_to("itself.xml")
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "device.xml").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as opened, tempfile.TemporaryDirectory() as short:
        opened.bind(f"{short}/s")
        Path(short, "s").rename(tmp_path / "socket.xml")
        discovery = Discovery(accepts=lambda name: name.endswith(".xml"))
        found = below(tmp_path, discovery.items([str(tmp_path)]))
    # What a link misses is told by whoever reads it.
    assert found == ["a.xml", "broken.xml", "itself.xml"]
    assert discovery.skipped == {HIDDEN: 2, LINK: 1, INSIDE: 1, IRREGULAR: 3, OTHER: 1}


def test_a_link_out_of_the_folder_that_was_named_is_skipped_and_reported(tmp_path: Path) -> None:
    grown(tmp_path, "f/a.xml", "f/sub/b.xml", "other/c.xml", "other/d.xml")
    (tmp_path / "f" / "sub" / "c.xml").symlink_to("../../other/c.xml")
    (tmp_path / "f" / "d.xml").symlink_to(tmp_path / "other" / "d.xml")
    (tmp_path / "f" / "none.xml").symlink_to("/no/such/file")
    (tmp_path / "f" / "folder").symlink_to("../other")
    (tmp_path / "link").symlink_to("f")
    for name in ("f", "link"):
        discovery = Discovery()
        found = [os.path.relpath(item.name, tmp_path / name) for item in discovery.items([str(tmp_path / name)])]
        assert found == ["a.xml", "sub/b.xml"]
        assert discovery.skipped == {OUTSIDE: 3, LINK: 1}
        assert "3 links out of the folder: '" in format_skipped(discovery.skipped, discovery.links_out)


def test_a_link_within_the_folder_is_followed_once_if_its_file_is_read_by_no_other_name(tmp_path: Path) -> None:
    grown(tmp_path, "a.xml", ".store/b.xml", "build/c.xml", "d.bin").joinpath(".gitignore").write_text("build/\n")
    for name, target in {
        "1.xml": "a.xml", "2.xml": ".store/b.xml", "3.xml": ".store/b.xml", "4.xml": "build/c.xml", "5.xml": "d.bin",
        "6.xml": "2.xml",
    }.items():  # fmt: skip
        (tmp_path / name).symlink_to(target)
    discovery = Discovery(accepts=lambda name: name.endswith(".xml"))
    assert below(tmp_path, discovery.items([str(tmp_path)])) == ["2.xml", "4.xml", "5.xml", "a.xml"]
    assert discovery.skipped[INSIDE] == 3


def test_what_the_user_names_is_taken_whatever_it_is(tmp_path: Path) -> None:
    grown(tmp_path, ".gitignore", ".hidden/a.xml", "build/b.xml", "build/.c.xml", "build/tmp/d.xml")
    (tmp_path / ".gitignore").write_text("build/\n*.xml\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / "link").symlink_to("build")
    names = [".hidden/a.xml", "build/.c.xml", "build", "link"]
    found = below(tmp_path, Discovery().items([str(tmp_path / name) for name in names]))
    assert found == [".hidden/a.xml", "build/.c.xml", "build/b.xml", "build/tmp/d.xml"]


def test_ignore_files_can_be_left_aside(tmp_path: Path) -> None:
    (grown(tmp_path, "a.xml", "b.xml") / ".gitignore").write_text("a.*\n")
    for gitignore, expected in ((True, ["b.xml"]), (False, ["a.xml", "b.xml"])):
        discovery = Discovery(gitignore=gitignore)
        assert expected == below(tmp_path, discovery.items([str(tmp_path)]))
        assert int(gitignore) == discovery.skipped[IGNORED]


def test_what_is_reached_by_several_names_comes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(tmp_path, "f/a.xml", "f/g/b.xml", "c.xml")
    (tmp_path / "link").symlink_to("f")
    monkeypatch.chdir(tmp_path)
    grown(tmp_path, "f/.hidden")
    names = ["f/g/b.xml", "./f/../c.xml", "link", "f", "f/a.xml", "f/g", str(tmp_path / "c.xml"), "*.xml", "-", "-"]
    discovery = Discovery()
    found = [item.name for item in discovery.items(names, ["c.xml", "d.xml"])]
    assert discovery.skipped == {HIDDEN: 1}
    assert found == ["f/g/b.xml", "./f/../c.xml", "link/a.xml", "-", "d.xml"]


def test_results_are_not_read_again_unless_they_are_named(tmp_path: Path) -> None:
    grown(tmp_path, "a.txt", "out/a.xml", "report.xml")
    discovery = Discovery(result_folders=[str(tmp_path / "out"), str(tmp_path / "report.xml"), str(tmp_path / "none")])
    assert below(tmp_path, discovery.items([str(tmp_path)])) == ["a.txt"]
    assert discovery.skipped[OWN] == 2
    assert below(tmp_path, discovery.items([str(tmp_path / "out")])) == ["out/a.xml"]


def test_what_is_not_there_is_left_to_whoever_reads_it(tmp_path: Path) -> None:
    missing = [str(tmp_path / "none.xml"), "a\0b", "-"]
    assert missing == [item.name for item in Discovery().items(missing)]


def test_what_holds_nothing_is_told_with_what_was_passed_over(tmp_path: Path) -> None:
    grown(tmp_path / "full", ".a", "b.pdf", "c.pdf")
    (tmp_path / "empty").mkdir()
    names = [str(tmp_path / name) for name in ("empty", "full", "*.xml")]
    faults = [item.fault for item in Discovery(accepts=lambda name: name.endswith(".xml")).items(names)]
    assert faults == [
        "holds no files to read",
        "holds no files to read (1 hidden, 2 of other kinds)",
        "matches no file",
    ]


def test_decisions_beside_letters_are_not_counted_as_passed_over(tmp_path: Path) -> None:
    grown(tmp_path, "a.xml", "a.review.toml", "teikit.review.toml", "notes.toml")
    discovery = Discovery(accepts=lambda name: name.endswith(".xml"))
    assert below(tmp_path, discovery.items([str(tmp_path)])) == ["a.xml"]
    assert discovery.skipped[OTHER] == 1


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(tmp_path, "a.xml", "closed/b.xml", "d.xml")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    # Root, who runs tests in containers, may read every folder.
    monkeypatch.setattr(os, "scandir", refusing)
    items = list(Discovery().items([str(tmp_path)]))
    assert below(tmp_path, items) == ["a.xml", "closed", "d.xml"]
    assert items[1].fault == "cannot be read (permission denied)"


def test_a_folder_that_goes_while_it_is_looked_for_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    grown(tmp_path, "a.xml", "b/c.xml", "d.xml")
    items = Discovery().items([str(tmp_path)])
    found = [next(items)]
    (tmp_path / "b" / "c.xml").unlink()
    (tmp_path / "b").rmdir()
    found += items
    assert [item.fault for item in found] == ["", "cannot be read (no such file or directory)", ""]


def test_folders_in_folders_beyond_what_recursion_allows_are_looked_into(tmp_path: Path) -> None:
    top = tmp_path / "top"
    here = os.fspath(top)
    Path(here).mkdir()
    for _ in range(1_500):
        here += "/d"
        Path(here).mkdir()
    Path(here, "a.xml").touch()
    try:
        assert [item.name for item in Discovery().items([str(top)])] == [f"{here}/a.xml"]
    finally:
        # Python's own way to remove a tree is recursive.
        subprocess.run(["rm", "-r", top], check=True)


def test_names_of_any_bytes_come_as_they_are(tmp_path: Path) -> None:
    names = [b"a\nb.xml", b"a\xff.xml", "é.xml".encode(), b" .xml", b"[a]*.xml", b"-"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).touch()
    found = [os.fsencode(item.name).rpartition(b"/")[2] for item in Discovery().items([str(tmp_path)])]
    assert sorted(names, key=os.fsdecode) == found
    outright = [item.name for item in Discovery().items([str(tmp_path / "[a]*.xml")])]
    assert [str(tmp_path / "[a]*.xml")] == outright


def test_only_the_folders_that_are_come_to_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(tmp_path, "a/1.xml", "b/2.xml", "c/3.xml")
    looked: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (looked.append(Path(path).name), scandir(path))[1])
    items = Discovery().items([str(tmp_path)])
    next(items)
    assert [tmp_path.name, "a"] == looked


_NAMES = st.sampled_from(["a", "b", "a.xml", "a-b", "B", ".h", "é", "z"])


@given(st.lists(st.lists(_NAMES, min_size=1, max_size=4), max_size=12))
def test_the_order_is_that_of_all_paths_listed_and_sorted(paths: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        for parts in paths:
            path = top.joinpath(*parts)
            if not any(each.is_file() for each in path.parents) and not path.exists():
                grown(top, "/".join(parts))
        slow = sorted(
            each.relative_to(top).parts
            for each in top.rglob("*")
            if each.is_file() and not any(part.startswith(".") for part in each.relative_to(top).parts)
        )
        found = [Path(name).parts for name in below(top, Discovery().items([folder])) if name != "."]
        assert slow == found
