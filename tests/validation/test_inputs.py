"""The inputs of a result: each is part of the key under which the result is kept."""

from pathlib import Path

import pytest

from teikit.checks import RULES
from teikit.document.document import Document, from_bytes, from_file
from teikit.operations import result_cache as module
from teikit.operations.result_cache import CacheKey, cache_key_for, selected_rules
from teikit.validation.access import ReadPolicy
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options

LETTER = Path(__file__).parents[1] / "data" / "faulty" / "none.xml"
ONE = CacheKey("c0ffee", "a.xml", "a.xml", "/letters", "0f", (("ab", "final"), ("cd", "")), ids=True, rules=None)
OTHERS = {
    "content": "decaf",
    "file": "b.xml",
    "path": "./a.xml",
    "folder": "/letters/new",
    "program": "1f",
    "schemas": (("ab", ""), ("cd", "final")),
    "ids": False,
    "rules": ("tei/id-duplicate",),
}


def made(document: Document, **options: object) -> CacheKey | None:
    run = ValidationPipeline(Options(**options))  # type: ignore[arg-type]
    return cache_key_for(run, document, run.plan(document), None)


@pytest.mark.parametrize("name", CacheKey._fields)
def test_each_input_is_part_of_the_key(name: str) -> None:
    other = ONE._replace(**{name: OTHERS[name]})
    assert other.digest() != ONE.digest()
    assert other._replace(**{name: getattr(ONE, name)}).digest() == ONE.digest()


def test_no_rules_and_all_rules_are_not_the_same() -> None:
    assert ONE._replace(rules=()).digest() != ONE.digest()


def test_names_that_are_no_text_have_keys_too() -> None:
    assert ONE._replace(file="\udcff.xml").digest() != ONE._replace(file="\udcfe.xml").digest()


def test_the_inputs_of_a_file_are_the_same_each_time() -> None:
    assert made(from_file(LETTER)) == made(from_file(LETTER))
    assert made(from_file(LETTER)) is not None


def test_what_comes_from_nowhere_has_no_inputs() -> None:
    assert made(from_bytes(LETTER.read_bytes(), "stdin")) is None


@pytest.mark.parametrize("options", [{"unique_ids": True}, {"access": ReadPolicy(network=True)}])
def test_what_looks_beyond_the_document_and_its_neighbours_has_no_inputs(options: dict[str, object]) -> None:
    assert made(from_file(LETTER), **options) is None


def test_a_working_folder_that_is_gone_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert made(from_file(LETTER)) is None


def test_all_rules_are_none_and_some_are_named() -> None:
    assert selected_rules(lambda _rule: True) is None
    assert selected_rules(lambda _rule: False) == ()
    assert selected_rules(lambda rule: rule == RULES[0].id) == (RULES[0].id,)


def test_the_program_is_another_where_a_file_of_it_is(tmp_path: Path) -> None:
    (tmp_path / "inner" / "__pycache__").mkdir(parents=True)
    (tmp_path / "inner" / "one.py").write_text("1")
    before = list(module._package_files(tmp_path))
    (tmp_path / "inner" / "__pycache__" / "one.pyc").write_text("1")
    assert list(module._package_files(tmp_path)) == before
    (tmp_path / "inner" / "one.py").write_text("22")
    assert list(module._package_files(tmp_path)) != before


def test_the_program_is_the_same_where_only_exports_change(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "checks.py").write_text("1")
    before = list(module._package_files(tmp_path))
    (tmp_path / "exports" / "one.py").write_text("1")
    assert list(module._package_files(tmp_path)) == before
    assert list(module._package_files(tmp_path / "missing")) == []
