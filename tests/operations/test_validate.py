"""The validator as a library: requests, reports and what they have in common with the command line."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import teikit
from teikit import config
from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.errors import ConfigError, IncorrectSchemaError, UnreadableInputError
from teikit.inputs.item import Item
from teikit.operations.validate import ValidateRequest, Validator
from teikit.validation.plan import Options

FAULTY = Path(__file__).parents[1] / "data" / "faulty"
LETTER = FAULTY / "value-cert.xml"
VALID = FAULTY / "none.xml"
BY_LETTER = Options(schemas=("letter",))
SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <phase id="texts"><active pattern="text"/></phase>
  <pattern id="text"><rule context="tei:text"><report test="true()">a text</report></rule></pattern>
  <pattern id="header"><rule context="tei:teiHeader"><report test="true()">a header</report></rule></pattern>
</schema>
"""


def rules(found: Sequence[Diagnostic]) -> set[str]:
    return {each.rule for each in found}


def test_a_report_names_the_file_and_what_is_wrong_with_it() -> None:
    report = Validator(ValidateRequest(BY_LETTER)).check(from_file(LETTER))
    assert report.name == str(LETTER)
    assert rules(report.diagnostics) == {"rng/attribute-value"}


def test_a_validator_that_was_pickled_reports_the_same() -> None:
    validator = Validator(ValidateRequest(BY_LETTER, verbose=True))
    again = pickle.loads(pickle.dumps(validator))  # noqa: S301  our own bytes
    item = Item(3, str(LETTER))
    assert again.prepare()(item) == validator.prepare()(item)
    assert again.check_item(item).number == 3


def test_a_file_that_cannot_be_read_is_a_failure_of_an_item_and_an_exception_of_a_document(tmp_path: Path) -> None:
    missing = str(tmp_path / "a.xml")
    assert "no such file" in Validator(ValidateRequest(BY_LETTER)).check_item(Item(0, missing)).failure
    with pytest.raises(UnreadableInputError, match="no such file"):
        teikit.validate(missing)


def test_what_the_user_names_is_loaded_by_prepare() -> None:
    with pytest.raises(IncorrectSchemaError, match="no such schema"):
        Validator(ValidateRequest(Options(schemas=("leter",)))).prepare()
    with pytest.raises(ConfigError, match="there is no rule 'rgn'"):
        Validator(ValidateRequest(BY_LETTER, select=("rgn",))).prepare()


def test_a_schema_that_the_caller_names_must_be_correct(tmp_path: Path) -> None:
    (tmp_path / "a.rnc").write_text("start = element a { b }", encoding="utf-8")
    with pytest.raises(IncorrectSchemaError):
        teikit.validate(LETTER, schema=tmp_path / "a.rnc")


def test_a_letter_is_validated_against_several_schemas_in_a_phase(tmp_path: Path) -> None:
    (tmp_path / "a.sch").write_text(SCHEMATRON, encoding="utf-8")
    options = {"schema": ["letter"], "schematron": tmp_path / "a.sch"}
    both = {each.message for each in teikit.validate(VALID, **options)}
    assert both == {"a text", "a header"}
    assert {each.message for each in teikit.validate(VALID, **options, phase="texts")} == {"a text"}


def test_rules_are_named_one_by_one_or_together() -> None:
    assert teikit.validate(LETTER, schema="letter", ignore="rng,tei") == []
    assert teikit.validate(LETTER, schema="letter", ignore=("rng", "tei")) == []
    assert rules(teikit.validate(LETTER, schema="letter", select="rng")) == {"rng/attribute-value"}


def test_ids_are_not_checked_where_the_caller_says_so() -> None:
    twice = FAULTY / "id-twice.xml"
    assert rules(teikit.validate(twice, schema="letter")) - rules(teikit.validate(twice, schema="letter", ids=False))


def test_only_what_is_reported_is_fixed(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(LETTER.read_bytes())
    assert teikit.fix(path, schema="letter").fixed
    for options in ({"ignore": "rng/attribute-value"}, {"select": "tei"}):
        result = teikit.fix(path, schema="letter", **options)
        assert (result.data, result.fixed, result.left) == (LETTER.read_bytes(), (), ())


def test_the_configuration_of_the_folder_applies_to_fixes(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(LETTER.read_bytes())
    (tmp_path / "teikit.toml").write_text('[validate]\nignore = ["rng"]\nschemas = {"*.xml" = "letter"}\n')
    config.clear_cache()
    assert teikit.fix(tmp_path / "a.xml").left == ()


# What a valid letter with a compiled schema does not need, and what each costs at the start of a run.
UNNEEDED = (
    "json", "lxml", "rich", "shutil", "sqlite3", "tempfile", "tomllib",
    "teikit.document.editable", "teikit.fixing", "teikit.inputs.gitignore", "teikit.operations.result_database",
    "teikit.relaxng.syntax.read", "teikit.relaxng.validator.matcher", "teikit.rulebook", "teikit.schematron",
)  # fmt: skip
LOADING = """
import sys
from teikit.cli import run
sys.argv = ["teikit", "validate", "-q", "--schema", "letter", sys.argv[1]]
status = run()
print(status, *sorted(sys.modules))
"""


def test_a_valid_letter_loads_only_what_validates_it(tmp_path: Path) -> None:
    # There is no configuration above it.
    (tmp_path / "a.xml").write_bytes(VALID.read_bytes())
    environment = {**os.environ, "TEIKIT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", LOADING, str(tmp_path / "a.xml")]
    for _ in range(2):
        # The first run compiles the schema.
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    status, *loaded = done.stdout.split()
    assert status == "0"
    assert set(loaded) & set(UNNEEDED) == set()


def changed_letter(folder: Path, *changes: tuple[str, str]) -> Path:
    text = VALID.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "letter.xml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_element_that_is_not_closed_is_the_only_fault_that_is_reported(tmp_path: Path) -> None:
    file = changed_letter(tmp_path, ("<titleStmt>", '<titleStmt n="1"><stray/>'), ("</salute>", ""))
    [found] = teikit.validate(file, schema="letter")
    assert found.rule == "xml/not-well-formed"
    assert "'salute' (opened in line" in found.message
    assert found.expected == ("</salute>",)


def test_other_faults_of_well_formedness_leave_what_was_found_before_them(tmp_path: Path) -> None:
    file = changed_letter(tmp_path, ("<titleStmt>", "<titleStmt><stray/>"), ("</salute>", " & </salute>"))
    assert [each.rule for each in teikit.validate(file, schema="letter")] == [
        "rng/element-not-allowed",
        "xml/not-well-formed",
    ]
