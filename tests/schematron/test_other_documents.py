"""Rules about documents other than the validated one: doc(), document(), and patterns with `documents`."""

from pathlib import Path

import pytest
from lxml import etree

from conftest import Program
from support.schematron_cases import told
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader, MemoryLoader
from teikit.schematron import load
from teikit.schematron.schema import Schematron

HEAD = "<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='{}'>{}</schema>"
PEOPLE = b"<list>\n<person xml:id='x'/><person xml:id='y'/></list>"
KNOWN = (
    "<pattern><rule context='a'><assert id='known' test=\"{}//person[@xml:id = current()/@ref]\">no person</assert>"
    "</rule></pattern>"
)


def schema(content: str, binding: str = "xslt2", **files: bytes) -> Schematron:
    named = {name.replace("__", "/").replace("_", "."): data for name, data in files.items()}
    allow = frozenset({"doc", "doc-available", "document"})
    return load("rules/main.sch", HEAD.format(binding, content).encode(), loader=MemoryLoader(named), allow=allow)


def found(made: Schematron, document: str, file: str = "letters/d.xml") -> list[str]:
    return [f"{each.file}:{told(each)}" for each in made.validate(document.encode(), file)]


@pytest.mark.parametrize(
    "call", ["doc('people.xml')", "document('people.xml')", "(doc('people.xml') | doc('people.xml'))"]
)
def test_a_document_is_found_beside_the_schema(call: str) -> None:
    made = schema(KNOWN.format(call), rules__people_xml=PEOPLE)
    assert found(made, "<r><a ref='x'/><a ref='z'/></r>") == ["letters/d.xml:1:16 error sch/known no person"]


def test_document_finds_what_a_node_names_beside_the_nodes_document() -> None:
    made = schema(KNOWN.format("document(/r/@people)"), letters__people_xml=PEOPLE)
    assert found(made, "<r people='people.xml'><a ref='y'/></r>") == []


def test_a_path_begins_with_document_in_the_binding_of_xslt_1() -> None:
    made = schema(KNOWN.format("document('people.xml')"), "xslt", rules__people_xml=PEOPLE)
    assert found(made, "<r><a ref='x'/><a ref='z'/></r>") == ["letters/d.xml:1:16 error sch/known no person"]


def test_a_reference_is_relative_to_the_file_of_the_schema_that_has_it() -> None:
    namespace = "xmlns='http://purl.oclc.org/dsdl/schematron'"
    included = KNOWN.format("doc('people.xml')").replace("<pattern>", f"<pattern {namespace}>").encode()
    files = {"rules__parts__p_sch": included, "rules__parts__people_xml": PEOPLE, "rules__people_xml": b"<none/>"}
    assert found(schema("<include href='parts/p.sch'/>", **files), "<r><a ref='x'/></r>") == []
    own = KNOWN.replace("<pattern>", "<pattern xml:base='parts/'>").format("document('people.xml')")
    assert found(schema(own, **files), "<r><a ref='x'/></r>") == []


def test_whether_a_document_is_available_is_known() -> None:
    test = "doc-available('people.xml') and not(doc-available('nothing.xml'))"
    rule = f"<pattern><rule context='r'><report id='there' test=\"{test}\">there</report></rule></pattern>"
    assert found(schema(rule, rules__people_xml=PEOPLE), "<r/>") == ["letters/d.xml:1:1 error sch/there there"]


def test_a_document_that_is_missing_is_a_fault_at_the_node() -> None:
    (only,) = found(schema(KNOWN.format("doc('people.xml')")), "<r><a/></r>")
    assert only.startswith("letters/d.xml:1:4 error sch/not-evaluated the assert ")
    assert "cannot read 'people.xml'" in only


def test_a_document_that_is_not_well_formed_is_a_fault_at_the_node() -> None:
    (only,) = found(schema(KNOWN.format("doc('people.xml')"), rules__people_xml=b"<a>"), "<r><a/></r>")
    assert "cannot read 'people.xml'" in only


def test_a_schema_that_may_not_read_says_what_would_allow_it() -> None:
    for content, place in (
        (KNOWN.format("doc('people.xml')"), "calls doc(), which"),
        ("<pattern documents='@x'/>", "'documents' reads"),
    ):
        with pytest.raises(SchemaSyntaxError) as caught:
            load("main.sch", HEAD.format("xslt2", content).encode())
        (only,) = caught.value.diagnostics
        assert place in only.message
        assert "--allow-read FOLDER" in only.message


ELSEWHERE = """<let name='end' value="'.xml'"/><let name='own' value='name(/*)'/>
<pattern documents="for $n in //file/@name return concat($n, $end)" id='p'>
<rule context='person'><assert test="$own = 'r' and @n" id='n'>no n in <value-of select='name(/*)'/></assert></rule>
<rule context='/'><report test='count(//person) = 2' id='two'>two</report></rule></pattern>
<pattern><rule context='file'><report test='@name' id='here'>here</report></rule></pattern>"""


