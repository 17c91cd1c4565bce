"""Schematron in the pipeline: from options, configuration and xml-model, in phases, kept in the store."""

from pathlib import Path

import pytest

from teikit.config import config_for
from teikit.document.document import from_file
from teikit.errors import IncorrectSchemaError
from teikit.validation import loading
from teikit.validation.adding import fetch_schema_files
from teikit.validation.fetch import WebFetcher
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options
from teikit.validation.store import Store

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <phase id="draft"><active pattern="a"/></phase>
  <pattern id="a">
    <rule context="tei:p"><assert id="short" test="string-length(.) lt 3">a p is long</assert></rule>
  </pattern>
  <pattern id="b"><rule context="tei:p"><report id="any" test="true()">a p is there</report></rule></pattern>
</schema>"""
INCLUDING = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <include href="part.sch"/></schema>"""
PART = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron">
  <rule context="tei:p"><assert id="no" test="false()">no</assert></rule>
</pattern>"""
MODEL = '<?xml-model href="{}" schematypens="http://purl.oclc.org/dsdl/schematron"{}?>\n'
GRAMMAR = '<?xml-model href="any.rnc" type="application/relax-ng-compact-syntax"?>\n'
DOCUMENT = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n <p xml:lang="ger">long</p>\n</TEI>'


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(loading, "store", lambda: Store(tmp_path / "store"))
    for name, text in (("a.sch", RULES), ("b.sch", INCLUDING), ("part.sch", PART)):
        (tmp_path / name).write_text(text)
    (tmp_path / "any.rnc").write_text("start = any\nany = element * { attribute * { text }*, (text | any)* }")
    return tmp_path


def rules(edition: Path, document: str, **options: object) -> list[str]:
    path = edition / "letter.xml"
    path.write_text(document)
    run = ValidationPipeline(Options(folders=(edition,), **options))  # type: ignore[arg-type]
    source = from_file(path)
    return [each.rule for each in run.problems(source, run.plan(source, config_for(path)))]


LANGUAGE = "tei/language-unregistered"


def test_rules_of_the_options_come_between_grammar_and_checks(edition: Path) -> None:
    found = rules(edition, GRAMMAR + DOCUMENT, schematrons=(str(edition / "a.sch"),))
    assert found == ["sch/any", "sch/short", LANGUAGE]


def test_rules_of_the_document_hold_in_the_phase_that_it_names(edition: Path) -> None:
    document = GRAMMAR + MODEL.format("a.sch", ' phase="draft"') + DOCUMENT
    assert rules(edition, document) == ["sch/short", LANGUAGE]
    assert rules(edition, document, phase="#ALL") == ["sch/any", "sch/short", LANGUAGE]


def test_rules_of_the_configuration_hold_by_glob(edition: Path) -> None:
    (edition / "teikit.toml").write_text('[validate.schematrons]\n"*.xml" = "b.sch"\n')
    assert rules(edition, GRAMMAR + DOCUMENT) == ["sch/no", LANGUAGE]


def test_a_document_that_is_not_well_formed_is_not_asked(edition: Path) -> None:
    assert rules(edition, GRAMMAR + MODEL.format("a.sch", "") + "<TEI>") == ["xml/not-well-formed"]


def test_rules_are_kept_with_what_they_include(edition: Path) -> None:
    files = fetch_schema_files(str(edition / "b.sch"), WebFetcher())
    loading.store().add("house", str(edition / "b.sch"), files, "")
    (edition / "part.sch").unlink()
    assert rules(edition, GRAMMAR + DOCUMENT, schematrons=("house",)) == ["sch/no", LANGUAGE]


def test_rules_that_lack_a_part_are_not_kept(edition: Path) -> None:
    (edition / "part.sch").unlink()
    with pytest.raises(IncorrectSchemaError, match=r"part\.sch"):
        fetch_schema_files(str(edition / "b.sch"), WebFetcher())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"schematrons": ("nowhere.sch",)}, "nowhere"),
        ({"schematrons": ("a.sch",), "phase": "none"}, "draft"),
    ],
)
def test_rules_that_cannot_be_had_are_misuse(
    options: dict[str, object], words: str, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(edition)
    with pytest.raises(IncorrectSchemaError, match=words):
        ValidationPipeline(Options(**options))  # type: ignore[arg-type]
