"""The ODDs that ship compile, and to the same grammars as TEI's exemplars."""

from pathlib import Path

import pytest

from teikit.odd.compiler import compile_odd
from teikit.odd.shipped import SHIPPED_ODDS, shipped_odd
from teikit.relaxng.syntax.write_xml import write_xml


@pytest.mark.parametrize("name", SHIPPED_ODDS)
def test_an_odd_that_ships_compiles_to_the_grammar_of_the_exemplar(name: str, shared: Path) -> None:
    exemplar = shared / "odd" / name / f"{name}.odd"
    if not exemplar.is_file():
        pytest.skip(f"there is no exemplar of {name}")
    ours = compile_odd(str(shipped_odd(name)), documentation=False)
    theirs = compile_odd(str(exemplar), documentation=False)
    assert write_xml(ours.grammar) == write_xml(theirs.grammar)


def test_tei_all_has_all_elements_that_anything_leads_to() -> None:
    compiled = compile_odd(str(shipped_odd("tei_all")))
    assert compiled.diagnostics == []
    assert len(compiled.schema.elements) == 587


def test_there_is_no_odd_of_another_name() -> None:
    with pytest.raises(KeyError):
        shipped_odd("tei_none")
