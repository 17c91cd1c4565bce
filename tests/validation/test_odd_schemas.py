"""Documents against ODDs and against the schemas of TEI that ship: by name, xml-model, configuration, from a cache."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Program

from teikit.relaxng.validator.cache import SchemaCache
from teikit.resources import TEI_SCHEMAS
from teikit.validation import compiling, loading, pipeline

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>A</title></titleStmt><publicationStmt><p>B</p></publicationStmt>"
    "<sourceDesc><p>C</p></sourceDesc></fileDesc></teiHeader>"
)
ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>
<schemaSpec ident="small" start="TEI">
<moduleRef key="tei"/><moduleRef key="header"/><moduleRef key="core"/><moduleRef key="textstructure"/>
{more}
</schemaSpec></body></text></TEI>
"""
NUMBERED = """<elementSpec ident="p" mode="change">
<constraintSpec ident="numbered" scheme="schematron" mode="add"><constraint>
<sch:assert xmlns:sch="http://purl.oclc.org/dsdl/schematron" test="{test}">a paragraph has no number</sch:assert>
</constraint></constraintSpec></elementSpec>"""
NO_HEADS = '<elementSpec ident="head" mode="delete"/>'
TYPENS = 'schematypens="http://www.tei-c.org/ns/1.0"'
SCH = 'schematypens="http://purl.oclc.org/dsdl/schematron"'


def odd(more: str = NO_HEADS) -> str:
    return ODD.format(header=HEADER, more=more)


def tei(body: str, model: str = "", header: str = HEADER) -> str:
    return f'{model}<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>'


PLAY = tei(
    '<div type="act"><head>Act 1</head><stage>Enter a king.</stage>'
    "<sp><speaker>King</speaker><l>A line of verse</l><l>and another one</l></sp>"
    "<sp><speaker>Fool</speaker><p>And <stage>aside</stage> some prose.</p></sp></div>"
)


