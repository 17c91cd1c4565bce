"""The rulebook: no rule is emitted that it lacks, and each example fails or passes as it is told."""

import ast
import re
from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic, Rule
from teikit.document.document import from_bytes
from teikit.relaxng.grammar.identifiers import find_identifiers
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import FileLoader, SchemaSyntaxError, read_schema
from teikit.relaxng.validator import Schema
from teikit.rulebook import RULES, rule, similar_rules, unknown_rule_message
from teikit.rulebook.__main__ import pages, write
from teikit.suppression.instructions import apply_suppressions
from teikit.suppression.rules import RULES as SUPPRESSION_RULES
from teikit.validation.inclusion import merge_included
from teikit.validation.plan import Options

ROOT = Path(__file__).parents[1]
LETTER = Schema.load(ROOT / "schema" / "teikit-letter.rng")
WHOLE = (ROOT / "tests" / "data" / "faulty" / "none.xml").read_text(encoding="utf-8")
OTHER_FILES = {
    "grammar.rnc": "start = element a { b }\nb = text",
    "pattern.rnc": "element a { text }",
    "self.rnc": 'include "self.rnc"',
}
_FAMILIES = (
    "rng|rng-schema|xml|tei|sch|sch-schema|schema|suppression|bag|bag-profile|export|ocfl|mets|ro-crate|package"
    "|archivematica|dspace|odd"
)
_ID = re.compile(rf"(?:{_FAMILIES})/[a-z][a-z0-9-]*")
# Calls that take the last part of an id of the family rng-schema, and at which place.
_SCHEMA_CALLS = {"schema_diagnostic": 1, "report": 1, "_report": 1, "_diagnostic": 1, "refuse": 2, "_stop": 0}


def emitted() -> set[str]:
    """All ids that the source names."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ID.fullmatch(node.value):
                found.add(node.value)
            if isinstance(node, ast.Call) and "relaxng" in path.parts and "datatypes" not in path.parts:
                found |= _of_call(node)
    return found


def _of_call(node: ast.Call) -> set[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    at = _SCHEMA_CALLS.get(name)
    if at is None or len(node.args) <= at:
        return set()
    argument = node.args[at]
    values = [each.value for each in ast.walk(argument) if isinstance(each, ast.Constant)]
    return {
        f"rng-schema/{each}" for each in values if isinstance(each, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", each)
    }


def test_the_source_emits_no_rule_that_the_book_lacks() -> None:
    assert {"rng/element-missing", "rng-schema/recursion", "rng-schema/limit-exceeded"} <= emitted()
    assert emitted() - RULES.keys() == set()


def test_the_book_has_no_rule_that_the_source_never_emits() -> None:
    sources = (path for path in (ROOT / "src").rglob("*.py") if "rules" not in {path.stem, path.parent.name})
    written = {each for path in sources for each in _named_in(path)}
    last_parts = {each.rpartition("/")[2] for each in written} | {each.rpartition("/")[2] for each in emitted()}
    assert [each for each in RULES if each.rpartition("/")[2] not in last_parts] == []


def _named_in(path: Path) -> list[str]:
    return _ID.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", RULES.values(), ids=lambda one: one.id)
def test_a_rule_is_told_in_sentences(one: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*", one.id)
    assert one.summary[0].isupper()
    assert one.summary.endswith(".")
    assert one.why.endswith((".", "?"))
    assert one.failing != one.passing or not one.failing


def in_letter(example: str, within: str) -> bytes:
    """An example in an otherwise valid letter."""
    if within == "TEI":
        return (example or WHOLE).encode()
    pattern = re.compile(rf"(<{within}(?: [^>]*)?>).*(</{within}>)", re.DOTALL)
    assert pattern.search(WHOLE)
    return pattern.sub(lambda found: found[1] + example + found[2], WHOLE, count=1).encode()


def of_document(example: str, within: str) -> list[Diagnostic]:
    return LETTER.validate(in_letter(example, within), "example.xml")


def of_schema(example: str, folder: Path) -> list[Diagnostic]:
    for name, text in OTHER_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / ("example.rng" if example.startswith("<") else "example.rnc")
    path.write_text(example, encoding="utf-8")
    try:
        grammar = simplify(read_schema(path), FileLoader((folder,)))
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
    return find_identifiers(grammar.elements)[1]


REFERENCES = "element list { element item { attribute id { xsd:ID }, attribute see { xsd:IDREF } }* }"


def found(one: Rule, example: str, folder: Path) -> list[Diagnostic]:
    if one.within == "schema":
        return of_schema(example, folder)
    if one.within == "idref":
        return Schema.load("a.rnc", REFERENCES.encode()).validate(example.encode(), "example.xml")
    if one.within == "xinclude":
        return (
            list(merged.faults) if (merged := merge_included(from_bytes(example.encode(), "a.xml"), Options())) else []
        )
    return of_document(example, one.within)


BY_SCHEMA = [each for each in RULES.values() if each.id.split("/", maxsplit=1)[0] in {"rng", "rng-schema", "xml"}]


@pytest.mark.parametrize("one", BY_SCHEMA, ids=lambda one: one.id)
def test_the_failing_example_breaks_its_rule_and_the_passing_one_none(one: Rule, tmp_path: Path) -> None:
    assert one.id in {each.rule for each in found(one, one.failing, tmp_path)}
    assert found(one, one.passing, tmp_path) == []


@pytest.mark.parametrize("one", [each for each in SUPPRESSION_RULES if each.failing], ids=lambda one: one.id)
def test_the_failing_example_of_a_suppression_is_told(one: Rule) -> None:
    failing, passing = (
        apply_suppressions(in_letter(each, one.within), "a.xml", [], unknown=unknown_rule_message)
        for each in (one.failing, one.passing)
    )
    assert [each.rule for each in failing] == [one.id]
    assert passing == []


def test_a_rule_is_found_by_its_id_and_near_ones_by_what_they_are_like() -> None:
    assert rule("rng/element-missing") is RULES["rng/element-missing"]
    assert rule("rng/element-mising") is None
    assert similar_rules("rng/element-mising")[0] == "rng/element-missing"
    assert similar_rules("element-missing") == ["rng/element-missing", "rng-schema/element-missing"]


def test_the_pages_of_docs_are_those_of_the_book() -> None:
    written = {each.name: each.read_text(encoding="utf-8") for each in (ROOT / "docs" / "rules").glob("*.md")}
    assert written == pages(), "run 'make rules'"


def test_of_what_is_in_the_folder_of_the_pages_only_pages_are_removed(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n")
    (tmp_path / "rng-gone.md").write_text("# rng/gone\n\n[All rules](README.md)\n")
    write(tmp_path)
    names = {each.name for each in tmp_path.iterdir()}
    assert names == {*pages(), "notes.md"}
