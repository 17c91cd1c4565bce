"""`teikit schema` as people meet it."""

import subprocess
import sys
from pathlib import Path

import pytest

from teikit.relaxng.validator import Schema

PROGRAM = [sys.executable, "-m", "teikit", "schema"]
SHIPPED = Path(__file__).parents[2] / "schema" / "teikit-letter.rnc"


def schema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_a_correct_schema_is_said_to_be_correct() -> None:
    result = schema("check", SHIPPED, "letter")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "2 schemas checked, all correct\n")


def test_each_fault_of_a_schema_is_a_line_with_its_clause(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.rnc"
    wrong.write_text("start = a | b\na = element a { attribute x { text }, attribute x { text } }\n")
    result = schema("check", wrong)
    assert result.returncode == 2
    assert result.stdout.startswith(f"{wrong}:1:13: error[rng-schema/undefined] 'b' is not defined")
    assert "clause 4.18" in result.stdout


@pytest.mark.parametrize("content", [b"<a/>", b"\0\1\2", b"\xff\xfe", b"<grammar", b"\x1f\x8b\x08", b"start ="])
def test_what_is_no_schema_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_bytes(content)
    result = schema("check", wrong)
    assert result.returncode == 2
    assert result.stdout.startswith(f"{wrong}")
    assert result.stdout.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_a_schema_goes_to_the_other_syntax_and_back(tmp_path: Path) -> None:
    assert schema("convert", SHIPPED, tmp_path / "a.rng").returncode == 0
    assert schema("convert", tmp_path / "a.rng", tmp_path / "b.rnc").returncode == 0
    assert Schema.load(SHIPPED).table == Schema.load(tmp_path / "a.rng").table == Schema.load(tmp_path / "b.rnc").table


def test_hrefs_are_renamed_with_the_syntax(tmp_path: Path) -> None:
    (tmp_path / "a.rnc").write_text('include "inner/b.rnc" { start = c }\n')
    assert 'href="inner/b.rng"' in schema("convert", tmp_path / "a.rnc", "-").stdout


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "a.rng").write_text("mine")
    result = schema("convert", SHIPPED, tmp_path / "a.rng")
    assert (result.returncode, (tmp_path / "a.rng").read_text()) == (2, "mine")
    assert "--force" in result.stderr


def test_an_unknown_suffix_is_misuse(tmp_path: Path) -> None:
    assert schema("convert", SHIPPED, tmp_path / "a.xsd").returncode == 2


def test_the_simple_form_means_the_same(tmp_path: Path) -> None:
    assert schema("simplify", SHIPPED, "-o", tmp_path / "a.rng").returncode == 0
    simple = Schema.load(tmp_path / "a.rng")
    letter = (Path(__file__).parents[1] / "data" / "faulty" / "none.xml").read_bytes()
    assert simple.is_valid(letter)
    assert not simple.is_valid(letter.replace(b"<salute>", b"<salutt>").replace(b"</salute>", b"</salutt>"))


def test_schematron_is_checked_alone_and_in_a_grammar(tmp_path: Path) -> None:
    rules = '<{}schema xmlns{}="http://purl.oclc.org/dsdl/schematron"><{}pattern is-a="no"/></{}schema>'
    (tmp_path / "a.sch").write_text(rules.format("", "", "", ""))
    (tmp_path / "b.rng").write_text(
        f'<element name="a" xmlns="http://relaxng.org/ns/structure/1.0">{rules.format("s:", ":s", "s:", "s:")}'
        '<ref name="none"/></element>'
    )
    done = schema("check", tmp_path / "a.sch", tmp_path / "b.rng")
    assert (done.returncode, done.stderr) == (2, "2 schemas checked, 2 incorrect\n")
    told = [each.rpartition("/")[2].partition("]")[0] for each in done.stdout.splitlines()]
    assert told == ["pattern-unknown", "pattern-unknown", "undefined"]
    assert "a.sch:1:54: error[sch-schema/pattern-unknown] there is no abstract pattern 'no'" in done.stdout