def test_a_pattern_is_about_the_documents_that_it_names() -> None:
    made = schema(ELSEWHERE, letters__people_xml=PEOPLE, letters__more_xml=b"<m><person n='1'/></m>")
    document = "<r><file name='people'/><file name='more'/><file name='people'/></r>"
    assert found(made, document) == [
        "letters/d.xml:1:4 error sch/here here",
        "letters/d.xml:1:25 error sch/here here",
        "letters/d.xml:1:44 error sch/here here",
        "letters/people.xml:- error sch/two two",
        "letters/people.xml:2:1 error sch/n no n in list",
        "letters/people.xml:2:21 error sch/n no n in list",
    ]
    assert len(etree.fromstring(made.svrl(document.encode(), "letters/d.xml")).findall("{*}failed-assert")) == 2


def test_a_pattern_that_names_no_document_is_not_tried() -> None:
    assert found(schema(ELSEWHERE), "<r><person/></r>") == []


def test_a_document_of_a_pattern_that_is_missing_is_a_fault() -> None:
    (first, second) = found(schema(ELSEWHERE), "<r><file name='people'/></r>")
    assert first.startswith(
        "letters/d.xml:- error sch/not-evaluated the rule cannot be tried: cannot read 'people.xml'"
    )
    assert second == "letters/d.xml:1:4 error sch/here here"


def test_a_key_is_one_of_the_document_that_the_rule_is_about() -> None:
    key = "<xsl:key xmlns:xsl='http://www.w3.org/1999/XSL/Transform' name='k' match='person' use='@xml:id'/>"
    report = "<report test=\"count(key('k', @xml:id)) = 1\" id='k'>1</report>"
    rule = f"<pattern documents='/r/@f'><rule context='person'>{report}</rule></pattern>"
    made = schema(key + rule, "xslt", letters__people_xml=PEOPLE)
    assert len(found(made, "<r f='people.xml'><person xml:id='x'/></r>")) == 2


def test_only_files_of_the_folders_that_the_user_names_are_read(tmp_path: Path) -> None:
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    for each in (allowed, other):
        each.mkdir()
        (each / "people.xml").write_bytes(PEOPLE)
    for where, expected in (("allowed", 0), ("other", 1), ("allowed/../other", 1)):
        path = tmp_path / "rules.sch"
        path.write_text(HEAD.format("xslt2", KNOWN.format(f"doc('{where}/people.xml')")))
        made = load(path, loader=FileLoader((tmp_path,), readable=(allowed,)))
        assert len(made.validate(b"<r><a ref='x'/></r>", "d.xml")) == expected, where


def test_a_document_is_parsed_again_only_where_its_content_changes(tmp_path: Path) -> None:
    people = tmp_path / "people.xml"
    loader = FileLoader((tmp_path,), readable=(tmp_path,))
    made = load(tmp_path / "a.sch", HEAD.format("xslt2", KNOWN.format("doc('people.xml')")).encode(), loader=loader)
    for names, expected in (("x", 1), ("x", 1), ("xz", 0), ("z", 0)):
        people.write_text(f"<l>{''.join(f'<person xml:id={name!r}/>' for name in names)}</l>")
        assert len(made.validate(b"<r><a ref='z'/></r>", "d.xml")) == expected


def test_a_document_that_rules_read_may_be_validated_too() -> None:
    test = "doc('people.xml')//person[@xml:id = current()/@xml:id]"
    rule = f"<rule context='person'><assert id='p' test=\"{test}\">x</assert></rule>"
    files = {"rules__people_xml": PEOPLE, "letters__people_xml": PEOPLE.replace(b"'y'", b"'q'")}
    made = schema(f"<pattern documents='/r/@f'>{rule}</pattern>", **files)
    for _ in range(2):
        assert found(made, "<r f='people.xml'/>") == ["letters/people.xml:2:21 error sch/p x"]


def test_results_that_depend_on_other_documents_are_not_cached(tmp_path: Path) -> None:
    loader = FileLoader((tmp_path,), readable=(tmp_path,))
    reading = load(tmp_path / "a.sch", HEAD.format("xslt2", KNOWN.format("doc('a.xml')")).encode(), loader=loader)
    own = load(tmp_path / "b.sch", HEAD.format("xslt2", KNOWN.format("")).encode(), loader=loader)
    assert (reading.is_deterministic, own.is_deterministic) == (False, True)
    assert (reading.tree, own.tree is None) == (None, False)


def test_the_command_reads_what_allow_read_names(tmp_path: Path, program: Program) -> None:
    (tmp_path / "rules.sch").write_text(HEAD.format("xslt2", KNOWN.format("doc('people.xml')")))
    (tmp_path / "people.xml").write_bytes(PEOPLE)
    (tmp_path / "d.xml").write_text("<r><a ref='z'/></r>")
    arguments = ("validate", "d.xml", "--schematron", "rules.sch", "--ignore", "rng,tei")
    status, out, err = program(*arguments, cwd=tmp_path)
    assert status == 2
    assert "--allow-read FOLDER" in out + "\n".join(err)
    for names, expected in (("x", 1), ("xz", 0)):
        people = "".join(f"<person xml:id='{name}'/>" for name in names)
        (tmp_path / "people.xml").write_text(f"<l>{people}</l>")
        status, out, _ = program(*arguments, "--allow-read", ".", cwd=tmp_path)
        assert (status, "no person" in out) == (expected, bool(expected))
