"""Compiled ODDs allow what their references do, judged by the comparison of languages that the references came with."""

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from teikit.odd.compiler import compile_odd
from teikit.odd.shipped import shipped_odd
from teikit.relaxng.syntax.write_xml import write_xml

# The closed lists of values that the published tei_all.rng lost: TEI P5 changes these inherited attributes without
# saying what becomes of their lists.
LOST_LISTS = {
    ("castItem", "('list'|'role')"),
    ("classSpec", "('atts'|'model')"),
    ("constitution", "('composite'|'frags'|'single'|'unknown')"),
    ("factuality", "('fact'|'fiction'|'inapplicable'|'mixed')"),
    ("interaction", "('complete'|'inapplicable'|'none'|'partial')"),
    ("recording", "('audio'|'video')"),
    ("tag", "('comment'|'empty'|'end'|'ms'|'pi'|'start')"),
}


@pytest.fixture(scope="module")
def rngdiff(shared: Path) -> ModuleType:
    path = shared / "odd" / "rngdiff.py"
    if not path.is_file():
        pytest.skip("the comparison of grammars is not beside this tree")
    spec = importlib.util.spec_from_file_location("rngdiff", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def differences(rngdiff: ModuleType, reference: Path, grammar: Path) -> list[tuple[str, str, str]]:
    """What differs, each as kind, element and words; nothing where the sets of elements differ is an error."""
    first, second = rngdiff.Grammar(str(reference)), rngdiff.Grammar(str(grammar))
    found: Any = rngdiff.Diff(first, second).run()
    assert found.all_elements(first) == found.all_elements(second)
    return [tuple(each) for each in found.diffs]


def test_tei_all_differs_from_the_published_one_by_the_lists_that_it_lost(
    shared: Path, rngdiff: ModuleType, tmp_path: Path
) -> None:
    compiled = compile_odd(str(shipped_odd("tei_all")), documentation=False)
    grammar = tmp_path / "tei_all.rng"
    grammar.write_text(write_xml(compiled.grammar), encoding="utf-8")
    found = differences(rngdiff, shared / "tei" / "tei_all.rng", grammar)
    assert all(words.startswith("@type: ") for _, _, words in found)
    assert {(element, words.partition(" / B ")[2]) for _, element, words in found} == LOST_LISTS


@pytest.mark.parametrize("name", ["cmif", "isofs", "sty_test_pure", "sty_testODD", "tei_bare", "tei_minimal"])
def test_an_odd_compiles_to_the_language_of_its_reference(
    name: str, shared: Path, rngdiff: ModuleType, tmp_path: Path
) -> None:
    folder = shared / "odd" / name
    reference = folder / json.loads((folder / "case.json").read_text(encoding="utf-8"))["reference"]
    data = reference.read_bytes()
    (tmp_path / "reference.rng").write_bytes(gzip.decompress(data) if reference.suffix == ".gz" else data)
    compiled = compile_odd(str(folder / f"{name}.odd"))
    (tmp_path / "compiled.rng").write_text(write_xml(compiled.grammar), encoding="utf-8")
    assert differences(rngdiff, tmp_path / "reference.rng", tmp_path / "compiled.rng") == []