@pytest.fixture
def validate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, list[str]]]:
    """Run `teikit validate` in a folder; return its status, and the rules with the lines of their problems."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    program = Program(monkeypatch, capsys)

    def run(*arguments: str) -> tuple[int, list[str]]:
        loading.schema.cache_clear()
        pipeline.schematron.cache_clear()
        status, out, _ = program("validate", *arguments, "--format", "concise", cwd=tmp_path)
        return status, [line.partition(" ")[0] + line.partition("[")[2].partition("]")[0] for line in out.splitlines()]

    return run


Validate = Callable[..., tuple[int, list[str]]]


def test_a_play_is_valid_without_any_option(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "play.xml").write_text(PLAY)
    assert validate("play.xml") == (0, [])
    (tmp_path / "play.xml").write_text(PLAY.replace("stage", "stge"))
    status, found = validate("play.xml")
    assert (status, found[0].partition(":1:")[2].partition(":")[2]) == (1, "rng/element-not-allowed")


def test_a_corpus_is_valid_without_any_option(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "corpus.xml").write_text(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{HEADER}{PLAY}</teiCorpus>')
    assert validate("corpus.xml") == (0, [])


def test_rules_of_tei_apply_unless_they_are_left_out(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "a.xml").write_text(tei('<p><ref target="#x" cRef="y">z</ref></p><p xml:id="x">z</p>'))
    status, found = validate("a.xml")
    assert (status, [each.partition(":")[2].lstrip("0123456789:") for each in found]) == (
        1,
        ["sch/tei_all-ref-refAtts"],
    )
    assert validate("a.xml", "--ignore", "sch") == (0, [])
    assert validate("a.xml", "--ignore", "sch/tei_all") == (0, [])
    assert validate("a.xml", "--select", "rng") == (0, [])


def test_a_pointer_that_tei_has_a_rule_for_is_reported_once(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "a.xml").write_text(tei('<p><addSpan spanTo="#x" hand="#y"/>z</p>'))
    _, found = validate("a.xml")
    assert len([each for each in found if "spanTo" in each]) == 1
    assert len([each for each in found if each.endswith("tei/pointer-unresolved")]) == 1


def test_an_element_in_the_wrong_place_is_reported_once(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "a.xml").write_text(tei("<p><p>x</p></p>"))
    _, found = validate("a.xml")
    assert [each.rpartition(":")[2] for each in found] == ["rng/element-not-allowed"]


@pytest.mark.parametrize("name", TEI_SCHEMAS)
def test_each_schema_of_tei_that_ships_can_be_named(name: str, tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "a.xml").write_text(tei("<p>x</p>"))
    assert validate("a.xml", "--schema", name) == (0, [])


def test_an_odd_is_a_schema_by_option_configuration_and_xml_model(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "small.odd").write_text(odd())
    (tmp_path / "copy.xml").write_text(odd())
    (tmp_path / "a.xml").write_text(tei("<div><head>x</head><p>y</p></div>"))
    expected = (1, ["a.xml:1:218:rng/element-not-allowed"])
    assert validate("a.xml", "--schema", "small.odd") == expected
    # A file of another name is an ODD by its root element.
    assert validate("a.xml", "--schema", "copy.xml") == expected
    (tmp_path / "teikit.toml").write_text('[validate.schemas]\n"*.xml" = "small.odd"\n')
    assert validate("a.xml") == expected
    (tmp_path / "teikit.toml").unlink()
    assert validate("a.xml") == (0, [])
    model = f'<?xml-model href="small.odd" {TYPENS}?>\n'
    (tmp_path / "a.xml").write_text(tei("<div><head>x</head><p>y</p></div>", model))
    assert validate("a.xml") == (1, ["a.xml:2:218:rng/element-not-allowed"])


def test_the_rules_of_an_odd_apply_with_it_and_apart(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "small.odd").write_text(odd(NUMBERED.format(test="@n or ancestor::tei:teiHeader")))
    (tmp_path / "a.xml").write_text(tei("<p>y</p>"))
    expected = (1, ["a.xml:1:213:sch/small-p-numbered"])
    assert validate("a.xml", "--schema", "small.odd") == expected
    assert validate("a.xml", "--schema", "small.odd", "--schematron", "small.odd") == expected
    assert validate("a.xml", "--schema", "tei_all", "--schematron", "small.odd") == expected
    (tmp_path / "a.xml").write_text(tei("<p>y</p>", f'<?xml-model href="small.odd" {SCH}?>'))
    assert [each.rpartition(":")[2] for each in validate("a.xml")[1]] == ["sch/small-p-numbered"]
    assert validate("a.xml", "--schema", "small.odd", "--ignore", "sch") == (0, [])


@pytest.mark.parametrize("run", ["first", "second"])
def test_a_rule_of_an_odd_that_is_wrong_is_reported_at_its_place_there(
    run: str, tmp_path: Path, validate: Validate
) -> None:
    (tmp_path / "small.odd").write_text(odd(NUMBERED.format(test="1 +")))
    (tmp_path / "a.xml").write_text(tei("<p>y</p>"))
    if run == "second":
        validate("a.xml", "--schema", "small.odd")
    status, found = validate("a.xml", "--schema", "small.odd")
    assert (status, len(found)) == (2, 1)
    assert found[0].startswith("small.odd:6:1:")
    assert validate("a.xml", "--schema", "small.odd", "--ignore", "sch") == (0, [])


def test_an_incorrect_odd_is_reported_at_its_place(tmp_path: Path, validate: Validate) -> None:
    content = '<content><elementRef key="hi" minOccurs="3" maxOccurs="2"/></content>'
    (tmp_path / "small.odd").write_text(odd(f'<elementSpec ident="p" mode="change">{content}</elementSpec>'))
    (tmp_path / "a.xml").write_text(tei("<p>y</p>", f'<?xml-model href="small.odd" {TYPENS}?>'))
    status, found = validate("a.xml")
    assert (status, len(found)) == (2, 1)
    assert found[0].startswith("small.odd:4:")


def test_a_change_of_any_file_that_an_odd_consists_of_is_seen(tmp_path: Path, validate: Validate) -> None:
    group = f'<specGrp xmlns="http://www.tei-c.org/ns/1.0" xml:id="g">{NO_HEADS}</specGrp>'
    (tmp_path / "small.odd").write_text(odd('<specGrpRef target="parts.xml#g"/>'))
    (tmp_path / "parts.xml").write_text(group)
    (tmp_path / "a.xml").write_text(tei("<div><head>x</head><p>y</p></div>"))
    for _ in range(2):
        assert validate("a.xml", "--schema", "small.odd")[0] == 1
    (tmp_path / "parts.xml").write_text(group.replace("head", "lg"))
    assert validate("a.xml", "--schema", "small.odd") == (0, [])


def test_a_library_that_an_odd_selects_from_is_a_file_of_it(tmp_path: Path, validate: Validate) -> None:
    (tmp_path / "base.odd").write_text(odd())
    selecting = odd().replace('ident="small"', 'ident="next" source="base.odd"').replace(NO_HEADS, "")
    (tmp_path / "next.odd").write_text(selecting)
    (tmp_path / "a.xml").write_text(tei("<div><head>x</head><p>y</p></div>"))
    for _ in range(2):
        assert validate("a.xml", "--schema", "next.odd")[0] == 1
    (tmp_path / "base.odd").write_text(odd(""))
    assert validate("a.xml", "--schema", "next.odd") == (0, [])


def test_a_cached_odd_is_not_compiled_again(
    tmp_path: Path, validate: Validate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "small.odd").write_text(odd(NUMBERED.format(test="@n or ancestor::tei:teiHeader")))
    (tmp_path / "a.xml").write_text(tei("<p>y</p>"))
    (tmp_path / "b.xml").write_text(tei("<p n='1'>y</p>"))
    expected = validate("a.xml", "b.xml", "--schema", "small.odd")
    assert len(SchemaCache(tmp_path / "cache").entries()) == 2
    monkeypatch.setattr(compiling, "compile_file", None)
    assert validate("a.xml", "b.xml", "--schema", "small.odd") == expected == (1, ["a.xml:1:213:sch/small-p-numbered"])


LOADING = """
import sys
from teikit.cli import run
sys.argv = ["teikit", "validate", "-q", *sys.argv[1:]]
status = run()
print(status, *sorted(sys.modules))
"""


def test_a_valid_document_with_a_cached_odd_loads_neither_the_compiler_nor_elementpath(tmp_path: Path) -> None:
    (tmp_path / "play.xml").write_text(PLAY)
    environment = {**os.environ, "TEIKIT_CACHE_DIR": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "data")}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", LOADING, "play.xml"],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
    status, *loaded = done.stdout.split()
    assert status == "0"
    unneeded = ("teikit.odd", "teikit.p5", "elementpath", "teikit.schematron.loading", "teikit.relaxng.syntax.read")
    assert [each for each in loaded if each.startswith(unneeded)] == []


def test_an_odd_that_allows_any_element_where_ids_are_is_used_without_ids(tmp_path: Path, validate: Validate) -> None:
    any_element = '<alternate maxOccurs="unbounded"><textNode/><anyElement except=""/></alternate>'
    (tmp_path / "small.odd").write_text(
        odd(f'<elementSpec ident="p" mode="change"><content>{any_element}</content></elementSpec>')
    )
    (tmp_path / "a.xml").write_text(tei('<p xml:id="a">x <hi xml:id="b">y</hi> <z xmlns="urn:z"/></p>'))
    assert validate("a.xml", "--schema", "small.odd") == (0, [])
    (tmp_path / "a.xml").write_text(tei('<p xml:id="a">x</p><nonesuch/>'))
    assert validate("a.xml", "--schema", "small.odd")[0] == 1
