"""Schemas that would read, run for ever or fill the memory are refused or given up, in a sentence."""

from pathlib import Path

import pytest

from teikit.errors import IncorrectSchemaError
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.schematron import load
from teikit.schematron.schema import Schematron

READING = [
    "doc('/etc/passwd')",
    "doc-available('/etc/passwd')",
    "fn:doc('/etc/passwd')",
    "document('/etc/passwd')",
    "collection('/etc')",
    "uri-collection('/etc')",
    "unparsed-text('/etc/passwd')",
    "unparsed-text-lines('file:///etc/passwd')",
    "json-doc('/etc/passwd')",
    "environment-variable('HOME')",
    "available-environment-variables()",
    "transform(map{})",
    "load-xquery-module('u')",
    "doc#1('/etc/passwd')",
    "function-lookup(xs:QName('fn:doc'), 1)('/etc/passwd')",
    "'/etc/passwd' => doc()",
    "for-each('/etc/passwd', doc#1)",
    "Q{http://www.w3.org/2005/xpath-functions}doc('/etc/passwd')",
]
ENDLESS = [
    "count(1 to 2500000000) = 1",
    "let $f := function($f) { $f($f) } return $f($f)",
    "some $i in 1 to 250000, $j in 1 to 250000 satisfies $i + $j = 0",
    "every $i in (1 to 250000)[. > 0] satisfies $i > 0",
    "fold-left(1 to 100, 'aaaaaaaaaa', function($a, $_) { concat($a, $a) }) = ''",
    "fold-left(1 to 100, 'aaaaaaaaaa', function($a, $_) { $a || $a }) = ''",
    "string-join((1 to 250000) ! 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '') = ''",
]


def schema(test: str, **options: frozenset[str]) -> Schematron:
    escaped = test.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    text = f"""<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="a">
        <report test="{escaped}" id="x"><value-of select="{escaped}"/></report></rule></pattern></schema>"""
    files = {"s.sch": text.encode(), "near.xml": b"<near>words</near>"}
    return load("s.sch", files["s.sch"], loader=MemoryLoader(files), **options)


def said(test: str) -> str:
    try:
        return " ".join(f"{each.rule} {each.message}" for each in schema(test).validate(b"<a/>", "d.xml"))
    except SchemaSyntaxError as error:
        return " ".join(each.message for each in error.diagnostics)


@pytest.mark.parametrize("test", READING)
def test_what_reads_is_refused_and_tells_nothing(test: str) -> None:
    words = said(test)
    assert "not allowed" in words or "unknown function" in words
    assert "root:" not in words


@pytest.mark.parametrize("test", ENDLESS)
def test_what_does_not_end_is_given_up(test: str) -> None:
    assert "is given up" in said(test)


def test_what_is_allowed_by_name_reads_what_the_loader_lets_through() -> None:
    allowed = schema("doc('near.xml')", allow=frozenset({"doc"}))
    assert [each.message for each in allowed.validate(b"<a/>", "d.xml")] == ["words"]
    outside = schema("doc('/etc/passwd')", allow=frozenset({"doc"}))
    assert [each.rule for each in outside.validate(b"<a/>", "d.xml")] == ["sch/not-evaluated"]
    with pytest.raises(IncorrectSchemaError, match="cannot be allowed"):
        schema("1", allow=frozenset({"environment-variable"}))


@pytest.mark.parametrize("context", ["a" + "/a" * 5_000, "a | " * 3_000 + "a", "(" * 3_000 + "a" + ")" * 3_000])
def test_an_expression_that_is_too_long_to_follow_is_told(context: str) -> None:
    text = (
        f"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern><rule context='{context}'/></pattern></schema>"
    )
    with pytest.raises(SchemaSyntaxError, match="is given up"):
        load("s.sch", text.encode())


def test_abstract_rules_that_double_are_refused() -> None:
    rules = "".join(
        f"<rule abstract='true' id='r{n}'><extends rule='r{n + 1}'/><extends rule='r{n + 1}'/></rule>"
        for n in range(40)
    )
    text = (
        f"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern>{rules}<rule abstract='true' id='r40'/>"
        "<rule context='a'><extends rule='r0'/></rule></pattern></schema>"
    )
    with pytest.raises(SchemaSyntaxError, match="more than 50,000 elements"):
        load("s.sch", text.encode())


def test_files_that_include_two_others_each_are_bounded() -> None:
    opening = "<pattern xmlns='http://purl.oclc.org/dsdl/schematron'>"
    files = {
        f"{n}.sch": f"{opening}<include href='{n + 1}.sch'/><include href='{n + 1}.sch'/></pattern>".encode()
        for n in range(40)
    }
    files["40.sch"] = f"{opening}</pattern>".encode()
    text = b"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><include href='0.sch'/></schema>"
    with pytest.raises(SchemaSyntaxError, match="more than 1,000 files"):
        load("s.sch", text, loader=MemoryLoader(files))


def test_an_entity_from_outside_is_not_read(tmp_path: Path) -> None:
    text = '<!DOCTYPE schema [<!ENTITY e SYSTEM "/etc/passwd">]><schema xmlns="http://purl.oclc.org/dsdl/schematron">&e;</schema>'
    with pytest.raises(SchemaSyntaxError, match="entity 'e' not defined"):
        load(tmp_path / "s.sch", text.encode())
    document = b'<!DOCTYPE a [<!ENTITY e SYSTEM "/etc/passwd">]><a>&e;</a>'
    assert "root:" not in str(schema("string(.)").validate(document, "d.xml"))


@pytest.mark.parametrize("data", [b"", b"<a", b"\x00\x01", b"<a>&x;</a>", b"plain"])
def test_a_document_that_is_no_xml_is_told(data: bytes) -> None:
    assert [each.rule for each in schema("1").validate(data, "d.xml")] == ["xml/not-well-formed"]


def test_a_document_whose_ids_come_twice_is_judged() -> None:
    found = schema("count(*) = 2").validate(b"<a><b xml:id='i'/><b xml:id='i'/></a>", "d.xml")
    assert [each.rule for each in found] == ["sch/x"]


def test_an_unknown_phase_is_told_with_those_that_are_known() -> None:
    with pytest.raises(IncorrectSchemaError, match="there is no phase 'f'; there are: #ALL"):
        schema("1").validate(b"<a/>", "d.xml", "f")
