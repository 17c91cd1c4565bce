"""`teikit validate -f svrl`: named and embedded Schematron, of several documents, and what grammars find besides."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from support.svrl import SVRL, faults, findings, jing_faults, words

GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="http://purl.oclc.org/dsdl/schematron">
  <start><element name="list"><zeroOrMore><element name="item"><optional><attribute name="n"/></optional><text/>
  </element></zeroOrMore></element></start>
  <s:pattern id="own"><s:rule context="item"><s:assert test="text()">an item is empty</s:assert></s:rule></s:pattern>
</grammar>
"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" schemaVersion="3">
  <title>House rules</title><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
  <phase id="draft"><active pattern="named"/></phase>
  <pattern id="named"><rule context="@n" role="warning"><report id="one" test=". = '1'" diagnostics="de en"
    properties="kind" flag="k">n is <value-of select="."/></report></rule></pattern>
  <pattern id="more"><rule context="item"><assert test="@n">no n</assert></rule></pattern>
  <diagnostics><diagnostic id="de" xml:lang="de">ist 1</diagnostic><diagnostic id="en">is 1</diagnostic></diagnostics>
  <properties><property id="kind" scheme="house">number</property></properties>
</schema>
"""
DOCUMENTS = {
    "a.xml": '<?xml-model href="g.rng" schematypens="http://relaxng.org/ns/structure/1.0"?><list><item n="1"/></list>',
    "b.xml": '<?xml-model href="g.rng" schematypens="http://relaxng.org/ns/structure/1.0"?><list><odd/></list>',
    "c.xml": "<list><item>x</item></list>",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"g.rng": GRAMMAR, "r.sch": RULES, **DOCUMENTS}.items():
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def written(program: Any, *arguments: str) -> etree._Element:
    _, out, _ = program("validate", *arguments, "-f", "svrl", cwd=Path.cwd())
    assert faults(out.encode()) == []
    return etree.fromstring(out.encode())


def patterns(root: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(each.get("documents"), each.get("id")) for each in root.iter(f"{SVRL}active-pattern")]


def test_named_and_embedded_rules_of_several_documents(program: Any) -> None:
    root = written(program, "--schematron", "r.sch", *DOCUMENTS)
    assert (root.get("title"), root.get("schemaVersion")) == (None, None)
    assert patterns(root) == [
        *(("a.xml", each) for each in ("named", "more", "own")),
        *(("b.xml", each) for each in ("named", "more", "own", None)),
        *(("c.xml", each) for each in ("named", "more")),
    ]
    found = [(each.get("test"), each.get("location"), words(each)) for each in findings(root)]
    assert found[:2] == [
        (". = '1'", "/list/item[1]/@n", "n is 1"),
        ("text()", "/list/item[1]", "an item is empty"),
    ]
    assert [each[0] for each in found[2:]] == ["rng/element-not-allowed", "@n"]


def test_a_report_bears_all_its_diagnostics_and_properties(program: Any) -> None:
    (report,) = findings(written(program, "--schematron", "r.sch", "--select", "sch/one", "a.xml"))
    assert [(dict(each.attrib), words(each)) for each in report[:-1]] == [
        ({"diagnostic": "de"}, "ist 1"),
        ({"diagnostic": "en"}, "is 1"),
        ({"property": "kind", "scheme": "house"}, "number"),
    ]
    assert (report.get("id"), report.get("flag"), report.get("role")) == ("one", "k", None)


def test_a_phase_and_one_schema_are_named(program: Any) -> None:
    root = written(program, "--schematron", "r.sch", "--phase", "draft", "c.xml")
    assert (root.get("title"), root.get("phase"), root.get("schemaVersion")) == ("House rules", "draft", "3")
    assert patterns(root) == [("c.xml", "named")]


def test_processes_caches_and_what_a_document_ignores_make_no_other_difference(program: Any) -> None:
    once = written(program, "--schematron", "r.sch", *DOCUMENTS, "--jobs", "1", "--no-cache")
    for _ in range(2):
        assert etree.tostring(once) == etree.tostring(
            written(program, "--schematron", "r.sch", *DOCUMENTS, "--jobs", "2")
        )
    Path("c.xml").write_text("<?teikit ignore sch?>" + DOCUMENTS["c.xml"], encoding="utf-8")
    root = written(program, "--schematron", "r.sch", "c.xml")
    assert (findings(root), len([*root.iter(f"{SVRL}fired-rule")])) == ([], 1)


def test_jing_takes_what_is_written(program: Any, folder: Path) -> None:
    program("validate", "--schematron", "r.sch", *DOCUMENTS, "-f", "svrl", "-o", "out.svrl", cwd=folder)
    assert jing_faults([folder / "out.svrl"]) == ""


def test_a_document_that_is_not_well_formed_has_a_pattern_that_says_so(program: Any) -> None:
    Path("d.xml").write_text("<list><item>", encoding="utf-8")
    root = written(program, "--schematron", "r.sch", "d.xml")
    assert [each.get("test") for each in findings(root)] == ["xml/not-well-formed"]


def test_one_that_was_not_there_is_written_too(program: Any) -> None:
    root = written(program, "--schematron", "r.sch", "none.xml", "c.xml")
    assert [each.get("test") for each in findings(root)] == ["teikit/unreadable", "@n"]


def test_ids_of_diagnostics_survive_processes_and_caches(program: Any, folder: Path) -> None:
    for _ in range(2):
        _, out, _ = program("validate", "--schematron", "r.sch", *DOCUMENTS, "--jobs", "2", "-f", "json", cwd=folder)
        (found,) = (each for each in json.loads(out)["diagnostics"] if each["rule"] == "sch/one")
        assert [(each["id"], each.get("lang")) for each in found["notes"]] == [("de", "de"), ("en", None)]
        assert found["properties"] == [{"id": "kind", "message": "number", "scheme": "house"}]
        assert found["flag"] == "k"


def test_what_is_included_is_located_in_the_whole_document(program: Any) -> None:
    Path("d.xml").write_text(
        "<list xmlns:i='http://www.w3.org/2001/XInclude'><item n='2'/><i:include href='e.xml'/><item/></list>",
        encoding="utf-8",
    )
    Path("e.xml").write_text("<item q='1'/>", encoding="utf-8")
    root = written(program, "--schematron", "r.sch", "--xinclude", "d.xml")
    found = [(each.get("test"), each.get("location")) for each in findings(root)]
    assert found == [("@n", "/list/item[2]"), ("@n", "/list/item[3]")]
    assert len([each for each in root.iter(f"{SVRL}fired-rule") if each.get("context") == "item"]) == 3
