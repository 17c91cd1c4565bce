"""What inputs may cost: the table of limits, the option, the configuration, budgets, other processes."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from teikit.cli import teikit
from teikit.config import load
from teikit.errors import ConfigError, UnreadableInputError
from teikit.limits import LIMITS, Budget, LimitExceededError, changed_limits, limit, limits_set, set_limits

PAGE = Path(__file__).parents[1] / "docs" / "limits.md"
SRC = Path(__file__).parents[1] / "src" / "teikit"


@pytest.fixture(autouse=True)
def _default_limits() -> None:
    set_limits({})


def table() -> str:
    rows = (f"| `{name}` | {each.value:,} {each.unit} | {each.excess.format('…')} |" for name, each in LIMITS.items())
    return "\n".join(("| limit | default | an input that exceeds it |", "|---|---|---|", *rows, ""))


def test_the_page_has_all_limits() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition("<!-- limits -->\n")
    _, end, after = rest.partition("<!-- /limits -->")
    wanted = f"{before}<!-- limits -->\n{table()}{end}{after}"
    if os.environ.get("TEIKIT_UPDATE_GOLDEN"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted


def test_every_limit_has_a_place_for_its_value() -> None:
    for each in LIMITS.values():
        assert each.excess.count("{}") == 1
        assert each.value > 0


def test_every_limit_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SRC.rglob("*.py") if path.name != "limits.py")
    unused = [name for name in LIMITS if f'"{name}"' not in code]
    assert not unused


def test_a_budget_counts_what_is_spent() -> None:
    with limits_set(depth=3):
        budget = Budget("a.xml")
    budget.spend("depth", 2)
    budget.spend("depth")
    with pytest.raises(LimitExceededError, match=re.escape("a.xml:3:14: has elements nested more than 3 deep (")):
        budget.spend("depth", place="3:14")


def test_a_budget_compares_a_single_amount() -> None:
    with limits_set(depth=3):
        budget = Budget("a.xml")
    for _ in range(5):
        budget.check("depth", 3)
    with pytest.raises(UnreadableInputError, match="--limit depth=N") as caught:
        budget.check("depth", 4)
    assert isinstance(caught.value, LimitExceededError)
    assert caught.value.limit == "depth"


def test_limits_are_set_for_a_while() -> None:
    with limits_set(depth=5):
        assert (limit("depth"), changed_limits()) == (5, {"depth": 5})
    assert (limit("depth"), changed_limits()) == (LIMITS["depth"].value, {})


def test_the_option_sets_a_limit() -> None:
    CliRunner().invoke(teikit, ["explain", "--limit", "depth=7", "xml/not-well-formed"], catch_exceptions=False)
    assert limit("depth") == 7


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("dept=7", "there is no limit 'dept', did you mean 'depth'?"),
        ("depth", "must be a number"),
        ("depth=-1", "must be a number"),
        ("depth=" + "9" * 5_000, "must be a number"),
    ],
)
def test_a_wrong_limit_is_misuse(value: str, words: str) -> None:
    result = CliRunner().invoke(teikit, ["explain", "--limit", value, "xml/not-well-formed"])
    assert result.exit_code == 2
    assert words in result.output


def test_a_configuration_sets_limits(tmp_path: Path) -> None:
    file = tmp_path / "teikit.toml"
    file.write_text("[limits]\ndepth = 12\n", encoding="utf-8")
    assert load(file).limits == {"depth": 12}


@pytest.mark.parametrize(("line", "words"), [("depht = 1", "unknown key 'depht'"), ("depth = -1", "must be a number")])
def test_a_wrong_limit_in_a_configuration_has_a_line(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "teikit.toml"
    file.write_text(f"[limits]\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(f"{file}:2: ")) as caught:
        load(file)
    assert words in str(caught.value)
