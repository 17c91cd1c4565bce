"""What is written is read back as the same: from the suites and from TEI's schemas, in both syntaxes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from relaxng.test_compacttest import CASES as COMPACT_CASES
from relaxng.test_random import schemas
from support.schema_meaning import comments, meaning
from support.spectest import SUITE, read_suite
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import MemoryLoader, SchemaElement, SchemaSource, SchemaSyntaxError, read_schema
from teikit.relaxng.syntax.tree import Annotation
from teikit.relaxng.syntax.write_compact import write_compact
from teikit.relaxng.syntax.write_xml import write_xml

SHARED = Path(__file__).parents[2].parent / "shared"
SHIPPED = Path(__file__).parents[2] / "schema"


def hold(source: SchemaSource) -> None:
    """Both ways of writing keep the meaning, the comments and the annotations."""
    in_xml = read_schema("again.rng", write_xml(source).encode()).root
    assert meaning(source.root) == meaning(in_xml)
    assert comments(source.root) == comments(in_xml)
    text = write_compact(source)
    in_compact = read_schema("again.rnc", text.encode()).root
    root = without_root_attributes(source.root)
    assert meaning(root) == meaning(in_compact), text
    assert set(comments(root)) <= set(comments(in_compact)), text


def without_root_attributes(root: SchemaElement) -> SchemaElement:
    """The compact syntax has no place for annotations of a whole grammar: they become a comment."""
    if root.name == "grammar":
        root.annotations = [each for each in root.annotations if each.kind != "attribute"]
    return root


@pytest.mark.skipif(not SUITE.exists(), reason="the suites in ../shared are not at hand")
def test_the_schemas_of_the_suites_are_written_and_read_again() -> None:
    for case in read_suite():
        # A group of one cannot be written in the compact syntax, so an xml:base on it has no place.
        if case.is_correct and b"xml:base" not in case.schema:
            hold(read_schema("schema.rng", case.schema))
    for case in COMPACT_CASES:
        correct = case.find("compact/correct")
        if correct is not None:
            hold(read_schema("schema.rnc", (correct.text or "").encode()))


@given(schemas)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_schemas_are_written_and_read_again(schema: str) -> None:
    try:
        source = read_schema("schema.rng", schema.encode())
    except SchemaSyntaxError:
        return
    hold(source)


@pytest.mark.parametrize(
    "words",
    [
        'a "<b/>" c\n   d',
        "a\n\"<b/>\" 'c'\n  d ",
        "a '<b/>' c\n  d",
        '<b/> <b/>\n x "y"\n',
        "'''\n<b/>\"\n  d#",
        "<b/>  <b/>c",
    ],
)
def test_texts_of_annotations_are_kept_to_the_letter(words: str) -> None:
    text = f'<p xmlns="urn:p">{words}</p>'
    inside = f'<element name="a"><oneOrMore><choice><text/>{text}</choice></oneOrMore>{text}</element>'
    grammar = f'<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start>{inside}</start></grammar>'
    source = read_schema("schema.rng", grammar.encode())
    again = read_schema("again.rnc", write_compact(source).encode()).root
    expected = list(etree.fromstring(text).itertext())
    assert [expected, expected] == [
        [part.text for part in each.children if part.text] for each in annotations_in(again)
    ]


def annotations_in(element: SchemaElement) -> list[Annotation]:
    """The annotations of an element, and of all inside it."""
    return [*element.annotations, *(each for child in element.children for each in annotations_in(child))]


@pytest.mark.parametrize("name", ["teikit-letter.rnc", "teikit-letter.rng"])
def test_our_own_schema_is_written_and_read_again(name: str) -> None:
    hold(read_schema(SHIPPED / name))


@pytest.mark.skipif(not (SHARED / "tei").exists(), reason="../shared is not at hand")
@pytest.mark.parametrize("name", ["tei_lite", "tei_bare", "tei_simplePrint"])
def test_schemas_of_the_tei_are_written_and_read_again(name: str, tmp_path: Path) -> None:
    source = read_schema(SHARED / "tei" / f"{name}.rng")
    hold(source)
    if shutil.which("trang"):
        (tmp_path / "a.rnc").write_text(write_compact(source))
        command = ["trang", str(tmp_path / "a.rnc"), str(tmp_path / "b.rng")]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, "")
        assert meaning(source.root)[3] == meaning(read_schema(tmp_path / "b.rng").root)[3]


NO_NAMESPACE = """namespace local = ""
default namespace u = "urn:u"
start = element local:a { attribute local:n { text }, element (local:b | c) { empty }, element * - local:* { empty }? }
"""


def test_a_prefix_for_no_namespace_is_written_without_it() -> None:
    source = read_schema("s.rnc", NO_NAMESPACE.encode())
    hold(source)
    assert "local:" not in write_xml(source)


def test_a_prefix_for_no_namespace_names_no_value() -> None:
    text = 'namespace local = ""\nelement a { xsd:QName "local:x" }'
    with pytest.raises(SchemaSyntaxError, match="the prefix 'local' is not declared"):
        simplify(read_schema("s.rnc", text.encode()), MemoryLoader({}))
