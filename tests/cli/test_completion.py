"""Completion for bash, zsh and fish, as docs/completion.md describes it."""

import os
import shutil
import subprocess
import sys

import pytest

PROGRAM = [sys.executable, "-m", "teikit"]


def asked(what: str, **more: str) -> str:
    environment = os.environ | {"_TEIKIT_COMPLETE": what} | more
    return subprocess.run(PROGRAM, capture_output=True, text=True, env=environment, check=True).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    script = asked(f"{shell}_source")
    assert f"_TEIKIT_COMPLETE={shell}_complete" in script
    assert "teikit" in script


@pytest.mark.parametrize(
    ("words", "number", "found"),
    [
        ("teikit va", "1", "validate"),
        ("teikit validate --for", "2", "--format"),
        ("teikit validate --format sa", "3", "sarif"),
        ("teikit validate --color nev", "3", "never"),
    ],
)
def test_commands_options_and_values_are_completed_in_each_shell(words: str, number: str, found: str) -> None:
    last = words.rsplit(maxsplit=1)[-1]
    told = [asked("bash_complete", COMP_WORDS=words, COMP_CWORD=number)]
    told += [asked("zsh_complete", COMP_WORDS=words, COMP_CWORD=number)]
    told += [asked("fish_complete", COMP_WORDS=words, COMP_CWORD=last)]
    assert all(found in each for each in told), told


def test_paths_are_left_to_the_shell() -> None:
    assert asked("bash_complete", COMP_WORDS="teikit validate le", COMP_CWORD="2") == "file,le\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_takes_its_script() -> None:
    script = asked("bash_source") + "\ncomplete -p teikit"
    result = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=False)
    assert (result.returncode, "_teikit_completion" in result.stdout) == (0, True)
