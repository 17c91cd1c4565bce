"""What runs teikit in CI: hook, action and recipes are judged by their own programs, and run on both corpora."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

import teikit

ROOT = Path(__file__).parents[1]
CI = ROOT / "examples" / "ci"
BIN = Path(sys.executable).parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def run(*command: str | Path, folder: Path, given: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program as CI would, with teikit on the path."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **(given or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(params=["broken", "mended"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with `letters`, the broken or the mended ones."""
    name: str = request.param
    shutil.copytree(CI / name, tmp_path / name / "letters")
    shutil.copy(CI / "teikit.toml", tmp_path / name)
    return tmp_path / name


def expected(corpus: Path) -> int:
    return int(corpus.name == "broken")


def test_the_mended_corpus_is_what_safe_fixes_make_of_the_broken_one() -> None:
    names = sorted(each.name for each in (CI / "broken").iterdir())
    assert names == sorted(each.name for each in (CI / "mended").iterdir())
    for name in names:
        mended = teikit.fix(CI / "broken" / name)
        assert mended.left == ()
        assert mended.data == (CI / "mended" / name).read_bytes()


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("github-actions", ROOT / "action.yml"),
        ("github-workflows", CI / "github-workflow.yml"),
        ("github-workflows", ROOT / ".github" / "workflows" / "ci.yml"),
        ("gitlab-ci", CI / "gitlab-ci.yml"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_files_for_ci_are_as_their_schemas_say(kind: str, path: Path) -> None:
    judged = run(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{kind}", path, folder=ROOT)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize(
    ("judge", "path"),
    [("validate-manifest", HOOKS), ("validate-config", CI / "pre-commit-config.yaml")],
)
def test_pre_commit_takes_the_hooks(judge: str, path: Path, tmp_path: Path) -> None:
    judged = run(BIN / "pre-commit", judge, path, folder=tmp_path)
    assert judged.returncode == 0, judged.stdout


def repository(corpus: Path, hook: str) -> None:
    """Make a repository of a corpus whose commits are held to a hook, as it stands in the manifest.

    The hook runs with the teikit that is tested: to install one is pre-commit's own work, and needs a network.
    """
    hooks = [{**each, "language": "system"} for each in read(HOOKS) if each["id"] == hook]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (corpus / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (corpus / "notes.txt").write_text("<not TEI", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."]):
        run("git", *command, folder=corpus)


def pre_commit(corpus: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    given = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "NO_COLOR": "1"}
    return run(BIN / "pre-commit", "run", "--all-files", folder=corpus, given=given)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@needs_git
def test_the_hook_lets_valid_letters_pass_and_no_others(corpus: Path, tmp_path: Path) -> None:
    repository(corpus, "teikit-validate")
    done = pre_commit(corpus, tmp_path)
    assert done.returncode == expected(corpus), done.stdout
    assert ("letters/boat.xml" in done.stdout) == bool(expected(corpus))
    assert "notes.txt" not in done.stdout


@needs_git
def test_the_mending_hook_mends_and_then_passes(tmp_path: Path) -> None:
    corpus = tmp_path / "broken"
    shutil.copytree(CI / "broken", corpus / "letters")
    shutil.copy(CI / "teikit.toml", corpus)
    repository(corpus, "teikit-fix")
    first = pre_commit(corpus, tmp_path)
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stdout
    assert pre_commit(corpus, tmp_path).returncode == 0
    assert (corpus / "letters" / "boat.xml").read_bytes() == (CI / "mended" / "boat.xml").read_bytes()


def action(corpus: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the last step of the action, which validates."""
    made = read(ROOT / "action.yml")
    step = made["runs"]["steps"][-1]
    given = {name: each["default"] for name, each in made["inputs"].items()} | inputs
    environment = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], value)
        for name, value in step["env"].items()
    }
    # As GitHub runs it: https://docs.github.com/actions/reference/workflow-syntax, `shell`.
    return run(
        "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"], folder=corpus, given=environment
    )


def test_the_action_annotates_broken_letters_and_passes_valid_ones(corpus: Path) -> None:
    done = action(corpus)
    assert done.returncode == expected(corpus), done.stderr
    assert ("::error " in done.stdout) == bool(expected(corpus))
    assert ("letters/boat.xml:" in done.stdout) == bool(expected(corpus))


def test_the_action_writes_sarif_and_takes_options(corpus: Path) -> None:
    done = action(corpus, sarif="teikit.sarif", options="--ignore rng")
    assert (corpus / "teikit.sarif").stat().st_size > 0
    assert "rng/" not in done.stdout


def test_what_is_given_to_the_action_cannot_run(corpus: Path) -> None:
    done = action(corpus, paths="letters/*.xml;touch$IFS./ran `touch ran` $(touch ran)", options="'; touch ran")
    assert done.returncode != 0
    assert not (corpus / "ran").exists()
    assert "${{" not in read(ROOT / "action.yml")["runs"]["steps"][-1]["run"]


def test_the_action_says_so_where_no_file_fits(tmp_path: Path) -> None:
    done = action(tmp_path, paths="none/*.xml")
    assert done.returncode == 2
    assert "no file fits none/*.xml" in done.stderr


def test_the_gitlab_job_writes_its_report(corpus: Path) -> None:
    job = read(CI / "gitlab-ci.yml")["validate-tei"]
    done = run("bash", "-e", "-c", "\n".join(job["script"]), folder=corpus, given=job["variables"])
    assert done.returncode == expected(corpus), done.stderr
    assert (corpus / job["artifacts"]["reports"]["codequality"]).read_text().startswith("[")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_checks_what_changed(corpus: Path) -> None:
    shutil.copy(CI / "Makefile", corpus)
    assert bool(run("make", "validate", folder=corpus).returncode) == bool(expected(corpus))
    run("make", "mend", folder=corpus)
    assert run("make", "validate", folder=corpus).returncode == 0
    assert "up to date" in run("make", ".teikit-valid", folder=corpus).stdout


def test_the_command_of_tox_runs(corpus: Path) -> None:
    recipe = ConfigParser()
    recipe.read(CI / "tox.ini")
    command = recipe["testenv:tei"]["commands"].replace("{env:LETTERS:letters}", "letters")
    assert run("bash", "-c", command, folder=corpus).returncode == expected(corpus)
