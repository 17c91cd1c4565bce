"""Extensions are found in the entry points of installed packages, and nothing is imported for that."""

import sys
from pathlib import Path

import pytest

from teikit.errors import PluginError
from teikit.plugins import CHECKS, EXPORTS, SOURCES, find_plugins


def install(folder: Path, package: str, points: str) -> None:
    info = folder / f"{package}.dist-info"
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(points, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path / "second")
    monkeypatch.syspath_prepend(tmp_path / "first")
    return tmp_path


def test_entry_points_are_read_with_comments_extras_and_other_groups(site: Path) -> None:
    points = (
        "# house\n[console_scripts]\nx = y:z\n\n[teikit.exports]\na.b-c = m.n:o.p [extra]\n; no\n[other]\nd = e:f\n"
    )
    install(site / "first", "My_House-1.2", points)
    (found,) = find_plugins(EXPORTS).values()
    assert found == (EXPORTS, "a.b-c", "m.n", "o.p", "my-house", "1.2")
    assert find_plugins(CHECKS) == find_plugins(SOURCES) == {}
    assert "m" not in sys.modules


def test_of_two_versions_of_a_package_the_first_on_the_path_counts(site: Path) -> None:
    install(site / "first", "house-2", "[teikit.checks]\na = new:A\n")
    install(site / "second", "House-1", "[teikit.checks]\na = old:A\n")
    assert [each.module for each in find_plugins(CHECKS).values()] == ["new"]


def test_a_package_without_entry_points_hides_another_version_of_it(site: Path) -> None:
    (site / "first" / "house-2.dist-info").mkdir(parents=True)
    install(site / "second", "house-1", "[teikit.checks]\na = old:A\n")
    assert find_plugins(CHECKS) == {}


def test_a_long_file_is_read_to_its_end(site: Path) -> None:
    lines = "".join(f"x{number} = y:z\n" for number in range(2_000))
    install(site / "first", "house-1", f"[other]\n{lines}[teikit.checks]\na = new:A\n")
    assert list(find_plugins(CHECKS)) == ["a"]


def test_the_working_directory_is_not_searched(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site / "first", "house-1", "[teikit.checks]\na = new:A\n")
    monkeypatch.chdir(site / "first")
    monkeypatch.syspath_prepend("")
    assert find_plugins(CHECKS) == {}


def test_one_name_of_two_packages_is_refused(site: Path) -> None:
    install(site / "first", "one-1", "[teikit.checks]\na = x:A\n")
    install(site / "second", "two-1", "[teikit.checks]\na = y:A\n")
    with pytest.raises(PluginError, match="the check 'a' of the package two 1 has the name of one of the package one"):
        find_plugins(CHECKS)


def test_a_working_folder_that_is_gone_has_no_extensions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The path is new, so that nothing is known of it.
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), *sys.path])
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert isinstance(find_plugins(CHECKS), dict)
