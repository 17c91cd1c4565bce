"""What a user excludes is not walked; a file that is named by itself is read all the same."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from teikit import config
from teikit.errors import ConfigError
from teikit.inputs.discover import Discovery
from teikit.inputs.exclusion import Exclusion
from teikit.inputs.item import Excluded

FILES = ("a.xml", "b.bak.xml", "drafts/c.xml", "drafts/deep/d.xml", "letters/drafts/e.xml", "letters/f.xml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    config.clear_cache()
    return tmp_path


def found(*names: str, globs: Sequence[str] = (), given: Path | None = None) -> list[str]:
    discovery = Discovery(excluded=Excluded(globs, given))
    discovery.allows_empty = True
    return sorted(item.name.removeprefix("./") for item in discovery.items(names))


@pytest.mark.parametrize(
    ("globs", "left"),
    [
        ((), FILES),
        (("drafts/",), ("a.xml", "b.bak.xml", "letters/f.xml")),
        (("/drafts",), ("a.xml", "b.bak.xml", "letters/drafts/e.xml", "letters/f.xml")),
        (("*.bak.xml", "letters/*.xml"), ("a.xml", "drafts/c.xml", "drafts/deep/d.xml", "letters/drafts/e.xml")),
        (("**/deep",), ("a.xml", "b.bak.xml", "drafts/c.xml", "letters/drafts/e.xml", "letters/f.xml")),
        (("*",), ()),
    ],
)
def test_globs_exclude_files_and_folders_as_those_of_gitignore(globs: Sequence[str], left: Sequence[str]) -> None:
    assert found(".", globs=globs) == sorted(left)


def test_what_is_named_by_itself_is_read() -> None:
    assert found("drafts/c.xml", "b.bak.xml", globs=["drafts/", "*.bak.xml"]) == ["b.bak.xml", "drafts/c.xml"]
    assert found("drafts", globs=["drafts/"]) == ["drafts/c.xml", "drafts/deep/d.xml"]


def test_what_a_glob_matches_is_excluded() -> None:
    assert found("**/*.xml", globs=["drafts/"]) == ["a.xml", "b.bak.xml", "letters/f.xml"]


def test_globs_of_a_configuration_are_relative_to_its_folder(folder: Path) -> None:
    (folder / "teikit.toml").write_text('[validate]\nexclude = ["/drafts/"]')
    (folder / "letters" / "teikit.toml").write_text('[validate]\nexclude = ["/f.xml"]')
    assert found(".", globs=["a.xml"]) == ["b.bak.xml", "letters/drafts/e.xml", "letters/teikit.toml", "teikit.toml"]
    other = folder / "other.toml"
    other.write_text('[validate]\nexclude = ["*.toml", "*.bak.*", "drafts"]')
    assert found(".", given=other) == ["a.xml", "letters/f.xml"]


@pytest.mark.parametrize(
    ("glob", "words"),
    [
        ("[a", "a bracket is not closed"),
        ("!a", "begins with '!'"),
        ("#a", "begins with '#'"),
        ("", "is empty"),
        ("/", "names no file"),
        ("../a", "must be relative"),
        ("./a", "must be relative"),
    ],
)
def test_a_glob_that_can_match_nothing_is_refused(folder: Path, glob: str, words: str) -> None:
    with pytest.raises(ConfigError, match=rf"^--exclude: the glob .*{words}"):
        Exclusion(Excluded([glob]))
    (folder / "teikit.toml").write_text(f'[validate]\n\nexclude = [\n"{glob}"]')
    with pytest.raises(ConfigError, match=rf"teikit\.toml:3: 'validate\.exclude': the glob .*{words}"):
        found(".")
