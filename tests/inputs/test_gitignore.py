"""The ignore files of git, as git itself obeys them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from teikit.inputs.discover import Discovery
from teikit.inputs.gitignore import ignore_rules_for, matches_glob

# What `!`, `#`, spaces, brackets and stars mean depends on where they stand.
_ATOMS = [
    *("a", "b", "c", "x", "é", ".xml", " ", "\\ ", "\r", "!", "#", "-", "\\", "\\a"),
    *("?", "*", "**", "***", "**/", "/**", "/", "/"),
    *("[", "]", "[ab]", "[!a]", "[^b-]", "[a-c]", "[z-a]", "[]-a]", "[\\]a]", "[a-", "[[:alpha:]]", "[[:foo:]]"),
]
# Without what pathspec refuses, or takes for something else than git does.
_USUAL_ATOMS = [
    *(
        "a",
        "b",
        "ab",
        "é",
        ".xml",
        " ",
        "#",
        "!",
        "\\*",
        "?",
        "*",
        "**",
        "a*b",
        "[ab]",
        "[!a]",
        "[^b-]",
        "[a-c]x",
        "[]-a]",
        "[",
    ),
]
_GLOB = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "/", "**/", "#", "\\#", "!", "\\!"]),
    st.lists(st.sampled_from(_USUAL_ATOMS), min_size=1, max_size=4).map("/".join),
    st.sampled_from(["", "", "/", "/**", " "]),
)
_NAMES = ["a", "b", "ab", "abc", "a b", "é", "a.xml", "b.xml", "[a]", "a-b", "!a", "#a", "a\\b", "x ", "-"]
_LINE = st.builds(
    str.__add__, st.sampled_from(["", "", "!"]), st.lists(st.sampled_from(_ATOMS), max_size=5).map("".join)
)
_LINES = st.lists(_LINE, max_size=4).map("\n".join)
_PATH = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4)


def found(top: Path) -> list[str]:
    return sorted(os.path.relpath(item.name, top) for item in Discovery().items([str(top)]) if not item.fault)


def by_git(top: Path) -> list[str]:
    git = ["git", "-c", "core.excludesFile=/dev/null", "-c", "core.ignoreCase=false", "ls-files", "-zo"]
    told = subprocess.run([*git, "--exclude-standard"], cwd=top, capture_output=True, check=True).stdout
    paths = os.fsdecode(told).split("\0")
    return sorted(path for path in paths if path and not any(part.startswith(".") for part in path.split("/")))


@given(_GLOB, _PATH.map("/".join))
@example("letters/", "letters/1901/a.xml")
@example("letters/*.xml", "letters/1901/a.xml")
@example("/*.xml", "letters/a.xml")
@example("letters/**/a.xml", "letters/a.xml")
@example("letters/*", "letters/1901/a.xml")
@example("!a", "a")
@example("#a", "#a")
@example("", "a")
def test_a_glob_matches_the_same_files_as_by_pathspec(glob: str, path: str) -> None:
    assume(glob.strip() != "!")
    assert GitIgnoreSpec.from_lines([glob]).match_file(path) == matches_glob(path, glob)


@pytest.mark.parametrize("glob", ["!", "a\\", "a\\/b"])
def test_a_glob_that_names_nothing_matches_nothing(glob: str) -> None:
    assert not matches_glob("a/b", glob)


def test_a_glob_takes_linear_time() -> None:
    assert not matches_glob("a" * 5_000, "*a" * 40 + "b")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git as judge")
@given(st.lists(_PATH, min_size=1, max_size=10), st.dictionaries(st.integers(0, 4), _LINES, max_size=3), _LINES)
def test_the_same_files_are_ignored_as_by_git(paths: list[list[str]], ignored: dict[int, str], exclude: str) -> None:
    # A slash within brackets, or behind a backslash, ends the part of a path for us.
    assume(not any("\\/" in text or ("[" in text and "/" in text) for text in (*ignored.values(), exclude)))
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        (top / ".git" / "refs").mkdir(parents=True)
        (top / ".git" / "objects").mkdir()
        (top / ".git" / "info").mkdir()
        (top / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        (top / ".git" / "info" / "exclude").write_text(exclude)
        for parts in paths:
            path = top.joinpath(*parts)
            if not any(each.is_file() for each in path.parents) and not path.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
        folders = [top, *sorted(each for each in top.rglob("*") if each.is_dir() and ".git" not in each.parts)]
        for place, lines in ignored.items():
            (folders[place % len(folders)] / ".gitignore").write_text(lines, newline="")
        assert by_git(top) == found(top)


def made(top: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    return top


def test_nested_files_and_negations_decide_by_the_nearest(tmp_path: Path) -> None:
    made(tmp_path, {
        ".gitignore": "*.xml\n!keep.xml\ndrafts/\n", "a.xml": "", "keep.xml": "", "drafts/keep.xml": "",
        "sub/.gitignore": "keep.xml\n!a.xml\n/only\n", "sub/a.xml": "", "sub/keep.xml": "", "sub/only": "",
        "sub/below/only": "",
    })  # fmt: skip
    assert found(tmp_path) == ["keep.xml", "sub/a.xml", "sub/below/only"]


def test_the_files_above_count_up_to_the_top_of_the_repository(tmp_path: Path) -> None:
    made(tmp_path, {
        ".gitignore": "*\n", "repository/.git/info/exclude": "b\n", "repository/.gitignore": "a\n!b\n",
        "repository/sub/a": "", "repository/sub/b": "", "repository/sub/c": "",
    })  # fmt: skip
    assert found(tmp_path / "repository" / "sub") == ["b", "c"]


def test_a_repository_within_another_begins_anew(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    made(
        tmp_path,
        {".gitignore": "*.xml\n", "a.xml": "", "sub/.git/info/exclude": "b.xml\n", "sub/c.xml": "", "sub/b.xml": ""},
    )
    assert found(tmp_path) == ["sub/c.xml"]


def test_without_a_repository_files_above_do_not_count(tmp_path: Path) -> None:
    made(tmp_path, {".gitignore": "*\n", "sub/a": "", "sub/.gitignore": "b\n", "sub/b": ""})
    assert found(tmp_path / "sub") == ["a"]


def test_ignore_files_that_are_none_count_as_none(tmp_path: Path) -> None:
    made(tmp_path, {"a": "", "b/c": "", "d/e": "", "f/g": "", "all": "*\n"})
    os.mkfifo(tmp_path / ".gitignore")
    (tmp_path / "b" / ".gitignore").mkdir()
    (tmp_path / "d" / ".gitignore").symlink_to("../all")
    (tmp_path / "f" / ".gitignore").write_bytes(b"\xff\xfe\x00(*[\\")
    assert found(tmp_path) == ["a", "all", "b/c", "d/e", "f/g"]


def test_bytes_and_line_ends_are_as_for_git(tmp_path: Path) -> None:
    for name in (b"a\xff", b"b", b"c", b"d"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).touch()
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbfb\r\na\xff\r\n# c\r\n\r\n")
    assert found(tmp_path) == ["c", "d"]


_STAR_PATTERN = st.text("ab*?", min_size=1, max_size=8)


def matches_by_all_ways(name: str, pattern: str) -> bool:
    """The slow twin: every way in which each star can match is tried."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(matches_by_all_ways(name[end:], pattern[1:]) for end in range(len(name) + 1))
    return bool(name) and pattern[0] in {"?", name[0]} and matches_by_all_ways(name[1:], pattern[1:])


