"""Commands over folders end at the border of the folder that was named, and report what they passed over."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, list[str]]]
LETTER = (Path(__file__).parents[1] / "data" / "faulty" / "none.xml").read_text(encoding="utf-8")
TEXT = "Dear Ann,\n\nall is well here.\n\nYours,\nTom\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two letters in a folder, which has links to two others and to a pipe."""
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").mkdir()
    for suffix, text in ((".xml", LETTER), (".txt", TEXT)):
        (tmp_path / "in" / f"a{suffix}").write_text(text, encoding="utf-8")
        (tmp_path / "secret" / f"b{suffix}").write_text(text.replace("Dear", "Secret"), encoding="utf-8")
        (tmp_path / "in" / f"b{suffix}").symlink_to(tmp_path / "secret" / f"b{suffix}")
    os.mkfifo(tmp_path / "in" / "pipe.xml")
    (tmp_path / "in" / "device.xml").symlink_to("/dev/zero")
    (tmp_path / "link").symlink_to("in")
    return tmp_path


@pytest.mark.parametrize("name", ["in", "link"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--schema", "letter", "-v"),
        ("report", "--no-validate"),
        ("export", "--to", "html", "-o", "out"),
        ("encode", "--source", "text", "-o", "out"),
        ("encode", "-o", "out"),
        ("encode", "--no-collection", "-o", "out"),
        ("encode", "--collection", "-o", "out"),
    ],
    ids=" ".join,
)
def test_what_links_lead_to_outside_a_folder_is_not_read(
    arguments: tuple[str, ...], name: str, folder: Path, program: Run
) -> None:
    status, out, err = program(arguments[0], name, *arguments[1:], cwd=folder)
    assert status == 0
    assert "Secret" not in out
    said = [line for line in err if "out of the folder: '" in line]
    assert len(said) == 1
    assert "passed over" in said[0]
    assert not (folder / "out").exists() or not [each for each in (folder / "out").rglob("*") if each.stem == "b"]


def test_a_link_in_a_package_is_a_problem_and_not_opened(folder: Path, program: Run) -> None:
    program("export", "in", "--to", "bag", "-o", "bag", cwd=folder)
    (folder / "bag" / "data" / "x.xml").symlink_to(folder / "secret" / "b.xml")
    status, out, _ = program("verify", "bag", cwd=folder)
    assert (status, "x.xml" in out) == (1, True)
