"""Globs as bash expands them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.inputs.globs import expand_glob, fixed_part

_PARTS = st.sampled_from(["a", "*", "**", "a*", "*.xml", "?", "[ab]", "[!a]", ".*", "*b*", "[", "a?b"])
_NAMES = st.sampled_from(["a", "b", "a.xml", "a-b", "ab", ".h", "é", "["])


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash as judge")
@given(st.lists(st.lists(_NAMES, min_size=1, max_size=4), max_size=10), st.lists(_PARTS, min_size=1, max_size=4))
def test_a_glob_matches_what_bash_says(paths: list[list[str]], parts: list[str]) -> None:
    glob = "/".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        for names in paths:
            path = Path(folder, *names)
            if not any(each.is_file() for each in path.parents) and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
        script = f"shopt -s globstar nullglob; LC_ALL=C.UTF-8; for each in {glob}; do printf '%s\\0' \"$each\"; done"
        told = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, check=True, text=True).stdout
        by_bash = {os.path.normpath(each) for each in told.split("\0") if each and ".." not in each.split("/")}
        matched = [os.path.relpath(each, folder) for each in expand_glob(f"{folder}/{glob}")]
    assert sorted(matched, key=lambda each: each.split("/")) == matched
    if "*" in glob or "?" in glob or "]" in glob:
        assert _leaves(by_bash) == _leaves(set(matched))


def _leaves(paths: set[str]) -> set[str]:
    """Paths without those below others and without the top: a folder stands for what it holds."""
    kept = {path for path in paths if path not in {".", ""} and not path.endswith(("/.", "/.."))}
    return {path for path in kept if not any(str(above) in kept for above in Path(path).parents)}


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.xml").touch()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert [f"{tmp_path}/a/b.xml"] == list(expand_glob(f"{tmp_path}/**/*.xml"))


@pytest.mark.parametrize(
    ("glob", "folder"), [("a/b/*.xml", "a/b/"), ("*.xml", ""), ("a/**/b", "a/"), ("a/b.xml", "a/b.xml"), ("/a?/b", "/")]
)
def test_a_glob_begins_in_a_folder(glob: str, folder: str) -> None:
    assert folder == fixed_part(glob)