@given(_STAR_PATTERN, st.text("ab", min_size=1, max_size=8))
def test_a_pattern_matches_what_trying_all_ways_finds(pattern: str, name: str) -> None:
    assert matches_by_all_ways(name, pattern) == matches_glob(name, pattern)


@given(st.lists(st.tuples(st.booleans(), _STAR_PATTERN), max_size=6), st.text("ab", min_size=1, max_size=4))
def test_of_the_rules_of_a_file_the_last_that_matches_decides(rules: list[tuple[bool, str]], name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"{'!' * negated}{pattern}\n" for negated, pattern in rules]
        Path(folder, ".gitignore").write_text("".join(lines))
        ignored = ignore_rules_for(os.path.realpath(folder)).ignores(name, is_folder=False)
    matching = [negated for negated, pattern in rules if matches_by_all_ways(name, pattern)]
    assert ignored == bool(matching and not matching[-1])


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("*a" * 500_000, "wildcards"),
        ("**/" * 4_900 + "x", "wildcards"),
        (f"[{'a' * 1_000_000}]", "wildcards"),
        ("a/" * 400_000 + "*", "wildcards"),
        ("*a\n" * 5_001, "wildcards"),
        ("a\n" * 600_000, "ignore-bytes"),
    ],
)
def test_an_ignore_file_beyond_a_limit_costs_its_folder_alone(text: str, limit: str, tmp_path: Path) -> None:
    made(tmp_path, {"a.xml": "", "b/.gitignore": text, "b/c.xml": "", "d.xml": ""})
    items = list(Discovery().items([str(tmp_path)]))
    assert [os.path.relpath(each.name, tmp_path) for each in items] == ["a.xml", "b", "d.xml"]
    assert items[1].fault.startswith("is not searched: ")
    assert f"--limit {limit}=N" in items[1].fault
    assert len(list(Discovery().items([str(tmp_path / "b")]))) == 1
    assert len(list(Discovery(gitignore=False).items([str(tmp_path)]))) == 3


def test_patterns_made_to_take_long_do_not(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*("a" * 40,) * 20)
    deep.mkdir(parents=True)
    (deep / ("a" * 200)).touch()
    stars = "*a" * 60
    (tmp_path / ".gitignore").write_text(f"{stars}b\n{'**/a*/' * 30}b\n/{'**/*a*a*/' * 30}b\n{'[a-z]*' * 60}b\n")
    # Backtracking would try more ways than the time limit of tests allows by many powers of ten.
    assert len(found(tmp_path)) == 1
