"""`teikit explain` at the terminal."""

import json
import subprocess
import sys

import pytest


def explain(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "teikit", "explain", *arguments], capture_output=True, text=True, check=False
    )


def test_a_rule_is_told_with_its_examples() -> None:
    run = explain("rng/attribute-value")
    assert run.returncode == 0
    assert 'when="1911-6-4"' in run.stdout
    assert "--ignore rng/attribute-value" in run.stdout


def test_without_a_rule_all_are_listed() -> None:
    assert "xml/not-well-formed" in explain().stdout


def test_an_unknown_rule_is_misuse_and_near_ones_are_named() -> None:
    run = explain("rng/atribute-value")
    assert run.returncode == 2
    assert "did you mean 'rng/attribute-value'" in run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize("name", ["", "\x1b[31m", "../rng", "[bold]"])
def test_what_is_no_rule_is_told_in_plain_words(name: str) -> None:
    run = explain(name)
    assert run.returncode == 2
    assert "\x1b" not in run.stderr
    assert "Traceback" not in run.stderr


def test_json_holds_every_part_of_a_rule() -> None:
    (rule,) = json.loads(explain("rng/id-duplicate", "--format", "json").stdout)
    assert rule["id"] == "rng/id-duplicate"
    assert rule["severity"] == "error"
